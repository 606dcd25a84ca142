//! The fields of structs and variants, as far as the body names all of them somewhere.
//!
//! ```text
//! // in                                // out
//! let mut state = S::A { x: f(), y: 1 };
//! if let S::A { x, .. } = state {      if let S::A { x, y: _ } = state {
//! ```

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprStruct, FieldPat, Member, Pat, PatStruct, PatTupleStruct, Stmt};
use syn::{Path, Token, parse_quote};

use crate::explicit::known::kinds;

/// The fields, by the paths of the structs and variants.
#[derive(Default)]
pub(crate) struct KnownFields {
    named: BTreeMap<String, BTreeSet<String>>,
    numbered: BTreeMap<String, usize>,
}

impl KnownFields {
    /// Those that the statements of a body name.
    pub(crate) fn of(statements: &[Stmt]) -> Self {
        let mut known = Self::default();
        for statement in statements {
            known.visit_stmt(statement);
        }
        known
    }

    /// Writes `_` for the fields that `..` stands for in a pattern, where it is known which these are.
    pub(crate) fn complete(&self, pattern: &mut Pat) {
        Completing { known: self }.visit_pat_mut(pattern);
    }

    fn name<'f>(&mut self, path: &Path, members: impl Iterator<Item = &'f Member>) {
        let members = members.map(|member| member.to_token_stream().to_string()).collect();
        self.named.insert(path.to_token_stream().to_string(), members);
    }
}

impl<'ast> Visit<'ast> for KnownFields {
    fn visit_expr_struct(&mut self, fields: &'ast ExprStruct) {
        let is_conditional = fields.fields.iter().any(|field| !field.attrs.is_empty());
        if fields.rest.is_none() && fields.dot2_token.is_none() && !is_conditional {
            self.name(&fields.path, fields.fields.iter().map(|field| &field.member));
        }
        visit::visit_expr_struct(self, fields);
    }

    fn visit_pat_struct(&mut self, fields: &'ast PatStruct) {
        let is_conditional = fields.fields.iter().any(|field| !field.attrs.is_empty());
        if fields.rest.is_none() && !is_conditional {
            self.name(&fields.path, fields.fields.iter().map(|field| &field.member));
        }
        visit::visit_pat_struct(self, fields);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func {
            if kinds::is_constructor(&call.func) {
                self.numbered.insert(path.to_token_stream().to_string(), call.args.len());
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_pat_tuple_struct(&mut self, parts: &'ast PatTupleStruct) {
        if !parts.elems.iter().any(|part| matches!(part, Pat::Rest(_))) {
            self.numbered.insert(parts.path.to_token_stream().to_string(), parts.elems.len());
        }
        visit::visit_pat_tuple_struct(self, parts);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

struct Completing<'a> {
    known: &'a KnownFields,
}

impl VisitMut for Completing<'_> {
    fn visit_pat_struct_mut(&mut self, fields: &mut PatStruct) {
        visit_mut::visit_pat_struct_mut(self, fields);
        let known = self.known.named.get(&fields.path.to_token_stream().to_string());
        let (Some(known), Some(_)) = (known, &fields.rest) else { return };
        let is_bound = |name: &&String| {
            fields.fields.iter().any(|field| field.member.to_token_stream().to_string() == **name)
        };
        let missing: Vec<&String> = known.iter().filter(|name| !is_bound(name)).collect();
        let mut members = Vec::new();
        for name in missing {
            let Ok(member) = syn::parse_str::<Member>(name) else { return };
            members.push(member);
        }
        for member in members {
            if !fields.fields.empty_or_trailing() {
                fields.fields.push_punct(<Token![,]>::default());
            }
            let field: FieldPat = FieldPat {
                attrs: Vec::new(),
                member,
                colon_token: Some(<Token![:]>::default()),
                pat: parse_quote!(_),
            };
            fields.fields.push_value(field);
        }
        fields.rest = None;
    }

    fn visit_pat_tuple_struct_mut(&mut self, parts: &mut PatTupleStruct) {
        visit_mut::visit_pat_tuple_struct_mut(self, parts);
        let known = self.known.numbered.get(&parts.path.to_token_stream().to_string());
        let rest = parts.elems.iter().position(|part| matches!(part, Pat::Rest(_)));
        let (Some(count), Some(rest)) = (known, rest) else { return };
        let mut all: Vec<Pat> = parts.elems.iter().cloned().collect();
        let missing = (count + 1).saturating_sub(all.len());
        all.splice(rest..=rest, (0..missing).map(|_| -> Pat { parse_quote!(_) }));
        parts.elems = all.into_iter().collect();
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
