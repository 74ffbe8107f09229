import Foundation
import Testing

@Suite struct ExitCodeTests {
  let program: Program

  init() throws { program = try Program() }

  private func train(_ ratings: String) throws -> Program.Outcome {
    _ = try program.write(ratings, to: "data/ratings.csv")
    return try program.run("train", "--data", program.path("data"), "--run", program.path("run"))
  }

  @Test(arguments: [
    ["train"], ["nonsense"], ["train", "--data", "x", "--run", "y", "--epochs", "zero"],
    ["train", "--data", "x", "--run", "y", "--epochs", "0"],
    ["train", "--data", "x", "--run", "y", "--learning-rate", "-1"],
    ["train", "--data", "x", "--run", "y", "--threads", "0"],
    ["train", "--data", "x", "--run", "y", "--test-fraction", "1"],
    ["train", "--data", "x", "--run", "y", "--columns", "reader=a"],
    ["train", "--data", "x", "--run", "y", "--separator", ";;;;;;;;;"],
    ["train", "--data", "x", "--run", "y", "--checkpoint-every", "0"],
    ["train", "--data", "x", "--run", "y", "--checkpoint-every", "5x"],
    ["train", "--data", "x", "--run", "y", "--keep-checkpoints", "0"],
    ["train", "--data", "x", "--run", "y", "--log-every", "0"],
    ["train", "--data", "x", "--run", "y", "--sample", "0"],
    ["train", "--data", "x", "--run", "y", "--overfit", "0"],
    ["train", "--data", "x", "--run", "y", "--oversample", "1"],
    ["train", "--data", "x", "--run", "y", "--oversample", "1=0"],
    ["train", "--data", "x", "--run", "y", "--patience", "0"],
    ["train", "--data", "x", "--run", "y", "--dropout", "1"],
    ["train", "--data", "x", "--run", "y", "--embedding-norm-limit", "0"],
    ["train", "--data", "x", "--run", "y", "--schedule", "square"], ["explore"], ["report"],
    ["recommend", "--model", "m"], ["recommend", "--model", "m", "--reader", "1", "--all"],
    ["synthesize", "--output", "x", "--readers", "2", "--books", "3", "--ratings", "100"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let outcome = try program.run(arguments: arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: [
    ("", "the file is empty"), ("user_id,book_id,rating\n", "expected at least one row"),
    ("user_id,book_id,rating\n1,2\n", ":2:"), ("user_id,book_id,rating\n1,2,3\n1,2,x\n", ":3:"),
    ("user_id,book_id,rating\n1,2,nan\n", "finite"), ("1,2,3\n4,5,6\n", "header"),
    ("user_id,book_id,rating\n1,2,\"3\n", "quote"),
  ])
  func badDataIs65WithFileAndLine(text: String, words: String) throws {
    let outcome = try train(text)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.contains("ratings.csv"))
    #expect(!FileManager.default.fileExists(atPath: program.path("run")))
  }

  @Test func aMissingInputIs66() throws {
    let outcome = try program.run("train", "--data", "/nowhere", "--run", program.path("run"))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("/nowhere/ratings.csv"))
    #expect(try program.run("recommend", "--model", "/nowhere", "--reader", "1").status == 66)
  }

  @Test func anOutputThatCannotBeCreatedIs73() throws {
    _ = try program.write("user_id,book_id,rating\n1,2,3\n", to: "data/ratings.csv")
    let outcome = try program.run(
      "train", "--data", program.path("data"), "--run", "/proc/octavo")
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(try program.run("synthesize", "--output", "/proc/octavo").status == 73)
  }

  @Test func threeRatingsAreEnoughToTrainOn() throws {
    _ = try program.write(
      "user_id;book_id;rating\nann;Emma;5\nbob;Emma;1\nann;Dune;2.5\n", to: "data/ratings.csv")
    let outcome = try program.run(
      "train", "--data", program.path("data"), "--run", program.path("run"), "--separator", ";",
      "--test-fraction", "0", "--validation-fraction", "0")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
