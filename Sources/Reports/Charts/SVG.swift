import Foundation

/// The text of an SVG drawing, element by element.
struct SVG {
  private var lines: [String] = []
  let width: Double
  let height: Double
  /// What the drawing shows, for those who do not see it.
  let description: String

  init(width: Double, height: Double, description: String) {
    (self.width, self.height, self.description) = (width, height, description)
  }

  /// Adds an element; attributes without a value are left out.
  ///
  /// - Parameters:
  ///   - text: What stands in the element.
  ///   - title: What appears when the pointer rests on it.
  mutating func add(
    _ name: String, _ attributes: KeyValuePairs<String, String>, text: String = "",
    title: String? = nil
  ) {
    let list = attributes.filter { !$0.value.isEmpty }.map {
      " \($0.key)=\"\($0.value.escapedForMarkup)\""
    }.joined()
    let title = title.map { "<title>\($0.escapedForMarkup)</title>" } ?? ""
    lines.append("<\(name)\(list)>\(title)\(text.escapedForMarkup)</\(name)>")
  }

  /// Adds a text.
  mutating func label(
    _ text: String, x: Double, y: Double, anchor: String = "middle", style: String = "",
    rotated: Bool = false
  ) {
    let turn = rotated ? "rotate(-90 \(x.coordinate) \(y.coordinate))" : ""
    add(
      "text",
      [
        "x": x.coordinate, "y": y.coordinate, "text-anchor": anchor, "class": style,
        "transform": turn,
      ], text: text)
  }

  /// Adds a straight line.
  mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) {
    add(
      "line",
      [
        "x1": x1.coordinate, "y1": y1.coordinate, "x2": x2.coordinate, "y2": y2.coordinate,
        "class": style,
      ])
  }

  /// Adds a rectangle.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, style: String, opacity: Double? = nil,
    title: String? = nil
  ) {
    add(
      "rect",
      [
        "x": x.coordinate, "y": y.coordinate, "width": width.coordinate,
        "height": height.coordinate, "class": style,
        "fill-opacity": opacity.map { String(format: "%.3g", $0) } ?? "",
      ], title: title)
  }

  /// The whole element.
  var text: String {
    let box = "0 0 \(width.coordinate) \(height.coordinate)"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(box)" role="img" \
      aria-label="\(description.escapedForMarkup)">
      \(lines.joined(separator: "\n"))
      </svg>
      """
  }

  /// The points of a line or an area, as `points` and `d` attributes take them.
  static func points(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\($0.x.coordinate),\($0.y.coordinate)" }.joined(separator: " ")
  }
}

extension Double {
  /// The number with at most two digits after the point.
  var coordinate: String {
    precondition(isFinite, "a coordinate of \(self)")
    let text = String(format: "%.2f", self)
    let short = text.reversed().drop { $0 == "0" }
    return String((short.first == "." ? short.dropFirst() : short).reversed())
  }
}

extension String {
  /// The text with `&`, `<`, `>` and quotes written as entities, and without control characters.
  var escapedForMarkup: String {
    harmless.reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      default: text.append(character)
      }
    }
  }
}
