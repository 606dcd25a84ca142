//! Brings a function into normal form: its statements get names of their own, and become a tree.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{FnArg, ReturnType, Stmt};

use crate::errors::Errors;
use crate::explicit::emit::lints;
use crate::explicit::known::{known_types, patterns};
use crate::explicit::normal::Normal;
use crate::explicit::normal::arguments::block_of_arguments;
use crate::explicit::normal::itself::itself;
use crate::explicit::parts::{elements, partial, remains};
use crate::explicit::questions::{arrays, rest, standard_macros};
use crate::explicit::source::calls::{self, Own};
use crate::explicit::source::declare::{Declared, declare};
use crate::explicit::source::{assignments, paths, start};
use crate::explicit::stages::Function;
use crate::explicit::tree::fields::Field;
use crate::explicit::tree::ir::{Block, VarId};
use crate::explicit::tree::vars::Vars;
use crate::signature::{Form, is_default_error, is_unit};
use crate::tokens;
use crate::yields::YieldKind;

/// A body in normal form, with what was found on the way there.
pub(super) struct Lowered {
    /// The signature of the new function, but for its output.
    pub(super) signature: syn::Signature,
    pub(super) vars: Vars,
    /// How many of the locals are the user's: they are the first ones.
    pub(super) locals: usize,
    /// The arguments that the first state holds, with what each is called in the function.
    pub(super) arguments: Vec<(VarId, TokenStream)>,
    /// Whether the first state has its fields in reverse: see [`State`](crate::explicit::emit::state::State).
    pub(super) reversed: bool,
    pub(super) block: Block,
    /// The kind of each yield, by its number less one.
    pub(super) yields: Vec<YieldKind>,
    /// Where each yield is written.
    pub(super) spans: Vec<Span>,
    /// The yields that call the function itself.
    pub(super) calls: BTreeSet<usize>,
    /// Those of them whose value is that of the body.
    pub(super) tails: BTreeSet<usize>,
    /// Whether a guard alone uses what a choice binds.
    pub(super) binds_for_a_guard: bool,
    /// What shows lints of the user's code, where nothing runs.
    pub(super) lints: Option<TokenStream>,
}

