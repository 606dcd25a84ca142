//! Texts of a macro of the user's that has the name of one of the standard library's, of which it is not known which is
//! the format.

use genfn::generator;

mod own {
    macro_rules! second {
        ($first:literal, $second:literal) => {
            $second.len() as u32
        };
    }

    pub(super) use second as println;
}

#[generator(state)]
fn numbers() -> impl Iterator<Item = u32> {
    for i in 0..1_u32 {
        {
            let i = i + 1;
            {
                let i = i + 1;
                yield_!(i);
                yield_!(own::println!("x", "{i}"));
                yield_!(i);
            }
            yield_!(own::println!("x", "{i}"));
            yield_!(i);
        }
        yield_!(own::println!("x", "{i}"));
        yield_!(i);
    }
}

fn main() {
    numbers().count();
}
