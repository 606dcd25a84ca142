//! What yields keep of closures behind their last use.
//!
//! ```text
//! let count = { let text = String::from("ab"); move |c| text.matches(c).count() };
//! let low = (0..9).filter(move |n| list.contains(n));
//! ```
//!
//! What is kept of a local behind its last use is a question to rustc: whether its type is `Copy`. Of a closure rustc
//! knows that only when it has seen all of the body, and takes it to be `Copy` until then. So a local with such a
//! value is kept as it is, if the closure takes what is not `Copy`, as far as that is seen.
//!
//! A function that is called with such a closure may give it back, or a value that holds it. Of that value rustc is
//! asked another question, which no closure has a part in: whether it is a reference, a number or a collection of these.
//!
//! Of a closure that borrows what it captures, nothing is kept. rustc confirms that where the closure is defined: by the
//! end of its scope, what it borrows may be moved away.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, ExprClosure, Local, Path, Stmt, Token};

use crate::explicit::closures::captures::{Captures, Use};
use crate::explicit::known::kinds;
use crate::explicit::known::known_macros;
use crate::explicit::known::method_names::passes_receiver;
use crate::explicit::tree::ir::{Block, Part, PartKind, Rest, VarId};
use crate::explicit::tree::mentions::mentioned;
use crate::explicit::tree::owners::is_iterator;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, Walk, WalkMut};

/// Methods that give a value which is not `Copy`, by their names.
const MAKES_OWNED: [&str; 6] =
    ["clone", "collect", "into_boxed_slice", "to_owned", "to_string", "to_vec"];

/// Whether a value is owned whatever its type: it is not `Copy` for certain, or names no local.
pub(crate) fn is_owned(value: &Expr, vars: &Vars) -> bool {
    match value {
        Expr::Macro(invocation) => {
            ["vec", "format"].iter().any(|name| invocation.mac.path.is_ident(name))
        }
        Expr::Range(_) => true,
        Expr::MethodCall(call) => MAKES_OWNED.iter().any(|name| call.method == name),
        Expr::Call(_) | Expr::Struct(_) => names_none(value.to_token_stream(), vars),
        Expr::Paren(inner) => is_owned(&inner.expr, vars),
        _ => false,
    }
}

/// Whether code names no local that may be a reference.
fn names_none(tokens: TokenStream, vars: &Vars) -> bool {
    let mentioned = mentioned(tokens, vars);
    mentioned.iter().all(|var| vars.all[*var].is_copy_or_range() && !vars.all[*var].exclusive)
}

/// Whether a value holds a closure that takes one of the locals `owned`, which are not `Copy`.
pub(crate) fn hold_owned(value: &Expr, owned: &BTreeSet<VarId>, vars: &Vars) -> bool {
    let holds = |value: &Expr| hold_owned(value, owned, vars);
    match value {
        Expr::Closure(closure) => takes_owned(closure, owned, vars),
        Expr::Call(call) if kinds::is_constructor(&call.func) => call.args.iter().any(holds),
        Expr::MethodCall(call) if passes_receiver(call) && is_iterator(value, vars) => {
            holds(&call.receiver) || call.args.iter().any(holds)
        }
        other => held_by(other).into_iter().any(holds),
    }
}

/// The values of which a value is one, or that it holds.
fn held_by(value: &Expr) -> Vec<&Expr> {
    fn end(block: &syn::Block) -> Option<&Expr> {
        match block.stmts.last()? {
            Stmt::Expr(value, None) => Some(value),
            _ => None,
        }
    }

    match value {
        Expr::Block(block) => end(&block.block).into_iter().collect(),
        Expr::Unsafe(block) => end(&block.block).into_iter().collect(),
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
            end(&branch.then_branch).into_iter().chain(otherwise).collect()
        }
        Expr::Match(matched) => matched.arms.iter().map(|arm| &*arm.body).collect(),
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        Expr::Array(array) => array.elems.iter().collect(),
        Expr::Repeat(array) => vec![&*array.expr],
        Expr::Struct(fields) => fields.fields.iter().map(|field| &field.expr).collect(),
        Expr::Paren(inner) => vec![&*inner.expr],
        Expr::Group(inner) => vec![&*inner.expr],
        _ => Vec::new(),
    }
}

/// The locals whose values may hold closures or `async` blocks that are not `Copy`.
#[derive(Default)]
pub(crate) struct Holders {
    holders: BTreeSet<VarId>,
    /// The closures that give closures.
    makers: BTreeSet<VarId>,
}

impl Holders {
    /// Notes what a local holds that a `let` defines. Whether it may be given a closure by a function.
    pub(crate) fn define(&mut self, var: VarId, value: &Expr, vars: &Vars) -> bool {
        match value {
            Expr::Closure(closure) if gives_closure(&closure.body) => {
                self.makers.insert(var);
            }
            Expr::Paren(inner) => return self.define(var, &inner.expr, vars),
            _ => {}
        }
        let holds = self.hold(value, vars);
        if holds {
            self.holders.insert(var);
        }
        holds && !matches!(value, Expr::Closure(_) | Expr::Async(_))
    }

