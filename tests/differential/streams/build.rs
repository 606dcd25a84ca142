//! Writes random bodies, each as a stream, as a boxed stream and as an `async fn`.
//!
//! `GENFN_SEED` and `GENFN_BODIES` say which and how many.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=GENFN_SEED");
    println!("cargo::rerun-if-env-changed=GENFN_BODIES");
    let number = |name: &str, default: u64| {
        env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let bodies = number("GENFN_BODIES", 60);
    let mut random = Random(number("GENFN_SEED", 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut source = String::new();
    let mut table = String::new();
    for index in 0..bodies {
        let fallible = index % 2 == 1;
        let mut body = Body { random: &mut random, index, fallible, names: 0, left: 14 };
        let statements = body.block(0, false);
        for form in [Form::Stream, Form::Boxed, Form::Twin] {
            print(&mut source, index, fallible, &statements, form);
        }
        let kind = if fallible { "fallible" } else { "plain" };
        writeln!(table, "    {kind}!(s_{index}, b_{index}, t_{index}),").unwrap();
    }
    writeln!(source, "pub(crate) const BODIES: &[Pair] = &[\n{table}];").unwrap();
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("bodies.rs"), source).expect("it can be written");
}

/// Xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }
}

enum Statement {
    Guard(u64),
    Say(u64),
    Wait { times: u64, hidden: bool },
    Yield { value: Value, catches: Option<Vec<Statement>>, in_macro: bool },
    Delegate { to: Delegate, catches: Option<Vec<Statement>>, in_macro: bool },
    If(u64, Vec<Statement>, Vec<Statement>),
    For(u64, Vec<Statement>),
    Block(Vec<Statement>),
    Break,
    Return,
    Fail { number: u64, waits: u64 },
}

enum Value {
    Plain(u64),
    /// With a temporary that is dropped before the body is suspended.
    Temporary(u64),
    Waits(u64, u64),
    /// A yield in the value of a yield.
    Nested(u64, u64),
}

enum Delegate {
    Stream { index: u64, waits: bool },
    Pinned { index: u64 },
    Items(u64, u64),
}

struct Body<'a> {
    random: &'a mut Random,
    index: u64,
    fallible: bool,
    names: u64,
    /// How many statements there may be yet.
    left: u64,
}

impl Body<'_> {
    fn name(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    fn block(&mut self, depth: u64, in_loop: bool) -> Vec<Statement> {
        let count = 1 + self.random.below(if depth == 0 { 7 } else { 4 });
        let mut statements = Vec::new();
        for _ in 0..count {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let statement = self.statement(depth, in_loop);
            let ends = matches!(statement, Statement::Break | Statement::Return);
            statements.push(statement);
            if ends {
                break;
            }
        }
        statements
    }

    fn statement(&mut self, depth: u64, in_loop: bool) -> Statement {
        match self.random.below(24) {
            0..=2 => Statement::Guard(self.name()),

            5..=7 => Statement::Wait { times: self.random.below(3), hidden: self.random.one_in(3) },
            8..=13 => {
                let value = match self.random.below(6) {
                    0..=2 => Value::Plain(self.name()),
                    3 => Value::Temporary(self.name()),
                    4 => Value::Waits(self.name(), self.random.below(2)),
                    _ => Value::Nested(self.name(), self.name()),
                };
                let catches = self.random.one_in(2).then(|| self.goodbye(depth, in_loop));
                Statement::Yield { value, catches, in_macro: self.random.one_in(4) }
            }
            14..=17 if self.index > 1 => {
                // One of the same items.
                let index = self.random.below(self.index / 2) * 2 + u64::from(self.fallible);
                let to = match self.random.below(6) {
                    0..=3 => Delegate::Stream { index, waits: self.random.one_in(4) },
                    4 => Delegate::Pinned { index },
                    _ => Delegate::Items(self.name(), self.name()),
                };
                let catches = self.random.one_in(2).then(|| self.goodbye(depth, in_loop));
                Statement::Delegate { to, catches, in_macro: self.random.one_in(5) }
            }
            18 | 19 if depth < 3 => {
                let condition = self.random.below(4);
                Statement::If(
                    condition,
                    self.block(depth + 1, in_loop),
                    self.block(depth + 1, in_loop),
                )
            }
            20 if depth < 3 => Statement::For(self.random.below(4), self.block(depth + 1, true)),
            21 if depth < 3 => Statement::Block(self.block(depth + 1, in_loop)),
            22 if in_loop && self.random.one_in(2) => Statement::Break,
            22 if depth > 0 && self.random.one_in(2) => Statement::Return,
            23 if self.fallible => {
                Statement::Fail { number: self.name(), waits: self.random.below(2) }
            }
            _ => Statement::Say(self.name()),
        }
    }

    /// What a body does once it was told to close.
    fn goodbye(&mut self, depth: u64, in_loop: bool) -> Vec<Statement> {
        if depth < 3 { self.block(depth + 1, in_loop) } else { vec![Statement::Say(self.name())] }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Stream,
    /// A stream that returns in a box.
    Boxed,
    Twin,
}

/// How the statements are written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Stream,
    Twin,
}

