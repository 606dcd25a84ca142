//! One random body, as text that is Rust in both forms.
//!
//! What is written is noted in the order in which it runs: a variable that is moved on the way is
//! not used behind that, and one that is borrowed is left alone for as long.

#![allow(
    clippy::too_many_lines,
    clippy::single_match_else,
    reason = "a `match` over a random number is a table of what can be written"
)]

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use super::scope::{Borrowed, Kind, Scope, Type, Variable};
use super::{Argument, Counts, Item, Receiver, Returned, Signature};

/// What a label stands at.
struct Label {
    name: String,
    kind: LabelKind,
    /// How many loops stand around what it leads out of.
    loops: usize,
    /// The variables around that, as they are before it.
    before: Scope,
    /// The places of variables that are moved before some of its breaks.
    moved: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LabelKind {
    /// `while` or `for`.
    Loop,
    /// `loop` whose value is a number.
    NumberLoop,
    /// A block whose value is a number.
    NumberBlock,
}

pub(crate) struct Writer<'a> {
    signature: &'a Signature,
    /// Bodies that this one can delegate to.
    delegates: Vec<&'a Signature>,
    random: &'a mut ChaCha8Rng,
    scope: Scope,
    labels: Vec<Label>,
    /// How many loops stand around this place.
    loops: usize,
    /// Whether the statements end with a way out, so that variables of outer loops can be moved.
    leaving: bool,
    /// How many macros stand around this place whose arguments the attribute leaves alone.
    macros: usize,
    /// Names that were given out.
    names: usize,
    /// How many more statements and parts of expressions there may be.
    budget: usize,
    /// Whether it is for an explicit state: it holds no borrow of a local across a yield, and yields
    /// where the lowering takes yields.
    explicit: bool,
    pub(crate) counts: Counts,
}

/// How deep expressions are.
const DEPTH: usize = 3;

impl<'a> Writer<'a> {
    pub(crate) fn new(
        signature: &'a Signature,
        all: &'a [Signature],
        random: &'a mut ChaCha8Rng,
        explicit: bool,
    ) -> Self {
        // Few of the earlier ones, so that the same ones meet again; and itself.
        let delegates = all[..=signature.index]
            .iter()
            .rev()
            .take(30)
            .filter(|other| signature.can_delegate_to(other))
            .collect();
        let mut scope = Scope::default();
        if let Some(receiver) = signature.receiver {
            let borrowed = match receiver {
                Receiver::Shared => Borrowed::Shared,
                Receiver::Value | Receiver::Exclusive => Borrowed::No,
            };
            // A field that is moved is a partial move, which an explicit state keeps across no yield.
            let is_moved = !explicit || random.random_range(0..4) == 0;
            let is_owned = receiver == Receiver::Value && is_moved;
            scope.declare_field("self.held", Type::Guard, borrowed, is_owned);
            scope.declare_field("self.spare", Type::MaybeGuard, borrowed, is_owned);
        }
        for (place, argument) in signature.arguments.iter().enumerate() {
            let name = format!("argument_{place}");
            match argument {
                Argument::Number => scope.declare(&name, Type::Number, 0),
                Argument::Guard => scope.declare(&name, Type::Guard, 0),
                Argument::Lent => scope.declare(&name, Type::Lent, 0),
                Argument::MaybeGuard => scope.declare(&name, Type::MaybeGuard, 0),
                Argument::Numbers => scope.declare(&name, Type::Numbers, 0),
                Argument::Guards => scope.declare(&name, Type::Guards, 0),
                Argument::Duo => scope.declare(&format!("duo_{place}"), Type::Guard, 0),
                Argument::Ignored => {}
            }
        }
        let budget = random.random_range(12..50);
        Self {
            signature,
            delegates,
            random,
            scope,
            labels: Vec::new(),
            loops: 0,
            leaving: false,
            macros: 0,
            names: 0,
            budget,
            explicit,
            counts: Counts::default(),
        }
    }

    pub(crate) fn body(&mut self) -> String {
        let mut lines = vec![self.yield_statement()];
        let count = self.below(5) + 4;
        self.statements(count, &mut lines);
        if self.signature.returned != Returned::Unit {
            lines.push(self.returned());
        }
        let mut text = String::new();
        for line in lines.iter().flat_map(|line| line.lines()) {
            text.push_str("    ");
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    // Chance.

    fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn literal(&mut self) -> String {
        format!("{}_i64", self.below(20))
    }

    fn spend(&mut self) -> bool {
        let left = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        left
    }

    // Variables.

    /// A new name, or one that shadows a variable.
    fn name(&mut self) -> String {
        if self.one_in(4) {
            let visible = self.scope.visible(|variable| {
                variable.borrowed == Borrowed::No && variable.kind == Kind::Local
            });
            if !visible.is_empty() {
                let place = visible[self.below(visible.len())];
                return self.scope.variables[place].name.clone();
            }
        }
        self.names += 1;
        format!("v{}", self.names)
    }

    fn declare(&mut self, name: &str, holds: Type) {
        self.scope.declare(name, holds, self.loops);
    }

    fn find(&mut self, wanted: impl Fn(&Variable) -> bool) -> Option<usize> {
        let visible = self.scope.visible(wanted);
        (!visible.is_empty()).then(|| visible[self.below(visible.len())])
    }

    fn readable(&mut self, holds: Type) -> Option<usize> {
        self.find(|variable| {
            variable.holds == holds && !variable.is_moved && variable.borrowed <= Borrowed::Shared
        })
    }

    fn writable(&mut self, holds: Type) -> Option<usize> {
        self.find(|variable| {
            variable.holds == holds && !variable.is_moved && variable.borrowed == Borrowed::No
        })
    }

    /// A variable that can be moved here; it is then.
    fn taken(&mut self, holds: impl Fn(Type) -> bool) -> Option<usize> {
        let (loops, leaving) = (self.loops, self.leaving);
        let place = self.find(|variable| {
            holds(variable.holds)
                && !variable.is_moved
                && variable.borrowed == Borrowed::No
                && variable.is_owned
                && (variable.loops == loops || leaving)
        })?;
        self.scope.variables[place].is_moved = true;
        Some(place)
    }

    fn name_of(&self, place: usize) -> String {
        self.scope.variables[place].name.clone()
    }

    fn borrowed<T>(
        &mut self,
        place: usize,
        borrowed: Borrowed,
        write: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = self.scope.variables[place].borrowed;
        self.scope.variables[place].borrowed = outer.max(borrowed);
        let written = write(self);
        self.scope.variables[place].borrowed = outer;
        written
    }

    /// What is written may or may not run.
    fn perhaps<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.scope.clone();
        let written = write(self);
        let after = std::mem::replace(&mut self.scope, before);
        self.scope.join(&after);
        written
    }

    /// What is written stands among the arguments of a macro that is none of the generator's.
    fn in_macro<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        self.macros += 1;
        let written = write(self);
        self.macros -= 1;
        written
    }

