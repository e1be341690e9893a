import Testing
@testable import WeakMemory
@Test func x() throws {}
