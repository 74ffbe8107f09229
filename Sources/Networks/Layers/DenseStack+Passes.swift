public import Kernels
import Parallelism

/// Buffers for the forward and backward passes of a few rows through a ``DenseStack``.
///
/// `@unchecked Sendable` holds because each worker has its own.
public final class DenseWorkspace: @unchecked Sendable {
  /// The largest number of rows of a pass.
  public let capacity: Int
  /// Whether the weights are those that the next passes shall use.
  public private(set) var isPrepared = false

  let outputs: [Matrix]
  let gradients: [Matrix]
  /// For each run of the input what its rows share, [capacity × outputs of the first layer].
  let sums: Matrix
  /// Room for the sums of one layer's bias gradients, [1 × the widest layer's outputs].
  let biasSums: Matrix
  /// Every layer's Wᵀ in the place of its W: OpenBLAS multiplies small matrices faster so.
  let transposed: Matrix
  /// What multiplies in less precision; nil for products of single precision.
  let rounded: BFloat16Products?
  private let stack: DenseStack

  /// The last layer's output, or the loss's gradient with respect to it, [capacity × 1].
  public var lastOutput: Matrix { outputs[outputs.count - 1] }

  fileprivate init(_ stack: DenseStack, capacity: Int, precision: Precision) {
    self.stack = stack
    rounded = precision == .bfloat16 ? BFloat16Products() : nil
    self.capacity = capacity
    outputs = stack.layers.map { Matrix(rows: capacity, columns: $0.outputs) }
    gradients = stack.layers.map { Matrix(rows: capacity, columns: $0.outputs) }
    sums = Matrix(rows: capacity, columns: stack.layers[0].outputs)
    biasSums = Matrix(rows: 1, columns: stack.layers.map(\.outputs).max() ?? 0)
    transposed = Matrix(rows: 1, columns: stack.weightCount)
  }

  /// Takes over the weights of `parameters` for the passes to come.
  public func prepare(_ parameters: Matrix) {
    for layer in stack.layers {
      transpose(layer.weights(in: parameters), into: layer.transposedWeights(in: transposed))
    }
    isPrepared = true
  }

  /// Notes that the weights have changed.
  public func invalidate() { isPrepared = false }
}

extension DenseStack {
  /// The number of rows of a pass: OpenBLAS multiplies without packing while the product of the three
  /// dimensions is below a million, and the rows' activations stay in a core's own caches.
  public static var rowsPerPass: Int { rowsPerPass(.single) }

  /// The number of rows of a pass of a precision.
  ///
  /// A pass is the smallest unit of work of many threads. Passes of single precision with 86 rows are faster by
  /// one or two percent, but make a quarter fewer units. Products in bfloat16 pack the weights once a pass, and
  /// more rows share that.
  public static func rowsPerPass(_ precision: Precision) -> Int {
    switch precision {
    case .single: 64
    case .bfloat16: 128
    }
  }

  /// Buffers for passes of up to `capacity` rows.
  ///
  /// - Parameter precision: How the passes multiply; the processor must have it. The default is single.
  public func workspace(capacity: Int, precision: Precision = .single) -> DenseWorkspace {
    DenseWorkspace(self, capacity: capacity, precision: precision)
  }

  /// Runs all layers; the result, [n × 1], lies in the workspace.
  ///
  /// - Parameters:
  ///   - parameters: Those that `workspace` was prepared with.
  ///   - input: n rows of as many columns as the stack has inputs.
  ///   - noise: The step's dropout; nil drops nothing.
  public func forward(
    _ parameters: Matrix, input: LayerInput, workspace: DenseWorkspace, noise: DropoutNoise? = nil
  ) -> MatrixView {
    precondition(workspace.isPrepared, "a forward pass without prepared weights")
    run(layers.indices, parameters, input: input, workspace: workspace, noise: noise)
    return workspace.lastOutput.rows(count: input.count)
  }

