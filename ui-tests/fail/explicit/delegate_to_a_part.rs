use genfn::generator;

struct Lists {
    first: Vec<u32>,
    second: Vec<u32>,
}

impl Lists {
    #[generator(state)]
    fn all(&mut self) -> impl Iterator<Item = &mut u32> {
        yield_from!(&mut self.first);
        for number in self.second.iter_mut() {
            yield_!(number);
        }
    }

    // As the message says.
    #[generator(state)]
    fn parts(&mut self) -> impl Iterator<Item = &mut u32> {
        let Self { first, second, .. } = self;
        yield_from!(first);
        for number in second.iter_mut() {
            yield_!(number);
        }
    }
}

struct Queue {
    left: std::vec::IntoIter<u32>,
    count: u32,
}

#[generator(state)]
fn counted(mut queue: Queue) -> impl Iterator<Item = u32> {
    yield_from!(&mut queue.left);
    yield_!(queue.count);
}

fn main() {}
