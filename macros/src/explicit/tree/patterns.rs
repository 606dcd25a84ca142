//! Patterns in which the macro's own names stand for what they leave out, or for what they bind.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

use crate::explicit::known::patterns;
use crate::explicit::tree::vars::Vars;
use crate::lower::internal;

/// Gives each `_` in a pattern a name, so that what it leaves out is dropped with the rest.
pub(crate) struct NameWild<'a> {
    pub(crate) vars: &'a mut Vars,
}

impl VisitMut for NameWild<'_> {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Wild(wild) => {
                let var = self.vars.hidden("rest", None);
                let name = &mut self.vars.all[var].ident;
                name.set_span(name.span().located_at(wild.underscore_token.span));
                *pattern = patterns::pattern_named(self.vars.all[var].ident.clone());
            }
            // Alternatives bind the same names, what is before an `@` takes all, and what is behind a
            // reference stays where it is.
            Pat::Or(_) | Pat::Ident(_) | Pat::Reference(_) => {}
            other => visit_mut::visit_pat_mut(self, other),
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// Gives each binding of a pattern a name that no local has.
pub(crate) struct NameParts<'a> {
    pub(crate) vars: &'a Vars,
}

impl VisitMut for NameParts<'_> {
    fn visit_pat_ident_mut(&mut self, variable: &mut syn::PatIdent) {
        if self.vars.find(&variable.ident).is_some() {
            let name = variable.ident.to_string();
            variable.mutability = None;
            variable.ident = internal(&format!("part_of_{}", name.trim_start_matches("r#")));
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        field.colon_token.get_or_insert_with(Default::default);
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
