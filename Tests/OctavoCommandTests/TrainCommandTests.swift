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

  @Test func aTestFileMayHoldStrangers() throws {
    let tests = try program.write(
      "user_id,book_id,rating\n1,1,4\nnobody,1,4\n1,nothing,5\nnobody,nothing,3\n", to: "test.csv")
    let trained = try program.run(
      "train", "--data", shelf, "--run", program.path("run"), "--epochs", "1", "--test-ratings",
      tests)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("test error on 4 ratings"))
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
      ("\"formatVersion\" : 1", "\"formatVersion\" : 2"),
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
