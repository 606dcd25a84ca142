//! Places that would be evaluated behind a yield, and are another one there.

use genfn::generator;

struct Text(String);

impl std::ops::AddAssign<u32> for Text {
    fn add_assign(&mut self, number: u32) {
        self.0 += &number.to_string();
    }
}

fn sum(left: &u32, _: (), right: u32) -> u32 {
    left + right
}

#[generator(state)]
fn elements() -> impl Iterator<Item = u32> {
    let numbers = [1, 2, 3];
    let mut place = 0;
    yield_!(sum(&numbers[place], yield_!(1), { place += 1; 1 }));
}

#[generator(state)]
fn assigned(mut texts: Vec<Text>) -> impl Iterator<Item = usize> {
    let first = 0;
    texts[first] += { yield_!(1); 5_u32 };
    yield_!(texts.len());
}

#[generator(state)]
fn pushed(mut lists: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    let mut place = 0;
    lists[place].push({ place += 1; yield_!(1); 2 });
    yield_!(place as u32);
}

fn main() {
    elements().count();
    assigned(Vec::new()).count();
    pushed(Vec::new()).count();
}
