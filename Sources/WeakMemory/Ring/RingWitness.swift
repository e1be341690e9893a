import AIORing

/// An execution of the ring, kept to be shown.
public struct RingWitness: Sendable {
  let witness: Witness
  let ring: RingProgram

  init(_ witness: Witness, ring: RingProgram) { (self.witness, self.ring) = (witness, ring) }
}
