internal import CMPI
import Foundation

/// Ranks that are processes, on this machine or several, through OpenMPI.
///
/// MPI moves bytes and never adds floating-point numbers, whose sums would depend on its version and on the number
/// of ranks.
///
/// `@unchecked Sendable`: one thread at a time calls it, the one that began MPI (its `MPI_THREAD_FUNNELED`), which
/// every training keeps; what is stored never changes.
public final class MPIRanks: Ranks, @unchecked Sendable {
  /// This one's number, from 0.
  public let rank: Int
  /// How many there are.
  public let count: Int
  /// The host that this rank runs on.
  public let host: String
  private let mpi: octavo_mpi

  /// A message is sent in pieces of so many bytes at most: MPI counts in 32 bits.
  private let largestPiece: Int

  /// Begins MPI; once in a process.
  ///
  /// - Parameter largestPiece: How many bytes are sent at once. The default is 1 GiB; tests take less.
  /// - Throws: ``RankError``.
  public init(largestPiece: Int = 1 << 30) throws(RankError) {
    mpi = try MPILibrary().mpi
    self.largestPiece = largestPiece
    var provided: Int32 = 0
    let begun = mpi.MPI_Init_thread(nil, nil, Int32(OCTAVO_MPI_THREAD_FUNNELED), &provided)
    guard begun == OCTAVO_MPI_SUCCESS, provided >= OCTAVO_MPI_THREAD_FUNNELED else {
      throw .failed(
        call: "MPI_Init_thread", reason: "found thread support \(provided), expected 1 or more",
        rank: 0, host: ProcessInfo.processInfo.hostName)
    }
    _ = mpi.MPI_Comm_set_errhandler(mpi.world, mpi.errors_return)
    var (ownRank, size): (Int32, Int32) = (0, 1)
    _ = mpi.MPI_Comm_rank(mpi.world, &ownRank)
    _ = mpi.MPI_Comm_size(mpi.world, &size)
    (rank, count) = (Int(ownRank), Int(size))
    let functions = mpi
    host = text(ofAtMost: Int(OCTAVO_MPI_MAX_PROCESSOR_NAME)) {
      _ = functions.MPI_Get_processor_name($0, &$1)
    }
  }

