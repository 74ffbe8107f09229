import Foundation

/// A C library that is looked for when it is needed, so that the program starts without it.
///
/// A library stays loaded to the end of the process, as its functions may be kept.
package struct DynamicLibrary: Sendable {
  /// The file's name, such as `libz.so.1`.
  package let name: String
  /// The address that `dlopen` gave.
  package let handle: UInt

  /// Loads the library `name` from where the system keeps such files.
  ///
  /// - Parameters:
  ///   - name: The file's name with its version.
  ///   - package: Debian's package, for messages.
  ///   - user: What is read or written with it, for messages: a path, a URL.
  /// - Throws: ``FileError/missingLibrary(path:library:package:)``.
  package init(
    _ name: String, package: String, for user: String
  ) throws(FileError) {
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
      throw .missingLibrary(path: user, library: name, package: package)
    }
    self.name = name
    self.handle = UInt(bitPattern: handle)
  }

  /// The function `name`, as `Function`, which is the C function pointer type that the library's header gives.
  ///
  /// - Throws: ``FileError/unreadable(path:reason:)`` where the library has no such function.
  package func function<Function>(
    _ name: String, as type: Function.Type = Function.self
  ) throws(FileError) -> Function {
    precondition(
      MemoryLayout<Function>.size == MemoryLayout<UnsafeRawPointer>.size,
      "\(Function.self) is no C function pointer")
    guard let address = dlsym(UnsafeMutableRawPointer(bitPattern: handle), name) else {
      throw .unreadable(
        path: self.name, reason: "found no function \(name), expected a newer library")
    }
    // A C function pointer is an address; that this one is of a function of that type is the caller's word.
    return unsafeBitCast(address, to: Function.self)
  }
}
