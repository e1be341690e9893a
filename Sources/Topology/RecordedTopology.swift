import CLinux
import Foundation
import Glibc
import Subprocess
import SystemPackage

/// Reads recorded topologies in a child process: libhwloc itself crashes on some damaged documents, and then ends only
/// the child.
public struct RecordedTopologyReader: Sendable {
  private let executable: String
  private let arguments: [String]

  /// A reader whose child is `executable`, which calls ``RecordedTopologyServer/run()`` when started with `arguments`.
  public init(executable: String, arguments: [String]) {
    (self.executable, self.arguments) = (executable, arguments)
  }

  /// The machine that a document of hwloc's XML format describes.
  ///
  /// - Throws: ``TopologyError``: what is wrong with the document, or `cannotLoad` where the child does not start.
  public func read(_ document: [UInt8]) async throws(TopologyError) -> Machine {
    let answers = await read([document])
    guard let answer = answers.first else { throw .cannotLoad(reason: "no answer") }
    return try answer.get()
  }

  /// The machines of several documents, one answer each, read by as few children as crashes allow.
  public func read(_ documents: [[UInt8]]) async -> [Result<Machine, TopologyError>] {
    var answers: [Result<Machine, TopologyError>] = []
    while answers.count < documents.count {
      let (given, ending) = await answersOfOneChild(to: Array(documents[answers.count...]))
      answers += given
      if answers.count < documents.count { answers.append(.failure(ending)) }
    }
    return answers
  }

  /// What one child answered, and why it answered no more.
  private func answersOfOneChild(
    to documents: [[UInt8]]
  ) async -> (answers: [Result<Machine, TopologyError>], ending: TopologyError) {
    do {
      let input = try Frame.file(of: documents)
      let outcome = try await Subprocess.run(
        .path(FilePath(executable)), arguments: Arguments(arguments),
        // The signal says enough of a crash; a backtrace would take seconds.
        environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no"]),
        input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .bytes(limit: 1 << 30), error: .discarded)
      let answers = outcome.standardOutput.split(separator: UInt8(ascii: "\n")).compactMap { line in
        try? JSONDecoder().decode(Answer.self, from: Data(line)).result
      }
      return (Array(answers.prefix(documents.count)), ending(outcome.terminationStatus))
    } catch {
      return ([], .cannotLoad(reason: "the process that reads it did not start: \(error)"))
    }
  }

  private func ending(_ status: TerminationStatus) -> TopologyError {
    switch status {
    case .signaled(SIGALRM): .readerTimedOut(seconds: RecordedTopologyServer.secondsADocument)
    case .signaled(let signal): .readerCrashed(signal: signal)
    case .exited(let code): .cannotLoad(reason: "the process that reads it ended with status \(code)")
    }
  }
}

/// The child's side of ``RecordedTopologyReader``.
public enum RecordedTopologyServer {
  /// How long hwloc may take for one document: thousands of times what the largest machine takes.
  static let secondsADocument = 20

  /// Reads documents from standard input until it ends, and writes one line of JSON for each to standard output.
  public static func run() {
    let plugins = LoadedPlugins()
    defer { extendLifetime(plugins) }
    while let document = Frame.next() {
      // What a damaged document makes hwloc loop on ends with the alarm's signal.
      alarm(UInt32(secondsADocument))
      let result: Result<Machine, TopologyError>
      do throws(TopologyError) { result = .success(try Machine(xml: document)) } catch {
        result = .failure(error)
      }
      alarm(0)
      guard var line = try? JSONEncoder().encode(Answer(result)) else { return }
      line.append(UInt8(ascii: "\n"))
      // At once: the next document may be the last.
      guard (try? FileHandle.standardOutput.write(contentsOf: line)) != nil else { return }
    }
  }
}

/// One line of the child's output.
private enum Answer: Codable {
  case machine(Machine)
  case failure(TopologyError)

  init(_ result: Result<Machine, TopologyError>) {
    switch result {
    case .success(let machine): self = .machine(machine)
    case .failure(let error): self = .failure(error)
    }
  }

  var result: Result<Machine, TopologyError> {
    switch self {
    case .machine(let machine): .success(machine)
    case .failure(let error): .failure(error)
    }
  }
}

/// A document on the way to the child: the number of its bytes, in eight bytes, and the bytes.
private enum Frame {
  private static let lengthBytes = 8

  /// A file in memory, at its beginning. No pipe: to write to a child that has crashed would end this process too,
  /// with SIGPIPE.
  static func file(of documents: [[UInt8]]) throws -> FileDescriptor {
    let descriptor = rb_memory_file("recorded-topologies")
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    let file = FileDescriptor(rawValue: descriptor)
    do {
      for document in documents {
        try file.writeAll(withUnsafeBytes(of: UInt64(document.count).littleEndian, Array.init))
        try file.writeAll(document)
      }
      _ = try file.seek(offset: 0, from: .start)
    } catch {
      try? file.close()
      throw error
    }
    return file
  }

  /// The next document on standard input; nil when that ends.
  static func next() -> [UInt8]? {
    guard let length = read(lengthBytes) else { return nil }
    let count = length.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: count).flatMap(read)
  }

  private static func read(_ count: Int) -> [UInt8]? {
    var bytes = Data()
    while bytes.count < count {
      guard let more = try? FileHandle.standardInput.read(upToCount: count - bytes.count), !more.isEmpty
      else { return nil }
      bytes += more
    }
    return Array(bytes)
  }
}
