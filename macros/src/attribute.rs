//! Reads the arguments of the attribute: `#[generator(size_hint = .., crate = ..)]`.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, Ident, Path, Token, parse_quote};

use crate::errors::Errors;
use crate::parse::{Body, Head};
use crate::tokens::{self, is_punct};

const ACCEPTED: &str =
    "`size_hint = (lower, upper)`, `state`, `struct Name` and `crate = path::to::genfn`";

/// The arguments of the attribute.
pub(crate) struct Arguments {
    /// The bounds on the number of items: an expression that uses the function's arguments.
    pub(crate) size_hint: Option<Expr>,
    /// The path of the crate `genfn`.
    pub(crate) runtime: Path,
    /// The attributes of others that the macro has put above itself. The macro sets this argument, and its
    /// user never does.
    pub(crate) moved: Vec<Group>,
    /// The word that asks for an explicit state.
    pub(crate) state: Option<Ident>,
    /// The name of the generator's type, which has an explicit state.
    pub(crate) name: Option<Ident>,
}

enum Argument {
    SizeHint(Ident, Expr),
    Runtime(Ident, Path),
    Moved(Vec<Group>),
    State(Ident),
    Name(Ident),
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;

        if !input.peek(Ident::peek_any) {
            return Err(unknown(&input.parse()?));
        }
        let name = input.call(Ident::parse_any)?;
        if name == MOVED && input.peek(syn::token::Paren) {
            let moved: TokenTree = input.parse()?;
            let TokenTree::Group(moved) = moved else { return Err(unknown(&name.into())) };
            let groups = moved.stream().into_iter().filter_map(|one| match one {
                TokenTree::Group(one) => Some(one),
                _ => None,
            });
            return Ok(Self::Moved(groups.collect()));
        }
        if name == "struct" {
            let given: syn::Result<Ident> = input.parse();
            if input.peek(Token![<]) {
                let parameters = input.parse::<syn::Generics>()?;
                return Err(syn::Error::new_spanned(
                    parameters,
                    "the struct has the parameters of the function: write its name alone, `struct Name`",
                ));
            }
            return given.map(Self::Name).map_err(|_| {
                syn::Error::new(
                    name.span(),
                    "the generator's type needs a name: write `struct Name`",
                )
            });
        }
        if name == "state" {
            if input.peek(Token![=]) {
                return Err(input.error("`state` takes no value: write `#[generator(state)]`"));
            }
            return Ok(Self::State(name));
        }
        let misplaced = match name.to_string().as_str() {
            "pub" => {
                "the struct is as visible as the function: write `struct Name`, and `pub` at the function"
            }
            "derive" => {
                "a derive of the generator is an attribute of its own: write `#[derive(..)]` below `#[generator]`"
            }
            _ => "",
        };
        if !misplaced.is_empty() {
            return Err(syn::Error::new(name.span(), misplaced));
        }
        if !["size_hint", "crate"].iter().any(|known| name == known) {
            return Err(unknown(&name.into()));
        }
        let needs_value = || {
            let form = if name == "crate" { "path::to::genfn" } else { "(lower, upper)" };
            syn::Error::new(name.span(), format!("`{name}` needs a value: `{name} = {form}`"))
        };
        if input.parse::<Token![=]>().is_err() || input.is_empty() || input.peek(Token![,]) {
            return Err(needs_value());
        }
        if name == "crate" {
            let given = input.fork();
            return match input.call(Path::parse_mod_style) {
                Ok(path) => Ok(Self::Runtime(name, path)),
                Err(_) => {
                    Err(given
                        .error("`crate` needs a path, not in quotes: `crate = path::to::genfn`"))
                }
            };
        }
        Ok(Self::SizeHint(name, input.parse()?))
    }
}

/// The error for an unknown argument that begins with `token`.
fn unknown(token: &TokenTree) -> syn::Error {
    let argument = match token {
        TokenTree::Ident(name) => format!("no argument `{name}`"),
        _ => "no such argument".to_owned(),
    };
    syn::Error::new(token.span(), format!("`#[generator]` takes {argument}: it takes {ACCEPTED}"))
}

