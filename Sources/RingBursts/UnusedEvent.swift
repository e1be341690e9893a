import AIORing
import CBarriers

/// Has all words of an event loaded although nobody looks at them.
@inline(__always)
func use(_ event: IOEvent) {
  rb_use(event.data)
  rb_use(event.obj)
  rb_use(event.res)
  rb_use(event.res2)
}
