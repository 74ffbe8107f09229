internal import CMPI
import Support

/// OpenMPI, loaded where ranks were started.
///
/// `@unchecked Sendable`: nothing is changed after the functions were found.
struct MPILibrary: @unchecked Sendable {
  /// The functions by their names, and the handles.
  let mpi: octavo_mpi

  /// The library of OpenMPI 3 to 5.
  ///
  /// MPICH and Intel MPI have `libmpi.so.12`, with other handles.
  private static let name = "libmpi.so.40"
  private static let package = "openmpi-bin"

  /// Loads the library and finds its functions.
  ///
  /// - Throws: ``RankError/missingLibrary(name:package:)``, ``RankError/unknownLibrary(name:missing:)``.
  init() throws(RankError) {
    guard let library = try? DynamicLibrary(Self.name, package: Self.package, for: "ranks") else {
      throw .missingLibrary(name: Self.name, package: Self.package)
    }
    var mpi = octavo_mpi()
    // The library is never unloaded, so that the addresses stay good.
    let handle = UnsafeMutableRawPointer(bitPattern: library.handle)
    if let missing = octavo_mpi_find(&mpi, handle) {
      throw .unknownLibrary(name: Self.name, missing: String(cString: missing))
    }
    self.mpi = mpi
  }
}
