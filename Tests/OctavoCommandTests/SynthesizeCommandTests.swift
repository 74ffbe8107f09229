import Foundation
import Testing

@Suite struct SynthesizeCommandTests {
  let program: Program

  init() throws { program = try Program() }

  /// Sizes that are not given follow from those that are; two books keep the data of all readers small.
  @Test(arguments: [
    (["--readers", "1000", "--books", "100"], "50,000 ratings of 100 books by 1,000 readers"),
    (["--books", "2"], "53,424 ratings of 2 books by 53,424 readers"),
    (["--ratings", "1000"], "1,000 ratings of 10,000 books by 8 readers"),
  ])
  func someSizesAreEnough(arguments: [String], words: String) throws {
    let data = program.path("data")
    let outcome = try program.run(arguments: ["synthesize", "--output", data] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(words), "\(outcome.output)")
    #expect(FileManager.default.fileExists(atPath: data + "/synthesis.json"))
  }

  @Test func helpShowsTheDefaultSizes() throws {
    let help = try program.run("help", "synthesize").output
    for size in ["53424", "10000", "112"] { #expect(help.contains(size), "\(size)") }
  }
}
