internal import CIntrinsics
import Parallelism

extension EmbeddingTable {
  /// Adds a batch's gradients row by row, for the table rows that `worker` owns: what ``update`` would apply.
  ///
  /// - Parameters:
  ///   - gradients: Of the slots; clobbered.
  ///   - column: The first column of this table's gradients.
  ///   - step: The number of the step.
  ///   - sums: Out: the sum of each row that the slots name, at the row's place, [rows × dimension].
  public func addGradients(
    _ slots: Slots, worker: Int, of workers: Int, scratch: OwnerScratch, gradients: Matrix,
    column: Int, step: Int, into sums: Matrix
  ) {
    precondition(
      sums.rows >= rows && sums.columns == dimension, "\(sums.rows) × \(sums.columns) sums")
    let headCount = addDuplicates(
      slots, worker: worker, of: workers, scratch, step: UInt32(step), gradients: gradients,
      column: column)
    for k in 0..<headCount {
      let slot = unsafe Int(scratch.owned[k])
      let sum = unsafe sums.base + Int(slots.ids[slot]) * dimension
      unsafe sum.update(
        from: gradients.base + slot * gradients.columns + column, count: dimension)
    }
  }

  /// Adds the gradients of each row that `worker` owns onto its first slot, and lists those slots.
  ///
  /// - Returns: How many slots `scratch` lists.
  func addDuplicates(
    _ slots: Slots, worker: Int, of workers: Int, _ scratch: OwnerScratch, step: UInt32,
    gradients: Matrix, column: Int
  ) -> Int {
    precondition(
      slots.count <= scratch.capacity, "\(slots.count) rows, room for \(scratch.capacity)")
    let count = listOwned(slots, worker: worker, of: workers, into: scratch)
    let sums = unsafe GradientSums(
      base: gradients.base + column, width: gradients.columns, dimension: dimension)
    if let shards = unsafe slots.shards {
      return unsafe addInTree(scratch, count, slots.ids, shards, step: step, sums)
    }
    return unsafe addInOrder(scratch.owned, count, slots.ids, step: step, sums)
  }

  /// Lists the slots whose table row `worker` owns, in order, without a branch.
  private func listOwned(
    _ slots: Slots, worker: Int, of workers: Int, into scratch: OwnerScratch
  ) -> Int {
    var found = 0
    let (ids, owned) = unsafe (slots.ids, scratch.owned)
    let (workers, worker) = (UInt64(workers), UInt64(worker))
    for i in 0..<slots.count {
      unsafe owned[found] = UInt32(truncatingIfNeeded: i)
      let id = unsafe ids[i]
      found += (hashedPart(of: id, workers) == worker ? 1 : 0) & (id == Slots.noID ? 0 : 1)
    }
    return found
  }

  /// Adds the gradients of repeated rows onto the first, and keeps the first ones in `owned`.
  private func addInOrder(
    _ owned: UnsafeMutablePointer<UInt32>, _ count: Int, _ ids: UnsafeMutablePointer<UInt32>,
    step: UInt32, _ sums: GradientSums
  ) -> Int {
    var heads = 0
    for k in 0..<count {
      unsafe prefetchHead(owned, k, of: count, ids)
      let slot = unsafe owned[k]
      let row = unsafe Int(ids[Int(slot)])
      if unsafe headStep[row] == step {
        unsafe sums.add(slot, to: head[row])
      } else {
        unsafe headStep[row] = step
        unsafe head[row] = slot
        unsafe owned[heads] = slot
        heads += 1
      }
    }
    return heads
  }

  /// As ``addInOrder``, but in a binary tree over the shards of a row's slots, those of one shard in order.
  ///
  /// A row's sums over complete subtrees form a stack: `head` is the topmost, `below` leads down to the first. A
  /// shard without a gradient adds nothing, so the sums over any subtree can be made elsewhere, and apart.
  private func addInTree(
    _ scratch: OwnerScratch, _ count: Int, _ ids: UnsafeMutablePointer<UInt32>,
    _ shards: UnsafeMutablePointer<UInt8>, step: UInt32, _ sums: GradientSums
  ) -> Int {
    let (owned, below) = unsafe (scratch.owned, scratch.below)
    var heads = 0
    for k in 0..<count {
      unsafe prefetchHead(owned, k, of: count, ids)
      let slot = unsafe owned[k]
      let row = unsafe Int(ids[Int(slot)])
      guard unsafe headStep[row] == step else {
        unsafe headStep[row] = step
        unsafe head[row] = slot
        unsafe below[Int(slot)] = Slots.noID
        unsafe owned[heads] = slot
        heads += 1
        continue
      }
      var top = unsafe head[row]
      let difference = unsafe shards[Int(top)] ^ shards[Int(slot)]
      guard difference != 0 else {
        sums.add(slot, to: top)
        continue
      }
      // The subtree of the topmost sums that ends before this shard is complete.
      let level = UInt8(7 - difference.leadingZeroBitCount)
      while true {
        let under = unsafe below[Int(top)]
        guard under != Slots.noID,
          unsafe shards[Int(under)] >> level == shards[Int(top)] >> level
        else { break }
        sums.add(top, to: under)
        top = under
      }
      unsafe below[Int(slot)] = top
      unsafe head[row] = slot
    }
    for k in 0..<heads {
      let first = unsafe owned[k]
      var top = unsafe head[Int(ids[Int(first)])]
      while top != first {
        let under = unsafe below[Int(top)]
        sums.add(top, to: under)
        top = under
      }
    }
    return heads
  }

  @inline(__always)
  private func prefetchHead(
    _ owned: UnsafeMutablePointer<UInt32>, _ k: Int, of count: Int,
    _ ids: UnsafeMutablePointer<UInt32>
  ) {
    guard k + Self.prefetchDistance < count else { return }
    let ahead = unsafe Int(ids[Int(owned[k + Self.prefetchDistance])])
    unsafe octavo_prefetch(headStep + ahead)
    unsafe octavo_prefetch(head + ahead)
  }
}

/// The gradients of slots, one row of `width` elements apart.
@safe private struct GradientSums {
  let base: UnsafeMutablePointer<Float>
  let width: Int
  let dimension: Int

  @inline(__always)
  func add(_ term: UInt32, to sum: UInt32) {
    unsafe octavo_add(dimension, base + Int(sum) * width, base + Int(term) * width)
  }
}
