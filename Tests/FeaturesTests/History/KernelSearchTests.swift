import Foundation
import Kernels
import Parallelism
import Testing

@testable import Features

@Suite struct KernelSearchTests {
  private let library: Library

  init() throws { library = try Library() }

  /// A search on all readers.
  private func search(
    _ parts: Set<BookPart> = Set(BookPart.allCases), order: HistoryOrder = .none, threads: Int = 1
  ) -> KernelSearch {
    let (histories, _) = Histories.grouping(
      library.ratings.rows[...], readers: Library.readerCount)
    let all = (0..<histories.count).map { histories[$0] }
    var generator = SeededGenerator(seed: 5)
    let space = library.space(parts)
    let readers = library.readers()
    let factors = FactorLearning(
      space, readers: readers.attributes, Library.factors, threads: 1, using: &generator
    ).crossFit(histories, using: &generator)
    return KernelSearch(
      all, factors: all.indices.map { factors[$0] }, space,
      readers: all.indices.map { readers[$0] },
      order: order, threads: threads)
  }

  @Test(arguments: UInt64(0)..<8)
  func theEndIsNoWorseThanTheStart(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var start = KernelWeights()
    for term in KernelTerm.common {
      start[term] *= Float(exp2(8 * generator.uniform() - 4))
    }
    for order in [HistoryOrder.none, .chronological] {
      let search = search(order: order)
      let found = search.run(from: start)
      #expect(search.squaredError(found) <= search.squaredError(start))
      #expect(
        KernelTerm.common.allSatisfy { term in
          order == .none && term == .recency
            ? found[term] == 0 : found[term] > 0 && found[term].isFinite
        }, "\(order)")
    }
  }

  @Test func aPoorStartIsLeftBehind() {
    var start = KernelWeights()
    start.level = 0.01
    let search = search()
    #expect(search.squaredError(search.run(from: start)) < 0.95 * search.squaredError(start))
  }

  @Test func noMoreEvaluationsThanAllowed() {
    var search = search()
    search.evaluations = 1
    var start = KernelWeights()
    start.recency = 0
    #expect(search.run(from: KernelWeights()) == start)
  }

  @Test func whatNothingIsKnownOfWeighsNothing() {
    let found = search([.authors, .tags]).run(from: KernelWeights())
    #expect(found.series == 0 && found.toRead == 0 && found.numbers == 0)
    #expect(found.recency == 0)
    #expect(found.author > 0 && found.tags > 0 && found.level > 0 && found.factors > 0)
  }

  @Test func theErrorDoesNotDependOnThreads() {
    let one = search().squaredError(KernelWeights())
    for threads in [2, 3] {
      #expect(search(threads: threads).squaredError(KernelWeights()) == one)
    }
  }

  @Test func nobodyToSearchOnLeavesTheStart() {
    let search = KernelSearch(
      [], factors: [], library.space(), readers: [], order: .none, threads: 2)
    var start = KernelWeights()
    start.recency = 0
    #expect(search.run(from: KernelWeights()) == start)
  }
}
