//! What a state does with locals is no lint of the user's code.

#![deny(warnings, unused)]
#![allow(dead_code)]
use genfn::{Coroutine, gen_, generator};
#[derive(Clone)]
struct D(#[allow(dead_code)] u32);
impl Drop for D {
    fn drop(&mut self) {
        println!("drop");
    }
}
fn take<T>(_: T) -> u32 {
    1
}
#[generator(state)]
fn kept(mut n: u32, d: D) -> impl Iterator<Item = u32> {
    let guard = D(1);
    yield_!(guard.0);
    let mut sum = 0;
    while n > 0 {
        n -= 1;
        sum += n;
        yield_!(sum);
    }
    let (a, mut b) = (D(1), D(2));
    take(&a);
    b = D(b.0 + 3);
    yield_!(b.0);
    take(d);
    let x;
    if sum > 3 {
        x = 1;
    } else {
        x = 2;
    }
    yield_!(x);
}
#[generator(state)]
fn cloned(list: Vec<u32>) -> impl Iterator<Item = u32> + Clone {
    let mut last = None;
    for item in list {
        if let Some(last) = last {
            yield_!(last);
        }
        last = Some(item);
    }
    let mut pair = (1, 2);
    loop {
        pair = (pair.1, pair.0 + pair.1);
        if pair.0 > 10 {
            return;
        }
        yield_!(pair.0);
    }
}
#[generator(struct Walk)]
#[derive(Clone, Debug)]
fn walk(n: u32, mut m: u32) -> impl Iterator<Item = u32> {
    let mut k: u32 = n;
    m += 1;
    yield_!(k);
    k += m;
    if k > 0 {
        yield_from!(walk(k - 1, 0));
    }
    yield_!(k);
}
#[generator(struct Unused)]
#[allow(unused_variables, unused_mut)]
fn walk2(n: u32, mut m: u32) -> impl Iterator<Item = u32> {
    let mut unused: u32 = 3;
    yield_!(3);
}
#[generator(state)]
#[allow(unused)]
fn walk3(n: u32, mut m: u32) -> impl Iterator<Item = u32> {
    let mut x: u32 = 3;
    #[allow(while_true)]
    while true {
        yield_!(1);
    }
    return;
    yield_!(3);
}
#[generator(state)]
fn walk4(
    #[allow(unused_variables)] n: u32,
    #[allow(unused_mut)] mut m: u32,
) -> impl Iterator<Item = u32> {
    #[allow(unused_variables)]
    let x: u32 = 3;
    #[allow(while_true)]
    while true {
        yield_!(m);
    }
    #[allow(unused_variables)]
    for x in 0..3 {
        yield_!(m);
    }
    match 3 {
        #[allow(unused_variables)]
        x => yield_!(3),
    }
}
#[cfg_attr(all(), allow(unused_variables))]
#[generator(state)]
fn walk5(n: u32) -> impl Iterator<Item = u32> {
    let u = 3;
    yield_!(1);
}
#[allow(unused_variables)]
mod inner {
    use super::*;
    #[generator(state)]
    pub fn walk6(n: u32) -> impl Iterator<Item = u32> {
        let u = 3;
        yield_!(1);
        let v = D(1);
        yield_!(2);
    }
    #[generator(struct Walk7)]
    pub fn walk7(n: u32) -> impl Iterator<Item = u32> {
        let u = 3_u32;
        yield_!(1);
    }
}
#[generator(state)]
fn formats(n: u32, name: String) -> impl Iterator<Item = String> {
    let text = "x";
    yield_!(format!("{n} {text:?}"));
    println!("{name}");
    yield_!(format!("{name}"));
}
struct P {
    a: u32,
    b: D,
}
#[generator(state)]
fn patterns(P { a, b }: P, [x, _]: [u32; 2], (_, q): (u32, D)) -> impl Iterator<Item = u32> {
    yield_!(a);
    yield_!(x + b.0);
    take(q);
    let P { a, .. } = P { a: 1, b: D(1) };
    yield_!(a);
    if let P { a: 3, b } = (P { a: 1, b: D(1) }) {
        yield_!(3);
        yield_!(b.0);
    }
}
#[derive(Clone)]
struct T(Vec<u32>);
impl T {
    #[generator(state)]
    fn all(&self) -> impl Iterator<Item = &u32> {
        for i in 0..self.0.len() {
            yield_!(&self.0[i]);
        }
    }
    #[generator(state)]
    fn own(mut self) -> impl Iterator<Item = u32> + Clone {
        while let Some(x) = self.0.pop() {
            yield_!(x);
        }
    }
    #[generator(state)]
    fn unused_self(&self) -> impl Iterator<Item = u32> {
        yield_!(1)
    }
}
#[generator(state)]
fn in_place(n: u32) -> impl Iterator<Item = u32> {
    let mut inner = gen_! { let mut k = n; while k > 0 { k -= 1; yield_!(k); } };
    while let Some(x) = inner.next() {
        yield_!(x);
    }
    yield_from!(inner);
}
#[generator(state)]
fn coroutine(mut total: i64) -> impl Coroutine<Yield = i64, Resume = i64, Return = String> {
    let mut count = 0;
    loop {
        let x = yield_!(total);
        if x == 0 {
            break;
        }
        total += x;
        count += 1;
    }
    let mut out = String::new();
    for _ in 0..count {
        out.push('x');
    }
    out
}
#[generator(state)]
fn results(path: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    let mut buffer = String::new();
    for part in path.split(',') {
        buffer.clear();
        buffer.push_str(part);
        let n: u32 = buffer.parse()?;
        yield_!(Ok(n));
    }
}
macro_rules! make {
    ($name:ident, $x:ident) => {
        #[generator(state)]
        fn $name($x: u32) -> impl Iterator<Item = u32> {
            let mut y = $x;
            let unused_in_macro = 3;
            yield_!(y);
            y += 1;
            yield_!(y + unused_in_macro);
        }
    };
}
make!(made, z);
macro_rules! bind {
    ($p:pat => $e:expr) => {
        if let $p = $e { 1 } else { 0 }
    };
}
macro_rules! name {
    ($p:ident) => {
        $p
    };
}
#[generator(state)]
fn with_macros(n: u32) -> impl Iterator<Item = u32> {
    let by_macro = 4;
    yield_!(bind!(Some(3) => Some(n)));
    yield_!(name!(by_macro));
    #[cfg(any())]
    {
        take(5);
    }
    let only_in_cfg = 3;
    #[cfg(all())]
    take(only_in_cfg);
    let c = |x: u32| x + only_in_cfg;
    yield_!(c(1));
    if (n == 3) || n == 4 {
        yield_!((n));
    }
    while (n & 1) == 0 {
        yield_!((n + 1) * 2);
        break;
    }
    let label = 'a: {
        if n > 3 {
            break 'a 3;
        }
        yield_!(1);
        4
    };
    yield_!(label);
}
#[generator(state)]
fn guards(list: Vec<Option<u32>>) -> impl Iterator<Item = u32> {
    for item in list {
        match item {
            Some(number) if number > 3 => yield_!(1),
            Some(number) => yield_!(number),
            None => {}
        }
        if let Some(other) = item
            && other > 2
        {
            yield_!(2);
        }
    }
}

