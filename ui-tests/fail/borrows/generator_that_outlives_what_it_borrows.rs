//! A generator that was declared before what it borrows from, and is dropped after it.

use genfn::{gen_, gen_expr, generator};

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {
    let (mut from_a_function, mut in_place, mut from_an_expression, owned);
    owned = String::from("one two");
    let text = &owned;
    from_a_function = words(text);
    from_a_function.next();
    in_place = gen_! {
        for word in text.split(' ') {
            yield_!(word);
        }
    };
    in_place.next();
    from_an_expression = gen_expr!(letter for word in text.split(' ') for letter in word.chars());
    from_an_expression.next();
}
