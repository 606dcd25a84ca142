//! Locals whose types a generator with a name has to know.

use genfn::generator;

#[generator(struct Words)]
pub fn words(text: String) -> impl Iterator<Item = String> {
    let parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let count = parts.iter().filter(|part| part.is_empty()).count();
    for part in parts {
        yield_!(part);
    }
    for place in 0..count {
        yield_!(place.to_string());
    }
}

fn main() {
    words(String::new()).count();
}
