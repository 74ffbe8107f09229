import BookData
import Kernels

/// What is known of readers beside their ratings.
public struct ReaderSpace: Sendable {
  /// The readers' lists to read; nil if there are none.
  package let toRead: ToReadLists?
  /// The readers' attributes, [readers × columns].
  public let attributes: AttributeColumns

  /// A space of these parts.
  package init(toRead: ToReadLists?, attributes: AttributeColumns) {
    (self.toRead, self.attributes) = (toRead, attributes)
  }

  /// What is known of one reader; of an unknown one, whose index is the number of readers, nothing.
  public subscript(reader: Int) -> ReaderDetails {
    ReaderDetails(
      toRead: toRead?.books(ofReader: UInt32(reader)) ?? [], attributes: attributes[reader])
  }

  /// What is known of somebody who took no part in the training but for a list to read.
  public func newcomer(toRead list: ArraySlice<UInt32> = []) -> ReaderDetails {
    ReaderDetails(toRead: list, attributes: attributes[attributes.values.rows])
  }
}

/// What is known of one reader beside their ratings.
public struct ReaderDetails: Sendable {
  /// The books that the reader marked to be read, rising.
  public var toRead: ArraySlice<UInt32>
  /// The reader's attributes, in the order of ``AttributeColumns/names``.
  public var attributes: [Float]

  /// Details of these parts.
  public init(toRead: ArraySlice<UInt32>, attributes: [Float]) {
    (self.toRead, self.attributes) = (toRead, attributes)
  }
}
