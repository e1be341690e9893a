// swift-tools-version: 6.2
import PackageDescription

// A package of its own, as the tests of one's own code would be.
let package = Package(
  name: "lock-free-examples",
  dependencies: [.package(name: "ringbench", path: "..")],
  targets: [
    .target(name: "Examples", dependencies: [.product(name: "Cells", package: "ringbench")]),
    .testTarget(
      name: "ExamplesTests",
      dependencies: [
        "Examples", .product(name: "Cells", package: "ringbench"),
        .product(name: "WeakMemory", package: "ringbench"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
