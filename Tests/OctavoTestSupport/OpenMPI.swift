import Foundation

/// OpenMPI's launcher; nil where it is not installed.
public let mpirun = ["/usr/bin/mpirun", "/usr/local/bin/mpirun"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

/// What `mpirun` is told for ranks of this machine, whoever runs the tests and however few processors there are.
public let mpirunOptions = [
  "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle",
  "1",
]
