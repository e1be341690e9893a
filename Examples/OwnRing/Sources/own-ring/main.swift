import Cells
import RingbenchCommand
import WeakMemory

await Ringbench.main(
  OwnRing(
    "own-ring", about: "cached indices",
    IndexRing<Hardware, Released>.self, checked: IndexRing<Symbolic, Released>.self),
  OwnRing(
    "release-forgotten", about: "the same, published with a relaxed store",
    IndexRing<Hardware, Forgotten>.self, checked: IndexRing<Symbolic, Forgotten>.self),
  OwnRing(
    "own-lock", about: "a ring under a ticket lock", lock: TicketLock<Hardware>.self,
    checked: TicketLock<Symbolic>.self))
