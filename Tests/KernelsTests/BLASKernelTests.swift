import Foundation
import Kernels
import Support
import Testing

/// The processor whose kernels OpenBLAS is asked to use instead of those of the present one.
private let kernels = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]

/// `Scripts/test-kernels` would test nothing new with a library that knows one kind of kernels only.
@Test(.enabled(if: kernels != nil, "OPENBLAS_CORETYPE is not set"))
func theKernelsAreThoseThatAreAskedFor() throws {
  #expect(BLAS.kernel.lowercased() == (try #require(kernels)).lowercased())
}
