// swift-tools-version: 6.2
import PackageDescription

/// What is measured is optimised even in a debug build, so that plain `swift run ringbench` measures what it says.
/// `-wmo -num-threads 1` matters: with `-O` alone an edited `@inlinable` body leaves stale code in its dependents.
let optimised = ["-O", "-wmo", "-disable-batch-mode", "-num-threads", "1"]
let measuredCode: [SwiftSetting] = [.unsafeFlags(optimised, .when(configuration: .debug))]

/// Each function of a hot loop starts a cache line, in every build: else a change elsewhere moves the loop against the
/// lines that the core fetches, and two builds of the same loop differ by a few per cent.
let aligned = ["-Xllvm", "-align-all-functions=6"]
let alignedCode: [SwiftSetting] = [.unsafeFlags(aligned)]

/// What only renders is not optimised in any build: the optimiser takes the better part of a minute for it, which is more
/// than it saves in hundreds of reports.
let renderingCode: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// What the results say of the measured code's flags. A release build is optimised by SwiftPM.
let recordedFlags: [CSetting] = [
  (BuildConfiguration.debug, optimised), (.release, ["-O", "-whole-module-optimization"]),
].map { configuration, flags in
  let words = (flags + aligned).joined(separator: " ")
  return .define("RB_SWIFT_FLAGS", to: "\"\(words)\"", .when(configuration: configuration))
}

