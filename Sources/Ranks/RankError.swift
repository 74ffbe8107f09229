/// What is wrong with the ranks of a training.
public enum RankError: Error, Equatable, CustomStringConvertible {
  /// Ranks were started, and OpenMPI's library is not on this machine.
  case missingLibrary(name: String, package: String)
  /// The library lacks something.
  case unknownLibrary(name: String, missing: String)
  /// Ranks were started by another MPI than OpenMPI.
  case otherMPI(found: String)
  /// MPI could not do what it was asked.
  case failed(call: String, reason: String, rank: Int, host: String)
  /// Ranks differ in what all must have alike.
  case different(what: String, rank: Int, host: String)

  /// One sentence: what was found, where, and what was expected.
  public var description: String {
    switch self {
    case .missingLibrary(let name, let package):
      "several ranks were started, which needs \(name), which is not there, expected OpenMPI on every host: "
        + "apt-get install \(package)"
    case .unknownLibrary(let name, let missing):
      "\(name): found no \(missing), expected the library of OpenMPI 3 to 5"
    case .otherMPI(let found):
      "found \(found) in the environment, which another MPI sets, expected ranks started by OpenMPI's mpirun or "
        + "by srun --mpi=pmix"
    case .failed(let call, let reason, let rank, let host):
      "rank \(rank) on \(host): \(call) failed: \(reason)"
    case .different(let what, let rank, let host):
      "rank \(rank) on \(host) has \(what) than rank 0, expected the same on all"
    }
  }
}
