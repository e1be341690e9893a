import Glibc

/// Files of /proc and /sys, read without Foundation: reading the noise around a trial must not take longer than the
/// trial.
enum ProcFile {
  /// The first line, at most 255 bytes of it, without trailing blanks; nil where it cannot be read.
  static func firstLine(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    var line = bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    while line.last == UInt8(ascii: " ") { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}

/// CPU time since boot, all CPUs together, in clock ticks (the first line of /proc/stat; `man 5 proc_stat`).
public struct CPUTicks: Sendable {
  /// Time that the host took.
  public let stolen: UInt64
  public let all: UInt64

  /// The ticks so far; nil where they cannot be read.
  public static func now() -> CPUTicks? {
    guard let line = ProcFile.firstLine("/proc/stat") else { return nil }
    let fields = line.split(separator: " ").dropFirst().compactMap { UInt64($0) }
    guard fields.count >= 8 else { return nil }
    return CPUTicks(stolen: fields[7], all: fields[0..<8].reduce(0, +))
  }

  /// The host's share of all CPU time since `earlier`, per cent; nil where that cannot be read.
  public static func stealPercent(since earlier: CPUTicks?) -> Double? {
    guard let earlier, let now = now(), now.all > earlier.all else { return nil }
    return 100 * Double(now.stolen - earlier.stolen) / Double(now.all - earlier.all)
  }
}
