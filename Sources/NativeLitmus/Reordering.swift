/// Two accesses of one thread of which a CPU may let the second take effect before the first.
public enum Reordering: String, CaseIterable, Sendable {
  case storeThenStore = "store then store"
  case storeThenLoad = "store then load"
  case loadThenLoad = "load then load"
  case loadThenStore = "load then store"
  /// Coherence: no architecture that Linux runs on today allows it.
  case loadsOfOnePlace = "two loads of one location"
  case streamingStoreThenStore = "streaming store then store"
}
