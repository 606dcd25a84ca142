//! The explicit state: a generator function becomes an enum of its suspended states and a step over it.
//!
//! ```text
//! // in
//! #[generator(state)]
//! fn evens(n: u32) -> impl Iterator<Item = u32> {
//!     for i in 0..n { yield_!(2 * i); }
//! }
//!
//! // out, in outline
//! fn evens(n: u32) -> impl Iterator<Item = u32> + Generator {
//!     enum State<N, Iter, I> { Start { n: N }, At1 { iter: Iter, .. }, Finished }
//!     impl<N, Iter, I> ExplicitState for State<N, Iter, I> { .. }
//!     explicit_generator(State::Start { n }, |state, input| {
//!         let resume = match replace(state, State::Finished) { .. };
//!         ..
//!     })
//! }
//! ```
//!
//! The stages: `names` gives each local a name of its own, `normal` makes a tree in which each yield
//! stands alone (`ir`), `flow` finds out what is kept at each yield, `emit` writes the step. The emitted
//! code is safe code and keeps the order of the source, so that types are inferred as they are in the
//! source: the state is a value beside the step, and has a type parameter for each local it keeps.

mod arrays;
mod asked;
mod assignments;
mod beside;
mod borrows;
mod boxes;
mod by_value;
mod callables;
mod callee;
mod calls;
mod captures;
mod closures;
mod collected;
mod copying;
mod declare;
mod elements;
mod emit;
mod ended;
mod exclusive;
mod exits;
mod flow;
mod groups;
mod guards;
mod in_place;
mod ir;
mod joined;
mod kept_values;
mod kinds;
mod known_fields;
mod known_macros;
mod lends;
mod lints;
mod looking_arms;
mod looks;
mod method_names;
mod methods;
mod named;
mod names;
mod normal;
mod not_found;
mod offers;
mod optional;
mod owners;
mod parameters;
mod partial;
mod paths;
mod placed;
mod reads;
mod reborrows;
mod receivers;
mod remains;
mod start;
mod state;
mod state_methods;
mod step;
mod takes;
mod turns;
mod unboxed;
mod unnamed;
mod updates;
mod vacant;
mod version;
mod walk;

use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::{FnArg, Path, ReceiverKind, ReturnType, Stmt, Type};

use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::lower::{self, hidden_items, imported_items};
use crate::parse::{Body, Head};
use crate::signature::{Form, Output, is_default_error, is_unit};
use crate::tokens;
use crate::tokens::Words;
use crate::yields::YieldKind;

pub(crate) use asked::Asked;
pub(crate) use named::beside;

use calls::Own;
use declare::{Declared, block_of_arguments, declare, declared_by_arguments};
use emit::{Emitter, state_name};
use flow::{Analysis, Kept};
use ir::{Block, Rest, VarId};
use lints::Lints;
use named::Named;
use names::Vars;
use normal::{Normal, REMARK};
use state::State;
use unnamed::Unnamed;
use vacant::Field;

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

/// The new function. `None` if its body cannot be lowered; the errors say why.
pub(crate) fn expand(
    head: &Head,
    body: Body,
    output: &Output,
    arguments: &Arguments,
    asked: &Asked,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let braces = body.braces.clone();
    let (written, words) = (body.statements.clone(), body.words.clone());
    // It reports all that no generator may have.
    let ends_with_result = lower::check(body, output, &arguments.runtime, errors);
    if !errors.is_empty() {
        return None;
    }
    // A generator with a name has items beside the function.
    let (private, import) = if arguments.name.is_some() {
        (hidden_items(&arguments.runtime), TokenStream::new())
    } else {
        imported_items(&arguments.runtime)
    };
    let function = Function {
        head,
        braces: &braces,
        words: &words,
        output,
        arguments,
        asked,
        private: &private,
        import,
        ends_with_result,
    };
    let statements = function.statements(written, errors)?;
    let mut lowered = function.lower(statements.clone(), &BTreeSet::new(), errors)?;
    let mut analyzed = function.analyze(&mut lowered);
    let parts = function.parts(&lowered, &analyzed.kept);
    if !parts.is_empty() {
        lowered = function.lower(statements, &parts, errors)?;
        analyzed = function.analyze(&mut lowered);
    }
    let placed = function.keep(&mut lowered, analyzed, errors)?;
    function.emit(&lowered, placed, errors)
}

