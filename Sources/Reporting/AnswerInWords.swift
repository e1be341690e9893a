import Algorithms
import Analysis
import RunRecord

/// What a campaign says in short, in sentences.
struct AnswerInWords {
  let answer: Answer

  var text: String {
    ([cheapest] + (answer.wrong.isEmpty ? [] : [wrong]) + [sleeping]).joined(separator: "\n")
  }

  /// Strategies that cannot be told apart from the first, and what they cost: the order of their figures means nothing.
  private func cost(_ strategies: [StrategyOverview]) -> String {
    let names = strategies.map(\.strategy).joined(separator: ", ")
    let figures = strategies.compactMap(\.handOff)
    let ends = [figures.first, figures.last].map { Figures.measured($0) }.uniqued().joined(separator: " to ")
    return
      "\(names)\(strategies.count > 1 ? ", none told apart from the first" : ""): \(ends) ns a push and a pop"
  }

  private var cheapest: String {
    let over = answer.overNone.map {
      ", \(Figures.measured($0)) times the ring without barriers\(answer.cheapest.count > 1 ? " for the first" : "")"
    }
    return
      "Cheapest here of the strategies that are correct on all \(answer.cheapest[0].architectures.count) architectures: "
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
    let isEverywhere = wrong.architectures.count == answer.cheapest[0].architectures.count
    let architectures =
      isEverywhere
      ? "on every architecture" : "on \(wrong.architectures.map(\.rawValue).joined(separator: ", "))"
    return [wrong.isViolatedHere ? "seen here" : "", wrong.architectures.isEmpty ? "" : architectures]
      .filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var sleeping: String {
    answer.sleeping.isEmpty
      ? "For a consumer that sleeps: none of those measured keeps every wake-up on all architectures."
      : "For a consumer that sleeps: \(cost(answer.sleeping))."
  }
}
