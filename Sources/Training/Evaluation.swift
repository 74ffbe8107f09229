import BookData
import Kernels
import Networks
import Parallelism

/// How many ratings a task of an evaluation handles.
private let rowsPerTask = 4096

extension ErrorMetrics {
  /// The error of `predict` on the ratings of `range`.
  ///
  /// Sums are grouped by a fixed number of rows, so they do not depend on `threads`.
  ///
  /// - Parameter predict: The predictions for a part of `rows`, clipped by the caller if that is meant.
  package static func measured(
    on rows: [Rating], in range: Range<Int>, threads: Int,
    predict: @Sendable (Range<Int>) -> [Float]
  ) -> ErrorMetrics {
    let tasks = (range.count + rowsPerTask - 1) / rowsPerTask
    let sums = Parallel.map(tasks, threads: threads) { task in
      let start = range.lowerBound + task * rowsPerTask
      let part = start..<min(start + rowsPerTask, range.upperBound)
      return zip(predict(part), part).reduce(into: (squared: 0.0, absolute: 0.0)) { sums, pair in
        let error = Double(pair.0) - Double(rows[pair.1].value)
        sums.squared += error * error
        sums.absolute += abs(error)
      }
    }
    return ErrorMetrics(
      squared: sums.reduce(0) { $0 + $1.squared }, absolute: sums.reduce(0) { $0 + $1.absolute },
      count: range.count)
  }

  /// The error of a network's clipped predictions on the ratings of `range`.
  ///
  /// - Parameter inputs: What a hybrid network is told of each of `rows`; nil for a plain one. The default
  ///   is nil.
  package static func measured(
    _ network: RatingNetwork, inputs: SideFeatures? = nil, clippedTo clip: RatingRange,
    on rows: [Rating], in range: Range<Int>,
    threads: Int
  ) -> ErrorMetrics {
    measured(on: rows, in: range, threads: threads) { part in
      network.predictions(
        part.map { (rows[$0].reader, rows[$0].book) }, inputs: inputs, firstRow: part.lowerBound
      ).map(clip.clip)
    }
  }
}
