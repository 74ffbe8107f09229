import Foundation
public import Retraining
import Support

/// What became of a service, night after night: what a page of it shows.
public struct NightsReport {
  /// The nights that the history has, the earliest first.
  let nights: [NightRecord]
  /// What people did by hand, the earliest first.
  let changes: [ServiceChange]
  /// How many lines of the history this program cannot read.
  let unreadable: Int
  /// The version in service; nil where none is.
  let current: ModelVersion?
  /// What keeps it in service; nil where nothing does.
  let pin: Pin?

  /// Reads what is known of the models in `store`.
  ///
  /// - Throws: `FileError`; `FileError.missing` where no night left a line.
  public init(of store: ModelStore) throws {
    let history = NightHistory(of: store)
    let (entries, unreadable) = try history.entries()
    guard !entries.isEmpty || unreadable > 0 else { throw FileError.missing(path: history.path) }
    self.init(
      entries, unreadable: unreadable, current: try? store.current(), pin: try? store.pin())
  }

  init(
    _ entries: [NightHistory.Entry], unreadable: Int = 0, current: ModelVersion? = nil,
    pin: Pin? = nil
  ) {
    nights = entries.compactMap { if case .night(let night) = $0 { night } else { nil } }
    changes = entries.compactMap { if case .change(let change) = $0 { change } else { nil } }
    (self.unreadable, self.current, self.pin) = (unreadable, current, pin)
  }
}

extension NightRecord {
  /// `2026-11-25`.
  var day: String { String(started.prefix(10)) }

  /// `2026-11-25 02:05`.
  var minute: String { day + " " + started.dropFirst(11).prefix(5) }

  /// Why the night did not end in a promotion; nil where it did and nothing failed.
  var remark: String? {
    let objections = judgement?.objections ?? []
    let all = objections + [problem].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }
}
