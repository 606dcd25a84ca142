//! The source of a batch: signatures, both forms of each body, and the table of them.

mod body;
mod scope;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Add;

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

/// What makes the generator: its return type, or a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `impl Iterator`.
    Iterator,
    /// `Box<dyn Iterator>`.
    BoxedIterator,
    /// `impl Coroutine`.
    Coroutine,
    /// `Box<dyn Coroutine>`.
    BoxedCoroutine,
    /// `LocalBoxGenerator`.
    LocalBoxGenerator,
    /// `BoxGenerator`.
    BoxGenerator,
    /// `BoxGenerator` that is an iterator.
    BoxedGenerator,
    /// `impl PinCoroutine`.
    PinCoroutine,
    /// `impl PinCoroutine` whose handle is an iterator.
    PinIterator,
    /// `gen_!` that is an iterator.
    Block,
    /// `gen_!` that is a coroutine.
    CoroutineBlock,
}

impl Form {
    pub(crate) const ALL: [Self; 11] = [
        Self::Iterator,
        Self::BoxedIterator,
        Self::Coroutine,
        Self::BoxedCoroutine,
        Self::LocalBoxGenerator,
        Self::BoxGenerator,
        Self::BoxedGenerator,
        Self::PinCoroutine,
        Self::PinIterator,
        Self::Block,
        Self::CoroutineBlock,
    ];

    fn random(random: &mut ChaCha8Rng) -> Self {
        match random.random_range(0..30) {
            0..=6 => Self::Iterator,
            7..=8 => Self::BoxedIterator,
            9..=14 => Self::Coroutine,
            15 => Self::BoxedCoroutine,
            16 => Self::LocalBoxGenerator,
            17..=18 => Self::BoxGenerator,
            19 => Self::BoxedGenerator,
            20..=22 => Self::PinCoroutine,
            23..=24 => Self::PinIterator,
            25..=27 => Self::Block,
            _ => Self::CoroutineBlock,
        }
    }

    /// How a table names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Iterator => "impl Iterator",
            Self::BoxedIterator => "Box<dyn Iterator>",
            Self::Coroutine => "impl Coroutine",
            Self::BoxedCoroutine => "Box<dyn Coroutine>",
            Self::LocalBoxGenerator => "LocalBoxGenerator",
            Self::BoxGenerator => "BoxGenerator, a coroutine",
            Self::BoxedGenerator => "BoxGenerator, an iterator",
            Self::PinCoroutine => "impl PinCoroutine, a coroutine",
            Self::PinIterator => "impl PinCoroutine, an iterator",
            Self::Block => "gen_!, an iterator",
            Self::CoroutineBlock => "gen_!, a coroutine",
        }
    }

    /// Whether it is sent numbers and thrown failures; otherwise it is an iterator.
    pub(crate) fn is_coroutine(self) -> bool {
        use Form::{
            BoxGenerator, BoxedCoroutine, Coroutine, CoroutineBlock, LocalBoxGenerator,
            PinCoroutine,
        };
        matches!(
            self,
            Coroutine
                | BoxedCoroutine
                | LocalBoxGenerator
                | BoxGenerator
                | PinCoroutine
                | CoroutineBlock
        )
    }

    /// Whether a delegate has to be pinned.
    pub(crate) fn is_pinned(self) -> bool {
        matches!(self, Self::PinCoroutine | Self::PinIterator)
    }

    /// Whether `gen_!` makes it.
    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Block | Self::CoroutineBlock)
    }

    /// Whether its body can have an explicit state.
    pub(crate) fn can_have_state(self) -> bool {
        !self.is_pinned() && !self.is_block()
    }

    /// Whether its body can delegate to itself: it is a function, and its delegates are not in it.
    fn can_recurse(self) -> bool {
        !self.is_pinned() && !self.is_block()
    }

    /// Whether an error can be its last item.
    fn can_be_fallible(self) -> bool {
        matches!(self, Self::Iterator | Self::BoxedIterator | Self::Block)
    }
}

/// How a body has the fields of a `Host`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Receiver {
    /// `mut self`.
    Value,
    /// `&self`.
    Shared,
    /// `&mut self`.
    Exclusive,
}

impl Receiver {
    pub(crate) const ALL: [Self; 3] = [Self::Value, Self::Shared, Self::Exclusive];

