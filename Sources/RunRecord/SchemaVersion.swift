/// The version of everything this module describes. A reader refuses what is newer; a change that an old reader
/// would misread raises it.
public enum SchemaVersion {
  /// The version written.
  public static let current = 2

  /// The fields of schema 1 that schema 2 has by another name: what they are called in the file, and in the code.
  static let renamed = [
    "regime": "pacing", "floor": "lowerBound", "ratio_to_floor": "ratioToLowerBound",
    "floor_ns": "thresholdNs",
  ]
}