    /// Notes that a pattern binds a local by what the value holds that it takes apart, if that may be a closure. Whether it
    /// may.
    pub(crate) fn bind(&mut self, var: VarId, value: &Expr, vars: &Vars) -> bool {
        let holds = self.hold(value, vars);
        if holds {
            self.holders.insert(var);
        }
        holds
    }

    /// Whether a value may hold a closure that is not `Copy`.
    pub(crate) fn hold(&self, value: &Expr, vars: &Vars) -> bool {
        let holds = |value: &Expr| self.hold(value, vars);
        let local = |place: &Expr| kinds::name_of(place).and_then(|name| vars.find(name));
        match value {
            Expr::Closure(closure) => may_take_owned(closure, vars),
            Expr::Async(_) => true,
            Expr::Path(_) => local(value).is_some_and(|var| self.holders.contains(&var)),
            Expr::Call(call) => {
                local(&call.func).is_some_and(|var| self.makers.contains(&var))
                    || call.args.iter().any(holds)
            }
            Expr::MethodCall(call) if call.method == "clone" => holds(&call.receiver),
            Expr::Macro(invocation) if invocation.mac.path.is_ident("vec") => {
                let elements = known_macros::elements_of_vec(&invocation.mac);
                elements.is_some_and(|elements| elements.iter().any(holds))
            }
            other => held_by(other).into_iter().any(holds),
        }
    }

    /// Whether a function may give back a closure that it is called with, or a closure one that it makes.
    pub(crate) fn give_back(&self, value: &Expr, vars: &Vars) -> bool {
        let local = |place: &Expr| kinds::name_of(place).and_then(|name| vars.find(name));
        let is_closure = |var: VarId| vars.all[var].closure || vars.all[var].given_back;
        match value {
            Expr::Path(_) => local(value).is_some_and(is_closure),
            Expr::Call(call) => {
                local(&call.func).is_some_and(|var| self.makers.contains(&var))
                    || call.args.iter().any(|argument| {
                        matches!(argument, Expr::Closure(_)) || self.give_back(argument, vars)
                    })
            }
            Expr::Paren(inner) => self.give_back(&inner.expr, vars),
            _ => false,
        }
    }
}

/// Whether the value of a closure's body is a closure, or an `async` block.
fn gives_closure(body: &Expr) -> bool {
    match body {
        Expr::Closure(_) | Expr::Async(_) => true,
        Expr::Paren(inner) => gives_closure(&inner.expr),
        Expr::Block(block) => match block.block.stmts.last() {
            Some(Stmt::Expr(value, None)) => gives_closure(value),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a closure takes a local that is not `Copy`, as far as that is known.
fn may_take_owned(closure: &ExprClosure, vars: &Vars) -> bool {
    let captures = Captures::of_closure(closure, vars);
    captures.uses.iter().any(|(var, used)| {
        let local = &vars.all[*var];
        let takes = captures.takes(*used) || captures.moves && *used == Use::Part;
        takes && (local.range || !local.copies && !local.number)
    })
}

fn takes_owned(closure: &ExprClosure, owned: &BTreeSet<VarId>, vars: &Vars) -> bool {
    let captures = Captures::of_closure(closure, vars);
    let is_owned = |var: &VarId| {
        owned.contains(var)
            || vars.all[*var].range
            || vars.all[*var].written.as_ref().is_some_and(kinds::is_collection_type)
    };
    captures.uses.iter().any(|(var, used)| {
        is_owned(var) && (captures.takes(*used) || captures.moves && *used == Use::Part)
    })
}

/// Has rustc confirm where closures are defined that nothing has to be kept of them.
pub(crate) fn confirm(body: &mut Block, vars: &mut Vars, private: &Path) {
    let mut rests = Rests { vars, found: BTreeSet::new() };
    rests.block(body);
    let found = rests.found;
    if !found.is_empty() {
        Confirming { vars, found, private }.block(body);
    }
}

/// Finds the closures of which nothing is kept.
struct Rests<'a> {
    vars: &'a Vars,
    found: BTreeSet<VarId>,
}

impl Walk for Rests<'_> {
    fn part(&mut self, part: &Part) {
        if let PartKind::Rest { local, .. } = part.kind {
            if self.vars.all[local].rest == Rest::Closure {
                self.found.insert(local);
            }
        }
        self.inside_part(part);
    }
}

struct Confirming<'a> {
    vars: &'a mut Vars,
    found: BTreeSet<VarId>,
    private: &'a Path,
}

impl WalkMut for Confirming<'_> {
    fn code(&mut self, code: CodeMut<'_>) {
        let CodeMut::Statements(statements) = code else { return };
        for statement in std::mem::take(statements) {
            let defined = match &statement {
                Stmt::Local(Local { pat, init: Some(_), .. }) => self.vars.bound_by(pat),
                _ => Vec::new(),
            };
            statements.push(statement);
            for var in defined.into_iter().filter(|var| self.found.contains(var)) {
                let (private, name) = (self.private, &self.vars.all[var].ident);
                let here = Span::mixed_site().located_at(name.span());
                let confirm = quote_spanned!(here=> #private::without_rest(&#name));
                if let Ok(confirm) = syn::parse2(confirm) {
                    statements.push(Stmt::Expr(confirm, Some(Token![;](here))));
                    self.vars.all[var].rest = Rest::Confirmed;
                }
            }
        }
    }
}
