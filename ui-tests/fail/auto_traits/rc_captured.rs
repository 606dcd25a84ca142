//! A generator in place captures what is not `Send`.

use std::rc::Rc;
use std::thread;

use genfn::gen_;

fn main() {
    let shared = Rc::new(1);
    let numbers = gen_! { yield_!(*shared); };
    thread::spawn(move || numbers.sum::<u32>()).join().unwrap();
}
