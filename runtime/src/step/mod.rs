//! One step of a generator: how values pass between the body and the caller of the step.
//!
//! A body is an `async` block, and one step polls it once. The [`Slot`](slot::Slot) of a step lives on that
//! step's stack; its address is the data pointer of the [`Waker`](core::task::Waker) that the poll carries. So
//! nothing in the suspended body points to a slot, and where a step is inlined the slot turns
//! into registers.
//!
//! ```text
//! step                                   body
//! ----                                   ----
//! slot.put_sent(value)
//! poll(waker -> slot)   ------------->   (slot, sent) = suspension.await     takes the value
//!                                        ..
//!                                        slot.yield_(item)                   puts the item
//! Pending               <-------------   suspension.await                    suspends
//! item = slot.take_item()
//! ```

pub(crate) mod drive;
pub(crate) mod slot;
pub(crate) mod suspension;
pub(crate) mod waker;
