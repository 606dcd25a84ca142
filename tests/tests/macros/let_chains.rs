//! Chains of `let` conditions hold what they bind across yields.

use genfn::generator;

#[generator]
fn described(number: Option<i32>, text: &str) -> impl Iterator<Item = String> {
    if let Some(number) = number
        && number > 0
        && let Ok(other) = text.parse::<i32>()
        && other != number
    {
        yield_!(format!("{number}"));
        yield_!(format!("{other}"));
    } else if let Some(number) = number
        && {
            yield_!("asked".to_owned());
            number < 0
        }
    {
        yield_!(format!("negative {number}"));
    } else {
        yield_!("nothing".to_owned());
    }
}

#[generator]
fn popped(mut stack: Vec<u32>, least: u32) -> impl Iterator<Item = u32> {
    while let Some(top) = stack.pop()
        && top >= least
        && let Some(half) = top.checked_div(2)
    {
        yield_!(top);
        yield_!(half);
    }
}

#[test]
fn chains_bind_and_fall_through() {
    let of = |number, text| described(number, text).collect::<Vec<_>>();
    assert_eq!(of(Some(1), "2"), ["1", "2"]);
    assert_eq!(of(Some(1), "1"), ["asked", "nothing"]);
    assert_eq!(of(Some(1), "x"), ["asked", "nothing"]);
    assert_eq!(of(Some(-1), "2"), ["asked", "negative -1"]);
    assert_eq!(of(None, "2"), ["nothing"]);
}

#[test]
fn chains_of_loops() {
    assert_eq!(popped(vec![9, 1, 4, 6], 3).collect::<Vec<_>>(), [6, 3, 4, 2]);
}