    /// How a table names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Value => "method by value",
            Self::Shared => "method of &self",
            Self::Exclusive => "method of &mut self",
        }
    }

    fn pattern(self, is_mutable: bool) -> &'static str {
        match self {
            Self::Value if is_mutable => "mut self",
            Self::Value => "self",
            Self::Shared => "&'lent self",
            Self::Exclusive => "&'lent mut self",
        }
    }

    pub(crate) fn is_lent(self) -> bool {
        self != Self::Value
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
            Self::Lent => "&'lent Guard",
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
    /// None where it is a function.
    pub(crate) receiver: Option<Receiver>,
    /// Whether it is a method of a trait.
    pub(crate) in_trait: bool,
    /// Whether it is `Send`.
    pub(crate) is_send: bool,
    /// Whether the attribute gives bounds on the number of its items.
    pub(crate) has_size_hint: bool,
    pub(crate) arguments: Vec<Argument>,
}

impl Signature {
    fn random(index: usize, random: &mut ChaCha8Rng) -> Self {
        let form = Form::random(random);
        let item = match random.random_range(0..8) {
            0..=3 => Item::Number,
            4..=5 => Item::Guard,
            _ if form.can_be_fallible() => Item::Fallible,
            _ => Item::Number,
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
        let receiver = match random.random_range(0..6) {
            _ if form.is_block() => None,
            0 => Some(Receiver::Value),
            1 => Some(Receiver::Shared),
            2 => Some(Receiver::Exclusive),
            _ => None,
        };
        let is_send = match form {
            Form::BoxGenerator | Form::BoxedGenerator => true,
            Form::BoxedIterator | Form::BoxedCoroutine | Form::LocalBoxGenerator => false,
            _ => random.random_range(0..2) == 0,
        };
        let in_trait = receiver.is_some() && random.random_range(0..3) == 0;
        let has_size_hint =
            !form.is_coroutine() && !form.is_block() && random.random_range(0..3) == 0;
        Self { index, form, item, returned, receiver, in_trait, is_send, has_size_hint, arguments }
    }

    /// The statements of the least body.
    pub(crate) fn least(&self) -> String {
        let item = match self.item {
            Item::Number => "1_i64",
            Item::Guard => "guard(1)",
            Item::Fallible => "Ok(1_i64)",
        };
        let returned = match self.returned {
            Returned::Unit => "",
            Returned::Number => "1_i64",
            Returned::Result => "Ok(1_i64)",
            Returned::Option => "Some(1_i64)",
        };
        format!("yield_!({item}); {returned}")
    }

    pub(crate) fn name(&self) -> String {
        format!("body_{}", self.index)
    }

    /// Whether this one can delegate to `other`.
    pub(crate) fn can_delegate_to(&self, other: &Self) -> bool {
        // What is pinned has its delegates in itself, and grows with them.
        let fits_in = |other: &Self| !other.form.is_pinned() || other.index % 3 < self.index % 3;
        self.item == other.item
            && self.form.is_coroutine() == other.form.is_coroutine()
            && (self.index != other.index || self.form.can_recurse())
            && (!self.is_send || other.is_send)
            && (!self.form.is_pinned() || fits_in(other))
    }

    /// Whether anything is lent to it.
    pub(crate) fn is_lent(&self) -> bool {
        self.arguments.contains(&Argument::Lent) || self.receiver.is_some_and(Receiver::is_lent)
    }

    fn resume(&self) -> &'static str {
        if self.form.is_coroutine() { "i64" } else { "()" }
    }

