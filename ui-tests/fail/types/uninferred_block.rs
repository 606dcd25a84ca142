//! Nothing tells what a block yields.

use genfn::gen_;

fn main() {
    let nothing = gen_! {};
    let numbers = gen_! {
        let number = 1;
        drop(number);
    };
    drop((nothing, numbers));
}
