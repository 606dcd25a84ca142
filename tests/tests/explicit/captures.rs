//! What the generators in place of a body capture, which are moved into them: `gen_!` and `gen_expr!`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::items_after_statements,
    unused_variables,
    reason = "the bodies have the forms that the lowering has to tell apart"
)]

use genfn::{gen_, gen_expr, generator};

use crate::drops::{drops_alike, events, guard, iterated, note, take};

fn flag(value: bool) -> bool {
    note("flag".to_owned());
    value
}

drops_alike! {
    a_local_that_a_generator_takes {
        let local = guard("local");
        let other = guard("other");
        yield_!(1);
        let inner = gen_! {
            yield_!(3_u32);
            take(local);
        };
        yield_!(2);
        for item in inner {
            yield_!(item);
        }
        yield_!(5);
    }

    a_local_that_a_generator_uses {
        let local = guard("local");
        let other = guard("other");
        yield_!(1);
        let inner = gen_! {
            -> impl Iterator<Item = u32> {
                let other = 4;
                yield_!(other);
                local.look();
            }
        };
        for item in inner {
            yield_!(item);
        }
        yield_!(5);
    }

    a_local_that_a_generator_takes_on_one_path {
        for number in 0..2 {
            let local = guard("local");
            let other = guard("other");
            yield_!(1);
            if number == 0 && flag(true) {
                let inner = gen_! {
                    yield_!(3_u32);
                    local.look();
                };
                for item in inner {
                    yield_!(item);
                }
            }
            yield_!(5);
        }
    }

    a_local_that_an_expression_takes {
        let numbers = vec![1, 2];
        let factor = 3;
        let local = guard("local");
        yield_!(1);
        let products = gen_expr!(number * factor + local.look() for number in numbers);
        yield_!(2);
        for product in products {
            yield_!(product);
        }
        yield_!(5);
    }

    a_local_of_the_name_of_a_variable {
        let numbers = vec![1_u32, 2];
        let number = guard("number");
        yield_!(1);
        let sums: Vec<u32> = gen_expr!(number + 1 for number in numbers.iter()).collect();
        yield_!(sums[0]);
        number.look();
        yield_!(7);
    }
}
