import Testing

@testable import Ranks

/// Who started this process.
@Suite struct RankEnvironmentTests {
  @Test(
    arguments: [
      (["OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "2"], true, 2),
      (["OMPI_COMM_WORLD_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0"], false, 0),
      (["PMIX_RANK": "3", "SLURM_NTASKS": "8"], true, 3),
      (["PMIX_RANK": "0", "SLURM_NTASKS": "8", "SLURM_STEP_NUM_TASKS": "1"], false, 0),
      (["PMIX_RANK": "1"], true, 1),
      (["PMI_SIZE": "1", "PMI_RANK": "0"], false, nil),
      (["SLURM_NTASKS": "8"], false, nil),
      ([:], false, nil),
    ] as [([String: String], Bool, Int?)])
  func ranksAreThoseThatOpenMPIStarted(
    variables: [String: String], isRanked: Bool, rank: Int?
  ) throws {
    let environment = try RankEnvironment(variables)
    #expect(environment.isRanked == isRanked)
    #expect(environment.rank == rank)
  }

  @Test func anotherMPIIsRefusedByWhatItSets() {
    let error = #expect(throws: RankError.self) {
      try RankEnvironment(["PMI_SIZE": "4", "PMI_RANK": "1"])
    }
    #expect(error?.description.contains("found PMI_SIZE=4") == true)
  }
}
