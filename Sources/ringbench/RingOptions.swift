import AIORing
import ArgumentParser

/// Which ring the models are asked about.
struct RingOptions: ParsableArguments {
  @Option(
    help: "Where the ring's words stand: \(LayoutKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var layout: LayoutKind = .padded

  @Option(
    help:
      "How often a side loads the other's index and stores its own: \(IndexUseKind.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var indexUse: IndexUseKind = .fresh
}
