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

  /// The same with how it was compiled.
  static var programAndBuild: String {
    #if DEBUG
      let build = "a debug build"
    #else
      let build = "a release build"
    #endif
    // The compiler tells its version in no other way.
    #if compiler(>=6.4)
      let compiler = "Swift 6.4 or later"
    #else
      let compiler = "Swift 6.3"
    #endif
    return "\(program), \(build) by \(compiler)"
  }

  static func main() {
    ExitStatus.run { arguments in try parseAsRoot(arguments) }
  }
}
