import Octavo

/// What a training run says of itself: all that its page shows.
public struct RunReport: Sendable {
  /// An option and its value.
  public struct Option: Sendable, Codable, Equatable {
    /// The option's name, with those of the groups around it: `training.network.hidden`.
    public var name: String
    /// Its value.
    public var value: String
  }

  /// What the model recommends to a reader.
  public struct Shelf: Sendable, Codable, Equatable {
    /// A book in a list.
    public struct Book: Sendable, Codable, Equatable {
      /// The title, or the id where there is none.
      public var name: String
      /// The predicted rating.
      public var score: Double
    }

    /// The reader's id.
    public var reader: String
    /// How many books the reader has rated.
    public var rated: Int
    /// The books, best first, as `octavo recommend` lists them.
    public var books: [Book]
  }

  /// The epochs in order.
  package var epochs: [EpochEvent]
  /// The epoch that the model is from.
  public var bestEpoch: Int
  /// The options of the run.
  public var options: [Option]
  /// The fingerprint of the data.
  package var data: Fingerprint
  /// The errors at the end of the training, by the name of the part.
  public var metrics: [String: ErrorMetrics]
  /// How many of the ratings in a file to test on are of a reader and book that the training had a rating of.
  public var testPairsInTraining: Int?
  /// Where the model errs on test ratings, if the data were at hand.
  package var test: TestEvaluation?
  /// Lists for three readers: the busiest, a median one and the quietest.
  public var shelves: [Shelf]
  /// Whether lists are ranked by relevance, too; by predicted ratings alone otherwise.
  public var hasLists: Bool
}
