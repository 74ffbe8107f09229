import Foundation
import Parallelism
import Support
import Testing

/// Films with genres and readers with a gender, whose tastes depend on both, and each on the reader, too.
@Suite struct OwnColumnsCommandTests {
  private let program: Program
  private let folder: String

  private static let readers = 500
  private static let films = 600
  private static let genres = ["War", "Love", "Sea"]
  /// What women like more of each genre; men as much less.
  private static let tastes = [-1.0, 0.9, 0.2]

  init() throws {
    program = try Program()
    folder = program.path("films")
    var generator = SeededGenerator(seed: 4)
    let films = (0..<Self.films).map { _ in
      (genre: Int(generator.next(upperBound: UInt64(3))), quality: generator.uniform() - 0.5)
    }
    var ratings: [(time: Int, line: String)] = []
    for reader in 0..<Self.readers {
      let own = Self.genres.map { _ in 2 * generator.uniform() - 1 }
      for _ in 0..<12 {
        let film = Int(generator.next(upperBound: UInt64(Self.films)))
        let genre = films[film].genre
        let taste = own[genre] + Self.tastes[genre] * (reader % 2 == 0 ? 1 : -1)
        let noise = generator.uniform() + generator.uniform() - 1
        let value = (3 + taste + films[film].quality + noise).rounded()
        let time = Int(generator.next(upperBound: UInt64(100_000_000)))
        ratings.append((time, "\(reader),\(film),\(min(5, max(1, value))),\(time)"))
      }
    }
    try write("ratings.csv", ["userId,movieId,rating,timestamp"] + ratings.map(\.line))
    try write(
      "movies.csv",
      ["movieId,title,genres"]
        + films.enumerated().map {
          "\($0),Film \($0) (19\(50 + $0 % 50)),\(Self.genres[$1.genre])|Film"
        })
    try write(
      "users.csv",
      ["userId,gender,zip"] + (0..<Self.readers).map { "\($0),\($0 % 2 == 0 ? "F" : "M"),0\($0)1" })
  }

  private func write(_ name: String, _ lines: [String]) throws {
    _ = try program.write(lines.joined(separator: "\n") + "\n", to: "films/" + name)
  }

  /// The test RMSE of a training, and what it said.
  private func train(_ run: String, _ options: String...) throws -> (rmse: Double, words: String) {
    let outcome = try program.run(
      arguments: ["train", "--data", folder, "--run", program.path(run), "--no-comparison"]
        + ["--no-lists", "--epochs", "3", "--format", "json"] + options)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let last = try #require(outcome.output.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    let test = try #require(object?["test"] as? [String: Any])
    return (try #require(test["rmse"] as? Double), outcome.errors)
  }

  @Test func whatIsKnownOfFilmsAndReadersLowersTheError() throws {
    let draft = try program.run("explore", "--data", folder, "--write-description")
    try #require(draft.status == 0, "\(draft.errors)")
    let all = try train("all")
    #expect(all.words.contains("genres "))
    #expect(all.words.contains("readers' columns move expected ratings by gender"))
    #expect(!all.words.contains("not used"))
    let without = try train("without", "--without-columns", "gender,genres")
    #expect(!without.words.contains("gender"))
    let films = try train("films-alone", "--without-columns", "gender")
    #expect(
      all.rmse < films.rmse - 0.02 && films.rmse < without.rmse - 0.02,
      "\(all.rmse) \(films.rmse) \(without.rmse)")
  }

  @Test func aDescriptionIsWrittenOnceAndReadByEveryCommand() throws {
    let undescribed = try program.run("explore", "--data", folder)
    #expect(undescribed.status == 65 && undescribed.errors.contains("userId"))
    #expect(try program.run("explore", "--data", folder, "--write-description").status == 0)
    #expect(try program.run("explore", "--data", folder, "--write-description").status == 73)
    let explored = try program.run("explore", "--data", folder)
    try #require(explored.status == 0, "\(explored.errors)")
    #expect(explored.output.contains("movies.csv") && explored.output.contains("users.csv"))
    #expect(explored.output.contains("Film "))
    _ = try train("run")
    let evaluated = try program.run(
      "evaluate", "--model", program.path("run"), "--data", folder)
    #expect(evaluated.status == 0, "\(evaluated.errors)")
  }

