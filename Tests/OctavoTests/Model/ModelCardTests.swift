import Foundation
import Octavo
import Support
import Testing
import Training

/// `README.md` of a model's folder.
@Suite struct ModelCardTests {
  private static let trained = Result { try CheckerBoard().recommender() }
  private var model: Model

  init() throws { model = try Self.trained.get() }

  private static func withFolder<Answer>(
    of model: Model, _ body: (_ folder: String) throws -> Answer
  ) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.save(to: folder)
    return try body(folder)
  }

  private func card(of model: Model) throws -> String {
    try Self.withFolder(of: model) {
      try String(contentsOfFile: $0 + "/README.md", encoding: .utf8)
    }
  }

  @Test func tellsTheErrorsOfTheManifestAndThoseOfSimplerPredictions() throws {
    var model = model
    model.manifest.metrics = ["test": ErrorMetrics(squared: 25, absolute: 40, count: 100)]
    model.manifest.baselines = [
      Baseline(name: "guessing", errors: ErrorMetrics(squared: 100, absolute: 90, count: 100))
    ]
    let card = try card(of: model)
    #expect(card.contains("| **this model, test ratings** | 100 | 0.5000 | 0.2500 | 0.4000 |\n"))
    #expect(card.contains("| guessing, test ratings | 100 | 1.0000 | 1.0000 | 0.9000 |\n"))
    #expect(card.contains("| ratings to test on | 100 |\n"))
    #expect(card.contains(model.manifest.data.digest) && card.contains("from 1 to 5"))
  }

  @Test func aModelFromTheMiddleOfATrainingHasNoErrors() throws {
    #expect(try card(of: model).contains("Not measured: the training was not over"))
  }

  @Test func namesOptionsThatAreNotTheDefaults() throws {
    let card = try card(of: model)
    #expect(card.contains("| `--epochs` | `60` |") && card.contains("| `--hidden` | `16` |"))
    #expect(!card.contains("--schedule"))
    #expect(card.contains("hidden dense layers of widths: 16."))
  }

  @Test func aModelThatIsReadAndSavedHasTheSameCard() throws {
    let again = try Self.withFolder(of: model) { try card(of: Model(contentsOf: $0)) }
    #expect(try again == card(of: model))
  }

  @Test func anEditedOrMissingCardIsNoDamage() throws {
    try Self.withFolder(of: model) { folder in
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/README.md"))
      _ = try Model(contentsOf: folder)
      try FileManager.default.removeItem(atPath: folder + "/README.md")
      _ = try Model(contentsOf: folder)
    }
  }
}