    fn error(&self) -> &'static str {
        if self.form.is_coroutine() { "Failure" } else { "std::convert::Infallible" }
    }

    /// The arguments with the patterns that the body sees.
    fn patterns(&self) -> String {
        let mut list = self.receiver_pattern(true) + "depth: i64";
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

    fn receiver_pattern(&self, is_mutable: bool) -> String {
        self.receiver
            .map_or_else(String::new, |receiver| receiver.pattern(is_mutable).to_owned() + ", ")
    }

    fn coroutine_bindings(&self) -> String {
        let (item, resume) = (self.item.name(), self.resume());
        let (returned, error) = (self.returned.name(), self.error());
        format!("Yield = {item}, Resume = {resume}, Return = {returned}, Error = {error}")
    }

    fn generator_type(&self) -> String {
        let (item, resume) = (self.item.name(), self.resume());
        let (returned, error) = (self.returned.name(), self.error());
        let bindings = self.coroutine_bindings();
        match self.form {
            Form::Iterator => format!("impl Iterator<Item = {item}>"),
            Form::BoxedIterator => format!("Box<dyn Iterator<Item = {item}> + '_>"),
            Form::Coroutine => format!("impl Coroutine<{bindings}>"),
            Form::BoxedCoroutine => format!("Box<dyn Coroutine<{bindings}> + '_>"),
            Form::LocalBoxGenerator => {
                format!("LocalBoxGenerator<'_, {item}, {resume}, {returned}, {error}>")
            }
            Form::BoxGenerator => {
                format!("BoxGenerator<'_, {item}, {resume}, {returned}, {error}>")
            }
            Form::BoxedGenerator => format!("BoxGenerator<'_, {item}>"),
            Form::PinCoroutine => format!("impl PinCoroutine<{bindings}>"),
            Form::PinIterator => format!("impl PinCoroutine<Yield = {item}>"),
            Form::Block => {
                format!("impl Iterator<Item = {item}> + Coroutine<{bindings}>{}", self.captures())
            }
            Form::CoroutineBlock => format!("impl Coroutine<{bindings}>{}", self.captures()),
        }
        // Without anything that is lent there is no lifetime to leave out.
        .replace("'_", if self.is_lent() { "'lent" } else { "'static" })
    }

    fn lifetime(&self) -> &'static str {
        if self.is_lent() { "<'lent>" } else { "" }
    }

    /// What an `impl` captures, in every edition. In a trait it captures everything.
    fn captures(&self) -> &'static str {
        if self.is_lent() && !self.in_trait { " + use<'lent>" } else { "" }
    }

    /// The arguments of a function that only hands them on.
    fn handed_on(&self) -> (String, String) {
        let mut declared = self.receiver_pattern(false) + "depth: i64";
        let mut used = "depth".to_owned();
        for (place, argument) in self.arguments.iter().enumerate() {
            let _ = write!(declared, ", argument_{place}: {}", argument.type_name());
            let _ = write!(used, ", argument_{place}");
        }
        (declared, used)
    }

    /// The bounds that the attribute is given, and what they come to in the first call. They are
    /// those of an argument that can be counted, or of the depth.
    fn size_hint(&self) -> Option<(String, (usize, usize))> {
        if !self.has_size_hint {
            return None;
        }
        let counted = self
            .arguments
            .iter()
            .position(|argument| matches!(argument, Argument::Numbers | Argument::Guards));
        Some(if let Some(place) = counted {
            let count = if self.arguments[place] == Argument::Numbers { 3 } else { 2 };
            (format!("(argument_{place}.len(), Some(7))"), (count, 7))
        } else {
            // A body that recurses may be called with less than nothing.
            let count = "usize::try_from(depth).unwrap_or(0)";
            (format!("({count}, Some({count} * 2))"), (3, 6))
        })
    }

    /// The call of this body with these arguments, after those of it that stand in front of them.
    fn call(&self, module: &str, receiver: &str, arguments: &str) -> String {
        let name = self.name();
        match self.receiver {
            None => format!("{module}::{name}({arguments})"),
            Some(_) if self.in_trait => format!(
                "<{module}::Host as {module}::Trait{}>::{name}({receiver}, {arguments})",
                self.index
            ),
            Some(_) => format!("{module}::Host::{name}({receiver}, {arguments})"),
        }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) statements: usize,
    pub(crate) yields: usize,
    pub(crate) delegations: usize,
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            statements: self.statements + other.statements,
            yields: self.yields + other.yields,
            delegations: self.delegations + other.delegations,
        }
    }
}

/// A body that is written.
#[derive(Clone, Debug)]
pub struct Written {
    pub(crate) signature: Signature,
    /// Its statements.
    pub(crate) text: String,
    pub(crate) counts: Counts,
}

impl Written {
    /// Which one of its batch it is.
    #[must_use]
    pub fn index(&self) -> usize {
        self.signature.index
    }

    /// Its statements.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The generator, as its user would write it.
    #[must_use]
    pub fn source(&self) -> String {
        let mut source = String::new();
        write_generator(&mut source, &self.signature, &self.text, false);
        source
    }
}

/// The bodies of a batch.
#[derive(Clone, Debug)]
pub struct Batch {
    pub(crate) bodies: Vec<Written>,
    /// The bodies that have an explicit state, where any has.
    pub has_state: Option<BTreeSet<usize>>,
    /// Whether the plain functions have a fault, which is there to be found.
    pub has_fault: bool,
}

