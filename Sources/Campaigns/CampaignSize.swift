extension CampaignPlan {
  /// The trials of the campaign, counted without listing them: all pairs of a large machine make more than memory
  /// holds.
  public var trialCount: Int {
    guard let first = pairs.first else { return 0 }
    var ofOnePair = self
    (ofOnePair.pairs, ofOnePair.rounds) = ([first], Rounds(all: 1))
    let ofAPair = ofOnePair.order.reduce(0) { $0 + rounds.of($1.spec.row.workload) }
    let (all, overflow) = ofAPair.multipliedReportingOverflow(by: pairs.count)
    return overflow ? Int.max : all
  }
}
