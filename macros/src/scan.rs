//! What has to hold for the expansion of any input: its `unsafe` blocks are calls of one method on a
//! variable, and other macros are given no token but the user's.
//!
//! The inputs are the bodies below in each form of a generator, and pieces of code that are put together
//! at random from a seed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::{gen_block, gen_expr, generator};

const FORMS: [&str; 8] = [
    "impl Iterator<Item = u32>",
    "impl Iterator<Item = Result<u32, u8>> + Send",
    "impl Coroutine<Yield = u32, Resume = bool, Return = u8, Error = u16>",
    "impl PinCoroutine<Yield = u32>",
    "BoxGenerator<'static, u32>",
    "LocalBoxGenerator<'static, u32, bool>",
    "Box<dyn Iterator<Item = u32>>",
    "Box<dyn Coroutine<Yield = u32> + Send>",
];

const ARGUMENTS: [&str; 5] =
    ["", "crate = crate::fake", "size_hint = (1, None)", "state", "struct Numbers, crate = fake"];

/// The forms of an asynchronous generator. Those of the explicit states are the first ones above.
const STREAMS: [&str; 5] = [
    "impl Stream<Item = u32>",
    "impl Stream<Item = Result<u32, u8>> + Send",
    "impl Stream<Item = u32> + Unpin",
    "Pin<Box<dyn Stream<Item = u32> + Send>>",
    "impl AsyncGenerator<Item = u32>",
];

/// Where a function can be, with its arguments.
const HEADS: [&str; 3] = [
    "fn numbers<'a>(mut a: u32, (b, _): B)",
    "pub(crate) fn numbers<const N: usize>(&mut self, [a, b]: [u8; N])",
    "fn numbers(self: Pin<&Self>, a: impl Fn() -> Self) where Self: Sized",
];

const BODIES: [&str; 12] = [
    "",
    "yield_!(1);",
    "let sent = try_yield!(1); yield_from!(inner()); try_yield_from! { inner() }",
    "println!(\"{}\", yield_!(1)); select! { x = genfn::try_yield!(1) => yield_from!(x) }",
    "unsafe { yield_!(*pointer) }; if done { return; }",
    "macro_rules! two { ($x:expr) => { yield_!($x); yield_!(); } } two!(1);",
    "#[others] { yield_!(1); } #[others] yield_!(2) + yield_!(3);",
    "list. ; yield_!(1); |x| yield_!(x); async { yield_!(1) }",
    "steal! yield_! { 1 } steal! yield_!(1) steal! it yield_! { 1 } steal! genfn::yield_! { 1 } if !yield_! { 1 } {}",
    "for x in y { yield_!(x); let sent = yield_!(a); try_yield_from!(f(x)?)?; }",
    "future.await; yield_!(one.await, two!()); yield_from!(walk(yield_!(1), self.left).await)",
    "gen_! { yield_!(1) }; dbg!(gen_expr!(yield_!(x) for x in y), yield_!(1)); use genfn::yield_;",
];

/// The function with `head` that returns `form`.
fn function(head: &str, form: &str, body: &str) -> String {
    let (before, conditions) = head.split_once(" where ").unwrap_or((head, ""));
    let conditions = if conditions.is_empty() { "" } else { "where Self: Sized" };
    format!("{before} -> {form} {conditions} {{ {body} }}")
}

/// The expansions of a body in some of the forms, with a line that says of what.
fn expansions(
    body: &str,
    forms: &[&str],
    #[cfg_attr(not(feature = "stream"), expect(unused, reason = "there are no streams"))]
    streams: &[&str],
    heads: &[&str],
    arguments: &[&str],
) -> Vec<(String, TokenStream)> {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("brackets are in pairs");
    let mut all = Vec::new();
    for form in forms {
        for arguments in arguments {
            for head in heads {
                let function = function(head, form, body);
                let expansion = generator::generator(tokens(arguments), &tokens(&function));
                all.push((format!("#[generator({arguments})] {function}"), expansion));
            }
        }
        let block = format!("(genfn) -> {form} {{ {body} }}");
        all.push((format!("gen_! {block}"), gen_block::gen_(tokens(&block))));
    }
    let block = format!("(genfn) {body}");
    all.push((format!("gen_! {block}"), gen_block::gen_(tokens(&block))));
    #[cfg(feature = "stream")]
    all.extend(expansions_of_streams(body, streams, arguments));
    let expression = format!("(genfn) {{ {body} }} for x in y for z in x if z");
    all.push((format!("gen_expr! {expression}"), gen_expr::gen_expr(tokens(&expression))));
    all
}