fn print(out: &mut String, index: u64, fallible: bool, statements: &[Statement], form: Form) {
    let item = if fallible { "Result<Item, u64>" } else { "Item" };
    let end = if fallible { "Result<(), u64>" } else { "()" };
    let arguments = "log: Log, first: Guard, n: u64, _: Guard";
    let head = match form {
        Form::Stream => format!(
            "#[generator]\nasync fn s_{index}({arguments}) -> impl Stream<Item = {item}> {{"
        ),
        Form::Boxed => format!(
            "#[generator]\nasync fn b_{index}({arguments}) -> Pin<Box<dyn Stream<Item = {item}>>> {{"
        ),
        Form::Twin => {
            format!("async fn t_{index}(ch: Channel<{item}>, {arguments}) -> {end} {{")
        }
    };
    let style = if form == Form::Twin { Style::Twin } else { Style::Stream };
    writeln!(out, "{head}").unwrap();
    let printer = Printer { style, fallible };
    writeln!(out, "let _ = (&first, n);").unwrap();
    printer.block(out, statements);
    if fallible && style == Style::Twin {
        writeln!(out, "Ok(())").unwrap();
    }
    writeln!(out, "}}\n").unwrap();
}

struct Printer {
    style: Style,
    fallible: bool,
}

impl Printer {
    fn block(&self, out: &mut String, statements: &[Statement]) {
        for statement in statements {
            self.statement(out, statement);
        }
    }

    fn is_stream(&self) -> bool {
        self.style == Style::Stream
    }

    fn item(&self, value: &Value) -> String {
        let text = match value {
            Value::Plain(number) => format!("log.item({number} + n)"),
            Value::Temporary(number) => format!("log.guard({number}).item()"),
            Value::Waits(number, times) => {
                format!("log.item(later({times}, {number}).await)")
            }
            Value::Nested(number, inner) => {
                let inner = self.yielded(&self.wrap(&format!("log.item({inner})")), false, true);
                format!("{{ {inner}; log.item({number}) }}")
            }
        };
        self.wrap(&text)
    }

    fn wrap(&self, item: &str) -> String {
        if self.fallible { format!("Ok({item})") } else { item.to_owned() }
    }

    /// A yield of `item`, as an expression.
    fn yielded(&self, item: &str, catches: bool, _nested: bool) -> String {
        match (self.style, catches) {
            (Style::Stream, false) => format!("yield_!({item})"),
            (Style::Stream, true) => format!("try_yield!({item})"),
            // Temporaries of a yield's value are dropped before the body is suspended.
            (Style::Twin, _) => {
                format!("{{ let item = {item}; ch.emit(item, {catches}).await }}")
            }
        }
    }