impl Batch {
    /// This many random bodies. The same seed gives the same ones. `explicit`: they are for explicit
    /// states, which take fewer constructs.
    #[must_use]
    pub fn random(seed: u64, bodies: usize, explicit: bool) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let signatures: Vec<_> =
            (0..bodies).map(|index| Signature::random(index, &mut random)).collect();
        let mut written = Vec::new();
        for signature in &signatures {
            let mut writer = Writer::new(signature, &signatures, &mut random, explicit);
            let text = writer.body();
            written.push(Written { signature: signature.clone(), text, counts: writer.counts });
        }
        Self { bodies: written, has_state: None, has_fault: false }
    }

    /// The bodies.
    #[must_use]
    pub fn bodies(&self) -> &[Written] {
        &self.bodies
    }

    /// A module with these bodies. `boxed`: those that have no explicit state; without it none has.
    ///
    /// With it, only those that have one are compared. Of the others, it has those that these delegate to.
    #[must_use]
    pub fn text(&self, boxed: Option<&BTreeSet<usize>>) -> String {
        let compared: BTreeSet<usize> = self.compared(boxed).map(Written::index).collect();
        let has_state = |index| boxed.is_some() && compared.contains(&index);
        let needed = self.needed_by(&compared);
        let needed = self.bodies.iter().filter(|body| needed.contains(&body.index()));
        let bodies: Vec<Written> = needed.cloned().collect();
        let (forms, lines) = forms(&bodies, has_state, self.has_fault);
        let (mut table, mut counts) = (String::new(), Counts::default());
        for (body, line) in bodies.iter().zip(lines) {
            if compared.contains(&body.index()) {
                table.push_str(&line);
                counts = counts + body.counts;
            }
        }
        let counts = constants(counts);
        format!("{IMPORTS}\n{forms}\npub(crate) const BODIES: &[Body] = &[\n{table}];\n\n{counts}")
    }

    /// The bodies that are compared: those with an explicit state, if any has one.
    pub fn compared(&self, boxed: Option<&BTreeSet<usize>>) -> impl Iterator<Item = &Written> {
        self.bodies.iter().filter(move |body| {
            boxed.is_none_or(|boxed| {
                body.signature.form.can_have_state() && !boxed.contains(&body.index())
            })
        })
    }

    /// These bodies and those that they delegate to.
    fn needed_by(&self, bodies: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut needed = bodies.clone();
        let mut left: Vec<usize> = bodies.iter().copied().collect();
        while let Some(index) = left.pop() {
            for part in self.bodies[index].text.split("body_").skip(1) {
                let number: String = part.chars().take_while(char::is_ascii_digit).collect();
                left.extend(number.parse().ok().filter(|other| needed.insert(*other)));
            }
        }
        needed
    }
}

fn constants(Counts { statements, yields, delegations }: Counts) -> String {
    format!(
        "pub(crate) const STATEMENTS: u64 = {statements};\n\
         pub(crate) const YIELDS: u64 = {yields};\n\
         pub(crate) const DELEGATIONS: u64 = {delegations};\n"
    )
}

/// A module in which each of some versions of bodies of `batch` is a module of its own. Each is about
/// the body of the given index.
#[must_use]
pub fn candidates<'a>(
    batch: &Batch,
    candidates: impl Iterator<Item = &'a [Written]>,
    index: usize,
) -> String {
    let has_state =
        |index| batch.has_state.as_ref().is_some_and(|with_state| with_state.contains(&index));
    let mut text = "use crate::runs::Body;\n\n".to_owned();
    let mut table = String::new();
    for (place, bodies) in candidates.enumerate() {
        let (forms, entries) = forms(bodies, has_state, batch.has_fault);
        let entry = bodies.iter().position(|body| body.signature.index == index);
        let entry = entry.map_or("", |entry| entries[entry].trim_end().trim_end_matches(','));
        let _ = writeln!(
            text,
            "mod candidate_{place} {{\n{IMPORTS}\n{forms}\npub(super) const BODY: Body = {entry};\n}}\n"
        );
        let _ = writeln!(table, "    candidate_{place}::BODY,");
    }
    let counts = constants(Counts::default());
    text + &format!("pub(crate) const BODIES: &[Body] = &[\n{table}];\n\n{counts}")
}

