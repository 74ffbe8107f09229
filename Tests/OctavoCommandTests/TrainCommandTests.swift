import Foundation
import Support
import Testing

@Suite struct TrainCommandTests {
  let program: Program
  let shelf: String

  init() throws {
    program = try Program()
    shelf = program.path("shelf")
    let outcome = try program.run("synthesize", "--output", shelf)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func finishedEvent(_ output: String) throws -> [String: Any] {
    let lines = output.split(separator: "\n")
    let last = try #require(lines.last)
    let event = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    return try #require(event)
  }

  @Test func aTrainingBeatsGuessingAndItsModelAnswers() throws {
    let trained = try program.run(
      "train", "--data", shelf, "--run", program.path("run"), "--format", "json", "--epochs", "4")
    try #require(trained.status == 0, "\(trained.errors)")
    let event = try finishedEvent(trained.output)
    #expect(event["event"] as? String == "finished")
    #expect(trained.output.split(separator: "\n").count == 5)
    let test = try #require(event["test"] as? [String: Any])
    let rmse = try #require(test["rmse"] as? Double)
    #expect(rmse < 0.94, "guessing the mean gives 0.985")
    #expect(test["count"] as? Int == 10_000)

    let model = program.path("run/model")
    let evaluated = try program.run(
      "evaluate", "--model", model, "--data", shelf, "--format", "json")
    try #require(evaluated.status == 0, "\(evaluated.errors)")
    #expect(try finishedEvent(evaluated.output)["rmse"] as? Double == rmse)

    let pairs = try program.write("book_id,user_id\n3,1\n9999,1\n9999,nobody\n", to: "pairs.csv")
    let predicted = try program.run("predict", "--model", model, "--pairs", pairs)
    let lines = predicted.output.split(separator: "\n")
    #expect(
      lines.map { $0.split(separator: ",").prefix(2) } == [
        ["user_id", "book_id"], ["1", "3"], ["1", "9999"], ["nobody", "9999"],
      ])

    let recommended = try program.run(
      "recommend", "--model", model, "--reader", "1", "--top", "5", "--format", "csv")
    let rows = recommended.output.split(separator: "\n").dropFirst()
    #expect(rows.count == 5)
    let rated = try Set(
      String(decoding: program.contents("shelf/ratings.csv"), as: UTF8.self).split(separator: "\n")
        .filter { $0.hasPrefix("1,") }.map { String($0.split(separator: ",")[1]) })
    #expect(rows.allSatisfy { !rated.contains(String($0.split(separator: ",")[2])) })
  }

