import Foundation
public import Logging
import Support

/// A log of one line for each event, written in one go, so that lines of several threads never mix.
public struct LineLog: LogHandler {
  /// Where lines go.
  public typealias Sink = @Sendable (String) -> Void

  /// Events below this level are passed over.
  public var logLevel: Logger.Level
  /// What every event of this logger says.
  public var metadata = Logger.Metadata()
  /// What the surroundings of an event say.
  public var metadataProvider: Logger.MetadataProvider?
  private let format: LogFormat
  private let sink: Sink

  /// A log in this form, from this level on.
  ///
  /// - Parameter sink: Where lines go. The default is standard error.
  public init(
    _ format: LogFormat, level: Logger.Level = .info, to sink: @escaping Sink = standardError
  ) {
    self.format = format
    logLevel = level
    self.sink = sink
  }

  /// Writes to standard error; a log that nobody can read any more is no reason to end.
  public static let standardError: Sink = { line in
    StandardStream.writeError(line)
  }

  /// What every event of this logger says under a name.
  public subscript(metadataKey key: String) -> Logger.MetadataValue? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one event.
  ///
  /// Of metadata with the same name, the event's own counts before the logger's.
  public func log(event: LogEvent) {
    var all = metadataProvider?.get() ?? [:]
    all.merge(metadata) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { all["error"] = "\(error)" }
    sink(format.line(event, metadata: all, at: Date()))
  }
}
