import Foundation
import OctavoTestSupport
import Support
import Testing

/// The loader that the documentation shows, beside `octavo predict`.
@Suite(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has numpy"))
struct PythonLoaderTests {
  private let program: Program

  /// A small sample of made-up data; the pairs have known and unknown readers and books.
  init() throws {
    program = try Program()
    let made = try program.run(
      "synthesize", "--output", program.path("data"), "--readers", "120", "--books", "80",
      "--ratings", "3000")
    try #require(made.status == 0, "\(made.errors)")
    let readers = ["1", "2", "60", "120", "nobody", "anna", "ben"]
    let books = (1...80).map(String.init) + ["nothing"]
    let pairs = readers.flatMap { reader in books.map { "\(reader),\($0)" } }
    _ = try program.write("user_id,book_id\n" + pairs.lines, to: "pairs.csv")
    // A rating given twice, a book that the model does not know, and somebody who knows only that one.
    let ratings = ["anna,7,5", "anna,11,2", "anna,7,4", "anna,nothing,3", "ben,nothing,4"]
    _ = try program.write("user_id,book_id,rating\n" + ratings.lines, to: "history.csv")
  }

  @Test(arguments: [
    ["--architecture", "plain"], ["--architecture", "hybrid"],
    ["--split", "chronological", "--hidden", "none"],
    ["--without", "tags,numbers,to-read"],
  ])
  func predictsWhatTheProgramPredicts(options: [String]) throws {
    let training = try program.run(
      arguments: [
        "train", "--data", program.path("data"), "--run", program.path("run"), "--epochs", "2",
        "--no-comparison", "--no-lists",
      ] + options)
    try #require(training.status == 0, "\(training.errors)")
    for history in [[], [program.path("history.csv")]] {
      let expected = try predictions(
        program.run(
          arguments: ["predict", "--model", program.path("run/model"), "--pairs"]
            + [program.path("pairs.csv")] + (history.isEmpty ? [] : ["--history"] + history)))
      let script = try #require(
        Bundle.module.url(forResource: "load_model", withExtension: "py", subdirectory: "Resources")
      )
      let found = try predictions(
        program.run(
          executable: URL(fileURLWithPath: try #require(python)),
          arguments: [script.path, program.path("run/model"), program.path("pairs.csv")] + history))
      try #require(found.map(\.pair) == expected.map(\.pair))
      let difference = zip(found, expected).map { abs($0.value - $1.value) }.max() ?? .infinity
      #expect(difference < 1e-4)
    }
  }

  @Test(arguments: [[], ["--split", "chronological"]])
  func isAsSureAsProcessesThatLackEachRatingInTurn(options: [String]) throws {
    let training = try program.run(
      arguments: [
        "train", "--data", program.path("data"), "--run", program.path("run"), "--epochs", "1",
        "--no-comparison", "--no-lists",
      ] + options)
    try #require(training.status == 0, "\(training.errors)")
    let model = program.path("run/model")
    let arguments = [program.path("pairs.csv"), "--history", program.path("history.csv")]
    let expected = try predictions(
      program.run(arguments: ["predict", "--model", model, "--uncertainty", "--pairs"] + arguments))
    let script = try #require(
      Bundle.module.url(forResource: "uncertainty", withExtension: "py", subdirectory: "Resources"))
    let found = try predictions(
      program.run(
        executable: URL(fileURLWithPath: try #require(python)),
        arguments: [script.path, model, arguments[0], arguments[2]]))
    try #require(found.count == expected.count)
    let difference = zip(found, expected).map { abs($0.value - $1.value) }.max() ?? .infinity
    #expect(difference < 1e-3)
    #expect(Set(found.map { ($0.value * 1000).rounded() }).count > 20)
  }

  /// The rows of what was printed: reader and book, prediction.
  private func predictions(
    _ outcome: Program.Outcome
  ) throws -> [(pair: Substring, value: Double)] {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").dropFirst().map { line in
      let comma = try #require(line.lastIndex(of: ","))
      return (line[..<comma], try #require(Double(line[line.index(after: comma)...])))
    }
  }
}

extension [String] {
  fileprivate var lines: String { map { $0 + "\n" }.joined() }
}
