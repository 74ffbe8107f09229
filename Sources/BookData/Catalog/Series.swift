/// A series of books, as Goodreads writes it behind a title: "Mockingjay (The Hunger Games, #3)".
package struct Series: Sendable, Codable, Equatable {
  /// The name of the series, without the number.
  package var name: String
  /// The place in the series where the title gives one number: 3 of "#3", 1.5 of "#1.5"; not "#1-3".
  package var number: Double?

  /// A series of that name.
  package init(name: String, number: Double? = nil) {
    self.name = name
    self.number = number
  }

  /// The series that the parentheses at the end of `title` name, or nil without any.
  ///
  /// Of several, separated by semicolons, the first counts. Parentheses without a number sign are an
  /// edition's remark, not a series.
  package init?(ofTitle title: String) {
    guard title.last == ")", let opening = title.lastIndex(of: "(") else { return nil }
    let inside = title[title.index(after: opening)...].dropLast()
    guard let first = inside.split(separator: ";").first, let sign = first.firstIndex(of: "#")
    else { return nil }
    let name = first[..<sign].trimmed(of: " ,")
    guard !name.isEmpty else { return nil }
    self.name = String(name)
    number = Double(first[first.index(after: sign)...].trimmed(of: " "))
  }
}

extension Substring {
  fileprivate func trimmed(of characters: String) -> Substring {
    let head = drop { characters.contains($0) }
    guard let last = head.lastIndex(where: { !characters.contains($0) }) else { return "" }
    return head[...last]
  }
}
