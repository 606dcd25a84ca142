//! One step of a generator: how values pass between the caller of the step and the body.
//!
//! The body of a generator is an `async` block. A step is one call of `next`, `start`, `send`,
//! `throw` or `close`. Each step polls the body, and most steps poll it once. The
//! [`Slot`](slot::Slot) of a step lives on the stack of that step. The [`Waker`](core::task::Waker)
//! of the poll carries the address of the slot as its data pointer. So nothing in a suspended body
//! points to a slot. Where the compiler inlines a step, the slot becomes a few registers.
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
//!
//! # Invariants
//!
//! The unsafe code of this crate relies on the following invariants. Each `// SAFETY:` comment
//! names those that it relies on, or the fact beside it that makes the block sound. The functions
//! that take or break an invariant name it in their `# Safety` section.
//!
//! The contract of an expansion, which the makers in `private` ask for, gives I2, I3, I4 and I7:
//! only the macros of this crate make a body, and the body uses the hidden items as described here.
//!
//! - **I1. The slot is alive and typed.** A generator polls its body with a context whose waker
//!   carries the address of a slot. The slot outlives the poll, and has the types `Y`, `S` and `E`
//!   that the body's [`Protocol`](suspension::Protocol) names. While a body runs, the step uses
//!   neither the slot nor the stack of delegates.
//! - **I2. The first await takes the arguments, once.** The first future that a body awaits is the
//!   [`FirstPoll`](suspension::FirstPoll) of its generator. The step that polls a body for the
//!   first time sets the arguments, which have the type that this future names, and neither uses
//!   nor drops them afterwards. It puts no value that was sent.
//! - **I3. A slot pointer is never live across a suspension.** A body gets a
//!   [`SlotPointer`](suspension::SlotPointer) from the future that resumes it, and gives the
//!   pointer up to suspend again. So a pointer that exists belongs to the step that is running.
//! - **I4. A body awaits what belongs to it.** The body of a generator awaits the futures that its
//!   own slot pointers gave, each at once and in that body. Any other future that it may come to
//!   await, through a macro that the expansion does not see, does not get hold of these futures.
//!   Such a future can exchange the waker. So a future of this crate uses the data pointer of a
//!   waker only if the [vtable](waker) says that the waker belongs to a step.
//! - **I5. Bodies do not move.** A body is pinned from its first poll until it is dropped. It is
//!   dropped where it is, except that a body which has ended or panicked is empty: rustc has
//!   dropped its contents, and only its memory is left. An inline body is part of its generator.
//!   The owner of such a generator pins the generator, or keeps it in a box that nothing else
//!   reaches.
//! - **I6. Frames are dropped from the top, before the root.** A frame holds a delegate, which may
//!   borrow from the frames below it and from the body of the root. No frame is dropped before the
//!   frames above it, and all of them are dropped before that body.
//! - **I7. Nothing unwinds between a push and the suspension.** A body that has pushed a delegate
//!   suspends at once. It drops nothing until the delegate has returned, or was dropped.
//! - **I8. The future that waits for a delegate has the type of the delegate.** So the body that
//!   holds the [`Delegation`](crate::delegation::futures) is `Send`, and borrows, as if it held the
//!   delegate itself. A frame returns the type that its `Delegation` takes.
//! - **I9. There is room for a push.** Whenever a body runs that may delegate, the top chunk of its
//!   stack has room for a small frame. The driver restores the room after each push.
//! - **I10. A tag says which value is there.** The signal of a slot, the state of a generator and
//!   the vtable of a frame say which value their memory holds. A value is read only as what its tag
//!   says. A value that is read is not dropped by its old place: the tag changes with the read.
//! - **I11. Memory has one owner.** A `HeapBody` owns the allocation of its body, and a stack its
//!   chunks. The owner frees the allocation once, with the layout that it was allocated with, after
//!   the value in it was dropped or its destructor has panicked.

pub(crate) mod drive;
pub(crate) mod slot;
pub(crate) mod suspension;
pub(crate) mod waker;
