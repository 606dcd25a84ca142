//! draft
use genfn::{Coroutine, gen_, gen_expr, generator};
#[test]
fn a() {
    let name = String::from("abc");
    let g = gen_! { yield_!(name.len()); yield_!(2) };
    assert_eq!(g.collect::<Vec<_>>(), [3, 2]);
    let mut g = gen_! { -> impl Coroutine<Yield = _, Resume = f64> {
        let mut s = 0.0;
        loop { s += yield_!(s); }
    } };
    g.start().unwrap();
    let g = gen_!(-> Box<dyn Iterator<Item = _>> { yield_!(1); });
    assert_eq!(g.count(), 1);
    let v = vec![1, 2, 3];
    let g = gen_expr!(x * y for x in v for y in [x + 1]);
    assert_eq!(g.collect::<Vec<_>>(), [2, 6, 12]);
    assert_eq!(gen_expr!(x * x for x in 0..10 if x % 2 == 0 if x > 2).sum::<i32>(), 16 + 36 + 64);
    assert_eq!(gen_expr!(x * x for x in 0..10).size_hint(), (10, Some(10)));
}
#[generator]
fn outer(v: Vec<u32>) -> impl Iterator<Item = usize> {
    for x in gen_! { for x in &v { yield_!(*x); for y in gen_! { yield_!(*x) } { yield_!(y) } } } {
        yield_!(x as usize);
    }
}
#[test]
fn b() {
    assert_eq!(outer(vec![1, 2]).collect::<Vec<_>>(), [1, 1, 2, 2]);
}
#[test]
fn c() {
    let k = vec![1, 2, 3];
    let v = [1, 2, 3];
    assert_eq!(gen_expr!(x + k.len() for x in v if x != 2).sum::<usize>(), 10);
    let k = vec![1, 2, 3];
    assert_eq!(gen_expr!(x + k.len() for x in v if k[x-1] != 2).sum::<usize>(), 10);
    let w = vec!["ab".to_string(), "c".to_string()];
    assert_eq!(gen_expr!(c for w in w for c in w.chars()).collect::<String>(), "abc");
    assert_eq!(
        gen_expr!((x, y) for x in 0..3 if x % 2 == 0 for y in [x * 2] if y > 0).collect::<Vec<_>>(),
        [(2, 4)]
    );
    assert_eq!(gen_expr!(1 for x in 0..3 if x % 2 == 0).sum::<u32>(), 2);
    assert_eq!(
        gen_expr!(y for x in [Some(1), None, Some(3)] if let Some(y) = x if y > 0).sum::<u32>(),
        4
    );
}
