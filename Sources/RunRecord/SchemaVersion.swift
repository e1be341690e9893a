/// The version of everything this module describes. A reader refuses what is newer; a change that an old reader
/// would misread raises it.
public enum SchemaVersion {
  /// The version written.
  public static let current = 1
}
