internal import CIntrinsics

/// Asks the memory system for `array[index]`, which will be read soon.
@inline(__always)
public func prefetch<Element: BitwiseCopyable>(_ array: [Element], at index: Int) {
  precondition(array.indices.contains(index), "element \(index) of \(array.count)")
  unsafe array.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    unsafe octavo_prefetch(base + index)
  }
}
