/// The options of a training as TensorBoard's tab HPARAMS compares them.
///
/// Its plugin reads three events of one step: what there is to compare, with what a training was begun, and that it is
/// over. The messages are those of `tensorboard/plugins/hparams/plugin_data.proto` and `api.proto`.
package struct Hyperparameters: Sendable {
  /// A value: TensorBoard sorts and draws numbers as such.
  package enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
  }

  /// The options by their names.
  package var values: [(name: String, value: Value)]
  /// The tags of the scalars that a training ends with.
  package var metrics: [String]

  /// Options, and what they lead to.
  package init(values: [(name: String, value: Value)], metrics: [String]) {
    (self.values, self.metrics) = (values.sorted { $0.name < $1.name }, metrics)
  }

  /// The events of a session, each a tag and the plugin's message.
  enum Event {
    case experiment
    case sessionStart
    case sessionEnd

    var tag: String {
      switch self {
      case .experiment: "_hparams_/experiment"
      case .sessionStart: "_hparams_/session_start_info"
      case .sessionEnd: "_hparams_/session_end_info"
      }
    }
  }

  /// The bytes of an event as a message.
  func encoded(_ event: Event, wallTime: Double, step: Int) -> [UInt8] {
    var message = ProtocolBuffer()
    message.add(1, double: wallTime)
    if step != 0 { message.add(2, integer: Int64(step)) }
    message.add(5) { summary in
      summary.add(1) { value in
        value.add(1, text: event.tag)
        // No numbers: all is in the metadata.
        value.add(8) { tensor in
          tensor.add(1, integer: 1)  // dtype: DT_FLOAT
          tensor.add(2) { $0.add(2) { _ in } }
        }
        value.add(9) { metadata in
          metadata.add(1) { plugin in
            plugin.add(1, text: "hparams")
            plugin.add(2) { add(event, to: &$0, at: wallTime) }
          }
        }
      }
    }
    return message.bytes
  }

  private func add(_ event: Event, to data: inout ProtocolBuffer, at time: Double) {
    switch event {
    case .experiment: data.add(2, addExperiment)
    case .sessionStart:
      data.add(3) { session in
        for (name, value) in values {
          session.add(1) { entry in
            entry.add(1, text: name)
            entry.add(2) { value.add(to: &$0) }
          }
        }
        session.add(5, double: time)
      }
    case .sessionEnd:
      data.add(4) { session in
        session.add(1, integer: 1)  // status: STATUS_SUCCESS
        session.add(2, double: time)
      }
    }
  }

  private func addExperiment(to experiment: inout ProtocolBuffer) {
    for (name, value) in values {
      experiment.add(4) { info in
        info.add(1, text: name)
        info.add(4, integer: value.dataType)
      }
    }
    for tag in metrics { experiment.add(5) { $0.add(1) { $0.add(2, text: tag) } } }
  }
}

extension Hyperparameters.Value {
  /// `DATA_TYPE_STRING` or `DATA_TYPE_FLOAT64`.
  fileprivate var dataType: Int64 {
    switch self {
    case .text: 1
    case .number: 3
    }
  }

  /// A `google.protobuf.Value`.
  fileprivate func add(to message: inout ProtocolBuffer) {
    switch self {
    case .number(let number): message.add(2, double: number)
    case .text(let text): message.add(3, text: text)
    }
  }
}

extension EventFile {
  /// Adds what a session is begun with.
  package func appendStart(of hyperparameters: Hyperparameters) {
    append(hyperparameters, .experiment)
    append(hyperparameters, .sessionStart)
  }

  /// Adds that a session is over.
  package func appendEnd(of hyperparameters: Hyperparameters) {
    append(hyperparameters, .sessionEnd)
  }
}
