//! Constants that a statement with a yield takes for places, or makes behind the yield: rustc is asked whether
//! they have a destructor.
//!
//! ```text
//! // in                         // out
//! f(&CONSTANT, yield_!(x));     lasting(|| borrowed(&CONSTANT));
//!                               ..
//! ```
//!
//! Each use of a constant is a value of its own. Where it has no destructor, it does not matter when that is
//! made, and rustc lets a borrow of it live for ever. A static is a place.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Stmt};

use crate::explicit::known::kinds::{self, has_yield_in_expression, has_yield_in_tokens};
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::patterns;
use crate::explicit::normal::Normal;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::Part;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;
use crate::operators::Operator;
use crate::yields::{YieldKind, makes_generator};

impl Normal<'_> {
    /// Asks rustc about the constants that a statement with a yield takes for places.
    pub(super) fn check_constants(&mut self, statement: &Stmt, parts: &mut Vec<Part>) {
        let mut constants = Constants { vars: self.vars, found: Vec::new() };
        constants.visit_stmt(statement);
        for path in constants.found {
            self.check_constant(&path, parts);
        }
    }

    /// The same for the borrow of a `let`, which lives as long as the block.
    pub(super) fn check_extended(&mut self, borrowed: &Expr, parts: &mut Vec<Part>) {
        let mut constants = Constants { vars: self.vars, found: Vec::new() };
        constants.place(borrowed);
        for path in constants.found {
            self.check_constant(&path, parts);
        }
    }

    /// Asks rustc whether a constant has a destructor.
    fn check_constant(&mut self, path: &ExprPath, parts: &mut Vec<Part>) {
        let here = Span::mixed_site().located_at(path.span());
        let private = located(&self.private, here);
        let borrow = Ident::new(&internal("borrow").to_string(), here);
        let path = by_the_macro(path);
        let check = quote_spanned! {here=>
            let _ = || {
                let #borrow = #private::borrowed(&#path);
                #private::used(#borrow);
            };
        };
        self.plain(Stmt::Expr(Expr::Verbatim(quote!({ #check })), None), parts);
    }

    /// A constant whose value is used behind a yield.
    pub(super) fn constant(&mut self, value: Expr, parts: &mut Vec<Part>) -> Expr {
        let Some(path) = constant_in(&value, self.vars) else { return value };
        let is_screaming = path
            .path
            .segments
            .last()
            .is_some_and(|last| !last.ident.to_string().contains(char::is_lowercase));
        if is_screaming {
            let path = path.clone();
            self.check_constant(&path, parts);
            return value;
        }
        // A variant: its type may have parameters, which its use decides.
        let here = Span::mixed_site().located_at(path.span());
        let private = located(&self.private, here);
        let [borrow, same] =
            ["borrow", "same"].map(|name| Ident::new(&internal(name).to_string(), here));
        let other = by_the_macro(path);
        let checked = quote_spanned! {here=>
            #private::constant(#path, |#same| {
                let #borrow = #private::borrowed(&#other);
                #same(#borrow);
            })
        };
        syn::parse2(checked).unwrap_or(value)
    }
}

/// A path in code of the macro's, where rustc does not propose to change it.
fn by_the_macro(path: &ExprPath) -> TokenStream {
    fn located(tokens: TokenStream) -> TokenStream {
        let tokens = tokens.into_iter().map(|mut token| {
            if let TokenTree::Group(group) = &mut token {
                *group = Group::new(group.delimiter(), located(group.stream()));
            }
            token.set_span(Span::mixed_site().located_at(token.span()));
            token
        });
        tokens.collect()
    }

    located(path.to_token_stream())
}

/// The constant that an expression is, if it may have a destructor.
pub(super) fn constant_in<'e>(value: &'e Expr, vars: &Vars) -> Option<&'e ExprPath> {
    match value {
        Expr::Path(path) => {
            let segments = &path.path.segments;
            let (first, last) = (&segments.first()?.ident, &segments.last()?.ident);
            let is_local = kinds::name_of(value).is_some_and(|name| vars.find(name).is_some());
            let is_plain = is_local
                || last == "None"
                || segments.len() == 2 && kinds::is_primitive(first) && is_of_primitive(last)
                || last == "PhantomData";
            (!is_plain && kinds::is_constant(&last.to_string())).then_some(path)
        }
        Expr::Paren(inner) => constant_in(&inner.expr, vars),
        Expr::Group(inner) => constant_in(&inner.expr, vars),
        _ => None,
    }
}

