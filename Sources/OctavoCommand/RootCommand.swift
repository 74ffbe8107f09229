import ArgumentParser

/// The program's root command.
@main
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "octavo",
    abstract: "Trains deep-neural-network book recommenders on CPUs, and recommends.",
    version: "0.1.0",
    subcommands: [
      Synthesize.self, Explore.self, Train.self, Retrain.self, ModelsCommand.self, Evaluate.self,
      Report.self, Predict.self, Recommend.self, Similar.self, Benchmark.self,
    ])

  static func main() {
    ExitStatus.run { arguments in try parseAsRoot(arguments) }
  }
}
