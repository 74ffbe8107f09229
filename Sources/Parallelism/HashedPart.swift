/// Which of `parts` parts an id belongs to, from 0: ids that follow each other are spread evenly.
///
/// The leading bits of a multiplicative hash (Knuth, "The Art of Computer Programming", volume 3, section 6.4). What
/// threads, shards and ranks have is decided by it.
@inlinable @inline(__always)
public func hashedPart(of id: UInt32, _ parts: UInt64) -> UInt64 {
  (UInt64(id &* 0x9E37_79B1) &* parts) >> 32
}
