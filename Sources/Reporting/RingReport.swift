import Algorithms
import Analysis
import RunRecord

/// Rings beside one another in one table, for each size of ring and pair of CPUs: ours in every layout, and others'.
struct RingReport {
  let summary: SummaryRecord

  /// The tables, and what each peer is; empty where no ring is there to be compared with others.
  var text: String {
    let compared = ComparedRings(summary.rows.lazy.filter { $0.rounds > 0 }.map(\.key))
    let shown = summary.rows.filter { Self.isComparable($0.key) && compared.contains($0.key) }
    guard !shown.isEmpty else { return "" }
    // Small rings are only checked: costs are those of the ring size that all workloads share.
    let most = shown.map(\.key.slots).max()
    let measured = shown.filter { $0.key.workload != .throughput || $0.key.slots == most }
    let wrong = summary.wrongPeers
    let places = Places(summary.rows, withoutPlace: wrong)
    let costs = CostReport(summary: summary)
    let settings = measured.map { RingSetting($0.key) }.uniqued()
    let tables = settings.map { setting in
      let rows = shown.filter { RingSetting($0.key) == setting }
      let lines = Dictionary(grouping: rows, by: \.key.ringWords)
        .map {
          CostReport.Line(
            strategy: $0, isNegativeControl: false, rows: $1, places: places, isWrong: wrong.contains($0))
        }
      return Self.title(setting) + "\n"
        + costs.table(for: lines).text(
          [false, true].flatMap { isWrong in
            lines.filter { $0.isWrong == isWrong }.sorted(by: CostReport.isCheaper)
          })
    }
    return (tables + [descriptions]).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func title(_ setting: RingSetting) -> String {
    "Rings: \(setting.slots) slots, \(setting.events)"
      + (setting.producers == 1 ? "" : "\(setting.producers) producers, ")
      + (setting.batch == 1 ? "one event at a time" : "batches of \(setting.batch)") + "; \(setting.cpus)"
  }

  private static func isComparable(_ row: RowKey) -> Bool {
    row.pacing == .freeRunning && !row.isNegativeControl && !row.workload.isLowerBound
      && !row.workload.hasSleeper && (row.isPeer || row.ring?.payloadStores == .ordinary)
  }

  /// What is known of rings that are not of the catalogue, and what is not.
  private func remarks(_ peers: [PeerRecord]) -> [String] {
    (peers.contains { $0.library != nil }
      ? [
        "Peers are others' rings: they are checked here, and have no edges and no verdicts of memory models."
      ]
      : [])
      + (peers.contains { $0.library == nil }
        ? [
          "Rings of the program's own are checked here too; the models' verdicts on them stand in the last table, and `verify` shows executions."
        ]
        : [])
  }

  /// Where batches were asked for: whether the peer has them.
  private func batches(of peer: PeerRecord) -> String {
    guard summary.rows.contains(where: { $0.key.batch > 1 }) else { return "" }
    return peer.batches ? "; in batches" : "; it has no batches: one event at a time"
  }

  private var descriptions: String {
    let peers = summary.campaign.peers ?? []
    if peers.isEmpty { return "" }
    return
      (peers.map {
        "\($0.name): \($0.about)\(batches(of: $0)); compiled with \($0.compiler.prefix { $0 != "(" })"
      }
      + remarks(peers))
      .joined(separator: "\n")
  }
}

extension RowKey {
  /// Which ring it is, in words; empty for a lower bound.
  fileprivate var ringWords: String {
    switch subject {
    case .ring(let ring):
      ([ring.strategy, ring.layout.rawValue, ring.indexUse.rawValue]
        + (sharing?.kind.map { ["shared by \($0.rawValue)"] } ?? []))
        .joined(separator: ", ")
    case .peer(let name): name
    case .lowerBound: ""
    }
  }
}
