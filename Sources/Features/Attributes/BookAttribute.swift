import BookData
import Foundation
public import Kernels

/// An attribute of books as a term of the kernel: how alike it makes two books.
public struct BookAttribute: Sendable {
  /// What is compared.
  public enum Content: Sendable {
    /// The product of standardized numbers, [books]: a reader's slope along them.
    case numbers([Float])
    /// The cosine of the bags of categories, [books × categories], rows of length 1: a reader's taste for each.
    case categories(SparseRows)
  }

  /// The attribute's name.
  public let name: String
  /// What is compared.
  public let content: Content

  /// An attribute of these parts.
  public init(name: String, content: Content) {
    (self.name, self.content) = (name, content)
  }

  /// The term of `attribute`; nil where it tells no book from another.
  package init?(_ attribute: Attribute) {
    name = attribute.name
    switch attribute.values {
    case .numbers(let numbers):
      guard let standardized = numbers.standardized else { return nil }
      content = .numbers(standardized)
    case .categories(let categories):
      guard let bags = categories.bags else { return nil }
      content = .categories(bags)
    }
  }

  /// The attribute of a book with itself.
  func square(_ book: UInt32) -> Float {
    switch content {
    case .numbers(let numbers): numbers[Int(book)] * numbers[Int(book)]
    case .categories(let bags): bags[Int(book)].isEmpty ? 0 : 1
    }
  }

  /// Whether the attribute is of categories.
  var hasCategories: Bool {
    if case .categories = content { true } else { false }
  }
}

extension CategoryRows {
  /// Rows as bags of categories, rows of length 1: √idf, as of tags, so that what many share says less.
  ///
  /// Nil where no category tells one row from another.
  fileprivate var bags: SparseRows? {
    var counts = [Int](repeating: 0, count: names.count)
    for member in members { counts[Int(member)] += 1 }
    guard counts.contains(where: { $0 > 1 && $0 < count }) else { return nil }
    let weights = counts.map { log(Float(1 + count) / Float(max(1, $0))).squareRoot() }
    let bags = SparseRows(
      columns: names.count, offsets: offsets, indices: members,
      values: members.map { weights[Int($0)] })
    return bags.normalized()
  }
}
