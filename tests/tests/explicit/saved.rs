//! A saved state is that of one body: with another one it is an error.

use genfn::generator;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The same generator with other arguments, and another body.
macro_rules! version {
    ($version:ident ($($arguments:tt)*) $body:block) => {
        mod $version {
            use super::*;

            #[generator(struct Numbers)]
            #[derive(Serialize, Deserialize)]
            #[allow(dead_code, reason = "only the original is called")]
            pub(super) fn numbers($($arguments)*) -> impl Iterator<Item = String> $body
        }
    };
}

version!(original (mut first: u64, second: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(comment (mut first: u64, second: u64) {
    // A comment changes nothing.
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_order (second: u64, mut first: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_argument (mut first: u64, second: u32) {
    let step: u32 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_local (mut first: u64, second: u64) {
    let step: u8 = 1;
    loop {
        yield_!(format!("{first} {}", second + u64::from(step)));
        first += 1;
    }
});
version!(other_literal (mut first: u64, second: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first}  {}", second + step));
        first += 1;
    }
});

/// What comes of a state that the original saved, in a text and in a binary format.
fn loaded<G: DeserializeOwned + Iterator<Item = String>>() -> Result<String, [String; 2]> {
    let mut running = original::numbers(5, 7);
    assert_eq!(running.next().as_deref(), Some("5 8"));
    let json = serde_json::to_string(&running).unwrap();
    let binary = postcard::to_allocvec(&running).unwrap();
    match (serde_json::from_str::<G>(&json), postcard::from_bytes::<G>(&binary)) {
        (Ok(mut text), Ok(mut bytes)) => {
            let next = text.next().unwrap();
            assert_eq!(bytes.next().as_ref(), Some(&next));
            Ok(next)
        }
        (Err(text), Err(bytes)) => Err([text.to_string(), bytes.to_string()]),
        (text, bytes) => panic!("json {}, postcard {}", text.is_ok(), bytes.is_ok()),
    }
}

fn is_of_another_body<G: DeserializeOwned + Iterator<Item = String>>() -> bool {
    loaded::<G>().is_err_and(|[error, _]| error.contains("was saved by another body"))
}

#[test]
fn the_same_body_goes_on() {
    assert_eq!(loaded::<original::Numbers>().as_deref(), Ok("6 8"));
    assert_eq!(loaded::<comment::Numbers>().as_deref(), Ok("6 8"));
}

#[test]
fn a_changed_body_is_an_error() {
    assert!(is_of_another_body::<other_order::Numbers>(), "the arguments are in another order");
    assert!(is_of_another_body::<other_argument::Numbers>(), "an argument has another type");
    assert!(is_of_another_body::<other_local::Numbers>(), "a local has another type");
    assert!(is_of_another_body::<other_literal::Numbers>(), "a text has another space");
}
