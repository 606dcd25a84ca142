//! Calls of the function itself in its own body.
//!
//! A loop that yields each item of such a call is a delegation:
//!
//! ```text
//! // in                                               // out
//! for item in walk(child) { yield_!(item); }          yield_from!(walk(child));
//! ```

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprForLoop, ExprMethodCall, FnArg, Item, Macro, Pat, Signature, Stmt,
    parse_quote,
};

use crate::errors::Errors;
use crate::explicit::known::kinds;
use crate::explicit::source::asked::REMARK;
use crate::explicit::source::declare::used;
use crate::explicit::tree::ir::{self, Block, Part, PartKind, VarId};
use crate::explicit::tree::vars::Vars;
use crate::yields::YieldKind;

/// The function that a body is the one of, where it is called.
#[derive(Clone, Copy)]
pub(crate) struct Own<'a> {
    pub(crate) name: &'a Ident,
    /// How many arguments it has, the receiver among them.
    pub(crate) count: usize,
    /// Whether it has a receiver.
    pub(crate) is_method: bool,
}

impl<'a> Own<'a> {
    pub(crate) fn of(signature: &'a Signature) -> Self {
        let is_method = matches!(signature.inputs.first(), Some(FnArg::Receiver(_)));
        Self { name: &signature.ident, count: signature.inputs.len(), is_method }
    }
}

/// Whether a path in a call is that of a function.
pub(crate) fn is_path_of(call: &ExprCall, Own { name, count, is_method }: Own<'_>) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let segments = &path.path.segments;
    let named = path.qself.is_none()
        && path.path.leading_colon.is_none()
        && match segments.len() {
            1 => !is_method,
            2 => segments[0].ident == "Self" || segments[0].ident == "self" && !is_method,
            _ => false,
        };
    named && segments.last().is_some_and(|last| last.ident == *name) && call.args.len() == count
}

/// What else has the name of the function, in its arguments and its body.
#[derive(Default)]
pub(crate) struct Hides {
    /// An argument or a local, where the name is used.
    pub(crate) by_local: bool,
    /// An item, or an import.
    pub(crate) by_item: bool,
    /// The names of what is no local where they are used, if a local has one of them elsewhere.
    pub(crate) free: HashSet<String>,
}

impl Hides {
    pub(crate) fn of(signature: &Signature, statements: &[Stmt]) -> Self {
        let mut hiding = Hiding {
            name: &signature.ident,
            by_item: false,
            bound: HashSet::new(),
            called: HashSet::new(),
        };
        for argument in &signature.inputs {
            hiding.visit_fn_arg(argument);
        }
        for statement in statements {
            hiding.visit_stmt(statement);
        }
        let by_item = hiding.by_item;
        if hiding.bound.is_disjoint(&hiding.called) {
            return Self { by_item, ..Self::default() };
        }
        let used = used(signature, statements);
        let by_local = used.local.contains(&signature.ident.to_string());
        Self { by_local, by_item, free: used.free }
    }
}

/// Looks for what has the name of the function, and for functions that have the name of a local.
struct Hiding<'a> {
    name: &'a Ident,
    by_item: bool,
    bound: HashSet<String>,
    called: HashSet<String>,
}

impl Hiding<'_> {
    /// What is called in the arguments of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut name = None;
        for token in tokens {
            let before = name.take();
            match token {
                TokenTree::Group(group) => {
                    if group.delimiter() == Delimiter::Parenthesis {
                        self.called.extend(before.map(|name: Ident| name.to_string()));
                    }
                    self.tokens(group.stream());
                }
                TokenTree::Ident(ident) => name = Some(ident),
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Hiding<'_> {
    fn visit_pat_ident(&mut self, bound: &'ast syn::PatIdent) {
        self.bound.insert(bound.ident.to_string());
        visit::visit_pat_ident(self, bound);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        self.called.extend(kinds::name_of(&call.func).map(ToString::to_string));
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        self.tokens(invocation.tokens.clone());
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let name = match item {
            Item::Const(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Mod(item) => &item.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Use(item) => return self.visit_use_tree(&item.tree),
            _ => return,
        };
        self.by_item |= name == self.name;
    }

    fn visit_use_name(&mut self, import: &'ast syn::UseName) {
        self.by_item |= import.ident == *self.name;
    }

    fn visit_use_rename(&mut self, import: &'ast syn::UseRename) {
        self.by_item |= import.rename == *self.name;
    }
}

/// Makes delegations of the loops that yield each item of a call of a function. What they pass on is `()` in both directions, and nothing is thrown. Gives the names of the items, which
/// nothing binds any more.
pub(crate) fn delegate_loops(statements: &mut [Stmt], own: Own<'_>) -> Vec<Ident> {
    struct Loops<'a> {
        own: Own<'a>,
        items: Vec<Ident>,
    }

    impl VisitMut for Loops<'_> {
        fn visit_expr_mut(&mut self, expression: &mut Expr) {
            visit_mut::visit_expr_mut(self, expression);
            if let Expr::ForLoop(repeated) = expression {
                if let Some((delegation, item)) = delegation(repeated, self.own) {
                    *expression = delegation;
                    self.items.push(item);
                }
            }
        }

        fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }

    let mut loops = Loops { own, items: Vec::new() };
    for statement in statements {
        loops.visit_stmt_mut(statement);
    }
    loops.items
}

