//! A generator that is leaked, suspended or not, takes nothing with it but itself.

use std::cell::Cell;
use std::mem;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::AtomicPtr;

use genfn::generator;

#[generator]
fn counted(drops: &Cell<u32>, list: Vec<u32>) -> impl Iterator<Item = u32> + use<'_> {
    struct CountsDrops<'a>(&'a Cell<u32>);

    impl Drop for CountsDrops<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    let _counts = CountsDrops(drops);
    for number in &list {
        yield_!(*number);
    }
}

/// Leaks `value`, and keeps it reachable for good, so that a leak detector knows that it is meant.
fn leak<T>(value: T) -> &'static mut T {
    static LEAKED: Mutex<Vec<AtomicPtr<()>>> = Mutex::new(Vec::new());

    let leaked: &'static mut T = Box::leak(Box::new(value));
    LEAKED.lock().unwrap().push(AtomicPtr::new((&raw mut *leaked).cast()));
    leaked
}

#[test]
fn a_suspended_one() {
    let drops: &'static Cell<u32> = leak(Cell::new(0));
    let mut generator = counted(drops, vec![1, 2, 3]);
    assert_eq!(generator.next(), Some(1));
    let leaked = leak(mem::ManuallyDrop::new(generator));
    assert_eq!(drops.get(), 0);
    // Others go on as if nothing had happened.
    assert_eq!(counted(drops, vec![4]).collect::<Vec<_>>(), [4]);
    assert_eq!(drops.get(), 1);
    // And so does the one that was leaked.
    assert_eq!(leaked.next(), Some(2));
    assert_eq!(leaked.next(), Some(3));
    assert_eq!(leaked.next(), None);
    assert_eq!(drops.get(), 2);
}

#[test]
fn a_cycle_through_itself() {
    type Slot = Rc<Cell<Option<Box<dyn Iterator<Item = u32>>>>>;

    #[generator]
    fn holding(slot: Slot, drops: Rc<Cell<u32>>) -> impl Iterator<Item = u32> {
        struct CountsDrops(Rc<Cell<u32>>);

        impl Drop for CountsDrops {
            fn drop(&mut self) {
                self.0.set(self.0.get() + 1);
            }
        }

        let _counts = CountsDrops(drops);
        yield_!(1);
        // It takes itself out of the cell, which its caller has emptied.
        let own = slot.take();
        yield_!(if own.is_none() { 2 } else { 3 });
    }

    let (slot, drops) = (Slot::default(), Rc::new(Cell::new(0)));
    slot.set(Some(Box::new(holding(Rc::clone(&slot), Rc::clone(&drops)))));
    let mut taken = slot.take().unwrap();
    assert_eq!(taken.next(), Some(1));
    // The cell holds the generator, and the generator the cell.
    slot.set(Some(taken));
    assert_eq!(Rc::strong_count(&slot), 2);
    let mut taken = slot.take().unwrap();
    assert_eq!(taken.next(), Some(2));
    assert_eq!(drops.get(), 0);
    drop(taken);
    assert_eq!(drops.get(), 1);
    assert_eq!(Rc::strong_count(&slot), 1);
}
