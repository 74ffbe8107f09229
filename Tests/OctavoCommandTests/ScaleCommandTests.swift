import Foundation
import Testing

/// Ratings of any scale train the same model, and nothing after a training costs it.
@Suite struct ScaleCommandTests {
  let program: Program

  init() throws {
    program = try Program()
    let outcome = try program.run(
      "synthesize", "--output", program.path("stars"), "--readers", "60", "--books", "50",
      "--ratings",
      "1200", "--seed", "5")
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  private func train(_ data: String, _ more: [String]) throws -> Program.Outcome {
    try program.run(
      arguments: ["train", "--data", program.path(data), "--run", program.path("run-\(data)")]
        + ["--no-lists", "--no-comparison"] + more)
  }

  /// The folder `stars` with ratings 20·r − 3.
  private func scaled() throws {
    try FileManager.default.copyItem(atPath: program.path("stars"), toPath: program.path("points"))
    let lines = String(decoding: try program.contents("stars/ratings.csv"), as: UTF8.self)
      .split(separator: "\n")
    let rows = lines.dropFirst().map { line in
      let fields = line.split(separator: ",")
      return "\(fields[0]),\(fields[1]),\(20 * (Int(fields[2]) ?? 0) - 3)\n"
    }
    _ = try program.write("\(lines[0])\n" + rows.joined(), to: "points/ratings.csv")
  }

  @Test func theHybridNetworkLearnsTheSameOnAnotherScale() throws {
    try scaled()
    _ = try program.write("user_id,book_id\n1,1\n2,7\n30,40\n59,3\nx,3\n", to: "pairs.csv")
    let predictions = try ["stars", "points"].map { data in
      let trained = try train(data, ["--epochs", "3"])
      try #require(trained.status == 0, "\(trained.errors)")
      let answer = try program.run(
        "predict", "--model", program.path("run-\(data)/model"), "--pairs",
        program.path("pairs.csv"))
      return answer.output.split(separator: "\n").dropFirst().map {
        Double($0.split(separator: ",")[2]) ?? .nan
      }
    }
    #expect(predictions[0].count == 5)
    for (star, point) in zip(predictions[0], predictions[1]) {
      #expect(abs(20 * star - 3 - point) < 0.02, "\(star) \(point)")
    }
  }

  @Test func ratingsOfAnotherScaleAreLearnedByHeart() throws {
    try scaled()
    let outcome = try train("points", ["--overfit", "20", "--architecture", "plain"])
    #expect(
      outcome.status == 0 && outcome.errors.contains("learned by heart"), "\(outcome.errors)")
  }

  @Test func aReportThatFailsDoesNotCostTheModel() throws {
    let outcome = try train("stars", ["--epochs", "1", "--report", "/proc/x.html"])
    #expect(outcome.status == 0 && outcome.output.contains("test error on"))
    #expect(
      outcome.errors.contains("octavo: warning: the report failed, the model is written without: "),
      "\(outcome.errors)")
    #expect(try !program.contents("run-stars/model/model.json").isEmpty)
  }
}
