import Foundation

/// What the program that started this process says of ranks, before MPI is asked.
public struct RankEnvironment: Sendable, Equatable {
  /// Whether several ranks were started, by OpenMPI's `mpirun` or by `srun --mpi=pmix`.
  public let isRanked: Bool
  /// This process's number where it is known, for messages before MPI has begun.
  public let rank: Int?

  /// What `variables` say.
  ///
  /// - Parameter variables: The environment. The default is the process's own.
  /// - Throws: ``RankError/otherMPI(found:)`` where ranks were started by another MPI.
  public init(
    _ variables: [String: String] = ProcessInfo.processInfo.environment
  ) throws(RankError) {
    func number(_ name: String) -> Int? { variables[name].flatMap(Int.init) }
    if let size = number("OMPI_COMM_WORLD_SIZE") {
      (isRanked, rank) = (size > 1, number("OMPI_COMM_WORLD_RANK"))
    } else if let pmix = number("PMIX_RANK") {
      // Slurm says how many; without its word MPI is asked.
      let size = number("SLURM_STEP_NUM_TASKS") ?? number("SLURM_NTASKS") ?? 2
      (isRanked, rank) = (size > 1, pmix)
    } else {
      // MPICH's and Intel's hydra, and `srun --mpi=pmi2`.
      if let size = number("PMI_SIZE"), size > 1 { throw .otherMPI(found: "PMI_SIZE=\(size)") }
      (isRanked, rank) = (false, nil)
    }
  }
}
