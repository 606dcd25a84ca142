//! The locals of a body: their names, and those that a pattern binds.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::format_ident;
use syn::{Expr, Macro, Pat, Token, Type};

use crate::explicit::known::by_name::ByName;
use crate::explicit::known::known_types;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::tree::asked_methods::AskedMethods;
use crate::explicit::tree::fields::{self, Field};
use crate::explicit::tree::ir::{Var, VarId};
use crate::lower::internal;

/// The locals of a body.
#[derive(Clone, Default)]
pub(crate) struct Vars {
    pub(crate) all: Vec<Var>,
    /// Without the `r#` of a raw name.
    by_name: HashMap<String, VarId>,
    /// The names of the functions and constants that the body declares.
    pub(crate) declared: HashSet<String>,
    /// What the user calls each local that has another name, in their order.
    pub(crate) renamed: Vec<(VarId, Ident)>,
    /// What is written in the body, in which the names of locals must not be found by chance.
    pub(crate) written: TokenStream,
    /// Whether the body may have raw pointers into what its locals own.
    pub(crate) has_pointers: bool,
    /// The arguments of macros in which locals have other names, as they are written: by those with the other names.
    written_macros: HashMap<String, TokenStream>,
    /// The words in it.
    words: OnceCell<HashSet<String>>,
    /// The patterns that take all of a local, as rustc is asked to confirm: their types have no destructors of their own.
    pub(crate) probed: BTreeSet<Field>,
    /// The methods that questions to rustc are about.
    pub(crate) asked_methods: AskedMethods,
    /// The strings that are no format strings and could be taken for some, as they are written: by what stands for them.
    pub(crate) data: HashMap<String, Literal>,
    /// The macros whose names the lowering relies on, one of each name.
    pub(crate) relied_macros: BTreeMap<String, Macro>,
    /// The names of those that the body defines itself.
    pub(crate) own_macros: Vec<Ident>,
    /// The names that the body imports.
    pub(crate) imported: HashSet<String>,
    /// The variants in its patterns that are taken for those of the standard library, each with the number of its parts.
    pub(crate) believed_variants: Vec<(syn::Path, usize)>,
    /// The names in upper case that are taken for locals, and that constants may have.
    pub(crate) constants: Vec<Ident>,
}

impl Vars {
    /// The local of this name, if there is one.
    pub(crate) fn find(&self, name: &Ident) -> Option<VarId> {
        self.find_text(&name.to_string())
    }

    pub(crate) fn find_text(&self, name: &str) -> Option<VarId> {
        self.by_name.get(name.trim_start_matches("r#")).copied()
    }

    /// The locals that the `let`s of a condition bind.
    pub(crate) fn bound_by_condition(&self, condition: &Expr) -> Vec<VarId> {
        let lets = patterns::lets_in(condition);
        lets.iter().flat_map(|bound| self.bound_by(&bound.pat)).collect()
    }

    /// The locals that a pattern binds. What the user has left out, which has a hidden name, is dropped behind
    /// all that has one, in the order of the fields, and the elements of an array from the last one on.
    pub(crate) fn bound_by(&self, pattern: &Pat) -> Vec<VarId> {
        let all = patterns::bindings(pattern);
        let all = all.iter().filter_map(|variable| self.find(&variable.ident));
        let (left, own): (Vec<VarId>, Vec<VarId>) = all.partition(|var| self.all[*var].hidden);
        if left.is_empty() {
            return own;
        }
        let mut bound = self.left_by(pattern);
        bound.reverse();
        bound.extend(own);
        bound
    }

