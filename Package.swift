// swift-tools-version: 6.2
import PackageDescription

/// What is measured is optimised even in a debug build, so that plain `swift run ringbench` measures what it says.
/// `-wmo -num-threads 1` matters: with `-O` alone an edited `@inlinable` body leaves stale code in its dependents.
let measuredCode: [SwiftSetting] = [
  .unsafeFlags(
    ["-O", "-wmo", "-disable-batch-mode", "-num-threads", "1"], .when(configuration: .debug))
]

let package = Package(
  name: "ringbench",
  products: [
    .executable(name: "ringbench", targets: ["ringbench"]),
    .library(name: "AIORing", targets: ["AIORing"]),
    .library(name: "KernelRings", targets: ["KernelRings"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .target(name: "CBarriers"),
    .target(name: "CLinux"),
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .target(name: "AIORing", dependencies: ["CBarriers", "CLinux"], swiftSettings: measuredCode),
    .target(
      name: "KernelRings",
      dependencies: [
        "AIORing", "CBarriers", "CLinux", .product(name: "Histogram", package: "hdrhistogram-swift"),
      ], swiftSettings: measuredCode),
    .executableTarget(
      name: "ringbench",
      dependencies: [
        "AIORing", "KernelRings",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "AIORingTests", dependencies: ["AIORing"]),
    .testTarget(name: "KernelRingsTests", dependencies: ["KernelRings"]),
  ],
  swiftLanguageModes: [.v6]
)
