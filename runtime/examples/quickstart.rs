//! What a generator function can do: every feature once.
//!
//! ```text
//! cargo run -p genfn --example quickstart
//! ```
//!
//! Prints:
//!
//! ```text
//! iterate:  [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
//! borrow:   ["brown", "fox", "quick", "the"]
//! generic:  "generor"
//! fallible: [Ok(1), Ok(2), Err(ParseIntError { kind: InvalidDigit })]
//! size:     (3, Some(3))
//! size:     (2, Some(2)) after Some(1)
//! send:     10 makes the average 10
//! send:     20 makes the average 15
//! send:     60 makes the average 30
//! throw:    Yielded("data.csv, attempt 1")
//! throw:    caught `timeout`
//! throw:    Yielded("data.csv, attempt 2")
//! throw:    Complete("got data.csv")
//! close:    Yielded("more.csv, attempt 1")
//! close:    Some("gave up on more.csv")
//! close:    it is Finished and gives None
//! return:   [6, 3, 10, 5, 16, 8, 4, 2] are Some(8) steps
//! delegate: ["/genfn", "/genfn/runtime", "/genfn/runtime/examples", "/genfn/tests"]
//! trait:    /runtime
//! trait:    /runtime/examples
//! catch:    Yielded("Ulysses, page 1")
//! catch:    Ulysses was put away: too long
//! catch:    Yielded("Emma, page 1")
//! catch:    Some("Emma, page 2")
//! catch:    Emma was read to its end
//! catch:    None
//! field:    Some(100), Some(101)
//! object:   [3, 2, 1]
//! object:   Yielded("Who are you?")
//! object:   Complete("Hello world!")
//! pin:      Yielded(250), Yielded(4)
//! block:    "AdaGrace"
//! for, if:  [0, 4, 16, 36, 64]
//! ```

use std::error::Error;
use std::num::ParseIntError;

use genfn::{
    BoxGenerator, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, PinCoroutine, gen_,
    gen_expr, generator, pin,
};

/// An iterator: the body runs from one `yield_!` to the next, as items are asked for.
#[generator]
fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut current, mut next) = (0, 1);
    loop {
        yield_!(current);
        (current, next) = (next, current + next);
    }
}

/// A local that is borrowed while the generator is suspended.
#[generator]
fn sorted_words(text: &str) -> impl Iterator<Item = &str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    for word in &words {
        yield_!(*word);
    }
}

/// Generics, patterns and `impl Trait`, as in any function.
#[generator]
fn between<T: PartialOrd>(
    (low, high): (T, T),
    items: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = T> {
    for item in items {
        if low <= item && item <= high {
            yield_!(item);
        }
    }
}

/// Where the items are `Result`s, `?` gives an error as the last one.
#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<i32, ParseIntError>> {
    for word in text.split(' ') {
        yield_!(Ok(word.parse()?));
    }
}

/// How many items there will be, where that is known at the call. It counts down with them.
#[generator(size_hint = (count, Some(count)))]
fn squares(count: usize) -> impl Iterator<Item = usize> {
    for root in 1..=count {
        yield_!(root * root);
    }
}

/// Values come in as well: a `yield_!` is what the caller sends.
#[generator]
fn average() -> impl Coroutine<Yield = f64, Resume = f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut number = yield_!(0.0);
    loop {
        sum += number;
        count += 1.0;
        number = yield_!(sum / count);
    }
}

/// Errors come in, too: a `try_yield!` is a `Result`, and the body decides what to do.
#[generator]
fn download(file: &str) -> impl Coroutine<Yield = String, Return = String, Error = &'static str> {
    for attempt in 1.. {
        match try_yield!(format!("{file}, attempt {attempt}")) {
            Ok(()) => break,
            Err(Interrupt::Thrown(error)) => println!("throw:    caught `{error}`"),
            Err(Interrupt::Closed) => return format!("gave up on {file}"),
        }
    }
    format!("got {file}")
}

/// A result at the end, after all the items.
#[generator]
fn collatz(mut number: u64) -> impl Coroutine<Yield = u64, Return = usize> {
    let mut steps = 0;
    while number != 1 {
        yield_!(number);
        number = if number % 2 == 0 { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}

struct Folder {
    name: &'static str,
    folders: Vec<Folder>,
}

impl Folder {
    /// A method. `yield_from!` delegates to another generator: here to one of the same method, and
    /// at any depth a step costs the same.
    #[generator]
    fn paths(&self, parent: &str) -> impl Iterator<Item = String> {
        let path = format!("{parent}/{}", self.name);
        yield_!(path.clone());
        for folder in &self.folders {
            yield_from!(folder.paths(&path));
        }
    }
}

/// A method of a trait, and a generator whose type has a name; it stays on its thread.
impl<'a> IntoIterator for &'a Folder {
    type Item = String;
    type IntoIter = LocalBoxGenerator<'a, String>;

    #[generator]
    fn into_iter(self) -> LocalBoxGenerator<'a, String> {
        yield_from!(self.paths(""));
    }
}

#[generator]
fn pages(book: &str) -> impl Coroutine<Yield = String, Error = &'static str> {
    for page in 1..=2 {
        yield_!(format!("{book}, page {page}"));
    }
}

