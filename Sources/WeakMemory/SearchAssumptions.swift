/// What the explorer may rely on in a model, so that it need not try what the model forbids anyway.
struct SearchAssumptions: Sendable {
  /// Program order and reads-from make no cycle in any execution that the model allows: no read returns a value that is
  /// written later.
  var forbidsLoadBuffering = false
  /// A plain access that the model keeps after a read also stays after the write that the read returns. Not so in the
  /// kernel's model, whose happens-before has marked accesses only.
  var keepsPlainAccessesBehind = true
  /// Two loads of one location by one thread stay in order.
  var ordersSameLocationLoads = true
}
