//! The source of a batch: signatures, both forms of each body, and the table of them.

mod body;
mod scope;

use std::collections::BTreeSet;
use std::fmt::Write;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use body::Writer;

/// What goes out of a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Item {
    Number,
    Guard,
    /// `Result<i64, Failure>`.
    Fallible,
}

impl Item {
    fn name(self) -> &'static str {
        match self {
            Self::Number => "i64",
            Self::Guard => "Guard",
            Self::Fallible => "Result<i64, Failure>",
        }
    }
}

/// What a coroutine returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Returned {
    Unit,
    Number,
    Result,
    Option,
}

impl Returned {
    fn name(self) -> &'static str {
        match self {
            Self::Unit => "()",
            Self::Number => "i64",
            Self::Result => "Result<i64, Failure>",
            Self::Option => "Option<i64>",
        }
    }
}

/// The return type of the generator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Iterator,
    BoxedIterator,
    Coroutine,
    BoxedCoroutine,
    LocalBoxGenerator,
}

impl Form {
    /// Whether it is sent numbers and thrown failures; otherwise it is an iterator.
    pub(crate) fn is_coroutine(self) -> bool {
        matches!(self, Self::Coroutine | Self::BoxedCoroutine | Self::LocalBoxGenerator)
    }
}

/// An argument of a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Argument {
    Number,
    Guard,
    /// `&Guard`.
    Lent,
    MaybeGuard,
    Numbers,
    Guards,
    /// `(Guard, i64)`, by a pattern.
    Duo,
    /// `_: Guard`.
    Ignored,
}

impl Argument {
    fn type_name(self) -> &'static str {
        match self {
            Self::Number => "i64",
            Self::Guard | Self::Ignored => "Guard",
            Self::Lent => "&Guard",
            Self::MaybeGuard => "Option<Guard>",
            Self::Numbers => "Vec<i64>",
            Self::Guards => "Vec<Guard>",
            Self::Duo => "(Guard, i64)",
        }
    }
}

/// What a caller of a body knows.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) index: usize,
    pub(crate) form: Form,
    pub(crate) item: Item,
    pub(crate) returned: Returned,
    pub(crate) arguments: Vec<Argument>,
}

impl Signature {
    fn random(index: usize, random: &mut ChaCha8Rng) -> Self {
        let form = match random.random_range(0..20) {
            0..=8 => Form::Iterator,
            9..=10 => Form::BoxedIterator,
            11..=17 => Form::Coroutine,
            18 => Form::BoxedCoroutine,
            _ => Form::LocalBoxGenerator,
        };
        let item = match random.random_range(0..8) {
            0..=3 => Item::Number,
            4..=5 => Item::Guard,
            _ if form.is_coroutine() => Item::Number,
            _ => Item::Fallible,
        };
        let returned = match random.random_range(0..8) {
            _ if !form.is_coroutine() => Returned::Unit,
            0 => Returned::Unit,
            1..=2 => Returned::Number,
            3..=5 => Returned::Result,
            _ => Returned::Option,
        };
        let mut arguments = Vec::new();
        for _ in 0..random.random_range(0..5) {
            arguments.push(match random.random_range(0..12) {
                0..=1 => Argument::Number,
                2..=4 => Argument::Guard,
                5..=6 => Argument::Lent,
                7 => Argument::MaybeGuard,
                8 => Argument::Numbers,
                9 => Argument::Guards,
                10 => Argument::Duo,
                _ => Argument::Ignored,
            });
        }
        Self { index, form, item, returned, arguments }
    }

    pub(crate) fn name(&self) -> String {
        format!("body_{}", self.index)
    }

    /// Whether this one can delegate to `other`.
    pub(crate) fn can_delegate_to(&self, other: &Self) -> bool {
        self.item == other.item && self.form.is_coroutine() == other.form.is_coroutine()
    }

    /// A body in place of one that is rejected, for those that delegate to it.
    fn one_yield(&self) -> String {
        let item = match self.item {
            Item::Number => "7_i64",
            Item::Guard => "guard(7)",
            Item::Fallible => "Ok(7_i64)",
        };
        let returned = match self.returned {
            Returned::Unit => "",
            Returned::Number => "7_i64",
            Returned::Result => "Ok(7_i64)",
            Returned::Option => "Some(7_i64)",
        };
        format!("    yield_!({item});\n    {returned}\n")
    }

