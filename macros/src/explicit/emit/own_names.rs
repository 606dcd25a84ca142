//! Gives locals their own names back, in the code that is written: rustc and the macros of the user's show them.
//!
//! ```text
//! // in                                        // out
//! for i in 0..2 { yield_!(i); }                loop { let i = ..; .. }
//! for i in 0..2 { show!(i); yield_!(i); }      loop { let i = ..; show!(i); .. }      // and not `i_2`
//! ```
//!
//! Each local of a name but the first one has another name while the body is brought into its form. It gets its own
//! one where each use still finds the same local: no other local of the name is declared between the two. Where one
//! is, and a macro may show the name, the name is that of the macro's own context: rustc takes the two for different
//! ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Macro, Pat};

use crate::errors::Errors;
use crate::explicit::known::known_macros::{self, Formats, Takes};
use crate::explicit::known::{formats, kinds};
use crate::explicit::tree::vars::Vars;
use crate::tokens;

/// The names that locals get back.
#[derive(Default)]
pub(crate) struct OwnNames {
    /// By the names that they have, without the `r#` of raw ones.
    given: HashMap<String, Ident>,
    /// Those of them that are names of this macro's own context.
    hidden: BTreeSet<String>,
    /// Those that keep another name, each with its own one.
    kept: HashMap<String, Ident>,
}

impl OwnNames {
    /// Finds them in the code of a step. `outside`: the locals that are bound in front of it.
    pub(crate) fn find<'a>(
        contents: &TokenStream,
        vars: &Vars,
        outside: impl Iterator<Item = &'a Ident>,
    ) -> Self {
        let mut names = Self::default();
        // A name in upper case is raw in between: see `names`.
        let unraw = |name: &Ident| {
            let plain = plain(name);
            if kinds::is_constant(&plain) { Ident::new(&plain, name.span()) } else { name.clone() }
        };
        for var in vars.all.iter().filter(|var| var.ident != unraw(&var.ident)) {
            names.given.insert(plain(&var.ident), unraw(&var.ident));
        }
        for (var, own) in &vars.renamed {
            names.given.remove(&plain(&vars.all[*var].ident));
            names.kept.insert(plain(&vars.all[*var].ident), unraw(own));
        }
        if names.kept.is_empty() {
            return names;
        }
        // Tokens that are nested deeper take more of the stack than there is.
        if !tokens::is_shallow(contents.clone()) {
            return names;
        }
        let Ok(statements) = Block::parse_within.parse2(contents.clone()) else { return names };
        let own =
            |(name, own): (&String, &Ident)| [(name.clone(), plain(own)), (plain(own), plain(own))];
        let mut scopes = Scopes {
            own: names.kept.iter().flat_map(own).collect(),
            bound: Vec::new(),
            conflicts: BTreeMap::new(),
            shown: BTreeSet::new(),
            literals: Vec::new(),
        };
        scopes.bind_all(outside.map(plain).collect());
        scopes.statements(&statements);
        names.give(vars, &scopes);
        names
    }

    fn give(&mut self, vars: &Vars, scopes: &Scopes) {
        // A local that nothing names has a name of this macro's context already.
        let is_unused =
            |name: &str| vars.find_text(name).is_some_and(|var| vars.all[var].unused.is_some());
        let name_of = |(var, own): &(usize, Ident)| (plain(&vars.all[*var].ident), plain(own));
        let renamed: Vec<_> = vars.renamed.iter().map(name_of).collect();
        let texts: BTreeMap<_, _> = renamed.iter().cloned().collect();
        // Those that have their own names: in the user's context, and in that of this macro.
        let mut having = [BTreeSet::new(), BTreeSet::new()];
        having[0].extend(texts.values().cloned());
        having[1].extend(texts.values().filter(|text| is_unused(text)).cloned());
        let mut fit = |names: &BTreeSet<String>, context: usize| {
            let having = &mut having[context];
            let is_free = |name: &String| {
                let mut others = scopes.conflicts.get(name).into_iter().flatten();
                texts.contains_key(name)
                    && !is_unused(name)
                    && !others.any(|other| having.contains(other) || names.contains(other))
            };
            let fit = names.iter().all(is_free);
            if fit {
                having.extend(names.iter().cloned());
            }
            fit
        };
        let (shown, others): (Vec<_>, Vec<_>) =
            renamed.iter().map(|(name, _)| name).partition(|name| scopes.shown.contains(*name));
        for name in shown.into_iter().chain(others) {
            if !self.kept.contains_key(name) {
                continue;
            }
            // A literal has one context: what it names is in that.
            if scopes.shown.contains(name) {
                let together = scopes.named_with(name);
                let are_free = together.iter().all(|name| self.kept.contains_key(name));
                let context = (0..2).find(|context| are_free && fit(&together, *context));
                if let Some(context) = context {
                    for name in &together {
                        self.give_one(name, context == 1);
                    }
                    continue;
                }
            }
            if fit(&BTreeSet::from([name.clone()]), 0) {
                self.give_one(name, false);
            }
        }
    }

    /// `hidden`: whether the name is that of another context.
    fn give_one(&mut self, name: &str, hidden: bool) {
        if let Some(mut own) = self.kept.remove(name) {
            if hidden {
                own.set_span(Span::mixed_site());
                self.hidden.insert(name.to_owned());
            }
            self.given.insert(name.to_owned(), own);
        }
    }

    /// What a local is called.
    pub(crate) fn name(&self, name: &Ident) -> Ident {
        self.given(name).unwrap_or_else(|| name.clone())
    }

    fn given(&self, name: &Ident) -> Option<Ident> {
        let mut own = own(name, &self.given)?;
        if self.hidden.contains(&plain(name)) {
            own.set_span(Span::mixed_site().located_at(name.span()));
        }
        Some(own)
    }

    /// Tokens with these names. Reports the literals of which nothing tells whether they name a local that has
    /// another name.
    pub(crate) fn give_back(
        &self,
        tokens: TokenStream,
        vars: &Vars,
        errors: &mut Errors,
    ) -> TokenStream {
        let tokens = if self.given.is_empty() && self.kept.is_empty() {
            tokens
        } else {
            let mut giving = Giving { names: self, vars, errors, reported: BTreeSet::new() };
            giving.tokens(tokens.clone(), Inside::Code).unwrap_or(tokens)
        };
        if vars.data.is_empty() { tokens } else { as_written(tokens, vars) }
    }

    /// Whether tokens with their own names are as the user has written them.
    fn are_written(&self, tokens: TokenStream) -> bool {
        let is_other = |name: &str| self.kept.contains_key(name) || self.hidden.contains(name);
        tokens.into_iter().all(|token| match token {
            TokenTree::Group(group) => self.are_written(group.stream()),
            TokenTree::Ident(name) => !is_other(&plain(&name)),
            TokenTree::Literal(literal) => {
                let names = known_macros::names_in_format(&literal.to_string());
                !names.iter().any(|name| is_other(name))
            }
            TokenTree::Punct(_) => true,
        })
    }
}

