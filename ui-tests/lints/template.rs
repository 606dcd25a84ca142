// What a lint says of a generator, it says of the plain function: see `tests/lints.rs`.
//
// The file becomes a crate of generators, and one of plain functions, in which `//@` is nothing, the
// return type is left out and `yield_!` is a macro of another crate. `//@ borrows` marks a function whose
// body is none for an explicit state.

//@
pub fn undocumented(count: u32) -> impl Iterator<Item = u32> {
    for number in 0..count {
        yield_!(number);
    }
}

/// Documented.
//@
pub fn panics(text: Option<u32>) -> impl Iterator<Item = u32> {
    let number = text.unwrap();
    assert!(number > 0);
    yield_!(number);
    if number == 3 { panic!("three") }
}

//@
fn one_line(count: u32) -> impl Iterator<Item = u32> {
    yield_!(count)
}

//@
fn unused(count: u32, mut changed: u32, _: u32, _silent: u32) -> impl Iterator<Item = u32> {
    let unused_variable = 3;
    let mut not_changed = 4;
    yield_!(not_changed);
    changed = 5;
}

//@
fn silent_is_used(_silent: u32, (_left, right): (u32, u32)) -> impl Iterator<Item = u32> {
    yield_!(_silent);
    yield_!(right);
}

//@
fn braces(count: u32) -> impl Iterator<Item = u32> {
    yield_!((count));
    yield_!({ count });
    let sum = (count + 1);
    if (sum > 2) {
        yield_!(sum);
    };;
    let _ = { sum };
    while (sum > 9) {
        return;
    }
}

//@
fn parentheses_around(count: u32) -> impl Iterator<Item = u32> {
    (yield_!(count));
    let sent = (yield_!(count));
    drop(sent);
}

//@
fn returns(count: u32) -> impl Iterator<Item = u32> {
    yield_!(count);
    if count > 3 {
        return;
    } else {
        yield_!(3);
    }
    return;
}

//@
fn unreachable(count: u32) -> impl Iterator<Item = u32> {
    yield_!(count);
    return;
    yield_!(4);
}

//@
fn shadows(count: u32) -> impl Iterator<Item = u32> {
    let count = count + 1;
    yield_!(count);
    let count = "text".len();
    drop(count);
    let count = count;
    drop(count);
}

//@
fn arithmetic(count: u32, other: i64) -> impl Iterator<Item = u32> {
    let sum = count + 1 * 0;
    let cast = other as u32;
    yield_!(sum / 2);
    yield_!(cast % count);
    yield_!(-other as u32);
    let float = 0.1 + count as f64;
    if float == 1.0 {
        yield_!(1000000);
    }
}

//@ borrows
fn indexes(list: Vec<u32>) -> impl Iterator<Item = u32> {
    yield_!(list[0]);
    for i in 0..list.len() {
        yield_!(list[i]);
    }
    let slice = &list[1..];
    yield_!(slice.len() as u32);
    if list.len() == 0 {
        yield_!(0);
    }
    match slice.get(0) {
        Some(x) => { yield_!(*x) },
        None => {},
    }
}

//@ borrows
fn clones(text: String, list: Vec<String>) -> impl Iterator<Item = u32> {
    let copy = text.clone();
    yield_!(copy.len() as u32);
    for word in list.iter().map(|word| word.clone()) {
        yield_!(word.len() as u32);
    }
    let number = 3_u32.clone();
    yield_!(number);
    println!("{}", number);
    eprintln!("{number:?}");
    let _text = format!("{}", number);
    dbg!(number);
}

//@
fn matches(count: Option<u32>, flag: bool) -> impl Iterator<Item = u32> {
    match count {
        Some(number) => yield_!(number),
        _ => (),
    }
    if let Some(number) = count {
        if flag {
            yield_!(number);
        }
    }
    if flag == true {
        yield_!(1);
    }
    if !flag { yield_!(2) } else { yield_!(3) }
    match flag {
        true => yield_!(1),
        false => yield_!(2),
    }
    let _ = match count { Some(number) => number, None => 0 };
}

//@
fn names(a: u32, b: u32, x1: u32, fooBar: u32) -> impl Iterator<Item = u32> {
    let c = a + b;
    let similar = c;
    let sImilar = x1;
    yield_!(similar + sImilar + fooBar);
}

