import Exploration
import Support

/// The charts of the pages, as SVG.
enum Chart {
  /// Columns side by side, from 0 up.
  ///
  /// - Parameters:
  ///   - bounds: Between what each value lies, for whiskers. The default is none.
  ///   - x: An axis of a place of width 1 for each column.
  ///   - hover: What each column says when the pointer rests on it.
  static func columns(
    _ values: [Double], bounds: [(lower: Double, upper: Double)] = [], x: Axis, y: String,
    description: String, hover: (Int) -> String
  ) -> String {
    let top = max((values + bounds.map(\.upper)).max() ?? 0, 1e-9)
    var plot = Plot(x: x, y: Axis(y, covering: 0...top), description: description)
    for (place, value) in values.enumerated() {
      plot.rectangle(
        from: (Double(place), 0), to: (Double(place + 1), value), style: "bar s0",
        gap: values.count > 30 ? 1 : 3, title: hover(place))
    }
    for (place, bound) in bounds.enumerated() { plot.whisker(Double(place) + 0.5, bound) }
    return plot.svg.text
  }

  /// Whole numbers in ranges that double, on a logarithmic axis.
  static func octaves(
    _ bins: [Bin], x: String, y: String, description: String, unit: String
  ) -> String {
    let top = Double(bins.map(\.count).max() ?? 1)
    var plot = Plot(
      x: Axis(x, doubling: bins.map(\.from)), y: Axis(y, covering: 0...max(top, 1)),
      description: description)
    for (place, bin) in bins.enumerated() {
      plot.rectangle(
        from: (Double(place), 0), to: (Double(place + 1), Double(bin.count)), style: "bar s0",
        gap: 2, title: "\(bin.label): \(bin.count.grouped) \(unit)")
    }
    return plot.svg.text
  }

  /// Whole numbers in ranges of equal width, on an axis of numbers.
  static func histogram(
    _ bins: [Bin], x: String, y: String, description: String, unit: String
  ) -> String {
    let ranges = bins.map {
      (from: Double($0.from), to: Double($0.to), count: $0.count, name: $0.label)
    }
    return histogram(ranges, x: x, y: y, description: description, unit: unit)
  }

  /// Numbers in ranges of equal width, on an axis of numbers.
  static func histogram(
    _ ranges: [(from: Double, to: Double, count: Int, name: String)], x: String, y: String,
    description: String, unit: String
  ) -> String {
    guard let first = ranges.first, let last = ranges.last else { return "" }
    let top = Double(ranges.map(\.count).max() ?? 1)
    var plot = Plot(
      x: Axis(x, covering: first.from...last.to), y: Axis(y, covering: 0...max(top, 1)),
      description: description)
    for range in ranges {
      plot.rectangle(
        from: (range.from, 0), to: (range.to, Double(range.count)), style: "bar s0", gap: 1,
        title: "\(range.name): \(range.count.grouped) \(unit)")
    }
    return plot.svg.text
  }

  /// A line on a ``lines(_:x:y:description:)``.
  struct Line {
    var name: String
    var points: [(x: Double, y: Double)]
    /// What a point says when the pointer rests on it; none for a plain line.
    var hover: ((Int) -> String)?
    /// Whether dots mark the points.
    var hasDots = false
    /// The dots' sizes; empty where all are alike.
    var radii: [Double] = []
    /// Between what each point's value lies; empty where that is unknown.
    var bounds: [(lower: Double, upper: Double)] = []
  }

  /// Lines over the same axis; with more than one of them, their names.
  ///
  /// - Parameters:
  ///   - even: The ends of a dashed line where both axes are equal. The default is none.
  ///   - mark: Where a dashed line stands from bottom to top, and its name. The default is none.
  static func lines(
    _ lines: [Line], x: Axis, y: Axis, even: (low: Double, high: Double)? = nil,
    mark: (x: Double, name: String)? = nil, description: String
  ) -> String {
    let names = lines.count > 1 ? lines.enumerated().map { ($1.name, "s\($0 % 3)") } : []
    var plot = Plot(x: x, y: y, legend: names, description: description)
    if let mark { plot.mark(mark.x, mark.name) }
    if let even { plot.line([(even.low, even.low), (even.high, even.high)], style: "even") }
    for (number, line) in lines.enumerated() {
      plot.line(line.points, style: "l\(number % 3)")
      for (point, bound) in zip(line.points, line.bounds) { plot.whisker(point.x, bound) }
      guard let hover = line.hover else { continue }
      for (place, point) in line.points.enumerated() {
        let radius = line.radii.isEmpty ? (line.hasDots ? 3 : 6) : line.radii[place]
        plot.dot(
          point, style: line.hasDots ? "s\(number % 3)" : "hit", radius: radius,
          title: hover(place))
      }
    }
    return plot.svg.text
  }

