import AIORing

/// The loops of a workload, types erased: each takes a side at rest, gives it the types that the loop was specialised for, and
/// returns it at rest.
enum BurstLoops<M: Memory> where M.Event == IOEvent {
  case pushPop(PushPop)
  case throughput(Produce, Consume)
  case roundTrip(Ask, Answer)
  case handOff(Push, Pop)
  case offeredLoad(Send, Receive)

  typealias PushPop = (consuming RestingPushPop<M>, _ count: Int, _ injected: Delay) -> RestingPushPop<M>
  typealias Produce = (
    consuming RestingProducing<M>, _ count: Int, _ delay: Delay
  ) -> RestingProducing<M>
  typealias Consume = (
    consuming RestingConsuming<M>, _ count: Int, _ checking: Bool, _ delay: Delay
  ) -> RestingConsuming<M>
  typealias Ask = (
    consuming RestingAsking<M>, _ times: UnsafeMutableBufferPointer<UInt64>, _ checking: Bool,
    _ injected: Delay
  ) -> RestingAsking<M>
  typealias Answer = (
    consuming RestingAnswering<M>, _ count: Int, _ checking: Bool
  ) -> RestingAnswering<M>
  typealias Push = (
    consuming RestingProducing<M>, _ times: UnsafeMutableBufferPointer<UInt64>, _ injected: Delay
  ) -> RestingProducing<M>
  typealias Pop = (
    consuming RestingConsuming<M>, _ times: UnsafeMutableBufferPointer<UInt64>, _ checking: Bool
  ) -> RestingConsuming<M>
  typealias Send = (
    consuming RestingProducing<M>, _ count: Int, _ start: UInt64, _ interval: Double, _ injected: Delay
  ) -> RestingProducing<M>
  typealias Receive = (
    consuming RestingConsuming<M>, _ times: UnsafeMutableBufferPointer<UInt64>, _ start: UInt64,
    _ interval: Double, _ checking: Bool
  ) -> RestingConsuming<M>
}
