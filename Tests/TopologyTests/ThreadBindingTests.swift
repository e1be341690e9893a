import Foundation
import Testing

@testable import Topology

@Suite struct ThreadBindingTests {
  @Test func aThreadIsFoundOnTheCPUItIsBoundTo() throws {
    let machine = try Machine.current()
    try #require(!machine.allowedCPUs.isEmpty)
    let done = DispatchSemaphore(value: 0)
    // On a thread of its own: a binding outlives the test.
    let thread = Thread {
      for cpu in machine.allowedCPUs {
        #expect(throws: Never.self) { try ThreadBinding.bind(to: cpu) }
        let seen = try? Machine.current().allowedCPUs
        #expect(seen == [cpu])
      }
      for cpu in [8191, 1 << 20, -1] {
        #expect(throws: TopologyError.self) { try ThreadBinding.bind(to: CPU(cpu)) }
      }
      done.signal()
    }
    thread.start()
    done.wait()
  }
}
