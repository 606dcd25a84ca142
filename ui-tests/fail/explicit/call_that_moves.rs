//! Calls that move the closure: where the state is to show its fields, in front of a yield among the arguments, and out
//! of a field.

use std::fmt::Debug;

use genfn::generator;

#[generator]
#[derive(Debug)]
fn run<F: FnOnce() -> u32 + Debug>(job: Option<F>) -> impl Iterator<Item = u32> {
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

struct Task {
    id: u32,
    job: Box<dyn FnOnce() -> u32>,
}

#[generator(state)]
fn tasks(tasks: Vec<Task>) -> impl Iterator<Item = u32> {
    for task in tasks {
        yield_!((task.job)());
        yield_!(task.id);
    }
}

fn main() {
    run::<fn() -> u32>(None).count();
    sent(Vec::new()).count();
    tasks(Vec::new()).count();
}
