import Foundation

/// One line of JSON with sorted keys, without a line feed; safe to print.
///
/// A number that JSON lacks becomes text, `"NaN"` or `"Infinity"`: a line that says so is worth more than none.
package func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return String(decoding: try encoder.encode(value), as: UTF8.self).safeJSON
}
