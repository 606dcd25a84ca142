//! A saved state is that of one body: with another one it is an error.

use genfn::generator;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The same generator with other arguments, and another body.
macro_rules! version {
    ($version:ident ($($arguments:tt)*) $body:block) => {
        mod $version {
            use super::*;

            #[generator(struct Numbers)]
            #[derive(Serialize, Deserialize)]
            #[allow(dead_code, reason = "only the original is called")]
            pub(super) fn numbers($($arguments)*) -> impl Iterator<Item = String> $body
        }
    };
}

version!(original (mut first: u64, second: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(comment (mut first: u64, second: u64) {
    // A comment changes nothing.
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_order (second: u64, mut first: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_argument (mut first: u64, second: u32) {
    let step: u32 = 1;
    loop {
        yield_!(format!("{first} {}", second + step));
        first += 1;
    }
});
version!(other_local (mut first: u64, second: u64) {
    let step: u8 = 1;
    loop {
        yield_!(format!("{first} {}", second + u64::from(step)));
        first += 1;
    }
});
version!(other_literal (mut first: u64, second: u64) {
    let step: u64 = 1;
    loop {
        yield_!(format!("{first}  {}", second + step));
        first += 1;
    }
});

/// What comes of a state that the original saved, in a text and in a binary format.
fn loaded<G: DeserializeOwned + Iterator<Item = String>>() -> Result<String, [String; 2]> {
    let mut running = original::numbers(5, 7);
    assert_eq!(running.next().as_deref(), Some("5 8"));
    let json = serde_json::to_string(&running).unwrap();
    let binary = postcard::to_allocvec(&running).unwrap();
    match (serde_json::from_str::<G>(&json), postcard::from_bytes::<G>(&binary)) {
        (Ok(mut text), Ok(mut bytes)) => {
            let next = text.next().unwrap();
            assert_eq!(bytes.next().as_ref(), Some(&next));
            Ok(next)
        }
        (Err(text), Err(bytes)) => Err([text.to_string(), bytes.to_string()]),
        (text, bytes) => panic!("json {}, postcard {}", text.is_ok(), bytes.is_ok()),
    }
}

fn is_of_another_body<G: DeserializeOwned + Iterator<Item = String>>() -> bool {
    loaded::<G>().is_err_and(|[error, _]| error.contains("was saved by another body"))
}

#[test]
fn the_same_body_goes_on() {
    assert_eq!(loaded::<original::Numbers>().as_deref(), Ok("6 8"));
    assert_eq!(loaded::<comment::Numbers>().as_deref(), Ok("6 8"));
}

#[test]
fn a_changed_body_is_an_error() {
    assert!(is_of_another_body::<other_order::Numbers>(), "the arguments are in another order");
    assert!(is_of_another_body::<other_argument::Numbers>(), "an argument has another type");
    assert!(is_of_another_body::<other_local::Numbers>(), "a local has another type");
    assert!(is_of_another_body::<other_literal::Numbers>(), "a text has another space");
}

/// One body, with other signatures and derives.
mod of_signatures {
    use super::*;

    macro_rules! sums {
        ($name:ident, $item:ty, [$($hint:tt)*], [$($derives:tt)*]) => {
            mod $name {
                use super::*;

                #[generator(struct Sums $($hint)*)]
                #[derive(Serialize, Deserialize $($derives)*)]
                #[allow(dead_code, reason = "only the original is called")]
                pub(super) fn sums(limit: u32) -> impl Iterator<Item = $item> {
                    let mut sum: $item = 0;
                    let mut number: $item = 0;
                    while sum < 100 {
                        number += 1;
                        sum += number;
                        yield_!(sum);
                    }
                    let _ = limit;
                }
            }
        };
    }

    sums!(original, u32, [], []);
    sums!(again, u32, [], []);
    sums!(other_item, u64, [], []);
    sums!(with_hint, u32, [, size_hint = (0, None)], []);
    sums!(other_hint, u32, [, size_hint = (1, None)], []);
    sums!(other_derives, u32, [], [, Clone]);

    /// What bytes and a text of the original say to another generator.
    fn read<G: DeserializeOwned>() -> Result<(), String> {
        let mut running = original::sums(300);
        assert_eq!(running.by_ref().take(2).collect::<Vec<_>>(), [1, 3]);
        let binary = postcard::to_allocvec(&running).unwrap();
        let json = serde_json::to_string(&running).unwrap();
        let text = serde_json::from_str::<G>(&json).map_err(|error| error.to_string());
        assert_eq!(postcard::from_bytes::<G>(&binary).is_ok(), text.is_ok());
        text.map(drop)
    }

    #[test]
    fn another_signature_or_other_derives_are_an_error() {
        assert_eq!(read::<again::Sums>(), Ok(()));
        let others = [
            ("items", read::<other_item::Sums>()),
            ("size hint", read::<with_hint::Sums>()),
            ("another size hint", read::<other_hint::Sums>()),
            ("derives", read::<other_derives::Sums>()),
        ];
        for (part, error) in others {
            let error = error.unwrap_err();
            assert!(error.contains("was saved by another body"), "{part}: {error}");
        }
    }
}

/// Generators without a name.
mod unnamed {
    use std::collections::VecDeque;

    use genfn::{Coroutine, CoroutineState, Restore, generator};
    use serde::{Deserialize, Serialize};

    #[generator(size_hint = (rows.len(), Some(rows.len())))]
    #[derive(Serialize, Deserialize)]
    fn export(rows: Vec<String>) -> impl Iterator<Item = String> + Serialize + Restore {
        for index in 0..rows.len() {
            let number = index + 1;
            let line = format!("{number}: {}", rows[index]);
            yield_!(line);
        }
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn export_otherwise(rows: Vec<String>) -> impl Iterator<Item = String> + Serialize + Restore {
        for index in 0..rows.len() {
            yield_!(format!("{index}: {}", rows[index]));
        }
    }

    fn rows() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).into()
    }

    #[test]
    fn what_was_saved_goes_on_in_another_generator() {
        let mut first = export(rows());
        assert_eq!(first.next().as_deref(), Some("1: a"));
        let saved = serde_json::to_string(&first).unwrap();
        assert_eq!(first.next().as_deref(), Some("2: b"));

        let mut second = export(Vec::new());
        second.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
        assert_eq!(second.size_hint(), (2, Some(2)));
        assert_eq!(second.collect::<Vec<_>>(), ["2: b", "3: c"]);

        let binary = postcard::to_allocvec(&first).unwrap();
        let mut third = export(Vec::new());
        third.restore(&mut postcard::Deserializer::from_bytes(&binary)).unwrap();
        assert_eq!(third.collect::<Vec<_>>(), ["3: c"]);
    }

    #[test]
    fn a_state_of_another_body_is_an_error_and_changes_nothing() {
        let saved = serde_json::to_string(&export(rows())).unwrap();
        let mut other = export_otherwise(rows());
        other.next();
        let error =
            other.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap_err().to_string();
        assert!(error.contains("saved by another body"), "{error}");
        assert_eq!(other.next().as_deref(), Some("1: b"));
    }

    #[generator]
    #[derive(Clone, Serialize, Deserialize)]
    fn depths(n: u32) -> impl Iterator<Item = u32> + Clone + Serialize + Restore {
        if n > 0 {
            yield_from!(depths(n - 1));
            yield_!(n);
            yield_from!(depths(n - 1));
        }
    }

    #[test]
    fn the_states_of_calls_are_saved_as_well() {
        let whole: Vec<u32> = depths(4).collect();
        for count in 0..=whole.len() {
            let mut first = depths(4);
            assert_eq!(first.by_ref().take(count).collect::<Vec<_>>(), whole[..count]);
            let saved = serde_json::to_string(&first).unwrap();
            let mut second = depths(0);
            second.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
            assert_eq!(second.collect::<Vec<_>>(), whole[count..]);
        }
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn queue(
        mut waiting: VecDeque<String>,
    ) -> impl Coroutine<Yield = usize, Resume = String, Return = String> + Serialize + Restore {
        loop {
            let text = yield_!(waiting.len());
            if text.is_empty() {
                return waiting.into_iter().collect();
            }
            waiting.push_back(text);
        }
    }

    #[test]
    fn a_coroutine_is_restored_with_what_it_was_sent() {
        let mut first = queue(VecDeque::new());
        assert_eq!(first.start(), Ok(CoroutineState::Yielded(0)));
        assert_eq!(first.send("a".to_owned()), Ok(CoroutineState::Yielded(1)));
        let saved = serde_json::to_vec(&first).unwrap();

        let mut second = queue(VecDeque::new());
        second.restore(&mut serde_json::Deserializer::from_slice(&saved)).unwrap();
        assert_eq!(second.send("b".to_owned()), Ok(CoroutineState::Yielded(2)));
        assert_eq!(second.send(String::new()), Ok(CoroutineState::Complete("ab".to_owned())));
    }
}

/// Delegates that have a name and are saved themselves.
mod delegates {
    use genfn::{Coroutine, CoroutineState, generator};
    use serde::{Deserialize, Serialize};

    #[generator(struct Rest)]
    #[derive(Serialize, Deserialize)]
    fn rest(days: u32) -> impl Coroutine<Yield = String, Resume = u32, Return = u32> {
        let mut eaten: u32 = 0;
        for day in 0..days {
            eaten += yield_!(format!("rests on day {day}"));
        }
        eaten
    }

    #[generator(struct Animal)]
    #[derive(Serialize, Deserialize)]
    fn animal(name: String) -> impl Coroutine<Yield = String, Resume = u32, Return = u32> {
        let rest: Rest = rest(2);
        let eaten: u32 = yield_from!(rest);
        let more: u32 = yield_!(format!("{name} goes"));
        eaten + more
    }

    #[generator(struct Numbers)]
    #[derive(Serialize, Deserialize)]
    fn numbers(limit: u32) -> impl Iterator<Item = u32> {
        for number in 0..limit {
            yield_!(number);
        }
    }

    #[generator(struct All)]
    #[derive(Serialize, Deserialize)]
    fn all(limit: u32) -> impl Iterator<Item = u32> {
        yield_from!(0..limit);
        let numbers: Numbers = numbers(limit);
        yield_from!(numbers);
    }

    fn saved<T: Serialize + serde::de::DeserializeOwned>(generator: &T) -> T {
        let text = serde_json::to_string(generator).unwrap();
        let bytes = postcard::to_allocvec(generator).unwrap();
        assert!(serde_json::from_str::<T>(&text).is_ok(), "{text}");
        postcard::from_bytes(&bytes).unwrap()
    }

    #[test]
    fn a_delegate_is_saved_with_its_delegator() {
        let mut running = saved(&animal("A cat".to_owned()));
        let mut said = vec![running.start().unwrap().yielded().unwrap()];
        let returned = loop {
            running = saved(&running);
            match running.send(10).unwrap() {
                CoroutineState::Yielded(item) => said.push(item),
                CoroutineState::Complete(returned) => break returned,
            }
        };
        assert_eq!(said, ["rests on day 0", "rests on day 1", "A cat goes"]);
        assert_eq!(returned, 30);
    }

    #[test]
    fn an_iterator_is_saved_with_its_delegator() {
        let mut running = all(2);
        let mut items = Vec::new();
        while let Some(item) = running.next() {
            items.push(item);
            running = saved(&running);
        }
        assert_eq!(items, [0, 1, 0, 1]);
    }
}

/// What is saved behind each item is what goes on.
mod whole {
    use genfn::{Coroutine, Restore, generator};
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    /// The items of a generator that is saved and read again in front of each of them.
    fn resumed<G: Iterator + Serialize + DeserializeOwned>(mut generator: G) -> Vec<G::Item> {
        let mut items = Vec::new();
        // More often than any of them has items, so that its end is read as well.
        for _ in 0..16 {
            let saved = serde_json::to_string(&generator).unwrap();
            generator = serde_json::from_str(&saved).unwrap();
            let bytes = postcard::to_allocvec(&generator).unwrap();
            generator = postcard::from_bytes(&bytes).unwrap();
            items.extend(generator.next());
        }
        items
    }

    /// The same for one without a name.
    fn restored<G: Iterator + Serialize + Restore>(make: impl Fn() -> G) -> Vec<G::Item> {
        let (mut generator, mut items) = (make(), Vec::new());
        for _ in 0..16 {
            let saved = serde_json::to_string(&generator).unwrap();
            generator = make();
            generator.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
            items.extend(generator.next());
        }
        items
    }

    #[generator(struct Numbers)]
    #[derive(Serialize, Deserialize, Debug, PartialEq)]
    fn numbers(last: u32) -> impl Iterator<Item = u32> {
        for number in 1..=last {
            yield_!(number);
        }
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn pairs(last: u32) -> impl Iterator<Item = (u32, u32)> + Serialize + Restore {
        for first in 1..=last {
            for second in first..=last {
                yield_!((first, second));
            }
        }
    }

    #[generator(struct Shadowed)]
    #[derive(Serialize, Deserialize)]
    fn shadowed(words: String, drops: bool) -> impl Iterator<Item = usize> {
        let words: Vec<String> = words.split(' ').map(String::from).collect();
        yield_!(words.len());
        if drops {
            drop(words);
            yield_!(0);
        }
        yield_!(1);
    }

    #[test]
    fn a_local_that_some_paths_move_away_may_have_the_name_of_an_argument() {
        assert_eq!(resumed(shadowed("a b".into(), true)), [2, 0, 1]);
        assert_eq!(resumed(shadowed("a b".into(), false)), [2, 1]);
    }

    #[generator(struct Delegated)]
    #[derive(Serialize, Deserialize, Clone, Debug)]
    fn delegated(last: u32) -> impl Iterator<Item = u32> {
        yield_from!(1..=last);
        let range: core::ops::RangeInclusive<u32> = last..=last;
        yield_from!(range);
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn delegated_without_a_name(last: u32) -> impl Iterator<Item = u32> + Serialize + Restore {
        yield_from!((1..=last));
        yield_!(0);
    }

    #[test]
    fn the_last_item_of_an_inclusive_range_that_is_delegated_to_is_its_last_one() {
        assert_eq!(resumed(delegated(2)), [1, 2, 2]);
        assert_eq!(resumed(delegated(0)), [0]);
        assert_eq!(restored(|| delegated_without_a_name(2)), [1, 2, 0]);
    }

    #[test]
    fn the_last_turn_of_a_loop_over_an_inclusive_range_is_its_last_one() {
        assert_eq!(resumed(numbers(3)), [1, 2, 3]);
        assert!(resumed(numbers(0)).is_empty());
        assert_eq!(restored(|| pairs(2)), [(1, 1), (1, 2), (2, 2)]);
        let mut ended = numbers(1);
        ended.next();
        assert!(format!("{ended:?}").contains("1..=1 (exhausted)"), "{ended:?}");
    }

    #[generator(struct Walk)]
    #[derive(Serialize, Deserialize)]
    fn walk(depth: u32, label: Option<String>) -> impl Iterator<Item = String> {
        yield_!(format!("{depth} {label:?}"));
        if depth < 2 {
            yield_from!(walk(depth + 1, label));
        }
    }

    #[generator(struct Notes)]
    #[derive(Serialize, Deserialize, Debug)]
    fn notes(note: Option<String>, early: bool) -> impl Iterator<Item = String> {
        yield_!("first".to_owned());
        if early {
            let note: Option<String> = note;
            yield_!(format!("{note:?}"));
            return;
        }
        yield_!("second".to_owned());
        yield_!(format!("{note:?}"));
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn inferred(
        note: Option<String>,
        early: bool,
    ) -> impl Iterator<Item = String> + Serialize + Restore {
        yield_!("first".to_owned());
        if early {
            let note = note;
            yield_!(format!("{note:?}"));
            return;
        }
        yield_!("second".to_owned());
        yield_!(format!("{note:?}"));
    }

    #[test]
    fn an_option_that_some_paths_move_away_is_read_as_it_was() {
        for note in [None, Some("note".to_owned())] {
            let shown = format!("{note:?}");
            assert_eq!(resumed(notes(note.clone(), true)), ["first", &shown]);
            assert_eq!(resumed(notes(note.clone(), false)), ["first", "second", &shown]);
            assert_eq!(restored(|| inferred(note.clone(), true)), ["first", &shown]);
            assert_eq!(restored(|| inferred(note.clone(), false)), ["first", "second", &shown]);
            let deeper = ["0", "1", "2"].map(|depth| format!("{depth} {shown}"));
            assert_eq!(resumed(walk(0, note)), deeper);
        }
        let mut generator = notes(Some("note".to_owned()), false);
        generator.next();
        assert!(format!("{generator:?}").contains(r#"note: Some(Some("note"))"#), "{generator:?}");
    }

    #[generator(struct Nothing)]
    #[derive(Serialize, Deserialize)]
    fn nothing(depth: u32) -> impl Coroutine<Yield = u32, Return = Option<u32>> {
        yield_!(depth);
        None
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn nothing_called(
        depth: u32,
    ) -> impl Coroutine<Yield = u32, Return = Option<u32>> + Serialize + Restore {
        yield_!(depth);
        if depth > 0 {
            yield_from!(nothing_called(depth - 1));
        }
        None
    }

    #[test]
    fn what_was_returned_is_read_as_it_was() {
        let mut generator = nothing(1);
        assert_eq!(generator.by_ref().collect::<Vec<_>>(), [1]);
        let saved = serde_json::to_string(&generator).unwrap();
        let mut read: Nothing = serde_json::from_str(&saved).unwrap();
        assert_eq!((read.take_return(), read.take_return()), (Some(None), None));

        let mut generator = nothing_called(1);
        assert_eq!(generator.by_ref().collect::<Vec<_>>(), [1, 0]);
        let saved = serde_json::to_string(&generator).unwrap();
        let mut read = nothing_called(0);
        read.restore(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
        assert_eq!((read.take_return(), read.take_return()), (Some(None), None));
    }

    #[generator(struct ByPath)]
    #[derive(Serialize, Deserialize)]
    #[serde(crate = "serde")]
    fn by_path(last: u32) -> impl Iterator<Item = u32> {
        for number in 0..last {
            yield_!(number);
        }
    }

    #[generator]
    #[serde(crate = "serde")]
    #[derive(Serialize, Deserialize)]
    fn by_path_without_a_name(last: u32) -> impl Iterator<Item = u32> + Serialize + Restore {
        for number in 0..last {
            yield_!(number);
        }
    }

    #[test]
    fn the_derives_may_be_given_the_path_of_serde() {
        assert_eq!(resumed(by_path(3)), [0, 1, 2]);
        assert_eq!(restored(|| by_path_without_a_name(3)), [0, 1, 2]);
    }

    #[generator]
    #[derive(Serialize, Deserialize)]
    fn within(last: f64) -> impl Iterator<Item = f64> + Serialize + Restore {
        let range = 1.0..=last;
        yield_!(1.0);
        if range.contains(&2.0) {
            yield_!(2.0);
        }
    }

    #[test]
    fn a_range_that_is_no_iterator_is_saved_whole() {
        let items: Vec<f64> = restored(|| within(3.0));
        assert!(items.iter().eq(&[1.0, 2.0]), "{items:?}");
    }
}
