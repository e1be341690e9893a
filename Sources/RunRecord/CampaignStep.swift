/// What a campaign consists of, in the order in which it is done.
public enum CampaignStep: String, CaseIterable, Codable, Sendable {
  /// The trials of the plan's order, each in a child process.
  case trials
  /// The strategies under the memory models of all architectures.
  case models
  /// What each pair of CPUs reorders.
  case probe
  /// The kernel's own completion rings.
  case kernelRings = "kernel-rings"
}
