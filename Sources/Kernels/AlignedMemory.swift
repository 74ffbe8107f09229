import Glibc

/// The size of a huge page on x86-64 and on arm64 with pages of 4 KiB.
let hugePage: UInt = 1 << 21

/// Memory for `count` elements at the start of a cache line, to be released with `deallocate()`.
///
/// Large blocks ask for huge pages: rows of an embedding table are read in random order, and with small
/// pages the processor spends as long on finding a row's page as on reading the row.
func allocateAligned<Element: BitwiseCopyable>(
  _ count: Int, of type: Element.Type
) -> UnsafeMutablePointer<Element> {
  let size = max(1, count) * MemoryLayout<Element>.stride
  let isLarge = size >= 2 * Int(hugePage)
  let memory = UnsafeMutableRawPointer.allocate(
    byteCount: size, alignment: isLarge ? Int(hugePage) : 64)
  if isLarge { unsafe madvise(memory, size, Int32(MADV_HUGEPAGE)) }
  return unsafe memory.bindMemory(to: Element.self, capacity: max(1, count))
}

/// Zeros at the start of a cache line, to be given back by ``release()``.
///
/// Large blocks come from the system as zeros that are made when they are first touched: by the threads that use
/// them, in parallel, rather than by the one that asked.
@safe struct ZeroedMemory<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  /// What the system gave; nil for a small block.
  private let mapping: UnsafeMutableRawBufferPointer?

  /// Zeros for `count` elements, all of whose bits are zero.
  init(count: Int) {
    let size = max(1, count) * MemoryLayout<Element>.stride
    if size >= 2 * Int(hugePage), let mapped = unsafe Self.mapped(size + Int(hugePage)) {
      let start = (UInt(bitPattern: mapped.baseAddress) + hugePage - 1) / hugePage * hugePage
      if let aligned = unsafe UnsafeMutableRawPointer(bitPattern: start) {
        unsafe madvise(aligned, size, Int32(MADV_HUGEPAGE))
        unsafe base = aligned.bindMemory(to: Element.self, capacity: count)
        unsafe mapping = mapped
        return
      }
    }
    unsafe base = allocateAligned(count, of: Element.self)
    unsafe memset(base, 0, size)
    unsafe mapping = nil
  }

  func release() {
    if let mapping = unsafe mapping {
      unsafe munmap(mapping.baseAddress, mapping.count)
    } else {
      unsafe base.deallocate()
    }
  }

  private static func mapped(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    let start = unsafe mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else { return nil }
    return unsafe UnsafeMutableRawBufferPointer(start: start, count: size)
  }
}