struct Link {
    number: u32,
    next: Option<Box<Link>>,
}
#[generator(state)]
fn links(mut head: Option<Box<Link>>) -> impl Iterator<Item = u32> {
    while let Some(mut link) = head.take() {
        head = link.next.take();
        yield_!(link.number);
    }
}
#[generator(state)]
fn changed_in_choices(lists: Vec<Option<Vec<u32>>>) -> impl Iterator<Item = Vec<u32>> {
    for (number, mut list) in lists.into_iter().enumerate() {
        if let Some(mut list) = list.clone() {
            list.push(1);
            yield_!(list);
        }
        list = list.filter(|list| list.len() > number);
        match list.clone() {
            Some(mut list) => {
                list.sort();
                yield_!(list);
            }
            None => yield_!(Vec::new()),
        }
        let Some(mut list) = list else {
            yield_!(Vec::new());
            continue;
        };
        list.push(2);
        yield_!(list);
    }
}
#[generator(state)]
fn given_again() -> impl Iterator<Item = u32> {
    let mut held = Some(D(1));
    loop {
        let Some(inner) = held else { break };
        yield_!(inner.0);
        held = if inner.0 == 1 { Some(D(2)) } else { None };
        yield_!(take(inner));
    }
}
fn main() {
    assert_eq!(given_again().count(), 4);
    assert_eq!(links(None).count(), 0);
    assert_eq!(changed_in_choices(vec![Some(vec![1]), None]).count(), 5);
    assert_eq!(guards(vec![Some(1), Some(4)]).count(), 3);
    drop((
        kept(1, D(1)),
        cloned(vec![]),
        walk(1, 2),
        walk2(1, 2),
        walk3(1, 2),
        walk4(1, 2),
        walk5(1),
        inner::walk6(1),
        inner::walk7(1),
        formats(1, String::new()),
    ));
    drop((
        patterns(P { a: 1, b: D(1) }, [1, 2], (1, D(1))),
        T(vec![]).all().count(),
        T(vec![]).own(),
        in_place(1),
        coroutine(1),
        results("1"),
        made(1),
        with_macros(1),
    ));
    assert_eq!(T(vec![]).unused_self().count(), 1);
}
