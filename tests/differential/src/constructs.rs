//! Counts the constructs that bodies hold.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use syn::visit::{self, Visit};
use syn::{
    Arm, BinOp, Block, Expr, ExprBinary, ExprBlock, ExprBreak, ExprCall, ExprClosure, ExprForLoop,
    ExprIf, ExprLoop, ExprMatch, ExprMethodCall, ExprStruct, ExprWhile, Local, Macro, Pat, Stmt,
};

use crate::source::{Form, Receiver, Written};
use crate::syntax;

/// What is counted beside forms and receivers.
const NAMES: [&str; 42] = [
    "yield_!",
    "try_yield!",
    "yield_from! of a body",
    "yield_from! of an iterable",
    "try_yield_from! of a body",
    "try_yield_from! of an iterable",
    "delegation to itself",
    "delegate in a variable",
    "delegate that borrows",
    "delegate that is pinned",
    "yield in a yield",
    "yield in a condition",
    "yield in a match guard",
    "yield in an argument",
    "yield in an operand",
    "yield in a struct literal",
    "yield in another macro",
    "yield in a loop",
    "borrow across a yield",
    "temporary across a yield",
    "if",
    "if let",
    "let else",
    "match",
    "match guard",
    "while",
    "while let",
    "for",
    "loop",
    "labelled block",
    "break with a value",
    "break",
    "continue",
    "return",
    "?",
    "&& or ||",
    "closure",
    "assignment",
    "move in a branch",
    "pattern that takes apart",
    "struct update",
    "size_hint",
];

/// How often each construct was written.
#[derive(Clone, Debug)]
pub struct Constructs(BTreeMap<&'static str, u64>);

impl Default for Constructs {
    fn default() -> Self {
        Self(Self::names().map(|name| (name, 0)).collect())
    }
}

impl Constructs {
    /// All names, in the order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let forms = Form::ALL.into_iter().map(Form::name);
        let receivers = Receiver::ALL.into_iter().map(Receiver::name);
        forms.chain(["function", "method of a trait"]).chain(receivers).chain(NAMES)
    }

    /// How often `name` was written.
    #[must_use]
    pub fn count(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// Those that were not written at all.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        Self::names().filter(|name| self.count(name) == 0)
    }

    /// Counts what a body holds.
    pub fn add_body(&mut self, body: &Written) {
        let signature = &body.signature;
        self.add(signature.form.name());
        self.add(signature.receiver.map_or("function", Receiver::name));
        if signature.in_trait {
            self.add("method of a trait");
        }
        if signature.has_size_hint {
            self.add("size_hint");
        }
        let mut count =
            Count { constructs: self, name: signature.name(), around: Vec::new(), loops: 0 };
        count.visit_block(&syntax::parse(&body.text));
    }

    fn add(&mut self, name: &'static str) {
        let count = self.0.get_mut(name);
        debug_assert!(count.is_some(), "{name} has a line in the table");
        *count.into_iter().next().expect("each construct has a line in the table") += 1;
    }
}

impl Display for Constructs {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for name in Self::names() {
            writeln!(f, "{:>9}  {name}", self.count(name))?;
        }
        Ok(())
    }
}

/// What stands around an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Yield,
    Condition,
    Guard,
    Argument,
    Operand,
    Literal,
    Macro,
}

impl Place {
    fn of_yield(self) -> &'static str {
        match self {
            Self::Yield => "yield in a yield",
            Self::Condition => "yield in a condition",
            Self::Guard => "yield in a match guard",
            Self::Argument => "yield in an argument",
            Self::Operand => "yield in an operand",
            Self::Literal => "yield in a struct literal",
            Self::Macro => "yield in another macro",
        }
    }
}

struct Count<'a> {
    constructs: &'a mut Constructs,
    name: String,
    /// What stands around this place, the innermost last.
    around: Vec<Place>,
    loops: usize,
}

