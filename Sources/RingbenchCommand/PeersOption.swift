import AIORing
import Audit
import Campaigns
import Foundation
import RunRecord

/// The peers that a run is asked for.
enum PeersOption {
  /// Where `scripts/peers` of the checkout puts what it builds.
  static func folder(of size: EventSize) -> URL {
    let all = URL(filePath: AuditFindings.sources).appending(path: ".build/peers")
    return size == .usual ? all : all.appending(path: "\(size.bytes)-bytes")
  }

  /// The libraries' descriptions, in the order asked for.
  ///
  /// - Parameters:
  ///   - built: Whether all that `scripts/peers` built are asked for.
  ///   - libraries: Paths of others.
  ///   - rings: The program's own that are asked for.
  ///   - eventSize: Of the events that all of them must carry.
  /// - Throws: What ends the command with one line.
  static func records(
    built: Bool, libraries: [String], rings: [OwnRing], eventSize: EventSize
  ) async throws -> [PeerRecord] {
    var records = rings.map(\.record)
    for library in (built ? try builtLibraries(of: eventSize) : []) + libraries {
      let record = try await PeerDescription.of(library)
      if Catalogue.entry(named: record.name) != nil {
        throw InputError("\(library): \(record.name) is a strategy's name: give the ring another one")
      }
      if let other = records.first(where: { $0.name == record.name }) {
        throw InputError(
          "\(library) and \(other.library ?? "this program") both call their ring \(record.name)")
      }
      records.append(record)
    }
    // One line for all: what scripts/peers did not build has its size by a flag of its compiler.
    let others = records.filter { $0.eventSize != eventSize }
    guard others.isEmpty else {
      throw InputError(
        others.map { "\($0.name) carries events of \($0.eventSize.bytes) bytes" }.joined(separator: ", ")
          + ", not of \(eventSize.bytes): compile for those with scripts/peers --event-bytes \(eventSize.bytes), "
          + "or with -DRINGBENCH_EVENT_WORDS=\(eventSize.words)")
    }
    return records
  }

  /// Those into which several threads may push.
  ///
  /// - Parameter libraries: Those that were asked for one by one, and must be among them.
  /// - Throws: What ends the command with one line, also if none is left.
  static func forManyProducers(_ records: [PeerRecord], libraries: [String]) throws -> [PeerRecord] {
    let leftOut = records.filter { !$0.hasManyProducers }
    let asked = Set(libraries.map { URL(filePath: $0).path })
    if let one = leftOut.first(where: { $0.library.map(asked.contains) ?? false }) {
      throw InputError(
        "only one thread may push into \(one.name): without --producers, or let it say that several may (Examples/Peers/README.md)"
      )
    }
    let kept = records.filter(\.hasManyProducers)
    guard !kept.isEmpty || leftOut.isEmpty else {
      throw ExitStatus.unavailable.failure(
        "only one thread may push into each peer that is built: \(leftOut.map(\.name).joined(separator: ", "))"
      )
    }
    return kept
  }

  private static func builtLibraries(of size: EventSize) throws -> [String] {
    let folder = folder(of: size)
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let libraries = found.filter { $0.hasSuffix(".so") }.sorted().map { folder.appending(path: $0).path }
    guard !libraries.isEmpty else {
      throw ExitStatus.unavailable.failure(
        size == .usual
          ? "no peer is built: run scripts/peers, which fetches and builds them"
          : "no peer is built for events of \(size.bytes) bytes: run scripts/peers --event-bytes \(size.bytes)"
      )
    }
    return libraries
  }
}

extension RingCheck.Refusal: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .refused(_, let status): ExitStatus(rawValue: status) ?? .badData
    case .crashed, .hung: .badData
    }
  }
}

extension PeerDescription.Refusal: CommandFailure {
  var exitStatus: ExitStatus {
    switch self {
    case .refused(_, let status): ExitStatus(rawValue: status) ?? .badData
    case .crashed, .hung: .badData
    }
  }
}
