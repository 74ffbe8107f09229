import BookData
import Support

/// A plain network as one graph of ONNX operators, ids and all.
///
/// The inputs are `user_id` and `book_id`, vectors of the same length, of 64-bit integers where all ids of the
/// model's vocabulary are such, else of strings; the output `prediction` is a vector of as many numbers. An id
/// that the model does not know counts as the average one, and two such ids get the mean rating, as in
/// `octavo predict`.
package enum ONNXModel {
  /// The bytes that a message of Protocol Buffers, and with it a file, can have: 2 GiB.
  static let largestSize = Int(Int32.max)
  /// Version of the file's form, and of the two sets of operators: of 2020, which every runtime in use knows.
  private static let formVersion: Int64 = 7
  private static let operatorVersion: Int64 = 13
  private static let learningOperatorVersion: Int64 = 2
  private static let learningDomain = "ai.onnx.ml"

  /// The bytes of the file.
  ///
  /// - Throws: ``ExportError/hybridNetwork``, ``ExportError/tooLarge(bytes:)``.
  package static func encoded(_ model: Model) throws(ExportError) -> [UInt8] {
    guard model.encoder == nil else { throw .hybridNetwork }
    let graph = graph(model)
    var message = ProtocolBuffer()
    message.add(1, integer: formVersion)
    message.add(2, text: "octavo")  // producer_name, and producer_version
    if let program = model.manifest.program { message.add(3, text: program) }
    message.add(7, graph.message)
    // opset_import
    for (domain, version) in [("", operatorVersion), (learningDomain, learningOperatorVersion)] {
      message.add(8) { set in
        set.add(1, text: domain)
        set.add(2, integer: version)
      }
    }
    // metadata_props
    message.add(14) { entry in
      entry.add(1, text: "data")
      entry.add(2, text: "\(model.manifest.data)")
    }
    try checkSize(message.bytes.count)
    return message.bytes
  }

  /// Refuses a file that no program could read.
  ///
  /// - Throws: ``ExportError/tooLarge(bytes:)``.
  static func checkSize(_ bytes: Int) throws(ExportError) {
    guard bytes <= largestSize else { throw .tooLarge(bytes: bytes) }
  }

  private static func graph(_ model: Model) -> ONNXGraph {
    var graph = ONNXGraph(name: "octavo", length: "pairs")
    for (name, shape, weights) in ModelFolder.weights(of: model.network) {
      graph.constant(name, shape: shape, weights)
    }
    let reader = side("user_id", model.readers, embeddings: "readers.embedding", &graph)
    let book = side("book_id", model.books, embeddings: "books.embedding", &graph)
    graph.node("Concat", [reader.vectors, book.vectors], "embeddings", ["axis": .integer(1)])
    let output = dense(layers: model.network.stack.layers.count, "embeddings", &graph)
    graph.constant("one_column", Int64(1))
    graph.node("Squeeze", [output, "one_column"], "unclipped")
    let range = model.manifest.ratingRange
    graph.constant("lowest", range.lowest)
    graph.constant("highest", range.highest)
    graph.node("Clip", ["unclipped", "lowest", "highest"], "clipped")
    graph.node("And", [reader.isUnknown, book.isUnknown], "both_unknown")
    graph.constant("mean", model.manifest.mean)
    graph.node("Where", ["both_unknown", "mean", "clipped"], "prediction")
    graph.output("prediction", .float)
    return graph
  }

  /// From ids to embeddings.
  ///
  /// - Returns: The names of the embeddings, [pairs × dimension], and of which ids are unknown, [pairs].
  private static func side(
    _ id: String, _ vocabulary: Vocabulary, embeddings: String, _ graph: inout ONNXGraph
  ) -> (vectors: String, isUnknown: String) {
    let unknown = Int64(vocabulary.count)
    let keys: (name: String, values: ONNXGraph.Attribute)
    switch vocabulary.ids {
    case .integers(let ids):
      graph.input(id, .integer)
      keys = ("keys_int64s", .integers(ids))
    case .strings(let ids):
      graph.input(id, .text)
      keys = ("keys_strings", .texts(ids))
    }
    let (row, vectors, isUnknown) = (id + ".row", id + ".embedding", id + ".is_unknown")
    graph.node(
      "LabelEncoder", [id], row, domain: learningDomain,
      [
        keys.name: keys.values, "values_int64s": .integers(Array(0..<unknown)),
        "default_int64": .integer(unknown),
      ])
    graph.constant(id + ".unknown", unknown)
    graph.node("Gather", [embeddings, row], vectors)
    graph.node("Equal", [row, id + ".unknown"], isUnknown)
    return (vectors, isUnknown)
  }

  /// The dense layers, rectified but for the last.
  ///
  /// - Returns: The name of the result, [pairs × 1].
  private static func dense(
    layers: Int, _ input: String, _ graph: inout ONNXGraph
  ) -> String {
    var input = input
    for index in 0..<layers {
      let name = "dense.\(index)"
      graph.node(
        "Gemm", [input, name + ".weight", name + ".bias"], name, ["transB": .integer(1)])
      input = name
      guard index + 1 < layers else { break }
      input = name + ".rectified"
      graph.node("Relu", [name], input)
    }
    return input
  }
}
