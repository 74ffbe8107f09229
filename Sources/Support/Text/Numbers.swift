import Foundation

/// A number with `digits` digits after the point.
package func fixed(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}

extension Int {
  /// The number with its thousands separated: 1,234,567.
  package var grouped: String {
    var digits = String(magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ",")
  }
}

extension Int {
  /// The number of things, whose name is given for one of them: `1 rating`, `2,000 ratings`.
  package func of(_ name: String) -> String { "\(grouped) \(name)\(self == 1 ? "" : "s")" }
}

extension Double {
  /// The number in some eight characters: whole numbers as such, others with four or five digits.
  package var short: String {
    if self == rounded(), abs(self) < 1e8 { return String(Int(self)) }
    return abs(self) >= 1e5 ? withExponent(digits: 3) : String(format: "%.5g", self)
  }

  /// The number in seven characters or, below 0, eight.
  package var tight: String {
    if self == rounded(), abs(self) < 1e6 { return String(Int(self)) }
    return abs(self) >= 1e5 ? withExponent(digits: 2) : String(format: "%.5g", self)
  }

  /// The number with at most four digits that matter: 4, 3.5, 0.1235.
  package var brief: String { String(format: "%.4g", self) }

  /// 5.265e6 rather than 5.265e+06.
  private func withExponent(digits: Int) -> String {
    String(format: "%.\(digits)e", self).replacingOccurrences(of: "e+0", with: "e")
      .replacingOccurrences(of: "e+", with: "e")
  }

  /// The share as a percentage with a digit or two that matter.
  package var percent: String {
    let percent = 100 * self
    return String(format: abs(percent) < 10 ? "%.2f %%" : "%.1f %%", percent)
  }
}

extension Float {
  /// The number with at most four digits that matter: 4, 3.5.
  package var brief: String { Double(self).brief }
}
