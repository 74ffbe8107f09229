import Support

extension Chart {
  /// A figure with its bounds.
  struct Interval {
    var name: String
    var estimate: Double
    var lower: Double
    var upper: Double
    /// The figure in words.
    var text: String
  }

  /// Figures with their bounds below one another, over one axis; where it holds 0, a line stands there.
  ///
  /// - Parameter areDifferences: Whether the axis holds 0 in any case. The default is false.
  static func intervals(
    _ entries: [Interval], x title: String, areDifferences: Bool = false, description: String
  ) -> String {
    let (line, left, right, bottom) = (24.0, 150.0, 66.0, 46.0)
    var ends: [Double] = areDifferences ? [0] : []
    for entry in entries { ends += [entry.lower, entry.upper, entry.estimate] }
    let axis = Axis(title, covering: (ends.min() ?? 0)...(ends.max() ?? 1), count: 4)
    let base = Double(max(1, entries.count)) * line + 8
    var svg = SVG(width: Plot.width, height: base + bottom, description: description)
    func place(_ value: Double) -> Double {
      let span = axis.range.upperBound - axis.range.lowerBound
      return left + (value - axis.range.lowerBound) / span * (Plot.width - left - right)
    }
    for tick in axis.ticks {
      let x = place(tick.value)
      svg.line(
        x1: x, y1: 4, x2: x, y2: base, style: abs(tick.value) < 1e-12 ? "axis" : "grid")
      svg.label(tick.label, x: x, y: base + 18)
    }
    svg.label(title, x: (left + Plot.width - right) / 2, y: base + bottom - 8)
    for (number, entry) in entries.enumerated() {
      let y = 4 + (Double(number) + 0.5) * line
      svg.label(entry.name.clipped(22), x: left - 8, y: y + 4, anchor: "end", style: "name")
      svg.line(x1: place(entry.lower), y1: y, x2: place(entry.upper), y2: y, style: "l0")
      svg.add(
        "circle",
        ["cx": place(entry.estimate).coordinate, "cy": y.coordinate, "r": "4.5", "class": "s0"],
        title: "\(entry.name): \(entry.text), \(fixed(entry.lower, 4)) to \(fixed(entry.upper, 4))")
      svg.label(entry.text, x: Plot.width - right + 8, y: y + 4, anchor: "start")
    }
    return svg.text
  }
}
