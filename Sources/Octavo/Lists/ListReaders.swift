import BookData
import Lists

/// A reader to make a list for.
package struct NamedProfile: Sendable {
  /// The reader's id, or "new" for somebody without one.
  package let name: String
  /// What is known of the reader.
  package let profile: ReaderProfile
  /// Books that the reader knows without the model having learned from it.
  package let leavingOut: Set<UInt32>

  /// Somebody new.
  package init(name: String, ratings: [BookRating]) {
    self.init(name: name, profile: ReaderProfile(ratings: ratings), leavingOut: [])
  }

  /// A reader of these parts.
  package init(name: String, profile: ReaderProfile, leavingOut: Set<UInt32>) {
    self.name = name
    self.profile = profile
    self.leavingOut = leavingOut
  }
}

/// Readers to make lists for, each looked up when it is their turn: there may be very many.
package struct ListReaders: Sendable {
  /// How many they are.
  package let count: Int
  private let reader: @Sendable (Int) -> NamedProfile

  /// `count` readers.
  package init(_ count: Int, _ reader: @escaping @Sendable (Int) -> NamedProfile) {
    self.count = count
    self.reader = reader
  }

  /// Readers of the training, by their indices.
  package init(of recommender: Model, _ maker: ListMaker, _ indices: some Collection<UInt32>) {
    let indices = Array(indices)
    self.init(indices.count) { place in
      let index = indices[place]
      return NamedProfile(
        name: recommender.readers.text(at: index), profile: maker.profile(of: index),
        leavingOut: Set(recommender.rated[index]))
    }
  }

  /// The reader at a place, from 0.
  package subscript(place: Int) -> NamedProfile { reader(place) }
}
