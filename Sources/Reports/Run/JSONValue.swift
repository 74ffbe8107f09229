import Support

/// Any JSON, for a page that shows options without knowing them all.
enum JSONValue: Decodable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([JSONValue])
  case group([String: JSONValue])
  case nothing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .group(try container.decode([String: JSONValue].self))
    }
  }

  /// The value in words.
  private var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): number == number.rounded() ? number.short : "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .list(let values):
      values.isEmpty ? "none" : values.map(\.words).joined(separator: ", ")
    case .group(let values): values.keys.sorted().joined(separator: ", ")
    case .nothing: "–"
    }
  }

  /// The values in a group and the groups in it, each with its path, in the order of the names.
  func options(named name: String) -> [RunReport.Option] {
    guard case .group(let values) = self, !values.isEmpty else {
      return [RunReport.Option(name: name, value: words)]
    }
    return values.sorted { $0.key < $1.key }.flatMap { key, value in
      value.options(named: name.isEmpty ? key : "\(name).\(key)")
    }
  }
}
