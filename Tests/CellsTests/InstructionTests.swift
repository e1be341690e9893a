import CellOperations
import Foundation
import Testing

/// The instructions of a function of this test's own executable. One that jumps to its twin and does nothing else is the
/// twin: the optimiser merges functions of the same instructions.
private func instructions(of function: String) throws -> [String] {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/objdump")
  process.arguments = ["--disassemble=\(function)", "--no-show-raw-insn", try executable()]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  // `   1f30:	mov    %edx,(%rdi)`; a jump's target is another in each function, and is kept as its distance.
  var start: Int?
  var target: String?
  let lines = output.split(separator: "\n").compactMap { line -> String? in
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let address = Int(parts[0].drop { $0 == " " }, radix: 16) else { return nil }
    let first = start ?? address
    start = first
    if parts[1].contains("jmp") { target = parts[1].split(separator: "<").last.map { String($0.dropLast()) } }
    let words = parts[1].split(whereSeparator: { $0 == " " || $0 == "\t" })
    return words.prefix { !$0.hasPrefix("<") && !$0.hasPrefix("#") }
      .map { word in Int(word, radix: 16).flatMap { $0 > first ? "+\($0 - first)" : nil } ?? String(word) }
      .joined(separator: " ")
  }
  let frame: Set = ["push %rbp", "mov %rsp,%rbp", "pop %rbp"]
  if lines.filter({ !frame.contains($0) }).count == 1, let target { return try instructions(of: target) }
  return lines
}

/// Where the code of this test was loaded from.
private func executable() throws -> String {
  let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
  let files = maps.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
  return try #require(files.first { $0.hasSuffix(".xctest") })
}

@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/objdump"), "needs objdump"))
struct InstructionTests {
  @Test(arguments: ["publish", "receive", "count", "claim", "look"])
  func `An operation on cells is the instructions of the same written by hand`(operation: String) throws {
    // Called once, so that the linker keeps them.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt64.self, repeating: 0, count: 1)
    cellsPublish(memory, memory + 4, 7)
    #expect(handReceive(memory, memory + 4) == 7 && cellsReceive(memory, memory + 4) == 7)
    handPublish(memory, memory + 4, 8)
    #expect(cellsCount(memory, 1) == 8 && handCount(memory, 1) == 9)
    #expect(cellsClaim(memory, 10, 11) && handClaim(memory, 11, 12) && !cellsClaim(memory, 11, 12))
    #expect(cellsLook(memory, memory + 4) == 1 && handLook(memory, memory + 4) == 1)

    let cells = try instructions(of: "cells_\(operation)")
    #expect(!cells.isEmpty)
    #expect(try cells == instructions(of: "hand_\(operation)"))
  }
}
