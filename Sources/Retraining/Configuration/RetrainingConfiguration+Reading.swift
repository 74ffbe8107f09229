import Support

extension RetrainingConfiguration {
  /// Reads a configuration: the file, then the environment, then the command line; what comes later counts.
  ///
  /// Paths of the file count from its folder, others from the present one.
  ///
  /// - Parameters:
  ///   - path: The YAML file.
  ///   - environment: The environment; variables that begin with `OCTAVO_RETRAIN_` count. The default is none.
  ///   - settings: `key=value`, as on the command line. The default is none.
  /// - Throws: ``ConfigurationFileError`` with everything that is wrong; `FileError`.
  public init(
    reading path: String, environment: [String: String] = [:], settings: [String] = []
  ) throws {
    let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
    try self.init(text: text, path: path, environment: environment, settings: settings)
  }

  /// Reads the text of the file at `path`, the environment and the command line.
  init(
    text: String, path: String, environment: [String: String] = [:], settings: [String] = []
  ) throws(ConfigurationFileError) {
    var reading = ConfigurationReading<Self>()
    reading.take(text: text, path: path)
    reading.take(environment: environment, prefix: Self.variablePrefix)
    for setting in settings { reading.take(setting: setting) }
    self = try reading.finish(path) { (read) throws(ConfigurationError) in
      try read.checkCombinations()
    }
  }

  static let variablePrefix = "OCTAVO_RETRAIN_"
}
