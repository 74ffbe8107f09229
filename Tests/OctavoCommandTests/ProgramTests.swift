import Foundation
import Testing

/// What the program says of itself.
@Suite struct ProgramTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func versionNamesRevisionAndOpenBLASWithItsKernels() throws {
    let outcome = try program.run("--version")
    // Without git there is no revision.
    let form =
      #/
      octavo\ 0\.1\.0(\ \([0-9a-f]{7,}(-changed)?,\ \d{4}-\d\d-\d\d\))?,
      \ OpenBLAS\ \d\S*\ \((serial|pthreads|OpenMP),\ \w+\ kernels\)\n
      /#
    #expect(outcome.status == 0 && outcome.output.wholeMatch(of: form) != nil, "\(outcome.output)")
  }

  @Test(arguments: [["trian", "--data", "x"], ["help", "trian"], ["tain"]])
  func anUnknownCommandIs64AndNamesTheNearest(arguments: [String]) throws {
    let outcome = try program.run(arguments: arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("There is no command"), "\(outcome.errors)")
    #expect(outcome.errors.contains("did you mean 'train'?"), "\(outcome.errors)")
  }

  @Test func aCommandLikeNoOtherGetsNoGuess() throws {
    let outcome = try program.run("help", "nonsense")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("There is no command 'nonsense'\n"), "\(outcome.errors)")
  }

  @Test(arguments: [[], ["help"], ["help", "train"], ["help", "models", "list"], ["--help"]])
  func helpIsGiven(arguments: [String]) throws {
    let outcome = try program.run(arguments: arguments)
    #expect(outcome.status == 0 && outcome.output.contains("USAGE: octavo"), "\(outcome.errors)")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsNameTheCommands(shell: String) throws {
    let outcome = try program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in ["synthesize", "recommend", "embedding-dimension"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }
}
