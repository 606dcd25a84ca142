//! Items that are lent by the body, and values that are lent to it.

use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::coroutine::Borrowed;
use genfn::{Coroutine, CoroutineExt, CoroutineState, Interrupt, SendError, Status, generator};

/// Lends one buffer for all lines.
#[generator]
fn lines<R: BufRead>(
    mut input: R,
) -> impl Coroutine<Yield = String, Resume = String, Return = io::Result<usize>, Error = &'static str>
{
    let (mut line, mut lines) = (String::with_capacity(64), 0);
    while input.read_line(&mut line)? > 0 {
        lines += 1;
        line = match try_yield!(line) {
            Ok(line) => line,
            Err(Interrupt::Thrown(text)) => yield_!(text.to_owned()),
            Err(Interrupt::Closed) => return Ok(lines),
        };
        line.clear();
    }
    Ok(lines)
}

#[test]
fn each_item_is_lent_and_all_are_in_one_buffer() {
    let mut lines = lines(&b"one\ntwo\nthree\n"[..]).lend();
    let (mut seen, mut places) = (Vec::new(), Vec::new());
    while let Some(line) = lines.next() {
        places.push(line.as_ptr());
        // It may be changed, and comes back so.
        line.make_ascii_uppercase();
        seen.push(line.trim_end().to_owned());
    }
    assert_eq!(seen, ["ONE", "TWO", "THREE"]);
    assert!(places.iter().all(|place| *place == places[0]));
    assert_eq!(lines.take_return().unwrap().unwrap(), 3);
    assert!(lines.next().is_none());
    assert_eq!(lines.status(), Status::Finished);
}

#[test]
fn all_items_are_lent_to_a_closure() {
    let mut letters = 0;
    let returned = lines(&b"one\nthree\n"[..]).lend().for_each(|line| letters += line.trim().len());
    assert_eq!((returned.unwrap().unwrap(), letters), (2, 8));
}

#[test]
fn a_lender_is_closed_and_thrown_into() {
    let mut closed = lines(&b"one\ntwo\n"[..]).lend();
    closed.next();
    assert_eq!(closed.close().unwrap().unwrap().unwrap(), 1);
    assert!(closed.next().is_none());

    let mut thrown_into = lines(&b"one\ntwo\n"[..]).lend();
    thrown_into.next();
    assert_eq!(thrown_into.throw("instead").unwrap().unwrap(), "instead");
    assert_eq!(thrown_into.next().unwrap(), "two\n");
}

#[test]
fn a_lender_can_be_left_and_made_again_from_the_start() {
    let mut lender = lines(&b"one\ntwo\n"[..]).lend();
    assert_eq!(lender.next().unwrap(), "one\n");
    let (mut coroutine, item) = lender.into_parts();
    let second = coroutine.send(item.unwrap()).unwrap();
    assert_eq!(second.yielded().as_deref(), Some("two\n"));
    let panic = catch_unwind(AssertUnwindSafe(|| coroutine.lend().next().is_some())).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert!(message.contains("call `lend()` before it is started"), "{message}");
}

/// Frames of a length and content, from chunks that are lent.
#[generator]
fn frames()
-> impl Coroutine<Yield = Option<String>, Resume = Borrowed<[u8]>, Return = usize, Error = ()> {
    let mut buffer = Vec::new();
    let mut frame = None;
    loop {
        match try_yield!(frame.take()) {
            Ok(chunk) => chunk.with(|bytes| buffer.extend_from_slice(bytes)),
            Err(_) => return buffer.len(),
        }
        let Some((&length, content)) = buffer.split_first() else { continue };
        if let Some(content) = content.get(..length.into()) {
            frame = Some(String::from_utf8_lossy(content).into_owned());
            buffer.drain(..=usize::from(length));
        }
    }
}

#[test]
fn each_chunk_is_borrowed_for_its_step_only() {
    let mut input = &b"\x03abc\x02de\x04f"[..];
    let mut frames = frames().borrowing();
    assert!(frames.send(b"early").is_err());
    frames.start().unwrap();
    let mut found = Vec::new();
    // The same buffer is written again in each turn.
    let mut chunk = [0; 3];
    loop {
        let read = input.read(&mut chunk).unwrap();
        if read == 0 {
            break;
        }
        let mut rest = &chunk[..read];
        while let CoroutineState::Yielded(Some(frame)) = frames.send(rest).unwrap() {
            found.push(frame);
            rest = &[];
        }
    }
    assert_eq!(found, ["abc", "de"]);
    assert_eq!(format!("{frames:?}").split(' ').next(), Some("Borrowing(Suspended"));
    assert_eq!(frames.close(), Ok(Some(2)));
    assert_eq!(frames.status(), Status::Finished);
    assert_eq!(frames.send(b"late"), Err(SendError::Finished(())));
}

#[test]
fn what_is_kept_across_a_yield_cannot_be_used() {
    #[generator]
    fn keeps() -> impl Coroutine<Yield = usize, Resume = Borrowed<str>> {
        let first = yield_!(0);
        let second = yield_!(first.with(str::len));
        yield_!(second.with(str::len));
        first.with(str::len);
    }

    let mut keeps = keeps().borrowing();
    keeps.start().unwrap();
    assert_eq!(keeps.send(&"a".repeat(3)), Ok(CoroutineState::Yielded(3)));
    assert_eq!(keeps.send(&"b".repeat(4)), Ok(CoroutineState::Yielded(4)));
    // It does not find the value of this step.
    let panic = catch_unwind(AssertUnwindSafe(|| keeps.send("c"))).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert!(message.contains("use a `Borrowed` before the next yield"), "{message}");
    assert_eq!(keeps.status(), Status::Finished);
}

#[test]
fn what_leaves_the_step_cannot_be_used() {
    #[generator]
    fn gives_back() -> impl Coroutine<Yield = Option<Borrowed<String>>, Resume = Borrowed<String>> {
        let mut back = None;
        loop {
            back = Some(yield_!(back.take()));
        }
    }

    let mut gives_back = gives_back().borrowing();
    gives_back.start().unwrap();
    let text = "text".to_owned();
    let Ok(CoroutineState::Yielded(Some(leaked))) = gives_back.send(&text) else { panic!() };
    drop(text);
    let panic = catch_unwind(AssertUnwindSafe(|| leaked.with(String::len))).unwrap_err();
    let message = panic.downcast_ref::<&str>().unwrap();
    assert!(message.contains("use a `Borrowed` before the next yield"), "{message}");
}

#[test]
fn a_body_that_panics_ends_the_loan() {
    #[generator]
    fn panics(
        place: &std::cell::RefCell<Option<Borrowed<String>>>,
    ) -> impl Coroutine<Yield = (), Resume = Borrowed<String>> {
        *place.borrow_mut() = Some(yield_!());
        panic!("as it was told");
    }

    let place = std::cell::RefCell::new(None);
    let mut panics = panics(&place).borrowing();
    panics.start().unwrap();
    let text = "text".to_owned();
    assert!(catch_unwind(AssertUnwindSafe(|| panics.send(&text))).is_err());
    drop(text);
    let kept = place.take().unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| kept.with(String::len))).is_err());
    assert_eq!(panics.status(), Status::Finished);
}
