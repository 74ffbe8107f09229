import Parallelism
import Ranks

/// What a rank learns from in one step, and which book rows it needs for it.
struct StepPlan: Sendable {
  /// The own ratings of the batch, shard by shard, those of a shard in the batch's order.
  let ratings: [Int]
  /// The first of ``ratings`` of each shard, and their number: [shards + 1].
  let shardStarts: [Int]
  /// For each of ``ratings`` the number of its book's row among those that come, owner by owner.
  let visitors: [UInt32]
  /// The books that each rank is asked for, subtree by subtree; a book once for each subtree that meets it.
  let wanted: Parts<UInt32>
  /// How many of the books that each rank is asked for are of each subtree, [ranks][subtrees].
  let counts: [[Int]]
}

extension StepPlan {
  /// The plan for own ratings of a batch.
  ///
  /// - Parameters:
  ///   - batch: Their numbers, in the batch's order.
  ///   - shard: The shard of a rating.
  ///   - book: The book of a rating.
  ///   - seen: Room to tell books apart.
  init(
    _ batch: [Int], _ layout: RankLayout, shard: (Int) -> Int, book: (Int) -> UInt32,
    seen: SeenBooks
  ) {
    let shards = batch.map { UInt32(shard($0)) }
    var sorting = GroupPlaces(shards, groups: layout.cut.shards)
    let starts = sorting.offsets
    var ratings = [Int](repeating: 0, count: batch.count)
    for (rating, shard) in zip(batch, shards) { ratings[sorting.place(in: shard)] = rating }
    let subtrees = layout.subtrees(ofRank: layout.rank)
    var wanted = [[UInt32]](repeating: [], count: layout.count)
    var counts = [[Int]](repeating: [], count: layout.count)
    var places = [(owner: Int, place: Int)]()
    places.reserveCapacity(batch.count)
    for subtree in subtrees {
      seen.forget()
      let before = wanted.map(\.count)
      for rating in ratings[starts[subtree.lowerBound]..<starts[subtree.upperBound]] {
        let book = book(rating)
        let owner = layout.rank(ofBook: book)
        if let place = seen[book] {
          places.append((owner, place))
        } else {
          seen[book] = wanted[owner].count
          places.append((owner, wanted[owner].count))
          wanted[owner].append(book)
        }
      }
      for owner in 0..<layout.count { counts[owner].append(wanted[owner].count - before[owner]) }
    }
    let parts = Parts(wanted)
    self.init(
      ratings: ratings, shardStarts: starts,
      visitors: places.map { UInt32(parts.starts[$0.owner] + $0.place) }, wanted: parts,
      counts: counts)
  }
}

/// A place for each book of a subtree, forgotten in no time.
///
/// `@unchecked Sendable` holds because each worker has its own.
final class SeenBooks: @unchecked Sendable {
  private var marks: [UInt32]
  private var places: [UInt32]
  private var mark: UInt32 = 0

  /// Room for `books` books.
  init(books: Int) {
    marks = [UInt32](repeating: 0, count: books)
    places = marks
  }

  /// Forgets all places.
  func forget() {
    mark &+= 1
    guard mark == 0 else { return }
    for book in marks.indices { marks[book] = 0 }
    mark = 1
  }

  subscript(book: UInt32) -> Int? {
    get { marks[Int(book)] == mark ? Int(places[Int(book)]) : nil }
    set {
      marks[Int(book)] = newValue == nil ? 0 : mark
      places[Int(book)] = UInt32(newValue ?? 0)
    }
  }
}

/// What others want of a rank's books in one step.
struct StepOrders: Sendable {
  /// The rows of the rank's table of books, rank by rank, subtree by subtree.
  var rows: [UInt32] = []
  /// The first shard of the subtree that each of ``rows`` is for.
  var shards: [UInt8] = []
  /// The first of ``rows`` that each rank wants, and their number: [ranks + 1].
  var starts = [0]
}
