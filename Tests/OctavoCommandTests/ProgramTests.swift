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

  @Test(arguments: ["bash", "zsh", "fish"]) func completionsNameTheCommands(shell: String) throws {
    let outcome = try program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in ["synthesize", "recommend", "embedding-dimension"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }
}
