import Algorithms
import Analysis
import RunRecord

/// Campaigns of several machines side by side; one campaign is reported in full.
struct MergedReport {
  let summaries: [SummaryRecord]

  init(_ summaries: [SummaryRecord]) { self.summaries = summaries }

  private struct Line {
    var summary: SummaryRecord
    var strategy: String

    var table: ClosingTable

    func row(_ workload: Workload) -> SummaryRow? { table.row(strategy, workload) }
    var place: Place? { table.place(strategy, .handOff) }
    var campaign: String
  }

  var text: String {
    if summaries.count == 1 { return RunReport(summaries[0]).text }
    let names = summaries.flatMap(\.strategies).uniqued()
    let campaigns = zip(zip(summaries, CampaignName.all(summaries)), summaries.map(ClosingTable.init))
    let lines = names.flatMap { name in
      campaigns.filter { $0.0.0.rows.contains { $0.key.strategy == name } }.map { campaign, table in
        Line(summary: campaign.0, strategy: name, table: table, campaign: campaign.1)
      }
    }
    let table = TextTable<Line>(columns: [
      .word("strategy") { $0.strategy },
      .word("campaign") { $0.campaign },
      .number("hand-off ns") { Figures.measured($0.row(.handOff)?.figure) },
      .word("place", tone: Place.tone) { $0.place?.text ?? Figures.absent },
      .number("round trip ns") { Figures.measured($0.row(.roundTrip)?.figure) },
      .number("×bound") { Figures.times($0.row(.roundTrip)?.ratioToLowerBound?.median) },
      .number("sustained M/s") {
        Figures.measured($0.row(.offeredLoad)?.load?.sustainedPerSecond, scale: 1e-6)
      },
      .number("one thread ns") { Figures.alone($0.row(.barrierCost)) },
      .word("here") { line in
        line.summary.verdicts.first { $0.strategy == line.strategy && $0.subject == .events }
          .map(line.summary.word) ?? Figures.absent
      },
    ])
    let heads = summaries.map { RunReport($0).head }
    return (heads + [table.text(lines), ClosingTable.wordsLegend]).joined(separator: "\n\n")
  }
}
