//! Lints of rustc about the user's code, which a step would lose or report where they are not true.
//!
//! rustc reports a lint where it is about the user's tokens alone, so what a step adds has the macro's spans. A local
//! that a yield keeps is declared once more in each step that restores it: there its `mut` is often not needed, so it
//! is the macro's own token. What keeps a local uses it as well. So a local that the body does not name is declared
//! once more, in code that never runs, and so are the statements that the normal form has in another form:
//!
//! ```text
//! if false { let unused = (); while true { break } }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprWhile, FieldPat, Lit, Local, Pat, PatIdent, Stmt, Token, parse_quote,
};

use crate::explicit::flow::Kept;
use crate::explicit::known::kinds::{self, has_yield_in_tokens};
use crate::explicit::known::patterns::{self, lets_in};
use crate::explicit::tree::ir::{Block, Choice, Part, PartKind, Var, VarId};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{CodeMut, WalkMut};
use crate::tokens;

/// What a function does about lints.
#[derive(Clone, Copy)]
pub(crate) struct Lints<'a> {
    /// Whether attributes in it set the level of a lint that a step can show, or a guard alone uses what a choice
    /// binds. The step shows none of these lints then.
    pub(crate) sets_levels: bool,
    /// What shows lints of the user's code, where nothing runs.
    pub(crate) dead: Option<&'a TokenStream>,
}

/// The lints that a step can show. The code in which nothing runs has no other ones.
const SHOWN: [&str; 6] = [
    "unused_mut",
    "unused_variables",
    "unused_assignments",
    "path_statements",
    "dropping_copy_types",
    "while_true",
];

/// Whether attributes among tokens may set the level of a lint that a step can show.
pub(crate) fn sets_level(written: TokenStream) -> bool {
    let groups = ["unused", "warnings", "unreachable_code"];
    let mut behind_number_sign = false;
    written.into_iter().any(|token| {
        let in_attribute = behind_number_sign;
        behind_number_sign = match &token {
            TokenTree::Punct(mark) => {
                mark.as_char() == '#' || in_attribute && mark.as_char() == '!'
            }
            _ => false,
        };
        let TokenTree::Group(group) = token else { return false };
        let names = |lint: &str| tokens::find_ident(group.stream(), lint).is_some();
        in_attribute && SHOWN.into_iter().chain(groups).any(names) || sets_level(group.stream())
    })
}

/// The attributes that set the levels of lints.
pub(crate) fn levels(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| {
        ["allow", "warn", "deny"].iter().any(|level| attribute.path().is_ident(level))
    })
}

/// Allows all lints that a step can show.
pub(crate) fn allowed() -> TokenStream {
    let lints = SHOWN.map(|lint| Ident::new(lint, Span::mixed_site()));
    quote!(#[allow(#(#lints),*)])
}

/// Finds the locals that nothing in the body names, and makes their names the macro's own tokens. `body`: the
/// statements, each local with a name of its own.
///
/// `patterns`: those of the arguments.
pub(crate) fn find_unused(body: &mut [Stmt], patterns: &mut [(VarId, Pat)], vars: &mut Vars) {
    struct Bindings {
        count: BTreeMap<String, usize>,
        by_fields: BTreeSet<String>,
    }

    impl Visit<'_> for Bindings {
        fn visit_pat_ident(&mut self, pattern: &PatIdent) {
            *self.count.entry(pattern.ident.to_string()).or_default() += 1;
            visit::visit_pat_ident(self, pattern);
        }

        fn visit_field_pat(&mut self, field: &FieldPat) {
            if field.colon_token.is_none() {
                let name = field.pat.to_token_stream().into_iter().last();
                self.by_fields.extend(name.map(|name| name.to_string()));
            }
            visit::visit_field_pat(self, field);
        }
    }

    let mut bindings = Bindings { count: BTreeMap::new(), by_fields: BTreeSet::new() };
    for statement in &*body {
        bindings.visit_stmt(statement);
    }
    let count = bindings.count.clone();
    for (_, pattern) in &*patterns {
        bindings.visit_pat(pattern);
    }
    bindings.count = count;
    let mut words = BTreeMap::new();
    let written = &*body;
    count_words(quote!(#(#written)*), &mut words);
    for var in &mut vars.all {
        let (name, written) = (var.ident.to_string(), var.name());
        let count = |counts: &BTreeMap<String, usize>| counts.get(&name).copied().unwrap_or(0);
        let is_unused = !var.hidden
            && !var.apart
            && !written.starts_with('_')
            && !written.starts_with("r#")
            && written != "self"
            && !bindings.by_fields.contains(&name)
            && count(&words) == count(&bindings.count);
        if is_unused {
            var.unused = Some(var.ident.span());
            make_own(&mut var.ident);
        }
    }
    let mut unused = Unused { vars };
    for statement in body {
        unused.visit_stmt_mut(statement);
    }
    for (_, pattern) in patterns {
        unused.visit_pat_mut(pattern);
    }
}

/// Whether a choice binds a local that its guard or its condition names, and the code behind it does not. The step
/// passes the local on, and rustc would report it there.
pub(crate) fn binds_for_a_guard(body: &[Stmt]) -> bool {
    struct Found(bool);

    impl Found {
        fn look(&mut self, head: &TokenStream, patterns: &[&Pat], then: &TokenStream) {
            let bound: Vec<PatIdent> =
                patterns.iter().flat_map(|pattern| patterns::bindings(pattern)).collect();
            self.0 |= bound.iter().any(|binding| {
                let name = &binding.ident;
                let times = bound.iter().filter(|other| other.ident == *name).count();
                kinds::times_named(head.clone(), name) > times
                    && kinds::times_named(then.clone(), name) == 0
            });
        }

        fn look_at_condition(&mut self, condition: &Expr, then: &syn::Block) {
            let patterns: Vec<&Pat> = lets_in(condition).iter().map(|bound| &*bound.pat).collect();
            self.look(&condition.to_token_stream(), &patterns, &then.to_token_stream());
        }
    }

    impl Visit<'_> for Found {
        fn visit_arm(&mut self, arm: &syn::Arm) {
            self.look(&arm.pat.to_token_stream(), &[&arm.pat], &arm.body.to_token_stream());
            visit::visit_arm(self, arm);
        }

        fn visit_expr_if(&mut self, branch: &syn::ExprIf) {
            self.look_at_condition(&branch.cond, &branch.then_branch);
            visit::visit_expr_if(self, branch);
        }

        fn visit_expr_while(&mut self, repeated: &ExprWhile) {
            self.look_at_condition(&repeated.cond, &repeated.body);
            visit::visit_expr_while(self, repeated);
        }
    }

    let mut found = Found(false);
    for statement in body {
        found.visit_stmt(statement);
    }
    found.0
}

/// Makes the names of unused locals the macro's own, in the patterns that define them.
struct Unused<'a> {
    vars: &'a Vars,
}

