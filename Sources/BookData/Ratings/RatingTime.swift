/// When something was rated, as files write it: seconds since 1970, or a date with or without a time.
///
/// Read are whole and decimal numbers of seconds — from 10¹¹ on they are milliseconds, as programs of the Web write
/// them — and ISO 8601: `2015-03-09`, `2015-03-09 18:52`, `2015-03-09T18:52:45.5Z`, `…+02:00`. A time without a zone
/// counts as UTC.
package enum RatingTime {
  private static let firstMilliseconds = 1e11

  /// Seconds since 1970; nil where the text is no time.
  package static func seconds(_ text: ArraySlice<UInt8>) -> Double? {
    if let number = Double(String(decoding: text, as: UTF8.self)) {
      guard number.isFinite else { return nil }
      return abs(number) < firstMilliseconds ? number : number / 1000
    }
    var rest = text
    guard let day = days(&rest) else { return nil }
    guard let sign = rest.popFirst() else { return day * 86_400 }
    guard "T ".utf8.contains(sign), let time = secondsOfDay(&rest), let zone = offset(&rest),
      rest.isEmpty
    else { return nil }
    return day * 86_400 + time - zone
  }

  /// Days since 1970-01-01 of `YYYY-MM-DD` (Fliegel and van Flandern, CACM 11, 1968, in the form of Hinnant's
  /// days_from_civil).
  private static func days(_ text: inout ArraySlice<UInt8>) -> Double? {
    guard let year = digits(4, &text), skip("-", &text), let month = digits(2, &text),
      skip("-", &text), let day = digits(2, &text), (1...12).contains(month),
      (1...lastDay(of: month, year)).contains(day)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Double(era * 146_097 + dayOfEra - 719_468)
  }

  private static func lastDay(of month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Seconds of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`.
  private static func secondsOfDay(_ text: inout ArraySlice<UInt8>) -> Double? {
    guard let hour = digits(2, &text), hour <= 24, skip(":", &text),
      let minute = digits(2, &text), minute < 60
    else { return nil }
    var seconds = Double(hour * 3600 + minute * 60)
    guard skip(":", &text) else { return seconds }
    guard let second = digits(2, &text), second <= 60 else { return nil }
    seconds += Double(second)
    guard skip(".", &text) else { return seconds }
    var unit = 1.0
    while let digit = text.first, digit.isDigit {
      unit /= 10
      seconds += unit * Double(digit - UInt8(ascii: "0"))
      text.removeFirst()
    }
    return unit < 1 ? seconds : nil
  }

  /// Seconds east of Greenwich of nothing, `Z`, `UTC`, `+hh:mm`, `+hhmm` or `+hh`.
  private static func offset(_ text: inout ArraySlice<UInt8>) -> Double? {
    _ = skip(" ", &text)
    if text.isEmpty { return 0 }
    if text.elementsEqual("Z".utf8) || text.elementsEqual("UTC".utf8) {
      text.removeAll()
      return 0
    }
    let isWest = skip("-", &text)
    guard isWest || skip("+", &text), let hours = digits(2, &text), hours < 24 else { return nil }
    _ = skip(":", &text)
    guard let minutes = text.isEmpty ? 0 : digits(2, &text), minutes < 60 else { return nil }
    return Double(hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private static func digits(_ count: Int, _ text: inout ArraySlice<UInt8>) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let byte = text.first, byte.isDigit else { return nil }
      value = 10 * value + Int(byte - UInt8(ascii: "0"))
      text.removeFirst()
    }
    return value
  }

  private static func skip(_ sign: Unicode.Scalar, _ text: inout ArraySlice<UInt8>) -> Bool {
    guard text.first == UInt8(ascii: sign) else { return false }
    text.removeFirst()
    return true
  }
}
