import Foundation
import Support
import Testing

@Suite struct JSONFileTests {
  private struct Layer: Codable, Equatable {
    var width: Int
    var rate: Double = 0.1
  }

  private struct Model: Manifest, Equatable {
    static let supportedVersion = 3
    var formatVersion = supportedVersion
    var name = "a/b"
    var layers = [Layer(width: 8), Layer(width: 4)]
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(_ text: String) throws -> CheckpointError {
    let path = folder.path("m.json")
    try AtomicFile.write(text.utf8, to: path)
    return try #require(throws: CheckpointError.self) { try JSONFile.read(Model.self, from: path) }
  }

  @Test func roundTrip() throws {
    let path = folder.path("m.json")
    try JSONFile.write(Model(), to: path)
    #expect(try JSONFile.read(from: path) == Model())
    let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    #expect(text.hasPrefix("{\n  \"formatVersion\" : 3,\n  \"layers\" : ["))
    #expect(text.hasSuffix("\"name\" : \"a/b\"\n}\n"))
  }

  @Test func unsupportedVersion() throws {
    let error = try error(#"{"formatVersion": 4, "renamed": true}"#)
    #expect(
      error == .unsupportedVersion(path: folder.path("m.json"), found: "4", supported: 3))
  }

  @Test(arguments: [
    ("{", "the JSON: The given data was not valid JSON."),
    ("", "the JSON: The given data was not valid JSON."),
    ("{}", #"the JSON has no "formatVersion", expected one"#),
    ("[]", "the JSON is of another type, expected an object"),
    (#"{"formatVersion":"3"}"#, "formatVersion is of another type, expected a whole number"),
    (#"{"formatVersion":3,"name":null}"#, #"name is null, expected text"#),
    (#"{"formatVersion":3,"name":"x"}"#, #"the JSON has no "layers", expected one"#),
    (#"{"formatVersion":3,"name":"x","layers":7}"#, "layers is of another type, expected a list"),
    (
      #"{"formatVersion":3,"name":"x","layers":[{"width":1,"rate":2},{"width":true}]}"#,
      "layers[1].width is of another type, expected a whole number"
    ),
    (#"{"formatVersion":3,"name":"x","layers":[{}]}"#, #"layers[0] has no "width", expected one"#),
  ])
  func invalidJSON(text: String, reason: String) throws {
    let error = try error(text)
    guard case .invalidJSON(folder.path("m.json"), let found) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(found.hasPrefix(reason), "\(found)")
    #expect(error.description == "\(folder.path("m.json")): \(found)")
  }

  @Test func invalidJSONNestedDeeply() throws {
    guard case .invalidJSON = try error(String(repeating: "[", count: 1_000_000)) else {
      Issue.record("another error")
      return
    }
  }

  @Test func invalidJSONNumberTooLarge() throws {
    guard case .invalidJSON = try error(#"{"formatVersion":1e400}"#) else {
      Issue.record("another error")
      return
    }
  }

  @Test func unencodable() throws {
    let path = folder.path("m.json")
    let error = CheckpointError.unencodable(
      path: path, reason: "layers[0].rate is inf, which JSON cannot hold")
    let model = Model(layers: [Layer(width: 1, rate: .infinity)])
    #expect(throws: error) { try JSONFile.write(model, to: path) }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aMissingFileIsAFileError() {
    #expect(throws: FileError.missing(path: "/nowhere/at/all")) {
      try JSONFile.read(Model.self, from: "/nowhere/at/all")
    }
  }
}
