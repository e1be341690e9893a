import Analysis
import ArgumentParser
import Campaigns
import RingBursts
import RunRecord
import Topology

/// A library's error that ends a command: one line on standard error, and a documented exit code.
protocol CommandFailure: Error {
  var exitStatus: ExitStatus { get }
  /// What the user can do about it in terms of options, if the library's description does not say it.
  var advice: String? { get }
}

extension CommandFailure {
  var advice: String? { nil }

  /// Prints the line and returns what to throw.
  var failure: ExitCode {
    exitStatus.failure(["\(self)", advice].compactMap(\.self).joined(separator: ": "))
  }
}

extension InputError: CommandFailure {
  var exitStatus: ExitStatus { .usage }
}

extension ResultsError: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .cannotWrite, .campaignExists, .cannotRead: .inputOutput
    case .empty, .truncated, .foreign, .newerSchema: .badData
    }
  }

  var advice: String? {
    switch self {
    case .cannotWrite: "choose another folder with --output"
    case .campaignExists: "go on with it with --resume, or choose another folder with --output"
    case .cannotRead, .empty, .truncated, .foreign, .newerSchema: nil
    }
  }
}

extension TopologyError: CommandFailure {}

extension TrialError: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .noThread, .notBound, .unavailable, .ring(.outOfMemory), .ring(.noHugePages): .unavailable
    case .ring(.tooFewSlots), .unknownStrategy, .unknownSetting: .usage
    case .singleThreadFailure: .internalError
    case .peer(let error): error.exitStatus
    }
  }
}

extension PeerError: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .unreadable: .unavailable
    case .notLoaded, .noPeer, .otherABI, .incomplete, .badName, .otherName, .tooSmall: .badData
    case .noRing, .noBatches, .oneProducer, .otherEvents, .turnTooLong, .noSleeper: .usage
    }
  }
}

extension Incomparable: CommandFailure {
  var exitStatus: ExitStatus { .badData }
}

extension ExecutableProbe.Refusal: CommandFailure {
  var exitStatus: ExitStatus { .badData }
}
