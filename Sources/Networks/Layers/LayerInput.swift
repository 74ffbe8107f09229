public import Kernels

/// The rows that a layer is given.
public enum LayerInput: Sendable {
  /// One after another, [n × i].
  case rows(MatrixView)
  /// In two parts, one of which is the same for runs of rows.
  case runs(RunInput)

  /// The number of rows, n.
  public var count: Int {
    switch self {
    case .rows(let rows): rows.rows
    case .runs(let input): input.own.rows
    }
  }
}

/// Rows in two parts side by side, one of which is the same for every row of a run.
///
/// The sums of a dense layer are linear in its input, W · [a; b] = Wa · a + Wb · b, so the shared part is
/// multiplied once for each run. In the backward pass the gradients of a run's rows are added before they are
/// multiplied.
public struct RunInput: Sendable {
  /// Each row's own part, [n × columns of ``ownInputs``].
  public var own: MatrixView
  /// The shared part of each run, [runs × columns of ``sharedInputs``].
  public var shared: MatrixView
  /// Which of a layer's inputs the own part is.
  public var ownInputs: Range<Int>
  /// Which of a layer's inputs the shared part is.
  public var sharedInputs: Range<Int>
  /// Where runs end.
  public var runs: RowRuns

  /// Rows of these parts.
  public init(
    own: MatrixView, shared: MatrixView, ownInputs: Range<Int>, sharedInputs: Range<Int>,
    runs: RowRuns
  ) {
    precondition(runs.count == shared.rows, "\(runs.count) runs, \(shared.rows) shared rows")
    self.own = own
    self.shared = shared
    self.ownInputs = ownInputs
    self.sharedInputs = sharedInputs
    self.runs = runs
  }
}
