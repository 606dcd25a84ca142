//! The generators in a file.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Meta, ReturnType, Signature};

/// A function of a file.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, with a number where it is not the first one of that name in the file.
    pub name: String,
    /// The lines that it is in, with its attributes.
    pub lines: RangeInclusive<usize>,
    /// What makes it a generator. `None` if it is none, or has an explicit state as it is.
    pub generator: Option<Generator>,
}

/// The attribute of a generator.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Where `state` is written, as the bytes of the file that it takes the place of.
    place: Range<usize>,
    state: &'static str,
    /// Whether it returns an `impl PinCoroutine`, which stays where it is.
    pub pinned: bool,
}

/// The functions of a file, also those in other functions.
///
/// # Panics
///
/// Where the text is no Rust.
#[must_use]
pub fn functions(source: &str) -> Vec<Function> {
    let file = syn::parse_file(source).expect("a test is Rust");
    let mut found = Functions { found: Vec::new(), names: BTreeMap::new() };
    found.visit_file(&file);
    found.found
}

/// The file with explicit states for the generators that `wanted` chooses.
#[must_use]
pub fn rewritten(
    source: &str,
    functions: &[Function],
    wanted: impl Fn(&Function) -> bool,
) -> String {
    let mut places: Vec<&Generator> = functions
        .iter()
        .filter(|one| wanted(one))
        .filter_map(|one| one.generator.as_ref())
        .collect();
    places.sort_by_key(|generator| generator.place.start);
    let mut text = source.to_owned();
    for generator in places.into_iter().rev() {
        text.replace_range(generator.place.clone(), generator.state);
    }
    text
}

struct Functions {
    found: Vec<Function>,
    names: BTreeMap<String, usize>,
}

impl Functions {
    fn add(&mut self, attributes: &[Attribute], signature: &Signature, whole: proc_macro2::Span) {
        let name = signature.ident.to_string();
        let count = self.names.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name}.{count}") };
        self.found.push(Function {
            name,
            lines: whole.start().line..=whole.end().line,
            generator: match signature.asyncness {
                // A stream has none.
                Some(_) => None,
                None => generator(attributes, &signature.output),
            },
        });
    }
}

fn generator(attributes: &[Attribute], output: &ReturnType) -> Option<Generator> {
    let is_generator = |attribute: &&Attribute| {
        attribute.path().segments.last().is_some_and(|segment| segment.ident == "generator")
    };
    let attribute = attributes.iter().find(is_generator)?;
    let returned = quoted(output);
    let pinned = returned.contains("PinCoroutine");
    if attributes.iter().any(|attribute| attribute.path().is_ident("derive"))
        || returned.contains("+ Clone")
    {
        return None;
    }
    match &attribute.meta {
        Meta::Path(path) => {
            let end = path.span().byte_range().end;
            Some(Generator { place: end..end, state: "(state)", pinned })
        }
        Meta::List(list) => {
            let arguments = list.tokens.to_string();
            if arguments.contains("state") || arguments.contains("struct") {
                return None;
            }
            let start = list.delimiter.span().open().byte_range().end;
            Some(Generator { place: start..start, state: "state, ", pinned })
        }
        Meta::NameValue(_) => None,
    }
}

fn quoted(output: &ReturnType) -> String {
    match output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => ty.span().source_text().unwrap_or_default(),
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.attrs, &function.sig, function.span());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.attrs, &function.sig, function.span());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.add(&function.attrs, &function.sig, function.span());
        visit::visit_trait_item_fn(self, function);
    }
}
