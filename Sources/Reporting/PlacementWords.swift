import RunRecord

extension PlacementRecord {
  /// The workload, the CPUs and the state that they were in.
  var words: String {
    let slow = [
      producerIsSlow == true ? "producer's" : nil, consumerIsSlow == true ? "consumer's" : nil,
    ].compactMap(\.self)
    return
      "\(workload.rawValue), CPUs \(producerCpu):\(consumerCpu), a line bounced in \(Figures.plain(bounceNs)) ns"
      + (slow.isEmpty ? "" : ", the \(slow.joined(separator: " and the ")) core slower than at its fastest")
  }
}

extension SummaryRecord {
  /// The states of two CPUs in which some workloads were measured, and what became of the trials: a line a state.
  func placementLines(of isShown: (Workload) -> Bool) -> [String] {
    (placements ?? []).filter { isShown($0.workload) }.map { placement in
      let use =
        placement.isUsed
        ? "which the figures come from" : otherStates == nil ? "set apart" : "in tables of their own"
      return "\(placement.words): \(placement.trials) trials, \(use)"
    }
  }
}

extension OtherState {
  /// The title of its tables.
  var title: String { "In another state: \(placement.words): \(placement.trials) trials" }
}
