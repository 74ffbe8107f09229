import Foundation
import Support

/// One axis: what it measures, and where its ticks are.
struct Axis: Equatable {
  /// A mark on an axis.
  struct Tick: Equatable {
    var value: Double
    var label: String
  }

  /// What the axis measures, with its unit.
  var title: String
  /// The values at both ends, not equal.
  var range: ClosedRange<Double>
  var ticks: [Tick]

  /// An axis with round ticks, from which it takes its ends where they reach beyond `range`.
  ///
  /// - Parameter count: About how many ticks. The default is 5.
  init(
    _ title: String, covering range: ClosedRange<Double>, count: Int = 5,
    label: ((Double) -> String)? = nil
  ) {
    let span = max(range.upperBound - range.lowerBound, 1e-9 * max(1, abs(range.upperBound)))
    let step = Self.roundStep(atLeast: span / Double(count))
    let first = (range.lowerBound / step).rounded(.down)
    let last = max(first + 1, (range.upperBound / step - 1e-9).rounded(.up))
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    let label = label ?? Self.labels(step: step, largest: values.map(abs).max() ?? 0)
    self.title = title
    ticks = values.map { Tick(value: $0, label: label($0)) }
    self.range = first * step...last * step
  }

  /// An axis of these parts.
  init(_ title: String, range: ClosedRange<Double>, ticks: [Tick]) {
    precondition(range.lowerBound < range.upperBound, "an axis over \(range)")
    (self.title, self.range, self.ticks) = (title, range, ticks)
  }

  /// An axis of places of width 1, from a first to a last.
  init(_ title: String, places: Int, first: Double, last: Double) {
    self.init(
      title, range: 0...Double(max(1, places)),
      ticks: [Tick(value: first, label: "first"), Tick(value: last, label: "last")])
  }

  /// An axis of names, each in the middle of its place of width 1; where there are many, some stay blank.
  ///
  /// - Parameter atMost: How many names there is room for. The default is 8.
  init(_ title: String, names: [String], atMost: Int = 8) {
    let every = max(1, (names.count + atMost - 1) / atMost)
    self.init(
      title, range: 0...Double(max(1, names.count)),
      ticks: names.enumerated().filter { $0.offset % every == 0 }
        .map { Tick(value: Double($0.offset) + 0.5, label: $0.element) })
  }

  /// A logarithmic axis of places of width 1, each of which begins at a number twice the one before.
  init(_ title: String, doubling starts: [Int]) {
    let every = max(1, (starts.count + 7) / 8)
    let ends = starts + (starts.last.map { [2 * $0] } ?? [])
    self.init(
      title, range: 0...Double(max(1, starts.count)),
      ticks: ends.enumerated().filter { $0.offset % every == 0 }
        .map { Tick(value: Double($0.offset), label: $0.element.grouped) })
  }

  /// The smallest of …, 1, 2, 5, 10, … that is not below `step`.
  private static func roundStep(atLeast step: Double) -> Double {
    let power = pow(10, floor(log10(step)))
    return [1, 2, 5].map { $0 * power }.first { $0 >= step * (1 - 1e-9) } ?? 10 * power
  }

  /// What ticks are called, all in one unit and with equally many digits: 0.780 · 0.785, 8k · 10k, 1.0M · 1.5M.
  private static func labels(step: Double, largest: Double) -> (Double) -> String {
    guard largest < 1e12, step > 1e-6 else { return \.brief }
    let (unit, name): (Double, String) =
      largest >= 1e6 ? (1e6, "M") : largest >= 1e4 ? (1e3, "k") : (1, "")
    let digits = min(9, max(0, Int(-floor(log10(step / unit) + 1e-9))))
    return { value in
      guard abs(value) > step / 2 else { return "0" }
      return digits == 0
        ? Int((value / unit).rounded()).grouped + name : fixed(value / unit, digits) + name
    }
  }

  /// A number in few characters: 1,500 · 20k · 1.2M · 0.25.
  static func label(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1e6 { return (value / 1e6).brief + "M" }
    if size >= 1e4 { return (value / 1e3).brief + "k" }
    return value == value.rounded() ? Int(value).grouped : value.brief
  }
}
