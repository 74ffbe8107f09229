import Parallelism
import Testing

@Suite struct GroupPlacesTests {
  @Test(arguments: [1, 2, 7, 100])
  func groupingIsAStableSort(groups: Int) {
    var generator = SeededGenerator(seed: UInt64(groups))
    let keys = (0..<500).map { _ in UInt32.random(in: 0..<UInt32(groups), using: &generator) }
    var places = GroupPlaces(keys, groups: groups)
    var grouped = [Int](repeating: -1, count: keys.count)
    for (element, key) in keys.enumerated() { grouped[places.place(in: key)] = element }
    // Keys first, then the elements' own order.
    let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    #expect(grouped == expected)
    let sizes = (0..<groups).map { group in keys.count { $0 == group } }
    #expect(zip(places.offsets, places.offsets.dropFirst()).map { $1 - $0 } == sizes)
  }

  @Test func groupsWithoutElementsAreEmpty() {
    #expect(GroupPlaces([2, 2], groups: 4).offsets == [0, 0, 0, 2, 2])
    #expect(GroupPlaces([], groups: 0).offsets == [0])
  }
}
