//! A field that is moved out of a reference.

use genfn::generator;

struct Names {
    names: Vec<String>,
}

impl Names {
    #[generator]
    fn all(&self) -> impl Iterator<Item = String> {
        for name in self.names {
            yield_!(name);
        }
    }
}

fn main() {
    let _ = Names { names: Vec::new() }.all().count();
}