    fn delegated(&self, to: &Delegate, catches: bool) -> String {
        let call = |index: u64, waits: bool| {
            let n = if waits { "later(1, n).await" } else { "n" };
            let guards = format!("log.clone(), log.guard(100), {n}, log.guard(200)");
            match self.style {
                Style::Stream => format!("s_{index}({guards})"),
                Style::Twin => format!("t_{index}(ch.clone(), {guards})"),
            }
        };
        let name = if catches { "try_yield_from" } else { "yield_from" };
        match (self.style, to) {
            (Style::Stream, Delegate::Stream { index, waits }) => {
                format!("{name}!({})", call(*index, *waits))
            }
            (Style::Stream, Delegate::Pinned { index }) => {
                format!("{name}!(Box::pin({}))", call(*index, false))
            }
            (Style::Twin, Delegate::Stream { index, waits }) => {
                format!("ch.delegate({}, {catches}).await", call(*index, *waits))
            }
            (Style::Twin, Delegate::Pinned { index }) => {
                format!("ch.delegate({}, {catches}).await", call(*index, false))
            }
            (style, Delegate::Items(first, second)) => {
                let [first, second] =
                    [first, second].map(|number| self.wrap(&format!("log.item({number})")));
                match style {
                    Style::Stream => format!("{name}!([{first}, {second}])"),
                    Style::Twin => format!("ch.items([{first}, {second}], {catches}).await"),
                }
            }
        }
    }

    /// A yield or delegation, with what it does when it is told to close.
    fn suspended(
        &self,
        out: &mut String,
        call: &str,
        catches: Option<&[Statement]>,
        in_macro: bool,
    ) {
        let call =
            if in_macro && self.is_stream() { format!("same!({call})") } else { call.into() };
        match catches {
            None => writeln!(out, "let _ = {call};").unwrap(),
            Some(goodbye) => {
                writeln!(out, "if {call}.is_err() {{ log.say(\"told\");").unwrap();
                self.block(out, goodbye);
                writeln!(out, "}}").unwrap();
            }
        }
    }

    fn statement(&self, out: &mut String, statement: &Statement) {
        match statement {
            Statement::Guard(name) => {
                writeln!(out, "let _g{name} = log.guard({name});").unwrap();
            }
            Statement::Say(name) => writeln!(out, "log.say(\"{name}\");").unwrap(),
            Statement::Wait { times, hidden } => {
                if *hidden && self.is_stream() {
                    writeln!(out, "wait_for!(later({times}, ()));").unwrap();
                } else {
                    writeln!(out, "later({times}, ()).await;").unwrap();
                }
            }
            Statement::Yield { value, catches, in_macro } => {
                let call = self.yielded(&self.item(value), catches.is_some(), false);
                self.suspended(out, &call, catches.as_deref(), *in_macro);
            }
            Statement::Delegate { to, catches, in_macro } => {
                let call = self.delegated(to, catches.is_some());
                self.suspended(out, &call, catches.as_deref(), *in_macro);
            }
            Statement::If(number, then, otherwise) => {
                writeln!(out, "if n % 4 > {number} {{").unwrap();
                self.block(out, then);
                writeln!(out, "}} else {{").unwrap();
                self.block(out, otherwise);
                writeln!(out, "}}").unwrap();
            }
            Statement::For(times, block) => {
                writeln!(out, "for n in 0..{times} {{ let _ = n;").unwrap();
                self.block(out, block);
                writeln!(out, "}}").unwrap();
            }
            Statement::Block(block) => {
                writeln!(out, "{{").unwrap();
                self.block(out, block);
                writeln!(out, "}}").unwrap();
            }
            Statement::Break => writeln!(out, "break;").unwrap(),
            Statement::Return => {
                let value = if self.fallible && !self.is_stream() { " Ok(())" } else { "" };
                writeln!(out, "return{value};").unwrap();
            }
            Statement::Fail { number, waits } => {
                writeln!(out, "later({waits}, fails(n, {number})).await?;").unwrap();
            }
        }
    }
}
