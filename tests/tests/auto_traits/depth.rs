//! Thirty generators that delegate to one another, iterate over one another, or hold one another as
//! arguments are `Send` and `Sync`, with rustc's limit of 128 levels.

use genfn::{Coroutine, generator};

fn send_and_sync<T: Send + Sync>(value: T) -> T {
    value
}

/// A chain of generators, each of which does `$step` with the next one.
macro_rules! chain {
    ($step:ident: $first:ident $($rest:ident)*) => {
        chain!(@ $step $first $($rest)*);
    };
    (@ $step:ident $name:ident $next:ident $($rest:ident)*) => {
        #[generator]
        fn $name(numbers: &[u32]) -> impl Iterator<Item = u32> {
            yield_!(0);
            $step!($next(numbers));
        }
        chain!(@ $step $next $($rest)*);
    };
    (@ $step:ident $name:ident) => {
        #[generator]
        fn $name(numbers: &[u32]) -> impl Iterator<Item = u32> {
            for number in numbers {
                yield_!(*number);
            }
        }
    };
}

#[test]
fn thirty_delegations() {
    chain! { yield_from:
        g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 g10 g11 g12 g13 g14 g15 g16 g17 g18 g19 g20 g21 g22 g23 g24 g25
        g26 g27 g28 g29 g30
    }
    assert_eq!(send_and_sync(g0(&[1, 2])).sum::<u32>(), 3);
}

#[test]
fn thirty_delegations_that_catch() {
    macro_rules! catching {
        ($name:ident $next:ident $($rest:ident)*) => {
            #[generator]
            fn $name(numbers: &[u32]) -> impl Coroutine<Yield = u32> {
                yield_!(0);
                let _ = try_yield_from!($next(numbers));
            }
            catching!($next $($rest)*);
        };
        ($name:ident) => {
            #[generator]
            fn $name(numbers: &[u32]) -> impl Coroutine<Yield = u32> {
                for number in numbers {
                    yield_!(*number);
                }
            }
        };
    }
    catching! {
        g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 g10 g11 g12 g13 g14 g15 g16 g17 g18 g19 g20 g21 g22 g23 g24 g25
        g26 g27 g28 g29 g30
    }
    assert_eq!(send_and_sync(g0(&[1, 2])).sum::<u32>(), 3);
}

#[test]
fn thirty_nested_loops() {
    macro_rules! nested {
        ($name:ident $next:ident $($rest:ident)*) => {
            #[generator]
            fn $name(numbers: &[u32]) -> impl Iterator<Item = u32> {
                for number in $next(numbers) {
                    yield_!(number);
                }
            }
            nested!($next $($rest)*);
        };
        ($name:ident) => {
            #[generator]
            fn $name(numbers: &[u32]) -> impl Iterator<Item = u32> {
                for number in numbers {
                    yield_!(*number);
                }
            }
        };
    }
    nested! {
        g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 g10 g11 g12 g13 g14 g15 g16 g17 g18 g19 g20 g21 g22 g23 g24 g25
        g26 g27 g28 g29 g30
    }
    assert_eq!(send_and_sync(g0(&[1, 2])).sum::<u32>(), 3);
}

/// Applies `$stage` thirty times.
macro_rules! thirty_times {
    ($stage:ident($first:expr)) => {
        thirty_times!(@ $stage 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 => $first)
    };
    (@ $stage:ident $level:literal $($rest:literal)* => $stages:expr) => {
        thirty_times!(@ $stage $($rest)* => $stage($stages))
    };
    (@ $stage:ident => $stages:expr) => { $stages };
}

#[test]
fn thirty_stages_of_a_pipeline() {
    #[generator]
    fn stage(numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        for number in numbers {
            yield_!(number + 1);
        }
    }

    let thirty = thirty_times!(stage([0, 1].into_iter()));
    assert_eq!(send_and_sync(thirty).sum::<u32>(), 61);
}

#[test]
fn thirty_stages_that_delegate() {
    #[generator]
    fn stage(numbers: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        yield_!(0);
        yield_from!(numbers);
    }

    let thirty = thirty_times!(stage([1, 2].into_iter()));
    assert_eq!(send_and_sync(thirty).count(), 32);
}

#[test]
fn thirty_stages_over_results() {
    #[generator]
    fn stage(
        numbers: impl Iterator<Item = Result<u32, String>>,
    ) -> impl Iterator<Item = Result<u32, String>> {
        for number in numbers {
            yield_!(Ok(number? + 1));
        }
    }

    let thirty = thirty_times!(stage([Ok(1), Err(String::new())].into_iter()));
    assert_eq!(send_and_sync(thirty).collect::<Vec<_>>(), [Ok(31), Err(String::new())]);
}
