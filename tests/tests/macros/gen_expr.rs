//! `gen_expr!`: generator expressions, as PEP 289 and Python's own tests have them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Debug;

use genfn::{gen_expr, generator};

fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// The transcripts of PEP 289.
mod pep_289 {
    use super::*;

    #[test]
    fn a_sum_of_squares() {
        assert_eq!(gen_expr!(x * x for x in 0..10).sum::<u32>(), 285);
    }

    #[test]
    fn it_feeds_any_consumer() {
        let page = "one  two\nthree";
        let words: std::collections::BTreeSet<_> =
            gen_expr!(word for line in page.lines() for word in line.split_whitespace()).collect();
        assert_eq!(list(words), ["one", "three", "two"]);

        let pairs = [(1, "one"), (2, "two")];
        let names: BTreeMap<_, _> = gen_expr!((k, v.to_uppercase()) for (k, v) in pairs).collect();
        assert_eq!(names[&2], "TWO");

        let (xvec, yvec) = ([1, 3, 5], [2, 4, 6]);
        let product: i32 = gen_expr!(x * y for (x, y) in xvec.iter().zip(&yvec)).sum();
        assert_eq!(product, 44);

        let graduates = [("guido", 4.0), ("tim", 3.9)];
        let best = gen_expr!((gpa, name) for (name, gpa) in graduates)
            .max_by(|left, right| f64::total_cmp(&left.0, &right.0));
        assert_eq!(best, Some((4.0, "guido")));
    }

    #[test]
    fn it_is_the_loop_that_it_abbreviates() {
        // def __gen(exp):
        //     for x in exp:
        //         yield x**2
        let spelled_out = genfn::gen_! {
            for x in 0..10_u32 {
                yield_!(x.pow(2));
            }
        };
        assert_eq!(list(gen_expr!(x.pow(2) for x in 0..10_u32)), list(spelled_out));
    }

    #[test]
    fn nested_clauses_are_nested_loops() {
        // g = (tgtexp for var1 in exp1 if exp2 for var2 in exp3 if exp4)
        let expression = gen_expr!(
            (x, y) for x in 0..5 if x % 2 == 1 for y in x..5 if y % 2 == 0
        );
        let mut loops = Vec::new();
        for x in 0..5 {
            if x % 2 == 1 {
                for y in x..5 {
                    if y % 2 == 0 {
                        loops.push((x, y));
                    }
                }
            }
        }
        assert_eq!(list(expression), loops);
    }

    #[test]
    fn the_loop_variable_is_not_seen_outside() {
        let x = "hello";
        assert_eq!(list(gen_expr!(x + 1 for x in [1, 2, 3])), [2, 3, 4]);
        assert_eq!(x, "hello");
    }

    #[test]
    fn the_outermost_iterable_is_evaluated_at_once() {
        let sum = Cell::new(Vec::new());
        let bugs = [1, 2];
        let total = gen_expr!(bug for bug in { sum.set(vec!["evaluated"]); bugs });
        assert_eq!(sum.take(), ["evaluated"]);
        assert_eq!(list(total), [1, 2]);
    }
}

/// `Lib/test/test_genexps.py`.
mod test_genexps {
    use super::*;

    #[test]
    fn a_simple_loop_with_a_condition() {
        // sum(i*i for i in range(100) if i&1 == 1)
        assert_eq!(gen_expr!(i * i for i in 0..100 if i & 1 == 1).sum::<u32>(), 166_650);
    }

    #[test]
    fn simple_nesting() {
        let nested = gen_expr!((i, j) for i in 0..3 for j in 0..4);
        let all = [
            [(0, 0), (0, 1), (0, 2), (0, 3)],
            [(1, 0), (1, 1), (1, 2), (1, 3)],
            [(2, 0), (2, 1), (2, 2), (2, 3)],
        ];
        assert_eq!(list(nested), all.concat());
    }

