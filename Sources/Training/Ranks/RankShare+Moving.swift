import Kernels
import Networks
import Ranks

// Rows between the whole network on rank 0 and the shares of all ranks.

extension RankShare {
  /// Takes over the own rows of the network that rank 0 has, with the dense parameters, the number of the last step and
  /// the steps that sleeping rows missed.
  ///
  /// - Parameter whole: The network on rank 0; nil elsewhere.
  /// - Throws: What the ranks throw.
  func takeOver(_ whole: RatingNetwork?, _ ranks: any Ranks) throws {
    try takeOver(step.network.readers, of: whole?.readers, ranks, layout.rank(ofReader:))
    try takeOver(bookTable, of: whole?.books, ranks, layout.rank(ofBook:))
    let network = step.network
    network.parameters.copy(from: try ranks.broadcast(whole?.parameters.values ?? []))
    network.state.copy(from: try ranks.broadcast(whole?.state.values ?? []))
    let state = step.catchUp?.state
    let last = try ranks.broadcast([Int64(step.step), Int64(state?.base ?? 0)])
    guard let state else { return step.restore(step: Int(last[0]), catchUp: nil) }
    step.restore(
      step: Int(last[0]),
      catchUp: AdamCatchUp.State(
        base: Int(last[1]), step: Int(last[0]),
        decayProducts: try ranks.broadcast(state.decayProducts),
        sums: try ranks.broadcast(state.sums), epsilons: try ranks.broadcast(state.epsilons)))
  }

  private func takeOver(
    _ table: EmbeddingTable, of whole: EmbeddingTable?, _ ranks: any Ranks,
    _ owner: (UInt32) -> Int
  ) throws {
    let contents = whole?.contents ?? []
    let lastSteps = whole?.lastSteps ?? []
    var rows = [[Float]](repeating: [], count: layout.count)
    var steps = [[UInt32]](repeating: [], count: layout.count)
    for row in lastSteps.indices {
      let rank = owner(UInt32(row))
      rows[rank] += contents[row * table.rowLength..<(row + 1) * table.rowLength]
      steps[rank].append(lastSteps[row])
    }
    table.restore(
      contents: try ranks.exchange(Parts(rows)).values,
      lastSteps: try ranks.exchange(Parts(steps)).values)
  }

  /// Brings the rows of all ranks and their slices of the dense parameters together on rank 0.
  ///
  /// - Parameter whole: The network on rank 0; nil elsewhere.
  /// - Throws: What the ranks throw.
  func collect(into whole: RatingNetwork?, _ ranks: any Ranks) throws {
    try collect(step.network.readers, into: whole?.readers, ranks, layout.rank(ofReader:))
    try collect(bookTable, into: whole?.books, ranks, layout.rank(ofBook:))
    let (network, slice) = (step.network, layout.slice(ofRank: layout.rank))
    try collect(network.parameters, slice, into: whole?.parameters, ranks)
    try collect(network.state, slice, into: whole?.state, ranks)
  }

  private func collect(
    _ table: EmbeddingTable, into whole: EmbeddingTable?, _ ranks: any Ranks,
    _ owner: (UInt32) -> Int
  ) throws {
    let (rows, steps) = (try ranks.gather(table.contents), try ranks.gather(table.lastSteps))
    guard let whole else { return }
    let length = table.rowLength
    var contents: [Float] = []
    contents.reserveCapacity(whole.rows * length)
    var next = Array(steps.starts.dropLast())
    let lastSteps = (0..<UInt32(whole.rows)).map { row in
      let place = next[owner(row)]
      next[owner(row)] += 1
      contents += rows.values[place * length..<(place + 1) * length]
      return steps.values[place]
    }
    whole.restore(contents: contents, lastSteps: lastSteps)
  }

  /// The columns of a slice of every rank, next to each other.
  private func collect(
    _ matrix: Matrix, _ slice: Range<Int>, into whole: Matrix?, _ ranks: any Ranks
  ) throws {
    let parts = try (0..<matrix.rows).map { row in
      try ranks.gather(matrix.rows(from: row, count: 1).columns(slice).values)
    }
    whole?.copy(from: parts.flatMap(\.values))
  }
}