    /// Just one of the two runs.
    fn either<T>(
        &mut self,
        first: impl FnOnce(&mut Self) -> T,
        second: impl FnOnce(&mut Self) -> T,
    ) -> (T, T) {
        let before = self.scope.clone();
        let one = first(self);
        let after_first = std::mem::replace(&mut self.scope, before);
        let other = second(self);
        self.scope.join(&after_first);
        (one, other)
    }

    /// Statements that never come to their end: the last one is a way out.
    fn leaving(&mut self, count: usize) -> Vec<String> {
        let before = self.scope.clone();
        let outer = std::mem::replace(&mut self.leaving, true);
        let mut lines = Vec::new();
        let mark = self.scope.mark();
        for _ in 0..count {
            let line = self.simple_statement();
            lines.push(line);
        }
        lines.push(self.way_out());
        self.scope.leave(mark);
        self.leaving = outer;
        self.scope = before;
        lines
    }

    /// A `return`, `break` or `continue`. What was moved in the block that a break leads out of is
    /// moved behind it.
    fn way_out(&mut self) -> String {
        if self.labels.is_empty() || self.one_in(4) {
            return self.return_statement();
        }
        let chosen = self.below(self.labels.len());
        let Label { name, kind, loops, before, .. } = &self.labels[chosen];
        let (name, kind, loops) = (name.clone(), *kind, *loops);
        let moved_here: Vec<_> = (0..before.variables.len())
            .filter(|&place| self.scope.variables[place].is_moved)
            .collect();
        let mut moved =
            moved_here.iter().copied().filter(|&place| !before.variables[place].is_moved);
        let moves_out_of_loop =
            moved.clone().any(|place| self.scope.variables[place].loops != loops);
        let moves_any = moved.next().is_some();
        if kind != LabelKind::NumberBlock && !moves_any && self.one_in(3) {
            return format!("continue {name};");
        }
        // Where it leads to may stand in a loop, in which nothing from outside may be moved.
        if moves_out_of_loop {
            return self.return_statement();
        }
        let value = match kind {
            LabelKind::Loop => String::new(),
            LabelKind::NumberLoop | LabelKind::NumberBlock => self.plain_number(),
        };
        self.labels[chosen].moved.extend(moved_here);
        format!("break {name} {value};")
    }

    fn return_statement(&mut self) -> String {
        // A `return` without a value gets one only where it stands in the body itself: another macro
        // may make a closure of its arguments.
        let fails = self.signature.item == Item::Fallible && (self.macros > 0 || self.one_in(2));
        match self.signature.returned {
            Returned::Unit if fails => {
                let number = self.number(1);
                format!("return Err(Failure({number}));")
            }
            Returned::Unit => "return;".to_owned(),
            _ => {
                let value = self.returned();
                format!("return {value};")
            }
        }
    }

    fn returned(&mut self) -> String {
        let number = self.number(2);
        let choice = self.below(4);
        match self.signature.returned {
            Returned::Unit => "()".to_owned(),
            Returned::Number => number,
            Returned::Result => match choice {
                0 => format!("failing({number})"),
                1 => format!("Err(Failure({number}))"),
                _ => format!("Ok({number})"),
            },
            Returned::Option => match choice {
                0 => format!("maybe({number})"),
                1 => "None".to_owned(),
                _ => format!("Some({number})"),
            },
        }
    }

    // Expressions.

    /// A number without anything that is run.
    fn plain_number(&mut self) -> String {
        match self.below(7) {
            0..=2 => {
                if let Some(place) = self.readable(Type::Number) {
                    return self.name_of(place);
                }
            }
            5 => {
                // Methods of what is `Copy`, by value.
                if let Some(place) = self.readable(Type::Number) {
                    let method = ["rem_euclid(7)", "max(2)", "signum()"][self.below(3)];
                    return format!("{}.{method}", self.name_of(place));
                }
            }
            3 => {
                if let Some(place) = self.readable(Type::Guard) {
                    return format!("{}.id()", self.name_of(place));
                }
            }
            4 => {
                if let Some(place) = self.readable(Type::Lent) {
                    return format!("{}.id()", self.name_of(place));
                }
            }
            _ => {}
        }
        self.literal()
    }

    /// A number where an explicit state has no yields.
    fn inert_number(&mut self, depth: usize) -> String {
        if self.explicit { self.plain_number() } else { self.number(depth) }
    }

    /// Whether what has no explicit state is left out here: mostly, where there is to be one.
    fn keeps_to_states(&mut self) -> bool {
        self.explicit && !self.one_in(12)
    }

    /// A number where an explicit state mostly has no yields.
    fn number_beside_temporaries(&mut self, depth: usize) -> String {
        if self.keeps_to_states() { self.plain_number() } else { self.number(depth) }
    }

    /// A value whose temporaries have destructors. Beside a yield, an explicit state has none: mostly they
    /// end with a statement of their own.
    fn with_temporaries(&mut self, value: String) -> String {
        if self.keeps_to_states() { format!("{{ let value = {value}; value }}") } else { value }
    }

