import Foundation
import Testing

/// The page of a run, and what the run's folder says for it.
@Suite struct RunPageTests {
  private let program: Program

  init() throws {
    program = try Program()
    let made = try program.run(
      "synthesize", "--output", program.path("data"), "--readers", "120", "--books", "60",
      "--ratings", "3000")
    try #require(made.status == 0, "\(made.errors)")
  }

  private func page(_ name: String) throws -> String {
    String(decoding: try program.contents(name), as: UTF8.self)
  }

  @Test func aPageShowsTheRunAndCanBeMadeLater() throws {
    let run = program.path("a run")
    let trained = try program.run(
      "train", "--data", program.path("data"), "--run", run, "--epochs", "2", "--report",
      program.path("page.html"))
    try #require(trained.status == 0, "\(trained.errors)")
    let page = try page("page.html")
    for words in [
      "this model", "guessing the mean", "reader + book averages", "the plain network",
      "Learning rate", "Permutation importance", "tags (tags.csv, book_tags.csv)",
      "NDCG, most popular",
      "because of", "How sure", "within 95 %", "processor", "GiB", "Options left as they are",
      "Best epoch", "Wall time", "OpenBLAS",
    ] { #expect(page.contains(words), "no '\(words)'") }
    // A command line as a shell takes it, and the one option that was changed apart from the others.
    #expect(
      page.contains("octavo train --run '\(run)'".replacing("'", with: "&#39;"))
        || page.contains("octavo train --run '\(run)'"))
    let changed = try #require(page.range(of: "Changed options")).upperBound
    let left = try #require(page.range(of: "Options left as they are")).lowerBound
    #expect(page[changed..<left].contains("--epochs") && !page[changed..<left].contains("--seed"))
    #expect(!page.contains("<script"))
    #expect(trained.errors.contains("time: reading ") && trained.errors.contains("comparison "))
    #expect(trained.errors.contains("next: octavo recommend --model \(run)/model --page"))

    // The data are found by what the run keeps of its command line.
    let again = try program.run("report", "--run", run, "--output", program.path("again.html"))
    try #require(again.status == 0, "\(again.errors)")
    #expect(try self.page("again.html") == page)
    try FileManager.default.removeItem(atPath: program.path("data"))
    let without = try program.run("report", "--run", run, "--output", program.path("bare.html"))
    #expect(without.status == 0 && without.errors.contains("lacks the errors by group"))
  }

  @Test func theSummaryOfAnotherModelDoesNotCount() throws {
    let run = program.path("run")
    func train(_ epochs: String) throws {
      let trained = try program.run(
        "train", "--data", program.path("data"), "--run", run, "--epochs", epochs, "--architecture",
        "plain", "--no-lists")
      try #require(trained.status == 0, "\(trained.errors)")
    }
    try train("1")
    let old = try program.contents("run/finished.json")
    try FileManager.default.removeItem(atPath: run)
    try train("3")
    try old.write(to: URL(fileURLWithPath: run + "/finished.json"))
    let made = try program.run("report", "--run", run, "--output", program.path("page.html"))
    try #require(made.status == 0, "\(made.errors)")
    #expect(try !page("page.html").contains("guessing the mean"))
  }
}