/// A module with `bodies` random bodies: [`Batch::random`], as [text](Batch::text).
#[must_use]
pub fn batch(seed: u64, bodies: usize, boxed: Option<&BTreeSet<usize>>) -> String {
    Batch::random(seed, bodies, boxed.is_some()).text(boxed)
}

const IMPORTS: &str = "\
use crate::vocabulary::*;
use crate::runs::{self, Abilities, Body, Steps};
use crate::log::Script;
use crate::plain as forms;
";

/// What methods are called on. In each of both modules, for the names of the methods are the same.
const HOST: &str = "\
pub(super) struct Host {
    pub(super) held: Guard,
    pub(super) spare: Option<Guard>,
}

pub(super) fn host(number: i64) -> Host {
    Host { held: guard(number), spare: maybe_guard(small(number + 1)) }
}
";

/// In the place of the plain function that drops its guard, one that does not.
const FAULT: &str = "\
fn consume(guard: Guard) -> i64 {
    let number = note(guard.id());
    std::mem::forget(guard);
    number
}
";

/// Both forms of each body and their first calls; and the table of them.
fn forms(
    bodies: &[Written],
    has_state: impl Fn(usize) -> bool,
    has_fault: bool,
) -> (String, Vec<String>) {
    let mut generators = String::new();
    let mut plains = String::new();
    let mut entries = String::new();
    let mut table = Vec::new();
    for Written { signature, text, .. } in bodies {
        write_generator(&mut generators, signature, text, has_state(signature.index));
        write_plain(&mut plains, signature, text);
        table.push(write_entry(&mut entries, signature, text));
    }
    let fault = if has_fault { FAULT } else { "" };
    let forms = format!(
        "mod generator {{\n\
         use super::*;\n\
         use genfn::{{\n    \
         BoxGenerator, Coroutine, Interrupt, LocalBoxGenerator, PinCoroutine, gen_, generator, \
         pin,\n}};\n\n\
         {HOST}\n{generators}}}\n\n\
         mod plain {{\n\
         use super::*;\n\
         use super::forms::{{Plain, PlainBoxed, PlainFallible}};\n\
         use genfn::Interrupt;\n\n\
         // Nothing is pinned here.\n\
         macro_rules! pin {{ ($delegate:expr) => {{ $delegate }}; }}\n\n\
         {fault}{HOST}\n{plains}}}\n\n\
         {entries}"
    );
    (forms, table)
}