/// The expansions of a body as that of an asynchronous generator.
#[cfg(feature = "stream")]
fn expansions_of_streams(
    body: &str,
    forms: &[&str],
    arguments: &[&str],
) -> Vec<(String, TokenStream)> {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("brackets are in pairs");
    let mut all = Vec::new();
    for form in forms {
        for arguments in arguments {
            let head = HEADS[all.len() % HEADS.len()].replace("fn ", "async fn ");
            let function = function(&head, form, body);
            let expansion = generator::generator(tokens(arguments), &tokens(&function));
            all.push((format!("#[generator({arguments})] {function}"), expansion));
        }
        let block = format!("(genfn) -> {form} {{ {body} }}");
        all.push((format!("async_gen! {block}"), crate::stream::async_gen(tokens(&block))));
    }
    let block = format!("(genfn) {body}");
    all.push((format!("async_gen! {block}"), crate::stream::async_gen(tokens(&block))));
    all
}

/// The `unsafe` blocks in `tokens`.
fn unsafe_blocks(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match (&token, rest.peek()) {
            (TokenTree::Ident(name), Some(TokenTree::Group(block)))
                if name == "unsafe" && block.delimiter() == Delimiter::Brace =>
            {
                found.push(block.stream());
            }
            _ => {}
        }
        if let TokenTree::Group(group) = token {
            unsafe_blocks(group.stream(), found);
        }
    }
}

/// Whether `block` is `variable.method()`, both of which have a name of the expansion's.
fn is_one_call(block: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = block.into_iter().collect();
    let [
        TokenTree::Ident(variable),
        TokenTree::Punct(dot),
        TokenTree::Ident(method),
        TokenTree::Group(arguments),
    ] = &tokens[..]
    else {
        return false;
    };
    let is_internal = |name: &proc_macro2::Ident| name.to_string().ends_with("_of_the_generator");
    is_internal(variable)
        && dot.as_char() == '.'
        && is_internal(method)
        && arguments.delimiter() == Delimiter::Parenthesis
        && arguments.stream().is_empty()
}

/// The tokens as text, one string for each token and each delimiter.
pub(crate) fn flat(tokens: TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = token {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            all.push(open.to_owned());
            all.extend(flat(group.stream()));
            all.push(close.to_owned());
        } else {
            all.push(token.to_string());
        }
    }
    all
}

/// The arguments of the macros that are called in `tokens`, but for those that genfn or `core` defines,
/// and the bodies of definitions.
fn arguments_of_macros(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before = |distance: usize| {
            index.checked_sub(distance).map(|index| tokens[index].to_string()).unwrap_or_default()
        };
        // Keywords stand before the operator.
        let none = [
            "",
            "break",
            "else",
            "if",
            "in",
            "match",
            "return",
            "while",
            "compile_error",
            "macro_rules",
            "unreachable",
        ];
        let is_name =
            |text: &str| text.starts_with(|first: char| first.is_alphabetic() || first == '_');
        let name = if before(1) == "!" { before(2) } else { String::new() };
        if is_name(&name) && !none.contains(&&*name) {
            found.push(group.stream());
        } else {
            arguments_of_macros(group.stream(), found);
        }
    }
}

/// Whether the generator has an explicit state.
fn is_explicit(input: &str) -> bool {
    let asks = ["#[generator(state)]", "#[generator(struct"];
    asks.iter().any(|start| input.starts_with(start)) && !input.contains("async fn")
}

