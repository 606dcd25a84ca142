//! How a place of an optional local is written: what is in its `Option`, borrowed or taken out.
//!
//! ```text
//! // in          // out
//! &local         &*held(&local)
//! &mut local     &mut *held_mut(&mut local)
//! f(local)       f(restore(&mut local))
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, Token, UnOp, parse_quote_spanned};

use crate::explicit::known::kinds;
use crate::explicit::optional::Rewriting;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::VarId;

impl Rewriting<'_> {
    pub(super) fn optional(&self, expression: &Expr) -> Option<VarId> {
        let var = self.vars.find(kinds::name_of(expression)?)?;
        self.optional.contains(&var).then_some(var)
    }

    /// A place that is looked at.
    pub(super) fn shared(&mut self, place: &Expr) -> Expr {
        let mut place = place.clone();
        self.place(&mut place, Access::Shared);
        place
    }

    /// A use of a place.
    pub(super) fn place(&mut self, expression: &mut Expr, access: Access) {
        if let Some(var) = self.optional(expression) {
            let is_constant = self.guarded == Some(var) || self.is_constant(var);
            let access = if is_constant { Access::Shared } else { access };
            let held = self.held(access, expression);
            let here = Span::mixed_site().located_at(expression.span());
            *expression = parse_quote_spanned!(here=> (*#held));
            return;
        }
        match expression {
            Expr::Field(field) => self.place(&mut field.base, access),
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.index);
                self.place(&mut index.expr, access);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&mut unary.expr, access);
            }
            Expr::Paren(inner) => self.place(&mut inner.expr, access),
            Expr::Group(inner) => self.place(&mut inner.expr, access),
            Expr::Path(_) => {}
            other => self.visit_expr_mut(other),
        }
    }

    /// A place that gets another value, or is lent to what may change it. If it is in a local that is not `mut`, that does
    /// not stay: rustc reports it then.
    pub(super) fn changed(&mut self, place: &Expr) {
        let var = kinds::root_of(place).and_then(|name| self.vars.find(name));
        self.failed.extend(var.filter(|var| self.optional.contains(var) && self.is_constant(*var)));
    }

    /// Whether a local that stays is not `mut`.
    fn is_constant(&self, var: VarId) -> bool {
        self.in_place && self.vars.all[var].mutability.is_none()
    }

    /// The value of an optional local where it is.
    pub(super) fn held(&self, access: Access, place: &Expr) -> Expr {
        let here = Span::mixed_site().located_at(place.span());
        let private = located(self.private, here);
        let stays = self.in_place.then(|| quote_spanned!(here=> *));
        let at = self.reported_at(place);
        let (function, exclusive) = match access {
            Access::Shared => (quote_spanned!(here=> held), None),
            Access::Unique => (quote_spanned!(here=> held_mut), Some(Token![mut](at))),
        };
        let (borrow, place) = (Token![&](at), located_name(place, at));
        parse_quote_spanned!(here=> #private::#function(#borrow #exclusive #stays #place))
    }

    /// The value of an optional local, which is empty from there on.
    pub(super) fn restored(&self, place: &Expr) -> Expr {
        let here = Span::mixed_site().located_at(place.span());
        let private = located(self.private, here);
        let exclusive = self.exclusive(place);
        parse_quote_spanned!(here=> #private::restore(#exclusive))
    }

    /// `&mut place`
    pub(super) fn exclusive(&self, place: &Expr) -> TokenStream {
        let at = self.reported_at(place);
        let (borrow, exclusive) = (Token![&](at), Token![mut](at));
        let place = located_name(place, at);
        quote!(#borrow #exclusive #place)
    }

    /// Where rustc reports a use of an optional local: as a move of it, see
    /// [`Var::borrowed_at`](crate::explicit::tree::ir::Var::borrowed_at).
    pub(super) fn reported_at(&self, place: &Expr) -> Span {
        let var = self.optional(place).map(|var| &self.vars.all[var]);
        let span = place.span();
        span.located_at(var.and_then(|var| var.borrowed_at).unwrap_or(span))
    }
}

/// How a place is used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Shared,
    Unique,
}

/// The name of a local, at another place.
fn located_name(place: &Expr, at: Span) -> Option<Ident> {
    let mut name = kinds::name_of(place)?.clone();
    name.set_span(name.span().located_at(at));
    Some(name)
}
