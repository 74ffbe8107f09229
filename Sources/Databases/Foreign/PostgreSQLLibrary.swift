internal import CPostgreSQL
import Support

/// libpq, loaded when the first database is named.
///
/// `@unchecked Sendable`: nothing is changed after the functions were found, and libpq of every Debian is built to
/// be called by several threads, each on a connection of its own.
final class PostgreSQLLibrary: @unchecked Sendable {
  /// The functions by their names.
  let functions: octavo_postgresql

  /// Loads the library and finds its functions.
  ///
  /// - Parameter user: The database, for messages.
  /// - Throws: `FileError`.
  init(for user: String) throws(FileError) {
    let library = try DynamicLibrary("libpq.so.5", package: "libpq5", for: user)
    var functions = octavo_postgresql()
    // The library is never unloaded, so that the addresses stay good.
    let handle = UnsafeMutableRawPointer(bitPattern: library.handle)
    if let missing = octavo_postgresql_find(&functions, handle) {
      throw .unreadable(
        path: library.name,
        reason: "found no function \(String(cString: missing)), expected a newer library")
    }
    self.functions = functions
  }
}
