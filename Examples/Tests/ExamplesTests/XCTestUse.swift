import Cells
import WeakMemory
import XCTest

/// The same tests in XCTest.
final class XCTestUse: XCTestCase {
  private func messages(_ order: StoreOrder) -> ConcurrentTest {
    let test = ConcurrentTest()
    let (value, ready) = (test.cell(0, "value"), test.cell(0, "ready"))
    test.thread {
      value.write(42)
      ready.store(1, order)
    }
    test.thread {
      if ready.load(.acquire) == 1 { test.check(value.read() == 42, "the value comes after its flag") }
    }
    return test
  }

  func testMessagesArriveInOrder() throws { try messages(.release).requireCorrect() }

  /// The error that XCTest prints.
  func testAFailureShowsTheExecutionAndTheOrderThatIsMissing() {
    XCTAssertThrowsError(try messages(.relaxed).requireCorrect()) { error in
      let text = "\(error)"
      XCTAssert(text.hasPrefix("rc11: "), text)
      XCTAssert(text.contains("thread 1") && text.contains("thread 2"), text)
      XCTAssert(text.contains("ExamplesTests/XCTestUse.swift:"), text)
      XCTAssert(text.contains("missing: release instead of relaxed of the store at"), text)
    }
  }
}
