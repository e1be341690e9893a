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

  func check() throws(InputError) {
    guard layout.takes(indexUse) else { throw InputError.noIndex(in: layout, indexUse) }
  }
}

/// How many producers share a ring, and how.
struct SharingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help:
      "Producers of a ring, \(RingSharing.range.lowerBound) to \(RingSharing.range.upperBound) (default: one, which shares it with nobody)."
  )
  var producers: Int?

  @Option(
    help:
      "How several producers share it: \(SharingKind.allCases.map(\.rawValue).joined(separator: ", ")) (default: fetch-add in the layout sequenced, the only one that it is possible in, else spinlock)."
  )
  var sharing: SharingKind?

  /// How the ring in a layout is shared; nil: it is not.
  func sharing(in layout: LayoutKind) throws(InputError) -> RingSharing? {
    guard let producers else {
      if sharing != nil { throw InputError("--sharing is about several producers: give --producers too") }
      return nil
    }
    guard producers != 1 else {
      if sharing != nil {
        throw InputError("one producer shares the ring with nobody: --sharing takes --producers 2 or more")
      }
      return nil
    }
    try Limits.check(producers, in: RingSharing.range, "--producers", "producers")
    let kind = sharing ?? layout.usualSharing
    guard layout.takes(kind) else {
      throw InputError(
        "a slot of the layout \(layout.rawValue) cannot say when it is written: producers share it under a lock, not by \(kind.rawValue)"
      )
    }
    return RingSharing(producers: producers, kind: kind)
  }
}

extension InputError {
  /// The layout has no such index use.
  static func noIndex(in layout: LayoutKind, _ use: IndexUseKind) -> InputError {
    InputError(
      "no index travels in the layout \(layout.rawValue), so that there is none to use \(use.rawValue): its index use is fresh"
    )
  }
}

extension SharingKind: ExpressibleByArgument {}
