internal import CLAPACKE
import Testing

@Suite struct LAPACKETests {
  @Test func theLibraryLinksAndSolvesAPositiveDefiniteSystem() {
    var matrix: [Float] = [4, 2, 2, 3]
    var solution: [Float] = [8, 7]
    let status = LAPACKE_sposv(
      LAPACK_ROW_MAJOR, Int8(UInt8(ascii: "L")), 2, 1, &matrix, 2, &solution, 1)
    #expect(status == 0)
    #expect(abs(solution[0] - 1.25) < 1e-6 && abs(solution[1] - 1.5) < 1e-6)
  }
}
