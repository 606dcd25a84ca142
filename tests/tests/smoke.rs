//! smoke
use genfn::{Coroutine, CoroutineState, generator};

#[generator]
fn evens(n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        yield_!(2 * i);
    }
}
#[generator]
fn chars(s: &str) -> impl Iterator<Item = char> + Send {
    for c in s.chars() {
        yield_!(c);
    }
}
#[generator]
fn lines(
    s: &str,
    mut k: u32,
    (a, b): (u32, u32),
) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    k += a + b;
    yield_!(Ok(k));
    for l in s.lines() {
        if l.is_empty() {
            return;
        }
        let v = l.parse()?;
        yield_!(Ok(v));
    }
}
struct Tree(Option<Box<Tree>>, u32, Option<Box<Tree>>);
impl Tree {
    #[generator]
    fn walk(&self) -> impl Iterator<Item = &u32> + Send {
        if let Some(l) = &self.0 {
            for x in l.walk() {
                yield_!(x);
            }
        }
        yield_!(&self.1);
        if let Some(l) = &self.2 {
            for x in l.walk() {
                yield_!(x);
            }
        }
    }
}
#[generator]
fn echo() -> impl Coroutine<Yield = String, Resume = u32, Return = u32> {
    let mut s = 0;
    loop {
        let x = yield_!(format!("{}", s));
        s += x;
        if s > 10 {
            return s;
        }
    }
}
#[test]
fn all() {
    assert_eq!(evens(3).collect::<Vec<_>>(), [0, 2, 4]);
    assert_eq!(chars("abc").collect::<String>(), "abc");
    let r: Vec<_> = lines("1\n2\nx\n3", 1, (2, 3)).collect();
    assert_eq!(r.len(), 4);
    assert!(r[3].is_err());
    assert_eq!(r[0], Ok(6));
    let r: Vec<_> = lines("1\n2\n\n3", 1, (2, 3)).map(Result::unwrap).collect();
    assert_eq!(r, [6, 1, 2]);
    let t = Tree(Some(Box::new(Tree(None, 1, None))), 2, Some(Box::new(Tree(None, 3, None))));
    assert_eq!(t.walk().copied().collect::<Vec<_>>(), [1, 2, 3]);
    let mut e = echo();
    assert_eq!(format!("{e:?}"), "Generator(Created)");
    e.start().unwrap();
    eprintln!("{e:?}");
    assert_eq!(e.send(5), Ok(CoroutineState::Yielded("5".into())));
    assert_eq!(e.send(6), Ok(CoroutineState::Complete(11)));
    assert_eq!(vec![1; 2].len(), two().count() - 2);
}
#[generator]
fn two() -> impl Iterator<Item = u32> {
    let v = vec![yield_!(1), yield_!(2)];
    println!("{:?} {:?}", v, genfn::yield_!(3));
    let _ = evens(1);
    yield_!({
        let v = vec![1u32];
        let s: u32 = v.iter().sum();
        s
    });
}
