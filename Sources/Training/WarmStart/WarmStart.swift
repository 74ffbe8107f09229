import BookData
import Kernels

/// The beginning of a training by what an earlier one, on other ratings, has learned.
///
/// Readers and books that both trainings know keep their weights and optimizer state, bit for bit; unknown ones
/// get the random weights that a training from scratch would give them, and no optimizer state. Rows of those
/// that the new ratings lack are dropped. Learning rates follow the new training's schedule from its first
/// step; Adam's corrections go on counting, so that an unknown one's row stands where dense Adam would have a row
/// that never had a gradient.
package struct WarmStart: Sendable {
  /// What was learned.
  package let state: TrainingState
  /// Where the readers and books of the new ratings stand in the state.
  package let rows: KnownRows

  /// A start from `state`.
  ///
  /// - Parameter rows: Where the readers and books of the new ratings stand in the state.
  package init(_ state: TrainingState, rows: KnownRows) {
    (self.state, self.rows) = (state, rows)
  }
}

extension TrainingConfiguration {
  /// What keeps a training with these options from starting with what one with `other` options learned, as
  /// a sentence; nil if nothing does.
  ///
  /// The shape of the network, what it is told of books, and the optimizer must be the same; rates, epochs,
  /// dropout and L2 need not.
  package func obstacle(toStartFrom other: TrainingConfiguration) -> String? {
    func difference(_ name: String, _ old: some Equatable, _ new: some Equatable) -> String? {
      let (was, now) = ("\(old)", "\(new)")
      return was == now ? nil : "\(name) was \(was), is \(now)"
    }
    let (old, new) = (other.network, network)
    return difference("the architecture", old.architecture, new.architecture)
      ?? difference("the embedding dimension", old.embeddingDimension, new.embeddingDimension)
      ?? difference("the widths of dense layers", old.hidden, new.hidden)
      ?? difference("the optimizer", other.optimizer.kind, optimizer.kind)
      ?? difference("Adam", other.optimizer.adam, optimizer.adam)
      ?? difference("what is used of books", other.bookParts, bookParts)
      ?? difference("which columns are left out", other.withoutColumns, withoutColumns)
  }
}

extension TrainingConfiguration {
  /// Whether a network that was trained with `other` options, every default filled in, is what these would train on
  /// the same ratings.
  package func trainsAlike(_ other: TrainingConfiguration) -> Bool {
    var completed = self
    if epochs == nil { completed.epochs = other.epochs }
    return completed == other
  }
}

extension TrainingRun {
  /// Begins with what an earlier training learned.
  ///
  /// Traps on a state of another shape.
  func begin(from start: WarmStart) {
    let state = start.state.mapped(
      in: network, by: 1 / scale.unit, adding: -scale.center / scale.unit)
    network.readers.take(start.rows.readers, of: state.readers, step: state.step)
    network.books.take(start.rows.books, of: state.books, step: state.step)
    network.parameters.copy(from: state.parameters)
    network.state.copy(from: state.parameterState)
    step.begin(afterStep: state.step)
    firstStep = state.step
  }
}

extension EmbeddingTable {
  /// Takes rows of a state; a row without a source stays as it is.
  fileprivate func take(_ sources: [Int?], of state: TrainingState.TableState, step: Int) {
    precondition(
      state.rowLength == rowLength && sources.count == rows,
      "\(sources.count) rows of \(state.rowLength) for \(rows) of \(rowLength)")
    var grown = contents
    for case (let row, let source?) in zip(0..., sources) {
      grown.replaceSubrange(row * rowLength..<(row + 1) * rowLength, with: state[source])
    }
    restore(contents: grown, lastSteps: [UInt32](repeating: UInt32(step), count: rows))
  }
}
