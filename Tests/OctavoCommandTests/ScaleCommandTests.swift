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

  /// A scale of ratings: factor · stars + constant.
  struct Scale: Sendable, CustomTestStringConvertible {
    var factor: Double
    var constant: Double
    var testDescription: String { "\(factor) · stars + \(constant)" }
    func callAsFunction(_ stars: Double) -> Double { factor * stars + constant }
  }

  /// As far from stars as it gets, 0 to 100, −10 to 10, 1 to 10, half stars.
  private static let scales = [
    Scale(factor: 20, constant: -3), Scale(factor: 25, constant: -25),
    Scale(factor: 5, constant: -15), Scale(factor: 2.25, constant: -1.25),
    Scale(factor: 1.125, constant: -0.625),
  ]

  /// A folder `points` as `stars`, with ratings of another scale.
  private func writePoints(_ scale: Scale = scales[0]) throws {
    try FileManager.default.copyItem(atPath: program.path("stars"), toPath: program.path("points"))
    let lines = String(decoding: try program.contents("stars/ratings.csv"), as: UTF8.self)
      .split(separator: "\n")
    let rows = try lines.dropFirst().map { line in
      let fields = line.split(separator: ",")
      return "\(fields[0]),\(fields[1]),\(scale(try #require(Double(fields[2]))))\n"
    }
    _ = try program.write("\(lines[0])\n" + rows.joined(), to: "points/ratings.csv")
  }

  /// What a hybrid model trained on a folder predicts for a few pairs.
  private func predictions(_ data: String) throws -> [Double] {
    let trained = try train(data, ["--epochs", "3"])
    try #require(trained.status == 0, "\(trained.errors)")
    let answer = try program.run(
      "predict", "--model", program.path("run-\(data)/model"), "--pairs", program.path("pairs.csv"))
    return answer.output.split(separator: "\n").dropFirst().map {
      Double($0.split(separator: ",")[2]) ?? .nan
    }
  }

  @Test(arguments: scales) func theHybridNetworkLearnsTheSame(on scale: Scale) throws {
    try writePoints(scale)
    _ = try program.write("user_id,book_id\n1,1\n2,7\n30,40\n59,3\nx,3\n", to: "pairs.csv")
    let (stars, points) = (try predictions("stars"), try predictions("points"))
    #expect(stars.count == 5 && Set(stars).count == 5)
    for (star, point) in zip(stars, points) {
      #expect(abs(scale(star) - point) < 0.001 * scale.factor, "\(star) \(point)")
    }
  }

  @Test func ratingsOfAnotherScaleAreLearnedByHeart() throws {
    try writePoints()
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
