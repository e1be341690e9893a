import KernelRings
import Testing

/// What a test makes of a ring that this kernel or sandbox does not offer: the documented sentence is due instead.
func available<Ring>(_ make: () throws(KernelRingError) -> Ring) throws -> Ring? {
  do throws(KernelRingError) {
    return try make()
  } catch {
    guard case .unavailable(let call, let errno, let reason) = error else { throw error }
    #expect(["io_setup", "io_uring_setup"].contains(call))
    #expect(errno > 0)
    #expect(reason.hasPrefix("\(call) is not available: "))
    return nil
  }
}