impl Function<'_> {
    /// The statements of the body. Reports a return type that an explicit state cannot have, and a body that
    /// does not parse.
    pub(super) fn statements(
        &self,
        written: Option<Vec<Stmt>>,
        errors: &mut Errors,
    ) -> Option<Vec<Stmt>> {
        if self.output.form == Form::Pinned {
            let returned = &self.output.returned;
            errors.at(
                match &self.head.signature.output {
                    ReturnType::Type(_, written) => quote!(#written),
                    ReturnType::Default => quote!(#returned),
                },
                "a generator with an explicit state can be moved at any time: return `impl Coroutine` in \
                 place of `impl PinCoroutine`; it needs no heap either",
            );
            return None;
        }
        if written.is_none() {
            let parsed = syn::Block::parse_within.parse2(self.braces.stream());
            if let Err(error) = parsed {
                errors.add(error);
            }
        }
        written
    }

    /// Brings the body into normal form. `parts`: those that are moved out of locals, as an analysis of the normal form
    /// has found. `again`: see [`Kept`](crate::explicit::flow::Kept).
    pub(super) fn lower(
        &self,
        mut statements: Vec<Stmt>,
        (parts, again): (&BTreeSet<Field>, &BTreeSet<Field>),
        errors: &mut Errors,
    ) -> Option<Lowered> {
        let mut signature = self.head.signature.clone();
        let restructured = lints::restructured(&statements);
        let binds_for_a_guard = lints::binds_for_a_guard(&statements);
        assignments::lower(&mut statements);
        let hides = calls::Hides::of(&signature, &statements);
        let delegates = self.delegates_loops() && !hides.by_item;
        let name = self.head.signature.ident.clone();
        if delegates && !hides.by_local {
            calls::delegate_loops(&mut statements, Own::of(&signature));
        }
        if self.output.form == Form::Opaque && !hides.by_item {
            paths::ask(&mut statements, &signature, self.words, self.private);
        }
        let inputs = &signature.inputs;
        let mut vars = Vars::default();
        vars.written = self.braces.stream();
        vars.written.extend(quote!(#inputs));
        vars.has_pointers =
            [signature.to_token_stream(), self.braces.stream()].into_iter().any(rest::has_pointers);
        vars.believed_variants = patterns::believed_variants(&statements);
        let Declared { mut arguments, mut patterns } =
            declare(&mut signature, &mut statements, hides.free, &mut vars, errors);
        standard_macros::ask_in_blocks(&mut statements, self.private, &vars);
        // A local that has the name of the function has another one now, if the function is called as well.
        if delegates && hides.by_local && vars.find(&name).is_none() {
            let items = calls::delegate_loops(&mut statements, Own::of(&signature));
            for item in items.iter().filter_map(|item| vars.find(item)).collect::<Vec<_>>() {
                vars.all[item].hidden = true;
            }
        }
        let locals = vars.all.len();
        let mut left = Vec::new();
        if self.arguments.name.is_none() {
            let bound: Vec<VarId> = arguments.iter().map(|(var, _)| *var).collect();
            let elements = elements::lower(&mut statements, &mut vars, &bound, &patterns, parts);
            let fields = (parts, again);
            let remains =
                remains::lower(&mut statements, &mut vars, self.private, &bound, &patterns, fields);
            left = partial::lower(&mut statements, &mut vars, &bound);
            for others in [remains, elements] {
                left.iter_mut().zip(others).for_each(|(left, others)| left.extend(others));
            }
        }
        self.name_lifetimes(&mut vars);
        if matches!(self.head.signature.inputs.first(), Some(FnArg::Receiver(_))) {
            calls::note_receivers(&statements, &signature.ident, &mut vars);
        }
        let bound: Vec<VarId> = arguments.iter().map(|(var, _)| *var).collect();
        arrays::find(&statements, &mut vars, &bound);
        lints::find_unused(&mut statements, &mut patterns, &mut vars);
        let shows = self.shows();
        let calls_itself = self.words.contain(&signature.ident.to_string());
        if !shows && patterns.is_empty() && !calls_itself && left.iter().all(Vec::is_empty) {
            start::take(&mut statements, &mut vars, &mut arguments, self.private);
        }
        let has_drops = |(var, _): &&(VarId, TokenStream)| !vars.all[*var].plain;
        let reversed = !shows && arguments.iter().filter(has_drops).count() <= 1;
        let mut normal = self.normal(&arguments, &mut vars, errors);
        if hides.by_item {
            normal.itself = None;
        }
        let mut block = block_of_arguments(&arguments, &patterns, left, &mut normal);
        let brace_token = syn::token::Brace { span: self.braces.delim_span() };
        normal.inner(syn::Block { brace_token, stmts: statements }, &mut block);
        let Normal { yields, spans, calls, .. } = normal;
        let unit = is_unit(&self.output.types.returned) || self.output.fallible;
        let mut tails = BTreeSet::new();
        calls::tail_calls(&block, unit, &mut tails);
        errors.is_empty().then_some(Lowered {
            signature,
            vars,
            locals,
            arguments,
            reversed,
            block,
            yields,
            spans,
            calls,
            tails,
            binds_for_a_guard,
            lints: restructured.filter(|_| !self.sets_levels()),
        })
    }

    /// Whether attributes in the function set the level of a lint that a step can show.
    pub(super) fn sets_levels(&self) -> bool {
        let inputs = &self.head.signature.inputs;
        let attributes = self.head.attributes.iter();
        let mut others = attributes
            .filter(|attribute| lints::levels(std::slice::from_ref(*attribute)).next().is_none());
        lints::sets_level(self.braces.stream())
            || lints::sets_level(quote!(#inputs))
            || others.any(|attribute| lints::sets_level(quote!(#attribute)))
    }

    /// Whether a loop that yields the items of a call of the function itself is a delegation: nothing is sent,
    /// thrown or caught.
    fn delegates_loops(&self) -> bool {
        let types = &self.output.types;
        let tries = |name: &str| tokens::find_ident(self.braces.stream(), name).is_some();
        is_unit(&types.resume)
            && (is_unit(&types.returned) || self.output.fallible)
            && is_default_error(&types.error)
            && !["try_yield", "try_yield_from"].into_iter().any(tries)
    }

    /// What brings the body into normal form.
    pub(super) fn normal<'n>(
        &self,
        arguments: &[(VarId, TokenStream)],
        vars: &'n mut Vars,
        errors: &'n mut Errors,
    ) -> Normal<'n> {
        let (signature, types) = (&self.head.signature, &self.output.types);
        let mut normal = Normal::new(vars, errors, self.private.clone());
        normal.item = Some(types.item.clone());
        normal.resume = Some(types.resume.clone());
        normal.named = self.arguments.name.is_some();
        normal.conditional = self.words.contain("cfg") || self.words.contain("cfg_attr");
        normal.unsafety = usize::from(matches!(signature.safety, syn::Safety::Unsafe(_)));
        normal.iterators = known_types::parameters(&signature.generics)
            .into_iter()
            .filter(|(_, known)| *known == known_types::Known::Iterator)
            .map(|(name, _)| name)
            .collect();
        normal.opaque = self.output.form == Form::Opaque;
        normal.itself = itself(self.head, self.state_name(), arguments, normal.vars);
        let has_receiver = matches!(signature.inputs.first(), Some(FnArg::Receiver(_)));
        if let (true, Form::Opaque, Some((receiver, _))) =
            (has_receiver, self.output.form, arguments.first())
        {
            normal.method = Some(signature.ident.clone());
            normal.receiver = Some(*receiver);
        }
        normal
    }
}
