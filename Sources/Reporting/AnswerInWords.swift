import Algorithms
import Analysis
import RunRecord

/// What a campaign says in short, in sentences.
struct AnswerInWords {
  let answer: Answer

  var text: String {
    ([cheapest] + (answer.wrong.isEmpty ? [] : [wrong]) + [sleeping]).joined(separator: "\n")
  }

  private func names(_ strategies: some Collection<StrategyOverview>) -> String {
    strategies.map(\.strategy).joined(separator: ", ")
  }

  private var cheapest: String {
    let first = answer.cheapest[0]
    let over = answer.overNone.map { ", \(Figures.measured($0)) times the ring without barriers" } ?? ""
    let tied = answer.cheapest.dropFirst()
    return
      "Cheapest here of the strategies that are correct on all \(first.architectures.count) architectures: \(first.strategy), "
      + "\(Figures.measured(first.handOff)) ns a push and a pop\(over)."
      + (tied.isEmpty ? "" : " Correct too, and not told apart from it: \(names(tied)).")
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
    guard let first = answer.sleeping.first else {
      return "For a consumer that sleeps: none of those measured keeps every wake-up on all architectures."
    }
    let tied = answer.sleeping.dropFirst()
    return "For a consumer that sleeps: \(first.strategy), \(Figures.measured(first.handOff)) ns"
      + (tied.isEmpty ? "." : "; not told apart from it: \(names(tied)).")
  }
}
