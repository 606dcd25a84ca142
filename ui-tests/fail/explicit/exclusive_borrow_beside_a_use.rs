//! Exclusive borrows beside a use of what they borrow, which no generator may have, and one that only an explicit state
//! cannot have.

use genfn::generator;

#[generator(state)]
fn lent(numbers: &mut Vec<u32>) -> impl Iterator<Item = &mut u32> {
    for number in numbers.iter_mut() {
        yield_!(number);
    }
    numbers.clear();
}

#[generator(state)]
fn used_in_the_loop(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers.iter_mut() {
        yield_!(*number);
        numbers.push(1);
    }
}

#[generator(state)]
fn used_behind_the_loop(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for number in numbers.iter_mut() {
        yield_!(*number);
    }
    numbers.push(1);
}

struct Numbers {
    all: Vec<u32>,
    sum: u32,
}

impl Numbers {
    #[generator(state)]
    fn used_in_a_yield(&mut self) -> impl Iterator<Item = u32> {
        let all = &mut self.all;
        all.push(1);
        yield_!(self.all[0]);
        all.push(2);
    }

    #[generator(state)]
    fn another_part(&mut self) -> impl Iterator<Item = u32> {
        let all = &mut self.all;
        all.push(1);
        yield_!(self.sum);
        all.push(2);
        yield_!(self.sum);
    }
}

fn main() {
    let mut numbers = Numbers { all: vec![1], sum: 1 };
    let _ = lent(&mut numbers.all);
    let _ = used_in_the_loop(&mut numbers.all);
    let _ = used_behind_the_loop(&mut numbers.all);
    let _ = numbers.used_in_a_yield();
    let _ = numbers.another_part();
}