impl Count<'_> {
    fn within(&mut self, place: Place, expression: &Expr) {
        self.around.push(place);
        self.visit_expr(expression);
        self.around.pop();
    }

    fn add(&mut self, name: &'static str) {
        self.constructs.add(name);
    }

    fn is_yield(name: &str) -> bool {
        matches!(name, "yield_" | "try_yield" | "yield_from" | "try_yield_from")
    }

    fn add_yield(&mut self, name: &str, given: &[Expr]) {
        let places = std::mem::take(&mut self.around);
        let mut seen = Vec::new();
        for place in &places {
            if !seen.contains(place) {
                seen.push(*place);
                self.add(place.of_yield());
            }
        }
        self.around = places;
        if self.loops > 0 {
            self.add("yield in a loop");
        }
        let delegate = match name {
            "yield_" => return self.add("yield_!"),
            "try_yield" => return self.add("try_yield!"),
            _ => given.first(),
        };
        let Some(mut delegate) = delegate.cloned() else { return };
        if let Expr::Macro(call) = &delegate
            && call.mac.path.is_ident("pin")
            && let Some(pinned) = syntax::arguments(&call.mac).into_iter().next()
        {
            self.add("delegate that is pinned");
            delegate = pinned;
        }
        let (called, given) = match &delegate {
            Expr::Call(call) => (name_of(&call.func), call.args.iter().collect()),
            Expr::MethodCall(call) => (call.method.to_string(), call.args.iter().collect()),
            Expr::Path(_) => (String::new(), Vec::new()),
            _ => ("an iterable".to_owned(), Vec::new()),
        };
        let is_variable = called.is_empty();
        let is_body = is_variable || called.starts_with("body_");
        if is_variable {
            self.add("delegate in a variable");
        }
        if called == self.name {
            self.add("delegation to itself");
        }
        if is_body && given.iter().any(|argument| matches!(argument, Expr::Reference(_))) {
            self.add("delegate that borrows");
        }
        self.add(match (name, is_body) {
            ("yield_from", true) => "yield_from! of a body",
            ("yield_from", false) => "yield_from! of an iterable",
            (_, true) => "try_yield_from! of a body",
            (_, false) => "try_yield_from! of an iterable",
        });
    }

    fn in_loop(&mut self, visit: impl FnOnce(&mut Self)) {
        self.loops += 1;
        visit(self);
        self.loops -= 1;
    }
}

