import AIORing
import Foundation
import RunRecord
import Topology

/// What a person asked `ringbench run` for, checked.
public struct RunRequest: Sendable {
  /// Names as typed; empty: all.
  public var strategies: [String] = []
  /// Comma-separated names; nil: what `CampaignPlan` takes by itself.
  public var layout: String?
  public var indexUse: String?
  public var payloadStores: String?
  public var workloads: String?
  /// As in `ringbench topology --pairs`.
  public var pairs: String?
  /// Slots of the rings whose cost is measured.
  public var slots: Int?
  public var batch: Int?
  public var rounds: Int?
  /// For all trials together.
  public var seconds: Double?
  public var seed: UInt64?
  public var quick = false
  public var oversubscribe = false

  public init() {}

  /// One line for a person.
  public struct Mistake: Error, CustomStringConvertible {
    public var description: String
  }

  /// The campaign's plan.
  ///
  /// - Throws: ``Mistake`` for what does not exist, `TopologyError` for what this machine has not.
  public func plan(on machine: Machine) throws -> CampaignPlan {
    var plan = CampaignPlan(
      strategies: try strategyNames(), pairs: try chosenPairs(machine),
      rounds: quick ? Self.quickRounds : Self.rounds, seconds: quick ? Self.quickSeconds : Self.seconds,
      seed: seed ?? UInt64.random(in: 0..<1 << 32), oversubscribed: oversubscribe)
    plan.layouts = try layouts()
    if let payloadStores {
      plan.payloadStores = try Self.values(PayloadStoreKind.self, "kind of payload stores", payloadStores)
      for stores in plan.payloadStores where !stores.isAvailable {
        throw Mistake(description: "\(stores.rawValue) payload stores are not available on this machine")
      }
      plan.checkedStores = plan.payloadStores
    }
    if let workloads { plan.workloads = try Self.values(Workload.self, "workload", workloads) }
    plan.slots = try Self.within(2...(1 << 20), slots, "--capacity", "slots") ?? plan.slots
    plan.batch = try Self.within(1...plan.slots, batch, "--batch", "events") ?? plan.batch
    plan.rounds = try Self.within(1...1000, rounds, "--rounds", "rounds") ?? plan.rounds
    if let seconds {
      guard seconds > 0, seconds <= 86_400 else {
        throw Mistake(description: "--duration takes seconds above 0 and at most 86400")
      }
      plan.seconds = seconds
    }
    return plan
  }

  /// Rounds and seconds of an ordinary and of a quick campaign.
  private static let (rounds, seconds) = (5, 190.0)
  private static let (quickRounds, quickSeconds) = (1, 26.0)

  private func strategyNames() throws -> [String] {
    let known = Catalogue.entries.map(\.name)
    for name in strategies where !known.contains(name) {
      throw Mistake(description: NearestName.complaint("strategy", name, among: known))
    }
    return strategies.isEmpty ? known : known.filter(strategies.contains)
  }

  private func chosenPairs(_ machine: Machine) throws -> [CPUPair] {
    if let pairs { return try machine.pairs(selection: pairs, oversubscribe: oversubscribe) }
    return try machine.defaultPairs(oversubscribe: oversubscribe)
  }

  private func layouts() throws -> [CampaignPlan.MeasuredLayout] {
    let layouts = try layout.map { try Self.values(LayoutKind.self, "layout", $0) }
    let indexUses = try indexUse.map { try Self.values(IndexUseKind.self, "index use", $0) }
    return (layouts ?? LayoutKind.allCases).flatMap { layout in
      (indexUses ?? [CampaignPlan.usualIndexUse(of: layout)]).map {
        CampaignPlan.MeasuredLayout(layout: layout, indexUse: $0)
      }
    }
  }

  private static func values<T: CaseIterable & RawRepresentable<String>>(
    _: T.Type, _ what: String, _ text: String
  ) throws -> [T] {
    if text == "all" { return Array(T.allCases) }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map(String.init).map { name in
      guard let value = T(rawValue: name) else {
        throw Mistake(description: NearestName.complaint(what, name, among: T.allCases.map(\.rawValue)))
      }
      return value
    }
  }

  private static func within(
    _ range: ClosedRange<Int>, _ value: Int?, _ option: String, _ unit: String
  ) throws -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw Mistake(
        description: "\(option) takes \(range.lowerBound) to \(range.upperBound) \(unit), not \(value)")
    }
    return value
  }
}