//@
fn too_many(a: u32, b: u32, c: u32, d: u32, e: u32, f: u32, g: u32, h: u32) -> impl Iterator<Item = u32> {
    yield_!(a + b + c + d + e + f + g + h);
}

//@
fn loops(mut count: u32) -> impl Iterator<Item = u32> {
    loop {
        if count == 0 {
            break;
        }
        yield_!(count);
        count -= 1;
    }
    while let Some(x) = Some(count) {
        yield_!(x);
        break;
    }
    'a: loop {
        yield_!(1);
        continue;
    }
}

//@ borrows
fn guards(lock: std::sync::Mutex<u32>, cell: std::cell::RefCell<u32>) -> impl Iterator<Item = u32> {
    let held = lock.lock().unwrap();
    yield_!(*held);
    let borrowed = cell.borrow();
    yield_!(*borrowed);
    let _ = lock.try_lock();
    let _ = yield_!(*borrowed);;
}

//@
fn lets() -> impl Iterator<Item = u32> {
    let nothing = yield_!(1);
    drop(nothing);
    let () = yield_!(2);
    let _ = yield_!(3);
    let _: () = yield_!(4);
    let boxed: Box<u32> = Box::new(3);
    let number: u32 = *boxed;
    yield_!(number);
    let result: Result<u32, String> = "3".parse().map_err(|e: std::num::ParseIntError| e.to_string());
    result;
    Ok::<u32, String>(3);
    "3".len();
}

//@
fn items() -> impl Iterator<Item = u32> {
    yield_!(1);
    const LIMIT: u32 = 3;
    fn helper(a: u32) -> u32 { return a; }
    struct Unit;
    use std::collections::HashMap;
    yield_!(helper(LIMIT));
    let closure = |x: u32| { x + 1 };
    yield_!(closure(2));
}

//@
fn order(count: u32) -> impl Iterator<Item = u32> {
    let mut number = count;
    let pair = (number, { number += 1; number });
    yield_!(pair.0 + pair.1);
    drop(vec![yield_!(1), yield_!(2)]);
    number = { yield_!(number); number } + number;
    yield_!(number);
}

#[inline(always)]
//@ borrows
pub fn attributes(count: u32) -> impl Iterator<Item = u32> {
    #[allow(unused_variables)]
    let unused_but_allowed = 1;
    #[expect(unused_variables)]
    let expected = 2;
    #[expect(unused_variables)]
    let not_fulfilled = 2;
    yield_!(not_fulfilled + count);
    #[cfg(any())]
    yield_!(3);
}

//@
fn cfg_leaves_one(count: u32) -> impl Iterator<Item = u32> { #[cfg(any())] log(count); yield_!(count) }

//@
fn generic<T: Into<u32> + Clone + 'static, U>(value: T, other: impl Into<u32> + 'static) -> impl Iterator<Item = u32> {
    yield_!(value.clone().into());
    yield_!(value.into());
    yield_!(other.into());
}

//@
fn locked(_: std::sync::MutexGuard<'static, u32>) -> impl Iterator<Item = u32> {
    yield_!(1);
}

struct Holder(Vec<u32>);

impl Holder {
    //@ borrows
    pub fn by_value(self) -> impl Iterator<Item = u32> {
        for number in self.0 {
            yield_!(number);
        }
    }

    //@
    fn without_use(self, count: u32) -> impl Iterator<Item = u32> {
        yield_!(count);
    }
}

//@
unsafe fn dangerous(pointer: *const u32) -> impl Iterator<Item = u32> {
    yield_!(unsafe { *pointer });
}

//@
fn never_named(argument: u32, count: u32) -> impl Iterator<Item = u32> {
    let local = count;
    yield_!(count);
    if let Some(bound) = Some(count) {
        yield_!(1);
    }
    match count {
        0 => { let inner = count; yield_!(2); }
        other => yield_!(3),
    }
    for turn in 0..count {
        yield_!(4);
    }
    while true {
        yield_!(5);
        break;
    }
    let (left, right) = (count, 1);
    yield_!(left);
    let mut assigned = 1;
    assigned = 2;
    count;
    if count > 4 {
        return;
        drop(local_of_a_function(count));
    }
}

fn local_of_a_function(number: u32) -> u32 {
    number
}