fn name_of(function: &Expr) -> String {
    let Expr::Path(path) = function else { return "an expression".to_owned() };
    path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

impl Visit<'_> for Count<'_> {
    fn visit_macro(&mut self, call: &Macro) {
        let given = syntax::arguments(call);
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        let name = name.unwrap_or_default();
        let place = if Self::is_yield(&name) {
            self.add_yield(&name, &given);
            Place::Yield
        } else {
            Place::Macro
        };
        for argument in &given {
            // `pin!` is a part of the delegation.
            if name == "pin" {
                self.visit_expr(argument);
            } else {
                self.within(place, argument);
            }
        }
    }

    fn visit_block(&mut self, block: &Block) {
        for (place, statement) in block.stmts.iter().enumerate() {
            let Stmt::Local(local) = statement else { continue };
            let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) else { continue };
            let Expr::Reference(reference) = &*init.expr else { continue };
            let Some(used) = block.stmts.iter().rposition(|other| mentions(other, name)) else {
                continue;
            };
            if used > place && block.stmts[place + 1..=used].iter().any(suspends) {
                // A block has no name: what it gives is a temporary.
                let is_temporary = matches!(&*reference.expr, Expr::Block(_));
                self.add(if is_temporary {
                    "temporary across a yield"
                } else {
                    "borrow across a yield"
                });
            }
        }
        visit::visit_block(self, block);
    }

    fn visit_local(&mut self, local: &Local) {
        if let Pat::Struct(_) | Pat::Tuple(_) = &local.pat {
            self.add("pattern that takes apart");
        }
        if local.init.as_ref().is_some_and(|init| init.diverge.is_some()) {
            self.add("let else");
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_if(&mut self, choice: &ExprIf) {
        let is_let = matches!(&*choice.cond, Expr::Let(_));
        self.add(if is_let { "if let" } else { "if" });
        if choice.else_branch.is_none() && is_move(&choice.then_branch) {
            self.add("move in a branch");
        }
        self.within(Place::Condition, &choice.cond);
        self.visit_block(&choice.then_branch);
        if let Some((_, other)) = &choice.else_branch {
            self.visit_expr(other);
        }
    }

    fn visit_expr_match(&mut self, choice: &ExprMatch) {
        self.add("match");
        visit::visit_expr_match(self, choice);
    }

    fn visit_arm(&mut self, arm: &Arm) {
        if let Pat::Guard(guarded) = &arm.pat {
            self.add("match guard");
            self.within(Place::Guard, &guarded.guard);
        }
        self.visit_expr(&arm.body);
    }

    fn visit_expr_while(&mut self, repeated: &ExprWhile) {
        let is_let = matches!(&*repeated.cond, Expr::Let(_));
        self.add(if is_let { "while let" } else { "while" });
        self.in_loop(|this| {
            this.within(Place::Condition, &repeated.cond);
            this.visit_block(&repeated.body);
        });
    }

    fn visit_expr_for_loop(&mut self, repeated: &ExprForLoop) {
        self.add("for");
        self.visit_expr(&repeated.expr);
        self.in_loop(|this| this.visit_block(&repeated.body));
    }

    fn visit_expr_loop(&mut self, repeated: &ExprLoop) {
        self.add("loop");
        self.in_loop(|this| this.visit_block(&repeated.body));
    }

    fn visit_expr_block(&mut self, block: &ExprBlock) {
        if block.label.is_some() {
            self.add("labelled block");
        }
        visit::visit_expr_block(self, block);
    }

    fn visit_expr_break(&mut self, way_out: &ExprBreak) {
        self.add(if way_out.expr.is_some() { "break with a value" } else { "break" });
        visit::visit_expr_break(self, way_out);
    }

    fn visit_expr_continue(&mut self, _: &syn::ExprContinue) {
        self.add("continue");
    }

    fn visit_expr_return(&mut self, way_out: &syn::ExprReturn) {
        self.add("return");
        visit::visit_expr_return(self, way_out);
    }

    fn visit_expr_try(&mut self, asked: &syn::ExprTry) {
        self.add("?");
        visit::visit_expr_try(self, asked);
    }

    fn visit_expr_closure(&mut self, closure: &ExprClosure) {
        self.add("closure");
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_assign(&mut self, assignment: &syn::ExprAssign) {
        self.add("assignment");
        visit::visit_expr_assign(self, assignment);
    }

    fn visit_expr_binary(&mut self, operation: &ExprBinary) {
        if matches!(operation.op, BinOp::And(_) | BinOp::Or(_)) {
            self.add("&& or ||");
        }
        self.within(Place::Operand, &operation.left);
        self.within(Place::Operand, &operation.right);
    }

    fn visit_expr_call(&mut self, call: &ExprCall) {
        for argument in &call.args {
            self.within(Place::Argument, argument);
        }
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        self.visit_expr(&call.receiver);
        for argument in &call.args {
            self.within(Place::Argument, argument);
        }
    }

    fn visit_expr_struct(&mut self, literal: &ExprStruct) {
        if literal.rest.is_some() {
            self.add("struct update");
        }
        for field in &literal.fields {
            self.within(Place::Literal, &field.expr);
        }
        if let Some(rest) = &literal.rest {
            self.visit_expr(rest);
        }
    }
}

/// Whether a block only moves a variable away: `{ consume(guard); }`.
fn is_move(block: &Block) -> bool {
    let [Stmt::Expr(Expr::Call(call), Some(_))] = &block.stmts[..] else { return false };
    name_of(&call.func) == "consume" && matches!(call.args.first(), Some(Expr::Path(_)))
}

fn suspends(statement: &Stmt) -> bool {
    let mut search = Search { wanted: |name: &str| Count::is_yield(name), found: false };
    search.visit_stmt(statement);
    search.found
}

fn mentions(statement: &Stmt, name: &syn::PatIdent) -> bool {
    let mut search = Search { wanted: |other: &str| name.ident == other, found: false };
    search.visit_stmt(statement);
    search.found
}

/// Looks for a name, also in what macros are given.
struct Search<W> {
    wanted: W,
    found: bool,
}

impl<W: Fn(&str) -> bool> Visit<'_> for Search<W> {
    fn visit_ident(&mut self, name: &proc_macro2::Ident) {
        self.found |= (self.wanted)(&name.to_string());
    }

    fn visit_macro(&mut self, call: &Macro) {
        visit::visit_macro(self, call);
        for argument in syntax::arguments(call) {
            self.visit_expr(&argument);
        }
    }

    fn visit_pat_ident(&mut self, _: &syn::PatIdent) {}
}
