import Foundation
import PackagePlugin

/// Tells the program which revision of its sources it is built from: each build runs `Scripts/write-revision`.
@main
struct RevisionPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) -> [Command] {
    let folder = context.pluginWorkDirectoryURL
    let script = context.package.directoryURL.appending(path: "Scripts/write-revision")
    return [
      .prebuildCommand(
        displayName: "Revision", executable: script,
        arguments: [folder.appending(path: "Revision.swift").path], outputFilesDirectory: folder)
    ]
  }
}
