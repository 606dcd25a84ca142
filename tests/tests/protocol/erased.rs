//! Coroutines of different types are kept as one: in fields, in collections, and across threads.

use std::cell::Cell;
use std::collections::HashMap;
use std::convert::Infallible;
use std::iter::FusedIterator;
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use genfn::{
    BoxGenerator, Coroutine, CoroutineIterator, CoroutineState, Generator, Interrupt,
    LocalBoxGenerator, Status, generator,
};

#[generator]
fn count_to(end: u32) -> impl Iterator<Item = u32> + Send {
    for number in 1..=end {
        yield_!(number);
    }
}

#[generator]
fn squares(end: u32) -> impl Iterator<Item = u32> + Send {
    for number in 1..=end {
        yield_!(number * number);
    }
}

#[generator]
fn letters(text: &str) -> BoxGenerator<'_, char> {
    for letter in text.chars() {
        yield_!(letter);
    }
}

#[generator]
fn shared(of: Rc<Cell<u32>>) -> LocalBoxGenerator<'static, u32, u32, &'static str> {
    loop {
        let sent = yield_!(of.get());
        if sent == 0 {
            return "zero";
        }
        of.set(of.get() + sent);
    }
}

#[generator]
fn guess(number: u32) -> BoxGenerator<'static, &'static str, u32, u32, String> {
    let mut answer = "guess";
    for tries in 1.. {
        answer = match try_yield!(answer) {
            Ok(guessed) if guessed < number => "more",
            Ok(guessed) if guessed > number => "less",
            Ok(_) => return tries,
            Err(Interrupt::Thrown(_)) => "pardon?",
            Err(Interrupt::Closed) => return 0,
        };
    }
    unreachable!("it is guessed at some time")
}

const TWO_WORDS: usize = 2 * size_of::<usize>();

