//! Fields that are moved out of a local, of which the rest stays: an empty value takes the place of what is moved,
//! so that the state keeps the local as a whole.
//!
//! ```text
//! // in                 // out, if the field is an `Option` or a collection of the standard library's
//! next = page.next;     next = replace(&mut page.next, None);
//! yield_!(1);           yield_!(1);
//! ```
//!
//! The macro does so where a yield behind the move keeps the local, and no path to that yield uses the field again. rustc says of
//! which type the field is. One that is `Copy` is copied, and any other type is an error.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, PatIdent, Path, Stmt, Token, UnOp, parse_quote};

use crate::explicit::known::patterns;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::{Block, Part, PartKind, VarId};
use crate::explicit::tree::patterns::NameParts;
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut};
use crate::lower::{internal, is_of_hidden_items};

/// Asks, where nothing runs, that a closure takes no part out of a local.
pub(crate) fn takes_no_part(private: &Path, local: &Expr, path: &str, span: Span) -> Option<Stmt> {
    let here = Span::mixed_site().located_at(span);
    let located = located(private, here);
    let path: TokenStream = path.parse().ok()?;
    let tokens = quote_spanned! {here=>
        if false {
            use #located::{
                CopyCapture as _, PartCapture as _, PointerCapture as _, SharedCapture as _,
                UniqueCapture as _,
            };
            (&&&&&#located::Part::of(&#local, &#local.#path)).captured_part().is_known();
        }
    };
    syn::parse2(tokens).ok()
}

/// What is asked about the parts that a pattern takes out of a place.
struct Parts {
    here: Span,
    /// The answers, as a `let`.
    question: TokenStream,
    /// The answer about each part.
    answers: Vec<TokenStream>,
    /// The answer about all of them.
    all: TokenStream,
    /// What the pattern binds.
    names: Vec<PatIdent>,
    /// The pattern, where it binds the parts, and where it takes a reference to the place apart.
    bound: Pat,
    borrowed: Pat,
}

