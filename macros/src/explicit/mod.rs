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
//!     impl<N, Iter> ExplicitState for State<N, Iter> { .. }
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

mod assignments;
mod beside;
mod borrows;
mod by_value;
mod captures;
mod emit;
mod exits;
mod flow;
mod in_place;
mod ir;
mod kinds;
mod named;
mod names;
mod normal;
mod offers;
mod parameters;
mod placed;
mod receivers;
mod slots;
mod start;
mod turns;
mod version;
mod walk;

use std::cell::Cell;
use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Pat, ReceiverKind, ReturnType, parse_quote};

use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::expand::allowed_lints;
use crate::lower::{self, hidden_items, internal};
use crate::parse::{Body, Head};
use crate::signature::{Form, Output, Types, is_unit};
use crate::yields::YieldKind;

pub(crate) use named::beside;

use emit::{Emitter, state_name, variant};
use flow::Analysis;
use ir::{Block, Item, ItemKind, VarId};
use names::{Names, Vars};
use normal::{Normal, REMARK};

/// How an explicit state is asked for.
pub(crate) struct Asked {
    /// The attributes below `#[generator]` that are for the state.
    derives: Vec<Attribute>,
    /// Whether the signature says `Clone`, and `Copy`.
    pub(crate) clone: bool,
    pub(crate) copy: bool,
    size_hint: Option<syn::Expr>,
}

impl Asked {
    /// Whether the function asks for it, and how. The derives are taken from its attributes.
    pub(crate) fn by(head: &mut Head, arguments: &Arguments, errors: &mut Errors) -> Option<Self> {
        let bounds = Bounds::of(&head.signature.output);
        let (derives, others): (Vec<_>, Vec<_>) = std::mem::take(&mut head.attributes)
            .into_iter()
            .partition(|attribute| attribute.path().is_ident("derive"));
        head.attributes = others;
        let is_method = matches!(head.signature.inputs.first(), Some(FnArg::Receiver(_)));
        if arguments.name.is_some() && !is_method {
            parameters::name(&mut head.signature, errors);
        }
        let asked = arguments.state.is_some()
            || arguments.name.is_some()
            || !derives.is_empty()
            || bounds.clone
            || bounds.copy;
        let unsaved = bounds.check_saving(&derives, arguments.name.is_some(), errors);
        if unsaved {
            Bounds::leave_out_saving(&mut head.signature.output);
        }
        (asked || unsaved).then_some(Self {
            derives,
            clone: bounds.clone || bounds.copy,
            copy: bounds.copy,
            size_hint: arguments.size_hint.clone(),
        })
    }
}

impl Asked {
    /// Whether the derives name the fields of the state.
    fn shows(&self) -> bool {
        ["Debug", "Serialize", "Deserialize"].iter().any(|name| derives(&self.derives, name))
    }
}

/// Whether a trait of this name is derived.
fn derives(attributes: &[Attribute], name: &str) -> bool {
    fn mentioned(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => mentioned(group.stream(), name),
            TokenTree::Ident(word) => word == name,
            _ => false,
        })
    }

    attributes.iter().any(|attribute| mentioned(attribute.to_token_stream(), name))
}

/// Which of the traits that only an explicit state can have stand in a return type.
#[derive(Default)]
struct Bounds {
    clone: bool,
    copy: bool,
    /// The bounds that a generator without a name is saved and restored by.
    saves: Vec<syn::TypeParamBound>,
    /// Whether it is opaque, and has no bounds but those that say nothing of saving.
    known: bool,
}

impl Bounds {
    fn of(output: &ReturnType) -> Self {
        let mut bounds = Self::default();
        if let ReturnType::Type(_, returned) = output {
            if let syn::Type::ImplTrait(opaque) = &**returned {
                let is_pinned = opaque.bounds.iter().any(|bound| named(bound, "PinCoroutine"));
                bounds.clone =
                    !is_pinned && opaque.bounds.iter().any(|bound| named(bound, "Clone"));
                bounds.copy = !is_pinned && opaque.bounds.iter().any(|bound| named(bound, "Copy"));
                let saves = opaque.bounds.iter().filter(|bound| asks_for_saving(bound));
                bounds.saves = saves.cloned().collect();
                bounds.known = opaque.bounds.iter().all(|bound| {
                    !matches!(bound, syn::TypeParamBound::Trait(_))
                        || SAYS_NOTHING_OF_SAVING.iter().any(|known| named(bound, known))
                });
            }
        }
        bounds
    }

    /// Takes the bounds that cannot be met out of a return type, so that no other error follows.
    fn leave_out_saving(output: &mut ReturnType) {
        if let ReturnType::Type(_, returned) = output {
            if let syn::Type::ImplTrait(opaque) = &mut **returned {
                let bounds = std::mem::take(&mut opaque.bounds);
                opaque.bounds =
                    bounds.into_iter().filter(|bound| !asks_for_saving(bound)).collect();
            }
        }
    }

