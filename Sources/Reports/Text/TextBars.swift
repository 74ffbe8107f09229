/// Bars of text, in eighths of a character.
struct TextBars {
  /// What a bar stands for.
  struct Bar {
    var label: String
    var value: Double
    /// The value in words.
    var text: String
  }

  let bars: [Bar]

  /// The lines: label, bar, value.
  func lines(width: Int = 80) -> [String] {
    let labels = bars.map(\.label.count).max() ?? 0
    let texts = bars.map(\.text.count).max() ?? 0
    let room = max(4, width - labels - texts - 6)
    let largest = bars.map(\.value).max() ?? 0
    return bars.map { bar in
      let length = largest > 0 ? bar.value / largest * Double(room) : 0
      return "  " + bar.label.paddedLeft(labels) + "  " + bar.text.paddedLeft(texts) + "  "
        + Self.bar(length)
    }
  }

  /// A bar of `length` characters; anything above 0 is seen.
  private static func bar(_ length: Double) -> String {
    let eighths = max(length > 0 ? 1 : 0, Int((length * 8).rounded()))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
