internal import COpenBLAS
import Glibc

/// The number of processors this process may use, at least one.
func onlineProcessorCount() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// The BLAS library that this process runs on.
public enum BLAS {
  /// Holds OpenBLAS at one thread per call; Dispatch owns the processors.
  ///
  /// Evaluated once; every kernel that calls BLAS touches it first.
  static let isSerial: Bool = {
    openblas_set_num_threads(1)
    return openblas_get_num_threads() == 1
  }()

  /// What is wrong where ``isSerial`` is false.
  static let notSerial = "OpenBLAS does not honour openblas_set_num_threads(1)"

  /// OpenBLAS's own words about its build: version, options and the kernels chosen for this processor.
  public static var configuration: String {
    unsafe String(cString: openblas_get_config())
  }
}