#[test]
fn they_are_two_words_wide_and_so_is_an_option_of_them() {
    assert_eq!(size_of::<BoxGenerator<'_, [u8; 64], String, Vec<u8>, String>>(), TWO_WORDS);
    assert_eq!(size_of::<LocalBoxGenerator<'_, [u8; 64], String, Vec<u8>, String>>(), TWO_WORDS);
    assert_eq!(size_of::<Option<BoxGenerator<'_, u8>>>(), TWO_WORDS);
    assert_eq!(size_of::<Option<LocalBoxGenerator<'_, u8>>>(), TWO_WORDS);
}

#[test]
fn they_are_iterators_where_what_is_sent_has_a_default() {
    fn iterates<I: FusedIterator>(iterator: I) -> usize {
        iterator.count()
    }

    assert_eq!(iterates(letters("abc")), 3);
    assert_eq!(iterates(shared(Rc::default())), 1, "the default is zero, which ends it");
    let object: Box<dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = Infallible>> =
        Box::new(count_to(4));
    assert_eq!(iterates(object), 4);
    let object: Box<
        dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = Infallible> + Send + '_,
    > = Box::new(count_to(5));
    assert_eq!(iterates(object), 5);
}

#[test]
fn they_are_generators_where_nothing_is_sent_or_returned() {
    fn is_generator<G: Generator<Item = char>>(mut generator: G) -> Status {
        generator.next();
        generator.close().unwrap();
        generator.status()
    }

    #[generator]
    fn coroutine() -> impl Coroutine<Yield = char> {
        yield_!('c');
    }

    #[generator]
    fn told() -> LocalBoxGenerator<'static, (), (), &'static str> {
        yield_!();
        "told"
    }

    fn is_coroutine_iterator<C: CoroutineIterator<Return = &'static str>>(_: &C) {}

    assert_eq!(is_generator(letters("abc")), Status::Finished);
    assert_eq!(is_generator(LocalBoxGenerator::new(letters("abc"))), Status::Finished);
    let object: Box<
        dyn Coroutine<Yield = char, Resume = (), Return = (), Error = Infallible> + '_,
    > = Box::new(letters("abc"));
    assert_eq!(is_generator(object), Status::Finished);

    let mut lent = coroutine();
    assert_eq!(is_generator(&mut lent), Status::Finished);
    assert_eq!(is_generator(coroutine()), Status::Finished);
    assert_eq!(coroutine().start(), Ok(CoroutineState::Yielded('c')));
    assert_eq!(coroutine().next(), Some('c'));

    is_coroutine_iterator(&told());
}

#[test]
fn the_arguments_left_out_are_those_of_an_iterator() {
    let mut generator: BoxGenerator<'_, u32> = BoxGenerator::new(count_to(1));
    assert_eq!(generator.start(), Ok(CoroutineState::Yielded(1)));
    assert_eq!(generator.send(()), Ok(CoroutineState::Complete(())));
    let error: Option<Infallible> = None;
    assert!(error.map(|error| generator.throw(error)).is_none());
}

#[test]
fn generators_of_different_functions_stand_in_one_vector() {
    let mut sources: Vec<BoxGenerator<'_, u32>> = vec![
        BoxGenerator::new(count_to(3)),
        BoxGenerator::new(squares(2)),
        BoxGenerator::new(count_to(0)),
    ];
    let mut merged = Vec::new();
    while !sources.is_empty() {
        sources.retain_mut(|source| source.next().map(|item| merged.push(item)).is_some());
    }
    assert_eq!(merged, [1, 1, 2, 4, 3]);
}

#[test]
fn a_generator_stands_in_a_field_and_borrows() {
    struct Lexer<'a> {
        letters: BoxGenerator<'a, char>,
        peeked: Option<char>,
    }

    impl Lexer<'_> {
        fn word(&mut self) -> String {
            let mut word = String::from_iter(self.peeked.take());
            for letter in &mut self.letters {
                if letter.is_uppercase() && !word.is_empty() {
                    self.peeked = Some(letter);
                    break;
                }
                word.push(letter);
            }
            word
        }
    }

    let text = "OneTwo".to_owned();
    let mut lexer = Lexer { letters: letters(&text), peeked: None };
    assert_eq!([lexer.word(), lexer.word(), lexer.word()], ["One", "Two", ""]);
}

#[test]
fn coroutines_are_found_by_name() {
    let mut games: HashMap<&str, BoxGenerator<'_, _, _, _, _>> = HashMap::new();
    games.insert("low", guess(2));
    games.insert("high", guess(90));
    for game in games.values_mut() {
        assert_eq!(game.start(), Ok(CoroutineState::Yielded("guess")));
    }
    assert_eq!(games.get_mut("low").unwrap().send(50), Ok(CoroutineState::Yielded("less")));
    assert_eq!(games.get_mut("high").unwrap().send(50), Ok(CoroutineState::Yielded("more")));
    let pardon = games.get_mut("low").unwrap().throw("what?".to_owned());
    assert_eq!(pardon, Ok(CoroutineState::Yielded("pardon?")));
    assert_eq!(games.get_mut("low").unwrap().send(2), Ok(CoroutineState::Complete(3)));
    assert_eq!(games.get_mut("high").unwrap().close(), Ok(Some(0)));
    assert!(games.values().all(|game| game.status() == Status::Finished));
}

#[test]
fn a_started_coroutine_goes_on_in_another_thread() {
    let mut game = guess(7);
    game.start().unwrap();
    game.send(9).unwrap();
    let (mut game, answer) = thread::spawn(move || {
        let answer = game.send(5);
        (game, answer)
    })
    .join()
    .unwrap();
    assert_eq!(answer, Ok(CoroutineState::Yielded("more")));
    assert_eq!(game.send(7), Ok(CoroutineState::Complete(3)));
}

#[test]
fn each_step_may_run_in_another_thread() {
    let (sender, receiver) = mpsc::channel::<BoxGenerator<'static, u32>>();
    let mut generator = BoxGenerator::new(count_to(3));
    for expected in 1..=3 {
        let sender = sender.clone();
        let step = thread::spawn(move || {
            let item = generator.next();
            sender.send(generator).unwrap();
            item
        });
        assert_eq!(step.join().unwrap(), Some(expected));
        generator = receiver.recv().unwrap();
    }
    assert_eq!(generator.next(), None);
}

#[test]
fn a_borrowing_coroutine_goes_into_a_scoped_thread() {
    let text = "borrowed".to_owned();
    let mut generator = letters(&text);
    assert_eq!(generator.next(), Some('b'));
    let rest: String = thread::scope(|scope| scope.spawn(|| generator.collect()).join().unwrap());
    assert_eq!(rest, "orrowed");
}

#[test]
fn one_that_stays_on_its_thread_may_hold_what_is_not_send() {
    let cell = Rc::new(Cell::new(1));
    let mut generator = shared(Rc::clone(&cell));
    assert_eq!(generator.start(), Ok(CoroutineState::Yielded(1)));
    cell.set(10);
    assert_eq!(generator.send(5), Ok(CoroutineState::Yielded(15)));
    assert_eq!(generator.send(0), Ok(CoroutineState::Complete("zero")));
    assert_eq!(Rc::strong_count(&cell), 1, "the argument is dropped at the end");
}

#[test]
fn a_started_coroutine_is_erased_as_it_is() {
    let mut numbers = count_to(3);
    numbers.next();
    let mut erased = BoxGenerator::new(numbers);
    assert_eq!(erased.status(), Status::Suspended);
    assert_eq!(erased.next(), Some(2));

    let mut finished = count_to(0);
    finished.next();
    let mut erased = BoxGenerator::new(finished);
    assert_eq!(erased.status(), Status::Finished);
    assert_eq!(erased.take_return(), Some(()), "what `next` left behind before");
}

#[test]
fn a_lent_coroutine_is_erased_for_a_while() {
    let mut numbers = count_to(3);
    let first: Vec<_> = BoxGenerator::new(&mut numbers).take(2).collect();
    assert_eq!(first, [1, 2]);
    assert_eq!(numbers.status(), Status::Suspended, "a drop of what was lent ends nothing");
    assert_eq!(numbers.next(), Some(3));
}

#[test]
fn a_lent_trait_object_is_stepped_without_owning_it() {
    fn first_two(
        coroutine: &mut dyn Coroutine<Yield = u32, Resume = (), Return = (), Error = Infallible>,
    ) -> (Option<u32>, Option<u32>) {
        (coroutine.next(), coroutine.next())
    }

    let mut numbers = squares(3);
    assert_eq!(first_two(&mut numbers), (Some(1), Some(4)));
    assert_eq!(numbers.next(), Some(9));
}
