//! Locals that a call moves in front of the yield in its arguments, where the macro takes them for borrowed.

use genfn::generator;

struct Logged(u32);

impl Logged {
    fn insert(self, number: u32) -> u32 {
        self.0 + number
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

#[generator(state)]
fn method() -> impl Iterator<Item = u32> {
    let logged = Logged(1);
    let sum = logged.insert({
        yield_!(1);
        2
    });
    println!("{sum}");
}

#[generator(state)]
fn closure() -> impl Iterator<Item = u32> {
    let logged = Logged(1);
    let insert = move |number| logged.insert(number);
    let sum = insert({
        yield_!(1);
        2
    });
    println!("{sum}");
}

#[generator(state)]
fn changed() -> impl Iterator<Item = u32> {
    let mut add: fn(u32) -> u32 = |number| number + 1;
    let sum = add({
        yield_!(1);
        add = |number| number + 2;
        2
    });
    yield_!(add(sum));
}

fn main() {
    method().count();
    closure().count();
    changed().count();
}
