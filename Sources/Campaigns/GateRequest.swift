import AIORing
import RunRecord
import Topology

/// What a person asked `ringbench compare` to measure, checked.
public struct GateRequest: Sendable {
  /// Comma-separated names; nil: what ``GatePlan`` takes by itself.
  public var strategies: String?
  public var workloads: String?
  public var layout: String?

  public init(strategies: String?, workloads: String?, layout: String?) {
    (self.strategies, self.workloads, self.layout) = (strategies, workloads, layout)
  }

  /// The plan.
  ///
  /// - Throws: `RunRequest.Mistake` for what does not exist, `TopologyError` for what this machine has not.
  public func plan(on machine: Machine) throws -> GatePlan {
    let workloads = try workloads.map {
      try names($0, "workload", GatePlan.possibleWorkloads.map(\.rawValue))
    }
    let chosen = workloads.map { $0.compactMap(Workload.init(rawValue:)) } ?? GatePlan.defaultWorkloads
    // A thread alone needs one CPU.
    let pair = try machine.defaultPairs(oversubscribe: chosen.allSatisfy(\.isAlone)).first
    guard let pair else { throw TopologyError.oneCPUAllowed }
    var plan = GatePlan(workloads: chosen, pair: pair)
    if let strategies { plan.strategies = try names(strategies, "strategy", Catalogue.entries.map(\.name)) }
    if let layout {
      let layouts = try names(layout, "layout", LayoutKind.allCases.map(\.rawValue))
      plan.layouts = plan.layouts.filter { layouts.contains($0.layout.rawValue) }
    }
    return plan
  }

  private func names(_ text: String, _ what: String, _ known: [String]) throws -> [String] {
    if text == "all" { return known }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !known.contains(name) {
      throw RunRequest.Mistake(description: NearestName.complaint(what, name, among: known))
    }
    return known.filter(names.contains)
  }
}
