internal import CIntrinsics
import Glibc

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

/// Asks the system to hold `array` in huge pages, since it will be read in random order.
///
/// With small pages the processor spends longer on finding an element's page than on reading the element.
public func useLargePages<Element: BitwiseCopyable>(for array: [Element]) {
  unsafe array.withUnsafeBytes { bytes in
    guard let base = bytes.baseAddress else { return }
    let start = (UInt(bitPattern: base) + hugePage - 1) / hugePage * hugePage
    let end = (UInt(bitPattern: base) + UInt(bytes.count)) / hugePage * hugePage
    guard start < end else { return }
    // Where the system cannot, nothing is lost but time. Linux before 6.1 knows no MADV_COLLAPSE, 25.
    unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), 25)
  }
}
