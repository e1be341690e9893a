import AIORing
import Audit
import Campaigns
import Foundation
import RunRecord

/// The peers that a run is asked for.
enum PeersOption {
  /// Where `scripts/peers` of the checkout puts what it builds.
  static let folder = URL(filePath: AuditFindings.sources).appending(path: ".build/peers")

  /// The libraries' descriptions, in the order asked for.
  ///
  /// - Parameters:
  ///   - built: Whether all that `scripts/peers` built are asked for.
  ///   - libraries: Paths of others.
  ///   - rings: The program's own that are asked for.
  /// - Throws: What ends the command with one line.
  static func records(built: Bool, libraries: [String], rings: [OwnRing]) async throws -> [PeerRecord] {
    var records = rings.map(\.record)
    for library in (built ? try builtLibraries() : []) + libraries {
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
    return records
  }

  private static func builtLibraries() throws -> [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let libraries = found.filter { $0.hasSuffix(".so") }.sorted().map { folder.appending(path: $0).path }
    guard !libraries.isEmpty else {
      throw ExitStatus.unavailable.failure(
        "no peer is built: run scripts/peers, which fetches and builds them")
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
