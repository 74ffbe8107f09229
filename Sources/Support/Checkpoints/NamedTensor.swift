/// The type of a tensor's elements, named as the safetensors format names it.
public enum ElementType: String, Sendable {
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// Unsigned 32-bit integers.
  case uint32 = "U32"

  /// Bytes that one element takes.
  static let size = 4
}

/// The elements of a tensor, in row-major order.
public enum TensorValues: Sendable {
  /// Single-precision numbers.
  case float32([Float])
  /// Unsigned integers.
  case uint32([UInt32])

  /// The number of elements.
  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .uint32(let values): values.count
    }
  }

  /// The type of the elements.
  public var elementType: ElementType {
    switch self {
    case .float32: .float32
    case .uint32: .uint32
    }
  }
}

/// A tensor with the name under which a file holds it.
public struct NamedTensor: Sendable {
  /// The name, unique in its file.
  public let name: String
  /// The dimensions, outermost first; none for a single number.
  public let shape: [Int]
  /// The elements, row-major; as many as the product of ``shape``.
  public let values: TensorValues

  /// A tensor of single-precision numbers.
  ///
  /// Traps when `values.count` is not the product of `shape`.
  public init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, shape: shape, values: .float32(values))
  }

  /// A tensor of unsigned integers.
  ///
  /// Traps when `values.count` is not the product of `shape`.
  public init(name: String, shape: [Int], values: [UInt32]) {
    self.init(name: name, shape: shape, values: .uint32(values))
  }

  init(name: String, shape: [Int], values: TensorValues) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
      "tensor \(name) of shape \(shape) has \(values.count) values")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// The same tensor under another name.
  package func named(_ name: String) -> NamedTensor {
    NamedTensor(name: name, shape: shape, values: values)
  }

  /// Bytes that the elements take in a file.
  var byteCount: Int { values.count * ElementType.size }
}
