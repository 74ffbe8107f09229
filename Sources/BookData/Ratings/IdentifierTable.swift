/// Distinct ids in the order of their first appearance, found by their bytes.
struct IdentifierTable {
  /// Index by id.
  private var indices: [ArraySlice<UInt8>: UInt32] = [:]
  /// Index by number, of ids that came as numbers: they are seldom spelled out.
  private var indexOfNumber: [UInt32: UInt32] = [:]

  /// How many ids there are.
  var count: Int { indices.count }

  /// The index of `id`, which is noted when it is new.
  mutating func index(of id: ArraySlice<UInt8>) -> UInt32 {
    if let index = indices[id] { return index }
    let index = UInt32(count)
    // A copy, for the slice is a view of a whole record.
    indices[ArraySlice(Array(id))] = index
    return index
  }

  /// The index of the id that `number` spells.
  mutating func index(of number: UInt32) -> UInt32 {
    if let index = indexOfNumber[number] { return index }
    let index = index(of: ArraySlice("\(number)".utf8))
    indexOfNumber[number] = index
    return index
  }

  /// The vocabulary of the ids, and each id's index in it.
  func vocabulary() -> (vocabulary: Vocabulary, indices: [UInt32]) {
    var texts = [String](repeating: "", count: count)
    for (bytes, index) in indices { texts[Int(index)] = String(decoding: bytes, as: UTF8.self) }
    let vocabulary = Vocabulary(names: texts)
    return (vocabulary, texts.map { vocabulary.index(of: $0) ?? 0 })
  }
}
