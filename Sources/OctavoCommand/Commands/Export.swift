import ArgumentParser
import Octavo
import Support

/// Writes a model in a form that other programs read.
struct Export: ParsableCommand {
  /// The forms.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case onnx
    case safetensors
    case csv
  }

  static let configuration = CommandConfiguration(
    abstract: "Write a model in a form that other programs read.",
    discussion: """
      onnx: one file with a plain model as a graph of operators from ids to ratings, as predict answers. \
      safetensors: a folder with all numbers of a model and score.py, which predicts and recommends with NumPy \
      alone; it holds the ratings that the model learned from. csv: a file with the vectors of readers or \
      books, for an index of nearest neighbours; with --part, safetensors is such a file, too.

      --output - writes a file to standard output.
      """)

  @OptionGroup var model: ModelOption

  @Option(help: "The form.")
  var format: Format

  @Option(help: "Where the file or folder goes; - is standard output, for a file.")
  var output: String

  @Option(help: "Whose vectors; of csv and safetensors.")
  var part: VectorTable.Part?

  @Option(
    help:
      "Which vectors: the network's embeddings, or the factors of a hybrid model. (default: embedding)"
  )
  var vectors: VectorTable.Kind?

  func validate() throws {
    let words = format.rawValue
    guard format != .csv || part != nil else {
      throw ValidationError(
        "--format csv: found no --part, expected --part readers or --part books")
    }
    guard format != .onnx || part == nil else {
      throw ValidationError("--part: found it with --format onnx, expected csv or safetensors")
    }
    guard part != nil || vectors == nil else {
      throw ValidationError(
        "--vectors: found it with --format \(words) alone, expected --part, too")
    }
    guard !isFolder || output != "-" else {
      throw ValidationError(
        "--output -: found it with --format safetensors, which writes a folder, expected its path")
    }
  }

  /// Whether the export is a folder.
  private var isFolder: Bool { format == .safetensors && part == nil }

  func run() throws {
    let folder = try model.folder()
    let read = try ModelFolder.read(folder)
    guard format != .onnx else {
      let bytes = try ONNXModel.encoded(read)
      return try deliver { try $0(bytes) }
    }
    guard let part else { return try ModelFolder.writeTensors(of: folder, to: output) }
    let table = try VectorTable(part, vectors ?? .embedding, of: read)
    try deliver(format == .csv ? table.encodeCSV : table.encodeTensors)
  }

  /// Writes a file, whole or not at all, or to standard output.
  private func deliver(_ encode: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
    guard output != "-" else { return try encode { try StandardStream.writeOutput(bytes: $0) } }
    let file = try AtomicFile(path: output)
    try encode { try file.write($0) }
    try file.commit()
  }
}

extension VectorTable.Part: ExpressibleByArgument {}
extension VectorTable.Kind: ExpressibleByArgument {}
