//! What the messages about explicit states propose.

use std::collections::HashMap;
use std::fmt::Debug;
use std::iter::Map;
use std::sync::{Arc, Mutex};
use std::vec::IntoIter;

use genfn::generator;

struct Builder(Vec<u32>);

impl Builder {
    fn build(self) -> usize {
        self.0.len()
    }
}

#[generator(struct ByPath)]
fn by_path(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length: usize = Builder::build(builder);
    yield_!(length);
    yield_!(length + 1);
}

#[generator(struct InBraces)]
fn in_braces(builder: Builder) -> impl Iterator<Item = usize> {
    yield_!(0);
    let length: usize = { builder }.build();
    yield_!(length);
    yield_!(length + 1);
}

#[generator(state)]
fn by_indices(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    for index in 0..numbers.len() {
        numbers[index] += 1;
        yield_!(numbers[index]);
    }
    numbers.push(4);
}

#[generator(state)]
fn borrowed_again(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    let first = &mut numbers[0];
    *first += 1;
    yield_!(numbers[0]);
    let first = &mut numbers[0];
    *first += 1;
    yield_!(numbers[0]);
}

#[generator(state)]
fn copied(numbers: &mut Vec<u32>) -> impl Iterator<Item = u32> {
    while let Some(last) = numbers.last().copied() {
        yield_!(last);
        numbers.pop();
    }
}

#[generator(state)]
fn by_next() -> impl Iterator<Item = u32> {
    let mut numbers = vec![1, 2, 3].into_iter();
    while let Some(number) = numbers.next() {
        yield_!(number);
        if number == 1 {
            break;
        }
    }
    for number in numbers {
        yield_!(number);
    }
}

#[generator(state)]
fn owned() -> impl Iterator<Item = usize> {
    let text = String::from("a b c");
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
fn of_a_parameter<T: Into<u32> + Clone>(value: T) -> impl Iterator<Item = u32> + Clone {
    yield_!(1);
    yield_!(value.into());
}

#[generator]
fn of_an_argument(test: impl Fn(u32) -> bool + Clone) -> impl Iterator<Item = u32> + Clone {
    for number in 0..3 {
        if test(number) {
            yield_!(number);
        }
    }
    yield_from!(of_a_parameter(1_u32));
}

#[generator(state)]
fn boxed(depth: u32) -> impl Iterator<Item = u32> {
    if depth > 0 {
        let inner: Box<dyn Iterator<Item = u32>> = Box::new(boxed(depth - 1));
        for number in inner {
            yield_!(number + 1);
        }
    }
    yield_!(depth);
}

#[generator(state)]
fn copied_with_a_number(numbers: &[u32]) -> impl Iterator<Item = u32> + Copy {
    let mut index = 0;
    while index < numbers.len() {
        yield_!(numbers[index]);
        index += 1;
    }
}

#[generator(state)]
fn cubes(count: u32) -> impl Iterator<Item = u32> {
    let square = |number: u32| number * number;
    let cubes = move |number| number * square(number);
    for number in 0..count {
        yield_!(cubes(number));
    }
}

struct Tree(Vec<Tree>);

impl Tree {
    #[generator(state)]
    fn depths(&self, depth: u32) -> impl Iterator<Item = u32> {
        yield_!(depth);
        for place in 0..self.0.len() {
            let inner: Box<dyn Iterator<Item = u32> + '_> =
                Box::new(self.0[place].depths(depth + 1));
            for depth in inner {
                yield_!(depth);
            }
        }
    }
}

struct Node {
    value: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

#[generator(state)]
fn values<'a>(node: Option<&'a mut Node>) -> impl Iterator<Item = &'a mut u32> {
    if let Some(node) = node {
        let Node { value, left, right } = node;
        yield_from!(values(left.as_deref_mut()));
        yield_!(value);
        yield_from!(values(right.as_deref_mut()));
    }
}

struct Sums {
    total: u32,
    of_rows: Vec<u32>,
}

impl Sums {
    #[generator(state)]
    fn all(&mut self) -> impl Iterator<Item = &mut u32> {
        let Self { total, of_rows } = self;
        yield_!(total);
        for sum in of_rows.iter_mut() {
            yield_!(sum);
        }
    }
}

#[generator(struct Twice)]
#[derive(Clone, Debug)]
fn of_closures(numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let twice: fn(u32) -> u32 = |number| 2 * number;
    yield_!(twice(1));
    yield_!(twice(2));
    let increments: Map<IntoIter<u32>, fn(u32) -> u32> = numbers.into_iter().map(|number| number + 1);
    for number in increments {
        yield_!(number);
    }
}

#[generator]
#[derive(Debug)]
fn out_of_boxes(mut texts: Vec<Box<String>>) -> impl Iterator<Item = String> {
    while let Some(text) = texts.pop() {
        let text: Box<String> = text;
        yield_!(*text);
    }
}

#[generator]
#[derive(Debug)]
fn shown<T: Copy + Debug>(value: T) -> impl Iterator<Item = T> {
    yield_!(value);
    yield_!(value);
}

#[generator(state)]
fn elements(pair: (String, String), apart: bool) -> impl Iterator<Item = String> {
    yield_!(String::from("pair"));
    if apart {
        let (first, second) = pair;
        yield_!(first + &second);
    }
}

