//! Whatever is imported, a yield is a yield and no import is unused for it.

#![deny(warnings, unused)]

mod nothing {
    #[genfn::generator]
    pub fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        genfn::yield_!(2);
        ::genfn::yield_!(3);
    }
}

mod attribute {
    use genfn::generator;

    #[generator]
    pub fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

mod macros {
    use genfn::{generator, try_yield, yield_};

    #[generator]
    pub fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        let _ = try_yield!(2);
    }
}

mod everything {
    use genfn::*;

    #[generator]
    pub fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        let _ = try_yield!(2);
    }
}

mod renamed {
    use genfn as generators;

    #[generators::generator(crate = generators)]
    pub fn numbers() -> impl Iterator<Item = u32> {
        generators::yield_!(1);
    }
}

fn main() {
    assert_eq!(nothing::numbers().sum::<u32>(), 6);
    assert_eq!(attribute::numbers().chain(renamed::numbers()).sum::<u32>(), 2);
    assert_eq!(macros::numbers().chain(everything::numbers()).sum::<u32>(), 6);
}
