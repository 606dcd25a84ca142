//! Structs that are made of the rest of a local: the fields that are given anew stay with the local.
//!
//! ```text
//! // in                        // out
//! let new = P { a: f(), ..old };   let new = match (f(),) { (a,) => {
//!                                      let whole = old; left = Some((whole.a,));
//!                                      P { a, ..whole }
//!                                  } };
//! ```
//!
//! `left` is that of `remains`. Which fields there are beside, only the type knows: all of them are moved out of the
//! local, so that nothing else is left of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprStruct, Member, Path, parse_quote};

use crate::explicit::known::kinds;
use crate::explicit::known::method_names::takes_receiver;
use crate::explicit::questions::located::located;
use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;

/// What a struct is made of beside its own fields: the rest of a local.
pub(crate) fn updated_by(fields: &ExprStruct, vars: &Vars) -> Option<Field> {
    let var = vars.find(kinds::name_of(fields.rest.as_deref()?)?)?;
    let members = fields.fields.iter().map(|field| field.member.to_token_stream().to_string());
    let members = members.collect::<Vec<_>>().join(" ");
    let path = fields.path.to_token_stream();
    Some((var, format!("..{path} {{ {members} }}")))
}

/// The fields that are given anew, and that their new values do not move out of the local: these are left of it.
pub(crate) fn left(fields: &ExprStruct, vars: &Vars, local: VarId) -> Vec<Member> {
    let mut moving = Moving { vars, local, moved: Vec::new() };
    for field in &fields.fields {
        moving.value(&field.expr);
    }
    let moved = moving.moved;
    let members = fields.fields.iter().map(|field| field.member.clone());
    members.filter(|member| !moved.contains(member)).collect()
}

/// The struct, where all of the local is moved. `keep`: where what is left of the local goes, if anything is.
pub(crate) fn lower(
    fields: &ExprStruct,
    private: &Path,
    vars: &mut Vars,
    keep: Option<(Ident, &[Member])>,
) -> Option<Expr> {
    let Some((keep, left)) = keep else { return Some(Expr::Struct(fields.clone())) };
    if fields.fields.iter().any(|field| !field.attrs.is_empty()) {
        return None;
    }
    let (path, rest) = (&fields.path, fields.rest.as_deref()?);
    let values = fields.fields.iter().map(|field| &field.expr);
    let members: Vec<&Member> = fields.fields.iter().map(|field| &field.member).collect();
    let mut hidden = |name: &str| {
        let var = vars.hidden(name, None);
        vars.all[var].remains = true;
        vars.all[var].ident.clone()
    };
    let names: Vec<Ident> = members.iter().map(|_| hidden("given")).collect();
    // A local of which a value has moved a part cannot be moved as a whole.
    let (define, whole) = if left.len() < members.len() {
        (TokenStream::new(), quote!(#rest))
    } else {
        let whole = hidden("whole");
        (quote!(let #whole = #rest;), quote!(#whole))
    };
    let ordered = ordered(private, fields, left, &whole);
    Some(parse_quote! {
        match (#(#values,)*) {
            (#(#names,)*) => {
                #define
                #ordered
                #keep = #private::Option::Some((#(#whole.#left,)*));
                #path { #(#members: #names,)* ..#whole }
            }
        }
    })
}

/// Asks rustc whether several of the fields that are left have destructors: the type says in which order they are
/// dropped.
fn ordered(
    private: &Path,
    fields: &ExprStruct,
    left: &[Member],
    whole: &TokenStream,
) -> Option<TokenStream> {
    let is_plain = |member: &&Member| {
        let given = fields.fields.iter().find(|field| field.member == **member);
        given.and_then(|field| kinds::type_of(&field.expr)).is_some_and(|ty| kinds::copies(&ty))
    };
    let left: Vec<&Member> = left.iter().filter(|member| !is_plain(member)).collect();
    if left.len() < 2 {
        return None;
    }
    let here = Span::mixed_site().located_at(fields.rest.span());
    let private = located(private, here);
    let fields = left.iter().map(|member| {
        quote_spanned!(here=> (&&&#private::Probe::of(&#whole.#member)).field_of_the_generator())
    });
    let all =
        fields.reduce(|all, field| quote_spanned!(here=> #private::both_fields(&#all, &#field)));
    Some(quote_spanned! {here=>
        if false {
            use #private::{CopyField as _, OtherField as _, ReferenceField as _};
            #private::any_order(&#all);
        }
    })
}

/// Finds the fields of a local whose values are used.
struct Moving<'a> {
    vars: &'a Vars,
    local: VarId,
    moved: Vec<Member>,
}

impl Moving<'_> {
    /// An expression whose value is used.
    fn value(&mut self, value: &Expr) {
        match value {
            Expr::Field(field) => {
                let var = kinds::name_of(&field.base).and_then(|name| self.vars.find(name));
                if var == Some(self.local) {
                    self.moved.push(field.member.clone());
                }
            }
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            other => self.visit_expr(other),
        }
    }
}

impl<'ast> Visit<'ast> for Moving<'_> {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Call(call) => {
                self.visit_expr(&call.func);
                call.args.iter().for_each(|argument| self.value(argument));
            }
            Expr::MethodCall(call) => {
                if takes_receiver(call) {
                    self.value(&call.receiver);
                } else {
                    self.visit_expr(&call.receiver);
                }
                call.args.iter().for_each(|argument| self.value(argument));
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.value(element)),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.value(element)),
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.value(&field.expr));
            }
            Expr::Try(question) => self.value(&question.expr),
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.value(&init.expr);
        }
    }
}
