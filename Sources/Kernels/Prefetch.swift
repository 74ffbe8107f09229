internal import CIntrinsics

/// Asks the memory system for `array[index]`, which will be read soon.
@inlinable
@inline(__always)
public func prefetch<Element: BitwiseCopyable>(_ array: [Element], at index: Int) {
  precondition(index >= 0 && index < array.count, "element \(index) of \(array.count)")
  unsafe array.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    unsafe prefetchLine(base + index)
  }
}

/// The instruction itself, behind a call so that no client needs the C module.
@usableFromInline
func prefetchLine(_ address: UnsafeRawPointer) {
  unsafe octavo_prefetch(address)
}