#[generator(state)]
fn collected(text: String, numbers: Vec<u32>) -> impl Iterator<Item = u32> {
    let mut characters = text.chars().collect::<Vec<_>>().into_iter();
    while let Some(character) = characters.next() {
        yield_!(u32::from(character));
    }
    for pair in numbers.windows(2).map(<[_]>::to_vec).collect::<Vec<_>>() {
        yield_!(pair[0] + pair[1]);
    }
}

#[generator]
fn of_a_map(map: HashMap<u32, u32>) -> impl Iterator<Item = u32> + Clone {
    for key in map.keys().cloned().collect::<Vec<_>>() {
        yield_!(map[&key]);
    }
    for (key, value) in map.into_iter().collect::<Vec<_>>() {
        yield_!(key + value);
    }
}

#[generator(struct InABox)]
fn in_a_box(n: u32) -> impl Iterator<Item = u32> {
    let inner: Box<dyn Iterator<Item = u32>> = Box::new(cubes(n));
    yield_from!(inner);
}

#[generator(state)]
fn collected_of_calls(text: &str) -> impl Iterator<Item = usize> {
    let text = text.to_lowercase();
    for line in text.lines().map(str::to_owned).collect::<Vec<_>>() {
        yield_!(line.len());
    }
    let lengths = text.lines().map(str::len).collect::<Vec<_>>();
    let mut lengths = lengths.iter().cloned().collect::<Vec<_>>().into_iter();
    while let Some(length) = lengths.next() {
        yield_!(length);
    }
}

#[generator(state)]
fn parts(map: HashMap<String, Vec<u32>>, text: &str) -> impl Iterator<Item = usize> {
    if let Some(list) = map.get("a") {
        for item in list.clone() {
            yield_!(item as usize);
        }
    }
    let parts: Vec<&str> = text.split(' ').collect();
    for part in parts[1..].to_vec() {
        yield_!(part.len());
    }
    for index in 1..parts.len() {
        yield_!(parts[index].len());
    }
}

#[generator(state)]
fn locked(shared: Arc<Mutex<Vec<u32>>>) -> impl Iterator<Item = u32> {
    let first = {
        let guard = shared.lock().unwrap();
        guard[0]
    };
    yield_!(first);
    let first = shared.lock().unwrap()[0];
    yield_!(first);
}

#[generator]
#[derive(Debug)]
fn last_ones(mut rows: Vec<Vec<u32>>) -> impl Iterator<Item = u32> {
    while let Some(row) = rows.last_mut() {
        let row: &mut Vec<u32> = row;
        match row.pop() {
            Some(number) => yield_!(number),
            None => drop(rows.pop()),
        }
    }
}

#[generator(state)]
fn operands(name: String) -> impl Iterator<Item = usize> {
    let number = match String::from("name") {
        _ => {
            yield_!(1);
            2
        }
    };
    let pair = (name, number);
    yield_!(pair.0.len() + pair.1);
}

fn main() {
    assert_eq!(collected_of_calls("A\nBC").collect::<Vec<_>>(), [1, 2, 1, 2]);
    let map = HashMap::from([("a".to_owned(), vec![5, 6])]);
    assert_eq!(parts(map, "a bc").collect::<Vec<_>>(), [5, 6, 2, 2]);
    assert_eq!(locked(Arc::new(Mutex::new(vec![7]))).collect::<Vec<_>>(), [7, 7]);
    assert_eq!(last_ones(vec![vec![1], vec![2, 3]]).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(operands("abc".to_owned()).collect::<Vec<_>>(), [1, 5]);
    assert_eq!(collected("a".to_owned(), vec![1, 2]).sum::<u32>(), 100);
    assert_eq!(of_a_map(HashMap::from([(1, 2)])).clone().sum::<u32>(), 5);
    assert_eq!(in_a_box(3).sum::<u32>(), cubes(3).sum::<u32>());
    assert_eq!(of_closures(vec![1]).sum::<u32>(), 8);
    assert_eq!(out_of_boxes(vec![Box::default()]).count(), 1);
    assert_eq!(format!("{:?}", shown(1)), "Start { value: 1 }");
    assert_eq!(elements((String::new(), String::new()), true).count(), 2);
    let mut node = Node { value: 1, left: None, right: None };
    node.left = Some(Box::new(Node { value: 2, left: None, right: None }));
    node.right = Some(Box::new(Node { value: 3, left: None, right: None }));
    assert_eq!(values(Some(&mut node)).map(|value| *value).collect::<Vec<_>>(), [2, 1, 3]);
    assert_eq!(Sums { total: 1, of_rows: vec![2] }.all().count(), 2);
    let mut numbers = vec![1, 2];
    assert_eq!(by_path(Builder(vec![1])).count(), 3);
    assert_eq!(in_braces(Builder(vec![1])).count(), 3);
    assert_eq!(by_indices(&mut numbers).count(), 2);
    assert_eq!(borrowed_again(&mut numbers).count(), 2);
    assert_eq!(copied(&mut numbers).count(), 3);
    assert_eq!(by_next().count(), 3);
    assert_eq!(owned().count(), 3);
    assert_eq!(of_a_parameter(1_u32).clone().count(), 2);
    assert_eq!(of_an_argument(|number| number != 1).clone().count(), 4);
    let copied = copied_with_a_number(&[1, 2]);
    assert_eq!(copied.chain(copied).count(), 4);
    assert_eq!(cubes(3).sum::<u32>(), 9);
    assert_eq!(boxed(2).collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!(Tree(vec![Tree(Vec::new())]).depths(0).collect::<Vec<_>>(), [0, 1]);
}
