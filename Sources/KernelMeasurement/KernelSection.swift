import AIORing
import RunRecord
import Topology

extension KernelRecord {
  /// The short section of a longer run: some strategies on the kernel's rings, in a second or two. What cannot be had
  /// stands in ``notAvailable``; those of the strategies that are locks are left out.
  public static func section(
    strategies: [String], on machine: Machine, startedAt: String, environment: RunEnvironment,
    isCancelled: () -> Bool = { false }
  ) -> KernelRecord {
    var plan = KernelPlan.quick
    plan.strategies.removeAll { !strategies.contains($0.name) }
    do throws(TopologyError) {
      return try KernelCampaign(plan, on: machine).run(
        startedAt: startedAt, environment: environment, isCancelled: isCancelled)
    } catch {
      var record = KernelRecord(startedAt: startedAt, environment: environment)
      record.notAvailable = ["\(error)"]
      return record
    }
  }
}
