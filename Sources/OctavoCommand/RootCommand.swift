import ArgumentParser
import Octavo

/// The program's root command.
@main
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "octavo",
    abstract: "Trains deep-neural-network book recommenders on CPUs, and recommends.",
    version: version,
    subcommands: [
      Synthesize.self, Explore.self, Train.self, Tune.self, Retrain.self, ModelsCommand.self,
      Evaluate.self, Compare.self, Report.self, Predict.self, Recommend.self, Similar.self,
      Export.self, Benchmark.self,
    ])

  /// Also what computes: the same data give the same model with the same OpenBLAS and kernels.
  static var version: String {
    "\(program), \(ModelManifest.blasInUse)"
  }

  /// The program's version and revision.
  static var program: String { "octavo 0.1.0" + (builtRevision.map { " (\($0))" } ?? "") }

  static func main() {
    ExitStatus.run { arguments in try parseAsRoot(arguments) }
  }
}
