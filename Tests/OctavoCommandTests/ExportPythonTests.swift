import Foundation
import OctavoTestSupport
import Testing

/// Exports in the hands of the programs that they are for, beside `octavo predict` and `octavo recommend`.
@Suite(.enabled(if: python != nil, "OCTAVO_PYTHON names no Python that has numpy"))
struct ExportPythonTests {
  private let program: Program
  private let model: String
  private let pairs: String
  private let history: String
  private let description: String

  /// A small sample of made-up data; the pairs have known and unknown readers and books.
  init() throws {
    program = try Program()
    model = program.path("run/model")
    let made = try program.run(
      "synthesize", "--output", program.path("data"), "--readers", "120", "--books", "80",
      "--ratings", "3000")
    try #require(made.status == 0, "\(made.errors)")
    pairs = try program.writePairs(
      ["1", "2", "60", "120", "nobody", "anna", "ben"], (1...80).map(String.init) + ["nothing"])
    // A rating given twice, a book that the model does not know, and somebody who knows only that one.
    let ratings = ["anna,7,5", "anna,11,2", "anna,7,4", "anna,nothing,3", "ben,nothing,4"]
    history = try program.write(
      "user_id,book_id,rating\n" + ratings.joined(separator: "\n") + "\n", to: "history.csv")
    let users = (1...110).map { "\($0),\($0 * $0 % 60),\($0 % 3 == 0 ? "F" : "M")" }
    _ = try program.write(
      "id,age,gender\n" + users.joined(separator: "\n") + "\n", to: "data/users.csv")
    description = try program.write(
      """
      books:
        file: books.csv
        columns:
          book_id: id
          title: title
          authors: { role: categories, separator: "," }
          original_publication_year: number
      users: { columns: { id: id, age: number, gender: category } }
      """, to: "columns.yaml")
  }

  private func train(_ options: [String]) throws {
    let training = try program.run(
      arguments: [
        "train", "--data", program.path("data"), "--run", program.path("run"), "--epochs", "2",
        "--no-comparison",
      ] + options.map { $0 == Self.ownColumns ? "--description=\(description)" : $0 })
    try #require(training.status == 0, "\(training.errors)")
  }

  /// Stands for columns of one's own.
  private static let ownColumns = "own columns"

  private func export() throws -> String {
    let folder = program.path("exported")
    let outcome = try program.run(
      "export", "--model", model, "--format", "safetensors", "--output", folder)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder
  }

  @Test(arguments: [
    ["--architecture", "plain"], ["--architecture", "hybrid"],
    ["--split", "chronological", "--hidden", "none"],
    ["--without", "authors,series,language,numbers,tags,to-read"], [ownColumns],
    [ownColumns, "--split", "chronological"],
  ])
  func scorePredictsAndRecommendsWhatTheProgramDoes(options: [String]) throws {
    try train(options)
    let score = try export() + "/score.py"
    for history in [[], ["--history", history]] {
      let expected = try program.table(["predict", "--model", model, "--pairs", pairs] + history)
      let found = try program.tableOfPython([score, "predict", pairs] + history)
      #expect(try difference(found, expected) < 1e-4)
    }
    for rankBy in ["blend", "relevance"] {
      let options = ["--all", "--top", "15", "--rank-by", rankBy]
      let expected = try program.table(
        ["recommend", "--model", model, "--format", "csv"] + options)
      let found = try program.tableOfPython([score, "recommend"] + options)
      #expect(expected.count == 120 * 15)
      #expect(try difference(found, expected) < 1e-4)
    }
  }

  @Test func scoreIsAModuleForOtherPrograms() throws {
    try train([])
    _ = try export()
    let printed = try program.run(
      executable: URL(fileURLWithPath: "/bin/sh"),
      arguments: [
        "-c", "cd \"$1\" && \"$2\" \"$3\"", "sh", program.folder.path, #require(python),
        program.script("use_score"),
      ])
    try #require(printed.status == 0, "\(printed.errors)")
    let list = try program.table([
      "recommend", "--model", model, "--format", "csv", "--reader", "1", "--top", "3",
    ])
    let books = printed.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: " ")[0]
    }
    #expect(
      books.map { String($0) }
        == list.compactMap { $0.names.split(separator: ",").last.map(String.init) })
  }

  @Test func scoreReadsTheModelsOwnFolderAsItReadsTheExport() throws {
    try train(["--no-lists"])
    let score = try export() + "/score.py"
    let exported = try program.tableOfPython([score, "predict", pairs])
    let own = try program.tableOfPython([score, "--model", model, "predict", pairs])
    #expect(exported.map(\.value) == own.map(\.value) && exported.count == 7 * 81)
  }

  @Test(arguments: [[], ["--split", "chronological"]])
  func isAsSureAsProcessesThatLackEachRatingInTurn(options: [String]) throws {
    try train(["--no-lists"] + options)
    let arguments = ["predict", "--model", model, "--uncertainty", "--pairs", pairs]
    let expected = try program.table(arguments + ["--history", history])
    let found = try program.tableOfPython([program.script("uncertainty"), export(), pairs, history])
    try #require(found.count == expected.count)
    let apart = zip(found, expected).map { abs($0.value - $1.value) }.max() ?? .infinity
    #expect(apart < 1e-3)
    #expect(Set(found.map { ($0.value * 1000).rounded() }).count > 20)
  }
}

