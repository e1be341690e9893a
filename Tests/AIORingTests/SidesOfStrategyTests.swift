import AIORing
import Testing

/// Producers and consumers are compiled with the half of a strategy that they ask.
@Suite struct SidesOfStrategyTests {
  @Test func eachSideAsksWhatItsStrategySays() {
    var sides = ComparedSides()
    Catalogue.visit(&sides)
    #expect(sides.strategies == Catalogue.entries.count)
    #expect(sides.different == [])
  }

  @Test func strategiesThatAreTheSameOnOneSideHaveThatSideInCommon() {
    var sides = ComparedSides()
    Catalogue.visit(&sides)
    // The readers in the field share the kernel's producer.
    #expect(sides.producers.count < Catalogue.entries.count - Catalogue.readers.count)
    #expect(sides.consumers.count < Catalogue.entries.count)
  }
}

private struct ComparedSides: StrategyVisitor {
  var strategies = 0
  /// Names of strategies of which a side says something else.
  var different: [String] = []
  var producers: Set<ObjectIdentifier> = []
  var consumers: Set<ObjectIdentifier> = []

  mutating func visit<B: Barriers>(_ strategy: Strategy<B>) {
    strategies += 1
    producers.insert(ObjectIdentifier(B.OfProducer.self))
    consumers.insert(ObjectIdentifier(B.OfConsumer.self))
    let whole = strategy.barriers
    let (producer, consumer) = (whole.ofProducer, whole.ofConsumer)
    let isSame =
      producer.claim == whole.claim && producer.publish == whole.publish && producer.wake == whole.wake
      && producer.headLoad == whole.headLoad && producer.tailStore == whole.tailStore
      && producer.storesTailFirst == whole.storesTailFirst && producer.lock == whole.lock
      && consumer.observe == whole.observe && consumer.retire == whole.retire
      && consumer.tailLoad == whole.tailLoad && consumer.headStore == whole.headStore
      && consumer.poll == whole.poll && consumer.lock == whole.lock
    if !isSame { different.append(strategy.name) }
  }
}