    /// Reports bounds that ask for derives that are not there, and the other way round. Whether it does.
    fn check_saving(&self, derived: &[Attribute], has_name: bool, errors: &mut Errors) -> bool {
        if cfg!(not(feature = "serde")) || has_name {
            return false;
        }
        let missing = self.saves.iter().find(|bound| {
            let derive = if named(bound, "Serialize") { "Serialize" } else { "Deserialize" };
            !derives(derived, derive)
        });
        if let Some(bound) = missing {
            errors.at(
                bound,
                "a generator is saved by the derives of its state: write \
                 `#[derive(Serialize, Deserialize)]` below `#[generator]`",
            );
            return true;
        }
        let unused = derived.iter().find(|one| derives(&[(*one).clone()], "Serialize"));
        if let (Some(derive), true) = (unused, self.known) {
            errors.at(
                derive,
                "the return type hides what the state derives: add `+ Serialize + Restore` to it, or give the \
                 generator's type a name, `#[generator(struct Name)]`",
            );
            return true;
        }
        false
    }
}

/// Traits in a return type that hide whether the generator can be saved.
const SAYS_NOTHING_OF_SAVING: [&str; 9] =
    ["Clone", "Copy", "Coroutine", "Debug", "FusedIterator", "Iterator", "Send", "Sync", "Unpin"];

fn asks_for_saving(bound: &syn::TypeParamBound) -> bool {
    named(bound, "Serialize") || named(bound, "Restore")
}

fn named(bound: &syn::TypeParamBound, name: &str) -> bool {
    match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|segment| segment.ident == name)
        }
        _ => false,
    }
}

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
    let runtime = &arguments.runtime;
    let private = hidden_items(runtime);
    let mut vars = Vars::default();
    let mut errors = Errors::default();
    let mut signature = head.signature.clone();
    let declares = declare(&mut signature, &mut [], &mut vars, &mut errors).arguments;
    let emitter = Emitter {
        vars: &vars,
        kept: &flow::Kept::default(),
        private: &private,
        item: &output.types.item,
        state: named::state_name(name),
        resume: (!is_unit(&output.types.resume)).then_some(&output.types.resume),
        error: &output.types.error,
        fallible: output.fallible,
        ends_with_result: false,
        clones: false,
        tails: BTreeSet::new(),
        fields: BTreeSet::new(),
        stays: false,
        beside: Vec::new(),
        plain: Cell::new(false),
    };
    let state = State {
        name: named::state_name(name),
        emitter: &emitter,
        arguments: &declares,
        yields: &[],
        places: &[],
        calls: &BTreeSet::new(),
        asked,
        version: None,
        reversed: false,
    };
    let named = named::Named { name, head, output, runtime, version: 0, asked };
    let contents = quote!(::core::unreachable!("this generator did not compile"));
    named.expand(&state, &emitter, &contents, braces, &mut errors)
}