    #[test]
    fn nesting_where_the_inner_depends_on_the_outer() {
        let nested = gen_expr!((i, j) for i in 0..4 for j in 0..i);
        assert_eq!(list(nested), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]);
    }

    #[test]
    fn a_temporary_variable() {
        // list((j*j for i in range(4) for j in [i+1]))
        assert_eq!(list(gen_expr!(j * j for i in 0..4 for j in [i + 1])), [1, 4, 9, 16]);
        // list((j*k for i in range(4) for j in [i+1] for k in [j+1]))
        let products = gen_expr!(j * k for i in 0..4 for j in [i + 1] for k in [j + 1]);
        assert_eq!(list(products), [2, 6, 12, 20]);
        // list((j*k for i in range(4) for j, k in [(i+1, i+2)]))
        let products = gen_expr!(j * k for i in 0..4 for (j, k) in [(i + 1, i + 2)]);
        assert_eq!(list(products), [2, 6, 12, 20]);
    }

    #[test]
    fn not_tuples() {
        // list((i*i for i in [*range(4)]))
        assert_eq!(list(gen_expr!(i * i for i in list(0..4))), [0, 1, 4, 9]);
    }

    #[test]
    fn calls_to_next() {
        let mut squares = gen_expr!(i * i for i in 0..3);
        assert_eq!(squares.next(), Some(0));
        assert_eq!(squares.next(), Some(1));
        assert_eq!(squares.next(), Some(4));
        assert_eq!(squares.next(), None);
        // It stays stopped.
        assert_eq!(squares.next(), None);
        assert_eq!(list(squares), []);
    }

    #[test]
    fn it_stays_stopped_where_it_is_a_generator() {
        let words = vec!["a b".to_owned()];
        let mut letters = gen_expr!(word.len() for text in words for word in text.split(' '));
        assert_eq!((letters.next(), letters.next()), (Some(1), Some(1)));
        assert_eq!((letters.next(), letters.next()), (None, None));
    }

    fn f(n: u32) -> impl Iterator<Item = u32> {
        gen_expr!(i * i for i in 0..n)
    }

    fn g(n: u32) -> impl Iterator<Item = (u32, u32)> {
        gen_expr!((i, j) for i in 0..3 for j in 0..n)
    }

    fn h(n: u32) -> impl Iterator<Item = (u32, u32)> {
        gen_expr!((i, j) for i in 0..3 for j in 0..4 if (0..n).contains(&j))
    }

    #[test]
    fn it_runs_when_the_function_that_made_it_is_left() {
        assert_eq!(list(f(10)), [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
        assert_eq!(list(g(2)), [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]);
        assert_eq!(list(h(4)), list(g(4)));
        assert_eq!(list(h(1)), [(0, 0), (1, 0), (2, 0)]);
    }

    #[test]
    fn early_binding_of_the_outermost_for() {
        let x = Cell::new(10_u32);
        let squares = gen_expr!(i * i for i in 0..x.get());
        x.set(5);
        assert_eq!(squares.len(), 10);
        assert_eq!(list(squares), list(f(10)));
    }

    #[test]
    fn late_binding_of_the_outermost_if() {
        let include = &RefCell::new(vec![2, 4, 6, 8]);
        let squares = gen_expr!(i * i for i in 0..10 if include.borrow().contains(&i));
        *include.borrow_mut() = vec![1, 3, 5, 7, 9];
        assert_eq!(list(squares), [1, 9, 25, 49, 81]);
    }

    #[test]
    fn late_binding_of_the_innermost_for() {
        let x = &Cell::new(5);
        let pairs = gen_expr!((i, j) for i in 0..3 for j in 0..x.get());
        x.set(4);
        assert_eq!(pairs.count(), 12);
    }

    #[test]
    fn an_error_in_the_middle() {
        // g = (10 // i for i in (5, 0, 2))
        let divisions =
            || gen_expr!(10_u32.checked_div(i).ok_or("division by zero") for i in [5, 0, 2]);
        assert_eq!(list(divisions()), [Ok(2), Err("division by zero"), Ok(5)]);
        assert_eq!(divisions().collect::<Result<Vec<_>, _>>(), Err("division by zero"));

        // The exception in Python ends the generator, and so does the error of a consumer.
        let mut rest = divisions();
        assert_eq!(rest.by_ref().map_while(Result::ok).collect::<Vec<_>>(), [2]);
        assert_eq!(list(rest), [Ok(5)]);
    }

    #[test]
    fn nothing_is_a_value_like_others() {
        // list((None for i in range(10)))
        assert_eq!(list(gen_expr!(() for _ in 0..10)), [(); 10]);
        assert_eq!(list(gen_expr!(None::<u32> for _i in 0..2)), [None, None]);
    }

    #[test]
    fn a_generator_like_range() {
        fn yrange(n: u32) -> impl Iterator<Item = u32> {
            gen_expr!(i for i in 0..n)
        }

        // Generators return to whoever called them last.
        fn creator() -> impl Iterator<Item = u32> {
            let mut numbers = yrange(5);
            assert_eq!(numbers.next(), Some(0));
            numbers
        }

        fn caller() -> Vec<u32> {
            list(gen_expr!(i for i in creator()))
        }

        assert_eq!(caller(), [1, 2, 3, 4]);
    }
}

#[test]
fn each_part_runs_as_often_as_in_the_loops() {
    let log = &RefCell::new(Vec::new());
    let note = |what: &str, value: u32| {
        log.borrow_mut().push(format!("{what} {value}"));
        value
    };
    let note = &note;
    let mut items = gen_expr!(
        note("element", x * 10 + y)
        for x in note("outermost", 1)..3
        if note("condition", x) > 0
        for y in 0..note("inner", x)
    );
    assert_eq!(log.take(), ["outermost 1"]);
    assert_eq!(items.next(), Some(10));
    assert_eq!(log.take(), ["condition 1", "inner 1", "element 10"]);
    assert_eq!(items.next(), Some(20));
    assert_eq!(log.take(), ["condition 2", "inner 2", "element 20"]);
    assert_eq!(items.next(), Some(21));
    assert_eq!(log.take(), ["element 21"]);
    assert_eq!(items.next(), None);
    assert_eq!(log.take(), [""; 0]);
}

#[test]
fn a_false_condition_leaves_the_element_alone() {
    let elements = &Cell::new(0);
    let odd = gen_expr!(
        { elements.set(elements.get() + 1); x } for x in 0..10 if x % 2 == 1
    );
    assert_eq!(odd.count(), 5);
    assert_eq!(elements.get(), 5);
}

#[test]
fn it_knows_as_much_of_its_size_as_the_adapters() {
    assert_eq!(gen_expr!(x for x in 0..10).size_hint(), (10, Some(10)));
    assert_eq!(gen_expr!(x * 2 for x in vec![1, 2]).len(), 2);
    assert_eq!(gen_expr!(x for x in 0..10 if x > 3).size_hint(), (0, Some(10)));
    assert_eq!(list(gen_expr!(x * x for x in 0..4).rev()), [9, 4, 1, 0]);
    let nested = (0..2).flat_map(|x| (0..3).map(move |y| x * y));
    assert_eq!(gen_expr!(x * y for x in 0..2 for y in 0..3).size_hint(), nested.size_hint());
}

#[test]
fn patterns_take_items_apart() {
    struct Point {
        x: i32,
        y: i32,
    }

    let points = [Point { x: 1, y: 2 }, Point { x: 3, y: 4 }];
    assert_eq!(list(gen_expr!(x * y for Point { x, y } in &points)), [2, 12]);
    assert_eq!(list(gen_expr!(n for &Point { x: n, .. } in &points if n > 1)), [3]);
    assert_eq!(list(gen_expr!(b for (_, [_, b]) in [(0, [1, 2]), (3, [4, 5])])), [2, 5]);
    assert_eq!(list(gen_expr!(n for Ok(n) | Err(n) in [Ok(1), Err(2)])), [1, 2]);
    assert_eq!(list(gen_expr!({ n += 1; n } for mut n in [1, 2] if n > 1)), [3]);
    assert_eq!(list(gen_expr!(whole.0 + a for whole @ (a, _) in [(1, 2)] if a > 0)), [2]);
}

#[test]
fn if_let_filters_and_binds() {
    let words = ["1", "x", "3"];
    let numbers = gen_expr!(number * 2 for word in words if let Ok(number) = word.parse::<u32>());
    assert_eq!(list(numbers), [2, 6]);
    let sums = gen_expr!(
        number + more
        for word in words
        if let Ok(number) = word.parse::<u32>()
        if number > 1
        for more in 0..2
    );
    assert_eq!(list(sums), [3, 4]);
}

#[test]
fn elements_are_any_expression() {
    let parity = gen_expr!(if x % 2 == 0 { "even" } else { "odd" } for x in 0..3);
    assert_eq!(list(parity), ["even", "odd", "even"]);
    let matched = gen_expr!(match x { 0 => 'a', _ => 'b' } for x in 0..2 if x < 5);
    assert_eq!(list(matched), ['a', 'b']);
    let functions = gen_expr!(move |y: u32| x + y for x in 0..2);
    assert_eq!(list(functions.map(|add| add(10))), [10, 11]);
    let macros = gen_expr!(format!("{x}-{y}") for x in 0..2 for y in 'a'..='b');
    assert_eq!(list(macros), ["0-a", "0-b", "1-a", "1-b"]);
    let loops = gen_expr!({
        let mut n = x;
        while n > 3 {
            n /= 2;
            if n % 2 == 0 {
                continue;
            }
            n -= 1;
        }
        n
    } for x in [8, 7]);
    assert_eq!(list(loops), [2, 2]);
    let closures = gen_expr!(
        [1, 2].iter().find(|&&y| { if x == 0 { return true; } y > x }) for x in [0, 1, 2]
    );
    assert_eq!(list(closures), [Some(&1), Some(&2), None]);
}

#[test]
fn open_ranges_stand_in_parentheses() {
    assert_eq!(list(gen_expr!(x for x in (0..) if x % 3 == 0).take(2)), [0, 3]);
    assert_eq!(list(gen_expr!((x, y) for x in (1..) for y in 0..x).take(2)), [(1, 0), (2, 0)]);
}

#[derive(Debug, Clone, PartialEq)]
struct NotCopy(u32);

#[test]
fn what_it_mentions_more_than_once_need_not_be_copy() {
    let weights = [NotCopy(1), NotCopy(2)];
    let both = gen_expr!(weights[i].0 for i in 0..2 if weights[i].0 > 1);
    assert_eq!(list(both), [2]);

    let weights = vec![NotCopy(1), NotCopy(2)];
    let nested = gen_expr!((weights.len(), w.clone()) for _ in 0..2 for w in &weights if w.0 > 1);
    assert_eq!(list(nested), [(2, NotCopy(2)), (2, NotCopy(2))]);

    // In the element, the string, and the condition by way of a format string.
    let name = "x".to_owned();
    let named = gen_expr!(name.len() + i for i in 0..2 if format!("{name}{i}") != "x0");
    assert_eq!(list(named), [2]);
}

#[test]
fn inner_loops_borrow_from_items_of_outer_ones() {
    let texts = vec!["a b".to_owned(), "c".to_owned()];
    let words = gen_expr!(word.to_owned() for text in texts for word in text.split(' '));
    assert_eq!(list(words), ["a", "b", "c"]);

    let rows = vec![vec![NotCopy(1)], vec![NotCopy(2), NotCopy(3)]];
    let cells = gen_expr!((row.len(), cell.clone()) for row in rows for cell in &row);
    assert_eq!(list(cells), [(1, NotCopy(1)), (2, NotCopy(2)), (2, NotCopy(3))]);
}

#[test]
fn conditions_and_elements_may_consume_an_item() {
    fn consume(item: NotCopy) -> bool {
        Some(item).is_some_and(|item| item.0 > 1)
    }

    let items = [NotCopy(1), NotCopy(2)];
    assert_eq!(list(gen_expr!(item for item in items.clone() if item.0 > 1)), [NotCopy(2)]);
    assert_eq!(
        gen_expr!((i, ()) for (i, item) in items.into_iter().enumerate() if consume(item)).count(),
        1
    );
}

#[test]
fn three_levels_share_what_cannot_be_copied() {
    let (a, b) = (vec![1, 2], vec![10, 20]);
    let sums = gen_expr!(x + y + z for x in a.clone() for y in &b for z in &a if z != y);
    let mut expected = Vec::new();
    let (a, b) = (vec![1, 2], vec![10, 20]);
    for x in a.clone() {
        for y in &b {
            for z in &a {
                expected.push(x + y + z);
            }
        }
    }
    assert_eq!(list(sums), expected);
}

#[test]
fn one_stands_in_another() {
    let sums = gen_expr!(gen_expr!(x * y for y in 0..3).sum::<u32>() for x in 0..3);
    assert_eq!(list(sums), [0, 3, 6]);
    let flat = gen_expr!(y for x in gen_expr!(x + 1 for x in 0..2) for y in gen_expr!(x * z for z in 1..3));
    assert_eq!(list(flat), [1, 2, 2, 4]);
}

#[generator]
fn in_a_generator(limit: u32) -> impl Iterator<Item = u32> {
    for square in gen_expr!(x * x for x in 0..limit if x % 2 == 1) {
        yield_!(square);
    }
    let total = gen_expr!(x * y for x in 0..limit for y in [x, 1]).sum();
    yield_!(total);
}

#[test]
fn it_stands_in_a_generator() {
    assert_eq!(list(in_a_generator(4)), [1, 9, 20]);
}

#[test]
fn temporaries_of_the_outermost_iterable_live_as_long_as_the_statement() {
    let words = gen_expr!(word.len() for word in String::from("a bc").split(' ')).sum::<usize>();
    assert_eq!(words, 3);
    let letters = gen_expr!(
        letter for word in String::from("a bc").split(' ') for letter in word.chars()
    )
    .collect::<String>();
    assert_eq!(letters, "abc");
}

#[test]
fn it_is_send_where_what_it_mentions_is() {
    fn run<T: Send + Debug + 'static>(items: impl Iterator<Item = T> + Send + 'static) -> Vec<T> {
        std::thread::spawn(move || list(items)).join().unwrap()
    }

    let names = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(run(gen_expr!(name.len() + x for name in names for x in 0..2)), [1, 2, 1, 2]);
}