    fn resume(&self) -> &'static str {
        if self.form.is_coroutine() { "i64" } else { "()" }
    }

    fn error(&self) -> &'static str {
        if self.form.is_coroutine() { "Failure" } else { "std::convert::Infallible" }
    }

    /// The arguments with the patterns that the body sees.
    fn patterns(&self) -> String {
        let mut list = "depth: i64".to_owned();
        for (place, argument) in self.arguments.iter().enumerate() {
            let type_name = argument.type_name();
            let _ = match argument {
                Argument::Duo => write!(list, ", (mut duo_{place}, part_{place}): {type_name}"),
                Argument::Ignored => write!(list, ", _: {type_name}"),
                _ => write!(list, ", mut argument_{place}: {type_name}"),
            };
        }
        list
    }

    fn generator_type(&self) -> String {
        let (item, resume) = (self.item.name(), self.resume());
        let (returned, error) = (self.returned.name(), self.error());
        let bindings =
            format!("Yield = {item}, Resume = {resume}, Return = {returned}, Error = {error}");
        match self.form {
            Form::Iterator => format!("impl Iterator<Item = {item}>"),
            Form::BoxedIterator => format!("Box<dyn Iterator<Item = {item}> + '_>"),
            Form::Coroutine => format!("impl Coroutine<{bindings}>"),
            Form::BoxedCoroutine => format!("Box<dyn Coroutine<{bindings}> + '_>"),
            Form::LocalBoxGenerator => {
                format!("LocalBoxGenerator<'_, {item}, {resume}, {returned}, {error}>")
            }
        }
        // Without anything that is lent there is no lifetime to leave out.
        .replace("'_", if self.arguments.contains(&Argument::Lent) { "'lent" } else { "'static" })
    }

    fn lifetime(&self) -> &'static str {
        if self.arguments.contains(&Argument::Lent) { "<'lent>" } else { "" }
    }

    /// The arguments of a function that only hands them on.
    fn handed_on(&self) -> (String, String) {
        let (mut declared, mut used) = ("depth: i64".to_owned(), "depth".to_owned());
        for (place, argument) in self.arguments.iter().enumerate() {
            let _ = write!(declared, ", argument_{place}: {}", argument.type_name());
            let _ = write!(used, ", argument_{place}");
        }
        (declared, used)
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) statements: usize,
    pub(crate) yields: usize,
    pub(crate) delegations: usize,
}

/// A module with `bodies` random bodies. The same seed gives the same text. With `rejected` they have
/// explicit states; instead of those bodies that it names, which can have none, each is one yield that is
/// not run by itself.
#[must_use]
pub fn batch(seed: u64, bodies: usize, rejected: Option<&BTreeSet<usize>>) -> String {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let signatures: Vec<_> =
        (0..bodies).map(|index| Signature::random(index, &mut random)).collect();
    let mut counts = Counts::default();
    let mut generators = String::new();
    let mut plains = String::new();
    let mut entries = String::new();
    let mut table = String::new();
    for signature in &signatures {
        let mut writer = Writer::new(signature, &signatures, &mut random, rejected.is_some());
        let text = writer.body();
        if rejected.is_some_and(|rejected| rejected.contains(&signature.index)) {
            let text = signature.one_yield();
            write_generator(&mut generators, signature, &text, true);
            write_plain(&mut plains, signature, &text);
            continue;
        }
        counts.statements += writer.counts.statements;
        counts.yields += writer.counts.yields;
        counts.delegations += writer.counts.delegations;
        write_generator(&mut generators, signature, &text, rejected.is_some());
        write_plain(&mut plains, signature, &text);
        write_entry(&mut entries, &mut table, signature, &text);
    }
    let Counts { statements, yields, delegations } = counts;
    let explicit = rejected.is_some();
    format!(
        "use crate::vocabulary::*;\n\
         use crate::runs::{{self, Abilities, Body, Steps}};\n\
         use crate::log::Script;\n\
         use crate::plain as forms;\n\n\
         mod generator {{\n\
         use super::*;\n\
         use genfn::{{Coroutine, Interrupt, LocalBoxGenerator, generator}};\n\n\
         {generators}}}\n\n\
         mod plain {{\n\
         use super::*;\n\
         use super::forms::{{Plain, PlainBoxed, PlainFallible}};\n\
         use genfn::Interrupt;\n\n\
         {plains}}}\n\n\
         {entries}\n\
         pub(crate) const BODIES: &[Body] = &[\n{table}];\n\n\
         pub(crate) const EXPLICIT: bool = {explicit};\n\
         pub(crate) const STATEMENTS: u64 = {statements};\n\
         pub(crate) const YIELDS: u64 = {yields};\n\
         pub(crate) const DELEGATIONS: u64 = {delegations};\n"
    )
}

