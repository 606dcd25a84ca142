//! Asynchronous streams: a body with `.await` and yields as a [`Stream`](futures_core::Stream).
//!
//! A stream is a generator with a task. Its steps are polls, and a step can end in two ways more than
//! that of a generator: it may be pending without an item, and it may be told to close while the body
//! waits for something else. The parts of a generator serve a stream as well: the slot, the state, the
//! hand-over of arguments, the size hint and the frames of delegates.
//!
//! ```text
//! poll_next(task)                                body
//! ---------------                                ----
//! slot { task, .. }
//! poll(proxy -> slot)     ------------->         Awaited(..).await       polls `future` with the task's waker
//! Pending, no item        <-------------
//!
//! poll(proxy -> slot)     ------------->         slot = find.await       the slot of the poll that runs
//!                                                slot.yield_(item)       puts the item
//! Pending, item           <-------------         .await                  suspends
//! ```
//!
//! These invariants make the `unsafe` code of this folder sound. The macros see to S1 and S2, this
//! folder to the others.
//!
//! - **S1** A body uses only the `StreamProtocol` that its own stream gave to it, and it does so in the
//!   `async` block that this stream polls: a label around the block's code makes rustc reject a yield
//!   in any other future.
//! - **S2** A `StreamSlotPointer` is used, and dropped, in the poll that it was found in. A flag of the
//!   slot is set for as long as there is one. Where a body is suspended with the flag set, the poll
//!   drops the body, while the slot is alive, and panics.
//! - **S3** A `StreamSlot` lives as long as the poll that made it, and the proxy waker no longer: it is
//!   a local of that poll, other code sees it only by reference, and its clones are clones of the task's
//!   waker. So whoever finds the vtable of the proxy in a context has found a slot that is alive. The poll
//!   itself uses the slot through a `PollSlot`, which is borrowed while a body runs.
//! - **S4** The context of a body carries the proxy of its own stream, or one whose vtable is another.
//!   A future may replace the waker of the context that it is polled with. The context has a lifetime
//!   that the future cannot name, so the other waker has to live for each such lifetime, as one in a
//!   `static` does. The proxy of another poll is a local of that poll, so it is never the other waker.
//! - **S5** The functions of the proxy read the pointer to the task's waker and nothing else of the
//!   slot. Nobody writes this pointer after it was made, but for a body in a box at its start (S7).
//! - **S6** A body is pinned from its first poll on, in the stream or on the stack of delegates, and is
//!   dropped where it is. Delegates are dropped from the top, and before what they borrow from: the body
//!   that pushed one awaits a `Delegation` next, which does not unwind, and is not resumed before the
//!   delegate has ended or was dropped.
//! - **S7** The body of a `BoxedStream`, and no other body, awaits a `FirstPollInBox` first. The first
//!   poll of such a stream goes through `poll_of_another_status`, which makes the body. So in the slot
//!   of that poll, the task is a waker that leads to a `HandOver`, until the body replaces it.

#[cfg(feature = "alloc")]
pub(crate) mod boxed;
pub(crate) mod close;
pub(crate) mod delegation;
#[cfg(feature = "alloc")]
pub(crate) mod driver;
#[cfg(feature = "alloc")]
pub(crate) mod frame;
pub(crate) mod kind;
pub(crate) mod machine;
pub(crate) mod make;
#[cfg(feature = "alloc")]
pub(crate) mod movable;
pub(crate) mod poll;
pub(crate) mod stand_in;
pub(crate) mod step;
pub(crate) mod suspension;
pub(crate) mod unpinned;
