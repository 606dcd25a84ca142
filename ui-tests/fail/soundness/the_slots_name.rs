//! The name of the slot's variable, said by the user and by a macro.

use genfn::generator;

macro_rules! slot {
    ($($tokens:tt)*) => {
        slot_of_the_generator
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let said = slot_of_the_generator;
    let named = slot!(yield_!(1));
    break 'yields_belong_in_the_own_body_of_the_generator;
}

fn main() {
    let _: u32 = numbers().sum();
}
