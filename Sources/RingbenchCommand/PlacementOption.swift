import ArgumentParser
import RunRecord

/// Which states of the two CPUs have rows.
struct PlacementOption: ParsableArguments {
  @Option(
    name: .customLong("placement"),
    help:
      "The states of two CPUs that have rows: usual, the one that most trials were in; or each, which adds a table of each other one."
  )
  var states: StatesWithRows = .usual
}

extension StatesWithRows: ExpressibleByArgument {}
