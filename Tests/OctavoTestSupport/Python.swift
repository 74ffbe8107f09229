public import Foundation

/// The Python that has what tests compare with; nil where nobody named one.
public let python = ProcessInfo.processInfo.environment["OCTAVO_PYTHON"]

/// Whether that Python has these modules.
public func pythonHas(_ modules: String...) -> Bool {
  guard let python else { return false }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments = ["-c", "import " + modules.joined(separator: ", ")]
  (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}

/// A script that did not end well, or no Python to run it with.
public struct PythonError: Error {
  /// The script.
  public let script: URL
}

/// Runs a script with `input` as JSON on its standard input; its standard output is the answer's JSON.
///
/// - Throws: ``PythonError``; `DecodingError` for another answer.
public func runPython<Output: Decodable>(
  _ script: URL, _ input: some Encodable
) throws -> Output {
  guard let python else { throw PythonError(script: script) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: python)
  process.arguments = [script.path]
  let (feed, answer) = (Pipe(), Pipe())
  (process.standardInput, process.standardOutput) = (feed, answer)
  try process.run()
  try feed.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(input))
  try feed.fileHandleForWriting.close()
  let text = try answer.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw PythonError(script: script) }
  return try JSONDecoder().decode(Output.self, from: text)
}