#[track_caller]
fn check(all: Vec<(String, TokenStream)>, body: &str) {
    for (input, expansion) in all {
        let mut blocks = Vec::new();
        unsafe_blocks(expansion.clone(), &mut blocks);
        let mut written = Vec::new();
        unsafe_blocks(body.parse().expect("it was parsed"), &mut written);
        // The user's own are in the expansion as well: its body has been lowered.
        let made = blocks.iter().filter(|block| is_one_call((*block).clone())).count();
        assert!(made <= 1, "several makers are called for: {input}");
        assert!(blocks.len() <= made + written.len(), "an `unsafe` block more for: {input}");
        if is_explicit(&input) {
            // Its code is safe, and what it gives a macro of `std` is a local of its own.
            assert_eq!(made, 0, "a maker is called for: {input}");
            continue;
        }
        let mut given = Vec::new();
        arguments_of_macros(expansion, &mut given);
        for arguments in given {
            let leaked = flat(arguments.clone())
                .into_iter()
                .find(|token| token.ends_with("_of_the_generator") || token == "await");
            assert_eq!(leaked, None, "`{arguments}` is given away for: {input}");
        }
    }
}

#[test]
fn unsafe_blocks_call_one_method_and_other_macros_get_the_users_tokens() {
    for body in BODIES {
        check(expansions(body, &FORMS, &STREAMS, &HEADS, &ARGUMENTS), body);
    }
}

#[test]
fn one_maker_is_called_for_each_generator() {
    let mut checked = 0;
    for (input, expansion) in expansions("yield_!(1);", &FORMS, &STREAMS, &HEADS, &ARGUMENTS) {
        // What the forms cannot be together, or with this body, is an error.
        if expansion.to_string().contains("compile_error") {
            continue;
        }
        let mut blocks = Vec::new();
        unsafe_blocks(expansion, &mut blocks);
        // An expression of one `for` needs no generator, and an explicit state is safe code.
        let none = input.starts_with("gen_expr!") || is_explicit(&input);
        let expected = usize::from(!none);
        checked += 1;
        assert_eq!(blocks.len(), expected, "{input}");
        assert!(blocks.into_iter().all(is_one_call), "{input}");
    }
    assert!(checked > 60, "{checked} of them are generators");
}

/// Where the choices come from that a body is made by.
pub(crate) trait Choices {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize;

    /// One of the texts.
    fn one(&mut self, of: &[&'static str]) -> [&'static str; 1] {
        [of[self.below(of.len())]]
    }

    /// Pieces of code one after the other, in brackets that are in pairs.
    fn code(&mut self, depth: usize, code: &mut String) {
        const PIECES: [&str; 48] = [
            "yield_!",
            "try_yield!",
            "yield_from!",
            "try_yield_from!",
            "genfn::yield_!",
            "yield_",
            "yield",
            "gen_!",
            "gen_expr!",
            "vec!",
            "stringify!",
            "macro_rules!",
            "#[others]",
            "#[allow(unused)]",
            "fn",
            "inner",
            "return",
            "?",
            "loop",
            "async",
            "move",
            "|x|",
            "unsafe",
            "const",
            "let",
            "x",
            "=",
            ";",
            ",",
            "=>",
            "if",
            "else",
            "match",
            "for",
            "in",
            "loop",
            "struct",
            "use",
            "::",
            "!",
            "&",
            "..",
            "1",
            "'a",
            "\"text\"",
            "$x",
            "self",
            "+",
        ];

        for _ in 0..self.below(8) {
            if depth > 0 && self.below(3) == 0 {
                let (open, close) = [("(", ")"), ("{", "}"), ("[", "]")][self.below(3)];
                code.push_str(open);
                self.code(depth - 1, code);
                code.push_str(close);
            } else {
                code.push_str(PIECES[self.below(PIECES.len())]);
            }
            code.push(' ');
        }
    }
}

/// Splitmix64: the same pieces for the same seed, on every machine.
struct Random(u64);

impl Choices for Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end as u64)).expect("it is below a `usize`")
    }
}

/// The bytes of a fuzzer, one for each choice, then zeros.
#[cfg(not(test))]
pub(crate) struct Bytes<'a>(std::slice::Iter<'a, u8>);

#[cfg(not(test))]
impl<'a> Bytes<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }
}

