/// One entry of an event file.
public enum Event: Sendable {
  /// A number.
  case scalar(tag: String, Double)
  /// How numbers are distributed.
  case histogram(tag: String, Histogram)
  /// Text, shown as Markdown.
  case text(tag: String, String)
  /// The program begins at the event's step: what other files hold of that step and later ones is void.
  case start
}

/// Field numbers of TensorFlow's `event.proto`, `summary.proto`, `tensor.proto` and their neighbours.
private enum Field {
  static let wallTime: UInt64 = 1
  static let step: UInt64 = 2
  static let fileVersion: UInt64 = 3
  static let summary: UInt64 = 5
  static let sessionLog: UInt64 = 7

  static let summaryValue: UInt64 = 1
  static let valueTag: UInt64 = 1
  static let valueNumber: UInt64 = 2
  static let valueHistogram: UInt64 = 5
  static let valueTensor: UInt64 = 8
  static let valueMetadata: UInt64 = 9
}

extension Event {
  /// The bytes of the event as a message.
  package func encoded(wallTime: Double, step: Int) -> [UInt8] {
    var message = ProtocolBuffer()
    message.add(Field.wallTime, double: wallTime)
    message.add(Field.step, integer: Int64(step))
    if case .start = self {
      // SessionLog.status = START.
      message.add(Field.sessionLog) { $0.add(1, integer: 1) }
    } else {
      message.add(Field.summary) { summary in
        summary.add(Field.summaryValue) { encodeValue(into: &$0) }
      }
    }
    return message.bytes
  }

  /// The first event of every file: the version of the format.
  static func fileVersion(wallTime: Double) -> [UInt8] {
    var message = ProtocolBuffer()
    message.add(Field.wallTime, double: wallTime)
    message.add(Field.fileVersion, text: "brain.Event:2")
    return message.bytes
  }

  private func encodeValue(into value: inout ProtocolBuffer) {
    switch self {
    case .scalar(let tag, let number):
      value.add(Field.valueTag, text: tag)
      value.add(Field.valueNumber, float: Float(number))
    case .histogram(let tag, let histogram):
      value.add(Field.valueTag, text: tag)
      value.add(Field.valueHistogram) { histogram.encode(into: &$0) }
    case .text(let tag, let text):
      value.add(Field.valueTag, text: tag)
      value.add(Field.valueTensor) { tensor in
        tensor.add(1, integer: 7)  // dtype: DT_STRING
        tensor.add(2) { shape in shape.add(2) { $0.add(1, integer: 1) } }
        tensor.add(8, text: text)
      }
      value.add(Field.valueMetadata) { metadata in
        metadata.add(1) { $0.add(1, text: "text") }
        metadata.add(4, integer: 2)  // data_class: DATA_CLASS_TENSOR
      }
    case .start: break
    }
  }
}

extension Histogram {
  fileprivate func encode(into message: inout ProtocolBuffer) {
    message.add(1, double: lowest)
    message.add(2, double: highest)
    message.add(3, double: Double(count))
    message.add(4, double: sum)
    message.add(5, double: sumOfSquares)
    message.add(6, doubles: limits)
    message.add(7, doubles: counts)
  }
}
