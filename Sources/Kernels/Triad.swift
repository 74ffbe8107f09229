/// result = a + factor · b over `range`: the triad of STREAM, which measures the bandwidth of memory.
///
/// Twelve bytes an element are counted: two numbers read and one written (McCalpin, "Memory Bandwidth and
/// Machine Balance in Current High Performance Computers", IEEE TCCA Newsletter, 1995). All three matrices
/// have the same number of elements.
public func triad(
  _ a: Matrix, _ b: Matrix, times factor: Float, into result: Matrix, range: Range<Int>
) {
  precondition(
    range.lowerBound >= 0 && range.upperBound <= result.count && a.count == result.count
      && b.count == result.count,
    "elements \(range) of \(a.count), \(b.count) and \(result.count)")
  let (x, y, z) = unsafe (a.base, b.base, result.base)
  for i in range { unsafe z[i] = x[i] + factor * y[i] }
}
