//! A generator can be moved between any two steps, like any other value: into boxes, collections
//! and threads, and be swapped with another of its type.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::thread;

use genfn::{BoxGenerator, Coroutine, generator};

/// Borrows from its own locals at every yield.
#[generator]
fn numbers(from: u32) -> impl Iterator<Item = u32> + Send + Unpin {
    let list: Vec<u32> = (from..from + 5).collect();
    let view = &list;
    for number in view {
        let held = [number; 3];
        let middle = &held[1];
        yield_!(**middle);
    }
}

#[test]
fn into_a_box_and_out_of_it() {
    let mut generator = numbers(1);
    let mut seen = Vec::new();
    for _ in 0..5 {
        let mut boxed = Box::new(generator);
        seen.extend(boxed.next());
        generator = *boxed;
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    assert_eq!(generator.next(), None);
}

#[test]
fn in_a_vector_that_grows() {
    let mut generators = Vec::new();
    let mut seen = Vec::new();
    for from in [10, 20, 30, 40, 50] {
        generators.push(numbers(from));
        for generator in &mut generators {
            seen.extend(generator.next());
        }
    }
    let expected = [10, 11, 20, 12, 21, 30, 13, 22, 31, 40, 14, 23, 32, 41, 50];
    assert_eq!(seen, expected);
}

#[test]
fn round_and_round_a_queue() {
    let mut queue: VecDeque<_> = [1, 100, 1000].map(numbers).into();
    let mut seen = Vec::new();
    while let Some(mut generator) = queue.pop_front() {
        if let Some(number) = generator.next() {
            seen.push(number);
            queue.push_back(generator);
        }
    }
    assert_eq!(seen.len(), 15);
    assert_eq!(seen[..6], [1, 100, 1000, 2, 101, 1001]);
}

#[test]
fn swapped_and_replaced() {
    let (mut one, mut other) = (numbers(1), numbers(11));
    assert_eq!((one.next(), other.next()), (Some(1), Some(11)));
    std::mem::swap(&mut one, &mut other);
    assert_eq!((one.next(), other.next()), (Some(12), Some(2)));
    let mut old = std::mem::replace(&mut one, numbers(21));
    assert_eq!((one.next(), old.next(), other.next()), (Some(21), Some(13), Some(3)));
}

#[test]
fn from_thread_to_thread() {
    let mut generator = numbers(1);
    let mut seen = Vec::new();
    for _ in 0..6 {
        let (item, back) = thread::spawn(move || (generator.next(), generator)).join().unwrap();
        seen.push(item);
        generator = back;
    }
    assert_eq!(seen, [Some(1), Some(2), Some(3), Some(4), Some(5), None]);
}

#[test]
fn dropped_on_another_thread() {
    #[generator]
    fn telling(sender: mpsc::Sender<thread::ThreadId>) -> impl Iterator<Item = u32> + Send {
        struct Tell(mpsc::Sender<thread::ThreadId>);

        impl Drop for Tell {
            fn drop(&mut self) {
                self.0.send(thread::current().id()).unwrap();
            }
        }

        let _tell = Tell(sender);
        yield_!(1);
    }

    let (sender, receiver) = mpsc::channel();
    let mut generator = telling(sender);
    generator.next();
    let handle = thread::spawn(move || drop(generator));
    let there = handle.thread().id();
    handle.join().unwrap();
    assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [there]);
}

#[test]
fn shared_by_scoped_threads() {
    #[generator]
    fn words(text: &str) -> impl Iterator<Item = &str> + Send {
        let copy = text.len();
        for word in text.split(' ') {
            yield_!(&word[..word.len().min(copy)]);
        }
    }

    let text = String::from("a b c");
    let mut words = words(&text);
    let first = thread::scope(|scope| scope.spawn(|| words.next()).join().unwrap());
    let rest: Vec<_> = thread::scope(|scope| scope.spawn(|| words.collect()).join().unwrap());
    assert_eq!((first, rest), (Some("a"), vec!["b", "c"]));
}

#[test]
fn erased_ones_too() {
    #[generator]
    fn named(from: u32) -> BoxGenerator<'static, u32> {
        let list = [from, from + 1];
        for number in &list {
            yield_!(*number);
        }
    }

    let mut generators = vec![named(1), BoxGenerator::new(named(10))];
    let mut seen = Vec::new();
    while let Some(mut generator) = generators.pop() {
        if let Some(number) = generator.next() {
            seen.push(number);
            generators.insert(0, generator);
        }
    }
    assert_eq!(seen, [10, 1, 11, 2]);
}

#[test]
fn out_of_a_box_that_says_so() {
    #[generator]
    fn unpin(from: u32) -> Box<dyn Iterator<Item = u32> + Unpin> {
        let list = [from, from + 1];
        for number in &list {
            yield_!(*number);
        }
    }

    fn rest(numbers: impl Iterator<Item = u32> + Unpin) -> Vec<u32> {
        numbers.collect()
    }

    let mut numbers = unpin(1);
    assert_eq!(numbers.next(), Some(1));
    assert_eq!(rest(numbers), [2]);
}

#[test]
fn out_of_the_box_of_a_trait_object() {
    #[generator]
    fn iterator(from: u32) -> Box<dyn Iterator<Item = u32>> {
        let list = [from, from + 1];
        for number in &list {
            yield_!(*number);
        }
    }

    type Object = dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = ()>;

    #[generator]
    fn coroutine(
        from: u32,
    ) -> Box<dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = ()>> {
        let list = [from, from + 1];
        for number in &list {
            yield_!(*number);
        }
    }

    let (mut first, mut second) = (iterator(1), coroutine(10));
    assert_eq!((first.next(), second.next()), (Some(1), Some(10)));
    // What is in the box is moved, for all that nobody knows its type.
    let mut first: Rc<dyn Iterator<Item = u32>> = first.into();
    let mut second: Arc<Object> = second.into();
    assert_eq!(Rc::get_mut(&mut first).and_then(Iterator::next), Some(2));
    assert_eq!(Arc::get_mut(&mut second).and_then(Iterator::next), Some(11));
}