impl Arguments {
    /// Reads the arguments. It reports an argument that does not parse, and continues without it.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self {
            size_hint: None,
            runtime: parse_quote!(::genfn),
            moved: Vec::new(),
            state: None,
            name: None,
        };
        let mut runtime_is_given = false;
        // One argument at a time, so that a bad one does not hide those after it.
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match input.parse() {
                    Ok(Argument::SizeHint(name, _)) if arguments.size_hint.is_some() => {
                        errors.at(name, "`size_hint` is given twice: leave one");
                    }
                    Ok(Argument::State(name)) if arguments.state.is_some() => {
                        errors.at(name, "`state` is given twice: leave one");
                    }
                    Ok(Argument::Name(name)) if arguments.name.is_some() => {
                        errors.at(name, "the name is given twice: leave one");
                    }
                    Ok(Argument::Name(name)) => arguments.name = Some(name),
                    Ok(Argument::State(name)) => arguments.state = Some(name),
                    Ok(Argument::SizeHint(_, expression)) => {
                        arguments.size_hint = Some(expression);
                    }
                    Ok(Argument::Runtime(name, _)) if runtime_is_given => {
                        errors.at(name, "`crate` is given twice: leave one");
                    }
                    Ok(Argument::Runtime(_, path)) => {
                        runtime_is_given = true;
                        arguments.runtime = path;
                    }
                    Ok(Argument::Moved(moved)) => arguments.moved = moved,
                    Err(error) => {
                        errors.add(error);
                        skip_argument(input)?;
                    }
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    let message = "a comma is missing before this argument of `#[generator]`";
                    errors.add(input.error(message));
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.add(error);
        }
        arguments
    }
}

/// Skips the rest of an argument that does not parse.
fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// The argument that lists the moved attributes.
const MOVED: &str = "moved_by_the_generator";

/// Puts the attributes of others above `#[generator]`, so that they are given the source. Its result is
/// the whole function then; or `None`, if there are none.
///
/// ```text
/// // in, without `#[generator(a)]`       // out
/// #[doc = ".."]                          #[others(x)]
/// #[others(x)]                           #[genfn::__private::generator(a, moved([others(x)]))]
/// fn numbers() -> .. { .. }              #[doc = ".."]
///                                        fn numbers() -> .. { .. }
/// ```
///
/// An attribute that is found again, below, is one that puts itself back, and would be moved for ever; or one
/// that rustc has not expanded, which is then the same token at the same place. That one rustc reports, if its
/// name is not found: so it is only taken away here, and goes to an item that has nothing of the generator.
pub(crate) fn move_foreign(
    given: &TokenStream,
    arguments: &Arguments,
    head: &Head,
    body: &TokenTree,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let (foreign, own): (Vec<_>, Vec<_>) = head.attributes.iter().partition(|one| is_foreign(one));
    let mut moved = Vec::new();
    let mut above = Vec::new();
    for attribute in foreign {
        let Some(content) = content_of(attribute) else { continue };
        let text = content.to_string();
        match arguments.moved.iter().find(|earlier| earlier.to_string() == text) {
            None => {
                moved.push(content);
                above.push(attribute);
            }
            Some(earlier) if is_same(earlier, &content) => {}
            Some(_) => {
                errors.at(
                    attribute,
                    "this attribute puts itself back below `#[generator]`, which makes a generator of \
                     what is left once all other attributes have done their work: leave the attribute \
                     out",
                );
                return None;
            }
        }
    }
    if moved.is_empty() {
        return None;
    }
    let runtime = &arguments.runtime;
    let earlier = &arguments.moved;
    let ends_with_comma = is_punct(given.clone().into_iter().last().as_ref(), ',');
    let comma = (!given.is_empty() && !ends_with_comma).then(|| quote!(,));
    let given = without_moved(given);
    let name = Ident::new(MOVED, Span::mixed_site());
    let Head { visibility, signature, .. } = head;
    Some(quote! {
        #(#above)*
        #[#runtime::__private::generator(#given #comma #name(#(#earlier)* #(#moved)*))]
        #(#own)*
        #visibility #signature #body
    })
}

/// The brackets of an attribute.
fn content_of(attribute: &Attribute) -> Option<Group> {
    match quote!(#attribute).into_iter().last() {
        Some(TokenTree::Group(content)) => Some(content),
        _ => None,
    }
}

/// Whether two attributes are one: the name is the same token. A macro that is given one cannot make
/// another one of it, as it is not given its own name.
fn is_same(left: &Group, right: &Group) -> bool {
    let place = |group: &Group| {
        let name = group.stream().into_iter().next();
        name.map(|name| format!("{:?}", name.span()))
    };
    place(left) == place(right)
}

