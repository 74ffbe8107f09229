import BookData
import Kernels
import Testing

@testable import Features

@Suite struct AttributeColumnsTests {
  private let age = Attribute(name: "age", values: .numbers([10, nil, 30, 20]))
  private let genres = Attribute(
    name: "genre",
    values: .categories(CategoryRows([["war", "love"], [], ["love"], ["war", "war", "sea"]])))

  @Test func numbersHaveMeanZeroAndDeviationOneAndUnknownOnesAreTheMean() {
    let columns = AttributeColumns([age], rows: 4)
    let step = Float(1.5).squareRoot()
    #expect(columns.names == ["age"])
    for (row, expected) in [-step, 0, step, 0].enumerated() {
      #expect(abs(columns[row][0] - expected) < 1e-6)
    }
  }

  @Test func categoriesThatTellRowsApartHaveAColumnEach() {
    let columns = AttributeColumns([genres], rows: 4)
    // "sea" is of one row alone, and tells nothing of others.
    #expect(columns.names == ["genre war", "genre love"])
    #expect(columns[1] == [0, 0])
    let third = Float(1) / 3
    for (row, expected) in [
      (0, [third, third]), (2, [third - 1, third]), (3, [third, third - 1]),
    ] {
      for (value, wanted) in zip(columns[row], expected) { #expect(abs(value - wanted) < 1e-6) }
    }
  }

  @Test func columnsThatAreTheSameForAllAreLeftOut() {
    let constant = Attribute(name: "year", values: .numbers([7, 7, nil, 7]))
    let one = Attribute(name: "kind", values: .categories(CategoryRows([["a"], ["a"], [], ["a"]])))
    #expect(AttributeColumns([constant, one], rows: 4).names.isEmpty)
    #expect(BookAttribute(constant) == nil && BookAttribute(one) != nil)
  }

  @Test func ofAnUnknownRowNothingIsKnown() {
    let columns = AttributeColumns([age, genres], rows: 4)
    #expect(columns[4] == [0, 0, 0] && columns.attributes == [0, 1, 1])
  }

  @Test func numbersThatNoFloatHoldsMakeNoColumn() {
    let huge = Attribute(
      name: "huge", values: .numbers([1e300, -1e300, 1e308, 5]))
    #expect(AttributeColumns([huge], rows: 4).values.values.allSatisfy { $0.isFinite })
  }

  @Test func rowsGatheredElsewhereKeepTheirCategories() {
    let gathered = genres.gathered([3, nil, 0])
    guard case .categories(let rows) = gathered.values else {
      Issue.record("numbers in place of categories")
      return
    }
    let names = (0..<3).map { row in rows[row].map { rows.names[Int($0)] } }
    #expect(names == [["war", "sea"], [], ["war", "love"]])
  }
}

@Suite struct AttributesInHistoriesTests {
  private let library: Library

  init() throws { library = try Library(hasAttributes: true) }

  @Test func everyAttributeIsATermWithAWeightAndHasFeatures() {
    let model = library.encoding().encoder.model
    let names = model.featureNames
    #expect(model.terms.suffix(2) == [.attribute(0), .attribute(1)])
    #expect(model.weights.attributes.count == 2)
    #expect(model.weights.attributes.allSatisfy { $0 > 0 && $0.isFinite })
    for name in [
      "kernel mean: column genres", "column genres: excess", "kernel mean: column pages",
      "book: column pages", "book: column genres war", "reader: column age",
      "reader: column country de",
    ] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(Set(names).count == names.count)
  }

  @Test func theKernelOfABookWithItselfIsTheSumOfItsTerms() throws {
    let encoder = library.encoding().encoder
    let (model, space) = (encoder.model, encoder.model.space)
    let similarity = SimilarityMatrices(space, order: .none)
    for book in [UInt32(0), 3, 4, 17, UInt32(Library.bookCount)] {
      let vectors = model.factors.vectors(of: [book])
      let sum = try model.terms.reduce(Float(0)) { sum, term in
        let matrix = try #require(similarity.matrix(term, books: [book], vectors: vectors))
        return sum + model.weights[term] * matrix[0, 0]
      }
      #expect(abs(sum - model.priorVariance(book)) < 1e-4 * max(1, sum))
    }
  }

  @Test func similaritiesOfAttributesAreProductsAndCosines() throws {
    let space = library.space()
    let similarity = SimilarityMatrices(space, order: .none)
    let (rows, columns): ([UInt32], [UInt32]) = ([1, 5, 3], [2, 3, 9, 30])
    let nothing = (Matrix(rows: 3, columns: 0), Matrix(rows: 4, columns: 0))
    for place in space.attributes.indices {
      let matrix = try #require(
        similarity.matrix(
          .attribute(place), books: rows, vectors: nothing.0, with: (columns, nothing.1)))
      for (i, row) in rows.enumerated() {
        for (j, column) in columns.enumerated() {
          let expected =
            switch space.attributes[place].content {
            case .numbers(let numbers): numbers[Int(row)] * numbers[Int(column)]
            case .categories(let bags):
              bags[Int(row)].reduce(Float(0)) { sum, one in
                sum
                  + bags[Int(column)].reduce(Float(0)) {
                    bags.indices[one] == bags.indices[$1]
                      ? $0 + bags.values[one] * bags.values[$1] : $0
                  }
              }
            }
          #expect(abs(matrix[i, j] - expected) < 1e-5)
        }
      }
    }
  }

  @Test func theSameForAnyNumberOfThreads() {
    let one = library.encoding(threads: 1)
    let three = library.encoding(threads: 3)
    #expect(one.inputs.features.values == three.inputs.features.values)
    #expect(one.encoder.model.weights == three.encoder.model.weights)
  }

  @Test func effectsOfReadersAttributesAreFinite() {
    let effects = library.encoding().encoder.readerEffects
    #expect(effects.map(\.attribute) == ["age", "country"])
    #expect(effects.allSatisfy { $0.deviation.isFinite && $0.deviation >= 0 })
  }
}
