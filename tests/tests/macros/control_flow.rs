//! Control flow goes as in a plain function.
//!
//! Each body is compiled twice: as a generator, and as a plain function that pushes what the
//! generator yields. What comes out is compared.

#![allow(clippy::all, clippy::pedantic, reason = "the bodies are written for their forms")]

use std::collections::{BTreeMap, VecDeque};

use genfn::generator;

macro_rules! same {
    ($dollar:tt $(
        fn $name:ident($($argument:ident: $type:ty = [$($value:expr),+ $(,)?]),* $(,)?) -> $item:ty {
            $($body:tt)*
        }
    )*) => {$(
        #[test]
        fn $name() {
            #[generator]
            #[allow(unused_mut)]
            fn generator($(mut $argument: $type),*) -> impl Iterator<Item = $item> {
                $($body)*
            }

            #[allow(unused_mut)]
            fn plain(pushed: &mut Vec<$item>, $(mut $argument: $type),*) {
                macro_rules! yield_ {
                    ($dollar($dollar item:tt)*) => {{
                        let item = $dollar($dollar item)*;
                        pushed.push(item)
                    }};
                }
                $($body)*
            }

            same!(@each [generator plain] [$($argument = [$($value),+])*] []);
        }
    )*};
    // Each value of each argument with each of the others.
    (@each $functions:tt [$argument:ident = [$($value:expr),+] $($rest:tt)*] [$($given:ident)*]) => {
        for $argument in [$($value),+] {
            same!(@each $functions [$($rest)*] [$($given)* $argument]);
        }
    };
    (@each [$generator:ident $plain:ident] [] [$($given:ident)*]) => {
        let mut expected = Vec::new();
        $plain(&mut expected, $($given.clone()),*);
        let arguments = ($(&$given,)*);
        assert_eq!($generator($($given.clone()),*).collect::<Vec<_>>(), expected, "{arguments:?}");
        let mut folded = Vec::new();
        $generator($($given.clone()),*).for_each(|item| folded.push(item));
        assert_eq!(folded, expected, "folded, {arguments:?}");
    };
}

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Point,
    Circle(u32),
    Rectangle { width: u32, height: u32 },
    Group(Vec<Shape>),
}