/// The attributes that rustc has left in place although they were above, each on an item of its own: `expanded`
/// with these items in its block. rustc says of each what is wrong with it.
pub(crate) fn with_unexpanded(expanded: TokenStream, unexpanded: &[Attribute]) -> TokenStream {
    if unexpanded.is_empty() {
        return expanded;
    }
    let mut tokens: Vec<TokenTree> = expanded.into_iter().collect();
    if let Some(TokenTree::Group(block)) = tokens.last_mut() {
        let content = block.stream();
        let mut with_items =
            Group::new(block.delimiter(), quote!(#(#unexpanded const _: () = ();)* #content));
        with_items.set_span(block.span());
        *block = with_items;
    }
    tokens.into_iter().collect()
}

/// The arguments without the list of moved attributes.
fn without_moved(given: &TokenStream) -> TokenStream {
    let mut rest = given.clone().into_iter().peekable();
    let mut left = TokenStream::new();
    while let Some(token) = rest.next() {
        if matches!(&token, TokenTree::Ident(name) if name == MOVED) {
            rest.next();
            if is_punct(rest.peek(), ',') {
                rest.next();
            }
        } else {
            left.extend([token]);
        }
    }
    left
}

/// Reports the attributes that cannot be on a generator, whichever is above.
pub(crate) fn check(head: &Head, body: &Body, errors: &mut Errors) {
    for attribute in &head.attributes {
        let last = attribute.path().segments.last().map(|segment| segment.ident.to_string());
        match last.as_deref() {
            Some("instrument") => errors.at(attribute, INSTRUMENT),
            Some("test" | "bench") => errors.at(
                attribute,
                "a test is run by one call, and the call of a generator runs nothing of its body: \
                 write a plain function that is the test, and let it step the generator",
            ),
            _ => {}
        }
    }
    // What `#[instrument]` has left, if it is above.
    let guard = "__tracing_attr_guard";
    if body.words.contain(guard) {
        errors.at(tokens::find_ident(body.braces.stream(), guard), INSTRUMENT);
    }
}

const INSTRUMENT: &str = "\
`#[instrument]` enters its span once and leaves it at the end: the caller of a generator would be in \
the span while the generator is suspended; let the caller enter the span around each step, \
`span.in_scope(|| numbers.next())`";

/// Whether an attribute may be a macro of somebody else's.
///
/// The language's own attributes are known, and no macro can have the name of one: rustc would find it
/// ambiguous. Those of tools are paths. `cfg_attr` may become anything.
pub(crate) fn is_foreign(attribute: &Attribute) -> bool {
    let path = attribute.path();
    if let Some(name) = path.get_ident() {
        // The derives go to the explicit state, whose code is safe and names nothing of a step; serde's attribute is for
        // them.
        return name != "derive" && name != "serde" && !BUILT_IN.iter().any(|known| name == known);
    }
    !is_of_tool(attribute)
}

/// Whether an attribute in a body may be a macro: all but the language's own may. A module of the user's
/// can have the name of a tool, and `derive` can be imported from elsewhere.
pub(crate) fn may_be_macro(attribute: &Attribute) -> bool {
    let name = attribute.path().get_ident();
    name.is_none_or(|name| !BUILT_IN.iter().any(|known| name == known))
}

/// Leaves those inner attributes of a block in place that are the language's own. One that may be a macro
/// would be given the expansion of the block.
pub(crate) fn check_inner(attributes: &mut Vec<Attribute>, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let may_be_macro = may_be_macro(attribute);
        if may_be_macro && !is_of_tool(attribute) {
            errors.at(
                attribute,
                "a macro cannot be an attribute of a generator's block, as it would be given what the \
                 block becomes: put it on a statement in the body, or on a function marked \
                 `#[generator]`",
            );
        }
        !may_be_macro
    });
}

/// Whether an attribute is one of a tool that rustc knows. It concerns the source.
pub(crate) fn is_of_tool(attribute: &Attribute) -> bool {
    let path = attribute.path();
    let first = path.segments.first();
    path.leading_colon.is_none()
        && path.segments.len() > 1
        && first.is_some_and(|first| TOOLS.iter().any(|known| first.ident == known))
}

/// Whether there is an attribute among the tokens that may be a macro of somebody else's.
pub(crate) fn has_foreign_attribute(tokens: TokenStream) -> bool {
    tokens::any(tokens, &mut |at| {
        let follows_hash = is_punct(at.before(1), '#')
            || (is_punct(at.before(1), '!') && is_punct(at.before(2), '#'));
        match at.token() {
            TokenTree::Group(group) if follows_hash && group.delimiter() == Delimiter::Bracket => {
                let stream = group.stream();
                let parsed = Attribute::parse_outer.parse2(quote!(#[#stream]));
                parsed.map_or(true, |attributes| attributes.iter().any(may_be_macro))
            }
            _ => false,
        }
    })
}

/// The attributes of the language that can be on a function or in its body, and are no macros.
const BUILT_IN: [&str; 24] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "inline",
    "instruction_set",
    "link_section",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "optimize",
    "repr",
    "target_feature",
    "track_caller",
    "unsafe",
    "used",
    "warn",
];

/// The tools whose attributes rustc knows.
const TOOLS: [&str; 5] = ["clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"];
