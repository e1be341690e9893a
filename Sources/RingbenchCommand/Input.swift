import AIORing
import Algorithms
import ArgumentParser
import WeakMemory

/// What is wrong with a command line, in one line.
struct InputError: Error, CustomStringConvertible, Equatable {
  var description: String
  init(_ description: String) { self.description = description }
}

/// A value that has other names than its own.
protocol Aliased {
  var aliases: [String] { get }
}

extension Model: Aliased {}

/// Names of one kind as options take them: separated by commas, or `all`.
enum NameList {
  /// Each value once, in the order named.
  ///
  /// - Parameter known: The values that the option takes; `all` is all of them.
  static func values<T: RawRepresentable<String> & Hashable>(
    _ text: String, of kind: String, among known: [T]
  ) throws(InputError) -> [T] {
    if text == "all" { return known }
    var values: [T] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      guard let value = known.first(where: { names(of: $0).contains(name) }) else {
        throw InputError(NearestName.complaint(kind, name, among: known.flatMap { names(of: $0) }))
      }
      values.append(value)
    }
    return Array(values.uniqued())
  }

  /// Each value once, in the order named.
  static func values<T: RawRepresentable<String> & CaseIterable & Hashable>(
    _ text: String, of kind: String
  ) throws(InputError) -> [T] { try values(text, of: kind, among: Array(T.allCases)) }

  /// Every name of a value that an option takes.
  private static func names(of value: some RawRepresentable<String>) -> [String] {
    [value.rawValue] + ((value as? any Aliased)?.aliases ?? [])
  }

  /// The names, for a help text.
  static func help<T: RawRepresentable<String>>(_ known: [T]) -> String {
    known.map(\.rawValue).joined(separator: ", ")
  }
}

extension CompletionKind {
  /// The strategies' names, for the shell.
  static var strategies: CompletionKind { .list(Catalogue.entries.map(\.name)) }
}

/// Names of strategies.
enum StrategyNames {
  /// The strategies of a comma-separated list, or `all`, in the catalogue's order.
  static func list(_ text: String) throws(InputError) -> [String] {
    if text == "all" { return Catalogue.entries.map(\.name) }
    return try checked(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
  }

  /// The same names in the catalogue's order; all of the catalogue where none is given.
  static func checked(_ names: [String]) throws(InputError) -> [String] {
    let known = Catalogue.entries.map(\.name)
    for name in names where !known.contains(name) {
      throw InputError(NearestName.complaint("strategy", name, among: known))
    }
    return names.isEmpty ? known : known.filter(names.contains)
  }
}

/// Rates of offered load as an option takes them: million events/s, ascending, separated by commas.
struct RateList {
  /// Events/s.
  let perSecond: [Double]

  /// Events/s.
  private static let limits = 1e3...1e9

  init(_ text: String) throws(InputError) {
    perSecond = try text.split(separator: ",", omittingEmptySubsequences: false).map {
      part throws(InputError) in
      guard let millions = Double(part), Self.limits.contains(millions * 1e6) else {
        throw InputError("--rates takes million events/s from 0.001 to 1000, not '\(part)'")
      }
      return millions * 1e6
    }
    guard zip(perSecond, perSecond.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw InputError("--rates takes rates in ascending order")
    }
  }
}

/// Sizes as an axis takes them: numbers separated by commas, or ranges of doubling ones, as `2...64`.
enum SizeList {
  /// Each size once, ascending.
  static func values(
    _ text: String, in limits: ClosedRange<Int>, _ option: String, _ unit: String
  ) throws(InputError) -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let sizes = try parts.map { part throws(InputError) in
      let ends = part.split(separator: "...", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
      guard let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high else {
        throw InputError(
          "\(option) takes \(unit) as numbers or doubling ranges such as 2...64, separated by commas, not '\(part)'"
        )
      }
      for end in [low, high] { try Limits.check(end, in: limits, option, unit) }
      return Array(sequence(first: low) { $0 * 2 }.prefix { $0 <= high })
    }
    return Set(sizes.joined()).sorted()
  }
}

/// Orderings edge by edge in place of a strategy.
enum EdgesOption {
  static let help = ArgumentHelp(
    "Price orderings at edges that no strategy of the catalogue has, without a build: publish=mb,retire=release,…; the rest is none. The ring reads them at run time, and is measured beside one that reads none.",
    valueName: "edges")

  /// The orderings as a row names them.
  static func name(_ text: String) throws(InputError) -> String {
    do throws(EdgeAssignment.Mistake) {
      return try EdgeAssignment(text).text
    } catch {
      throw InputError("--edges: \(error)".visible)
    }
  }
}

/// Numbers within limits.
enum Limits {
  static let seconds = "takes seconds above 0 and at most 86400"

  /// Throws unless the number is one of `range`; `--capacity takes 2 to 1048576 slots, not 1`.
  static func check(
    _ value: Int?, in range: ClosedRange<Int>, _ option: String, _ unit: String
  ) throws(InputError) {
    guard let value, !range.contains(value) else { return }
    throw InputError("\(option) takes \(range.lowerBound) to \(range.upperBound) \(unit), not \(value)")
  }

  /// Throws unless the duration is above 0 and at most a day, s.
  static func check(seconds: Double?, _ option: String) throws(InputError) {
    guard let seconds, !(seconds > 0 && seconds <= 86_400) else { return }
    throw InputError("\(option) \(Self.seconds)")
  }
}
