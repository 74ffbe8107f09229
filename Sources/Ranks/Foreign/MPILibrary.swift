internal import CMPI

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
    var mpi = octavo_mpi()
    if let missing = octavo_mpi_load(&mpi, Self.name).map({ String(cString: $0) }) {
      throw missing == Self.name
        ? .missingLibrary(name: Self.name, package: Self.package)
        : .unknownLibrary(name: Self.name, missing: missing)
    }
    self.mpi = mpi
  }
}
