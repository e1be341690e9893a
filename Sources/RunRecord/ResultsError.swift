/// Why results could not be written or read. Each has one line for a person.
public enum ResultsError: Error, Equatable, CustomStringConvertible {
  case cannotWrite(path: String, reason: String)
  /// Another campaign's results are in the folder.
  case campaignExists(path: String)
  case cannotRead(path: String, reason: String)
  /// Nothing is in it.
  case empty(path: String)
  /// It stops in the middle.
  case truncated(path: String)
  /// Something else's file, or one that was changed by hand.
  case foreign(path: String, reason: String)
  /// Written by a later version of this program.
  case newerSchema(path: String, found: Int)

  /// One line for a person.
  public var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason)"
    case .campaignExists(let path): "cannot write \(path): a campaign is there already"
    case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
    case .empty(let path): "\(path) is empty: was the run that wrote it killed at its start?"
    case .truncated(let path): "\(path) stops in the middle: copy it again, or measure again"
    case .foreign(let path, let reason): "\(path) is not a result of ringbench: \(reason)"
    case .newerSchema(let path, let found):
      "\(path) has schema \(found), newer than this program's \(SchemaVersion.current): use a newer ringbench"
    }
  }
}