  @Test func aTestFileMayHoldUnknownIds() throws {
    let tests = try program.write(
      "user_id,book_id,rating\n1,1,4\nnobody,1,4\n1,nothing,5\nnobody,nothing,3\n", to: "test.csv")
    let trained = try program.run(
      "train", "--data", shelf, "--run", program.path("run"), "--epochs", "1", "--test-ratings",
      tests)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("test error on 4 ratings"))
  }

  @Test func testRatingsThatTheTrainingHasAreCounted() throws {
    let rows = String(decoding: try program.contents("shelf/ratings.csv"), as: UTF8.self)
      .split(separator: "\n")
    let tests = try program.write(
      rows.prefix(31).joined(separator: "\n") + "\nnobody,1,4\n1,nothing,5\n", to: "test.csv")
    let words = "30 of 32 test ratings are of a reader and book in the training data"
    let run = program.path("run")
    let arguments = [
      "train", "--data", shelf, "--run", run, "--epochs", "1", "--no-lists", "--no-comparison",
      "--test-ratings", tests, "--report", program.path("a.html"),
    ]
    let text = try program.run(arguments: arguments)
    try #require(text.status == 0, "\(text.errors)")
    #expect(
      text.errors.contains(words) && text.output.contains(words), "\(text.errors) \(text.output)")
    #expect(String(decoding: try program.contents("a.html"), as: UTF8.self).contains(words))
    let manifest = String(decoding: try program.contents("run/model/model.json"), as: UTF8.self)
    #expect(manifest.replacing(" ", with: "").contains("\"testPairsInTraining\":30"), "\(manifest)")
    let json = try program.run(
      arguments: arguments.map { $0 == run ? program.path("b") : $0 } + ["--format", "json"])
    #expect(try finishedEvent(json.output)["test_pairs_in_training"] as? Int == 30)
  }

  @Test(arguments: [
    (
      ["--validation-fraction", "0", "--patience", "2"], "patience: found 2, expected none, unless"
    ),
    (
      ["--validation-fraction", "0", "--schedule", "plateau"],
      "schedule: found plateau, expected another"
    ),
  ])
  func whatFollowsTheValidationErrorNeedsAValidationPart(arguments: [String], words: String) throws
  {
    let outcome = try program.run(
      arguments: ["train", "--data", shelf, "--run", program.path("run")] + arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
    _ = try program.write("user_id,book_id,rating\n1,1,5\n1,2,4\n2,1,3\n", to: "few/ratings.csv")
    let few = try program.run(
      "train", "--data", program.path("few"), "--run", program.path("run"), "--patience", "2")
    #expect(
      few.status == 64 && few.errors.contains("no rating is held out to validate"), "\(few.errors)")
  }

  @Test func theModelsBytesDoNotDependOnThreads() throws {
    let models = try ["1", "2", "3", "7"].map { threads in
      let run = "run\(threads)"
      let outcome = try program.run(
        "train", "--data", shelf, "--run", program.path(run), "--epochs", "2", "--dropout", "0.1",
        "--l2", "0.5", "--threads", threads)
      try #require(outcome.status == 0, "\(outcome.errors)")
      return try program.contents("\(run)/model/model.safetensors")
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  /// Gives an edited file of the model the checksum that it should have.
  private func seal(_ name: String) throws {
    var sums = try JSONDecoder().decode(
      [String: String].self, from: try program.contents("run/model/checksums.json"))
    sums[name] = String(
      CRC32C(of: [UInt8](try program.contents("run/model/\(name)"))).value, radix: 16)
    try JSONEncoder().encode(sums)
      .write(to: program.folder.appendingPathComponent("run/model/checksums.json"))
  }

  @Test func anEditedManifestIsRefusedAndNeverCrashes() throws {
    let run = program.path("run")
    _ = try program.run("train", "--data", shelf, "--run", run, "--epochs", "1")
    let whole = String(decoding: try program.contents("run/model/model.json"), as: UTF8.self)
    for (found, edited) in [
      ("\"readers\" : 1000", "\"readers\" : 9223372036854775807"),
      ("\"readers\" : 1000", "\"readers\" : -1"), ("\"books\" : 336", "\"books\" : 335"),
      ("\"testFraction\" : 0.2", "\"testFraction\" : 2"),
      ("\"embeddingDimension\" : 16", "\"embeddingDimension\" : 0"),
      ("\"formatVersion\" : 2", "\"formatVersion\" : 3"),
    ] {
      try #require(whole.contains(found))
      _ = try program.write(
        whole.replacingOccurrences(of: found, with: edited), to: "run/model/model.json")
      try seal("model.json")
      let outcome = try program.run(
        "evaluate", "--model", program.path("run/model"), "--data", shelf)
      #expect(!outcome.errors.contains("checksum"), "\(edited): \(outcome.errors)")
      #expect(outcome.status == 65, "\(edited): \(outcome.status) \(outcome.errors)")
    }
  }

  @Test func anAlteredModelIsRefused() throws {
    let run = program.path("run")
    _ = try program.run("train", "--data", shelf, "--run", run, "--epochs", "1")
    for name in [
      "model.safetensors", "rated.safetensors", "model.json", "readers.txt", "books.txt",
      "titles.csv",
      "checksums.json",
    ] {
      let whole = try program.contents("run/model/\(name)")
      var altered = whole
      altered[altered.count / 2] ^= 1
      for bytes in [altered, whole.dropLast(5)] {
        try Data(bytes).write(to: program.folder.appendingPathComponent("run/model/\(name)"))
        let outcome = try program.run(
          "recommend", "--model", program.path("run/model"), "--reader", "1")
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains(name))
      }
      try whole.write(to: program.folder.appendingPathComponent("run/model/\(name)"))
    }
  }
}