impl VisitMut for Unused<'_> {
    fn visit_pat_ident_mut(&mut self, pattern: &mut PatIdent) {
        if let Some(var) = self.vars.find(&pattern.ident) {
            if self.vars.all[var].unused.is_some() {
                make_own(&mut pattern.ident);
            }
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }
}

/// Gives a name the span of a token of the macro's.
fn make_own(name: &mut Ident) {
    name.set_span(Span::mixed_site().located_at(name.span()));
}

/// Counts the words in tokens, those of texts among them.
fn count_words(written: TokenStream, words: &mut BTreeMap<String, usize>) {
    for token in written {
        match token {
            TokenTree::Group(group) => count_words(group.stream(), words),
            TokenTree::Ident(name) => *words.entry(name.to_string()).or_default() += 1,
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                for word in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
                    *words.entry(word.to_owned()).or_default() += 1;
                    // A width can have a flag in front: `{value:0width$}`.
                    let name = word.trim_start_matches(|c: char| c.is_ascii_digit());
                    if name != word {
                        *words.entry(name.to_owned()).or_default() += 1;
                    }
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// Declares the locals that nothing names, where nothing runs.
pub(crate) fn unused(vars: &Vars) -> Option<TokenStream> {
    let of_var = |var: &Var| Some(Ident::new(&var.name(), var.unused?));
    let names: Vec<Ident> = vars.all.iter().filter_map(of_var).collect();
    (!names.is_empty()).then(|| quote!(if false { #(let #names = ();)* }))
}

/// Repeats, where nothing runs, the statements of a body that have a lint and are not in its normal form: `while true`,
/// and what is behind a `return`.
pub(crate) fn restructured(body: &[Stmt]) -> Option<TokenStream> {
    struct Found(Vec<TokenStream>);

    impl Found {
        fn statements(&mut self, statements: &[Stmt]) {
            let not_items = |statement: &&Stmt| !matches!(statement, Stmt::Item(_));
            let mut pairs = statements.windows(2).filter_map(|pair| match pair {
                [Stmt::Expr(Expr::Return(left), Some(_)), next] => Some((left, next)),
                _ => None,
            });
            let Some((left, next)) = pairs.next().filter(|(_, next)| not_items(next)) else {
                return;
            };
            if has_yield_in_tokens(next.to_token_stream()) && matches!(next, Stmt::Macro(_)) {
                return;
            }
            let (keyword, span) = (&left.return_token, next.span());
            let nothing = quote_spanned!(span=> (););
            let lints = quote!(#[cfg_attr(clippy, allow(clippy::no_effect))]);
            self.0.push(quote!(#lints let _ = || { #keyword; #nothing };));
        }
    }

    impl Visit<'_> for Found {
        fn visit_block(&mut self, block: &syn::Block) {
            self.statements(&block.stmts);
            visit::visit_block(self, block);
        }

        fn visit_expr_while(&mut self, repeated: &ExprWhile) {
            let ExprWhile { label, while_token, cond, body, .. } = repeated;
            let is_true = matches!(
                &**cond,
                Expr::Lit(literal) if matches!(&literal.lit, Lit::Bool(truth) if truth.value)
            );
            if is_true && has_yield_in_tokens(body.to_token_stream()) {
                let mut block = Group::new(Delimiter::Brace, quote!(break));
                block.set_span(body.brace_token.span.join());
                self.0.push(quote!(#label #while_token #cond #block));
            }
            visit::visit_expr_while(self, repeated);
        }

        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &syn::ExprAsync) {}
        fn visit_item(&mut self, _: &syn::Item) {}
    }

    let mut found = Found(Vec::new());
    found.statements(body);
    for statement in body {
        found.visit_stmt(statement);
    }
    let Found(found) = found;
    (!found.is_empty()).then(|| quote!(if false { #(#found)* }))
}

/// The locals whose declarations a step repeats.
fn own(kept: &Kept) -> BTreeSet<VarId> {
    let mut own: BTreeSet<VarId> = kept.at.iter().map(|(_, var)| *var).collect();
    own.extend(&kept.optional);
    own
}

/// Makes the `mut` of each local that is kept a token of the macro's.
pub(crate) fn own_mutability(block: &mut Block, vars: &mut Vars, kept: &Kept) {
    let own = own(kept);
    for var in &own {
        if let Some(mutability) = &mut vars.all[*var].mutability {
            make_own_mutability(mutability);
        }
    }
    let mut mutability = Mutability { vars, own, of_arms: false, by_let: BTreeSet::new() };
    mutability.block(block);
    for var in mutability.by_let {
        if let Some(mutability) = &mut vars.all[var].mutability {
            make_own_mutability(mutability);
        }
    }
}

fn make_own_mutability(mutability: &mut Token![mut]) {
    mutability.span = Span::mixed_site().located_at(mutability.span);
}

/// Makes `mut` the macro's own, in the patterns that define the locals `own`.
struct Mutability<'a> {
    vars: &'a Vars,
    own: BTreeSet<VarId>,
    /// Whether a pattern is that of an arm, which binds the local anew.
    of_arms: bool,
    /// The locals of each `let` with a yield in its value.
    by_let: BTreeSet<VarId>,
}

impl Mutability<'_> {
    /// The pattern of a choice. The arm binds its locals anew: there rustc sees whether they are changed.
    fn pattern_of_a_choice(&mut self, pattern: &mut Pat) {
        self.of_arms = true;
        self.visit_pat_mut(pattern);
        self.of_arms = false;
    }

    fn condition(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Let(bound) => {
                self.visit_expr_mut(&mut bound.expr);
                self.pattern_of_a_choice(&mut bound.pat);
            }
            Expr::Binary(binary) => {
                self.condition(&mut binary.left);
                self.condition(&mut binary.right);
            }
            other => self.visit_expr_mut(other),
        }
    }
}

impl VisitMut for Mutability<'_> {
    /// A `let` all of whose `mut` are such allows them instead: so rustc names the locals in its messages, see
    /// `Emitter::patterns`.
    fn visit_local_mut(&mut self, local: &mut Local) {
        let bound = patterns::bindings(&local.pat);
        let mut mutable = bound.iter().filter(|name| name.mutability.is_some()).peekable();
        let is_own = |name: &&PatIdent| {
            self.vars.find(&name.ident).is_some_and(|var| self.own.contains(&var))
        };
        if mutable.peek().is_none() || !mutable.all(|name| is_own(&name)) {
            visit_mut::visit_local_mut(self, local);
            return;
        }
        local.attrs.push(parse_quote!(#[allow(unused_mut)]));
        if let Some(init) = &mut local.init {
            visit_mut::visit_local_init_mut(self, init);
        }
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut PatIdent) {
        if let Some(mutability) = &mut pattern.mutability {
            let is_own = |var| self.own.contains(&var);
            if self.of_arms || self.vars.find(&pattern.ident).is_some_and(is_own) {
                make_own_mutability(mutability);
            }
        }
        visit_mut::visit_pat_ident_mut(self, pattern);
    }
}

impl WalkMut for Mutability<'_> {
    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => {
                for statement in statements {
                    self.visit_stmt_mut(statement);
                }
            }
            CodeMut::Value(value) => self.visit_expr_mut(value),
            CodeMut::Condition(condition) | CodeMut::Choice(Choice::If { condition, .. }) => {
                self.condition(condition);
            }
            CodeMut::Choice(Choice::Match { head, arms, .. }) => {
                self.visit_expr_mut(head);
                for arm in arms {
                    self.pattern_of_a_choice(&mut arm.pattern);
                }
            }
            CodeMut::Definition(_) => {}
        }
    }

    fn part(&mut self, part: &mut Part) {
        match &mut part.kind {
            PartKind::Let { pattern, .. } => {
                self.visit_pat_mut(pattern);
                // An arm of the value may bind them as well.
                self.by_let.extend(self.vars.bound_by(pattern));
            }
            PartKind::Next { pattern, .. } => self.pattern_of_a_choice(pattern),
            _ => {}
        }
        self.inside_part(part);
    }
}
