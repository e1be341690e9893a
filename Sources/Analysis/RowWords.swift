import RunRecord

extension RowKey {
  /// The order of rows in a comparison: by their words.
  public static func inReportOrder(_ first: RowKey, _ second: RowKey) -> Bool { first.words < second.words }

  /// The settings that identify the row, in words, without those that have their default values.
  public var words: String {
    let ringWords =
      switch subject {
      case .ring(let ring): [ring.strategy, ring.layout.rawValue, ring.indexUse.rawValue, workload.rawValue]
      case .peer(let name): [name, workload.rawValue]
      case .lowerBound: [workload.rawValue]
      }
    let stores = ring.map { $0.payloadStores == .ordinary ? "" : $0.payloadStores.rawValue } ?? ""
    return
      (ringWords + [
        pacing == .freeRunning ? "" : pacing.rawValue, stores, slots == 1024 ? "" : "\(slots) slots",
        batch == 1 ? "" : "batch \(batch)",
        turnEvents == 0 || turnEvents == slots / 4 ? "" : "turns of \(turnEvents)",
        polling == .pause ? "" : "polling \(polling.rawValue)",
        sharing.map { "\(producers) producers" + ($0.kind.map { " by \($0.rawValue)" } ?? "") } ?? "",
        eventSize == .usual ? "" : "events of \(eventSize.bytes) bytes",
        pages == .usual ? "" : "\(pages.rawValue) pages",
        barriersAtRunTime ? "barriers read at run time" : "",
        isNegativeControl ? "(negative control)" : "",
        workload == .throughput && !checking ? "unchecked" : "",
        workload.isAlone ? "" : "CPUs \(producerCpus.map(String.init).joined(separator: "+")):\(consumerCpu)",
      ]).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
