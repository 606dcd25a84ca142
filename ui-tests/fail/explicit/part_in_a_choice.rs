//! Parts that a choice moves out of a local, where what is left cannot be seen: `..`, and the elements of an array.

use genfn::generator;

struct Held(Box<u32>);

enum Command {
    Put { value: Held, times: u32, note: Held },
    Stop,
}

#[generator(state)]
fn arm(command: Command) -> impl Iterator<Item = u32> {
    match command {
        Command::Put { value, times, .. } => {
            yield_!(times);
            yield_!(*value.0);
        }
        Command::Stop => {}
    }
}

#[generator(state)]
fn condition(commands: Vec<Command>) -> impl Iterator<Item = u32> {
    for command in commands {
        if let Command::Put { value, note, .. } = command {
            yield_!(*value.0 + *note.0);
        }
    }
}

#[generator(state)]
fn array(all: [Held; 3]) -> impl Iterator<Item = u32> {
    let [first, _, last] = all;
    yield_!(*first.0 + *last.0);
}

fn main() {
    let put = || Command::Put { value: Held(Box::new(1)), times: 2, note: Held(Box::new(3)) };
    arm(put()).chain(condition(vec![put(), Command::Stop])).for_each(drop);
    array([1, 2, 3].map(|number| Held(Box::new(number)))).for_each(drop);
}
