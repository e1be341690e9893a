import AIORing
import KernelMeasurement
import RunRecord
import Topology
import Trials

/// The results of a campaign's steps other than its trials. What this machine cannot do is absent.
public struct CampaignSections: Sendable {
  /// The step ``CampaignStep/models``.
  public private(set) var architectures: [VerificationRecord] = []
  /// The step ``CampaignStep/probe``, one record a pair; nil where it was not planned or not reached.
  public private(set) var probes: [ProbeRecord]?
  /// The step ``CampaignStep/kernelRings``; nil where it was not planned, not reached or not possible.
  public private(set) var kernelRings: KernelRecord?
  /// Whether no step was cut short by a cancellation.
  public private(set) var isWhole = true

  /// Performs the steps of `campaign` that are in `steps`, one after another. The models come first: they need no machine, and
  /// a campaign that was interrupted has them too. Cancelling the surrounding task skips the rest.
  public init(of campaign: CampaignRecord, steps: [CampaignStep]) async {
    if steps.contains(.models) {
      let names = Set(campaign.order.compactMap(\.spec.row.ring?.strategy))
      architectures = VerificationRecord.all(of: names)
      let ownRings = (campaign.peers ?? []).filter { $0.library == nil }.map(\.name)
      for ring in ownRings { architectures += await VerificationRecord.all(ofRing: ring) }
    }
    guard let machine = try? Machine.current() else { return }
    if steps.contains(.probe), !Task.isCancelled {
      probes = Self.pairs(of: campaign, on: machine).compactMap {
        Task.isCancelled ? nil : try? Probe(pair: $0, seed: campaign.seed).run(on: machine)
      }
    }
    if steps.contains(.kernelRings), !Task.isCancelled {
      kernelRings = try? KernelCampaign(.quick, on: machine).run(
        startedAt: campaign.startedAt, environment: campaign.environment, isCancelled: { Task.isCancelled })
      kernelRings?.readers = VerificationRecord.readers
    }
    isWhole = !Task.isCancelled || Set(steps).isSubset(of: [.trials, .models])
  }

  /// The pairs of CPUs that the campaign's trials ran on.
  private static func pairs(of campaign: CampaignRecord, on machine: Machine) -> [CPUPair] {
    let selection = Set(campaign.order.map { "\($0.spec.row.producerCpu):\($0.spec.row.consumerCpu)" })
    return
      (try? machine.pairs(selection: selection.sorted().joined(separator: ","), oversubscribe: true)) ?? []
  }
}
