// swift-tools-version: 6.2
import PackageDescription

// A program of somebody else's that uses the library: README shows its only file.
let package = Package(
  name: "ten-lines",
  dependencies: [.package(name: "octavo", path: "../..")],
  targets: [
    .executableTarget(name: "TenLines", dependencies: [.product(name: "Octavo", package: "octavo")])
  ]
)