  @Test func listsAreOfACategoryThatIsAskedFor() throws {
    _ = try program.run("explore", "--data", folder, "--write-description")
    let trained = try program.run(
      "train", "--data", folder, "--run", program.path("run"), "--no-comparison", "--epochs", "1")
    try #require(trained.status == 0, "\(trained.errors)")
    let films = String(decoding: try program.contents("films/movies.csv"), as: UTF8.self)
      .split(separator: "\n")
    func genres(_ more: String...) throws -> [String] {
      let outcome = try program.run(
        arguments: ["recommend", "--model", program.path("run"), "--reader", "1", "--top", "20"]
          + ["--format", "csv"] + more)
      try #require(outcome.status == 0, "\(outcome.errors)")
      return outcome.output.split(separator: "\n").dropFirst().map { line in
        let film = line.split(separator: ",")[2]
        let row = films.first { $0.hasPrefix("\(film),") } ?? ""
        return String(row.split(separator: ",").last?.split(separator: "|").first ?? "")
      }
    }
    #expect(try Set(genres()).count > 1)
    let sea = try genres("--category", "Genres=sea")
    #expect(sea.count == 20 && Set(sea) == ["Sea"], "\(sea)")
    let none = try program.run(
      "recommend", "--model", program.path("run"), "--reader", "1", "--category", "genres=Opera")
    #expect(
      none.status == 64 && none.errors.contains("--category 'genres=Opera': no book passes it"),
      "\(none.errors)")
  }

  @Test func theNightlyJobTakesADescriptionFromElsewhere() throws {
    _ = try program.run("explore", "--data", folder, "--write-description")
    let files = FileManager.default
    let draft = String(decoding: try program.contents("films/data.yaml"), as: UTF8.self)
    _ = try program.write(draft.replacing("ratings.csv", with: "stars.csv"), to: "films.yaml")
    try files.removeItem(atPath: folder + "/data.yaml")
    try files.moveItem(atPath: folder + "/ratings.csv", toPath: folder + "/stars.csv")
    func check(_ more: String) throws -> Program.Outcome {
      let file = try program.write(
        "data: {folder: films\(more)}\nmodels: {folder: models}\n", to: "retrain.yaml")
      return try program.run("retrain", "--config", file, "--check-config")
    }
    #expect(try check("").status == 66)
    let found = try check(", description: films.yaml")
    #expect(found.status == 0, "\(found.errors)")
    let missing = try check(", description: nothing.yaml")
    #expect(missing.status == 66 && missing.errors.contains("nothing.yaml"), "\(missing.errors)")
  }

  @Test func aDescriptionThatMakesNoSenseIs65AndNamesTheLine() throws {
    _ = try program.write("books:\n  columns: { movieId: it }\n", to: "films/data.yaml")
    let outcome = try program.run("train", "--data", folder, "--run", program.path("run"))
    #expect(outcome.status == 65 && outcome.errors.contains("data.yaml:2:"), "\(outcome.errors)")
  }

  @Test func aColumnToLeaveOutThatIsNotThereIs64() throws {
    _ = try program.run("explore", "--data", folder, "--write-description")
    let outcome = try program.run(
      "train", "--data", folder, "--run", program.path("run"), "--without-columns", "age")
    #expect(outcome.status == 64 && outcome.errors.contains("genres, gender"), "\(outcome.errors)")
  }

  @Test func aDescriptionFromElsewhereIsFoundAgain() throws {
    _ = try program.run("explore", "--data", folder, "--write-description")
    try FileManager.default.moveItem(
      atPath: folder + "/data.yaml", toPath: program.path("films.yaml"))
    let home = FileManager.default.currentDirectoryPath
    // A path as somebody types it who stands next to the file.
    let steps = home.split(separator: "/").map { _ in ".." }.joined(separator: "/")
    let described = try train(
      "run", "--architecture", "plain", "--description", steps + program.path("films.yaml"))
    #expect(described.rmse > 0)
    let kept = String(decoding: try program.contents("run/config.json"), as: UTF8.self)
    #expect(!kept.contains("..") && kept.contains("films.yaml"))
    let evaluated = try program.run(
      "report", "--run", program.path("run"), "--output", program.path("r.html"))
    #expect(evaluated.status == 0, "\(evaluated.errors)")
  }

  @Test func anotherDescriptionIsAnotherRun() throws {
    _ = try program.run("explore", "--data", folder, "--write-description")
    _ = try train("run", "--architecture", "plain")
    let path = folder + "/data.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("gender: category", with: "gender: unused")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try program.run("train", "--resume", program.path("run"), "--epochs", "4")
    #expect(outcome.status == 65 || outcome.status == 64, "\(outcome.status) \(outcome.errors)")
    #expect(outcome.errors.contains("data.yaml"), "\(outcome.errors)")
  }
}
