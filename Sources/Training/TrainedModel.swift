import BookData
import Features
import Kernels
import Networks
import Parallelism

/// The outcome of a training: all that predictions need.
package struct TrainedModel: Sendable {
  /// What makes a hybrid network's inputs; nil for a plain one.
  package var encoder: FeatureEncoder?
  /// The network, with one more row in each table for readers and books never trained.
  package let network: RatingNetwork
  /// The range that predictions are clipped to.
  package let range: RatingRange
  /// The mean of the training ratings: the answer where neither reader nor book is known.
  package let mean: Float
  /// The epoch that the network is from, counted from 1; 0 where the readers' histories alone predicted
  /// validation ratings better than after every epoch, and the network adds nothing to them.
  package let bestEpoch: Int
  /// Its errors on the parts that the training knew, by name, where the training had to measure them; else nil.
  package var knownErrors: [String: ErrorMetrics]?

  /// A model of these parts.
  ///
  /// - Parameter encoder: What makes a hybrid network's inputs. The default is nil.
  package init(
    network: RatingNetwork, range: RatingRange, mean: Float, bestEpoch: Int,
    encoder: FeatureEncoder? = nil
  ) {
    self.encoder = encoder
    self.network = network
    self.range = range
    self.mean = mean
    self.bestEpoch = bestEpoch
  }
}

extension TrainedModel {
  /// A network of an earlier training, with what other ratings say of their readers and books.
  ///
  /// - Parameters:
  ///   - ratings: All ratings.
  ///   - training: The rows that a training would learn from; at least one.
  package init(
    keeping network: RatingNetwork, bestEpoch: Int, encoder: FeatureEncoder, for ratings: Ratings,
    training: Range<Int>
  ) {
    let facts = TrainingFacts(ratings, in: training)
    self.init(
      network: network, range: facts.range, mean: facts.mean, bestEpoch: bestEpoch,
      encoder: encoder)
  }

  /// Predicted ratings, clipped to the range of the training ratings.
  ///
  /// An index equal to the number of readers or books stands for an unknown one, which counts as the average
  /// reader or book; where both are unknown the answer is the mean.
  ///
  /// - Parameter threads: How many threads work; the result does not depend on it.
  package func predictions(
    _ pairs: [(reader: UInt32, book: UInt32)], readers: Int, books: Int, threads: Int
  ) -> [Float] {
    predictionsWithOffsets(pairs, readers: readers, books: books, threads: threads).predictions
  }

  /// As ``predictions(_:readers:books:threads:)``, and what a hybrid network adds its part to: baseline and
  /// kernel alone, clipped.
  package func predictionsWithOffsets(
    _ pairs: [(reader: UInt32, book: UInt32)], readers: Int, books: Int, threads: Int
  ) -> (predictions: [Float], offsets: [Float]) {
    // A reader's process costs more than asking it of one more book: all pairs of a reader go together.
    let tasks = PairTasks(pairs, readers: readers, pairsPerTask: Self.pairsPerTask)
    let workers = encoder?.workers(for: pairs, threads: threads)
    let results = Parallel.mapWithWorker(tasks.count, threads: threads) { worker, task in
      predictionsWithOffsets(tasks[task].map { pairs[$0] }, with: workers?[worker])
    }
    var predictions = [Float](repeating: 0, count: pairs.count)
    var offsets = [Float](repeating: 0, count: encoder == nil ? 0 : pairs.count)
    for (task, result) in results.enumerated() {
      for (k, place) in tasks[task].enumerated() {
        let areUnknown = Int(pairs[place].reader) == readers && Int(pairs[place].book) == books
        predictions[place] = areUnknown ? mean : range.clip(result.predictions[k])
        if encoder != nil { offsets[place] = range.clip(result.offsets[k]) }
      }
    }
    return (predictions, offsets)
  }

  /// So many that the network multiplies at full speed, so few that their features stay in a cache.
  private static let pairsPerTask = 4096

  /// The predictions of one task, not clipped.
  private func predictionsWithOffsets(
    _ pairs: [(reader: UInt32, book: UInt32)], with worker: FeatureEncoder.Worker?
  ) -> (predictions: [Float], offsets: [Float]) {
    let inputs = worker?.inputs(for: pairs)
    return (network.predictions(pairs, inputs: inputs), inputs?.offsets.values ?? [])
  }
}

/// The places of pairs, reader by reader, in tasks of whole readers.
private struct PairTasks {
  private let places: [Int]
  private let tasks: [Range<Int>]

  /// Tasks of at least `pairsPerTask` pairs, but for the last.
  init(_ pairs: [(reader: UInt32, book: UInt32)], readers: Int, pairsPerTask: Int) {
    var counts = [Int](repeating: 0, count: readers + 1)
    for pair in pairs { counts[Int(pair.reader)] += 1 }
    var (starts, tasks) = ([Int](), [Range<Int>]())
    var (start, taskStart) = (0, 0)
    for count in counts {
      starts.append(start)
      start += count
      if start - taskStart >= pairsPerTask || start == pairs.count, start > taskStart {
        tasks.append(taskStart..<start)
        taskStart = start
      }
    }
    var places = [Int](repeating: 0, count: pairs.count)
    for (place, pair) in pairs.enumerated() {
      places[starts[Int(pair.reader)]] = place
      starts[Int(pair.reader)] += 1
    }
    (self.places, self.tasks) = (places, tasks)
  }

  var count: Int { tasks.count }

  subscript(task: Int) -> ArraySlice<Int> { places[tasks[task]] }
}
