/// Why a trial's figure is to be distrusted. `Analysis` decides which marks a trial gets.
public enum NoiseMark: String, CaseIterable, Codable, Sendable {
  /// A thread was seen off its CPU.
  case moved
  /// The distance between the two CPUs was not the same before and after: the host moved one of them.
  case bounceChanged = "bounce-changed"
  /// The core ran faster or slower after the trial than before it.
  case speedChanged = "speed-changed"
  /// Most bursts were interrupted.
  case interrupted
  /// The host took too much of the time.
  case stolen
}
