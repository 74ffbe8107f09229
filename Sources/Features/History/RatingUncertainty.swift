import BookData
import Foundation
import Kernels
import Parallelism

/// How sure readers' Gaussian processes are of ratings.
///
/// A process works in units of the variance of noise, which its predictions do not depend on. The unit is
/// σ² = mean of e_j² / v_j over ratings j of the training, where e_j is what the process errs by on j from the
/// reader's other ratings and v_j the variance that it gives that error (Rasmussen and Williams, "Gaussian
/// Processes for Machine Learning", 2006, section 5.4.2; σ² makes the mean of the standardized squares 1). A
/// rating's standard deviation is √(σ² · v): the reader's taste and the noise of one rating, not what is
/// unknown of the books' factors and of the network's weights. Of a book that the model does not know, author,
/// tags and the like are unknown: its prior variance is the mean of those of known books.
package struct RatingUncertainty: Sendable {
  /// σ², in squares of ratings.
  package let noiseVariance: Float
  private let encoder: FeatureEncoder
  /// What is not known of an unknown book: by how much the prior variance of known ones exceeds its own, on average.
  private let unknownBooksPart: Float

  /// σ² is measured on this many readers at most, at equal distances.
  private static let measuredReaders = 300
  /// Whoever has fewer ratings tells nothing of σ².
  private static let leastRatings = 5

  /// The uncertainty of a model's encoder.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package init(_ encoder: FeatureEncoder, threads: Int) {
    self.encoder = encoder
    unknownBooksPart = encoder.model.unknownBooksPart
    let readers = Self.measured(encoder.histories)
    let workers = (0..<threads).map { _ in ReaderFeatures(encoder.model) }
    let sums = Parallel.mapWithWorker(readers.count, threads: threads) { worker, index in
      workers[worker].standardizedSquares(
        of: encoder.histories[readers[index]], details: encoder.readers[readers[index]],
        reader: readers[index])
    }
    let count = sums.reduce(0) { $0 + $1.count }
    noiseVariance = count > 0 ? Float(sums.reduce(0) { $0 + $1.sum } / Double(count)) : 1
  }

  private static func measured(_ histories: Histories) -> [Int] {
    let able = (0..<histories.count).filter { histories.places(of: $0).count >= leastRatings }
    let wanted = min(able.count, measuredReaders)
    return (0..<wanted).map { able[$0 * able.count / wanted] }
  }

  /// The standard deviation of each rating, in the order of `pairs`.
  ///
  /// An index equal to the number of readers stands for a reader without a history.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package func deviations(
    of pairs: [(reader: UInt32, book: UInt32)], threads: Int
  ) -> [Float] {
    let byReader = Dictionary(grouping: pairs.indices) { pairs[$0].reader }.sorted {
      $0.key < $1.key
    }
    let table = encoder.cosineTable(for: pairs, threads: threads)
    let workers = (0..<threads).map { _ in ReaderFeatures(encoder.model, table: table) }
    let parts = Parallel.mapWithWorker(byReader.count, threads: threads) { worker, index in
      let (reader, places) = byReader[index]
      return deviations(
        places.map { pairs[$0].book }, encoder.histories[Int(reader)],
        encoder.readers[Int(reader)], Int(reader), workers[worker])
    }
    var result = [Float](repeating: 0, count: pairs.count)
    for ((_, places), values) in zip(byReader, parts) {
      for (place, value) in zip(places, values) { result[place] = value }
    }
    return result
  }

  /// The standard deviation of the ratings that somebody new with this history would give.
  package func deviations(of books: [UInt32], history: History) -> [Float] {
    deviations(
      books, history, encoder.readers.newcomer(), nil, ReaderFeatures(encoder.model))
  }

  private func deviations(
    _ books: [UInt32], _ history: History, _ details: ReaderDetails, _ reader: Int?,
    _ features: ReaderFeatures
  ) -> [Float] {
    let unknown = UInt32(encoder.model.unknownBook)
    let variances = features.variances(
      of: books, history: history, details: details, reader: reader)
    return zip(books, variances).map { book, variance in
      ((variance + (book == unknown ? unknownBooksPart : 0)) * noiseVariance).squareRoot()
    }
  }
}

extension HistoryModel {
  /// The row of the book that unknown ones are taken for: the last.
  fileprivate var unknownBook: Int { space.count - 1 }

  fileprivate var unknownBooksPart: Float {
    guard unknownBook > 0 else { return 0 }
    let mean =
      (0..<UInt32(unknownBook)).reduce(Float(0)) { $0 + priorVariance($1) }
      / Float(unknownBook)
    return max(0, mean - priorVariance(UInt32(unknownBook)))
  }
}