let package = Package(
  name: "ringbench",
  products: [
    .executable(name: "ringbench", targets: ["ringbench"]),
    .library(name: "AIORing", targets: ["AIORing"]),
    .library(name: "Cells", targets: ["Cells"]),
    .library(name: "KernelRings", targets: ["KernelRings"]),
    // The command, and what a ring of one's own is written with.
    .library(name: "RingbenchCommand", targets: ["RingbenchCommand", "CellRings", "Cells", "WeakMemory"]),
    .library(name: "WeakMemory", targets: ["WeakMemory"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Headers only. An edit of one does not rebuild the Swift code that it is inlined into: touch Sources/AIORing and
    // Sources/RingBursts too.
    .target(name: "CBarriers"),
    .target(name: "CBuild", cSettings: recordedFlags),
    .target(name: "CLinux"),
    // The interface to others' rings, and the loops that their libraries are compiled with (Peers, Examples/Peers).
    .target(name: "CPeers"),
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .target(name: "AIORing", dependencies: ["CBarriers", "CLinux"], swiftSettings: measuredCode),
    .target(name: "Cells", dependencies: ["CBarriers"], swiftSettings: measuredCode),
    // Rings of one's own over cells, and the loops that they and others' rings are measured with.
    .target(
      name: "CellRings", dependencies: ["CBarriers", "CPeers", "Cells"], swiftSettings: measuredCode),
    .target(name: "SystemCalls", dependencies: ["CLinux"]),
    .target(
      name: "KernelRings", dependencies: ["AIORing", "CBarriers", "CLinux", "SystemCalls"],
      swiftSettings: measuredCode),
    .target(
      name: "Topology",
      dependencies: [
        "CHwloc", "CLinux",
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "WeakMemory",
      dependencies: [
        "AIORing", "CellRings", "Cells", .product(name: "Algorithms", package: "swift-algorithms"),
      ],
      swiftSettings: measuredCode),
    .target(
      name: "Audit",
      dependencies: [
        "AIORing", "WeakMemory",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "RunRecord", dependencies: ["AIORing", "Statistics", "WeakMemory"]),
    .target(name: "Statistics", swiftSettings: measuredCode),
    .target(
      name: "RingBursts", dependencies: ["AIORing", "CBarriers", "CLinux", "CPeers", "CellRings"],
      swiftSettings: measuredCode + alignedCode),
    .target(
      name: "NativeLitmus", dependencies: ["AIORing", "WeakMemory", "CBarriers"], swiftSettings: measuredCode),
    .target(
      name: "Trials",
      dependencies: [
        "RingBursts", "NativeLitmus", "WeakMemory", "AIORing", "CellRings", "Topology", "RunRecord",
        "Statistics",
        "CBarriers", "CBuild", "CLinux",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ], swiftSettings: measuredCode),
    .target(
      name: "Analysis",
      dependencies: [
        "AIORing", "RunRecord", "Statistics", "WeakMemory",
        .product(name: "Algorithms", package: "swift-algorithms"),
      ]),
    .target(
      name: "Campaigns",
      dependencies: [
        "AIORing", "Analysis", "CBarriers", "KernelMeasurement", "RunRecord", "Statistics", "SystemCalls",
        "Topology",
        "Trials", "WeakMemory",
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "KernelMeasurement",
      dependencies: [
        "AIORing", "CBarriers", "CLinux", "KernelRings", "RingBursts", "RunRecord", "Statistics",
        "SystemCalls", "Topology", "Trials",
      ], swiftSettings: measuredCode),
    .target(
      name: "Reporting",
      dependencies: [
        "AIORing", "Analysis", "Audit", "RunRecord", "Topology", "WeakMemory",
        .product(name: "Algorithms", package: "swift-algorithms"),
      ], swiftSettings: renderingCode),
    // The command as a library: an executable with rings of one's own is one line too.
    .target(
      name: "RingbenchCommand",
      dependencies: [
        "AIORing", "Analysis", "Audit", "Campaigns", "CellRings", "Cells", "KernelMeasurement", "Reporting",
        "RingBursts", "RunRecord", "Topology", "Trials", "WeakMemory",
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(name: "ringbench", dependencies: ["RingbenchCommand"]),
    // The example of a ring of one's own: Examples/OwnRing is a package of its own too. Here nothing is built twice for it.
    .executableTarget(
      name: "own-ring", dependencies: ["CellRings", "Cells", "RingbenchCommand", "WeakMemory"],
      path: "Examples/OwnRing/Sources/own-ring"),
    .executableTarget(
      name: "ring-operations", dependencies: ["AIORing", "CBarriers"], swiftSettings: measuredCode),
    .testTarget(name: "AIORingTests", dependencies: ["AIORing"]),
    .target(name: "CSeccomp", path: "Tests/CSeccomp"),
    .testTarget(name: "KernelRingsTests", dependencies: ["AIORing", "CSeccomp", "KernelRings"]),
    .testTarget(name: "SystemCallsTests", dependencies: ["CSeccomp", "SystemCalls", "ringbench"]),
    .testTarget(
      name: "KernelMeasurementTests",
      dependencies: [
        "AIORing", "Analysis", "CSeccomp", "Campaigns", "KernelMeasurement", "KernelRings", "Reporting",
        "RunRecord", "Topology", "Trials",
      ]),
    .testTarget(
      name: "RingBurstsTests",
      dependencies: [
        "AIORing", "CLinux", "CellRings", "Cells", "RingBursts", "RunRecord", "Topology", "Trials",
        "WeakMemory",
      ]),
    .testTarget(name: "NativeLitmusTests", dependencies: ["NativeLitmus", "WeakMemory"]),
    .testTarget(
      name: "TrialsTests",
      dependencies: [
        "AIORing", "Analysis", "NativeLitmus", "RingBursts", "RunRecord", "Topology", "Trials",
      ]),
    .testTarget(
      name: "CampaignsTests",
      dependencies: ["AIORing", "Analysis", "Campaigns", "RunRecord", "Statistics", "Topology"]),
    .target(
      name: "SampleRecords", dependencies: ["Analysis", "RunRecord", "Statistics"],
      path: "Tests/SampleRecords"),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["AIORing", "Analysis", "RunRecord", "SampleRecords", "Statistics", "WeakMemory"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "AIORing", "Analysis", "Reporting", "RunRecord", "SampleRecords", "Statistics", "Topology",
        "WeakMemory",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "CellRings", "Cells", "ringbench", "own-ring", "Reporting", "RingbenchCommand", "Topology",
        "WeakMemory",
      ]),
    // The package itself: the order of its modules, its scripts.
    .testTarget(name: "PackageTests", dependencies: ["ringbench"], exclude: ["Page"]),
    .testTarget(name: "AuditTests", dependencies: ["AIORing", "Audit", "Reporting"], exclude: ["Golden"]),
    .testTarget(
      name: "TopologyTests", dependencies: ["Topology"], resources: [.copy("Machines")]),
    // Optimised in every build, as is what it is compared with.
    .target(
      name: "CellOperations", dependencies: ["Cells"], path: "Tests/CellOperations",
      swiftSettings: measuredCode),
    .testTarget(name: "CellsTests", dependencies: ["CellOperations", "Cells", "WeakMemory"]),
    .testTarget(
      name: "LitmusTests", dependencies: ["AIORing", "WeakMemory"],
      resources: [.copy("Corpus"), .copy("Oracle")]),
    .testTarget(
      name: "RunRecordTests", dependencies: ["AIORing", "RunRecord", "Statistics"],
      resources: [.copy("Schema1")]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "WeakMemoryTests", dependencies: ["AIORing", "WeakMemory"]),
    // The code in the articles.
    .testTarget(name: "ArticleTests", dependencies: ["AIORing", "KernelRings", "WeakMemory"]),
  ],
  swiftLanguageModes: [.v6]
)

// `swift package generate-documentation`, which scripts/documentation runs: nobody else fetches its plugin.
if Context.environment["RINGBENCH_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
