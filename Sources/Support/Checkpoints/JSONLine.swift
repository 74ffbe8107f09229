import Foundation

/// One line of JSON with sorted keys, without a line feed.
///
/// - Throws: `EncodingError` for a number that JSON lacks, such as infinity.
package func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
