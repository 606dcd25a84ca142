//! Code that somebody is still writing does not parse. An editor expands it nevertheless, and needs all
//! of its tokens in the expansion.

use proc_macro2::TokenStream;

use crate::generator::generator;
use crate::scan::flat;

/// The expansion of a generator function with this body.
fn expansion(body: &str) -> TokenStream {
    let item = format!("fn numbers(list: Vec<u32>) -> impl Iterator<Item = u32> {{ {body} }}");
    generator(TokenStream::new(), &tokens(&item))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("brackets are in pairs, as an editor hands them over")
}

/// Whether `whole` contains the tokens of `part`, one after the other. The brackets in `part` need not
/// be in pairs.
fn contains(whole: &[String], part: &str) -> bool {
    let mut wanted: Vec<String> = Vec::new();
    let mut in_word = false;
    for character in part.chars() {
        let goes_on = in_word;
        in_word = character.is_alphanumeric() || character == '_';
        match wanted.last_mut() {
            Some(word) if in_word && goes_on => word.push(character),
            _ if character.is_whitespace() => {}
            _ => wanted.push(character.to_string()),
        }
    }
    whole.windows(wanted.len()).any(|window| window == wanted)
}

/// The first index of each of `names` in `whole`.
fn places(whole: &[String], names: &[&str]) -> Vec<usize> {
    names
        .iter()
        .map(|name| {
            let place = whole.iter().position(|token| token == name);
            place.unwrap_or_else(|| panic!("`{name}` is gone from: {}", whole.join(" ")))
        })
        .collect()
}

/// The number of yields that were replaced. Panics if one is left.
fn yields(whole: &[String]) -> usize {
    assert!(!contains(whole, "yield_!("), "a yield is left in: {}", whole.join(" "));
    let is_call = |window: &[String]| {
        window[0] == "."
            && ["yield_of_the_generator", "yield_unit_of_the_generator"].contains(&&*window[1])
    };
    whole.windows(2).filter(|window| is_call(window)).count()
}

#[test]
fn method_name_is_still_to_come() {
    let expanded = flat(expansion("let first = list.len(); yield_!(1); list."));
    assert!(contains(&expanded, "let first = list.len();"));
    assert!(contains(&expanded, "list. }"));
    assert_eq!(yields(&expanded), 1);
}

#[test]
fn method_name_is_still_to_come_in_the_middle() {
    let expanded = flat(expansion("list. let second = 2; yield_!(second); third();"));
    assert!(contains(&expanded, "list. let second = 2;"));
    assert_eq!(yields(&expanded), 1);
    assert!(places(&expanded, &["second", "third"]).is_sorted());
}

#[test]
fn value_of_a_let_is_still_to_come() {
    let expanded = flat(expansion("yield_!(1); let number = "));
    assert!(contains(&expanded, "let number = }"));
    assert_eq!(yields(&expanded), 1);
}

#[test]
fn value_of_a_yield_is_still_to_come() {
    let expanded = flat(expansion("let first = 1; yield_!(list.); yield_!(first);"));
    assert!(contains(&expanded, "value_of_the_generator = list.;"));
    assert!(contains(&expanded, "value_of_the_generator = first;"));
    assert_eq!(yields(&expanded), 2);
}

#[test]
fn value_of_a_yield_is_half_an_operation() {
    let expanded = flat(expansion("for number in list { yield_!(number + ); }"));
    assert!(contains(&expanded, "for number in list {"));
    assert!(contains(&expanded, "value_of_the_generator = number + ;"));
    assert_eq!(yields(&expanded), 1);
}

#[test]
fn semicolon_of_a_yield_is_still_to_come() {
    let expanded = flat(expansion("yield_!(1) yield_!(2); list."));
    assert_eq!(yields(&expanded), 2);
    assert!(contains(&expanded, "list. }"));
}

