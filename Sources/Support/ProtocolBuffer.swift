/// A message in the wire format of Protocol Buffers, of the few kinds of fields that event files and ONNX use.
///
/// https://protobuf.dev/programming-guides/encoding. A message is a run of fields, each a tag (field number
/// and wire type) and a value. Writing them by hand takes these few lines; the whole runtime of swift-protobuf
/// with generated sources would make every build longer by more than all of Octavo.
package struct ProtocolBuffer: Sendable {
  /// The message so far.
  package private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 {
    case variable = 0
    case eightBytes = 1
    case lengthDelimited = 2
    case fourBytes = 5
  }

  /// An empty message.
  package init() {}

  /// Appends a whole number.
  package mutating func add(_ field: UInt64, integer: Int64) {
    tag(field, .variable)
    variable(UInt64(bitPattern: integer))
  }

  /// Appends a number of double precision.
  package mutating func add(_ field: UInt64, double: Double) {
    tag(field, .eightBytes)
    littleEndian(double.bitPattern, bytes: 8)
  }

  /// Appends a number of single precision.
  package mutating func add(_ field: UInt64, float: Float) {
    tag(field, .fourBytes)
    littleEndian(UInt64(float.bitPattern), bytes: 4)
  }

  /// Appends text.
  package mutating func add(_ field: UInt64, text: String) {
    add(field, content: Array(text.utf8))
  }

  /// Appends a message within the message.
  package mutating func add(_ field: UInt64, _ build: (inout ProtocolBuffer) -> Void) {
    var message = ProtocolBuffer()
    build(&message)
    add(field, message)
  }

  /// Appends a message that is built already.
  package mutating func add(_ field: UInt64, _ message: ProtocolBuffer) {
    add(field, content: message.bytes)
  }

  /// Appends a packed list of numbers of double precision.
  package mutating func add(_ field: UInt64, doubles: [Double]) {
    var list = ProtocolBuffer()
    for double in doubles { list.littleEndian(double.bitPattern, bytes: 8) }
    add(field, content: list.bytes)
  }

  /// Appends a packed list of numbers of single precision.
  package mutating func add(_ field: UInt64, floats: [Float]) {
    var list = ProtocolBuffer()
    list.bytes.reserveCapacity(4 * floats.count)
    for float in floats { list.littleEndian(UInt64(float.bitPattern), bytes: 4) }
    add(field, content: list.bytes)
  }

  /// Appends a packed list of whole numbers.
  package mutating func add(_ field: UInt64, integers: [Int64]) {
    var list = ProtocolBuffer()
    for integer in integers { list.variable(UInt64(bitPattern: integer)) }
    add(field, content: list.bytes)
  }

  private mutating func add(_ field: UInt64, content: [UInt8]) {
    tag(field, .lengthDelimited)
    variable(UInt64(content.count))
    bytes += content
  }

  private mutating func tag(_ field: UInt64, _ type: WireType) {
    variable(field << 3 | type.rawValue)
  }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func littleEndian(_ value: UInt64, bytes count: Int) {
    for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(i)))) }
  }
}