#[cfg(not(test))]
impl Choices for Bytes<'_> {
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or_default()) % end
    }
}

/// Checks the expansions of a body that is made by `choices`, in forms that they choose as well.
pub(crate) fn check_choices(choices: &mut impl Choices) {
    let mut code = String::new();
    choices.code(4, &mut code);
    let [forms, streams] = [&FORMS[..], &STREAMS].map(|of| choices.one(of));
    let [heads, arguments] = [&HEADS[..], &ARGUMENTS].map(|of| choices.one(of));
    check(expansions(&code, &forms, &streams, &heads, &arguments), &code);
}

/// How many bodies are made up. `FUZZ=100000 cargo test -p genfn-macros` makes up more.
fn rounds() -> u64 {
    std::env::var("FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1000)
}

#[test]
fn no_code_makes_the_macros_panic_or_give_something_away() {
    for seed in 0..rounds() {
        check_choices(&mut Random(seed));
    }
}

#[test]
fn code_of_any_depth_and_length_is_expanded() {
    let nested =
        |open: &str, close: &str| format!("{}yield_!(1){}", open.repeat(3000), close.repeat(3000));
    let long = |piece: &str| format!("yield_!({}1);", piece.repeat(20_000));
    for body in [
        nested("{ ", " }"),
        nested("(", ")"),
        nested("if a { b } else { ", " }"),
        nested("vec![", "]"),
        long("1 + "),
        long("!"),
        long("a."),
        format!("yield_!(a{});", ".b()".repeat(20_000)),
    ] {
        let function = format!("fn numbers() -> impl Iterator<Item = u32> {{ {body} }}");
        let expansion = generator::generator(quote!(), &function.parse().expect("in pairs"));
        let mut blocks = Vec::new();
        unsafe_blocks_of_the_head(expansion, &mut blocks);
        assert!(blocks.into_iter().all(is_one_call));
    }
}

#[test]
fn a_body_has_three_thousand_yields_and_no_more() {
    for (count, errors) in [(3000, 0), (3001, 1)] {
        let body = "yield_!(1);".repeat(count);
        let forms = [("fn", FORMS[0]), ("fn", FORMS[2]), ("async fn", STREAMS[0])];
        for (kind, form) in forms {
            if kind == "async fn" && cfg!(not(feature = "stream")) {
                continue;
            }
            let function = format!("{kind} numbers() -> {form} {{ {body} }}");
            let function = function.parse().expect("brackets are in pairs");
            let expansion = generator::generator(TokenStream::new(), &function).to_string();
            let found = expansion.matches("body has at most 3000 yields: loop over").count();
            // The error itself, and in place of the body.
            assert_eq!(found.min(1), errors, "{count} yields in {kind} -> {form}");
            assert_eq!(expansion.contains("yield_of_the_generator"), errors == 0);
        }
    }
}

#[test]
fn no_attribute_of_others_stands_on_the_expansion_of_a_block() {
    for attribute in ["others", "derive(Debug)", "rustfmt::others", "cfg_attr(all(), others)"] {
        let block = format!("(genfn) #![{attribute}] #![allow(unused)] yield_!(1);");
        let tokens = || block.parse().expect("brackets are in pairs");
        let mut expansions = vec![gen_block::gen_(tokens())];
        if cfg!(feature = "stream") {
            expansions.push(crate::stream::async_gen(tokens()));
        }
        for expansion in expansions {
            let expansion = expansion.to_string();
            let is_lowered = expansion.contains("_of_the_generator");
            // What rustc knows of concerns the source.
            assert_eq!(is_lowered, attribute == "rustfmt::others", "{expansion}");
            assert!(!is_lowered || !expansion.contains("others"), "{expansion}");
        }
    }
}

/// [`unsafe_blocks`], but only as deep as those of the expansion are.
fn unsafe_blocks_of_the_head(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            let mut rest = group.stream().into_iter().peekable();
            while let Some(token) = rest.next() {
                if let (TokenTree::Ident(name), Some(TokenTree::Group(block))) =
                    (token, rest.peek())
                {
                    if name == "unsafe" {
                        found.push(block.stream());
                    }
                }
            }
        }
    }
}
