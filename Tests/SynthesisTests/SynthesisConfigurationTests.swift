import Testing

@testable import Synthesis

@Suite struct SynthesisConfigurationTests {
  @Test func absentSizesAreThoseOfGoodbooks() throws {
    let configuration = SynthesisConfiguration()
    #expect(configuration.readers == 53_424)
    #expect(configuration.books == 10_000)
    #expect(configuration.ratings == 5_976_479)
    try configuration.validate()
  }

  @Test func absentSizesFollowThoseGiven() {
    #expect(SynthesisConfiguration(readers: 10).ratings == 1_120)
    #expect(SynthesisConfiguration(ratings: 1_120).readers == 10)
    #expect(SynthesisConfiguration(readers: 10, books: 8).ratings == 40)
    #expect(SynthesisConfiguration(readers: 10, books: 1).ratings == 10)
    #expect(SynthesisConfiguration(books: 100).ratings == 50 * 53_424)
    #expect(SynthesisConfiguration(books: 8, ratings: 40).readers == 10)
    #expect(SynthesisConfiguration(readers: .max).ratings == .max)
  }

  @Test(arguments: [
    SynthesisConfiguration(ratings: 1), SynthesisConfiguration(ratings: 1_000),
    SynthesisConfiguration(books: 100), SynthesisConfiguration(books: 1),
    SynthesisConfiguration(readers: 1), SynthesisConfiguration(readers: 1_000, books: 100),
    SynthesisConfiguration(books: 5, ratings: 1_000), SynthesisConfiguration(books: 1, ratings: 7),
    SynthesisConfiguration(readers: 3, ratings: 50),
  ]) func absentSizesCanBeFulfilled(configuration: SynthesisConfiguration) throws {
    try configuration.validate()
  }

  @Test(arguments: [-1, 0, 100_000_001, .max]) func readersOutOfRange(asked: Int) {
    expect(
      .readersOutOfRange(asked: asked, most: 100_000_000),
      says: "\(asked) readers were asked for; possible are 1 to 100000000",
      SynthesisConfiguration(readers: asked, books: 5, ratings: 20))
  }

  @Test(arguments: [.min, 0, 10_000_001]) func booksOutOfRange(asked: Int) {
    expect(
      .booksOutOfRange(asked: asked, most: 10_000_000),
      says: "\(asked) books were asked for; possible are 1 to 10000000",
      SynthesisConfiguration(readers: 10, books: asked, ratings: 20))
  }

  @Test(arguments: [-20, 0, 9]) func tooFewRatings(asked: Int) {
    expect(
      .tooFewRatings(asked: asked, readers: 10),
      says: "\(asked) ratings of 10 readers were asked for; every reader rates at least one book, "
        + "so at least 10 are needed",
      SynthesisConfiguration(readers: 10, books: 5, ratings: asked))
  }

  @Test(arguments: [51, .max]) func tooManyRatings(asked: Int) {
    expect(
      .tooManyRatings(asked: asked, readers: 10, books: 5, most: 50),
      says: "\(asked) ratings were asked for; 10 readers who rate each of 5 books at most once "
        + "give at most 50",
      SynthesisConfiguration(readers: 10, books: 5, ratings: asked))
  }

  private func expect(
    _ error: SynthesisError, says sentence: String, _ configuration: SynthesisConfiguration
  ) {
    #expect(throws: error) { try LargeSynthesis(configuration) }
    #expect(error.description == sentence)
  }
}
