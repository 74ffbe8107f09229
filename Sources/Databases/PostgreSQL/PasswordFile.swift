internal import CPostgreSQL
import Foundation
import Support

/// The file `pgpass` among the credentials that systemd hands to a service, in the form in which libpq takes it.
///
/// systemd lets a service's user read credentials by an access list, which looks to libpq like a file that others
/// may read, and such a file libpq leaves alone. So it gets a copy without a name, in memory, that nobody else
/// can open.
final class PasswordFile {
  private let descriptor: Int32

  /// The path for libpq's `passfile`, as long as the value lives.
  var path: String { "/proc/self/fd/\(descriptor)" }

  /// The file that the environment names; nil without one, or where PGPASSFILE names another.
  ///
  /// - Throws: `FileError`.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    guard let folder = environment["CREDENTIALS_DIRECTORY"], environment["PGPASSFILE"] == nil,
      try FileStatus.exists(folder + "/pgpass")
    else { return nil }
    let contents = try InputFile.contents(of: folder + "/pgpass")
    let descriptor = octavo_nameless_file()
    guard descriptor >= 0 else {
      throw FileError.unreadable(
        path: folder + "/pgpass",
        reason: "no memory for a copy: \(String(cString: strerror(errno)))")
    }
    self.descriptor = descriptor
    guard fchmod(descriptor, 0o600) == 0 else {
      throw FileError.unreadable(path: folder + "/pgpass", reason: "a copy cannot be kept private")
    }
    do {
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: contents)
    } catch {
      throw FileError.unreadable(path: folder + "/pgpass", reason: "no memory for a copy")
    }
  }

  deinit { close(descriptor) }
}