/// The variable of the macro is not that of whoever uses it.
macro_rules! thrice {
    ($element:expr) => {
        gen_expr!($element for x in 0..3 if x < 5)
    };
}

#[test]
fn hygiene_keeps_variables_apart() {
    let x = 7;
    assert_eq!(list(thrice!(x)), [7, 7, 7]);
    macro_rules! named {
        ($name:ident, $limit:expr) => {
            gen_expr!(($name, y) for $name in 0..$limit for y in 0..$name)
        };
    }
    assert_eq!(list(named!(n, 3)), [(1, 0), (2, 0), (2, 1)]);
}

#[test]
fn keywords_can_be_raw_names() {
    assert_eq!(list(gen_expr!(r#type + 1 for r#type in 0..2 if r#type > 0)), [2]);
}

/// An expression is over as a generator is, whatever it is made of.
mod it_is_over {
    use std::iter;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use genfn::gen_expr;

    /// Takes an item, then one that panics, and then none.
    fn assert_over_after_a_panic(mut quotients: impl Iterator<Item = i32>) {
        assert_eq!(quotients.next(), Some(2));
        assert!(catch_unwind(AssertUnwindSafe(|| quotients.next())).is_err());
        assert_eq!(quotients.size_hint(), (0, Some(0)));
        assert_eq!(quotients.next(), None);
        assert_eq!(quotients.nth(1), None);
        assert_eq!(quotients.fold(7, |sum, quotient| sum + quotient), 7);
    }

    #[expect(clippy::useless_vec, reason = "a `Vec` cannot be copied")]
    #[test]
    fn after_a_panic() {
        assert_over_after_a_panic(gen_expr!(10 / i for i in [5, 0, 2]));
        assert_over_after_a_panic(gen_expr!(10 / i for i in [5, 0, 2] if i < 9));
        assert_over_after_a_panic(gen_expr!(i for i in [2, 0, 2] if 10 / i > 0));
        assert_over_after_a_panic(gen_expr!(10 / i / j for i in [5, 0, 2] for j in [1]));
        assert_over_after_a_panic(gen_expr!(10 / i for i in vec![5, 0, 2] for _ in vec![1]));
    }

    #[test]
    fn from_both_ends_after_a_panic() {
        let mut quotients = gen_expr!(10 / i for i in [5, 0, 2]);
        assert_eq!(quotients.next_back(), Some(5));
        assert!(catch_unwind(AssertUnwindSafe(|| quotients.next_back())).is_err());
        assert_eq!((quotients.next(), quotients.next_back(), quotients.len()), (None, None, 0));
    }

    #[test]
    fn over_an_iterator_that_goes_on() {
        let mut n = 0;
        let goes_on = iter::from_fn(|| {
            n += 1;
            (n % 3 != 0).then_some(n)
        });
        let mut numbers = gen_expr!(x for x in goes_on);
        assert_eq!((numbers.next(), numbers.next(), numbers.next()), (Some(1), Some(2), None));
        assert_eq!(numbers.next(), None);
        assert_eq!(numbers.collect::<Vec<_>>(), []);
    }
}

/// A collection that the first loop borrows is there for the other parts.
#[test]
fn the_first_loop_lends_to_the_other_parts() {
    let words = vec!["a".to_owned(), "bc".to_owned()];
    let pairs = gen_expr!(format!("{x}{}", y) for x in &words for y in &words if x != y);
    assert_eq!(list(pairs), ["abc", "bca"]);
    assert_eq!(list(gen_expr!(words.len() + word.len() for word in &words)), [3, 4]);
    assert_eq!(list(gen_expr!(vec![words[0].len(); 2] for _ in &words)), [[1, 1], [1, 1]]);
    assert_eq!(list(gen_expr!(&words[0] for word in &words if words.contains(word))), ["a", "a"]);
    let shadowed = gen_expr!(words for words in &words for words in words.chars());
    assert_eq!(list(shadowed), ['a', 'b', 'c']);
    assert_eq!(words.len(), 2);
}
