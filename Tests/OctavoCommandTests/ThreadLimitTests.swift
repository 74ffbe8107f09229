import Foundation
import Testing

/// A user who may run few processes; root alone can become one, and is not limited itself.
@Suite(.enabled(if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv")))
struct ThreadLimitTests {
  private let program: Program
  private let data: String

  init() throws {
    program = try Program()
    let rows = (0..<60).map { "\($0 % 10),\($0 % 7),\(1 + $0 % 5)\n" }
    let file = try program.write("user_id,book_id,rating\n" + rows.joined(), to: "data/ratings.csv")
    data = URL(fileURLWithPath: file).deletingLastPathComponent().path
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: program.folder.path)
  }

  private func run(processes: Int, _ arguments: String...) throws -> Program.Outcome {
    try program.run(
      executable: URL(fileURLWithPath: "/usr/bin/timeout"),
      arguments: [
        "-s", "KILL", "60", "/usr/bin/setpriv", "--reuid=61543", "--regid=61543",
        "--clear-groups", "/usr/bin/prlimit", "--nproc=\(processes)", Program.executable.path,
      ] + arguments)
  }

  /// Dispatch would ask for a thread for ever, and OpenBLAS would end the process.
  @Test func tooFewThreadsAreSaid() throws {
    for processes in [1, 2, 4] {
      let run = program.path("run-\(processes)")
      let trained = try self.run(
        processes: processes, "train", "--data", data, "--run", run, "--threads", "2")
      #expect(trained.status == 74, "\(processes): \(trained.errors)")
      #expect(trained.errors.contains("of the 4 threads that work on 2 threads takes"))
      #expect(!FileManager.default.fileExists(atPath: run))
    }
    #expect(try run(processes: 1, "--version").status == 0)
    let explored = try run(processes: 3, "explore", "--data", data, "--threads", "1")
    #expect(explored.status == 0, "\(explored.errors)")
  }
}
