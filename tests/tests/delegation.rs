//! Delegation.
use genfn::{BoxGenerator, Coroutine, CoroutineState, Interrupt, generator};

struct Tree(Option<Box<Tree>>, u32, Option<Box<Tree>>);
#[generator]
fn walk(t: &Tree) -> impl Iterator<Item = &u32> + Send {
    if let Some(l) = &t.0 {
        yield_from!(walk(l));
    }
    yield_!(&t.1);
    if let Some(r) = &t.2 {
        yield_from!(walk(r));
    }
}
#[generator]
fn many() -> impl Iterator<Item = u32> {
    yield_from!(0..3);
    yield_from!([7, 8]);
    yield_from!(vec![1; 2].into_iter().map(|x| x + 1));
    let mut g = two();
    g.next();
    yield_from!(&mut g);
    let b: Box<dyn Iterator<Item = u32>> = Box::new(two());
    yield_from!(b);
    let mut g = two();
    g.next();
    yield_from!(g);
}
#[generator]
fn two() -> impl Iterator<Item = u32> {
    yield_!(100);
    yield_!(200);
}
#[generator]
fn echo(n: u32) -> impl Coroutine<Yield = u32, Resume = u32, Return = String, Error = u8> {
    let x = yield_!(n);
    match try_yield!(x) {
        Ok(x) => format!("ok {x}"),
        Err(Interrupt::Thrown(e)) => format!("thrown {e}"),
        Err(Interrupt::Closed) => "closed".to_owned(),
    }
}
#[generator]
fn outer(
    b: BoxGenerator<'static, u32, u32, String, u8>,
) -> impl Coroutine<Yield = u32, Resume = u32, Return = String, Error = u8> {
    let a = yield_from!(echo(1));
    let b = try_yield_from!(b);
    format!("{a} {b:?}")
}
#[test]
fn delegation() {
    let t = Tree(Some(Box::new(Tree(None, 1, None))), 2, Some(Box::new(Tree(None, 3, None))));
    assert_eq!(walk(&t).copied().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(walk(&t).copied().fold(0, |a, b| a * 10 + b), 123);
    assert_eq!(many().collect::<Vec<_>>(), [0, 1, 2, 7, 8, 2, 2, 200, 100, 200, 200]);
    let mut o = outer(BoxGenerator::new(echo(5)));
    assert_eq!(o.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(o.send(2), Ok(CoroutineState::Yielded(2)));
    assert_eq!(o.throw(3), Ok(CoroutineState::Yielded(5)));
    assert_eq!(o.throw(9), Ok(CoroutineState::Complete("thrown 3 Err(Thrown(9))".into())));
}
#[test]
fn deep() {
    fn chain(n: u32) -> Tree {
        let mut t = Tree(None, 0, None);
        for i in 1..n {
            t = Tree(Some(Box::new(t)), i, None);
        }
        t
    }
    let t = Box::leak(Box::new(chain(1_000_000)));
    let t: &'static Tree = t;
    std::thread::Builder::new()
        .stack_size(128 * 1024)
        .spawn(move || {
            assert_eq!(walk(t).count(), 1_000_000);
            let mut g = walk(t);
            for _ in 0..500_000 {
                g.next();
            }
            drop(g);
            let mut g = walk(t);
            g.next();
            let _ = g.close();
            assert_eq!(g.next(), None);
        })
        .unwrap()
        .join()
        .unwrap();
}
