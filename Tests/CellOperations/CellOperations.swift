import Cells
import Synchronization

// Each operation twice, over cells and by hand: a test compares the instructions. Optimised in every build.

private typealias Word = Cell<Hardware, UInt32>
private typealias ByHand = Atomic<UInt32>

private func byHand(_ word: UnsafeMutableRawPointer) -> UnsafeMutablePointer<ByHand> {
  word.assumingMemoryBound(to: ByHand.self)
}

@_cdecl("cells_publish")
public func cellsPublish(_ data: UnsafeMutableRawPointer, _ flag: UnsafeMutableRawPointer, _ number: UInt32) {
  Word(at: Hardware.Address(data)).write(CellValue(number))
  Word(at: Hardware.Address(flag)).store(1, .release)
}

@_cdecl("hand_publish")
public func handPublish(_ data: UnsafeMutableRawPointer, _ flag: UnsafeMutableRawPointer, _ number: UInt32) {
  data.storeBytes(of: number, as: UInt32.self)
  byHand(flag).pointee.store(1, ordering: .releasing)
}

@_cdecl("cells_receive")
public func cellsReceive(_ data: UnsafeMutableRawPointer, _ flag: UnsafeMutableRawPointer) -> UInt32 {
  guard Word(at: Hardware.Address(flag)).load(.acquire) == 1 else { return 0 }
  return Word(at: Hardware.Address(data)).read().number
}

@_cdecl("hand_receive")
public func handReceive(_ data: UnsafeMutableRawPointer, _ flag: UnsafeMutableRawPointer) -> UInt32 {
  guard byHand(flag).pointee.load(ordering: .acquiring) == 1 else { return 0 }
  return data.load(as: UInt32.self)
}

@_cdecl("cells_count")
public func cellsCount(_ word: UnsafeMutableRawPointer, _ number: UInt32) -> UInt32 {
  Word(at: Hardware.Address(word)).fetch(.add, CellValue(number), .acquireRelease).number
}

@_cdecl("hand_count")
public func handCount(_ word: UnsafeMutableRawPointer, _ number: UInt32) -> UInt32 {
  byHand(word).pointee.wrappingAdd(number, ordering: .acquiringAndReleasing).oldValue
}

@_cdecl("cells_claim")
public func cellsClaim(_ word: UnsafeMutableRawPointer, _ old: UInt32, _ new: UInt32) -> Bool {
  Word(at: Hardware.Address(word)).compareExchange(
    expected: CellValue(old), desired: CellValue(new), .acquire, failure: .relaxed
  ).exchanged
}

@_cdecl("hand_claim")
public func handClaim(_ word: UnsafeMutableRawPointer, _ old: UInt32, _ new: UInt32) -> Bool {
  byHand(word).pointee.compareExchange(
    expected: old, desired: new, successOrdering: .acquiring, failureOrdering: .relaxed
  ).exchanged
}

@_cdecl("cells_look")
public func cellsLook(_ mine: UnsafeMutableRawPointer, _ yours: UnsafeMutableRawPointer) -> UInt32 {
  Word(at: Hardware.Address(mine)).store(1, .relaxed)
  Hardware.fence(.seqCst)
  return Word(at: Hardware.Address(yours)).load(.relaxed).number
}

@_cdecl("hand_look")
public func handLook(_ mine: UnsafeMutableRawPointer, _ yours: UnsafeMutableRawPointer) -> UInt32 {
  byHand(mine).pointee.store(1, ordering: .relaxed)
  atomicMemoryFence(ordering: .sequentiallyConsistent)
  return byHand(yours).pointee.load(ordering: .relaxed)
}
