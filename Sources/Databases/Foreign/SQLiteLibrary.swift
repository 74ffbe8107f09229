internal import CSQLite
import Support

/// SQLite, loaded when the first database is named.
///
/// `@unchecked Sendable`: nothing is changed after the functions were found, and connections are opened so that
/// SQLite itself lets one thread at a time use them.
final class SQLiteLibrary: @unchecked Sendable {
  /// The functions by their names.
  let functions: octavo_sqlite

  /// Loads the library and finds its functions.
  ///
  /// - Parameter user: The database, for messages.
  /// - Throws: `FileError`.
  init(for user: String) throws(FileError) {
    let library = try DynamicLibrary("libsqlite3.so.0", package: "libsqlite3-0", for: user)
    var functions = octavo_sqlite()
    // The library is never unloaded, so that the addresses stay good.
    let handle = UnsafeMutableRawPointer(bitPattern: library.handle)
    if let missing = octavo_sqlite_find(&functions, handle) {
      throw .unreadable(
        path: library.name,
        reason: "found no function \(String(cString: missing)), expected a newer library")
    }
    self.functions = functions
  }
}
