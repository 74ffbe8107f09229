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
  /// Whether an id that is no integer occurred.
  private(set) var hasText = false
  /// The first id beyond 64 bits, if any.
  private(set) var firstBeyond64Bits: UInt32?

  /// The index of `id`, which is noted with its `line` when it is new.
  mutating func index(of id: ArraySlice<UInt8>, line: Int) -> UInt32 {
    if let index = indices[id] { return index }
    let index = UInt32(count)
    let kind = Identifier(id)
    // A copy, for the slice is a view of a whole record.
    indices[ArraySlice(Array(id))] = index
    kinds.append(kind)
    firstLines.append(line)
    hasText = hasText || kind == .text
    if kind == .beyond64Bits, firstBeyond64Bits == nil { firstBeyond64Bits = index }
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

  /// The vocabulary of the ids in use, and each id's index in it.
  func vocabulary(used: [Bool]) -> (vocabulary: Vocabulary, indices: [UInt32]) {
    hasText ? strings(used: used) : integers(used: used)
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
