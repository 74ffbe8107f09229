internal import CIntrinsics
internal import COpenBLAS
import Glibc

/// What this machine says of itself.
public enum Machine {
  /// The bytes of memory.
  public static var memory: Int {
    max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
  }

  /// The bytes of a core's own second-level cache; 512 KiB where the system does not say.
  public static var secondLevelCache: Int { known(sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)), 1 << 19) }

  /// The bytes of the last-level cache that cores share; 32 MiB where the system does not say.
  public static var lastLevelCache: Int { known(sysconf(Int32(_SC_LEVEL3_CACHE_SIZE)), 1 << 25) }

  /// The bits of a register of the elementwise loops: 512, 256 or 128, as the processor has them or the variable
  /// `OCTAVO_LOOPS` allows.
  public static var loopWidth: Int { Int(octavo_loop_width()) }

  private static func known(_ size: Int, _ otherwise: Int) -> Int { size > 0 ? size : otherwise }
}

/// The BLAS library that this process runs on.
public enum BLAS {
  /// Holds OpenBLAS at one thread per call; Dispatch owns the processors.
  ///
  /// Every kernel that calls BLAS touches it first.
  static var isSerial: Bool {
    holdCallingThread()
    return isHeld
  }

  private static let isHeld: Bool = {
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