fn write_generator(to: &mut String, signature: &Signature, text: &str, state: bool) {
    let (name, lifetime) = (signature.name(), signature.lifetime());
    let patterns = signature.patterns();
    let generator_type = signature.generator_type();
    let head = format!("fn {name}{lifetime}({patterns}) -> {generator_type}");
    if signature.form.is_block() {
        let given = if signature.form == Form::CoroutineBlock {
            format!("-> impl Coroutine<{}> {{\n{text}}}", signature.coroutine_bindings())
        } else if signature.item == Item::Fallible {
            format!("-> impl Iterator<Item = {}> {{\n{text}}}", signature.item.name())
        } else {
            format!("\n{text}")
        };
        let _ = writeln!(to, "pub(super) {head} {{\n    gen_! {{ {given} }}\n}}\n");
        return;
    }
    let mut arguments: Vec<_> = Vec::new();
    if state {
        arguments.push("state".to_owned());
    }
    if let Some((hint, _)) = signature.size_hint() {
        arguments.push(format!("size_hint = {hint}"));
    }
    let mut attribute = "generator".to_owned();
    if !arguments.is_empty() {
        let _ = write!(attribute, "({})", arguments.join(", "));
    }
    let _ = match signature.receiver {
        None => writeln!(to, "#[{attribute}]\npub(super) {head} {{\n{text}}}\n"),
        Some(_) if signature.in_trait => {
            let (declared, _) = signature.handed_on();
            let index = signature.index;
            writeln!(
                to,
                "pub(super) trait Trait{index} {{\n    \
                 fn {name}{lifetime}({declared}) -> {generator_type};\n}}\n\n\
                 impl Trait{index} for Host {{\n\
                 #[{attribute}]\n{head} {{\n{text}}}\n}}\n"
            )
        }
        Some(_) => {
            writeln!(to, "impl Host {{\n#[{attribute}]\npub(super) {head} {{\n{text}}}\n}}\n")
        }
    };
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
        text = text.replace("return;", "return Ok(());");
        // What is last in it stays so: edition 2021 drops its temporaries behind the locals.
        text = format!("    let () = {{\n{text}    }};\n    Ok(())\n");
        form = "PlainFallible";
    }
    let run_returns = returned;
    let (lifetime, captures) = (signature.lifetime(), signature.captures());
    let patterns = signature.patterns();
    let types =
        format!("type Item = {item};\n    type Resume = {resume};\n    type Error = {error};");
    if signature.form.is_block() {
        // A closure captures what a block does.
        let _ = writeln!(
            to,
            "pub(super) fn {name}{lifetime}({patterns}) -> {form}<impl FnOnce() -> \
             {returned}{captures}> {{\n    {types}\n    {form}(move || -> {returned} {{\n{text}}})\n}}\n"
        );
        return;
    }
    let (declared, used) = signature.handed_on();
    let called = if signature.receiver.is_some() { "self." } else { "" };
    let mut run = format!("{form}(move || {called}run_{name}({used}))");
    if signature.item == Item::Fallible && signature.form == Form::BoxedIterator {
        run = format!(
            "PlainBoxed(move || forms::Delegate::<{item}>::run(PlainFallible(move || \
             {called}run_{name}({used}))))"
        );
        form = "PlainBoxed";
        returned = "()";
    }
    let head =
        format!("fn {name}{lifetime}({declared}) -> {form}<impl FnOnce() -> {returned}{captures}>");
    let body =
        format!("fn run_{name}{lifetime}({patterns}) -> {run_returns} {{\n    {types}\n{text}}}");
    let _ = match signature.receiver {
        None => writeln!(to, "pub(super) {head} {{\n    {run}\n}}\n\n{body}\n"),
        Some(_) if signature.in_trait => {
            let index = signature.index;
            writeln!(
                to,
                "pub(super) trait Trait{index} {{\n    {head};\n}}\n\n\
                 impl Trait{index} for Host {{\n{head} {{\n    {run}\n}}\n}}\n\n\
                 impl Host {{\n{body}\n}}\n"
            )
        }
        Some(_) => {
            writeln!(to, "impl Host {{\npub(super) {head} {{\n    {run}\n}}\n\n{body}\n}}\n")
        }
    };
}

/// The first call of both forms: with what is lent as locals of the caller.
/// Gives its line in the table.
fn write_entry(to: &mut String, signature: &Signature, text: &str) -> String {
    let name = signature.name();
    let mut lent = String::new();
    let receiver = match signature.receiver {
        None => "",
        Some(Receiver::Value) => "MODULE::host(31)",
        Some(receiver) => {
            lent.push_str("    let mut host = MODULE::host(31);\n");
            if receiver == Receiver::Shared { "&host" } else { "&mut host" }
        }
    };
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
        Form::Iterator | Form::BoxedGenerator | Form::Block => "generator",
        Form::BoxedIterator => "iterator",
        Form::PinCoroutine => "pinned",
        Form::PinIterator => "pinned_iterator",
        _ => "coroutine",
    };
    let item = signature.item.name();
    let [generator, plain] = ["generator", "plain"]
        .map(|module| signature.call(module, receiver, &arguments).replace("MODULE", module));
    let [generator_lent, plain_lent] =
        ["generator", "plain"].map(|module| lent.replace("MODULE", module));
    let _ = writeln!(
        to,
        "fn generator_{name}(drive: &mut dyn for<'a> FnMut(Box<dyn Steps + 'a>)) {{\n\
         {generator_lent}    drive(runs::{wrapper}({generator}));\n}}\n\n\
         fn plain_{name}(script: Script, abilities: Abilities) {{\n\
         {plain_lent}    forms::run::<{item}>({plain}, script, abilities);\n}}\n"
    );
    let throws = signature.form.is_coroutine();
    let closes = signature.form != Form::BoxedIterator;
    let mut source = String::new();
    write_generator(&mut source, signature, text, false);
    let size_hint =
        signature.size_hint().map_or((0, None), |(_, (least, most))| (least, Some(most)));
    format!(
        "    Body {{\n        index: {},\n        name: {name:?},\n        form: {:?},\n        \
         source: {source:?},\n        \
         abilities: Abilities {{ throws: {throws}, closes: {closes} }},\n        \
         is_iterator: {},\n        size_hint: {size_hint:?},\n        \
         generator: generator_{name},\n        plain: plain_{name},\n    }},\n",
        signature.index,
        signature.form.name(),
        !signature.form.is_coroutine(),
    )
}
