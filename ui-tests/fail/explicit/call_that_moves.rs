//! A call that moves the closure, where the state is to show its fields.

use genfn::generator;

#[generator]
#[derive(Debug)]
fn run<F: FnOnce() -> u32>(job: Option<F>) -> impl Iterator<Item = u32> {
    if let Some(job) = job {
        yield_!(1);
        yield_!(job() + 1);
        yield_!(2);
    }
}

#[generator(state)]
fn sent(jobs: Vec<Box<dyn FnOnce(u32) -> u32>>) -> impl Iterator<Item = u32> {
    for job in jobs {
        let number = job({
            yield_!(1);
            2
        });
        yield_!(number);
    }
}

fn main() {
    run(Some(|| 1)).count();
    sent(Vec::new()).count();
}