/// The delegation that a loop is, and the name of the item.
fn delegation(repeated: &ExprForLoop, own: Own<'_>) -> Option<(Expr, Ident)> {
    let ExprForLoop { attrs, label: None, pat, expr, body, .. } = repeated else { return None };
    let Expr::Call(call) = &**expr else { return None };
    let Pat::Ident(item) = &**pat else { return None };
    let is_name = item.by_ref.is_none() && item.mutability.is_none() && item.subpat.is_none();
    if !attrs.is_empty() || !is_name || !is_path_of(call, own) {
        return None;
    }
    let [statement] = &body.stmts[..] else { return None };
    let yielded: &Macro = match statement {
        Stmt::Macro(invocation) if invocation.attrs.is_empty() => &invocation.mac,
        Stmt::Expr(Expr::Macro(invocation), _) if invocation.attrs.is_empty() => &invocation.mac,
        _ => return None,
    };
    let value = syn::parse2::<Ident>(yielded.tokens.clone()).ok()?;
    let (YieldKind::Yield, written) = YieldKind::of_path(&yielded.path)? else { return None };
    // The place of a yield is that of its name, and an import is that of this name.
    let delegates = Ident::new("yield_from", written.span());
    (value == item.ident).then(|| (parse_quote!(#delegates!(#call)), value))
}

/// Reports the locals that hold the generator of the function or method `name` itself, if they are kept.
pub(crate) fn check_kept(
    kept: impl Iterator<Item = VarId>,
    vars: &Vars,
    name: &Ident,
    is_method: bool,
    errors: &mut Errors,
) {
    for var in kept.collect::<BTreeSet<_>>() {
        let Some(call) = &vars.all[var].itself else { continue };
        let remedy = if is_method {
            format!(
                "delegate to it, `yield_from!(Self::{name}(..))`, or box it, as in `let inner: Box<dyn Iterator<Item \
                 = ..> + '_> = Box::new(self.{name}(..));`"
            )
        } else {
            format!(
                "delegate to it, `yield_from!({name}(..))`, or box it, as in `let inner: Box<dyn Iterator<Item = \
                 ..>> = Box::new({name}(..));`"
            )
        };
        errors.at(
            call,
            format!(
                "what this call returns is kept across a yield, and a generator with an explicit state cannot hold \
                 itself: {remedy}{REMARK}"
            ),
        );
    }
}

/// Notes the locals that a method of the name `method` is called on.
pub(crate) fn note_receivers(statements: &[Stmt], method: &Ident, vars: &mut Vars) {
    struct Receivers<'a> {
        method: &'a Ident,
        vars: &'a mut Vars,
    }

    impl Visit<'_> for Receivers<'_> {
        fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
            let receiver = kinds::name_of(&call.receiver).and_then(|name| self.vars.find(name));
            if let Some(receiver) = receiver.filter(|_| call.method == *self.method) {
                self.vars.all[receiver].calls_itself = true;
            }
            visit::visit_expr_method_call(self, call);
        }

        fn visit_macro(&mut self, invocation: &Macro) {
            if let Ok(value) = syn::parse2::<Expr>(invocation.tokens.clone()) {
                self.visit_expr(&value);
            }
        }
    }

    let mut receivers = Receivers { method, vars };
    for statement in statements {
        receivers.visit_stmt(statement);
    }
}

/// The calls of the function itself whose value is that of the body. `unit`: what it returns is `()`.
pub(crate) fn tail_calls(block: &Block, unit: bool, found: &mut BTreeSet<usize>) {
    fn of_node(node: &ir::Node, unit: bool, found: &mut BTreeSet<usize>) {
        match node {
            ir::Node::Yield(yielded) if yielded.calls && yielded.kind == YieldKind::YieldFrom => {
                found.insert(yielded.id);
            }
            ir::Node::Block(block) if block.label.is_none() => tail_calls(block, unit, found),
            ir::Node::If { then, otherwise, .. } => {
                tail_calls(then, unit, found);
                if let Some(otherwise) = otherwise {
                    of_node(otherwise, unit, found);
                }
            }
            ir::Node::Match { arms, .. } => {
                for arm in arms {
                    tail_calls(arm, unit, found);
                }
            }
            _ => {}
        }
    }

    match (&block.tail, block.parts.last()) {
        (Some(tail), _) => of_node(tail, unit, found),
        (None, Some(Part { kind: PartKind::Expression { node, .. }, .. })) if unit => {
            of_node(node, unit, found);
        }
        _ => {}
    }
}
