import WeakMemory

/// What one model says of a ring of one's own.
public struct RingVerdictRecord: Codable, Sendable, Equatable {
  public enum Verdict: String, Codable, Sendable {
    case forbidden, allowed, race, deadlock, unknown
  }

  public var ring: String
  public var model: Model
  public var verdict: Verdict
  /// What is wrong, or which bound was hit; nil where nothing is.
  public var reason: String?
  /// An execution that shows what is wrong, in columns.
  public var witness: String?

  public init(ring: String, model: Model, verdict: Verdict, reason: String? = nil, witness: String? = nil) {
    (self.ring, self.model, self.verdict) = (ring, model, verdict)
    (self.reason, self.witness) = (reason, witness)
  }

  public init(ring: String, model: Model, _ found: ConcurrentTest.Verdict) {
    let (verdict, reason): (Verdict, String?) =
      switch found {
      case .forbidden: (.forbidden, nil)
      case .allowed(let witness): (.allowed, witness.summary)
      case .race(let witness): (.race, witness.summary)
      case .deadlock(let witness): (.deadlock, witness.summary)
      case .unknown(let why): (.unknown, why)
      }
    self.init(
      ring: ring, model: model, verdict: verdict, reason: reason, witness: found.witness?.description)
  }
}