/// An error that the delegate does not catch ends it, and can be caught around it.
#[generator]
fn read(books: &[&str]) -> impl Coroutine<Yield = String, Error = &'static str> {
    for book in books {
        match try_yield_from!(pages(book)) {
            Ok(()) => println!("catch:    {book} was read to its end"),
            Err(Interrupt::Thrown(error)) => println!("catch:    {book} was put away: {error}"),
            Err(Interrupt::Closed) => return,
        }
    }
}

/// A generator in a field. As with any `BoxGenerator`, it can go to another thread.
struct Machine {
    tickets: BoxGenerator<'static, u32>,
}

#[generator]
fn tickets(first: u32) -> BoxGenerator<'static, u32> {
    for number in first.. {
        yield_!(number);
    }
}

/// A trait object.
#[generator]
fn countdown(from: u32) -> Box<dyn Iterator<Item = u32>> {
    for number in (1..=from).rev() {
        yield_!(number);
    }
}

/// Another one; and a yield in the arguments of another macro.
#[generator]
fn greet() -> Box<dyn Coroutine<Yield = &'static str, Resume = &'static str, Return = String>> {
    format!("Hello {}!", yield_!("Who are you?"))
}

/// No heap: the caller pins it.
#[generator]
fn checksum() -> impl PinCoroutine<Yield = u8, Resume = u8> {
    let mut sum = 0_u8;
    loop {
        let byte = yield_!(sum);
        sum = sum.wrapping_add(byte);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    iterate();
    converse()?;
    delegate()?;
    store()?;
    in_place();
    Ok(())
}

fn iterate() {
    println!("iterate:  {:?}", fibonacci().take(10).collect::<Vec<_>>());

    println!("borrow:   {:?}", sorted_words("the quick brown fox").collect::<Vec<_>>());

    println!("generic:  {:?}", between(('c', 'r'), "generator".chars()).collect::<String>());

    println!("fallible: {:?}", numbers("1 2 x 4").collect::<Vec<_>>());

    let mut squares = squares(3);
    println!("size:     {:?}", squares.size_hint());
    let first = squares.next();
    println!("size:     {:?} after {first:?}", squares.size_hint());
}

fn converse() -> Result<(), Box<dyn Error>> {
    let mut average = average();
    average.start()?;
    for number in [10.0, 20.0, 60.0] {
        if let CoroutineState::Yielded(average) = average.send(number)? {
            println!("send:     {number} makes the average {average}");
        }
    }

    let mut caught = download("data.csv");
    println!("throw:    {:?}", caught.start()?);
    println!("throw:    {:?}", caught.throw("timeout")?);
    println!("throw:    {:?}", caught.send(())?);

    let mut closed = download("more.csv");
    println!("close:    {:?}", closed.start()?);
    println!("close:    {:?}", closed.close()?);
    println!("close:    it is {:?} and gives {:?}", closed.status(), closed.next());

    let mut collatz = collatz(6);
    let path: Vec<_> = collatz.by_ref().collect();
    println!("return:   {path:?} are {:?} steps", collatz.take_return());
    Ok(())
}

fn delegate() -> Result<(), Box<dyn Error>> {
    let folder = |name, folders| Folder { name, folders };
    let examples = folder("examples", vec![]);
    let project = folder("genfn", vec![folder("runtime", vec![examples]), folder("tests", vec![])]);
    println!("delegate: {:?}", project.paths("").collect::<Vec<_>>());
    for path in &project.folders[0] {
        println!("trait:    {path}");
    }

    let mut read = read(&["Ulysses", "Emma"]);
    println!("catch:    {:?}", read.start()?);
    println!("catch:    {:?}", read.throw("too long")?);
    println!("catch:    {:?}", read.next());
    println!("catch:    {:?}", read.next());
    Ok(())
}

fn store() -> Result<(), Box<dyn Error>> {
    let mut machine = Machine { tickets: tickets(100) };
    println!("field:    {:?}, {:?}", machine.tickets.next(), machine.tickets.next());

    println!("object:   {:?}", countdown(3).collect::<Vec<_>>());
    let mut greet = greet();
    println!("object:   {:?}", greet.start()?);
    println!("object:   {:?}", greet.send("world")?);

    let mut checksum = pin!(checksum());
    checksum.start()?;
    println!("pin:      {:?}, {:?}", checksum.send(250)?, checksum.send(10)?);
    Ok(())
}

fn in_place() {
    let names = ["Ada", "Grace"];
    let letters = gen_! {
        for name in names {
            yield_from!(name.chars());
        }
    };
    println!("block:    {:?}", letters.collect::<String>());

    let squares = gen_expr!(x * x for x in 0..10 if x % 2 == 0);
    println!("for, if:  {:?}", squares.collect::<Vec<_>>());
}