/// Tokens with the strings as they are written that are no format strings.
fn as_written(tokens: TokenStream, vars: &Vars) -> TokenStream {
    let written = |token| match token {
        TokenTree::Group(group) => {
            let mut new = Group::new(group.delimiter(), as_written(group.stream(), vars));
            new.set_span(group.span());
            new.into()
        }
        TokenTree::Literal(literal) => match vars.data.get(&literal.to_string()) {
            Some(written) => {
                let mut written = written.clone();
                written.set_span(literal.span());
                written.into()
            }
            None => literal.into(),
        },
        other => other,
    };
    tokens.into_iter().map(written).collect()
}

/// A name without the `r#` of a raw one.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

fn own(name: &Ident, given: &HashMap<String, Ident>) -> Option<Ident> {
    let mut own = given.get(&plain(name))?.clone();
    own.set_span(name.span());
    Some(own)
}

/// Where tokens are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    /// In the fields of a state.
    Fields,
    /// Among the arguments of a macro, the literals of which can be format strings.
    Macro(Formats),
    /// In `stringify!`.
    Shown,
}

struct Giving<'a> {
    names: &'a OwnNames,
    vars: &'a Vars,
    errors: &'a mut Errors,
    reported: BTreeSet<String>,
}

impl Giving<'_> {
    /// Tokens with their own names. `None` if they have them: they are left as they are, since rustc knows more of
    /// them then, as where there is space between them.
    fn tokens(&mut self, tokens: TokenStream, inside: Inside) -> Option<TokenStream> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut new: Vec<TokenTree> = Vec::with_capacity(tokens.len());
        let mut changed = false;
        for (index, token) in tokens.iter().enumerate() {
            let is = |at: usize, punct: char| matches!(tokens.get(at), Some(TokenTree::Punct(other)) if other.as_char() == punct);
            match token {
                TokenTree::Group(group) => {
                    let inner = self.group(&tokens[..index], group, inside);
                    changed |= inner.is_some();
                    new.push(inner.map_or_else(|| token.clone(), TokenTree::from));
                }
                TokenTree::Ident(name) => {
                    let is_field =
                        inside == Inside::Fields && is(index + 1, ':') && !is(index + 2, ':');
                    let Some(own) = self.own(name, inside).filter(|_| !is_field) else {
                        new.push(token.clone());
                        continue;
                    };
                    changed = true;
                    // A field that is written as a local alone: see `source/names/in_macros.rs`.
                    if let [.., TokenTree::Ident(field), TokenTree::Punct(colon)] = &*new {
                        let ends = index + 1 == tokens.len() || is(index + 1, ',');
                        let is_shorthand = match inside {
                            Inside::Code => ends,
                            _ => colon.spacing() == Spacing::Joint,
                        };
                        if colon.as_char() == ':' && is_shorthand && plain(field) == plain(&own) {
                            new.truncate(new.len() - 2);
                        }
                    }
                    new.push(own.into());
                }
                TokenTree::Literal(literal) => {
                    let own = self.literal(literal, inside);
                    changed |= own.is_some();
                    new.push(own.map_or_else(|| token.clone(), TokenTree::from));
                }
                TokenTree::Punct(_) => new.push(token.clone()),
            }
        }
        changed.then(|| new.into_iter().collect())
    }

    fn group(&mut self, before: &[TokenTree], group: &Group, inside: Inside) -> Option<Group> {
        let within = within(before, group, inside);
        let stream = group.stream();
        let written = match within {
            Inside::Macro(_) | Inside::Shown => self.vars.as_written(&stream),
            Inside::Code | Inside::Fields => None,
        };
        #[expect(clippy::single_match_else, reason = "both are tokens")]
        let stream = match written.filter(|_| self.names.are_written(stream.clone())) {
            Some(written) => written.clone(),
            None => {
                let new = self.tokens(stream.clone(), within);
                if within == Inside::Macro(Formats::At(1)) {
                    let (own, is_same) = (new.clone().unwrap_or(stream), new.is_none());
                    match self.with_message(before, group, &own) {
                        Some(with_message) => with_message,
                        None if is_same => return None,
                        None => own,
                    }
                } else {
                    new?
                }
            }
        };
        let mut new = Group::new(group.delimiter(), stream);
        new.set_span(group.span());
        Some(new)
    }

    fn own(&self, name: &Ident, inside: Inside) -> Option<Ident> {
        let kept = || own(name, &self.names.kept).filter(|_| inside == Inside::Shown);
        self.names.given(name).or_else(kept)
    }

    fn literal(&mut self, literal: &Literal, inside: Inside) -> Option<Literal> {
        let (mut kept, mut hidden) = (None, false);
        let mut new = formats::renamed(literal, |name| {
            let OwnNames { given, kept: others, .. } = self.names;
            if let Some(own) = given.get(name) {
                hidden |= self.names.hidden.contains(name);
                return Some(plain(own));
            }
            let own = plain(others.get(name)?);
            if inside == Inside::Shown {
                return Some(own);
            }
            kept = Some(own);
            None
        });
        if let (Some(own), Inside::Macro(Formats::Any)) = (kept, inside) {
            if self.reported.insert(literal.to_string()) {
                self.errors.at(
                    literal,
                    format!(
                        "whether this names a local is not known, and another local named `{own}` is kept \
                         here as well: give one of the two another name"
                    ),
                );
            }
        }
        if let (true, Some(new)) = (hidden, &mut new) {
            new.set_span(Span::mixed_site().located_at(literal.span()));
        }
        new
    }

    /// Gives an assertion without a message the one that it has in the source.
    fn with_message(
        &self,
        before: &[TokenTree],
        group: &Group,
        condition: &TokenStream,
    ) -> Option<TokenStream> {
        let [.., TokenTree::Ident(name), TokenTree::Punct(_)] = before else { return None };
        let is_assertion = ["assert", "debug_assert"].iter().any(|assertion| name == assertion);
        let kept = &self.names.kept;
        let has_message =
            || known_macros::list_of(group.stream()).is_none_or(|arguments| arguments.len() != 1);
        if !is_assertion || !is_named(condition.clone(), kept) || has_message() {
            return None;
        }
        let shown = with_names(condition.clone(), kept).to_string();
        let shown = shown.trim_end_matches([',', ' ']).replace('{', "{{").replace('}', "}}");
        let mut message = Literal::string(&format!("assertion failed: {shown}"));
        message.set_span(name.span());
        let last = condition.clone().into_iter().last();
        let is_comma = matches!(&last, Some(TokenTree::Punct(punct)) if punct.as_char() == ',');
        let comma = (!is_comma).then(|| quote!(,));
        Some(quote!(#condition #comma #message))
    }
}

/// What a group is, behind these tokens.
fn within(before: &[TokenTree], group: &Group, inside: Inside) -> Inside {
    if inside == Inside::Shown {
        return Inside::Shown;
    }
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
            if name == "stringify" {
                return Inside::Shown;
            }
            Inside::Macro(known_macros::formats(&name.to_string()))
        }
        [.., TokenTree::Ident(variant)]
            if group.delimiter() == Delimiter::Brace && is_state(variant) =>
        {
            Inside::Fields
        }
        // What is nested in the arguments of a macro that is not known may be a format string as well.
        _ if matches!(inside, Inside::Macro(formats) if formats.is_any()) => inside,
        _ => Inside::Code,
    }
}

