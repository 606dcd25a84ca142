//! Boxes out of which a value is copied before they are moved away, and those that a block with a yield gives.

use crate::alike::alike;

alike! {
    a_value_is_copied_before_its_box_is_moved(log) {
        let number = Box::new(3_u32);
        yield_!(*number);
        let other = {
            yield_!(4);
            number
        };
        yield_!(*other);
        let number: Box<u32> = Box::new(5);
        let first = *number;
        yield_!(first);
        if first == 5 {
            let taken = number;
            log.note("taken");
            yield_!(*taken);
        }
        yield_!(6);
    }

    a_block_gives_the_box_out_of_which_a_value_is_moved(log) {
        let guard = Box::new(log.guard("boxed"));
        let taken = *{
            yield_!(1);
            guard
        };
        yield_!(2);
        drop(taken);
        let number: Box<u32> = Box::new(3);
        yield_!(*number);
        yield_!(*{
            yield_!(4);
            number
        });
        let (one, other) = (Box::new(log.guard("one")), Box::new(log.guard("other")));
        let chosen = *if one.1 == "one" {
            yield_!(5);
            one
        } else {
            other
        };
        yield_!(6);
        log.note(chosen.1);
    }
}