/// A function that is to become a generator with an explicit state.
struct Function<'a> {
    head: &'a Head,
    braces: &'a Group,
    words: &'a Words,
    output: &'a Output,
    arguments: &'a Arguments,
    asked: &'a Asked,
    private: &'a Path,
    /// What brings it into scope.
    import: TokenStream,
    /// Whether the last expression of the body is a `Result`, and not `()`.
    ends_with_result: bool,
}

/// A body in normal form, with what was found on the way there.
struct Lowered {
    /// The signature of the new function, but for its output.
    signature: syn::Signature,
    vars: Vars,
    /// How many of the locals are the user's: they are the first ones.
    locals: usize,
    /// The arguments that the first state holds, with what each is called in the function.
    arguments: Vec<(VarId, TokenStream)>,
    /// Whether the first state has its fields in reverse: see [`State`].
    reversed: bool,
    block: Block,
    /// The kind of each yield, by its number less one.
    yields: Vec<YieldKind>,
    /// Where each yield is written.
    spans: Vec<Span>,
    /// The yields that call the function itself.
    calls: BTreeSet<usize>,
    /// Those of them whose value is that of the body.
    tails: BTreeSet<usize>,
    /// Whether a guard alone uses what a choice binds.
    binds_for_a_guard: bool,
    /// What shows lints of the user's code, where nothing runs.
    lints: Option<TokenStream>,
}

/// What the analysis of a body has found.
struct Analyzed {
    kept: Kept,
    /// The locals that may borrow from other locals.
    borrowing: BTreeSet<VarId>,
}

/// What is kept at each yield of a body whose parts are grouped.
struct Grouped {
    kept: Kept,
    in_place: Vec<(VarId, TokenStream)>,
    may_stay: bool,
    /// The body as it was written.
    written: Block,
}

/// Where the locals of a body are while it is suspended.
struct Placed {
    kept: Kept,
    /// The locals that stay in place in the state, each with its first value.
    in_place: Vec<(VarId, TokenStream)>,
    /// Whether locals can be beside the enum, or stay in place.
    may_stay: bool,
}

