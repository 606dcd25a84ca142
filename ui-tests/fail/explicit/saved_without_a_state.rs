//! A generator that is to be saved, and whose body cannot be lowered, has one error.

use genfn::{Restore, generator};
use serde::{Deserialize, Serialize};

#[generator]
#[derive(Serialize, Deserialize)]
fn rows(text: String) -> impl Iterator<Item = String> + Serialize + Restore {
    let words: Vec<&str> = text.split(' ').collect();
    for index in 0..words.len() {
        yield_!(words[index].to_owned());
    }
}

fn main() {
    let saved = serde_json::to_string(&rows(String::new()));
    assert!(saved.is_ok());
}
