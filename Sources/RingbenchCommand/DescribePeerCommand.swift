import AIORing
import ArgumentParser
import RingBursts
import RunRecord

/// `ringbench describe-peer`: what a peer's library says of itself, as JSON. A campaign asks it in a child process, since a
/// library may crash when it is loaded; it is not for people.
struct DescribePeerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe-peer", abstract: "Describe a peer's library in JSON.", shouldDisplay: false)

  @Argument(help: "The library.", completion: .file(extensions: ["so"]))
  var library: String

  func run() throws {
    let peer = try PeerLibrary(path: library).peer
    guard let eventSize = EventSize(bytes: peer.eventWords * 8) else {
      throw PeerError.incomplete(path: library)
    }
    let record = PeerRecord(
      name: peer.name, about: peer.about, library: library, compiler: peer.compiler, batches: peer.hasBatches,
      hasManyProducers: peer.consumeShared != nil, eventSize: eventSize)
    print(String(decoding: try RecordCoding.line(record), as: UTF8.self))
  }
}
