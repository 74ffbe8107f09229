import Foundation
import Testing

@Suite struct MemoryLimitTests {
  private let program: Program

  init() throws { program = try Program() }

  private func run(kilobytes: Int, _ arguments: String...) throws -> Program.Outcome {
    try program.run(
      executable: URL(fileURLWithPath: "/bin/sh"),
      arguments: [
        "-c", "ulimit -v \(kilobytes) && exec timeout -s KILL 60 \"$@\"", "sh",
        Program.executable.path,
      ] + arguments)
  }

  /// OpenBLAS would ask for ever for the memory of its first product.
  @Test func tooLittleMemoryToMultiplyIsSaid() throws {
    let file = try program.write(
      "user_id,book_id,rating\n1,2,3\n2,2,4\n1,3,5\n", to: "data/ratings.csv")
    let data = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let trained = try run(
      kilobytes: 400_000, "train", "--data", data, "--run", program.path("run"), "--threads", "2")
    #expect(trained.status == 74)
    #expect(trained.errors.contains("416 MB that 2 threads of OpenBLAS need"))
    #expect(!FileManager.default.fileExists(atPath: program.path("run")))
    // What multiplies nothing works.
    #expect(try run(kilobytes: 400_000, "explore", "--data", data).status == 0)
  }
}