/// Graphs of ONNX beside `octavo predict`.
@Suite(.enabled(if: pythonHas("onnx", "onnxruntime"), "OCTAVO_PYTHON has no onnx and onnxruntime"))
struct ONNXPythonTests {
  /// Ids are numbers or names; the second kind has one with a character that is no ASCII.
  @Test(arguments: [(["1", "2", "-7"], "-1", "128,64"), (["anna", "bén", "7"], "nobody", "none")])
  func onnxruntimePredictsWhatTheProgramDoes(
    readers: [String], unknown: String, hidden: String
  ) throws {
    let program = try Program()
    let rows = readers.enumerated().flatMap { place, reader in
      (0..<9).map { "\(reader),\(10 + $0),\((place * 3 + $0 * 2) % 5 + 1)\n" }
    }
    _ = try program.write("user_id,book_id,rating\n" + rows.joined(), to: "data/ratings.csv")
    let training = try program.run(
      "train", "--data", program.path("data"), "--run", program.path("run"), "--architecture",
      "plain", "--hidden", hidden, "--no-lists")
    try #require(training.status == 0, "\(training.errors)")
    let (model, graph) = (program.path("run/model"), program.path("model.onnx"))
    let exported = try program.run(
      "export", "--model", model, "--format", "onnx", "--output", graph)
    try #require(exported.status == 0, "\(exported.errors)")
    let pairs = try program.writePairs(readers + [unknown], (10...19).map(String.init))
    let checked = try program.run(
      executable: URL(fileURLWithPath: #require(python)),
      arguments: [program.script("check_onnx"), graph])
    #expect(checked.output == "user_id book_id prediction\n", "\(checked.errors)")
    let found = try program.tableOfPython([program.script("score_onnx"), graph, pairs])
    let expected = try program.table(["predict", "--model", model, "--pairs", pairs])
    #expect(try difference(found, expected) < 1e-5)
    #expect(Set(found.map(\.value)).count > 20)
  }
}

/// The largest difference between the last columns of two tables, whose other columns must be the same.
private func difference(
  _ found: [(names: Substring, value: Double)], _ expected: [(names: Substring, value: Double)]
) throws -> Double {
  try #require(found.map(\.names) == expected.map(\.names))
  return zip(found, expected).map { abs($0.value - $1.value) }.max() ?? .infinity
}

extension Program {
  /// A file of all pairs of these readers and books.
  fileprivate func writePairs(_ readers: [String], _ books: [String]) throws -> String {
    let rows = readers.flatMap { reader in books.map { "\(reader),\($0)\n" } }
    return try write("user_id,book_id\n" + rows.joined(), to: "pairs.csv")
  }

  /// Where a script of the tests is.
  fileprivate func script(_ name: String) throws -> String {
    try #require(
      Bundle.module.url(forResource: name, withExtension: "py", subdirectory: "Resources")
    ).path
  }

  /// The table that Python prints.
  fileprivate func tableOfPython(_ arguments: [String]) throws -> [(
    names: Substring, value: Double
  )] {
    try rows(
      of: run(executable: URL(fileURLWithPath: #require(python)), arguments: arguments))
  }

  /// The table that the program prints.
  fileprivate func table(_ arguments: [String]) throws -> [(names: Substring, value: Double)] {
    try rows(of: run(arguments: arguments))
  }

  /// The rows of a table: what stands before the last comma, and the number behind it.
  private func rows(of outcome: Outcome) throws -> [(names: Substring, value: Double)] {
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").dropFirst().map { line in
      let comma = try #require(line.lastIndex(of: ","))
      return (line[..<comma], try #require(Double(line[line.index(after: comma)...])))
    }
  }
}
