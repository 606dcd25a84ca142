//! Callers of broken generators show no errors of their own.

use genfn::generator;

#[generator(unknown = 1)]
fn numbers(first: u32) -> impl Iterator<Item = u32> {
    yield_!(first);
}

#[generator]
fn reversed() -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
    yield_!(1);
}

#[generator]
fn collected(text: &str) -> Vec<String> {
    yield_!(text.to_owned());
}

struct Tree(Vec<Tree>);

impl Tree {
    #[generator]
    fn walk(&self) -> std::io::Result<impl Iterator<Item = &Tree>> {
        for tree in &self.0 {
            yield_!(tree);
        }
    }
}

fn main() -> std::io::Result<()> {
    for number in numbers(1) {
        println!("{}", number + 1);
    }
    println!("{}", reversed().rev().sum::<u32>());
    println!("{}", collected("text").join(" "));
    println!("{}", Tree(Vec::new()).walk()?.count());
    Ok(())
}
