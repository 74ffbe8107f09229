public import BookData
public import Lists

/// A reader to make a list for.
public struct NamedProfile: Sendable {
  /// The reader's id, or "new" for somebody without one.
  public let name: String
  /// What is known of the reader.
  public let profile: ReaderProfile
  /// Books that the reader knows without the model having learned from it.
  public let leavingOut: Set<UInt32>

  /// Somebody new.
  package init(name: String, ratings: [BookRating]) {
    self.init(name: name, profile: ReaderProfile(ratings: ratings), leavingOut: [])
  }

  /// A reader of these parts.
  public init(name: String, profile: ReaderProfile, leavingOut: Set<UInt32>) {
    self.name = name
    self.profile = profile
    self.leavingOut = leavingOut
  }
}

/// Readers to make lists for, each looked up when it is their turn: there may be very many.
public struct ListReaders: Sendable {
  /// How many they are.
  public let count: Int
  private let reader: @Sendable (Int) -> NamedProfile

  /// `count` readers.
  public init(_ count: Int, _ reader: @escaping @Sendable (Int) -> NamedProfile) {
    self.count = count
    self.reader = reader
  }

  /// Readers of the training, by their indices.
  public init(of recommender: Model, _ maker: ListMaker, _ indices: some Collection<UInt32>) {
    let indices = Array(indices)
    self.init(indices.count) { place in
      let index = indices[place]
      return NamedProfile(
        name: recommender.readers.text(at: index), profile: maker.profile(of: index),
        leavingOut: Set(recommender.rated[index]))
    }
  }

  /// The reader at a place, from 0.
  public subscript(place: Int) -> NamedProfile { reader(place) }
}
