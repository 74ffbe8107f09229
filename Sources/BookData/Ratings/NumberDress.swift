import Support

/// A way to write an id that shows that some program took ids for numbers.
///
/// Ids are names, so such an id is kept as it stands; it joins nothing that spells it otherwise.
package enum NumberDress: String, Sendable, Codable, CaseIterable {
  /// A whole number with a point, such as `12.0`: most often a column of integers that had missing values.
  case decimal
  /// A number with an exponent, such as `2.7e+08`: different ids may have become one.
  case rounded
  /// An id that differs from another of the column by zeros before it or a plus sign alone: `012` beside `12`.
  case padded

  /// The dress of an id, whatever else is in its column; nil for one that is no number in another dress.
  init?(_ id: String) {
    let bytes = Array(id.utf8)
    guard let last = bytes.last, last.isDigit || last == UInt8(ascii: "."),
      bytes.allSatisfy({ $0.isDigit || "+-.eE".utf8.contains($0) }), Double(id) != nil
    else { return nil }
    if bytes.contains(where: "eE".utf8.contains) {
      self = .rounded
    } else if let point = bytes.firstIndex(of: UInt8(ascii: ".")) {
      guard bytes[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
      self = .decimal
    } else {
      guard id.withoutPadding != id else { return nil }
      self = .padded
    }
  }
}

extension Vocabulary {
  /// The ids that are numbers in another dress, by their dress, each kind rising.
  package var numberDresses: [NumberDress: [UInt32]] {
    // Integers are in no dress: one odd id makes all of a column's strings.
    guard case .strings(let ids) = ids else { return [:] }
    return ids.indices.reduce(into: [:]) { dresses, index in
      guard let dress = NumberDress(ids[index]) else { return }
      if dress == .padded, self.index(of: ids[index].withoutPadding) == nil { return }
      dresses[dress, default: []].append(UInt32(index))
    }
  }
}

extension Vocabulary {
  /// What a person should know of ids that are numbers in another dress, one sentence each.
  ///
  /// - Parameters:
  ///   - kind: What the ids are of: `books`.
  ///   - path: The file.
  package func dressNotes(_ kind: String, at path: String) -> [String] {
    let dresses = numberDresses
    return NumberDress.allCases.compactMap { dress in
      guard let indices = dresses[dress], let first = indices.first else { return nil }
      return
        "\(path): the ids of \(indices.count.grouped) of \(count.grouped) \(kind) \(dress.words); "
        + "the first: \(text(at: first).quotedForMessage)"
    }
  }
}

extension NumberDress {
  fileprivate var words: String {
    switch self {
    case .decimal: "are whole numbers with a point, which are not the same names as those without"
    case .rounded: "are rounded numbers, of which several may have become one"
    case .padded: "differ from another's by zeros or a plus sign before them alone"
    }
  }
}

extension String {
  /// The text of an integer without a plus sign and zeros before it.
  fileprivate var withoutPadding: String {
    let isNegative = hasPrefix("-")
    let digits = isNegative || hasPrefix("+") ? dropFirst() : self[...]
    let rest = digits.drop { $0 == "0" }
    return (isNegative && !rest.isEmpty ? "-" : "") + (rest.isEmpty ? "0" : rest)
  }
}
