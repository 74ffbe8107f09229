/// The frame that charts share: two axes with ticks, grid lines and titles around an area to draw in.
struct Plot {
  static let width = 440.0
  static let height = 290.0
  private static let (left, right, bottom) = (74.0, 22.0, 46.0)
  /// Room above the drawing, more where names stand there.
  private let top: Double

  let x: Axis
  let y: Axis
  private(set) var svg: SVG

  /// Draws the axes, and above them the names of what is drawn, where there are any.
  init(
    x: Axis, y: Axis, legend: [(name: String, style: String)] = [], description: String,
    hasGrid: Bool = true, hasScale: Bool = false
  ) {
    (self.x, self.y) = (x, y)
    top = legend.isEmpty && !hasScale ? 12 : 32
    svg = SVG(width: Self.width, height: Self.height, description: description)
    for tick in y.ticks {
      let position = py(tick.value)
      if hasGrid {
        svg.line(
          x1: Self.left, y1: position, x2: Self.width - Self.right, y2: position, style: "grid")
      }
      svg.label(tick.label, x: Self.left - 7, y: position + 4, anchor: "end")
    }
    let base = Self.height - Self.bottom
    for tick in x.ticks {
      let position = px(tick.value)
      svg.line(x1: position, y1: base, x2: position, y2: base + 4, style: "axis")
      svg.label(tick.label, x: position, y: base + 18)
    }
    svg.line(x1: Self.left, y1: base, x2: Self.width - Self.right, y2: base, style: "axis")
    svg.label(x.title, x: (Self.left + Self.width - Self.right) / 2, y: Self.height - 8)
    svg.label(y.title, x: 13, y: (top + base) / 2, rotated: true)
    draw(legend)
  }

  /// Where a value lies from left to right.
  func px(_ value: Double) -> Double {
    let share = (value - x.range.lowerBound) / (x.range.upperBound - x.range.lowerBound)
    return Self.left + share * (Self.width - Self.left - Self.right)
  }

  /// Where a value lies from top to bottom.
  func py(_ value: Double) -> Double {
    let share = (value - y.range.lowerBound) / (y.range.upperBound - y.range.lowerBound)
    return Self.height - Self.bottom - share * (Self.height - top - Self.bottom)
  }

  /// Draws a rectangle between two corners given in the axes' values.
  mutating func rectangle(
    from: (x: Double, y: Double), to: (x: Double, y: Double), style: String, gap: Double = 0,
    opacity: Double? = nil, title: String? = nil
  ) {
    let (left, right) = (px(from.x) + gap / 2, px(to.x) - gap / 2)
    let (top, bottom) = (min(py(from.y), py(to.y)), max(py(from.y), py(to.y)))
    svg.rectangle(
      x: left, y: top, width: max(0.5, right - left), height: bottom - top, style: style,
      opacity: opacity, title: title)
  }

  /// Draws a line through points given in the axes' values.
  mutating func line(_ points: [(x: Double, y: Double)], style: String, title: String? = nil) {
    svg.add(
      "polyline",
      ["points": SVG.points(points.map { (x: px($0.x), y: py($0.y)) }), "class": style],
      title: title)
  }

  /// Fills the area between two lines over the same places.
  mutating func area(
    _ lower: [(x: Double, y: Double)], _ upper: [(x: Double, y: Double)], style: String
  ) {
    let points = (lower + upper.reversed()).map { (x: px($0.x), y: py($0.y)) }
    svg.add("polygon", ["points": SVG.points(points), "class": style])
  }

  /// Draws a dot.
  mutating func dot(_ point: (x: Double, y: Double), style: String, radius: Double, title: String) {
    svg.add(
      "circle",
      [
        "cx": px(point.x).coordinate, "cy": py(point.y).coordinate, "r": radius.coordinate,
        "class": style,
      ], title: title)
  }

  /// Draws a line from the lower to the upper bound of a value.
  mutating func whisker(_ x: Double, _ bound: (lower: Double, upper: Double)) {
    svg.line(
      x1: px(x), y1: py(bound.lower), x2: px(x), y2: py(bound.upper), style: "whisker")
  }

  /// Draws a dashed line from bottom to top, with a name at its upper end.
  mutating func mark(_ value: Double, _ name: String) {
    line([(value, y.range.lowerBound), (value, y.range.upperBound)], style: "even")
    let isRight = px(value) > Self.width / 2
    svg.label(
      name, x: px(value) + (isRight ? -6 : 6), y: py(y.range.upperBound) + 12,
      anchor: isRight ? "end" : "start")
  }

  /// Draws a scale of shades above the drawing, from 0 to what the darkest stands for.
  ///
  /// - Parameter opacity: The shade of a share of the largest value.
  mutating func scale(to largest: String, opacity: (Double) -> Double) {
    let (steps, width) = (8, 16.0)
    let left = Self.left + 24
    svg.label("0 %", x: left - 6, y: 17, anchor: "end")
    for step in 1...steps {
      svg.rectangle(
        x: left + Double(step - 1) * width, y: 6, width: width, height: 12, style: "s0",
        opacity: opacity(Double(step) / Double(steps)))
    }
    svg.label(largest, x: left + Double(steps) * width + 6, y: 17, anchor: "start")
  }

  private mutating func draw(_ legend: [(name: String, style: String)]) {
    var x = Self.left
    for (name, style) in legend {
      svg.rectangle(x: x, y: 6, width: 10, height: 10, style: style)
      svg.label(name, x: x + 16, y: 15, anchor: "start", style: "name")
      // Text has no width before a browser draws it: a guess that leaves room.
      x += 38 + 6.8 * Double(name.count)
    }
  }
}