impl Parts {
    /// Asks about the parts of a pattern, which takes a place of the type of `whole` apart. `None` if the pattern
    /// borrows, or looks through a reference.
    fn of(private: &Path, pattern: &Pat, whole: &Expr, vars: &Vars) -> Option<Self> {
        let mut bound = match pattern {
            Pat::Type(typed) => (*typed.pat).clone(),
            Pat::Guard(guarded) => (*guarded.pat).clone(),
            other => other.clone(),
        };
        let names = patterns::bindings(&bound);
        if names.is_empty() || !is_by_value(&bound) {
            return None;
        }
        let mut borrowed = bound.clone();
        NameParts { vars }.visit_pat_mut(&mut borrowed);
        let places = patterns::bindings(&borrowed);
        MakeImmutable.visit_pat_mut(&mut bound);
        let here = Span::mixed_site().located_at(pattern.span());
        let located = located(private, here);
        let mut questions = quote!(());
        for (name, place) in names.iter().zip(&places).rev() {
            let (name, place) = (&name.ident, &place.ident);
            let question = quote_spanned! {here=>
                (&&&&#located::Part::of(&#name, &#place)).part_in_a_pattern()
            };
            questions = quote_spanned!(here=> (#question, #questions));
        }
        let parts = internal("parts");
        let mut answers = Vec::new();
        let mut path = quote!(#parts);
        for _ in &names {
            answers.push(quote!(#path.0));
            path = quote!(#path.1);
        }
        let mut all = answers.last()?.clone();
        for answer in answers.iter().rev().skip(1) {
            all = quote_spanned!(here=> #answer.and(&#all));
        }
        let question = quote_spanned! {here=>
            use #located::{
                BorrowedPart as _, CopiedPart as _, MovedPart as _, ReplacedPart as _,
            };
            let #parts = #located::answers(if false {
                match (#located::another(&#whole), &mut #located::another(&#whole)) {
                    (#bound, #borrowed) => #located::Option::Some(#questions),
                    _ => #located::Option::None,
                }
            } else {
                #located::Option::None
            });
        };
        Some(Self { here, question, answers, all, names, bound, borrowed })
    }
}

/// Whether a pattern binds by value, as far as can be seen, and names no reference.
pub(crate) fn is_by_value(pattern: &Pat) -> bool {
    struct References(bool);

    impl<'ast> Visit<'ast> for References {
        fn visit_pat_ident(&mut self, name: &'ast PatIdent) {
            self.0 |= name.by_ref.is_some();
            visit::visit_pat_ident(self, name);
        }

        fn visit_pat_reference(&mut self, _: &'ast syn::PatReference) {
            self.0 = true;
        }
    }

    let mut references = References(false);
    references.visit_pat(pattern);
    !references.0
}

/// Leaves out each `mut` of a pattern.
struct MakeImmutable;

impl VisitMut for MakeImmutable {
    fn visit_pat_ident_mut(&mut self, name: &mut PatIdent) {
        name.mutability = None;
        visit_mut::visit_pat_ident_mut(self, name);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// An `else` that is not reached: the place has matched the pattern before.
pub(crate) fn not_reached(private: &Path) -> Expr {
    parse_quote!({ #private::not_reached() })
}

/// Whether an expression is a call of `not_reached`, or a block with nothing else.
pub(crate) fn is_not_reached(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let mut end = path.path.segments.iter().rev().map(|segment| &segment.ident);
                end.next().is_some_and(|name| name == "not_reached")
                    && end.next().is_some_and(is_of_hidden_items)
            }
            _ => false,
        },
        Expr::Block(inner) => match &*inner.block.stmts {
            [Stmt::Expr(value, None)] => is_not_reached(value),
            _ => false,
        },
        _ => false,
    }
}

/// Asks, where nothing runs, that a pattern moves nothing out of `whole`.
pub(crate) fn leaves(private: &Path, pattern: &Pat, whole: &Expr, vars: &Vars) -> Option<Stmt> {
    let Parts { here, question, all, .. } = Parts::of(private, pattern, whole, vars)?;
    let tokens = quote_spanned! {here=>
        if false {
            #question
            #all.leaves_the_local();
        }
    };
    syn::parse2(tokens).ok()
}

/// A `let` that takes parts out of a place, of which it leaves others.
///
/// ```text
/// // in                        // out
/// let P { a, .. } = place;     let (a,) = {
///                                  let parts = .. ask(a) ..;
///                                  if parts.stay() {
///                                      match place { P { a, .. } => (a,) }
///                                  } else {
///                                      match &mut place { P { a, .. } => (replace(a, empty),) }
///                                  }
///                              };
/// ```
///
/// `shared`, `unique`: the place, as it is looked at and as it is changed. An `else` is not reached.
pub(crate) fn taken_in_place(
    private: &Path,
    pattern: &Pat,
    (shared, unique): (&Expr, &Expr),
    vars: &Vars,
) -> Option<(Pat, Expr)> {
    let Parts { here, question, answers, all, names, bound, borrowed } =
        Parts::of(private, pattern, shared, vars)?;
    let (places, located) = (patterns::bindings(&borrowed), located(private, here));
    let places = places.iter().map(|place| &place.ident);
    let values: Vec<_> = names.iter().map(|name| &name.ident).collect();
    let patterns =
        names.iter().map(|PatIdent { mutability, ident, .. }| quote!(#mutability #ident));
    let pattern = quote_spanned!(here=> (#(#patterns,)*));
    let value = quote_spanned! {here=>
        {
            #question
            if false {
                #all.is_known();
            }
            if #all.stays() {
                #all.takes_nothing();
                match #unique {
                    #bound => (#(#values,)*),
                    _ => #located::not_reached(),
                }
            } else {
                #all.takes();
                match &mut #unique {
                    #borrowed => (#(#answers.taken(#places),)*),
                    _ => #located::not_reached(),
                }
            }
        }
    };
    Some((Pat::parse_single.parse2(pattern).ok()?, syn::parse2(value).ok()?))
}

/// Writes another expression in place of the local at the root of a field.
pub(crate) fn replace_root(field: &mut Expr, with: impl FnOnce(&Expr) -> Option<Expr>) {
    match field {
        Expr::Field(field) => replace_root(&mut field.base, with),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            replace_root(&mut unary.expr, with);
        }
        Expr::Paren(inner) => replace_root(&mut inner.expr, with),
        Expr::Group(inner) => replace_root(&mut inner.expr, with),
        root => {
            if let Some(new) = with(root) {
                *root = new;
            }
        }
    }
}

/// The value of a field, which is moved out of `place`. `written`: how the plain function moves it, which rustc
/// checks where nothing runs.
pub(crate) fn moved(private: &Path, place: &Expr, written: &Expr) -> Expr {
    let here = Span::mixed_site().located_at(place.span());
    let part = {
        let private = located(private, here);
        quote_spanned!(here=> (&&&#private::Probe::of(&#place)).part_of_the_local())
    };
    moved_as(private, place, written, &TokenStream::new(), &part)
}

/// The value of a field, if a method takes it, as `used` says: see [`moved`].
pub(crate) fn moved_if_taken(private: &Path, used: &Ident, place: &Expr, written: &Expr) -> Expr {
    let here = Span::mixed_site().located_at(place.span());
    let takes = quote_spanned!(here=> #used.takes(););
    let part = quote_spanned!(here=> (&&&&#used.part(&#place)).part_of_the_local());
    moved_as(private, place, written, &takes, &part)
}

/// The value of a field, as `part` says, which is what rustc finds for its type. `asks`: what is asked in front of that.
fn moved_as(
    private: &Path,
    place: &Expr,
    written: &Expr,
    asks: &TokenStream,
    part: &TokenStream,
) -> Expr {
    let here = Span::mixed_site().located_at(place.span());
    let private = located(private, here);
    // Without a question, there is no part that is not taken.
    let untaken = (!asks.is_empty()).then(|| quote_spanned!(here=> UntakenPart as _,));
    let mut name = internal("part");
    name.set_span(here);
    let tokens: TokenStream = quote_spanned! {here=>
        {
            use #private::{CopyPart as _, OtherPart as _, #untaken VacantPart as _};
            #asks
            if false {
                let _part = #written;
                loop {}
            }
            let #name = #part;
            if #name.stays() {
                #name.copied(&#place)
            } else {
                #name.moves();
                #name.out(&mut #place)
            }
        }
    };
    syn::parse2(tokens).unwrap_or_else(|_| place.clone())
}

/// Makes the locals `mut`, where they are defined.
pub(crate) fn make_mutable(body: &mut Block, vars: &mut Vars, locals: &BTreeSet<VarId>) {
    if locals.is_empty() {
        return;
    }
    for var in locals {
        vars.all[*var].mutability.get_or_insert_with(<Token![mut]>::default);
    }
    MakingMutable { vars, locals }.block(body);
}

/// Makes the locals `mut` in the patterns that define them.
struct MakingMutable<'a> {
    vars: &'a Vars,
    locals: &'a BTreeSet<VarId>,
}

impl WalkMut for MakingMutable<'_> {
    fn part(&mut self, part: &mut Part) {
        if let PartKind::Let { pattern, .. } = &mut part.kind {
            self.visit_pat_mut(pattern);
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        if let CodeMut::Statements(statements) = code {
            for statement in statements {
                self.visit_stmt_mut(statement);
            }
        }
    }
}

impl VisitMut for MakingMutable<'_> {
    fn visit_pat_ident_mut(&mut self, name: &mut syn::PatIdent) {
        if self.vars.find(&name.ident).is_some_and(|var| self.locals.contains(&var)) {
            name.mutability.get_or_insert_with(Default::default);
        }
        visit_mut::visit_pat_ident_mut(self, name);
    }

    // Where nothing runs, a local is as it is written.
    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        if branch.cond.to_token_stream().to_string() != "false" {
            visit_mut::visit_expr_if_mut(self, branch);
        }
    }

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