/// The new function. `None` if its body cannot be lowered; the errors say why.
#[expect(clippy::too_many_lines, reason = "the stages, one behind the other")]
pub(crate) fn expand(
    head: &Head,
    body: Body,
    output: &Output,
    arguments: &Arguments,
    asked: &Asked,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let runtime = &arguments.runtime;
    let braces = body.braces.clone();
    let written = body.statements.clone();
    // It reports all that no generator may have.
    let ends_with_result = lower::check(body, output, runtime, errors);
    if !errors.is_empty() {
        return None;
    }
    let Head { attributes, visibility, signature, .. } = head;
    let mut signature = signature.clone();
    let Output { returned, form, types, fallible, .. } = output;
    let (form, fallible) = (*form, *fallible);
    let private = hidden_items(runtime);
    if form == Form::Pinned {
        errors.at(
            match &head.signature.output {
                ReturnType::Type(_, written) => quote!(#written),
                ReturnType::Default => quote!(#returned),
            },
            "a generator with an explicit state can be moved at any time: return `impl Coroutine` in \
             place of `impl PinCoroutine`; it needs no heap either",
        );
        return None;
    }
    let Some(mut statements) = written else {
        let parsed = syn::Block::parse_within.parse2(braces.stream());
        if let Err(error) = parsed {
            errors.add(error);
        }
        return None;
    };

    assignments::lower(&mut statements);
    let mut vars = Vars::default();
    let Declared { arguments: mut declares, patterns } =
        declare(&mut signature, &mut statements, &mut vars, errors);
    let name_lifetimes = |vars: &mut Vars| {
        let types = vars.all.iter_mut().filter_map(|var| var.written.as_mut());
        types.for_each(|ty| parameters::fill(ty, &head.signature));
    };
    if arguments.name.is_some() {
        name_lifetimes(&mut vars);
    }
    // The fields are those that the source shows.
    let shows = arguments.name.is_some() || asked.shows();
    let calls_itself = mentions(&statements, &signature.ident);
    if !shows && patterns.is_empty() && !calls_itself {
        start::take(&mut statements, &mut vars, &mut declares, &private);
    }
    let has_drops = |(var, _): &&(VarId, TokenStream)| !vars.all[*var].plain;
    let reversed = !shows && declares.iter().filter(has_drops).count() <= 1;
    let mut normal = Normal::new(&mut vars, errors, private.clone());
    normal.item = Some(types.item.clone());
    normal.resume = Some(types.resume.clone());
    normal.named = arguments.name.is_some();
    normal.iterators = receivers::parameters(&head.signature.generics)
        .into_iter()
        .filter(|(_, known)| *known == receivers::Known::Iterator)
        .map(|(name, _)| name)
        .collect();
    let state = arguments.name.as_ref().map_or_else(state_name, named::state_name);
    normal.itself = itself(signature.ident.clone(), state, head, &declares, normal.vars);
    let has_receiver =
        matches!(head.signature.inputs.first(), Some(FnArg::Receiver(_))) && !declares.is_empty();
    if has_receiver && form == Form::Opaque {
        normal.method = Some(signature.ident.clone());
        normal.receiver = Some(declares[0].0);
    }
    let mut block = Block::new();
    // What the pattern of an argument binds is dropped before the argument in front of it.
    for (var, _) in &declares {
        if let Some(Item { kind: ItemKind::Arguments, declares, .. }) = block.items.last_mut() {
            declares.push(*var);
        } else {
            block.items.push(Item {
                kind: ItemKind::Arguments,
                declares: vec![*var],
                last: 0,
                yields: false,
            });
        }
        if let Some((_, pattern)) = patterns.iter().find(|(whole, _)| whole == var) {
            normal.argument(*var, pattern.clone(), &mut block);
        }
    }
    let brace_token = syn::token::Brace { span: braces.delim_span() };
    normal.inner(syn::Block { brace_token, stmts: statements }, &mut block);
    let yields = std::mem::take(&mut normal.yields);
    let places = std::mem::take(&mut normal.places);
    let calls = std::mem::take(&mut normal.calls);
    let mut tails = BTreeSet::new();
    tail_calls(&block, is_unit(&types.returned) || fallible, &mut tails);
    if !errors.is_empty() {
        return None;
    }
    if shows {
        vars.all.iter_mut().for_each(|var| var.rest = ir::Rest::Whole);
    }
    let borrowing = offers::borrowing(&block, &vars);
    let mut kept = Analysis::of(&block, &vars, &borrowing);
    if offers::put_in_front(&mut block, &vars, &kept, &types.item) {
        kept = Analysis::of(&block, &vars, &borrowing);
    }
    let written = block.clone();
    // The states of calls are moved, and derives see what is in the state.
    let stay = arguments.name.is_none() && calls.is_empty() && asked.derives.is_empty();
    let mut in_place = Vec::new();
    if stay {
        for var in in_place::rewrite(&mut block, &vars, &private, &mut kept) {
            in_place.push((var, in_place::empty(var, &vars, &private)));
        }
        let found = declares.iter().map(|(var, _)| *var).filter(|var| vars.all[*var].stays());
        let staying = placed::rewrite(&mut block, &vars, &mut kept, found.collect());
        for var in &staying {
            vars.all[*var].placed = true;
        }
        let (stay, moved): (Vec<_>, _) =
            declares.into_iter().partition(|(var, _)| staying.contains(var));
        in_place.extend(stay);
        declares = moved;
    }
    flow::group(&mut block, &mut vars, &mut kept);
    borrows::check(&written, &vars, &kept, errors);
    if !errors.is_empty() {
        return None;
    }
    let chosen = kept.slots.clone();
    slots::rewrite(&mut block, &vars, &private, &mut kept.slots);
    // rustc reports where they are moved.
    for var in chosen.difference(&kept.slots.clone()) {
        kept.keep(*var);
    }
    if arguments.name.is_some() {
        name_lifetimes(&mut vars);
    }
    let unit_resume = is_unit(&types.resume);
    if unit_resume && !shows {
        turns::forget(&block, &vars, &mut kept);
    }

    let mut fields: BTreeSet<VarId> = kept.at.iter().map(|(_, var)| *var).collect();
    let restored = declared_by_arguments(&block);
    fields.extend(restored.iter().copied());
    let name = arguments.name.as_ref().map_or_else(state_name, named::state_name);
    let mut of_the_state = fields.iter().chain(declares.iter().map(|(var, _)| var));
    let beside = if stay { beside::choose(&kept, &fields) } else { Vec::new() };
    let stays = !shows && beside.is_empty() && of_the_state.all(|var| vars.all[*var].stays());
    let emitter = Emitter {
        vars: &vars,
        kept: &kept,
        private: &private,
        item: &types.item,
        state: name.clone(),
        resume: (!unit_resume).then_some(&types.resume),
        error: &types.error,
        fallible,
        ends_with_result,
        clones: asked.clone,
        tails,
        fields,
        stays,
        beside,
        plain: Cell::new(false),
    };
    let contents = emitter.contents(&block);
    let declarations = State {
        name: name.clone(),
        emitter: &emitter,
        arguments: &declares,
        yields: &yields,
        places: &places,
        calls: &calls,
        asked,
        version: None,
        reversed,
    };
    let version = version::version(head, asked, &braces, &declarations.layout());
    if let Some(name) = &arguments.name {
        let named = named::Named { name, head, output, runtime, version, asked };
        return named.expand(&declarations, &emitter, &contents, &braces, errors);
    }
    let declarations =
        State { version: declarations.is_saved().then_some(version), ..declarations };
    let state = declarations.definition();
    let locals_of_state = emitter.locals();
    let taken = declarations.taken();
    let entry = entry(&emitter, &declarations, &taken);

    let Types { item, resume: sent, returned: result_type, error } = &types;
    if let ReturnType::Type(_, written) = &mut signature.output {
        **written = returned.clone();
    }
    signature.asyncness = None;
    signature.constness = None;
    signature.abi = None;
    signature.variadic = None;
    let return_type = Span::mixed_site().located_at(returned.span());
    let here = Span::mixed_site();
    let [state_value, input, size_hint] = ["state", "input", "size_hint"].map(internal);
    let enumeration = state_name();
    let complete = complete(&contents, result_type, &emitter);
    let step_body = step_body(&entry, &complete, &emitter, &types.error);
    let result_type = if fallible { quote!(()) } else { quote!(#result_type) };
    let given = declares.iter().map(|(var, value)| {
        let name = &vars.all[*var].ident;
        quote!(#name: #value)
    });
    let hint = arguments.size_hint.as_ref().map(|hint| {
        quote! {
            let #size_hint: (usize, #private::Option<usize>) = #hint;
            let #size_hint = #private::Remaining::new(#size_hint);
        }
    });
    let with_hint = hint.is_some().then(|| quote!(.with_size_hint(#size_hint)));
    let machine_at = Ident::new("machine", return_type);
    let finished = match form {
        Form::Box => quote_spanned!(return_type=> #private::Box::new(#machine_at #with_hint)),
        Form::BoxGenerator => {
            quote_spanned!(return_type=> #runtime::BoxGenerator::new(#machine_at #with_hint))
        }
        Form::LocalBoxGenerator => {
            quote_spanned!(return_type=> #runtime::LocalBoxGenerator::new(#machine_at #with_hint))
        }
        _ => quote_spanned!(return_type=> #machine_at #with_hint),
    };
    let make = if calls.is_empty() { "explicit_generator" } else { "recursive_generator" };
    let make = Ident::new(make, Span::mixed_site());
    let lints = allowed_lints();
    let start = quote!(#enumeration::Start { #(#given,)* });
    let (start, locals_beside) = emitter.with_locals(start);
    let (start, places) = if in_place.is_empty() {
        (start, TokenStream::new())
    } else {
        let locals = internal("locals");
        let values = in_place.iter().rev();
        let values = values.fold(quote!(()), |rest, (_, value)| quote!((#value, #rest)));
        let names = in_place.iter().map(|(var, _)| &vars.all[*var].ident);
        (
            quote!(#private::InPlace { state: #start, locals: #values }),
            quote! {
                let #private::InPlace { state: #state_value, locals: #locals } = #state_value;
                #(let (#names, #locals) = #locals;)*
            },
        )
    };
    let step_lints = lints_of_the_step();
    let step = quote_spanned! {here=>
        #[inline(always)] |#state_value, mut #input| {
            #places
            #locals_beside
            #step_body
        }
    };
    let tokens = quote_spanned! {here=>
        #state
        #locals_of_state
        #hint
        #step_lints
        let #machine_at = #private::#make::<#item, #sent, #result_type, #error, _, _>(
            #start,
            #step,
        );
        return #finished;
    };
    let mut block_braces = Group::new(Delimiter::Brace, tokens);
    block_braces.set_span(braces.span());
    Some(quote_spanned! {here=>
        #(#attributes)*
        #lints
        #visibility #signature #block_braces
    })
}

/// The arguments of a function, as locals of its body.
struct Declared {
    /// Each with what it is called in the function.
    arguments: Vec<(VarId, TokenStream)>,
    /// The patterns of those that are taken apart.
    patterns: Vec<(VarId, Pat)>,
}

/// Gives the arguments and all locals their names.
fn declare(
    signature: &mut syn::Signature,
    statements: &mut [syn::Stmt],
    vars: &mut Vars,
    errors: &mut Errors,
) -> Declared {
    let mut declares = Vec::new();
    let mut patterns = Vec::new();

    let generics = signature.generics.clone();
    let parameters = receivers::parameters(&generics);
    let mut names = Names::new(vars);
    names.reserve(statements);
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        match argument {
            FnArg::Receiver(receiver) => {
                let plain = matches!(receiver.kind, ReceiverKind::Reference(..));
                let mutability = receiver.mutability.take();
                let keyword = receiver.self_token;
                declares.push((names.receiver(mutability, plain), quote!(#keyword)));
            }
            FnArg::Typed(typed) => {
                if let Some(attribute) =
                    typed.attrs.iter().find(|attribute| attribute.path().is_ident("cfg"))
                {
                    errors.at(
                            attribute,
                            format!("an argument of a generator with an explicit state cannot be conditional{REMARK}"),
                        );
                }
                typed.attrs.clear();
                let ty = (*typed.ty).clone();
                let is_name = matches!(&*typed.pat, Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none());
                if is_name {
                    let mut pattern = (*typed.pat).clone();
                    names.declare(&mut pattern, Some(&ty), true);
                    let Pat::Ident(new) = &pattern else { continue };
                    let Pat::Ident(old) = &mut *typed.pat else { continue };
                    old.mutability = None;
                    let name = &old.ident;
                    let Some(var) = names.vars.find(&new.ident) else { continue };
                    names.vars.all[var].known = receivers::known(&ty, &parameters);
                    names.vars.all[var].items = receivers::items(&ty, &generics);
                    declares.push((var, quote!(#name)));
                } else {
                    let whole = format_ident!("argument_{}", index, span = Span::mixed_site());
                    let mut pattern = std::mem::replace(&mut *typed.pat, parse_quote!(#whole));
                    let var = names.vars.hidden(&format!("argument_{index}"), None);
                    names.vars.all[var].plain = kinds::is_plain(&ty);
                    names.vars.all[var].written = Some(ty.clone());
                    declares.push((var, quote!(#whole)));
                    if matches!(pattern, Pat::Wild(_)) {
                        continue;
                    }
                    names.declare(&mut pattern, Some(&ty), true);
                    patterns.push((var, pattern));
                }
            }
            #[allow(unreachable_patterns)]
            _ => {}
        }
    }
    names.statements(statements);

    Declared { arguments: declares, patterns }
}

/// Whether statements name something.
fn mentions(statements: &[syn::Stmt], name: &Ident) -> bool {
    fn find(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => find(group.stream(), name),
            TokenTree::Ident(other) => other == *name,
            _ => false,
        })
    }

    find(quote!(#(#statements)*), name)
}

/// The function itself, for calls in its own body. `None` for a method.
fn itself(
    name: Ident,
    state: Ident,
    head: &Head,
    declares: &[(VarId, TokenStream)],
    vars: &Vars,
) -> Option<normal::Itself> {
    let mut arguments = Vec::new();
    for (argument, (var, _)) in head.signature.inputs.iter().zip(declares) {
        let FnArg::Typed(typed) = argument else { return None };
        let ty = Some((*typed.ty).clone()).filter(|ty| {
            !ty.to_token_stream().into_iter().any(|token| token.to_string() == "impl")
        });
        arguments.push((vars.all[*var].ident.clone(), ty));
    }
    Some(normal::Itself { name, state, arguments })
}

/// The calls of the function itself whose value is that of the body. `unit`: what it returns is `()`.
fn tail_calls(block: &Block, unit: bool, found: &mut BTreeSet<usize>) {
    fn of_node(node: &ir::Node, unit: bool, found: &mut BTreeSet<usize>) {
        match node {
            ir::Node::Yield(yielded) if yielded.calls && yielded.kind == YieldKind::YieldFrom => {
                found.insert(yielded.id);
            }
            ir::Node::Block(block) if block.label.is_none() => tail_calls(block, unit, found),
            ir::Node::If { then, otherwise, .. } => {
                tail_calls(then, unit, found);
                if let Some(otherwise) = otherwise {
                    of_node(otherwise, unit, found);
                }
            }
            ir::Node::Match { arms, .. } => {
                for arm in arms {
                    tail_calls(arm, unit, found);
                }
            }
            _ => {}
        }
    }

    match (&block.tail, block.items.last()) {
        (Some(tail), _) => of_node(tail, unit, found),
        (None, Some(Item { kind: ItemKind::Expression { node, .. }, .. })) if unit => {
            of_node(node, unit, found);
        }
        _ => {}
    }
}

/// Allows the lints that look at the shape of a step: it is none of the user's.
fn lints_of_the_step() -> TokenStream {
    let here = Span::mixed_site();
    // rustc takes time for each lint that is named: see `allowed_lints`.
    quote_spanned! {here=>
        #[allow(
            unused_mut, unused_variables, unused_assignments, unreachable_code, unused_braces,
            unused_parens, irrefutable_let_patterns, path_statements, dropping_copy_types,
        )]
        #[cfg_attr(
            clippy,
            allow(
                clippy::all, clippy::pedantic, clippy::nursery, clippy::implicit_return,
                clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated,
            )
        )]
    }
}

/// The end of a step: what its body returns.
fn complete(contents: &TokenStream, returned: &syn::Type, emitter: &Emitter<'_>) -> TokenStream {
    let private = emitter.private;
    let result = internal("result");
    if emitter.ends_with_result {
        quote! {
            let #result: #private::Result<(), _> = { #contents };
            #private::complete_fallible(#result)
        }
    } else if emitter.fallible {
        quote!({ #contents } #private::complete_fallible(#private::Result::Ok(())))
    } else {
        quote!(let #result: #returned = { #contents }; #private::Output::Complete(#result))
    }
}

/// A step: its entry, and its end.
fn step_body(
    entry: &TokenStream,
    complete: &TokenStream,
    emitter: &Emitter<'_>,
    error: &syn::Type,
) -> TokenStream {
    let private = emitter.private;
    let step = quote!(#entry #complete);
    if !emitter.fallible {
        return step;
    }
    let item = emitter.item;
    quote! {
        #private::settle_fallible(
            (move || -> #private::Result<#private::Output<#item, (), #error, _>, _> { #step })()
        )
    }
}

/// What a step does first: it takes the state apart.
fn entry(emitter: &Emitter<'_>, state: &State<'_, '_>, taken: &TokenStream) -> TokenStream {
    let private = emitter.private;
    let [value, resume] = ["state", "resume"].map(internal);
    let places = emitter.fields.iter().map(|var| {
        let place = emitter.place_of(*var);
        if emitter.beside.is_empty() {
            return quote!(let mut #place = #private::Option::None;);
        }
        let beside = emitter.beside_of(*var);
        quote!(let mut #place = #private::Option::take(#beside);)
    });
    let taken_from = taken_from(emitter, state);
    let entered = emitter.stays.then(|| {
        let entered = internal("entered");
        quote!(let #entered = #private::Entered::of(#value);)
    });
    quote! {
        #entered
        #(#places)*
        let mut #resume: u32 = match #taken_from {
            #taken
        };
    }
}

/// The state that a step takes apart.
fn taken_from(emitter: &Emitter<'_>, state: &State<'_, '_>) -> TokenStream {
    let (private, enumeration) = (emitter.private, &state.name);
    let [value, entered] = ["state", "entered"].map(internal);
    if emitter.stays {
        quote!(#private::Entered::state(&#entered))
    } else {
        quote!(#private::replace(#value, #enumeration::Finished))
    }
}

/// The arguments that a step restores, wherever its item has got to.
fn declared_by_arguments(block: &Block) -> Vec<VarId> {
    fn find(items: &[Item], found: &mut Vec<VarId>) {
        for item in items {
            match &item.kind {
                ItemKind::Arguments => found.extend(&item.declares),
                ItemKind::Group(items) => find(items, found),
                _ => {}
            }
        }
    }

    let mut found = Vec::new();
    find(&block.items, &mut found);
    found
}

/// The enum of states.
struct State<'a, 'b> {
    name: Ident,
    emitter: &'a Emitter<'b>,
    /// The arguments, with what each is called in the function.
    arguments: &'a [(VarId, TokenStream)],
    yields: &'a [YieldKind],
    places: &'a [Span],
    /// Those that call the function itself.
    calls: &'a BTreeSet<usize>,
    asked: &'a Asked,
    /// The number of the body, where it is the state that has it.
    version: Option<u64>,
    /// Whether the first state has its fields in the order in which the others have them, the last one
    /// first. It drops the arguments in their own order otherwise.
    reversed: bool,
}

impl State<'_, '_> {
    /// The type parameter of an argument that lies in an `Option` once the body has begun.
    fn argument_parameter(&self, var: VarId) -> Option<Ident> {
        let slot = self.emitter.kept.slots.contains(&var);
        slot.then(|| format_ident!("Given{}", var, span = Span::mixed_site()))
    }

    /// The type parameter of each local that is held anywhere.
    fn parameters(&self) -> Vec<(VarId, Ident)> {
        let kept = &self.emitter.kept;
        let mut held: BTreeSet<VarId> = self.emitter.fields.clone();
        // One that is moved away in front of the first yield is held in the first state alone.
        if !self.emitter.beside.is_empty() {
            held.clear();
        }
        held.retain(|var| !kept.slots.contains(var) || kept.at.iter().any(|(_, kept)| kept == var));
        let held_so_far = held.clone();
        held.extend(
            self.arguments
                .iter()
                .map(|(var, _)| *var)
                .filter(|var| held_so_far.contains(var) || self.argument_parameter(*var).is_none()),
        );
        let mut used: BTreeSet<String> = self
            .arguments
            .iter()
            .filter_map(|(var, _)| self.argument_parameter(*var))
            .map(|name| name.to_string())
            .collect();
        held.into_iter()
            .map(|var| {
                let name = self.emitter.vars.all[var].ident.to_string();
                // Behind a letter: nothing else that the enum mentions is called so.
                let mut text = format!("T{}", camel(name.trim_end_matches("_of_the_generator")));
                while !used.insert(text.clone()) {
                    text.push('X');
                }
                (var, Ident::new(&text, Span::mixed_site()))
            })
            .collect()
    }

    fn definition(&self) -> TokenStream {
        let parameters = self.parameters();
        let parameter =
            |var: VarId| parameters.iter().find(|(other, _)| *other == var).map(|(_, name)| name);
        let arguments: Vec<Ident> =
            self.arguments.iter().filter_map(|(var, _)| self.argument_parameter(*var)).collect();
        let names: Vec<&Ident> =
            parameters.iter().map(|(_, name)| name).chain(&arguments).collect();
        let field = |var: VarId| {
            let (field, parameter) = (&self.emitter.vars.all[var].ident, parameter(var));
            quote!(#field: #parameter)
        };
        let start = self.arguments.iter().map(|(var, _)| match self.argument_parameter(*var) {
            Some(parameter) => {
                let field = &self.emitter.vars.all[*var].ident;
                quote!(#field: #parameter)
            }
            None => field(*var),
        });
        let mut start: Vec<TokenStream> = start.collect();
        if self.reversed {
            start.reverse();
        }
        let generics = quote!(<#(#names),*>);
        let debug_bounds =
            self.derives("Debug").then(|| quote!(where #(#names: ::core::fmt::Debug,)*));
        let no_bounds = TokenStream::new();
        self.definition_of(&generics, &generics, &no_bounds, debug_bounds.as_ref(), &start, &field)
    }

    /// The fields of each variant, in their order: what a saved state consists of.
    fn layout(&self) -> TokenStream {
        let field = |var: VarId| {
            let name = &self.emitter.vars.all[var].ident;
            let slot = self.emitter.kept.slots.contains(&var).then(|| quote!(?));
            quote!(#name #slot)
        };
        let arguments = self.arguments.iter().map(|(var, _)| field(*var));
        let yields = (1..=self.yields.len()).map(|id| {
            let fields = self.emitter.kept_at(id).into_iter().map(field);
            quote!({ #(#fields,)* })
        });
        quote!({ #(#arguments,)* } #(#yields)*)
    }

    /// Whether it can be saved, or read back.
    fn is_saved(&self) -> bool {
        self.derives("Serialize") || self.derives("Deserialize")
    }

    /// Whether the user derives a trait of this name.
    fn derives(&self, name: &str) -> bool {
        derives(&self.asked.derives, name)
    }

    /// The enum, with these generics, and these fields. `debug_bounds`: what it needs to be shown by the generator
    /// around it.
    fn definition_of(
        &self,
        generics: &TokenStream,
        arguments: &TokenStream,
        bounds: &TokenStream,
        debug_bounds: Option<&TokenStream>,
        start: &[TokenStream],
        field: &dyn Fn(VarId) -> TokenStream,
    ) -> TokenStream {
        let private = self.emitter.private;
        let name = &self.name;
        let variants = (1..=self.yields.len()).map(|id| {
            let variant = variant(id);
            let fields = self.emitter.fields_at(id).into_iter().map(field);
            quote!(#variant { #(#fields,)* })
        });
        let begins = quote!(Start { #(#start,)* },);
        // A step asks for the variants in their order.
        let (first, last) = if self.reversed { (None, Some(begins)) } else { (Some(begins), None) };
        let failed = self.emitter.fallible.then(|| quote!(Failed,));
        let failed_point =
            self.emitter.fallible.then(|| quote!(Self::Failed => #private::Point::Failed,));
        let failed_state = self.emitter.fallible.then(|| {
            quote!(
                fn fail(&mut self) {
                    *self = Self::Failed;
                }
            )
        });
        let points = self.yields.iter().enumerate().map(|(index, kind)| {
            let variant = variant(index + 1);
            let point = match (*kind, self.calls.contains(&(index + 1))) {
                (YieldKind::Yield, _) => quote!(Yield),
                (YieldKind::TryYieldFrom, true) => quote!(CatchingCall),
                (_, true) => quote!(Calling),
                (_, false) => quote!(Catching),
            };
            quote!(Self::#variant { .. } => #private::Point::#point,)
        });
        let places = self.places.iter().enumerate().map(|(index, place)| {
            let variant = variant(index + 1);
            // In the user's own context: so it is where the yield is, and not where the attribute is.
            let location = quote_spanned!(*place=> ::core::panic::Location::caller());
            quote!(Self::#variant { .. } => #private::Option::Some(#location),)
        });
        let mut derives: Vec<TokenStream> =
            self.asked.derives.iter().map(ToTokens::to_token_stream).collect();
        if self.asked.clone && !self.derives("Clone") {
            derives.push(quote!(#[derive(#private::Clone)]));
        }
        if self.asked.copy && !self.derives("Copy") {
            derives.push(quote!(#[derive(#private::Copy)]));
        }
        let (debug_bounds, debug) = if let Some(debug_bounds) = debug_bounds {
            (
                debug_bounds.clone(),
                quote! {
                    fn shown(&self) -> #private::Option<&dyn ::core::fmt::Debug> {
                        #private::Option::Some(self)
                    }
                },
            )
        } else {
            (bounds.clone(), TokenStream::new())
        };
        let version = self.version.map(|version| quote!(const VERSION: u64 = #version;));
        let here = Span::mixed_site();
        quote_spanned! {here=>
            #(#derives)*
            #[allow(non_camel_case_types, dead_code)]
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
            enum #name #generics #bounds {
                #first
                #(#variants,)*
                #last
                #failed
                Finished,
            }

            #[allow(non_camel_case_types)]
            impl #generics #private::ExplicitState for #name #arguments #debug_bounds {
                #version

                #[inline]
                fn finish(&mut self) {
                    drop(#private::replace(self, Self::Finished));
                }

                #failed_state

                #[inline]
                fn point(&self) -> #private::Point {
                    match self {
                        Self::Start { .. } => #private::Point::Start,
                        #(#points)*
                        #failed_point
                        Self::Finished => #private::Point::Finished,
                    }
                }

                // It is asked for in debug builds alone.
                #[cfg(debug_assertions)]
                fn location(
                    &self,
                ) -> #private::Option<&'static ::core::panic::Location<'static>> {
                    match self {
                        #(#places)*
                        _ => #private::Option::None,
                    }
                }

                #debug
            }
        }
    }

    /// The arms that take a state apart, and say where the step goes on.
    fn taken(&self) -> TokenStream {
        let private = self.emitter.private;
        let name = &self.name;
        let hold = |var: &VarId| {
            let (field, place) = (&self.emitter.vars.all[*var].ident, self.emitter.place_of(*var));
            self.emitter.fields.contains(var).then(|| {
                let value = match (self.emitter.stays, self.emitter.vars.all[*var].copies) {
                    (false, _) => quote!(#field),
                    (true, true) => quote!(#private::copied(#field)),
                    (true, false) => quote!(#private::Clone::clone(#field)),
                };
                quote!(#place = #private::Option::Some(#value);)
            })
        };
        let field = |var: &VarId| self.emitter.vars.all[*var].ident.clone();
        let arguments: Vec<VarId> = self.arguments.iter().map(|(var, _)| *var).collect();
        let hold_argument = |var: &VarId| {
            if !self.emitter.kept.slots.contains(var) {
                return hold(var);
            }
            let (field, place) = (&self.emitter.vars.all[*var].ident, self.emitter.place_of(*var));
            let value =
                if self.emitter.stays { quote!(#private::copied(#field)) } else { quote!(#field) };
            Some(quote!(#place = #private::Option::Some(#private::Option::Some(#value));))
        };
        let (fields, holds) = (arguments.iter().map(field), arguments.iter().map(hold_argument));
        let start = quote!(#name::Start { #(#fields,)* } => { #(#holds)* 0 });
        let yields = (1..=self.yields.len()).map(|id| {
            let (variant, number) = (variant(id), emit::number(id));
            let kept = self.emitter.fields_at(id);
            let (fields, holds) = (kept.iter().map(field), kept.iter().map(hold));
            quote!(#name::#variant { #(#fields,)* } => { #(#holds)* #number })
        });
        let failed = self.emitter.fallible.then(|| {
            let gives = self.emitter.gives(&quote!(Complete(())));
            quote!(#name::Failed => return #gives,)
        });
        let finished = self.emitter.gives(&quote!(Finished));
        quote! {
            #start
            #(#yields)*
            #failed
            #name::Finished => return #finished,
        }
    }
}

/// `left_hand` as the name of a type: `LeftHand`.
fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.trim_start_matches("r#").split('_').filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters);
    }
    if camel.is_empty() || camel.starts_with(|c: char| c.is_ascii_digit()) {
        camel.insert(0, 'X');
    }
    camel
}