/// Whether a name is that of a variant of the enum of states.
fn is_state(name: &Ident) -> bool {
    let name = name.to_string();
    let number = name.strip_prefix("At").unwrap_or_default();
    name == "Start" || !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
}

fn is_named(tokens: TokenStream, names: &HashMap<String, Ident>) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => is_named(group.stream(), names),
        TokenTree::Ident(name) => names.contains_key(&plain(&name)),
        _ => false,
    })
}

fn with_names(tokens: TokenStream, names: &HashMap<String, Ident>) -> TokenStream {
    let own = |token| match token {
        TokenTree::Group(group) => {
            Group::new(group.delimiter(), with_names(group.stream(), names)).into()
        }
        TokenTree::Ident(name) => own(&name, names).unwrap_or(name).into(),
        other => other,
    };
    tokens.into_iter().map(own).collect()
}

/// The locals in scope, and which of them must not have one name.
struct Scopes {
    /// The own names of locals that can have the same name as another one.
    own: HashMap<String, String>,
    /// Those in scope, the last one declared last.
    bound: Vec<String>,
    /// A local that is used, and another one of its own name that is declared nearer to the use.
    conflicts: BTreeMap<String, BTreeSet<String>>,
    /// The locals whose names a macro may show.
    shown: BTreeSet<String>,
    /// The names in each format string.
    literals: Vec<BTreeSet<String>>,
}

