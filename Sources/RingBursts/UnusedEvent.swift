import AIORing
import CBarriers

/// Makes the compiler load all words of an event that is not looked at.
@inline(__always)
func use(_ event: IOEvent) {
  rb_use(event.data)
  rb_use(event.obj)
  rb_use(event.res)
  rb_use(event.res2)
}
