//! Writes the new function: the enum of states and its step.

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Group, TokenStream};
use quote::quote;

use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::explicit::emit::lints::{self, Lints};
use crate::explicit::emit::own_names::OwnNames;
use crate::explicit::emit::state::State;
use crate::explicit::emit::{Emitter, beside, state_methods};
use crate::explicit::flow::Kept;
use crate::explicit::items::named::{self, Named};
use crate::explicit::items::unnamed::Unnamed;
use crate::explicit::items::version;
use crate::explicit::normal::arguments::declared_by_arguments;
use crate::explicit::questions::destructors::of_constants;
use crate::explicit::questions::{not_found, standard, standard_macros};
use crate::explicit::source::asked::{self, Asked};
use crate::explicit::source::declare::declare;
use crate::explicit::stages::Function;
use crate::explicit::stages::lower::Lowered;
use crate::explicit::stages::place::Placed;
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::vars::Vars;
use crate::lower::hidden_items;
use crate::parse::Head;
use crate::signature::{Output, is_unit};

/// The function of a generator with a name whose body cannot be lowered: it returns the struct, so that its
/// callers compile without errors of their own.
pub(crate) fn stand_in(
    head: &Head,
    braces: &Group,
    output: &Output,
    arguments: &Arguments,
    asked: &Asked,
) -> Option<TokenStream> {
    let name = arguments.name.as_ref()?;
    let private = hidden_items(&arguments.runtime);
    let mut vars = Vars::default();
    let mut errors = Errors::default();
    let mut signature = head.signature.clone();
    let declares =
        declare(&mut signature, &mut [], HashSet::new(), &mut vars, &mut errors).arguments;
    let emitter = Emitter {
        vars: &vars,
        kept: &Kept::default(),
        private: &private,
        item: &output.types.item,
        state: named::state_name(name),
        resume: (!is_unit(&output.types.resume)).then_some(&output.types.resume),
        error: &output.types.error,
        fallible: output.fallible,
        ends_with_result: false,
        clones: false,
        copies: false,
        is_debug: false,
        tails: BTreeSet::new(),
        fields: BTreeSet::new(),
        reads_in_place: false,
        returns_nothing: false,
        has_methods: false,
        saves: false,
        beside: Vec::new(),
        plain: Cell::new(false),
    };
    let state = State {
        name: named::state_name(name),
        emitter: &emitter,
        arguments: &declares,
        yields: &[],
        spans: &[],
        calls: &BTreeSet::new(),
        asked,
        version: None,
        reversed: false,
    };
    let named = Named {
        name,
        head,
        output,
        runtime: &arguments.runtime,
        version: 0,
        asked,
        lints: Lints { sets_levels: true, dead: None },
    };
    let contents = quote!(::core::unreachable!("this generator did not compile"));
    named.expand(&state, &emitter, &contents, braces, &mut errors)
}

impl Function<'_> {
    /// Writes the enum, the step and the function.
    pub(super) fn write(
        &self,
        lowered: &Lowered,
        Placed { kept, in_place, may_stay }: Placed,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        let Lowered { vars, arguments, block, yields, spans, calls, .. } = lowered;
        let types = &self.output.types;
        let mut fields: BTreeSet<VarId> = kept.at.iter().map(|(_, var)| *var).collect();
        fields.extend(declared_by_arguments(block));
        let mut of_the_state = fields.iter().chain(arguments.iter().map(|(var, _)| var));
        let beside = if may_stay { beside::choose(&kept, &fields) } else { Vec::new() };
        // One in an `Option` that an argument was put into has a parameter of another type in the first state.
        let has_methods = may_stay
            && beside.is_empty()
            && state_methods::are_worth_it(fields.len(), yields.len())
            && arguments.iter().all(|(var, _)| !kept.optional.contains(var))
            && fields.iter().all(|var| {
                arguments.iter().any(|(argument, _)| argument == var)
                    || kept.at.iter().any(|(_, kept)| kept == var)
            });
        let reads_in_place = !self.shows()
            && !has_methods
            && beside.is_empty()
            && of_the_state.all(|var| vars.all[*var].is_copy_or_range());
        let emitter = Emitter {
            vars,
            kept: &kept,
            private: self.private,
            item: &types.item,
            state: self.state_name(),
            resume: (!is_unit(&types.resume)).then_some(&types.resume),
            error: &types.error,
            fallible: self.output.fallible,
            ends_with_result: self.ends_with_result,
            clones: self.asked.clone,
            copies: self.asked.copy,
            is_debug: self.arguments.name.is_none() && asked::derives(&self.asked.derives, "Debug"),
            tails: lowered.tails.clone(),
            fields,
            reads_in_place,
            returns_nothing: !self.output.fallible
                && is_unit(&types.returned)
                && self.words.call_unknown_macros(),
            has_methods,
            saves: ["Serialize", "Deserialize"]
                .iter()
                .any(|name| asked::derives(&self.asked.derives, name)),
            beside,
            plain: Cell::new(false),
        };
        let sets_levels = self.sets_levels() || lowered.binds_for_a_guard;
        let unused = lints::unused(vars).filter(|_| !sets_levels);
        let contents = emitter.contents(block);
        let asked = [
            standard::of_locals(self.private, vars),
            standard::of_variants(self.private, vars),
            of_constants(self.private, vars),
        ];
        let asked = asked.iter().flatten();
        let macros = standard_macros::of_body(self.private, vars);
        let contents = quote!(#unused #macros #(#asked)* #contents);
        let outside = in_place.iter().map(|(var, _)| &vars.all[*var].ident);
        let own_names = OwnNames::find(&contents, vars, outside);
        let contents = own_names.give_back(contents, vars, errors);
        let not_found = not_found::items(&vars.asked_methods, &self.arguments.runtime);
        let contents = quote!(#not_found #contents);
        let lints = Lints { sets_levels, dead: lowered.lints.as_ref() };
        let mut state = State {
            name: self.state_name(),
            emitter: &emitter,
            arguments,
            yields,
            spans,
            calls,
            asked: self.asked,
            version: None,
            reversed: lowered.reversed,
        };
        let (head, output, braces) = (self.head, self.output, self.braces);
        let version = || version::version(head, self.asked, braces, &state.layout());
        let runtime = &self.arguments.runtime;
        if let Some(name) = &self.arguments.name {
            let version = version();
            let named = Named { name, head, output, runtime, version, asked: self.asked, lints };
            return named.expand(&state, &emitter, &contents, braces, errors);
        }
        state.version = state.is_saved().then(version);
        let signature = &lowered.signature;
        let (in_place, import, own_names) = (&in_place, &self.import, &own_names);
        let unnamed = Unnamed {
            head,
            signature,
            braces,
            output,
            runtime,
            in_place,
            own_names,
            import,
            lints,
        };
        Some(unnamed.expand(&state, &emitter, &contents))
    }
}