impl Scopes {
    fn used(&mut self, name: &str) {
        let Some(own) = self.own.get(name) else { return };
        let nearer = self.bound.iter().rev().take_while(|other| *other != name);
        let nearer = nearer.filter(|other| self.own.get(*other) == Some(own)).cloned();
        for other in nearer.collect::<BTreeSet<_>>() {
            self.clash(name, &other);
        }
    }

    /// Takes note of two locals that must not have one name.
    fn clash(&mut self, one: &str, other: &str) {
        for (one, other) in [(one, other), (other, one)] {
            self.conflicts.entry(one.to_owned()).or_default().insert(other.to_owned());
        }
    }

    /// The locals that literals name together with one, and that one.
    fn named_with(&self, name: &str) -> BTreeSet<String> {
        let mut together = BTreeSet::from([name.to_owned()]);
        loop {
            let before = together.len();
            for named in &self.literals {
                if !named.is_disjoint(&together) {
                    together.extend(named.iter().cloned());
                }
            }
            if together.len() == before {
                return together;
            }
        }
    }

    /// Declares what one pattern binds.
    fn bind_all(&mut self, names: Vec<String>) {
        let names: BTreeSet<String> =
            names.into_iter().filter(|name| self.own.contains_key(name)).collect();
        for name in &names {
            let others = names.iter().filter(|other| *other != name);
            for other in others {
                if self.own[other] == self.own[name] {
                    self.clash(name, other);
                }
            }
        }
        self.bound.extend(names);
    }

