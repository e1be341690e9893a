// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as yours would be. ringbench's own package builds the same sources, so that its CI builds nothing twice.
let package = Package(
  name: "own-ring",
  dependencies: [.package(name: "ringbench", path: "../..")],
  targets: [
    .executableTarget(
      name: "own-ring", dependencies: [.product(name: "RingbenchCommand", package: "ringbench")])
  ],
  swiftLanguageModes: [.v6]
)
