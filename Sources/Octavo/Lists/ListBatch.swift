import Lists
import Parallelism
import Support

/// Lists for many readers, a block of them at a time, so that memory does not grow with their number.
package struct ListBatch: Sendable {
  let output: ListOutput
  private let request: ListRequest
  private let admitted: [Bool]?
  private let threads: Int

  /// How many readers' lists are made before they are written: every thread has work, and memory is small.
  private static let blockSize = 4096

  /// Lists in this form, as asked for in `request`.
  ///
  /// - Parameters:
  ///   - admitted: For each book whether it may be listed; nil admits all. The default is nil.
  ///   - threads: How many threads work; the lists do not depend on it.
  package init(
    _ output: ListOutput, _ request: ListRequest, admitted: [Bool]? = nil, threads: Int
  ) {
    self.output = output
    self.request = request
    self.admitted = admitted
    self.threads = threads
  }

  /// Makes the lists of `readers` and hands their text to `write`, in order.
  ///
  /// - Throws: What `write` throws; `EncodingError`.
  package func write(_ readers: ListReaders, _ write: (String) throws -> Void) throws {
    try write(output.header)
    try self.write(readers, as: { try output.rendered($0, for: $1) }, to: write)
  }

  /// Makes the lists of `readers`, gives each the form that `render` makes on any thread, and hands that to `write`,
  /// in order.
  ///
  /// - Throws: What `render` and `write` throw.
  func write<Form: Sendable>(
    _ readers: ListReaders, as render: @Sendable ([ListedBook], NamedProfile) throws -> Form,
    to write: (Form) throws -> Void
  ) throws {
    for start in stride(from: 0, to: readers.count, by: Self.blockSize) {
      let block = (start..<min(start + Self.blockSize, readers.count)).map { readers[$0] }
      let lists = output.maker.lists(
        for: block.map { ($0.profile, request.includeRated ? [] : $0.leavingOut) }, request,
        admitted: admitted, threads: threads)
      let forms = Parallel.map(block.count, threads: threads) { place in
        Result { try render(lists[place], block[place]) }
      }
      for form in forms { try write(form.get()) }
    }
  }

  /// Writes the lists of `readers` to the file at `path`, whole or not at all.
  ///
  /// - Parameter beforeEach: Called before each list is written; what it throws ends the work. The default does nothing.
  /// - Throws: `FileError`, `EncodingError`.
  package func write(
    _ readers: ListReaders, to path: String, beforeEach: () throws -> Void = {}
  ) throws {
    let file = try AtomicFile(path: path)
    try write(readers) {
      try beforeEach()
      try file.write($0)
    }
    try file.commit()
  }
}

extension Model {
  /// Where everyone's lists go, whole or not at all.
  package enum ListDestination {
    /// The file at a path, in a form.
    case file(String, ListFormat)
    /// A table, with the model's version.
    case table(ModelTable, version: String)
  }

  /// Writes lists for every reader of the model.
  ///
  /// - Parameter beforeEach: Called before each list is written; what it throws ends the work. The default does nothing.
  /// - Returns: For how many readers; nil where the model holds no weights of lists, and then nothing is
  ///   written.
  /// - Throws: `FileError`, `DatabaseError`, `EncodingError`.
  package func writeAllLists(
    _ request: ListRequest = ListRequest(), to destination: ListDestination, threads: Int,
    beforeEach: () throws -> Void = {}
  ) throws -> Int? {
    guard let maker = try? listMaker() else { return nil }
    let everyone = ListReaders(of: self, maker, 0..<UInt32(readers.count))
    func batch(_ format: ListFormat) -> ListBatch {
      ListBatch(ListOutput(format, maker), request, threads: threads)
    }
    switch destination {
    case .file(let path, let format):
      try batch(format).write(everyone, to: path, beforeEach: beforeEach)
    case .table(let table, let version):
      try batch(.csv).write(everyone, to: table, version: version, beforeEach: beforeEach)
    }
    return everyone.count
  }
}