  /// The sums of the first layer for rows of which only some inputs are given, bias left out.
  ///
  /// - Parameters:
  ///   - part: [n × columns of `inputs`].
  ///   - inputs: Which of the layer's inputs they are.
  ///   - sums: Out, [n × outputs of the first layer].
  public func firstSums(
    _ parameters: Matrix, part: MatrixView, inputs: Range<Int>, into sums: MatrixView
  ) {
    multiply(part, layers[0].weights(in: parameters).columns(inputs).transposed, into: sums)
  }

  /// Runs all layers but a rectified first one, whose outputs are max(sums + others, 0).
  ///
  /// - Parameters:
  ///   - sums: A part of the first layer's sums for each row, [n × outputs of the first layer].
  ///   - others: The rest of the sums, the same for every row, [1 × outputs of the first layer].
  public func forward(
    _ parameters: Matrix, firstSums sums: MatrixView, plus others: MatrixView,
    workspace: DenseWorkspace
  ) -> MatrixView {
    precondition(workspace.isPrepared, "a forward pass without prepared weights")
    precondition(layers[0].isRectified, "a stack without rectified layers")
    let (n, top) = (sums.rows, layers.count - 1)
    let first = workspace.outputs[0].rows(count: n)
    rectifiedSums(sums, others, into: first)
    guard top > 1 else {
      run(1..<top + 1, parameters, input: .rows(first), workspace: workspace, noise: nil)
      return workspace.lastOutput.rows(count: n)
    }
    run(1..<top - 1, parameters, input: .rows(first), workspace: workspace, noise: nil)
    let below = workspace.outputs[top - 2].rows(count: n)
    let topSums = workspace.outputs[top - 1].rows(count: n)
    multiply(below, layers[top - 1].transposedWeights(in: workspace.transposed), into: topSums)
    rectifiedProducts(
      topSums, bias: layers[top - 1].bias(in: parameters),
      weights: layers[top].weights(in: parameters),
      offset: layers[top].bias(in: parameters).values[0],
      into: workspace.lastOutput.rows(count: n))
    return workspace.lastOutput.rows(count: n)
  }

  private func run(
    _ indices: Range<Int>, _ parameters: Matrix, input: LayerInput, workspace: DenseWorkspace,
    noise: DropoutNoise?
  ) {
    var current = input
    for index in indices {
      let output = workspace.outputs[index].rows(count: input.count)
      layers[index].forward(
        parameters, transposed: workspace.transposed, input: current, output: output,
        sums: workspace.sums, rounded: workspace.rounded, noise: noise?.forLayer(index))
      current = .rows(output)
    }
  }

  /// The backward pass: replaces or accumulates into `gradients`, and replaces `inputGradient` if there is one.
  ///
  /// The workspace's last output must hold the loss's gradient with respect to the predictions.
  ///
  /// - Parameters:
  ///   - gradients: Of the parameters, [1 × parameters].
  ///   - inputGradient: In the form of `input`.
  ///   - accumulating: Whether to add to `gradients` rather than replace them. The default is true.
  public func backward(
    _ parameters: Matrix, input: LayerInput, workspace: DenseWorkspace, gradients: Matrix,
    inputGradient: LayerInput?, noise: DropoutNoise? = nil, accumulating: Bool = true
  ) {
    let n = input.count
    for index in layers.indices.reversed() {
      let isLast = index == layers.count - 1
      let output = workspace.outputs[index].rows(count: n)
      layers[index].backward(
        parameters,
        input: index == 0 ? input : .rows(workspace.outputs[index - 1].rows(count: n)),
        output: output,
        outputGradient: isLast ? output : workspace.gradients[index].rows(count: n),
        gradients: gradients,
        inputGradient: index == 0
          ? inputGradient : .rows(workspace.gradients[index - 1].rows(count: n)),
        sums: workspace.sums, rounded: workspace.rounded, noise: noise?.forLayer(index),
        biasSums: workspace.biasSums.view.columns(0..<layers[index].outputs),
        accumulating: accumulating)
    }
  }
}

extension DropoutNoise {
  fileprivate func forLayer(_ index: Int) -> DropoutNoise {
    DropoutNoise(firstRow: firstRow, key: mixed(key &+ UInt64(index)))
  }
}
