//! Macros of the standard library's names that a body imports.

use genfn::generator;

mod own {
    macro_rules! count {
        ($($value:expr),*) => {
            [$(&$value),*].len() as u32
        };
    }

    pub(super) use count as vec;
}

#[generator(state)]
fn imported(text: String) -> impl Iterator<Item = u32> {
    use own::vec;
    let length = vec![text];
    yield_!(length);
}

#[generator(state)]
fn imported_in_a_block(text: String) -> impl Iterator<Item = u32> {
    for _ in 0..1 {
        use own::vec;
        let text = text.clone();
        let length = vec![text];
        yield_!(length);
    }
}

fn main() {
    imported(String::new()).count();
    imported_in_a_block(String::new()).count();
}
