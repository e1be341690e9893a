/// How gcc compiled the ring's indices on IA-64.
public enum IA64Accesses: String, CaseIterable, Sendable {
  /// Plain loads and stores, of which those of one variable may be reordered.
  case plain
  /// Volatile accesses, which became `ld.acq` and `st.rel`.
  case volatile
}