  /// Part r of `outgoing` goes to rank r; part r of `incoming` is what rank r sent.
  ///
  /// - Throws: ``RankError/failed(call:reason:rank:host:)``.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>, into incoming: inout Parts<Element>
  ) throws {
    let (from, to) = (outgoing.starts, incoming.starts)
    precondition(from.count == count + 1 && to.count == count + 1, "parts for other ranks")
    precondition(
      from[rank + 1] - from[rank] == to[rank + 1] - to[rank], "an own part of another size")
    let size = MemoryLayout<Element>.stride
    // The pointers are MPI's until MPI_Waitall returns, which is inside.
    try outgoing.values.withUnsafeBytes { source in
      try incoming.values.withUnsafeMutableBytes { target in
        if from[rank] < from[rank + 1] {
          UnsafeMutableRawBufferPointer(rebasing: target[to[rank] * size..<to[rank + 1] * size])
            .copyMemory(
              from: UnsafeRawBufferPointer(
                rebasing: source[from[rank] * size..<from[rank + 1] * size]))
        }
        var requests: [OpaquePointer?] = []
        // Each begins with its neighbour, so that not all send to rank 0 first.
        for step in 1..<max(1, count) {
          let (sender, receiver) = ((rank + count - step) % count, (rank + step) % count)
          try pieces(to[sender] * size..<to[sender + 1] * size) { piece in
            try start("MPI_Irecv", &requests) {
              mpi.MPI_Irecv(
                UnsafeMutableRawBufferPointer(rebasing: target[piece]).baseAddress,
                Int32(piece.count),
                mpi.byte, Int32(sender), 0, mpi.world, &$0)
            }
          }
          try pieces(from[receiver] * size..<from[receiver + 1] * size) { piece in
            try start("MPI_Isend", &requests) {
              mpi.MPI_Isend(
                UnsafeRawBufferPointer(rebasing: source[piece]).baseAddress, Int32(piece.count),
                mpi.byte, Int32(receiver), 0, mpi.world, &$0)
            }
          }
        }
        try check("MPI_Waitall", mpi.MPI_Waitall(Int32(requests.count), &requests, nil))
      }
    }
  }

  /// The same where the receivers do not know the sizes: counts travel first.
  ///
  /// - Throws: ``RankError/failed(call:reason:rank:host:)``.
  public func exchange<Element: BitwiseCopyable & Sendable>(
    _ outgoing: Parts<Element>
  ) throws -> Parts<Element> {
    let sizes = Parts(
      values: zip(outgoing.starts, outgoing.starts.dropFirst()).map { Int64($1 - $0) },
      starts: Array(0...count))
    var arriving = Parts(values: [Int64](repeating: 0, count: count), starts: Array(0...count))
    try exchange(sizes, into: &arriving)
    let starts = Parts<Element>.starts(ofCounts: arriving.values.map { Int($0) })
    var incoming = Parts(values: room(for: starts[count]) as [Element], starts: starts)
    try exchange(outgoing, into: &incoming)
    return incoming
  }

  /// On rank 0 what each rank gave, in order of ranks; empty elsewhere.
  ///
  /// - Throws: ``RankError/failed(call:reason:rank:host:)``.
  public func gather<Element: BitwiseCopyable & Sendable>(
    _ values: [Element]
  ) throws -> Parts<Element> {
    try exchange(
      Parts(
        values: values, starts: [0] + [Int](repeating: values.count, count: count)))
  }

  /// What rank 0 gave, on every rank.
  ///
  /// - Throws: ``RankError/failed(call:reason:rank:host:)``.
  public func broadcast<Element: BitwiseCopyable & Sendable>(
    _ values: [Element]
  ) throws -> [Element] {
    let length = try sum([rank == 0 ? Int64(values.count) : 0])[0]
    var copy = rank == 0 ? values : room(for: Int(length))
    try copy.withUnsafeMutableBytes { bytes in
      try pieces(0..<bytes.count) { piece in
        try check(
          "MPI_Bcast",
          mpi.MPI_Bcast(
            UnsafeMutableRawBufferPointer(rebasing: bytes[piece]).baseAddress, Int32(piece.count),
            mpi.byte, 0, mpi.world))
      }
    }
    return copy
  }

  /// Sums over ranks; exact, so in any order.
  ///
  /// - Throws: ``RankError/failed(call:reason:rank:host:)``.
  public func sum(_ counts: [Int64]) throws -> [Int64] {
    var sums = [Int64](repeating: 0, count: counts.count)
    try counts.withUnsafeBytes { source in
      try sums.withUnsafeMutableBytes { target in
        try pieces(0..<source.count) { piece in
          try check(
            "MPI_Allreduce",
            mpi.MPI_Allreduce(
              UnsafeRawBufferPointer(rebasing: source[piece]).baseAddress,
              UnsafeMutableRawBufferPointer(rebasing: target[piece]).baseAddress,
              Int32(piece.count / 8), mpi.int64, mpi.sum, mpi.world))
        }
      }
    }
    return sums
  }

  /// Returns when every rank has called it.
  public func barrier() throws { try check("MPI_Barrier", mpi.MPI_Barrier(mpi.world)) }

  /// Ends MPI, when every rank has called it.
  public func end() { _ = mpi.MPI_Finalize() }

  /// Ends all ranks; `mpirun` ends with `code`.
  public func abort(_ code: Int32) { _ = mpi.MPI_Abort(mpi.world, code) }

  // MARK: Parts

  /// Calls `body` for each piece of the bytes of a message; not at all for none.
  private func pieces(_ bytes: Range<Int>, _ body: (Range<Int>) throws -> Void) rethrows {
    for start in stride(from: bytes.lowerBound, to: bytes.upperBound, by: largestPiece) {
      try body(start..<min(start + largestPiece, bytes.upperBound))
    }
  }

  private func start(
    _ call: String, _ requests: inout [OpaquePointer?], _ body: (inout OpaquePointer?) -> Int32
  ) throws(RankError) {
    var request: OpaquePointer?
    try check(call, body(&request))
    requests.append(request)
  }

  private func check(_ call: String, _ code: Int32) throws(RankError) {
    guard code != OCTAVO_MPI_SUCCESS else { return }
    let functions = mpi
    let reason = text(ofAtMost: Int(OCTAVO_MPI_MAX_ERROR_STRING)) {
      _ = functions.MPI_Error_string(code, $0, &$1)
    }
    throw .failed(call: call, reason: reason, rank: rank, host: host)
  }
}

/// What `write` writes as C text of a length.
private func text(
  ofAtMost length: Int, _ write: (UnsafeMutablePointer<CChar>, inout Int32) -> Void
) -> String {
  var bytes = [CChar](repeating: 0, count: length + 1)
  var used: Int32 = 0
  bytes.withUnsafeMutableBufferPointer { bytes in
    // It has a base, as it is never empty.
    if let base = bytes.baseAddress { write(base, &used) }
  }
  return String(decoding: bytes.prefix(Int(used)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// An array whose elements are not yet what they will be; all of them are received before anybody reads them.
private func room<Element: BitwiseCopyable>(for count: Int) -> [Element] {
  [Element](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
}