  /// Lorenz's curve of each line beside the diagonal of equal shares.
  static func lorenz(_ curves: [(name: String, curve: Concentration)], description: String)
    -> String
  {
    let percent = { (value: Double) in "\(Int((100 * value).rounded())) %" }
    var plot = Plot(
      x: Axis("share of readers or books, poorest first", covering: 0...1, label: percent),
      y: Axis("share of ratings", covering: 0...1, label: percent),
      legend: curves.enumerated().map { ($1.name, "s\($0)") }, description: description)
    plot.line([(0, 0), (1, 1)], style: "even")
    for (number, entry) in curves.enumerated() {
      let points = entry.curve.lorenz.enumerated().map { (x: Double($0) / 100, y: $1) }
      plot.line(points, style: "l\(number)")
      for point in points.filter({ Int(($0.x * 100).rounded()) % 5 == 0 }) {
        plot.dot(
          point, style: "hit", radius: 6,
          title: "the poorest \(percent(point.x)) of \(entry.name) hold \(percent(point.y))")
      }
    }
    return plot.svg.text
  }

  /// Median, quartiles and tenths of things by octaves of a number.
  static func fan(
    _ fans: [Fan], x: String, y: String, description: String, unit: String, digits: Int = 2
  ) -> String {
    let names = fans.map { Bin(from: $0.from, to: $0.to, count: $0.count).label }
    let low = fans.map(\.p10).min() ?? 0
    let high = fans.map(\.p90).max() ?? 1
    var plot = Plot(
      x: Axis(x, doubling: fans.map(\.from)), y: Axis(y, covering: low...high),
      legend: [("median", "s0"), ("middle half", "inner"), ("middle 80 %", "outer")],
      description: description)
    func points(_ value: (Fan) -> Double) -> [(x: Double, y: Double)] {
      fans.enumerated().map { (Double($0) + 0.5, value($1)) }
    }
    plot.area(points(\.p10), points(\.p90), style: "outer")
    plot.area(points(\.p25), points(\.p75), style: "inner")
    plot.line(points(\.median), style: "l0")
    for (place, point) in points(\.median).enumerated() {
      let fan = fans[place]
      plot.dot(
        point, style: "s0", radius: 3,
        title: "\(names[place]): \(fan.count.grouped) \(unit), median "
          + "\(fixed(fan.median, digits)), middle half \(fixed(fan.p25, digits)) to "
          + "\(fixed(fan.p75, digits))")
    }
    return plot.svg.text
  }

  /// A grid of shares: the darker, the larger; rows from the top.
  ///
  /// The axes have a place of width 1 for each column and row.
  static func heat(_ grid: [[Double]], x: Axis, y: Axis, description: String) -> String {
    let rows = grid.count
    let largest = max(grid.joined().max() ?? 0, 1e-12)
    var plot = Plot(
      x: x, y: y, description: description, hasGrid: false, hasScale: true)
    if grid.joined().contains(where: { $0 > 0 }) {
      plot.scale(to: largest.percent) { $0.squareRoot() }
    }
    for (row, shares) in grid.enumerated() {
      for (column, share) in shares.enumerated() {
        plot.rectangle(
          from: (Double(column), Double(rows - row - 1)),
          to: (Double(column + 1), Double(rows - row)), style: "cell s0",
          opacity: (share / largest).squareRoot(), title: share.percent)
      }
    }
    return plot.svg.text
  }

  /// Bars from left to right with their names before them.
  static func bars(
    _ values: [(name: String, value: Double, text: String)], description: String
  ) -> String {
    let longest = min(40, values.map(\.name.count).max() ?? 0)
    let (line, left, right) = (20.0, max(150, 6.9 * Double(longest) + 12), 66.0)
    let height = Double(max(1, values.count)) * line + 6
    var svg = SVG(width: Plot.width, height: height, description: description)
    let largest = max(values.map(\.value).max() ?? 0, 1e-12)
    for (place, entry) in values.enumerated() {
      let y = Double(place) * line + 4
      let width = max(1, entry.value / largest * (Plot.width - left - right))
      svg.label(
        entry.name.clipped(40), x: left - 8, y: y + 13, anchor: "end", style: "name")
      svg.rectangle(
        x: left, y: y, width: width, height: line - 5, style: "bar s0",
        title: "\(entry.name): \(entry.text)")
      svg.label(entry.text, x: left + width + 6, y: y + 13, anchor: "start")
    }
    return svg.text
  }
}
