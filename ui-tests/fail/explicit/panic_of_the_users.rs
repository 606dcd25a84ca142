//! Macros of the user's of the name `panic` that go on.

mod leaves {
    use genfn::generator;

    macro_rules! panic {
        ($($tokens:tt)*) => {
            break
        };
    }

    #[generator(state)]
    pub(super) fn numbers(last: u32) -> impl Iterator<Item = u32> {
        for number in 0.. {
            yield_!(number);
            if number == last {
                panic!("{number}");
            }
        }
    }
}

mod gives {
    use genfn::generator;

    macro_rules! panic {
        ($($tokens:tt)*) => {
            drop(1)
        };
    }

    #[generator(state)]
    pub(super) fn numbers() -> impl Iterator<Item = u32> {
        yield_!(1);
        panic!("two");
    }
}

fn main() {
    leaves::numbers(1).count();
    gives::numbers().count();
}