#[test]
fn arguments_of_a_yield_are_still_to_come() {
    let expanded = flat(expansion("let first = 1; yield_!"));
    assert!(contains(&expanded, "let first = 1; yield_ ! }"));
}

#[test]
fn body_of_a_loop_is_still_to_come() {
    let expanded = flat(expansion("yield_!(1); for number in "));
    assert!(contains(&expanded, "for number in }"));
    assert_eq!(yields(&expanded), 1);
}

#[test]
fn block_within_is_half_written() {
    let expanded = flat(expansion("if list.is_empty() { yield_!(1); list. } else { yield_!(2); }"));
    assert!(contains(&expanded, "if list.is_empty() {"));
    assert!(contains(&expanded, "list. } else {"));
    assert_eq!(yields(&expanded), 2);
}

#[test]
fn arm_of_a_match_is_half_written() {
    let expanded = flat(expansion("match list.len() { 0 => yield_!(1), 1 => , _ => yield_!(2) }"));
    assert!(contains(&expanded, "match list.len() { 0 => ("));
    assert!(contains(&expanded, "1 => , _ => ("));
    assert_eq!(yields(&expanded), 2);
}

#[test]
fn tokens_keep_their_order() {
    let body = "alpha(); yield_!(beta); let gamma = delta. ; yield_!(epsilon.) ; zeta";
    let expanded = flat(expansion(body));
    let names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
    assert!(places(&expanded, &names).is_sorted());
}

#[test]
fn path_before_a_yield_goes_with_it() {
    let expanded = flat(expansion("genfn::yield_!(1); ::genfn::yield_!(2); list."));
    assert_eq!(yields(&expanded), 2);
    assert!(!contains(&expanded, "genfn :: ("));
}

#[test]
fn nested_generator_is_left_alone() {
    let expanded = flat(expansion("#[generator] fn inner() { yield_!(1); } list."));
    assert!(contains(&expanded, "fn inner() { yield_!(1); } list."));
}

#[test]
fn signature_stays_beside_a_mistake() {
    let item = "pub fn numbers(list: Vec<u32>) -> Vec<u32> { yield_!(1); }";
    let expanded = flat(generator(TokenStream::new(), &tokens(item)));
    assert!(contains(&expanded, "compile_error !"));
    assert!(contains(&expanded, "pub fn numbers(list: Vec<u32>) -> Vec<u32> {"));
}

#[test]
fn item_that_is_no_function_stays_as_it_is() {
    for item in ["struct Numbers { first: u32, }", "fn numbers", "impl Numbers { fn first() }"] {
        let expanded = flat(generator(TokenStream::new(), &tokens(item)));
        assert!(contains(&expanded, "compile_error!"));
        assert!(contains(&expanded, item));
    }
}

#[test]
fn every_mistake_is_an_error_of_its_own() {
    let arguments = tokens("capacity = 3, size_hint");
    let item = tokens(
        "const fn numbers() -> impl Iterator<Item = u32> + DoubleEndedIterator {
            list.iter().for_each(|number| yield_!(number));
            yield 3;
        }",
    );
    let expanded = flat(generator(arguments, &item));
    let errors = expanded.iter().filter(|token| *token == "compile_error").count();
    assert_eq!(errors, 6);
}

/// For a completion, an editor expands the body as it is and with a name at the cursor. It looks for
/// the cursor at the same place of both expansions.
#[test]
fn cursor_is_where_it_is_once_the_name_is_there() {
    for body in [
        "yield_!(list.$);",
        "let sent = yield_!(list.$);",
        "for number in &list { yield_!(*number + list.$) }",
        "yield_!(list.len() as u32); list.$",
        "if list.is_empty() { yield_!(u32::from(list.$)); }",
    ] {
        let unfinished = flat(expansion(&body.replace('$', "")));
        let finished = flat(expansion(&body.replace('$', "cursor")));
        let cursor = places(&finished, &["cursor"])[0];
        assert_eq!(unfinished[..cursor], finished[..cursor], "{body}");
    }
}