same! { $
    fn loops(end: u32 = [0, 1, 5]) -> (u32, u32) {
        for outer in 0..end {
            let mut inner = 0;
            while inner < outer {
                yield_!((outer, inner));
                inner += 1;
            }
        }
        let mut count = 0;
        loop {
            if count == end {
                break;
            }
            count += 1;
            if count % 2 == 0 {
                continue;
            }
            yield_!((count, count));
        }
    }

    fn loops_with_labels(end: u32 = [0, 1, 7]) -> u32 {
        'rows: for row in 0..end {
            yield_!(row * 100);
            'columns: for column in 0.. {
                if column == row + 2 {
                    continue 'rows;
                }
                if row == 5 {
                    break 'rows;
                }
                if column == 1 {
                    continue 'columns;
                }
                if column > 3 {
                    break;
                }
                yield_!(row * 100 + column + 1);
            }
            yield_!(row * 100 + 99);
        }
    }

    fn loops_with_values(end: u32 = [1, 4]) -> u32 {
        let mut count = 0;
        let found = loop {
            count += 1;
            yield_!(count);
            if count == end {
                break count * 10;
            }
        };
        yield_!(found);
        let labelled = 'outer: loop {
            loop {
                count += 1;
                if count > end + 2 {
                    break 'outer count;
                }
                yield_!(count);
            }
        };
        yield_!(labelled);
        let block = 'block: {
            if end > 2 {
                yield_!(7);
                break 'block 8;
            }
            9
        };
        yield_!(block);
    }

    fn matches_with_bindings_and_guards(
        shape: Shape = [
            Shape::Point,
            Shape::Circle(0),
            Shape::Circle(3),
            Shape::Circle(30),
            Shape::Rectangle { width: 2, height: 2 },
            Shape::Rectangle { width: 2, height: 3 },
            Shape::Group(vec![]),
            Shape::Group(vec![Shape::Point]),
            Shape::Group(vec![Shape::Circle(1), Shape::Point, Shape::Circle(2)]),
        ],
    ) -> String {
        match &shape {
            Shape::Point => yield_!("point".to_owned()),
            Shape::Circle(0) => {}
            Shape::Circle(radius @ 1..=9) => yield_!(format!("small {radius}")),
            Shape::Circle(radius) => {
                yield_!("large".to_owned());
                yield_!(format!("{radius}"));
            }
            Shape::Rectangle { width, height } if width == height => {
                yield_!(format!("square {width}"));
            }
            Shape::Rectangle { width: w, .. } => yield_!(format!("width {w}")),
            Shape::Group(shapes) => match &shapes[..] {
                [] => return,
                [only] => yield_!(format!("only {only:?}")),
                [first, middle @ .., last] => {
                    yield_!(format!("{first:?} and {last:?}"));
                    for shape in middle {
                        yield_!(format!("{shape:?} between"));
                    }
                }
            },
        }
        let value = match shape {
            Shape::Point | Shape::Circle(_) => 1,
            whole @ Shape::Rectangle { .. } => {
                yield_!(format!("{whole:?}"));
                2
            }
            Shape::Group(_) => return,
        };
        yield_!(value.to_string());
    }

    fn guards_that_yield(number: u32 = [0, 1, 2, 3]) -> u32 {
        match number {
            0 => {}
            other if { yield_!(other); other > 2 } => yield_!(100),
            other if { yield_!(other + 10); other == 2 } => yield_!(200),
            _ => yield_!(300),
        }
    }

    fn conditions_that_bind(
        value: Option<Result<u32, &'static str>> = [None, Some(Ok(1)), Some(Ok(20)), Some(Err("no"))],
    ) -> String {
        if let Some(Ok(number)) = value {
            yield_!(number.to_string());
        } else if let Some(Err(error)) = value {
            yield_!(error.to_owned());
        } else {
            yield_!("none".to_owned());
        }
        let Some(result) = value else {
            yield_!("nothing more".to_owned());
            return;
        };
        let number = if let Ok(number) = result { number } else { 0 };
        let mut stack = vec![number];
        while let Some(top) = stack.pop() {
            yield_!(format!("top {top}"));
            if top > 1 {
                stack.push(top / 2);
                stack.push(top / 3);
            }
        }
        let Ok(1 | 20) = result else { return };
        yield_!("end".to_owned());
    }

    fn early_returns(at: usize = [0, 1, 2, 3]) -> usize {
        if at == 0 {
            return;
        }
        yield_!(0);
        for turn in 1.. {
            if turn == at {
                return yield_!(turn * 10);
            }
            yield_!(turn);
        }
    }

    fn shadowing(text: &'static str = ["", "a b"]) -> String {
        let text = text.to_owned();
        yield_!(text.clone());
        let text: Vec<_> = text.split(' ').collect();
        for text in text {
            yield_!(text.to_owned());
            let text = text.len();
            yield_!(text.to_string());
        }
        let text = 1;
        {
            let text = text + 1;
            yield_!(text.to_string());
        }
        yield_!(text.to_string());
    }

    fn closures_over_locals(start: u32 = [0, 5]) -> u32 {
        let mut sum = start;
        let add = |number: u32| number + start;
        yield_!(add(1));
        let mut count = |number| {
            sum += number;
            sum
        };
        let first = count(1);
        yield_!(first);
        yield_!(count(2));
        yield_!(sum);
        let own = vec![1, 2, 3];
        let total = move || -> u32 { own.iter().sum() };
        yield_!(total());
        for number in (0..3).map(|number| number * start).filter(|number| number % 2 == 0) {
            yield_!(number);
        }
        let early = |number: u32| -> u32 {
            if number > 3 {
                return 3;
            }
            number
        };
        yield_!(early(start));
    }

    fn temporaries(words: Vec<&'static str> = [vec![], vec!["a", "bc"]]) -> usize {
        for length in words.iter().map(|word| word.to_owned().len()).collect::<Vec<_>>() {
            yield_!(length);
        }
        yield_!(words.concat().chars().rev().collect::<String>().len());
        match words.join(",").split(',').next() {
            Some(first) => yield_!(first.len()),
            None => yield_!(100),
        }
        let borrowed: &String = &words.concat();
        yield_!(borrowed.len());
        yield_!(borrowed.as_str().trim().len());
    }

    fn evaluation_order(base: i32 = [1, 2]) -> i32 {
        let note = |order: &mut Vec<i32>, number: i32| {
            order.push(number);
            number
        };
        let mut order = Vec::new();
        let tuple = (note(&mut order, base), { yield_!(10); note(&mut order, 2) });
        let mut array = [0; 3];
        array[{ yield_!(20); usize::from(base == 1) }] = { yield_!(30); note(&mut order, 3) };
        let mut number = 5;
        number += { yield_!(40); number * base };
        let sum = note(&mut order, 4) + { yield_!(50); note(&mut order, 5) } * note(&mut order, 6);
        let or = base == 1 || { yield_!(60); true };
        let and = base == 1 && { yield_!(70); false };
        for number in order.into_iter().chain(array).chain([tuple.1, number, sum]) {
            yield_!(number);
        }
        yield_!(i32::from(or) * 2 + i32::from(and));
    }

    fn partial_moves(numbers: (Vec<u32>, Vec<u32>) = [(vec![1], vec![2, 3])]) -> u32 {
        let (first, second) = numbers;
        for number in second {
            yield_!(number);
        }
        let pair = (first, 4);
        let moved = pair.0;
        yield_!(pair.1);
        for number in moved {
            yield_!(number);
        }
    }

    fn conditional_initialisation(choose: bool = [true, false]) -> u32 {
        let value;
        let other: u32;
        if choose {
            yield_!(1);
            value = 2;
        } else {
            other = 3;
            yield_!(other);
            value = other + 1;
        }
        yield_!(value);
    }

    fn recursion_by_hand(limit: u64 = [0, 1, 40]) -> u64 {
        let mut memory = BTreeMap::new();
        let mut work = VecDeque::from([1]);
        while let Some(number) = work.pop_front() {
            if number > limit || memory.contains_key(&number) {
                continue;
            }
            memory.insert(number, number * number);
            yield_!(number);
            work.extend([number * 2, number * 3]);
        }
        for (number, square) in &memory {
            yield_!(number + square);
        }
    }

    fn nested_items(end: u32 = [0, 3]) -> u32 {
        const STEP: u32 = 2;
        static OFFSET: u32 = 10;
        struct Doubled(u32);

        impl Doubled {
            fn get(&self) -> u32 {
                if self.0 == 0 {
                    return 0;
                }
                self.0 * STEP
            }
        }

        fn offset(number: u32) -> u32 {
            return number + OFFSET;
        }

        for number in 0..end {
            yield_!(offset(Doubled(number).get()));
        }
    }

    fn never_reaches_the_end(end: u32 = [0, 3]) -> u32 {
        let mut number = 0;
        loop {
            if number == end {
                return;
            }
            number += 1;
            yield_!(number);
        }
    }

    fn arguments_changed(number: u32 = [0, 3], list: Vec<u32> = [vec![], vec![1, 2]]) -> u32 {
        list.push(number);
        while let Some(last) = list.pop() {
            number += last;
            yield_!(number);
        }
        yield_!(list.len() as u32);
    }
}

#[test]
fn a_body_that_yields_nothing() {
    #[generator]
    fn empty() -> impl Iterator<Item = u32> {}

    #[generator]
    fn at_once(_: u32) -> impl Iterator<Item = u32> {
        return;
    }

    #[generator]
    fn unreached(stop: bool) -> impl Iterator<Item = u32> {
        if stop {
            return;
        }
        yield_!(1);
    }

    assert_eq!(empty().count(), 0);
    assert_eq!(at_once(1).count(), 0);
    assert_eq!(unreached(true).count(), 0);
    assert_eq!(unreached(false).count(), 1);
}

#[test]
fn a_body_without_an_end() {
    #[generator]
    fn naturals() -> impl Iterator<Item = u64> {
        let mut number = 0;
        loop {
            yield_!(number);
            number += 1;
        }
    }

    assert_eq!(naturals().skip(1000).step_by(10).take(3).collect::<Vec<_>>(), [1000, 1010, 1020]);
    assert_eq!(naturals().find(|number| number * number > 200), Some(15));
}
