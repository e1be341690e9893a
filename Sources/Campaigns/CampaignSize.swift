extension CampaignPlan {
  /// The trials of the campaign, counted without listing them: all pairs of a large machine make more than memory
  /// holds.
  public var trialCount: Int {
    guard let first = pairs.first else { return 0 }
    var ofOnePair = self
    (ofOnePair.pairs, ofOnePair.rounds) = ([first], 1)
    let (ofARound, overflow) = ofOnePair.order.count.multipliedReportingOverflow(by: pairs.count)
    let (all, overflowToo) = ofARound.multipliedReportingOverflow(by: rounds)
    return overflow || overflowToo ? Int.max : all
  }
}
