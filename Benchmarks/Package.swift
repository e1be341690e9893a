// swift-tools-version: 6.1
import PackageDescription

// A package of its own: whoever only uses the ring does not fetch a benchmark harness.
let package = Package(
  name: "ringbench-benchmarks",
  dependencies: [
    .package(name: "ringbench", path: ".."),
    // Without traits: its malloc interposer is a package more, and counts nothing that a ring does.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "RingOperations",
      dependencies: [
        .product(name: "AIORing", package: "ringbench"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      // The harness finds benchmarks by the folder above: it must be called Benchmarks.
      path: "RingOperations",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
