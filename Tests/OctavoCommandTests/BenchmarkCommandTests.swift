import Foundation
import Support
import Testing

@Suite(.serialized) struct BenchmarkCommandTests {
  @Test func recordsAreMadeReadAndCompared() throws {
    let program = try Program()
    let options = ["benchmark", "--seconds", "0.1", "--batch-sizes", "300", "--threads", "2"]
    let first = try program.run(arguments: options + ["--format", "json"])
    try #require(first.status == 0, "\(first.errors)")
    #expect(first.output.split(separator: "\n").count == 1)
    let record = try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any]
    #expect((record?["figures"] as? [Any])?.isEmpty == false)
    #expect((record?["threading"] as? [String: Any])?["threads_per_call"] as? Int == 1)

    let path = try program.write(first.output, to: "record.json")
    let second = try program.run(arguments: options + ["--compare", path])
    try #require(second.status == 0, "\(second.errors)")
    #expect(second.output.contains("Since 20"))
    #expect(second.output.contains("training, batch 300"))
    #expect(second.output.contains("256×64·(128×64)ᵀ, naive Swift"))
    let long = second.output.split(separator: "\n").filter { $0.count > 80 }
    #expect(long.isEmpty, "\(long)")
    #expect(!second.output.contains("\u{1B}") && !second.errors.contains("\u{1B}"))
  }

  @Test func exitCodesAreThoseOfTheContract() throws {
    let program = try Program()
    #expect(try program.run("benchmark", "--batch-sizes", "64,x").status == 64)
    #expect(try program.run("benchmark", "--batch-sizes", "64,64").status == 64)
    #expect(try program.run("benchmark", "--seconds", "0").status == 64)
    #expect(try program.run("benchmark", "--threads", "0").status == 64)
    let missing = try program.run("benchmark", "--compare", program.path("nothing.json"))
    #expect(missing.status == 66, "\(missing.errors)")
    let garbage = try program.run(
      "benchmark", "--compare", try program.write("[1]", to: "garbage.json"))
    #expect(garbage.status == 65, "\(garbage.errors)")
  }

  @Test func theHelpShowsTheDefaults() throws {
    let help = try Program().run("help", "benchmark").output
    for text in ["default: 60)", "128,512,4096,16384", "default: adam", "--compare"] {
      #expect(help.contains(text), "\(text)")
    }
  }
}
