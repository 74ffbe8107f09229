import Support

/// A model cannot be exported in the form that was asked for.
package enum ExportError: Error, Equatable, CustomStringConvertible {
  /// ONNX was asked for a hybrid network.
  case hybridNetwork
  /// A file in the form of ONNX would have so many bytes.
  case tooLarge(bytes: Int)
  /// Factors were asked for a plain network.
  case noFactors

  /// One sentence: what was found, and what was expected.
  package var description: String {
    switch self {
    case .hybridNetwork:
      "a hybrid model solves a system of equations for each reader, which no graph of ONNX says in a useful "
        + "form; expected a plain model (train --architecture plain), or --format safetensors, whose "
        + "score.py predicts with NumPy alone"
    case .tooLarge(let bytes):
      "a file in the form of ONNX would have \(bytes.grouped) bytes, expected at most "
        + "\(ONNXModel.largestSize.grouped), which is as much as its readers take; --format safetensors "
        + "has no such limit"
    case .noFactors:
      "a plain model has no factors, expected --vectors embedding, or a hybrid model"
    }
  }
}
