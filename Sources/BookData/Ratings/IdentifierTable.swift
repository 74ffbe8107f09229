/// Distinct ids in the order of their first appearance, found by their bytes.
struct IdentifierTable {
  /// The line where each id was first seen.
  private(set) var firstLines: [Int] = []
  /// What each id spells.
  private(set) var kinds: [Identifier] = []
  /// Index by id.
  private var indices: [ArraySlice<UInt8>: UInt32] = [:]

  /// How many ids there are.
  var count: Int { kinds.count }

  /// The index of `id`, which is noted with its `line` when it is new.
  mutating func index(of id: ArraySlice<UInt8>, line: Int) -> UInt32 {
    if let index = indices[id] { return index }
    let index = UInt32(count)
    // A copy, for the slice is a view of a whole record.
    indices[ArraySlice(Array(id))] = index
    kinds.append(Identifier(id))
    firstLines.append(line)
    return index
  }

  /// The text of one id.
  ///
  /// - Complexity: O(`count`), for messages.
  func text(at index: UInt32) -> String {
    let bytes = indices.first { $0.value == index }?.key ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The ids' texts by index.
  private func texts() -> [String] {
    var texts = [String](repeating: "", count: count)
    for (bytes, index) in indices { texts[Int(index)] = String(decoding: bytes, as: UTF8.self) }
    return texts
  }

  /// Which ids are bad: beyond 64 bits, where all ids in use are integers.
  func isBeyond64Bits(used: [Bool]) -> [Bool] {
    let areIntegers = !hasText(used)
    return zip(kinds, used).map { areIntegers && $1 && $0 == .beyond64Bits }
  }

  /// Whether an id in use is no integer.
  private func hasText(_ used: [Bool]) -> Bool {
    zip(kinds, used).contains { $1 && $0 == .text }
  }

  /// The vocabulary of the ids in use, and each id's index in it.
  func vocabulary(used: [Bool]) -> (vocabulary: Vocabulary, indices: [UInt32]) {
    hasText(used) ? strings(used: used) : integers(used: used)
  }

  private func integers(used: [Bool]) -> (vocabulary: Vocabulary, indices: [UInt32]) {
    let values = kinds.map { kind -> Int64 in
      guard case .integer(let value) = kind else { return 0 }
      return value
    }
    let vocabulary = Vocabulary(integers: zip(values, used).lazy.filter(\.1).map(\.0))
    return (vocabulary, values.map { vocabulary.index(of: $0) ?? 0 })
  }

  private func strings(used: [Bool]) -> (vocabulary: Vocabulary, indices: [UInt32]) {
    let texts = texts()
    let vocabulary = Vocabulary(strings: zip(texts, used).lazy.filter(\.1).map(\.0))
    return (vocabulary, texts.map { vocabulary.index(of: $0) ?? 0 })
  }
}
