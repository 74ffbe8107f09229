import Foundation
public import Kernels
import Support

/// What a benchmark found.
public struct BenchmarkRecord: Sendable, Codable, Equatable {
  /// The version of the record's form.
  public var format = Self.supportedFormat
  /// When the benchmark began, in UTC by ISO 8601.
  public var date: String
  /// How long it took.
  public var seconds: Double
  /// What ran it: name, version and revision, and how it was built; nil, of earlier records, is unknown.
  public var program: String?
  /// The machine.
  public var machine: MachineFacts
  /// What else speeds depend on, when the benchmark began.
  public var state: MachineState
  /// The mean number of processors that other programs kept busy meanwhile; nil if unknown.
  public var busyProcessors: Double?
  /// The energy that the processors took meanwhile; nil where no counter can be read.
  public var joules: Double?
  /// How parameters change in training steps.
  public var optimizer: String
  /// How dense layers multiply in training steps; nil, of earlier records, is single.
  public var precision: Precision?
  /// What was found about OpenBLAS and threads.
  public var threading: ThreadingFacts
  /// All figures, in the order of measurement.
  public var figures: [Figure]
  /// Where the time of steps goes, by batch size and threads.
  public var accounts: [StepAccount]
  /// How each batch size scales.
  public var scalings: [Scaling]

  /// The form that this program writes and reads.
  public static let supportedFormat = 2

  /// The largest number of threads that was measured.
  public var threads: Int { figures.map(\.threads).max() ?? 1 }

  /// The record as one line of JSON with sorted keys in snake_case.
  ///
  /// - Parameter comparison: What to put beside it, under `comparison`. The default is nothing.
  public func json(with comparison: RecordComparison? = nil) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let compared = ComparedRecord(record: self, comparison: comparison)
    return String(decoding: try encoder.encode(compared), as: UTF8.self)
  }

  /// Reads a record that ``json(with:)`` made; a comparison beside it is passed over.
  ///
  /// - Throws: `FileError`; ``BenchmarkRecordError`` for a file that is no record or of another form.
  public init(reading path: String) throws {
    let data = try InputFile.contents(of: path)
    let found = try? Self.decoder.decode(Form.self, from: data).format
    if let found, found != Self.supportedFormat {
      throw BenchmarkRecordError(path: path, found: "a record of form \(found)")
    }
    do {
      self = try Self.decoder.decode(BenchmarkRecord.self, from: data)
    } catch {
      throw BenchmarkRecordError(path: path, found: "something else")
    }
  }

  init(
    date: String, seconds: Double, program: String, machine: MachineFacts, state: MachineState,
    busyProcessors: Double?, joules: Double?,
    optimizer: String, precision: Precision,
    threading: ThreadingFacts, figures: [Figure], accounts: [StepAccount], scalings: [Scaling]
  ) {
    (self.date, self.seconds, self.machine) = (date, seconds, machine)
    (self.program, self.joules) = (program, joules)
    (self.state, self.busyProcessors, self.optimizer) = (state, busyProcessors, optimizer)
    (self.precision, self.threading, self.figures) = (precision, threading, figures)
    (self.accounts, self.scalings) = (accounts, scalings)
  }

  private struct Form: Decodable {
    var format: Int
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}

/// A record with a comparison among its own fields.
private struct ComparedRecord: Encodable {
  var record: BenchmarkRecord
  var comparison: RecordComparison?

  private enum CodingKeys: CodingKey { case comparison }

  func encode(to encoder: any Encoder) throws {
    try record.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(comparison, forKey: .comparison)
  }
}

/// A file that is no record of a benchmark.
public struct BenchmarkRecordError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What is there.
  public let found: String

  /// One sentence: the file, what was found, what was expected.
  public var description: String {
    "\(path): found \(found), expected what `octavo benchmark --format json` writes, form "
      + "\(BenchmarkRecord.supportedFormat)"
  }
}
