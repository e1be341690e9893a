/// What is asked of the kernel.
public enum RequestKind: String, CaseIterable, Sendable {
  /// A poll of an eventfd that is ready: AIO's cheapest request.
  case poll
  /// A read of a few hundred bytes of a cached file.
  case read
  /// A write of one page or more, past the page cache (O_DIRECT), to a temporary file.
  case write
  /// io_uring's request that does nothing.
  case nop
}