fn write_generator(to: &mut String, signature: &Signature, text: &str, state: bool) {
    let attribute = if state { "generator(state)" } else { "generator" };
    let (name, lifetime) = (signature.name(), signature.lifetime());
    let patterns = signature.patterns().replace("&Guard", "&'lent Guard");
    let generator_type = signature.generator_type();
    let _ = writeln!(
        to,
        "#[{attribute}]\npub(super) fn {name}{lifetime}({patterns}) -> {generator_type} {{\n{text}}}\n"
    );
}

fn write_plain(to: &mut String, signature: &Signature, text: &str) {
    let name = signature.name();
    let (item, resume, error) = (signature.item.name(), signature.resume(), signature.error());
    let (mut returned, mut text) = (signature.returned.name(), text.to_owned());
    let mut form = "Plain";
    if signature.form == Form::BoxedIterator {
        form = "PlainBoxed";
    }
    if signature.item == Item::Fallible {
        returned = "Result<(), Failure>";
        text = text.replace("return;", "return Ok(());") + "    Ok(())\n";
        form = "PlainFallible";
    }
    let patterns = signature.patterns();
    let (declared, used) = signature.handed_on();
    let mut run = format!("{form}(move || run_{name}({used}))");
    if signature.item == Item::Fallible && signature.form == Form::BoxedIterator {
        run = format!(
            "PlainBoxed(move || forms::Delegate::<{item}>::run(PlainFallible(move || \
             run_{name}({used}))))"
        );
        form = "PlainBoxed";
        returned = "()";
    }
    let _ = writeln!(
        to,
        "pub(super) fn {name}({declared}) -> {form}<impl FnOnce() -> {returned}> {{\n    {run}\n}}\n"
    );
    let run_returns =
        if signature.item == Item::Fallible { "Result<(), Failure>" } else { returned };
    let _ = writeln!(
        to,
        "fn run_{name}({patterns}) -> {run_returns} {{\n    \
         type Item = {item};\n    type Resume = {resume};\n    type Error = {error};\n{text}}}\n"
    );
}

/// The first call of both forms: with what is lent as locals of the caller.
fn write_entry(to: &mut String, table: &mut String, signature: &Signature, text: &str) {
    let name = signature.name();
    let mut lent = String::new();
    let mut arguments = "3".to_owned();
    for (place, argument) in signature.arguments.iter().enumerate() {
        let number = signature.index % 10 + place * 10 + 10;
        let _ = match argument {
            Argument::Number => write!(arguments, ", {number}"),
            Argument::Guard | Argument::Ignored => write!(arguments, ", guard({number})"),
            Argument::Lent => {
                let _ = writeln!(lent, "    let lent_{place} = guard({number});");
                write!(arguments, ", &lent_{place}")
            }
            Argument::MaybeGuard => write!(arguments, ", maybe_guard({number})"),
            Argument::Numbers => write!(arguments, ", vec![{number}, 2, 1]"),
            Argument::Guards => write!(arguments, ", vec![guard({number}), guard(2)]"),
            Argument::Duo => write!(arguments, ", (guard({number}), 5)"),
        };
    }
    let wrapper = match signature.form {
        Form::Iterator => "generator",
        Form::BoxedIterator => "iterator",
        Form::Coroutine | Form::BoxedCoroutine | Form::LocalBoxGenerator => "coroutine",
    };
    let item = signature.item.name();
    let _ = writeln!(
        to,
        "fn generator_{name}(drive: &mut dyn for<'a> FnMut(Box<dyn Steps + 'a>)) {{\n{lent}    \
         drive(runs::{wrapper}(generator::{name}({arguments})));\n}}\n\n\
         fn plain_{name}(script: Script, abilities: Abilities) {{\n{lent}    \
         forms::run::<{item}>(plain::{name}({arguments}), script, abilities);\n}}\n"
    );
    let throws = signature.form.is_coroutine();
    let closes = signature.form != Form::BoxedIterator;
    let patterns = signature.patterns();
    let generator_type = signature.generator_type();
    let source = format!("fn {name}({patterns}) -> {generator_type} {{\n{text}}}");
    let _ = writeln!(
        table,
        "    Body {{\n        name: {name:?},\n        source: {source:?},\n        \
         abilities: Abilities {{ throws: {throws}, closes: {closes} }},\n        \
         is_iterator: {},\n        generator: generator_{name},\n        plain: plain_{name},\n    }},",
        !signature.form.is_coroutine(),
    );
}