/// Whether a constant of this name is one of a primitive type itself, which comes before those of traits.
fn is_of_primitive(name: &Ident) -> bool {
    const NAMES: [&str; 17] = [
        "BITS",
        "DIGITS",
        "EPSILON",
        "INFINITY",
        "MANTISSA_DIGITS",
        "MAX",
        "MAX_10_EXP",
        "MAX_EXP",
        "MIN",
        "MIN_10_EXP",
        "MIN_EXP",
        "MIN_POSITIVE",
        "NAN",
        "NEG_INFINITY",
        "RADIX",
        "REPLACEMENT_CHARACTER",
        "UNICODE_VERSION",
    ];
    NAMES.iter().any(|known| name == known)
}

/// Collects the constants that are taken for places, in the parts of an expression that are evaluated beside
/// a yield.
struct Constants<'a> {
    vars: &'a Vars,
    found: Vec<ExprPath>,
}

impl Constants<'_> {
    fn place(&mut self, place: &Expr) {
        let found = constant_in(place, self.vars);
        // The type parameters of a variant of the standard library's are not known where it is alone.
        if let Some(path) = found.filter(|path| !patterns::is_known_variant(&path.path)) {
            let text = |path: &ExprPath| path.to_token_stream().to_string();
            if !self.found.iter().any(|other| text(other) == text(path)) {
                self.found.push(path.clone());
            }
            return;
        }
        self.visit_expr(place);
    }

    /// A condition ends what is temporary in it, apart from what is behind a `let`.
    fn condition(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(bound) => self.place(&bound.expr),
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Lazy => {
                self.condition(&binary.left);
                self.condition(&binary.right);
            }
            other if has_yield_in_expression(other) => self.visit_expr(other),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Constants<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Field(field) => self.place(&field.base),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::MethodCall(call) => {
                self.place(&call.receiver);
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::Binary(binary) if Operator::of(&binary.op) == Operator::Comparison => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Expr::If(branch) => {
                self.condition(&branch.cond);
                self.visit_block(&branch.then_branch);
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.visit_expr(otherwise);
                }
            }
            Expr::While(repeated) => {
                self.condition(&repeated.cond);
                self.visit_block(&repeated.body);
            }
            Expr::Match(matched) => {
                self.place(&matched.expr);
                matched.arms.iter().for_each(|arm| self.visit_expr(&arm.body));
            }
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.visit_expr(&field.expr));
                if let Some(rest) = &fields.rest {
                    self.place(rest);
                }
            }
            Expr::Closure(_) | Expr::Async(_) | Expr::Const(_) => {}
            other => visit::visit_expr(self, other),
        }
    }

    /// The statements of a block are asked about where they are.
    fn visit_block(&mut self, block: &'ast syn::Block) {
        if let (Some(Stmt::Expr(tail, None)), false) =
            (block.stmts.last(), block.stmts.iter().any(kinds::has_yield_in_statement))
        {
            self.visit_expr(tail);
        }
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        let is_yield = YieldKind::of_path(&invocation.path).is_some();
        if own || is_yield && !has_yield_in_tokens(invocation.tokens.clone()) {
            return;
        }
        if let (Some(Takes::Pattern), Some((head, _))) =
            (known_macros::known(invocation), known_macros::matches_in(invocation))
        {
            self.place(&head);
            return;
        }
        let values = is_yield
            || matches!(known_macros::known(invocation), Some(Takes::Values | Takes::Condition));
        for argument in known_macros::list_in(invocation).iter().flatten() {
            match argument {
                Expr::Assign(named) if !values => self.place(&named.right),
                other if values => self.visit_expr(other),
                other => self.place(other),
            }
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
}
