use genfn::generator;

struct Queue {
    name: String,
    list: Vec<u32>,
}

#[generator(state)]
fn drained(mut queue: Queue) -> impl Iterator<Item = u32> {
    for number in queue.list.drain(..) {
        yield_!(number);
    }
    yield_!(queue.name.len() as u32);
}

#[generator(state)]
fn numbers(queue: Queue) -> impl Iterator<Item = u32> {
    for number in queue.list.iter() {
        yield_!(*number);
    }
}

#[generator(state)]
fn letters(queues: Vec<Queue>) -> impl Iterator<Item = char> {
    for queue in queues {
        for letter in queue.name.chars().rev() {
            yield_!(letter);
        }
    }
}

fn main() {
    let queue = || Queue { name: String::new(), list: Vec::new() };
    let _ = (drained(queue()), numbers(queue()), letters(vec![queue()]));
}
