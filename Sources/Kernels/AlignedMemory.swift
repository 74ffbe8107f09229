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