    fn bind(&mut self, pattern: &Pat) {
        self.bind_all(kinds::bindings(pattern).iter().map(|bound| plain(&bound.ident)).collect());
        // `x @ CONSTANT`, and what is in a guard or a range, are no locals of the pattern's.
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr(&guarded.guard);
        }
    }

    fn scope(&mut self, visit: impl FnOnce(&mut Self)) {
        let bound = self.bound.len();
        visit(self);
        self.bound.truncate(bound);
    }

    fn statements(&mut self, statements: &[syn::Stmt]) {
        self.scope(|this| statements.iter().for_each(|statement| this.visit_stmt(statement)));
    }

    /// All that tokens may name.
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(name) => self.used(&plain(&name)),
                TokenTree::Literal(literal) => self.literal(&literal),
                TokenTree::Punct(_) => {}
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let names: BTreeSet<String> =
            known_macros::names_in_format(&literal.to_string()).into_iter().collect();
        for name in &names {
            self.used(name);
        }
        self.literals.push(names);
    }

    /// Notes what a macro may show.
    fn show(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.show(group.stream()),
                TokenTree::Ident(name) => {
                    self.shown.extend(self.own.contains_key(&plain(&name)).then(|| plain(&name)));
                }
                TokenTree::Literal(literal) => {
                    self.shown.extend(known_macros::names_in_format(&literal.to_string()));
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Scopes {
    fn visit_block(&mut self, block: &'ast Block) {
        self.statements(&block.stmts);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.bind(&local.pat);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Expr::Verbatim(tokens) = expression {
            self.tokens(tokens.clone());
        }
        visit::visit_expr(self, expression);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.scope(|this| {
            this.visit_expr(&branch.cond);
            this.visit_block(&branch.then_branch);
        });
        if let Some((_, otherwise)) = &branch.else_branch {
            self.visit_expr(otherwise);
        }
    }

    fn visit_expr_while(&mut self, repeated: &'ast syn::ExprWhile) {
        self.scope(|this| {
            this.visit_expr(&repeated.cond);
            this.visit_block(&repeated.body);
        });
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.visit_expr(&condition.expr);
        self.bind(&condition.pat);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        for arm in &matched.arms {
            self.scope(|this| {
                this.bind(&arm.pat);
                this.visit_expr(&arm.body);
            });
        }
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast syn::ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.scope(|this| {
            this.bind(&repeated.pat);
            this.visit_block(&repeated.body);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scope(|this| {
            closure.inputs.iter().for_each(|input| this.bind(input));
            this.visit_expr(&closure.body);
        });
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let (None, Some(name)) = (&path.qself, path.path.get_ident()) {
            self.used(&plain(name));
        }
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let known = known_macros::known(invocation);
        if known_macros::shows_arguments(invocation) {
            self.show(invocation.tokens.clone());
        }
        if known_macros::only_shows(&invocation.path) {
            return;
        }
        if known == Some(Takes::Pattern) {
            if let Some((head, rest)) = known_macros::matches_in(invocation) {
                if let Some((pattern, guard)) = known_macros::pattern_in(&rest) {
                    Scopes::visit_expr(self, &head.clone());
                    self.scope(|this| {
                        this.bind(&pattern);
                        if let Some(guard) = &guard {
                            Scopes::visit_expr(this, &guard.clone());
                        }
                    });
                    return;
                }
            }
        }
        let Some(arguments) = known_macros::list_in(invocation) else {
            self.tokens(invocation.tokens.clone());
            return;
        };
        for argument in &arguments {
            match argument {
                Expr::Lit(_) | Expr::Group(_) => self.tokens(argument.to_token_stream()),
                other => self.visit_expr(other),
            }
        }
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        // No other item sees a local.
        if let syn::Item::Macro(definition) = item {
            self.tokens(definition.mac.tokens.clone());
        }
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
}
