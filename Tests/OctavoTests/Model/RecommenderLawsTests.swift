import BookData
import Foundation
import Kernels
import Lists
import Octavo
import Parallelism
import Support
import Testing

/// What holds for every recommender, whatever it ranks by.
@Suite struct RecommenderLawsTests {
  private static let trained = Result { try CheckerBoard().recommender() }

  private let recommender: Model
  private let maker: ListMaker

  init() throws {
    recommender = try Self.trained.get()
    maker = try recommender.listMaker()
  }

  private func request(_ rankBy: Lists.RankBy, count: Int = 3) -> ListRequest {
    var request = ListRequest()
    (request.rankBy, request.count) = (rankBy, count)
    return request
  }

  private func list(_ reader: UInt32, _ request: ListRequest) -> [ListedBook] {
    maker.list(for: maker.profile(of: reader), request)
  }

  private var readers: Range<UInt32> { 0..<UInt32(CheckerBoard.readers) }

  // MARK: Scores

  @Test(arguments: Scorer.allCases)
  func everyBookHasAFiniteScore(scorer: Scorer) throws {
    let scorer = try scorer.make(recommender)
    for reader in readers {
      let scores = scorer.scores(for: maker.profile(of: reader))
      #expect(scores.count == CheckerBoard.books && scores.allSatisfy(\.isFinite))
    }
  }

  @Test(arguments: Scorer.allCases)
  func aBatchScoresAsOneByOne(scorer: Scorer) throws {
    let scorer = try scorer.make(recommender)
    let profiles = readers.map { maker.profile(of: $0) }
    let batch = Parallel.map(profiles.count, threads: 3) { scorer.scores(for: profiles[$0]) }
    for (profile, scores) in zip(profiles, batch) {
      #expect(scorer.scores(for: profile) == scores)
    }
  }

  @Test(arguments: Scorer.allCases)
  func anUnknownReaderGetsScoresToo(scorer: Scorer) throws {
    let scores = try scorer.make(recommender).scores(for: ReaderProfile(ratings: []))
    #expect(scores.count == CheckerBoard.books && scores.allSatisfy(\.isFinite))
  }

  @Test(arguments: Scorer.allCases)
  func savingAndLoadingGivesIdenticalScores(scorer: Scorer) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ModelFolder.write(recommender, to: folder)
    let loaded = try scorer.make(ModelFolder.read(folder))
    let scorer = try scorer.make(recommender)
    let profiles =
      readers.map { maker.profile(of: $0) }
      + [ReaderProfile(ratings: [BookRating(book: 4, value: 5)])]
    for profile in profiles {
      #expect(loaded.scores(for: profile) == scorer.scores(for: profile))
    }
  }

  // MARK: Lists

  @Test(arguments: Lists.RankBy.allCases)
  func theBookOfTheirOwnColourComesFirst(rankBy: Lists.RankBy) {
    for reader in readers {
      #expect(
        list(reader, request(rankBy)).first?.book == CheckerBoard.missing(reader),
        "reader \(reader)")
    }
  }

  @Test(arguments: Lists.RankBy.allCases)
  func whatTheReaderHasIsNeverListed(rankBy: Lists.RankBy) {
    for reader in readers {
      let profile = maker.profile(of: reader)
      let all = list(reader, request(rankBy, count: 99))
      #expect(all.allSatisfy { profile.rating(of: $0.book) == nil })
      #expect(all.count == CheckerBoard.books - profile.ratings.count, "all others are")
    }
  }

  @Test(arguments: Lists.RankBy.allCases)
  func ratedBooksAreListedWhereAskedFor(rankBy: Lists.RankBy) {
    var request = request(rankBy, count: 99)
    request.includeRated = true
    #expect(Set(list(0, request).map(\.book)) == Set(0..<UInt32(CheckerBoard.books)))
  }

  @Test(arguments: Lists.RankBy.allCases)
  func aShortListIsTheBeginningOfALongOne(rankBy: Lists.RankBy) {
    for reader in readers {
      let long = list(reader, request(rankBy, count: 5))
      #expect(list(reader, request(rankBy, count: 2)) == Array(long.prefix(2)))
      #expect(long.map(\.rank) == Array(1...long.count))
      #expect(zip(long, long.dropFirst()).allSatisfy { $0.score >= $1.score })
    }
  }

  @Test(arguments: Lists.RankBy.allCases)
  func anUnknownReaderGetsAListOfEveryBook(rankBy: Lists.RankBy) {
    let all = maker.list(for: ReaderProfile(ratings: []), request(rankBy, count: 99))
    #expect(Set(all.map(\.book)).count == CheckerBoard.books)
  }

  @Test(arguments: Lists.RankBy.allCases)
  func onlyAdmittedBooksAreListed(rankBy: Lists.RankBy) {
    let admitted = (0..<CheckerBoard.books).map { $0 < 6 }
    let all = maker.list(
      for: maker.profile(of: 0), request(rankBy, count: 99), leavingOut: [1], admitted: admitted)
    #expect(!all.isEmpty && all.allSatisfy { $0.book < 6 && $0.book != 1 })
  }

  @Test func somebodyNewIsServedFromTheirRatingsAlone() {
    let known = maker.profile(of: 6)
    let new = ReaderProfile(ratings: known.ratings)
    #expect(
      maker.list(for: new, request(.relevance)) == maker.list(for: known, request(.relevance)))
  }

  // MARK: Similarity

  @Test func booksOfOneColourAreAlikeByWeightsAndByEmbeddings() throws {
    var withoutWeights = recommender
    withoutWeights.lists = nil
    for book in 0..<UInt32(CheckerBoard.books) {
      for recommender in [recommender, withoutWeights] {
        let alike = recommender.similar(to: book, count: 3).map(\.book)
        #expect(alike.count == 3 && alike.allSatisfy { $0 % 2 == book % 2 && $0 != book })
      }
    }
  }
}
