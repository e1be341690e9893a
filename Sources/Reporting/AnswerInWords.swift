import Algorithms
import RunRecord

/// What a campaign says in short, in sentences.
struct AnswerInWords {
  let answer: Answer
  let summary: SummaryRecord

  var text: String {
    ([cheapest] + (answer.wrong.isEmpty ? [] : [wrong]) + [sleeping]).joined(separator: "\n")
  }

  private func overview(_ strategy: String?) -> StrategyOverview? {
    summary.overview?.first { $0.strategy == strategy }
  }

  /// Of the cheapest strategy, and so all that were asked about.
  private var architectures: Int { overview(answer.cheapest.first)?.architectures.count ?? 0 }

  /// Strategies that cannot be told apart from the first, and what they cost: the order of their figures means nothing.
  private func cost(_ strategies: [String]) -> String {
    let names = strategies.joined(separator: ", ")
    let ends = [strategies.first, strategies.last].map { Figures.measured(overview($0)?.handOff) }.uniqued()
      .joined(separator: " to ")
    return
      "\(names)\(strategies.count > 1 ? ", none told apart from the first" : ""): \(ends) ns a push and a pop"
  }

  private var cheapest: String {
    let over = overview(answer.cheapest.first)?.row.flatMap { summary.rows[$0].overNone }.map {
      ", \(Figures.measured($0)) times the ring without barriers\(answer.cheapest.count > 1 ? " for the first" : "")"
    }
    return
      "Cheapest here of the strategies that are correct on all \(architectures) architectures: "
      + "\(cost(answer.cheapest))\(over ?? "")."
  }

  /// Those that are wrong in the same places stand together.
  private var wrong: String {
    let kinds = answer.wrong.map(places).uniqued().map { kind in
      "\(answer.wrong.filter { places($0) == kind }.map(\.strategy).joined(separator: ", ")) (\(kind))"
    }
    return "As cheap or cheaper, and wrong: \(kinds.joined(separator: "; "))."
  }

  private func places(_ wrong: Answer.Wrong) -> String {
    let isEverywhere = wrong.architectures.count == architectures
    let words =
      isEverywhere
      ? "on every architecture" : "on \(wrong.architectures.map(\.rawValue).joined(separator: ", "))"
    return [wrong.isViolatedHere ? "seen here" : "", wrong.architectures.isEmpty ? "" : words]
      .filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var sleeping: String {
    answer.sleeping.isEmpty
      ? "For a consumer that sleeps: none of those measured keeps every wake-up on all architectures."
      : "For a consumer that sleeps: \(cost(answer.sleeping))."
  }
}
