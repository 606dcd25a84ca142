use genfn::generator;

struct Limits {
    least: u32,
    name: &'static str,
}

#[generator(state)]
fn kept(number: u32) -> impl Iterator<Item = u32> {
    let limits = &Limits { least: 4, name: "few" };
    yield_!(number + limits.least);
    yield_!(limits.least);
}

#[generator(state)]
fn captured(number: u32) -> impl Iterator<Item = u32> {
    let limits = &Limits { least: 4, name: "few" };
    let raised = |number: u32| number + limits.least;
    yield_!(raised(number));
    yield_!(raised(number + 1));
}

// As the message says.
#[generator(state)]
fn constant(number: u32) -> impl Iterator<Item = u32> {
    const LIMITS: Limits = Limits { least: 4, name: "few" };
    let limits = &LIMITS;
    let raised = |number: u32| number + limits.least;
    yield_!(raised(number));
    yield_!(raised(number + 1));
}

fn main() {}
