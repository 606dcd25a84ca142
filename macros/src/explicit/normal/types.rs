//! The types of locals that are known without asking rustc, for generators with a name.

use quote::ToTokens;
use syn::{BinOp, Expr, Pat, parse_quote};

use crate::explicit::kinds::{self};
use crate::explicit::normal::Normal;

impl Normal<'_> {
    /// Notes the type of what is defined by a value whose type is known.
    pub(super) fn learn(&mut self, pattern: &Pat, value: &Expr) {
        let types = match (pattern, value) {
            (Pat::Tuple(names), Expr::Tuple(values)) if names.elems.len() == values.elems.len() => {
                for (name, value) in names.elems.iter().zip(&values.elems) {
                    self.learn(name, value);
                }
                return;
            }
            (Pat::Ident(_), value) => self.known_type(value),
            _ => None,
        };
        if let (Pat::Ident(name), Some(ty)) = (pattern, types) {
            if let Some(var) = self.vars.find(&name.ident) {
                self.vars.all[var].written.get_or_insert(ty);
            }
        }
    }

    /// The type of a value, where it is known without asking rustc.
    pub(super) fn known_type(&self, value: &Expr) -> Option<syn::Type> {
        match value {
            Expr::Path(_) => {
                let var = self.vars.find(kinds::name_of(value)?)?;
                self.vars.all[var].written.clone()
            }
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Float(number) => syn::parse_str(number.suffix()).ok(),
                syn::Lit::Bool(_) => Some(parse_quote!(bool)),
                syn::Lit::Char(_) => Some(parse_quote!(char)),
                syn::Lit::Str(_) => Some(parse_quote!(&'static str)),
                _ => None,
            },
            Expr::Cast(cast) => Some((*cast.ty).clone()),
            Expr::Paren(inner) => self.known_type(&inner.expr),
            Expr::Group(inner) => self.known_type(&inner.expr),
            Expr::Binary(binary) => match binary.op {
                BinOp::Eq(_)
                | BinOp::Ne(_)
                | BinOp::Lt(_)
                | BinOp::Le(_)
                | BinOp::Gt(_)
                | BinOp::Ge(_)
                | BinOp::And(_)
                | BinOp::Or(_) => Some(parse_quote!(bool)),
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => {
                    let (left, right) =
                        (self.known_type(&binary.left)?, self.known_type(&binary.right)?);
                    let same =
                        left.to_token_stream().to_string() == right.to_token_stream().to_string();
                    (kinds::is_number(&left) && same).then_some(left)
                }
                _ => None,
            },
            Expr::Range(range) => {
                let bound = |bound: &Option<Box<Expr>>| self.known_type(bound.as_deref()?);
                let ty = bound(&range.start).or_else(|| bound(&range.end))?;
                let half_open = matches!(range.limits, syn::RangeLimits::HalfOpen(_));
                match (&range.start, &range.end, half_open) {
                    (Some(_), Some(_), true) => Some(parse_quote!(::core::ops::Range<#ty>)),
                    (Some(_), Some(_), false) => {
                        Some(parse_quote!(::core::ops::RangeInclusive<#ty>))
                    }
                    (Some(_), None, _) => Some(parse_quote!(::core::ops::RangeFrom<#ty>)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
