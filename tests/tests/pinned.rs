use genfn::*;
#[generator]
fn inner(n: u32) -> impl PinCoroutine<Yield = u32, Return = &'static str> {
    yield_!(n);
    yield_from!(0..n);
    "done"
}
#[generator]
fn outer() -> impl PinCoroutine<Yield = u32, Return = usize> {
    let r = yield_from!(pin!(inner(2)));
    let mut i = pin!(inner(1));
    let q = yield_from!(&mut i);
    r.len() + q.len()
}
#[test]
fn a() {
    let mut o = pin!(outer());
    assert_eq!(o.by_ref().collect::<Vec<_>>(), [2, 0, 1, 1, 0]);
    assert_eq!(o.take_return(), Some(8));
}
