/// Parallel work on parts of one array.
extension Parallel {
  /// Gathers what tasks append, in the order of the tasks, into one array.
  ///
  /// Task `i` may append up to `capacities[i]` elements. The array is allocated once, each task writes
  /// straight into its own room, and unused room is closed up at the end.
  ///
  /// - Returns: The elements of task 0, task 1, …, and what each task returned.
  public static func gather<Element: BitwiseCopyable & Sendable, Result: Sendable>(
    capacities: [Int], threads: Int, of type: Element.Type = Element.self,
    _ body: @Sendable (_ worker: Int, _ task: Int, inout OutputSpan<Element>) -> Result
  ) -> (elements: [Element], results: [Result]) {
    let starts = capacities.reduce(into: [0]) { starts, count in
      starts.append(starts[starts.count - 1] + count)
    }
    var results: [Result] = []
    let total = starts[capacities.count]
    let elements = unsafe [Element](unsafeUninitializedCapacity: total) { room, count in
      // Sound because each task writes to its own rooms alone and nothing reads before all are done.
      nonisolated(unsafe) let room = unsafe room
      let written = mapWithWorker(capacities.count, threads: threads) { worker, task in
        let part = unsafe UnsafeMutableBufferPointer(
          rebasing: room[starts[task]..<starts[task + 1]])
        var output = unsafe OutputSpan<Element>(buffer: part, initializedCount: 0)
        let result = body(worker, task, &output)
        return (count: unsafe output.finalize(for: part), result: result)
      }
      count = unsafe closeGaps(in: room, starts: starts, counts: written.map(\.count))
      results = written.map(\.result)
    }
    return (elements, results)
  }

  /// Gives each part of `array` to one task for changing; part `i` ends where part `i + 1` begins.
  ///
  /// `parts` are neighbouring ranges, in rising order, inside the array.
  public static func mutateParts<Element: BitwiseCopyable & Sendable>(
    of array: inout [Element], parts: [Range<Int>], threads: Int,
    _ body: @Sendable (Int, inout MutableSpan<Element>) -> Void
  ) {
    for (part, next) in zip(parts, parts.dropFirst()) {
      precondition(part.upperBound <= next.lowerBound, "parts \(part) and \(next) overlap")
    }
    unsafe array.withUnsafeMutableBufferPointer { buffer in
      // Sound because the parts were found disjoint above.
      nonisolated(unsafe) let buffer = unsafe buffer
      forEach(parts.count, threads: threads) { task in
        let part = unsafe UnsafeMutableBufferPointer(rebasing: buffer[parts[task]])
        var span = unsafe MutableSpan(_unsafeElements: part)
        body(task, &span)
      }
    }
  }

  /// Cuts `0..<count` into at most `parts` ranges of nearly the same length.
  public static func ranges(_ count: Int, parts: Int) -> [Range<Int>] {
    precondition(count >= 0 && parts > 0, "\(count) elements in \(parts) parts")
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// Moves the parts together, in order.
  private static func closeGaps<Element: BitwiseCopyable>(
    in room: UnsafeMutableBufferPointer<Element>, starts: [Int], counts: [Int]
  ) -> Int {
    var end = 0
    for (start, count) in zip(starts, counts) {
      if let base = room.baseAddress, start != end, count > 0 {
        unsafe (base + end).moveInitialize(from: base + start, count: count)
      }
      end += count
    }
    return end
  }
}
