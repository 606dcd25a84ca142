//! What has to hold for the expansion of any input: its `unsafe` blocks are calls of one method on a
//! variable, and other macros are given no token but the user's.
//!
//! The inputs are the bodies below in each form of a generator, and pieces of code that are put together
//! at random from a seed.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::tokens::flat;
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

const ARGUMENTS: [&str; 3] = ["", "crate = crate::fake", "size_hint = (1, None)"];

const BODIES: [&str; 10] = [
    "",
    "yield_!(1);",
    "let sent = try_yield!(1); yield_from!(inner()); try_yield_from! { inner() }",
    "println!(\"{}\", yield_!(1)); select! { x = genfn::try_yield!(1) => yield_from!(x) }",
    "unsafe { yield_!(*pointer) }; if done { return; }",
    "macro_rules! two { ($x:expr) => { yield_!($x); yield_!(); } } two!(1);",
    "#[others] { yield_!(1); } #[others] yield_!(2) + yield_!(3);",
    "list. ; yield_!(1); |x| yield_!(x); async { yield_!(1) }",
    "steal! yield_! { 1 } steal! yield_!(1) steal! it yield_! { 1 } steal! genfn::yield_! { 1 } if !yield_! { 1 } {}",
    "gen_! { yield_!(1) }; dbg!(gen_expr!(yield_!(x) for x in y), yield_!(1)); use genfn::yield_;",
];

/// The expansions of a body in some of the forms, with a line that says of what.
fn expansions(body: &str, forms: &[&str], arguments: &[&str]) -> Vec<(String, TokenStream)> {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("brackets are in pairs");
    let mut all = Vec::new();
    for form in forms {
        for arguments in arguments {
            let function = format!("fn numbers<'a>(mut a: u32, (b, _): B) -> {form} {{ {body} }}");
            let expansion = generator::generator(tokens(arguments), &tokens(&function));
            all.push((format!("#[generator({arguments})] {function}"), expansion));
        }
        let block = format!("(genfn) -> {form} {{ {body} }}");
        all.push((format!("gen_! {block}"), gen_block::gen_(tokens(&block))));
    }
    let block = format!("(genfn) {body}");
    all.push((format!("gen_! {block}"), gen_block::gen_(tokens(&block))));
    let expression = format!("(genfn) {{ {body} }} for x in y for z in x if z");
    all.push((format!("gen_expr! {expression}"), gen_expr::gen_expr(tokens(&expression))));
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

#[track_caller]
fn check(body: &str, forms: &[&str], arguments: &[&str]) {
    for (input, expansion) in expansions(body, forms, arguments) {
        let mut blocks = Vec::new();
        unsafe_blocks(expansion.clone(), &mut blocks);
        let mut written = Vec::new();
        unsafe_blocks(body.parse().expect("it was parsed"), &mut written);
        // The user's own are in the expansion as well: its body has been lowered.
        let made = blocks.iter().filter(|block| is_one_call((*block).clone())).count();
        assert!(made <= 1, "several makers are called for: {input}");
        assert!(blocks.len() <= made + written.len(), "an `unsafe` block more for: {input}");
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
        check(body, &FORMS, &ARGUMENTS);
    }
}

#[test]
fn one_maker_is_called_for_each_generator() {
    for (input, expansion) in expansions("yield_!(1);", &FORMS, &ARGUMENTS) {
        let mut blocks = Vec::new();
        unsafe_blocks(expansion, &mut blocks);
        // An expression of one `for` needs no generator, and a block takes no bound.
        let none = input.starts_with("gen_expr!")
            || (input.starts_with("gen_!") && input.contains("u8>> + Send"));
        let expected = usize::from(!none);
        assert_eq!(blocks.len(), expected, "{input}");
        assert!(blocks.into_iter().all(is_one_call), "{input}");
    }
}

/// Splitmix64: the same pieces for the same seed, on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (end as u64)).expect("it is below a `usize`")
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

/// How many bodies are made up. `FUZZ=100000 cargo test -p genfn-macros` makes up more.
fn rounds() -> u64 {
    std::env::var("FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1000)
}

#[test]
fn no_code_makes_the_macros_panic_or_give_something_away() {
    for seed in 0..rounds() {
        let mut code = String::new();
        let mut random = Random(seed);
        random.code(4, &mut code);
        let form = FORMS[random.below(FORMS.len())];
        check(&code, &[form], &[ARGUMENTS[random.below(ARGUMENTS.len())]]);
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
