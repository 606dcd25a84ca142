use genfn::generator;

struct View<'a>(&'a [u32]);

impl<'a> View<'a> {
    fn iter(&self) -> std::slice::Iter<'a, u32> {
        self.0.iter()
    }
}

#[generator(state)]
fn all(count: u32) -> impl Iterator<Item = u32> {
    let numbers = vec![count, count + 1];
    let view = View(&numbers);
    for number in view.iter() {
        yield_!(*number);
    }
}

#[generator(state)]
fn reversed(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let view = &numbers;
    for number in view.iter().rev() {
        yield_!(*number);
    }
}

fn main() {}