    /// An expression of the type `i64`.
    fn number(&mut self, depth: usize) -> String {
        if depth == 0 || !self.spend() {
            return self.plain_number();
        }
        let deeper = depth - 1;
        match self.below(37) {
            0..=2 => self.plain_number(),
            3..=4 => {
                let number = self.number(deeper);
                format!("note({number})")
            }
            5 => {
                let (first, second) = (self.number(deeper), self.number(deeper));
                format!("sum({first}, {second})")
            }
            6 => {
                let (first, second) = (self.number(deeper), self.number(deeper));
                format!("small({first} * 3 + {second})")
            }
            7..=11 => self.number_of_yield(deeper),
            12 => {
                let guard = self.guard(deeper);
                format!("consume({guard})")
            }
            13 => {
                let guard = self.guard(deeper);
                self.with_temporaries(format!("{guard}.id()"))
            }
            14 => {
                let (guard, number) = (self.guard(deeper), self.number_beside_temporaries(deeper));
                self.with_temporaries(format!("look(&{{ {guard} }}, {number})"))
            }
            15 => match self.readable(Type::Guard) {
                Some(place) => {
                    let name = self.name_of(place);
                    let number = self.borrowed(place, Borrowed::Shared, |this| this.number(deeper));
                    format!("look(&{name}, {number})")
                }
                None => self.plain_number(),
            },
            16 => match self.writable(Type::Guard) {
                Some(place) => {
                    let name = self.name_of(place);
                    let number =
                        self.borrowed(place, Borrowed::Shared, |this| this.inert_number(deeper));
                    format!("{name}.add({number})")
                }
                None => self.plain_number(),
            },
            17 => {
                let condition = self.condition(deeper);
                let (first, second) =
                    self.either(|this| this.number_block(deeper), |this| this.number_block(deeper));
                format!("if {condition} {{ {first} }} else {{ {second} }}")
            }
            18..=19 => self.number_match(deeper),
            20 => {
                let block = self.number_block(deeper);
                format!("{{ {block} }}")
            }
            21 => self.labelled_block(deeper),
            22 => self.number_loop(),
            23 => {
                let [first, second, third] =
                    self.in_macro(|this| [(); 3].map(|()| this.number(deeper)));
                self.with_temporaries(format!(
                    "vec![{first}, {second}, {third}].iter().sum::<i64>()"
                ))
            }
            24 => {
                let [first, second] = self.in_macro(|this| [(); 2].map(|()| this.number(deeper)));
                // By value: an argument is borrowed until the text is made.
                self.with_temporaries(format!(
                    "length(format!(\"{{}}-{{}}\", {first} + 0, note({second})).as_bytes())"
                ))
            }
            25 => {
                let [first, second] = [(); 2].map(|()| self.number(deeper));
                format!("({first}, {second}).{}", self.below(2))
            }
            26 => {
                let [first, second, place] = [(); 3].map(|()| self.number(deeper));
                format!("at(&[{first}, {second}], {place})")
            }
            27 => match self.readable(Type::Numbers) {
                Some(place) => {
                    let name = self.name_of(place);
                    let number = self.borrowed(place, Borrowed::Shared, |this| this.number(deeper));
                    format!("at(&{name}, {number})")
                }
                None => self.plain_number(),
            },
            28 => {
                let pair = self.pair_literal(deeper);
                self.with_temporaries(format!("{pair}.number"))
            }
            29 => {
                let pair = self.pair_literal(deeper);
                let number = self.number_beside_temporaries(deeper);
                self.with_temporaries(format!("look(&{pair}.left, {number})"))
            }
            30 => self.question_mark(deeper),
            31 => match self.readable(Type::Closure) {
                Some(place) => {
                    let name = self.name_of(place);
                    let number = self.borrowed(place, Borrowed::Shared, |this| this.number(deeper));
                    format!("{name}({number})")
                }
                None => self.plain_number(),
            },
            32 | 36 => self.number_of_delegation(),
            33 => match self.writable(Type::MaybeGuard) {
                Some(place) => {
                    let name = self.name_of(place);
                    self.with_temporaries(format!("{name}.take().map_or(4, |guard| guard.id())"))
                }
                None => self.plain_number(),
            },
            34 => {
                let number = self.number(deeper);
                let guard = if self.explicit { "guard(5)".to_owned() } else { self.guard(deeper) };
                let other = self.inert_number(deeper);
                self.with_temporaries(format!(
                    "number(maybe({number}).map(|n| n + 1).or(Some({guard}.plus({other}).id())))"
                ))
            }
            _ => {
                let (condition, number) = self.in_macro(|this| {
                    // What the message says is only made if there is one.
                    (this.condition(deeper), this.perhaps(|this| this.inert_number(deeper)))
                });
                format!("{{ assert!(({condition}) || true, \"{{}}\", {number} + 0); 3_i64 }}")
            }
        }
    }

    /// Statements and a number, without braces.
    fn number_block(&mut self, depth: usize) -> String {
        let mark = self.scope.mark();
        let mut lines = Vec::new();
        if self.one_in(2) {
            let line = self.simple_statement();
            lines.push(line);
        }
        lines.push(self.number(depth));
        self.scope.leave(mark);
        lines.join(" ")
    }

    /// What comes in at a yield, as a number.
    fn number_of_yield(&mut self, depth: usize) -> String {
        let item = self.item(depth);
        self.counts.yields += 1;
        if self.one_in(4) {
            return match self.below(3) {
                0 if self.has_results() && self.signature.form.is_coroutine() => {
                    format!("try_yield!({item})?")
                }
                1 => format!("number(try_yield!({item}))"),
                _ => format!("caught(try_yield!({item}))"),
            };
        }
        format!("number(yield_!({item}))")
    }

    fn has_results(&self) -> bool {
        self.signature.item == Item::Fallible || self.signature.returned == Returned::Result
    }

    fn question_mark(&mut self, depth: usize) -> String {
        let number = self.number(depth);
        if self.has_results() {
            let function = ["failing", "faulty"][self.below(2)];
            format!("{function}({number})?")
        } else if self.signature.returned == Returned::Option {
            format!("maybe({number})?")
        } else {
            format!("number(failing({number}))")
        }
    }

    /// What a yield is given.
    fn item(&mut self, depth: usize) -> String {
        match self.signature.item {
            Item::Number => self.number(depth),
            Item::Guard => self.guard(depth),
            Item::Fallible => {
                let number = self.number(depth);
                if self.one_in(8) { format!("failing({number})") } else { format!("Ok({number})") }
            }
        }
    }

    fn condition(&mut self, depth: usize) -> String {
        let choice = self.below(6);
        let number = match choice {
            3 => self.in_macro(|this| this.number(depth)),
            _ => self.number(depth),
        };
        let rest = self.below(3);
        match choice {
            0 if depth > 0 => {
                let other = self.perhaps(|this| this.number(depth - 1));
                format!("{number} % 3 != {rest} && {other} % 2 == 0")
            }
            1 if depth > 0 => {
                let other = self.perhaps(|this| this.number(depth - 1));
                format!("{number} % 3 == {rest} || {other} > 9")
            }
            2 => format!("!({number} > 5)"),
            3 => format!("matches!(maybe({number}), Some(n) if n % 3 != {rest})"),
            _ => format!("{number} % 3 != {rest}"),
        }
    }

    fn number_match(&mut self, depth: usize) -> String {
        let scrutinee = self.number(depth);
        let name = self.name();
        let optional = self.one_in(2);
        let mut arms = String::new();
        let before = self.scope.clone();
        let mut joined = before.clone();
        let count = self.below(2) + 1;
        for arm in 0..=count {
            let is_last = arm == count;
            let mark = self.scope.mark();
            let mut pattern = "_".to_owned();
            if !is_last {
                pattern = format!("mut {name}");
                if optional {
                    pattern = format!("Some({pattern})");
                }
                self.declare(&name, Type::Number);
                let place = self.scope.variables.len() - 1;
                // A guard may be tried and fail, so it moves nothing; nor does it assign.
                let leaving = std::mem::replace(&mut self.leaving, false);
                self.loops += 1;
                let condition = if self.explicit {
                    format!("{} % 3 != 1", self.plain_number())
                } else {
                    self.borrowed(place, Borrowed::Shared, |this| this.condition(depth.min(1)))
                };
                self.loops -= 1;
                self.leaving = leaving;
                pattern = format!("{pattern} if {condition}");
            }
            let arm = if !is_last && self.one_in(6) {
                let count = self.below(2);
                self.leaving(count).join(" ")
            } else {
                let block = self.number_block(depth);
                self.scope.leave(mark);
                joined.join(&self.scope);
                block
            };
            self.scope.clone_from(&before);
            arms.extend([&pattern, " => { ", &arm, " } "]);
        }
        self.scope = joined;
        if optional {
            format!("match maybe({scrutinee}) {{ {arms}}}")
        } else {
            format!("match {scrutinee} {{ {arms}}}")
        }
    }