    /// A pattern of named fields, of which several are left out: their order is that of the type.
    pub(crate) fn left_fields<'p>(&self, pattern: &'p Pat) -> Option<&'p Pat> {
        let all = |mut parts: &mut dyn Iterator<Item = &'p Pat>| {
            Iterator::find_map(&mut parts, |part| self.left_fields(part))
        };
        match pattern {
            Pat::Slice(slice) => all(&mut slice.elems.iter()),
            Pat::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Pat::TupleStruct(tuple) => all(&mut tuple.elems.iter()),
            Pat::Struct(fields) => {
                let left = |field: &&syn::FieldPat| !self.left_by(&field.pat).is_empty();
                if fields.fields.iter().filter(left).count() > 1 {
                    return Some(pattern);
                }
                all(&mut fields.fields.iter().map(|field| &*field.pat))
            }
            Pat::Paren(inner) => self.left_fields(&inner.pat),
            Pat::Guard(guarded) => self.left_fields(&guarded.pat),
            Pat::Type(typed) => self.left_fields(&typed.pat),
            _ => None,
        }
    }

    /// The hidden locals that a pattern binds, in the order of their drops.
    pub(crate) fn left_by(&self, pattern: &Pat) -> Vec<VarId> {
        let all = |parts: &mut dyn Iterator<Item = &Pat>| {
            parts.flat_map(|part| self.left_by(part)).collect::<Vec<_>>()
        };
        match pattern {
            Pat::Slice(slice) => all(&mut slice.elems.iter().rev()),
            Pat::Tuple(tuple) => all(&mut tuple.elems.iter()),
            Pat::TupleStruct(tuple) => all(&mut tuple.elems.iter()),
            Pat::Struct(fields) => all(&mut fields.fields.iter().map(|field| &*field.pat)),
            Pat::Paren(inner) => self.left_by(&inner.pat),
            Pat::Guard(guarded) => self.left_by(&guarded.pat),
            Pat::Type(typed) => self.left_by(&typed.pat),
            other => {
                let bound = patterns::bindings(other);
                let bound = bound.iter().filter_map(|variable| self.find(&variable.ident));
                bound.filter(|var| self.all[*var].hidden).collect()
            }
        }
    }

    /// Whether nothing that has to be dropped is left of a place that a pattern has matched. `probed`: rustc is asked
    /// whether the types in the pattern have destructors of their own.
    pub(crate) fn takes_all(&self, pattern: &Pat, place: &Expr, probed: bool) -> bool {
        if probed || self.is_probed(pattern, place) {
            patterns::takes_all(pattern)
        } else {
            patterns::takes_all_of_any(pattern)
        }
    }

    /// Whether rustc is asked that wherever the pattern is.
    pub(crate) fn is_probed(&self, pattern: &Pat, place: &Expr) -> bool {
        let taken = || fields::taken_by(pattern, place, self);
        !self.probed.is_empty() && taken().is_some_and(|taken| self.probed.contains(&taken))
    }

    /// Whether an expression is a range from one number to another. A bound tells so.
    pub(crate) fn is_range_of_numbers(&self, expression: &Expr) -> bool {
        let Expr::Range(range) = expression else { return false };
        let (Some(start), Some(end), syn::RangeLimits::HalfOpen(_)) =
            (&range.start, &range.end, &range.limits)
        else {
            return false;
        };
        [start, end].into_iter().any(|bound| match &**bound {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Int(_)),
            bound => {
                let var = kinds::name_of(bound).and_then(|name| self.find(name));
                let written = var.and_then(|var| self.all[var].written.as_ref());
                written.is_some_and(kinds::is_number)
            }
        })
    }

    pub(crate) fn add(&mut self, var: Var) -> VarId {
        let id = self.all.len();
        self.by_name.insert(var.ident.to_string().trim_start_matches("r#").to_owned(), id);
        self.all.push(var);
        id
    }

    /// A local of the macro's own.
    pub(crate) fn hidden(&mut self, name: &str, mutability: Option<Token![mut]>) -> VarId {
        let ident = self.free(|number| match number {
            1 => internal(name),
            _ => internal(&format!("{name}_{number}")),
        });
        self.add(Var { hidden: true, ..Var::new(ident, mutability) })
    }

    pub(crate) fn free(&self, name: impl Fn(usize) -> Ident) -> Ident {
        let mut number = 1;
        loop {
            let free = name(number);
            let text = free.to_string();
            if self.find_text(&text).is_none() && !self.declared.contains(&text) {
                return free;
            }
            number += 1;
        }
    }

    /// Takes note of the arguments of a macro in which locals have other names.
    pub(crate) fn respelled(&mut self, new: &TokenStream, written: TokenStream) {
        self.written_macros.insert(place_of(new), written);
    }

    /// The arguments of a macro as they are written.
    pub(crate) fn as_written(&self, new: &TokenStream) -> Option<&TokenStream> {
        if self.written_macros.is_empty() {
            return None;
        }
        self.written_macros.get(&place_of(new))
    }

    /// Whether a word is in the body.
    fn is_written(&self, word: &Ident) -> bool {
        let words = self.words.get_or_init(|| {
            let mut words = HashSet::new();
            find_words(self.written.clone(), &mut words);
            words
        });
        words.contains(word.to_string().trim_start_matches("r#"))
    }

    /// A local of the user's.
    pub(crate) fn local(
        &mut self,
        ident: &Ident,
        mutability: Option<Token![mut]>,
        ty: Option<&Type>,
    ) -> VarId {
        let mut first = 1;
        let new = loop {
            let new = self.free(|number| match number.max(first) {
                1 => ident.clone(),
                number => match ident.to_string().strip_prefix("r#") {
                    Some(raw) => Ident::new_raw(&format!("{raw}_{number}"), ident.span()),
                    None => format_ident!("{ident}_{number}", span = ident.span()),
                },
            });
            if new == *ident || !self.is_written(&new) {
                break new;
            }
            first += 1;
        };
        if new != *ident {
            self.renamed.push((self.all.len(), ident.clone()));
        }
        self.add(Var {
            written: ty.cloned(),
            boxed: ty.is_some_and(known_types::is_box),
            by_name: ty.and_then(ByName::of_box).into_iter().collect(),
            copies: ty.is_some_and(kinds::copies),
            plain: ty.is_some_and(kinds::is_plain),
            ..Var::new(new, mutability)
        })
    }
}

/// Tokens, and where the first one of them is.
fn place_of(tokens: &TokenStream) -> String {
    let first = tokens.clone().into_iter().next();
    format!("{:?} {tokens}", first.map(|token| token.span()))
}

/// Finds the words in tokens, those in literals as well.
fn find_words(tokens: TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => find_words(group.stream(), found),
            TokenTree::Ident(name) => {
                found.insert(name.to_string().trim_start_matches("r#").to_owned());
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                found.extend(words.map(str::to_owned));
            }
            TokenTree::Punct(_) => {}
        }
    }
}
