import Octavo
import Support

extension RunReport.Shelf {
  private static let length = 10
  private static let likedLength = 3

  /// Lists for the reader with the most rated books, a median one and the one with the fewest.
  static func three(of model: Model) -> [Self] {
    let counts = (0..<UInt32(model.readers.count)).map { model.rated[$0].count }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    guard let last = order.indices.last else { return [] }
    var places: [Int] = []
    for place in [0, last / 2, last] where !places.contains(place) { places.append(place) }
    return places.map { shelf(of: model, UInt32(order[$0])) }
  }

  private static func shelf(of model: Model, _ reader: UInt32) -> Self {
    let maker = try? model.listMaker(forOne: true)
    let profile = maker?.profile(of: reader)
    let liked = (profile?.ratings ?? []).sorted {
      ($1.value, $0.book) < ($0.value, $1.book)
    }
    return Self(
      reader: model.readers.text(at: reader), rated: model.rated[reader].count,
      liked: liked.prefix(likedLength).map { "\(named(model, $0.book).title) (\($0.value.brief))" },
      books: books(of: model, reader))
  }

  /// What `octavo recommend` lists for a reader; by predicted ratings alone for a model trained without lists.
  private static func books(of model: Model, _ reader: UInt32) -> [Book] {
    guard let maker = try? model.listMaker(forOne: true) else {
      return model.highestRated(for: reader, count: length).map {
        book(model, $0.book, score: nil, prediction: $0.score, reasons: [])
      }
    }
    let profile = maker.profile(of: reader)
    var request = ListRequest()
    request.count = length
    let list = maker.list(for: profile, request, leavingOut: Set(model.rated[reader]))
    let predictions = maker.ratings.ratings(for: profile, books: list.map(\.book))
    return zip(list, predictions).map { line, prediction in
      book(
        model, line.book, score: line.score, prediction: prediction,
        reasons: maker.relevance.reasons(for: line.book, from: profile, count: 2)
          .map { named(model, $0.rating.book).title })
    }
  }

  private static func book(
    _ model: Model, _ book: UInt32, score: Float?, prediction: Float, reasons: [String]
  ) -> Book {
    let (title, authors) = named(model, book)
    return Book(
      title: title, authors: authors, score: score, prediction: prediction, reasons: reasons)
  }

  private static func named(_ model: Model, _ book: UInt32) -> (title: String, authors: String) {
    let id = model.books.text(at: book)
    guard let entry = model.titles.entries[id], !entry.title.isEmpty else {
      return ("book \(id)", "")
    }
    return (entry.title, entry.authors)
  }
}