impl Function<'_> {
    /// The name of the enum of states.
    fn state_name(&self) -> Ident {
        self.arguments.name.as_ref().map_or_else(state_name, named::state_name)
    }

    /// Whether the fields are those that the source shows.
    fn shows(&self) -> bool {
        self.arguments.name.is_some() || self.asked.shows()
    }

    /// Gives the lifetimes in the types of locals their names, where the types are written in the enum.
    fn name_lifetimes(&self, vars: &mut Vars) {
        if self.arguments.name.is_some() {
            let types = vars.all.iter_mut().filter_map(|var| var.written.as_mut());
            types.for_each(|ty| parameters::fill(ty, &self.head.signature));
        }
    }

    /// The statements of the body. Reports a return type that an explicit state cannot have, and a body that
    /// does not parse.
    fn statements(&self, written: Option<Vec<Stmt>>, errors: &mut Errors) -> Option<Vec<Stmt>> {
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
    /// has found.
    fn lower(
        &self,
        mut statements: Vec<Stmt>,
        parts: &BTreeSet<Field>,
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
        let mut vars = Vars::default();
        let Declared { mut arguments, mut patterns } =
            declare(&mut signature, &mut statements, hides.free, &mut vars, errors);
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
            let remains =
                remains::lower(&mut statements, &mut vars, self.private, &bound, &patterns, parts);
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
    fn sets_levels(&self) -> bool {
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
    fn normal<'n>(
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
        normal.iterators = receivers::parameters(&signature.generics)
            .into_iter()
            .filter(|(_, known)| *known == receivers::Known::Iterator)
            .map(|(name, _)| name)
            .collect();
        normal.opaque = self.output.form == Form::Opaque;
        normal.itself = calls::itself(self.head, self.state_name(), arguments, normal.vars);
        let has_receiver = matches!(signature.inputs.first(), Some(FnArg::Receiver(_)));
        if let (true, Form::Opaque, Some((receiver, _))) =
            (has_receiver, self.output.form, arguments.first())
        {
            normal.method = Some(signature.ident.clone());
            normal.receiver = Some(*receiver);
        }
        normal
    }

    /// Finds what each yield keeps.
    fn analyze(&self, lowered: &mut Lowered) -> Analyzed {
        if self.shows() {
            lowered.vars.all.iter_mut().for_each(|var| var.rest = Rest::Whole);
        }
        let borrowing = offers::borrowing(&lowered.block, &lowered.vars);
        let copies = kinds::copies(&self.output.types.item);
        let analyze =
            |lowered: &Lowered| Analysis::of(&lowered.block, &lowered.vars, &borrowing, copies);
        let receiver = self.exclusive_receiver(lowered);
        exclusive::note(&lowered.block, &mut lowered.vars, receiver);
        let mut kept = analyze(lowered);
        let Lowered { block, vars, .. } = &mut *lowered;
        let given = reborrows::give_away(block, vars, &kept);
        if copying::give_copies(block, vars, &kept, self.private) || given {
            kept = analyze(lowered);
        }
        Analyzed { kept, borrowing }
    }

    /// The local that is `self`, if that is an exclusive reference.
    fn exclusive_receiver(&self, lowered: &Lowered) -> Option<VarId> {
        let Some(FnArg::Receiver(receiver)) = self.head.signature.inputs.first() else {
            return None;
        };
        let is_exclusive = match &receiver.kind {
            ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
            ReceiverKind::Typed(_, ty) => {
                matches!(&**ty, Type::Reference(reference) if reference.mutability.is_some())
            }
            _ => false,
        };
        lowered.arguments.first().filter(|_| is_exclusive).map(|(var, _)| *var)
    }

    /// The parts that are moved out of the user's locals, of which a yield keeps the rest, if the type of that need not
    /// be written.
    fn parts(&self, lowered: &Lowered, kept: &Kept) -> BTreeSet<Field> {
        let is_named = self.arguments.name.is_some();
        let parts = kept.fields.iter().filter(|(var, _)| !is_named && *var < lowered.locals);
        parts.cloned().collect()
    }

    /// Places what each yield keeps.
    fn keep(
        &self,
        lowered: &mut Lowered,
        analyzed: Analyzed,
        errors: &mut Errors,
    ) -> Option<Placed> {
        let shows = self.shows();
        let Analyzed { kept, borrowing } = analyzed;
        let mut first = Some(kept);
        let may_end = !offers::assigned(&lowered.block, &lowered.vars, &borrowing).is_empty();
        let Grouped { mut kept, in_place, may_stay, written } =
            ended::find(lowered, may_end, |lowered, ending| {
                self.group(lowered, (first.take(), &borrowing), ending, errors)
            })?;
        let Lowered { vars, block, .. } = lowered;
        borrows::check(&written, vars, &kept, self.asked.clone, errors);
        if !errors.is_empty() {
            return None;
        }
        lends::note(block, vars, &kept, self.private);
        let mut taken = takes::decide(block, vars, self.private, &kept);
        if !shows {
            kept.optional.extend(&taken);
        }
        let (chosen, ended) = (kept.optional.clone(), kept.ended.len());
        let moved = optional::rewrite(block, vars, self.private, &mut kept);
        vacant::make_mutable(block, vars, &moved);
        // rustc reports where they are moved.
        for var in chosen.difference(&kept.optional.clone()) {
            kept.keep_ended(*var);
            kept.keep(*var);
            let local = &vars.all[*var];
            if local.late && !local.hidden {
                errors.at(
                    &local.ident,
                    format!(
                        "this local has no value yet at a yield, and what is kept across a yield has one: give \
                         it a value here, `let mut name = ..;`, or declare it behind the yield{REMARK}"
                    ),
                );
            }
        }
        if kept.ended.len() < ended {
            borrows::check(&written, vars, &kept, self.asked.clone, errors);
        }
        if !errors.is_empty() {
            return None;
        }
        if self.arguments.name.is_some() {
            for var in vars.all.iter_mut().filter(|var| var.written.is_none()) {
                var.written = var.rebound.take();
            }
        }
        taken.retain(|var| !kept.optional.contains(var));
        takes::check(block, vars, self.private, &kept, &taken);
        unboxed::check(block, vars, self.private, &kept, &taken);
        self.name_lifetimes(vars);
        if is_unit(&self.output.types.resume) && !shows {
            turns::forget(block, vars, &mut kept);
        }
        closures::confirm(block, vars, self.private);
        joined::join(block, vars, &mut kept);
        lints::own_mutability(block, vars, &kept);
        Some(Placed { kept, in_place, may_stay })
    }

    /// Groups the parts of a body. `kept`: what each yield keeps, if the body is the one that was analyzed. `ending`: the
    /// locals that are known to become ended ones.
    fn group(
        &self,
        lowered: &mut Lowered,
        (kept, borrowing): (Option<Kept>, &BTreeSet<VarId>),
        ending: &BTreeSet<VarId>,
        errors: &mut Errors,
    ) -> Option<Grouped> {
        let copies = kinds::copies(&self.output.types.item);
        let analyze =
            |lowered: &Lowered| Analysis::of(&lowered.block, &lowered.vars, borrowing, copies);
        let mut kept = kept.unwrap_or_else(|| analyze(lowered));
        let has_receiver = matches!(self.head.signature.inputs.first(), Some(FnArg::Receiver(_)));
        let kept_vars = kept.at.iter().map(|(_, var)| *var);
        let name = &self.head.signature.ident;
        calls::check_kept(kept_vars, &lowered.vars, name, has_receiver, errors);
        if !errors.is_empty() {
            return None;
        }
        for (vars, rule) in [
            (&kept.unset, "is used where it may have no value"),
            (&kept.set_again, "gets a value where it may have one"),
        ] {
            for var in vars.iter().map(|var| &lowered.vars.all[*var]) {
                let name = var.name();
                errors.at(
                    &var.ident,
                    format!("`{name}` {rule}: give it a value here, `let mut {name} = ..;`"),
                );
            }
        }
        if !errors.is_empty() {
            return None;
        }
        let item = &self.output.types.item;
        if offers::put_in_front(&mut lowered.block, &lowered.vars, &kept, item) {
            kept = analyze(lowered);
        }
        let written = lowered.block.clone();
        // The states of calls are moved, and derives see what is in the state.
        let may_stay = self.arguments.name.is_none()
            && lowered.calls.is_empty()
            && self.asked.derives.is_empty();
        let in_place = if may_stay { self.place(lowered, &mut kept) } else { Vec::new() };
        let ranges =
            in_place.iter().map(|(var, _)| &lowered.vars.all[*var]).filter(|var| var.range);
        for range in ranges.filter(|_| self.asked.copy) {
            errors.add(syn::Error::new(
                range.at.unwrap_or_else(|| range.ident.span()),
                "a range is kept across a yield, the generator is to be `Copy`, and a range is not: loop with \
                 `while` and a number, or write `Clone` in place of `Copy`",
            ));
        }
        kept.assigned = offers::assigned(&written, &lowered.vars, borrowing);
        // An argument has its value where no local has one yet.
        for argument in declared_by_arguments(&written) {
            kept.assigned.remove(&argument);
        }
        let Lowered { vars, block, .. } = lowered;
        groups::group(block, vars, &mut kept, ending);
        errors.is_empty().then_some(Grouped { kept, in_place, may_stay, written })
    }

    /// The locals that stay in place in the state, each with its first value. The arguments among them are no
    /// longer those of the first state.
    fn place(&self, lowered: &mut Lowered, kept: &mut Kept) -> Vec<(VarId, TokenStream)> {
        let Lowered { vars, block, arguments, .. } = lowered;
        let mut in_place = Vec::new();
        for var in in_place::rewrite(block, vars, self.private, kept) {
            in_place.push((var, in_place::empty(var, vars, self.private)));
        }
        let mut found = placed::defined_later(block, vars, kept);
        let arguments_that_stay = arguments.iter().map(|(var, _)| *var);
        found.extend(arguments_that_stay.filter(|var| vars.all[*var].is_copy_or_range()));
        let staying = placed::rewrite(block, vars, kept, found);
        for var in &staying {
            vars.all[*var].placed = true;
        }
        let (stay, moved): (Vec<_>, _) =
            std::mem::take(arguments).into_iter().partition(|(var, _)| staying.contains(var));
        for var in &staying {
            if stay.iter().all(|(argument, _)| argument != var) {
                in_place.push((*var, quote!(::core::default::Default::default())));
            }
        }
        in_place.extend(stay);
        *arguments = moved;
        in_place
    }

    /// Writes the enum, the step and the function.
    fn emit(
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
            beside,
            plain: Cell::new(false),
        };
        let sets_levels = self.sets_levels() || lowered.binds_for_a_guard;
        let unused = lints::unused(vars).filter(|_| !sets_levels);
        let contents = emitter.contents(block);
        let not_found = vars.not_found.items(&self.arguments.runtime);
        let contents = quote!(#unused #not_found #contents);
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
        let (in_place, import) = (&in_place, &self.import);
        let unnamed = Unnamed { head, signature, braces, output, runtime, in_place, import, lints };
        Some(unnamed.expand(&state, &emitter, &contents))
    }
}