    fn new_label(&mut self, kind: LabelKind) -> String {
        self.names += 1;
        let name = format!("'l{}", self.names);
        let (loops, before) = (self.loops, self.scope.clone());
        self.labels.push(Label { name: name.clone(), kind, loops, before, moved: Vec::new() });
        name
    }

    fn end_label(&mut self) {
        let label = self.labels.pop().expect("labels end in the order in which they begin");
        for place in label.moved {
            self.scope.variables[place].is_moved = true;
        }
    }

    fn labelled_block(&mut self, depth: usize) -> String {
        let name = self.new_label(LabelKind::NumberBlock);
        let mark = self.scope.mark();
        let mut lines = Vec::new();
        let condition = self.condition(depth);
        let count = self.below(2);
        let leaving = self.leaving(count).join(" ");
        lines.push(format!("if {condition} {{ {leaving} }}"));
        lines.push(self.number_block(depth));
        self.scope.leave(mark);
        self.end_label();
        format!("{name}: {{ {} }}", lines.join(" "))
    }

    /// What is written runs any number of times.
    fn repeated<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.scope.clone();
        let leaving = std::mem::replace(&mut self.leaving, false);
        self.loops += 1;
        let written = write(self);
        self.loops -= 1;
        self.leaving = leaving;
        self.scope.variables.truncate(before.variables.len());
        // It may not run at all: what it gave a new value may still be moved.
        self.scope.join(&before);
        written
    }

    fn number_loop(&mut self) -> String {
        let name = self.new_label(LabelKind::NumberLoop);
        let lines = self.repeated(|this| {
            let mut lines = Vec::new();
            let last = this.plain_number();
            lines.push(format!("if !tick() {{ break {last}; }}"));
            let count = this.below(2) + 1;
            this.statements(count, &mut lines);
            let condition = this.condition(1);
            let value = this.plain_number();
            lines.push(format!("if {condition} {{ break {name} {value}; }}"));
            lines
        });
        self.end_label();
        format!("{name}: loop {{\n{}}}", indented(&lines))
    }

    /// An expression of the type `Guard`. It may be a variable that is moved: to borrow what it
    /// gives, it has to stand in a block, or the variable is borrowed instead.
    fn guard(&mut self, depth: usize) -> String {
        if depth == 0 || !self.spend() {
            if self.one_in(2)
                && let Some(place) = self.taken(|holds| holds == Type::Guard)
            {
                return self.name_of(place);
            }
            let number = self.plain_number();
            return format!("guard({number})");
        }
        let deeper = depth - 1;
        match self.below(12) {
            0..=2 => {
                let number = self.number(deeper);
                format!("guard({number})")
            }
            3..=4 => match self.taken(|holds| holds == Type::Guard) {
                Some(place) => self.name_of(place),
                None => "guard(1)".to_owned(),
            },
            5 => {
                let (guard, number) = (self.guard(deeper), self.number(deeper));
                format!("keep({guard}, {number})")
            }
            6 => {
                let (guard, number) = (self.guard(deeper), self.inert_number(deeper));
                // The lowering does not know what a method takes, and of a function it does.
                if self.keeps_to_states() {
                    format!("Guard::plus({guard}, {number})")
                } else {
                    format!("{guard}.plus({number})")
                }
            }
            7 => {
                let condition = self.condition(deeper);
                let (first, second) =
                    self.either(|this| this.guard(deeper), |this| this.guard(deeper));
                format!("if {condition} {{ {first} }} else {{ {second} }}")
            }
            8 => match self.writable(Type::Guard) {
                Some(place) => {
                    let name = self.name_of(place);
                    let guard =
                        self.borrowed(place, Borrowed::Exclusively, |this| this.guard(deeper));
                    format!("std::mem::replace(&mut {name}, {guard})")
                }
                None => "guard(2)".to_owned(),
            },
            9 => match self.writable(Type::MaybeGuard) {
                Some(place) => {
                    let name = self.name_of(place);
                    self.with_temporaries(format!("{name}.take().unwrap_or_else(|| guard(3))"))
                }
                None => "guard(3)".to_owned(),
            },
            10 => {
                let pair = self.pair_literal(deeper);
                let field = ["left", "right"][self.below(2)];
                self.with_temporaries(format!("{pair}.{field}"))
            }
            _ => {
                let mark = self.scope.mark();
                let line = self.simple_statement();
                let guard = self.guard(deeper);
                self.scope.leave(mark);
                format!("{{ {line} {guard} }}")
            }
        }
    }

    fn pair_literal(&mut self, depth: usize) -> String {
        let number = self.number(depth);
        let literal = match self.below(4) {
            0 if !self.keeps_to_states() => {
                let left = self.guard(depth);
                let base = self.number(depth);
                format!("Pair {{ number: {number}, left: {left}, ..pair({base}) }}")
            }
            1 => {
                let (right, left) = (self.guard(depth), self.guard(depth));
                format!("Pair {{ number: {number}, right: {right}, left: {left} }}")
            }
            2 => {
                let (left, right) = (self.guard(depth), self.guard(depth));
                format!("Pair {{ number: {number}, left: {left}, right: {right} }}")
            }
            _ => format!("pair({number})"),
        };
        // A condition takes no literal without parentheses.
        format!("({literal})")
    }

    /// A vector of guards.
    fn guards(&mut self, depth: usize) -> String {
        let [first, second] = self.in_macro(|this| [(); 2].map(|()| this.guard(depth)));
        if self.one_in(2) {
            format!("vec![{first}, {second}]")
        } else {
            let number = self.number(depth);
            format!("Vec::from([{first}, {second}, guard({number})])")
        }
    }

    fn numbers(&mut self, depth: usize) -> String {
        let [first, second, third] = self.in_macro(|this| [(); 3].map(|()| this.number(depth)));
        format!("vec![{first}, {second}, {third}]")
    }

    // Delegation.

    /// A body that was not begun, and which one it is.
    fn lazy(&mut self, lends: bool) -> Option<(String, usize)> {
        let takes_pinned = !self.keeps_to_states();
        let choices: Vec<&Signature> = self
            .delegates
            .iter()
            .copied()
            .filter(|other| (lends && !self.explicit) || !other.is_lent())
            .filter(|other| takes_pinned || !other.form.is_pinned())
            .collect();
        if choices.is_empty() {
            return None;
        }
        let chosen = choices[self.below(choices.len())];
        let mut lent = Vec::new();
        let name = chosen.name();
        let mut text = match chosen.receiver {
            None => format!("{name}(depth - 1"),
            Some(receiver) => {
                let receiver = self.receiver(receiver, &mut lent);
                if self.keeps_to_states() {
                    format!("Host::{name}({receiver}, depth - 1")
                } else {
                    format!("{receiver}.{name}(depth - 1")
                }
            }
        };
        for argument in &chosen.arguments {
            text += ", ";
            let argument = match argument {
                Argument::Number => self.number(1),
                Argument::Guard | Argument::Ignored => self.guard(1),
                Argument::Lent => match self.readable(Type::Guard) {
                    Some(place) => {
                        let outer = self.scope.variables[place].borrowed;
                        lent.push((place, outer));
                        self.scope.variables[place].borrowed = outer.max(Borrowed::Shared);
                        format!("&{}", self.name_of(place))
                    }
                    None => {
                        let guard = self.guard(1);
                        format!("&{{ {guard} }}")
                    }
                },
                Argument::MaybeGuard => {
                    let number = self.number(1);
                    format!("maybe_guard({number})")
                }
                Argument::Numbers => self.numbers(1),
                Argument::Guards => self.guards(1),
                Argument::Duo => {
                    let (guard, number) = (self.guard(1), self.number(1));
                    format!("({guard}, {number})")
                }
            };
            text += &argument;
        }
        for (place, borrowed) in lent.into_iter().rev() {
            self.scope.variables[place].borrowed = borrowed;
        }
        Some((text + ")", chosen.index))
    }

    /// What a method is called on. What is lent for that is `lent` until the call is written.
    fn receiver(&mut self, receiver: Receiver, lent: &mut Vec<(usize, Borrowed)>) -> String {
        let fields = self.scope.visible(|variable| variable.kind == Kind::Field);
        let (lendable, borrowed) = match receiver {
            Receiver::Value => (None, Borrowed::No),
            Receiver::Shared => (Some(Borrowed::Shared), Borrowed::Shared),
            Receiver::Exclusive => (Some(Borrowed::No), Borrowed::Exclusively),
        };
        let is_lent = !fields.is_empty()
            && fields.iter().all(|&place| {
                let field = &self.scope.variables[place];
                !field.is_moved && lendable.is_some_and(|most| field.borrowed <= most)
            });
        if is_lent && !self.one_in(3) {
            for place in fields {
                let field = &mut self.scope.variables[place];
                lent.push((place, field.borrowed));
                field.borrowed = field.borrowed.max(borrowed);
            }
            return "self".to_owned();
        }
        let number = self.number(1);
        format!("host({number})")
    }

    /// Something to iterate over.
    fn iterable(&mut self) -> String {
        let number = self.number(1);
        match self.signature.item {
            Item::Number => match self.below(6) {
                0 => format!("few({number})"),
                1 => self.numbers(1),
                2 => match self.writable(Type::Numbers).filter(|_| !self.explicit) {
                    Some(place) => format!("{}.drain(..)", self.name_of(place)),
                    None => format!("std::iter::once({number})"),
                },
                3 => match self.readable(Type::Numbers).filter(|_| !self.explicit) {
                    Some(place) => format!("{}.iter().copied()", self.name_of(place)),
                    None => format!("[{number}, 3]"),
                },
                4 => {
                    let guard = self.guard(1);
                    format!("{guard}.parts()")
                }
                _ => format!("few({number}).map(|n| small(n * 5))"),
            },
            Item::Guard => match self.below(4) {
                0 => self.guards(1),
                1 => format!("few({number}).map(guard)"),
                2 => match self.taken(|holds| matches!(holds, Type::Guards | Type::MaybeGuard)) {
                    Some(place) => self.name_of(place),
                    None => format!("maybe_guard({number})"),
                },
                _ => match self.writable(Type::Guards).filter(|_| !self.explicit) {
                    Some(place) => format!("{}.drain(..)", self.name_of(place)),
                    None => format!("maybe_guard({number})"),
                },
            },
            Item::Fallible => match self.below(2) {
                0 => format!("few({number}).map(failing)"),
                _ => format!("few({number}).map(Ok::<i64, Failure>)"),
            },
        }
    }

    /// A delegate that may not be there at any depth, and what it returns; if there is one.
    fn delegate(&mut self) -> Option<(String, Returned)> {
        if !self.signature.form.is_coroutine() && self.one_in(3) {
            return Some((self.iterable(), Returned::Unit));
        }
        match self.lazy(true) {
            Some((text, index)) => Some((self.pinned(&text, index), self.returned_by(index))),
            None if self.signature.form.is_coroutine() => None,
            None => Some((self.iterable(), Returned::Unit)),
        }
    }

    /// The delegate, pinned if it has to be.
    fn pinned(&self, text: &str, index: usize) -> String {
        let chosen = self.delegates.iter().find(|other| other.index == index);
        if chosen.is_some_and(|other| other.form.is_pinned()) {
            format!("pin!({text})")
        } else {
            text.to_owned()
        }
    }

    fn returned_by(&self, index: usize) -> Returned {
        let found = self.delegates.iter().find(|other| other.index == index);
        found.map_or(Returned::Unit, |other| other.returned)
    }

    fn number_of_delegation(&mut self) -> String {
        let delegation = self.perhaps(Self::delegation);
        let number = self.plain_number();
        format!("if depth > 0 && tick() {{ {delegation} }} else {{ {number} }}")
    }

    /// A delegation, as a number.
    fn delegation(&mut self) -> String {
        match self.delegate() {
            Some((delegate, returned)) => self.delegation_to(&delegate, returned),
            None => "note(6)".to_owned(),
        }
    }

    fn delegation_to(&mut self, delegate: &str, returned: Returned) -> String {
        self.counts.delegations += 1;
        match self.below(4) {
            0 => format!("caught(try_yield_from!({delegate}))"),
            1 if returned == Returned::Result && self.has_results() => {
                format!("yield_from!({delegate})?")
            }
            _ => format!("number(yield_from!({delegate}))"),
        }
    }

    // Statements.

    fn statements(&mut self, count: usize, lines: &mut Vec<String>) {
        for _ in 0..count {
            if self.budget == 0 {
                return;
            }
            let line = self.statement();
            lines.push(line);
        }
    }

    fn yield_statement(&mut self) -> String {
        self.counts.statements += 1;
        self.counts.yields += 1;
        let item = self.item(DEPTH - 1);
        if self.one_in(6) {
            let count = self.below(2);
            let leaving = self.leaving(count).join(" ");
            format!("if try_yield!({item}).is_err() {{ {leaving} }}")
        } else {
            format!("yield_!({item});")
        }
    }

    /// One that fits on a line.
    fn simple_statement(&mut self) -> String {
        self.counts.statements += 1;
        self.spend();
        match self.below(19) {
            0..=3 => self.yield_statement(),
            4..=7 => self.declaration(),
            17..=18 => self.choice_with_rest(),
            16 => self.ended_borrow(),
            8..=10 => self.assignment(),
            11 => {
                let number = self.number(DEPTH - 1);
                format!("note({number});")
            }
            12 => match self.taken(|holds| holds != Type::Number && holds != Type::Lent) {
                Some(place) => format!("drop({});", self.name_of(place)),
                None => {
                    let guard = self.guard(2);
                    let keyword = if self.one_in(2) { "let " } else { "" };
                    format!("{keyword}_ = {{ {guard} }};")
                }
            },
            13 => {
                // The move may or may not happen: a drop flag tells.
                let condition = self.condition(1);
                match self.perhaps(|this| this.taken(|holds| holds == Type::Guard)) {
                    Some(place) => {
                        self.scope.variables[place].is_moved = true;
                        format!("if {condition} {{ consume({}); }}", self.name_of(place))
                    }
                    None => format!("if {condition} {{ guard(8); }}"),
                }
            }
            14 => {
                let condition = self.condition(1);
                let count = self.below(2);
                let leaving = self.leaving(count).join(" ");
                format!("if {condition} {{ {leaving} }}")
            }
            _ => {
                let number = self.number(DEPTH - 1);
                format!("{{ {number} }};")
            }
        }
    }

    /// A choice that may leave a part of its head beside its value, and what takes the value.
    fn choice_with_rest(&mut self) -> String {
        let is_number = self.one_in(5);
        let value = self.choice(is_number);
        if is_number {
            return format!("note({value});");
        }
        match self.below(8) {
            0 => format!("_ = {value};"),
            1 => format!("drop({value});"),
            2 => format!("note(consume({value}));"),
            3 => {
                let number = self.plain_number();
                let value = self.with_temporaries(format!("look(&{value}, {number})"));
                format!("note({value});")
            }
            4 => {
                let name = self.unused_name();
                self.declare(&name, Type::Number);
                format!("let (_, mut {name}) = ({value}, 7_i64);")
            }
            5 => {
                let count = self.below(2);
                let leaving = self.leaving(count).join(" ");
                let name = self.name();
                self.declare(&name, Type::Guard);
                format!("let Some(mut {name}) = Some({value}) else {{ {leaving} }};")
            }
            6 if self.signature.item == Item::Guard => {
                self.counts.yields += 1;
                format!("yield_!({value});")
            }
            _ => {
                let name = self.name();
                self.declare(&name, Type::Guard);
                format!("let mut {name} = {value};")
            }
        }
    }

    /// A `match` or `if let` over a temporary with a destructor, as a number or a guard.
    fn choice(&mut self, is_number: bool) -> String {
        let number = self.number(1);
        let name = self.name();
        let of_pair = self.one_in(6);
        let is_bound = self.one_in(2);
        let bound = if is_bound { format!("mut {name}") } else { "_".to_owned() };
        let (source, pattern, rest) = match self.below(4) {
            _ if of_pair => ("pair", format!("Pair {{ left: {bound}, number: 0..9, .. }}"), "_"),
            0 => ("maybe_guard", format!("Some({bound})"), "None"),
            1 => ("sorted_guard", format!("Err({bound})"), "Ok(_)"),
            2 => ("sorted_guard", format!("Err({bound})"), "_"),
            _ => ("sorted_guard", format!("Ok({bound})"), "_"),
        };
        let (first, second) = self.either(
            |this| {
                let mark = this.scope.mark();
                if is_bound {
                    this.declare(&name, Type::Guard);
                }
                let block = this.block_of_choice(is_number);
                this.scope.leave(mark);
                block
            },
            |this| this.block_of_choice(is_number),
        );
        let head = format!("{source}({number})");
        match self.below(3) {
            0 => format!("if let {pattern} = {head} {{ {first} }} else {{ {second} }}"),
            1 => format!(
                "match {head} {{ {rest} if tick() => {{ {second} }} {pattern} => {{ {first} }} _ => {{ {second} }} }}"
            ),
            _ => format!("match {head} {{ {pattern} => {{ {first} }} {rest} => {{ {second} }} }}"),
        }
    }

    /// The statements of an arm of a choice, and its value, without braces.
    fn block_of_choice(&mut self, is_number: bool) -> String {
        if is_number {
            return self.number_block(1);
        }
        let mark = self.scope.mark();
        let line = if self.one_in(3) { String::new() } else { self.yield_statement() };
        let guard = self.guard(1);
        self.scope.leave(mark);
        format!("{line} {guard}")
    }

    /// A borrow that has ended in front of a yield in its scope.
    fn ended_borrow(&mut self) -> String {
        let Some(place) = self.writable(Type::Numbers) else {
            return self.yield_statement();
        };
        let numbers = self.name_of(place);
        let (found, number) = (self.unused_name(), self.unused_name());
        let method = ["first()", "last()", "get(0)", "iter().max()"][self.below(4)];
        self.declare(&number, Type::Number);
        let item = self.counted_yield(&number);
        format!(
            "let {found} = {numbers}.{method};\nlet mut {number} = note({found}.map_or(3, |n| *n));\n\
             {numbers}.push({number});\n{item}"
        )
    }

    fn declaration(&mut self) -> String {
        let depth = DEPTH - 1;
        match self.below(23) {
            21..=22 => {
                let (first, second) = (self.guard(depth), self.guard(1));
                let name = self.unused_name();
                for element in 0..2 {
                    self.scope.declare_element(
                        &format!("{name}.{element}"),
                        Type::Guard,
                        self.loops,
                    );
                }
                format!("let mut {name} = ({first}, {second});")
            }
            0..=3 => {
                let number = self.number(depth);
                let name = self.name();
                self.declare(&name, Type::Number);
                format!("let mut {name} = {number};")
            }
            4..=7 => {
                let guard = self.guard(depth);
                let name = self.name();
                self.declare(&name, Type::Guard);
                format!("let mut {name} = {guard};")
            }
            8 => {
                let number = self.number(depth);
                let name = self.name();
                self.declare(&name, Type::MaybeGuard);
                format!("let mut {name} = maybe_guard({number});")
            }
            9 => {
                let numbers = self.numbers(depth);
                let name = self.name();
                self.declare(&name, Type::Numbers);
                format!("let mut {name} = {numbers};")
            }
            10 => {
                let guards = self.guards(depth);
                let name = self.name();
                self.declare(&name, Type::Guards);
                format!("let mut {name} = {guards};")
            }
            11 => {
                let pair = self.pair_literal(depth);
                let name = self.name();
                self.declare(&name, Type::Pair);
                format!("let mut {name} = {pair};")
            }
            12 => {
                let [first, second] = self.in_macro(|this| [(); 2].map(|()| this.number(depth)));
                let name = self.name();
                self.declare(&name, Type::Text);
                format!(
                    "let mut {name} = format!(\"{{}} {{:?}}\", note({first}), maybe({second}));"
                )
            }
            // What is taken apart: a field that no name is given to is dropped with the variable,
            // or stays a temporary.
            13 => match self.taken(|holds| holds == Type::Pair) {
                Some(place) => {
                    let pair = self.name_of(place);
                    let name = self.name();
                    self.declare(&name, Type::Guard);
                    format!("let Pair {{ right: mut {name}, .. }} = {pair};")
                }
                None => {
                    let pair = self.pair_literal(depth);
                    let name = self.name();
                    self.declare(&name, Type::Guard);
                    format!("let Pair {{ left: mut {name}, .. }} = {pair};")
                }
            },
            14 => {
                let (guard, number) = (self.guard(depth), self.number(depth));
                let first = self.name();
                self.names += 1;
                let second = format!("v{}", self.names);
                self.declare(&first, Type::Guard);
                self.declare(&second, Type::Number);
                format!("let (mut {first}, mut {second}) = ({guard}, {number});")
            }
            15 if !self.explicit => {
                // A temporary that lives as long as what borrows it.
                let guard = self.guard(depth);
                let name = self.name();
                self.declare(&name, Type::Lent);
                format!("let {name} = &{{ {guard} }};")
            }
            16 => {
                let captured = self.readable(Type::Number).map(|place| self.name_of(place));
                let captured = captured.unwrap_or_else(|| "11_i64".to_owned());
                let name = self.name();
                self.declare(&name, Type::Closure);
                format!("let {name} = move |n: i64| note(small(n + {captured}));")
            }
            17 => {
                let number = self.number(depth);
                let count = self.below(2);
                let leaving = self.leaving(count).join(" ");
                let name = self.name();
                let (pattern, source) = [("Some", "maybe"), ("Ok", "failing")][self.below(2)];
                self.declare(&name, Type::Number);
                format!("let {pattern}(mut {name}) = {source}({number}) else {{ {leaving} }};")
            }
            18 => {
                let number = self.number(depth);
                let count = self.below(2);
                let leaving = self.leaving(count).join(" ");
                let name = self.name();
                self.declare(&name, Type::Guard);
                format!("let Some(mut {name}) = maybe_guard({number}) else {{ {leaving} }};")
            }
            _ => match self.lazy(false) {
                Some((lazy, index)) => {
                    let name = self.name();
                    self.declare(&name, Type::Lazy(index));
                    format!("let {name} = {lazy};")
                }
                None => "note(1);".to_owned(),
            },
        }
    }

    fn assignment(&mut self) -> String {
        let depth = DEPTH - 1;
        match self.below(8) {
            0..=2 => match self.writable(Type::Number) {
                Some(place) => {
                    let number = self.number(depth);
                    let name = self.name_of(place);
                    if self.one_in(2) {
                        format!("{name} = small({number});")
                    } else {
                        format!("{name} = small({name} + {number});")
                    }
                }
                None => "note(2);".to_owned(),
            },
            3..=5 => {
                // Perhaps one that was moved: it gets a value again.
                let place = self.find(|variable| {
                    variable.holds == Type::Guard && variable.borrowed == Borrowed::No
                });
                match place {
                    Some(place) => {
                        let guard = self.guard(depth);
                        self.scope.variables[place].is_moved = false;
                        format!("{} = {guard};", self.name_of(place))
                    }
                    None => "note(3);".to_owned(),
                }
            }
            6 => match self.writable(Type::Numbers) {
                Some(place) => {
                    let name = self.name_of(place);
                    let number = self.borrowed(place, Borrowed::Shared, |this| this.number(depth));
                    format!("{name}.push({number});")
                }
                None => "note(4);".to_owned(),
            },
            _ => match self.writable(Type::Pair) {
                Some(place) => {
                    let name = self.name_of(place);
                    let guard =
                        self.borrowed(place, Borrowed::Exclusively, |this| this.guard(depth));
                    format!("{name}.{} = {guard};", ["left", "right"][self.below(2)])
                }
                None => "note(5);".to_owned(),
            },
        }
    }

    fn statement(&mut self) -> String {
        if !self.one_in(2) || self.loops > 2 {
            return self.simple_statement();
        }
        self.counts.statements += 1;
        self.spend();
        match self.below(21) {
            19..=20 => self.guarded_match(),
            0 => {
                let condition = self.condition(2);
                let (first, second) = self.either(|this| this.block(2), |this| this.block(2));
                format!("if {condition} {{\n{first}}} else {{\n{second}}}")
            }
            1 => {
                let number = self.number(2);
                let name = self.name();
                let (first, second) = self.either(
                    |this| {
                        let mark = this.scope.mark();
                        this.declare(&name, Type::Guard);
                        let block = this.block(2);
                        this.scope.leave(mark);
                        block
                    },
                    |this| this.block(1),
                );
                let (pattern, source) =
                    [("Some", "maybe_guard"), ("Ok", "sorted_guard"), ("Err", "sorted_guard")]
                        [self.below(3)];
                if pattern != "Some" && self.one_in(2) {
                    // A head of which something with a destructor may be left, and no `else`.
                    return format!(
                        "if let {pattern}(mut {name}) = {source}({number}) {{\n{first}}}"
                    );
                }
                format!(
                    "if let {pattern}(mut {name}) = {source}({number}) {{\n{first}}} else {{\n{second}}}"
                )
            }
            2 => {
                let block = self.block(3);
                format!("{{\n{block}}}")
            }
            3 => {
                let condition = self.repeated(|this| this.condition(2));
                let body = self.loop_body(None);
                format!("{}: while tick() && ({condition}) {{\n{}}}", body.0, body.1)
            }
            4..=5 => {
                let number = self.number(2);
                let name = self.name();
                let body = self.loop_body(Some((&name, Type::Number)));
                format!("{}: for mut {name} in few({number}) {{\n{}}}", body.0, body.1)
            }
            6 => {
                let guards = match self.taken(|holds| holds == Type::Guards) {
                    Some(place) => self.name_of(place),
                    None => self.guards(1),
                };
                let name = self.name();
                let body = self.loop_body(Some((&name, Type::Guard)));
                format!("{}: for mut {name} in {guards} {{\n{}}}", body.0, body.1)
            }
            7 => match self.writable(Type::Numbers).filter(|_| !self.explicit) {
                Some(place) => {
                    // Borrowed exclusively for as long as the loop runs.
                    let numbers = self.name_of(place);
                    let name = self.unused_name();
                    let body =
                        self.borrowed(place, Borrowed::Exclusively, |this| this.loop_body(None));
                    let item = self.counted_yield(&format!("*{name}"));
                    format!(
                        "{}: for {name} in {numbers}.iter_mut() {{\n    *{name} = small(*{name} + 1);\n    \
                         {item}\n{}}}",
                        body.0, body.1
                    )
                }
                None => self.simple_statement(),
            },
            8 => match self.readable(Type::Guards).filter(|_| !self.explicit) {
                Some(place) => {
                    let guards = self.name_of(place);
                    let name = self.name();
                    let body = self.borrowed(place, Borrowed::Shared, |this| {
                        this.loop_body(Some((&name, Type::Lent)))
                    });
                    format!("{}: for {name} in &{guards} {{\n{}}}", body.0, body.1)
                }
                None => self.simple_statement(),
            },
            9 => match self.writable(Type::Guards) {
                Some(place) => {
                    let guards = self.name_of(place);
                    let name = self.name();
                    let body = self.borrowed(place, Borrowed::Shared, |this| {
                        this.loop_body(Some((&name, Type::Guard)))
                    });
                    format!(
                        "{}: while let Some(mut {name}) = {guards}.pop() {{\n{}}}",
                        body.0, body.1
                    )
                }
                None => self.simple_statement(),
            },
            10 => {
                // A borrow that is held across what stands in the block.
                match self.readable(Type::Guard).filter(|_| !self.explicit) {
                    Some(place) => {
                        let guard = self.name_of(place);
                        let name = self.unused_name();
                        let block = self.borrowed(place, Borrowed::Shared, |this| this.block(3));
                        format!("{{\n    let {name} = &{guard};\n{block}    note({name}.id());\n}}")
                    }
                    None => self.simple_statement(),
                }
            }
            11 => match self.writable(Type::MaybeGuard).filter(|_| !self.explicit) {
                Some(place) => {
                    let guard = self.name_of(place);
                    let name = self.name();
                    let block = self.borrowed(place, Borrowed::Exclusively, |this| {
                        let mark = this.scope.mark();
                        this.declare(&name, Type::Lent);
                        let block = this.perhaps(|this| this.block(2));
                        this.scope.leave(mark);
                        block
                    });
                    format!(
                        "if let Some({name}) = &mut {guard} {{\n    {name}.add(1);\n    let {name} = &*{name};\n{block}}}"
                    )
                }
                None => self.simple_statement(),
            },
            12 => {
                let name = self.name();
                let value = self.number_loop();
                self.declare(&name, Type::Number);
                format!("let mut {name} = {value};")
            }
            13..=16 => {
                let delegation = self.perhaps(Self::delegation);
                format!("if depth > 0 && tick() {{ {delegation}; }}")
            }
            _ => match self.taken(|holds| matches!(holds, Type::Lazy(_))) {
                Some(place) => {
                    let variable = &self.scope.variables[place];
                    let (name, holds) = (variable.name.clone(), variable.holds);
                    let Type::Lazy(index) = holds else { unreachable!("only such are taken") };
                    let returned = self.returned_by(index);
                    let delegation = self.delegation_to(&self.pinned(&name, index), returned);
                    format!("if depth > 0 && tick() {{ {delegation}; }}")
                }
                None => {
                    let delegation = self.perhaps(Self::delegation);
                    format!("if depth > 0 && tick() {{ {delegation}; }}")
                }
            },
        }
    }

    /// A `match` whose guards name what their arms bind and use.
    fn guarded_match(&mut self) -> String {
        let kind = self.below(3);
        let head = match kind {
            0 => {
                let number = self.number(2);
                format!("small({number})")
            }
            1 => {
                let number = self.number(2);
                format!("maybe_guard({number})")
            }
            _ => {
                let (guard, number) = (self.guard(1), self.number(1));
                format!("({guard}, {number})")
            }
        };
        let (first, second) = (self.name(), self.unused_name());
        let bound: &[(&str, Type)] = match kind {
            0 => &[(&first, Type::Number)],
            1 => &[(&first, Type::Guard)],
            _ => &[(&first, Type::Guard), (&second, Type::Number)],
        };
        let pattern = match kind {
            0 => format!("mut {first}"),
            1 => format!("Some(mut {first})"),
            _ => format!("(mut {first}, mut {second})"),
        };
        let before = self.scope.clone();
        let mut joined = before.clone();
        let mut arms = String::new();
        let count = self.below(2) + 1;
        for arm in 0..=count {
            let guard = match (arm == count, self.below(3), kind) {
                (true, _, _) => String::new(),
                (_, rest, 0) => format!(" if {first} % 3 == {rest}"),
                (_, rest, 1) => format!(" if {first}.id() % 3 == {rest}"),
                (_, 0, _) => format!(" if {second} > {first}.id() % 5"),
                (_, rest, _) => format!(" if {first}.id() % 3 == {rest} && {second} != 4"),
            };
            let mark = self.scope.mark();
            for (name, holds) in bound {
                self.declare(name, *holds);
            }
            let number = if kind == 2 { &second } else { &first };
            let block = match (kind, self.below(3)) {
                (0 | 2, 0) => self.counted_yield(&format!("small(-{number})")),
                (0 | 2, 1)
                    if self.signature.item == Item::Number
                        && !self.signature.form.is_coroutine() =>
                {
                    let item = self.counted_yield(&format!("{number} / 2 + 1"));
                    item.trim_end_matches(';').to_owned()
                }
                _ => self.block(2),
            };
            self.scope.leave(mark);
            joined.join(&self.scope);
            self.scope.clone_from(&before);
            arms.extend([&pattern, &*guard, " => {\n", &block, "}\n"]);
        }
        if kind == 1 {
            arms.push_str("None => {}\n");
        }
        self.scope = joined;
        format!("match {head} {{\n{arms}}}")
    }

    /// A yield of a number that is given.
    fn counted_yield(&mut self, number: &str) -> String {
        self.counts.yields += 1;
        match self.signature.item {
            Item::Number => format!("yield_!({number});"),
            Item::Guard => format!("yield_!(guard({number}));"),
            Item::Fallible => format!("yield_!(Ok({number}));"),
        }
    }

    /// Statements in a scope of their own, without braces.
    fn block(&mut self, count: usize) -> String {
        let mark = self.scope.mark();
        let mut lines = Vec::new();
        let count = self.below(count) + 1;
        self.statements(count, &mut lines);
        self.scope.leave(mark);
        indented(&lines)
    }

    /// The label of a loop, and what stands in it.
    fn loop_body(&mut self, variable: Option<(&str, Type)>) -> (String, String) {
        let name = self.new_label(LabelKind::Loop);
        let block = self.repeated(|this| {
            if let Some((name, holds)) = variable {
                this.declare(name, holds);
            }
            this.block(4)
        });
        self.end_label();
        (name, block)
    }

    /// A name that shadows nothing.
    fn unused_name(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }
}

fn indented(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().flat_map(|line| line.lines()) {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    text
}
