import AIORing
import Algorithms

/// Why a command line makes no sense, in one line.
struct InputError: Error, CustomStringConvertible, Equatable {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Names of one kind as options take them: separated by commas, or `all`.
enum NameList {
  /// Each value once, in the order named.
  static func values<T: RawRepresentable<String> & CaseIterable & Hashable>(
    _ text: String, of kind: String
  ) throws(InputError) -> [T] {
    if text == "all" { return Array(T.allCases) }
    var values: [T] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard let value = T(rawValue: name) else {
        throw InputError(NearestName.complaint(kind, name, among: T.allCases.map(\.rawValue)))
      }
      values.append(value)
    }
    return Array(values.uniqued())
  }
}
