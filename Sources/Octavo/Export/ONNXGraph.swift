import Support

/// A graph of ONNX operators, which is written down node by node.
///
/// Messages and field numbers are those of `onnx.proto` and `onnx-ml.proto`, https://github.com/onnx/onnx.
struct ONNXGraph {
  /// The numbers of `TensorProto.DataType`.
  enum ElementType: Int64 {
    case float = 1
    case integer = 7
    case text = 8
  }

  /// What a node is told beside its inputs.
  enum Attribute {
    case integer(Int64)
    case integers([Int64])
    case texts([String])
  }

  private enum Field {
    static let node: UInt64 = 1
    static let name: UInt64 = 2
    static let initializer: UInt64 = 5
    static let input: UInt64 = 11
    static let output: UInt64 = 12
  }

  private(set) var message = ProtocolBuffer()
  /// The length of all inputs and outputs, by a name that may be any number.
  private let length: String

  /// An empty graph.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - length: What the one dimension of its inputs and outputs is called.
  init(name: String, length: String) {
    message.add(Field.name, text: name)
    self.length = length
  }

  /// Appends an input, a vector.
  mutating func input(_ name: String, _ type: ElementType) {
    message.add(Field.input, vector(name, type))
  }

  /// Appends an output, a vector.
  mutating func output(_ name: String, _ type: ElementType) {
    message.add(Field.output, vector(name, type))
  }

  /// Appends a tensor of numbers that are part of the graph.
  mutating func constant(_ name: String, shape: [Int], _ values: [Float]) {
    constant(name, shape, .float) { $0.add(4, floats: values) }  // float_data
  }

  /// Appends a number that is part of the graph.
  mutating func constant(_ name: String, _ value: Float) { constant(name, shape: [], [value]) }

  /// Appends a vector of one whole number that is part of the graph.
  mutating func constant(_ name: String, _ value: Int64) {
    constant(name, [1], .integer) { $0.add(7, integers: [value]) }  // int64_data
  }

  /// Appends an operator with one result.
  ///
  /// - Parameters:
  ///   - type: The operator.
  ///   - inputs: The names of what it works on, in the operator's order.
  ///   - output: The name of its result.
  ///   - domain: The set of operators that it is from. The default is ONNX's own.
  ///   - attributes: What it is told besides. The default is nothing.
  mutating func node(
    _ type: String, _ inputs: [String], _ output: String, domain: String = "",
    _ attributes: KeyValuePairs<String, Attribute> = [:]
  ) {
    message.add(Field.node) { node in
      for input in inputs { node.add(1, text: input) }
      node.add(2, text: output)
      node.add(3, text: output)  // Nodes are named after their results.
      node.add(4, text: type)
      for (name, value) in attributes { node.add(5) { value.encode(name, into: &$0) } }
      // ONNX's own operators have no domain.
      if !domain.isEmpty { node.add(7, text: domain) }
    }
  }

  private mutating func constant(
    _ name: String, _ shape: [Int], _ type: ElementType, _ addValues: (inout ProtocolBuffer) -> Void
  ) {
    message.add(Field.initializer) { tensor in
      tensor.add(1, integers: shape.map(Int64.init))
      tensor.add(2, integer: type.rawValue)
      addValues(&tensor)
      tensor.add(8, text: name)
    }
  }

  private func vector(_ name: String, _ type: ElementType) -> ProtocolBuffer {
    var value = ProtocolBuffer()
    value.add(1, text: name)
    value.add(2) { typed in
      typed.add(1) { tensor in
        tensor.add(1, integer: type.rawValue)
        tensor.add(2) { shape in shape.add(1) { $0.add(2, text: length) } }
      }
    }
    return value
  }
}

extension ONNXGraph.Attribute {
  /// Writes an `AttributeProto`: the name, the value in the field of its kind, and the kind (INT, INTS or STRINGS).
  fileprivate func encode(_ name: String, into message: inout ProtocolBuffer) {
    message.add(1, text: name)
    switch self {
    case .integer(let value):
      message.add(3, integer: value)
      message.add(20, integer: 2)
    case .integers(let values):
      message.add(8, integers: values)
      message.add(20, integer: 7)
    case .texts(let values):
      for value in values { message.add(9, text: value) }
      message.add(20, integer: 8)
    }
  }
}
