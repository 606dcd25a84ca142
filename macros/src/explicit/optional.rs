//! Optional locals: those that are moved away on some of the paths to a yield. Each lies in an `Option`, which says
//! whether the local is there: what the compiler's drop flags say of a plain function's.
//!
//! ```text
//! // in                                  // out
//! let guard = lock();                    let guard = lock(); let mut guard = Some(guard);
//! if early { drop(guard); }              if early { drop(restore(&mut guard)); }
//! println!("{}", guard.len());           println!("{}", held(&mut guard).len());
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ExprMethodCall, Macro, Pat, Path, Stmt, Token, Type, UnOp, parse_quote};

use crate::explicit::boxes;
use crate::explicit::by_value;
use crate::explicit::captures::Captures;
use crate::explicit::flow::{self, Kept};
use crate::explicit::guards;
use crate::explicit::ir::{Block, Choice, Part, PartKind, Var, VarId, YieldId};
use crate::explicit::kinds::{self, Takes};
use crate::explicit::looks;
use crate::explicit::names::Vars;
use crate::explicit::normal::branches;
use crate::explicit::receivers::{Consumes, Known};
use crate::explicit::takes;
use crate::explicit::vacant::{self, Field};
use crate::explicit::walk::{CodeMut, WalkMut};
use crate::lower::internal;
use crate::operators::Operator;
use crate::yields::makes_generator;

/// Rewrites the uses of `optional`. Removes from `optional` each local whose uses cannot be rewritten: a closure
/// names it, or a macro whose arguments are not known.
///
/// Rewrites the moves of fields that leave the rest of a local as well, and gives these locals.
pub(crate) fn rewrite(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    kept: &mut Kept,
) -> BTreeSet<VarId> {
    let Kept { optional, fields, leaves, .. } = kept;
    rewrite_as(body, vars, private, (optional, fields, leaves), false)
}

/// The same, for locals that stay in the generator and are `Copy`: their names are references to them.
pub(crate) fn rewrite_in_place(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    optional: &mut BTreeSet<VarId>,
) {
    rewrite_as(body, vars, private, (optional, &BTreeSet::new(), &BTreeSet::new()), true);
}

fn rewrite_as(
    body: &mut Block,
    vars: &Vars,
    private: &Path,
    (optional, fields, leaves): (
        &mut BTreeSet<VarId>,
        &BTreeSet<Field>,
        &BTreeSet<(VarId, String)>,
    ),
    in_place: bool,
) -> BTreeSet<VarId> {
    while !optional.is_empty() || !fields.is_empty() {
        let mut attempt = body.clone();
        let mut rewriting = Rewriting {
            vars,
            private,
            optional,
            fields,
            leaves,
            moved: BTreeSet::new(),
            in_place,
            guarded: None,
            failed: BTreeSet::new(),
            asked: None,
            questions: 0,
        };
        rewriting.block(&mut attempt);
        let Rewriting { failed, moved, .. } = rewriting;
        if failed.is_empty() {
            *body = attempt;
            return moved;
        }
        optional.retain(|var| !failed.contains(var));
    }
    BTreeSet::new()
}

struct Rewriting<'a> {
    vars: &'a Vars,
    private: &'a Path,
    optional: &'a BTreeSet<VarId>,
    /// The methods that leave a local where it is.
    leaves: &'a BTreeSet<(VarId, String)>,
    /// The fields that are moved out of locals.
    fields: &'a BTreeSet<Field>,
    /// The locals out of which fields were moved.
    moved: BTreeSet<VarId>,
    in_place: bool,
    /// The local that a `match` asks in its guards, which cannot change it.
    guarded: Option<VarId>,
    failed: BTreeSet<VarId>,
    /// What is declared in front of the statement. `None` where there is none.
    asked: Option<Vec<Stmt>>,
    questions: usize,
}

/// How a place is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Shared,
    Unique,
}

impl WalkMut for Rewriting<'_> {
    fn block(&mut self, block: &mut Block) {
        let mut last = 0;
        let parts = std::mem::take(&mut block.parts);
        for mut part in parts {
            let outer = self.asked.replace(Vec::new());
            self.part(&mut part);
            block.parts.extend(self.declared(outer, last));
            last = part.last;
            block.parts.push(part);
        }
        if let Some(tail) = &mut block.tail {
            let outer = self.asked.replace(Vec::new());
            self.node(tail);
            block.parts.extend(self.declared(outer, last));
        }
    }

    fn part(&mut self, part: &mut Part) {
        if let PartKind::While { condition: Expr::Let(bound), back } = &mut part.kind {
            let place = bound.expr.clone();
            if self.optional(&place).is_some() && leaves_rest(&bound.pat, true) {
                self.visit_expr_mut(&mut bound.expr);
                *back = Some(*place);
                return;
            }
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: CodeMut<'_>) {
        match code {
            CodeMut::Statements(statements) => self.statements(statements),
            CodeMut::Value(value) => self.visit_expr_mut(value),
            CodeMut::Condition(condition) => self.condition(condition, true),
            CodeMut::Choice(choice) => self.choice(choice),
            CodeMut::Definition(definition) => self.fail(definition.to_token_stream()),
        }
    }
}

impl Rewriting<'_> {
    fn choice(&mut self, choice: &mut Choice) {
        match choice {
            Choice::If { condition, back, .. } => {
                if let Expr::Let(bound) = condition {
                    let place = bound.expr.clone();
                    if self.optional(&place).is_some() && leaves_rest(&bound.pat, true) {
                        self.visit_expr_mut(&mut bound.expr);
                        *back = Some(*place);
                        return;
                    }
                }
                self.condition(condition, true);
            }
            Choice::Match { head, arms, ends, .. } => {
                let place = head.clone();
                let patterns: Vec<&mut Pat> = arms.iter_mut().map(|arm| &mut arm.pattern).collect();
                let back = self.arms(head, patterns, !*ends);
                for (arm, back) in arms.iter_mut().zip(back) {
                    arm.back = back.then(|| place.clone());
                }
            }
        }
    }

    fn optional(&self, expression: &Expr) -> Option<VarId> {
        let var = self.vars.find(kinds::name_of(expression)?)?;
        self.optional.contains(&var).then_some(var)
    }

    /// The optional locals that `gen_!` or another macro of this kind takes, if it names none otherwise.
    fn captured_by(&self, invocation: &Macro) -> Option<Vec<VarId>> {
        let name = invocation.path.segments.last()?;
        if self.in_place || !makes_generator(&name.ident) {
            return None;
        }
        let (captures, evaluated) = Captures::of_generator(invocation, self.vars)?;
        let is_optional = |var: &VarId| self.optional.contains(var);
        let mut named = flow::mentioned(invocation.tokens.clone(), self.vars);
        named.retain(is_optional);
        let taken = |var: &VarId| {
            let whole = evaluated.as_ref().and_then(|value| self.optional(value));
            whole == Some(*var) || captures.uses.get(var).is_some_and(|used| captures.takes(*used))
        };
        named.iter().all(taken).then_some(named)
    }

    /// The optional locals that a closure names, if it takes all of each.
    fn taken_by(&self, closure: &syn::ExprClosure) -> Option<Vec<VarId>> {
        let captures = Captures::of_closure(closure, self.vars);
        let mut named = flow::mentioned(closure.body.to_token_stream(), self.vars);
        named.retain(|var| self.optional.contains(var));
        let taken = |var: &VarId| captures.uses.get(var).is_some_and(|used| captures.takes(*used));
        (!self.in_place && named.iter().all(taken)).then_some(named)
    }

    /// Whether an expression is a field that is moved out of a local.
    fn is_moved(&self, expression: &Expr) -> bool {
        vacant::field_of(expression, self.vars).is_some_and(|field| self.fields.contains(&field))
    }

    /// Whether an expression moves a value out of an optional local that is known to be a `Box`.
    fn unboxed(&self, expression: &Expr) -> bool {
        boxes::unboxed(expression, self.vars).is_some_and(|var| self.optional.contains(&var))
    }

    fn head(&mut self, head: &mut Expr, takes_all: bool) {
        if takes_all || !kinds::is_place(head) {
            self.visit_expr_mut(head);
        } else {
            self.place(head, Access::Unique);
        }
    }

    /// The head of a `match`. Gives the arms that leave a local that is the head: their patterns bind it
    /// as `taken`.
    fn arms(&mut self, head: &mut Expr, mut patterns: Vec<&mut Pat>, probed: bool) -> Vec<bool> {
        let takes = |pattern: &&mut Pat| takes_all(pattern, probed);
        let all = patterns.iter().all(takes);
        let leaves = |pattern: &&mut Pat| kinds::bindings(pattern).is_empty();
        let is_optional = self.optional(head).is_some();
        let each = is_optional && patterns.iter().all(|p| takes(p) || leaves(p));
        let back: Vec<bool> =
            patterns.iter().map(|pattern| !all && each && leaves(pattern)).collect();
        let place = self.optional(head).filter(|_| all || each).zip(Some(head.clone()));
        self.head(head, all || each);
        let guarded = place.as_ref().map(|(var, _)| *var);
        let outer = std::mem::replace(&mut self.guarded, guarded);
        for pattern in &mut patterns {
            self.visit_pat_mut(pattern);
        }
        self.guarded = outer;
        let is_guarded = patterns.iter().any(|pattern| matches!(pattern, Pat::Guard(_)));
        let asked = place.filter(|_| is_guarded && !self.in_place).map(|(var, place)| {
            let asked = guards::asked(self.private, &place, &patterns);
            (var, asked)
        });
        for (pattern, back) in patterns.iter_mut().zip(&back) {
            if *back {
                bind_whole(pattern);
            }
        }
        match asked {
            Some((_, Some(asked))) => {
                *head = parse_quote!((#asked, #head));
                for (index, pattern) in patterns.iter_mut().enumerate() {
                    let index = syn::Index::from(index);
                    **pattern = match &**pattern {
                        Pat::Guard(guarded) => {
                            let inner = &guarded.pat;
                            parse_quote!((#index, #inner))
                        }
                        other => parse_quote!((_, #other)),
                    };
                }
            }
            Some((var, None)) => {
                self.failed.insert(var);
            }
            None => {}
        }
        back
    }

    /// `let pattern = place else { .. };`, where the `else` gets the local as it was.
    fn put_back_in_else(&mut self, mut local: syn::Local) -> Stmt {
        let (private, taken) = (self.private, internal("taken"));
        let Some(init) = local.init.take() else { return Stmt::Local(local) };
        let mut head = init.expr.clone();
        self.visit_expr_mut(&mut head);
        let mut diverge = init.diverge.map(|(_, diverge)| diverge);
        if let Some(diverge) = &mut diverge {
            self.visit_expr_mut(diverge);
        }
        let (ty, pattern) = match local.pat {
            Pat::Type(typed) => (Some(typed.ty), *typed.pat),
            pattern => (None, pattern),
        };
        let ty = ty.map(|ty| quote!(: #ty));
        let (names, bound): (Vec<_>, Vec<_>) = kinds::bindings(&pattern)
            .into_iter()
            .map(|name| {
                let (mutability, ident) = (&name.mutability, &name.ident);
                (ident.clone(), quote!(#mutability #ident))
            })
            .unzip();
        let (attributes, place) = (&local.attrs, &init.expr);
        parse_quote! {
            #(#attributes)*
            let (#(#bound,)*) = {
                let #taken #ty = #head;
                match #taken {
                    #pattern => (#(#names,)*),
                    #taken => {
                        #place = #private::Option::Some(#taken);
                        #diverge
                    }
                }
            };
        }
    }

    fn condition(&mut self, condition: &mut Expr, probed: bool) {
        match condition {
            Expr::Let(bound) => {
                let all = takes_all(&bound.pat, probed) && branches::leaves_nothing(&bound.pat);
                self.head(&mut bound.expr, all);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&mut binary.left, probed);
                self.condition(&mut binary.right, probed);
            }
            other => self.visit_expr_mut(other),
        }
    }

    /// A use of a place.
    fn place(&mut self, expression: &mut Expr, access: Access) {
        let private = self.private;
        if let Some(var) = self.optional(expression) {
            let access = if self.guarded == Some(var) { Access::Shared } else { access };
            *expression = match access {
                Access::Shared if self.in_place => parse_quote!((*#private::held(&*#expression))),
                Access::Unique if self.in_place => {
                    parse_quote!((*#private::held_mut(&mut *#expression)))
                }
                Access::Shared => parse_quote!((*#private::held(&#expression))),
                Access::Unique => parse_quote!((*#private::held_mut(&mut #expression))),
            };
            return;
        }
        match expression {
            Expr::Field(field) => self.place(&mut field.base, access),
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.index);
                self.place(&mut index.expr, access);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&mut unary.expr, access);
            }
            Expr::Paren(inner) => self.place(&mut inner.expr, access),
            Expr::Group(inner) => self.place(&mut inner.expr, access),
            Expr::Path(_) => {}
            other => self.visit_expr_mut(other),
        }
    }

    /// A call of a method that may take a local that lies in an `Option`. `before`: the number of questions in front
    /// of those in its arguments.
    fn ask(&mut self, mut call: ExprMethodCall, before: usize) -> Expr {
        let private = self.private;
        let place = call.receiver.clone();
        self.place(&mut call.receiver, Access::Shared);
        let mut asked = call.clone();
        let Some(declared) = &mut self.asked else {
            *call.receiver = *place;
            self.place(&mut call.receiver, Access::Unique);
            return takes::checked(private, &asked, &call);
        };
        // The question repeats the arguments, and what is asked in them is declared for each time.
        if before < self.questions {
            let inner: Vec<Ident> = (before..self.questions).map(answer).collect();
            for argument in &mut asked.args {
                *argument = parse_quote!({ #(let #inner;)* #argument });
            }
        }
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let question = takes::question(private, &asked, false);
        *call.receiver = parse_quote!({
            #used = #question;
            if #used.is_shared() {
                #used.of_shared(#private::held(&#place))
            } else {
                #used.is_other();
                if #used.is_gone() {
                    #used.of_whole(#private::restore(&mut #place))
                } else {
                    #used.stays();
                    #used.of_exclusive(#private::held_mut(&mut #place))
                }
            }
        });
        parse_quote!(#private::same(#call, &#used))
    }

    /// What is declared in front of a part, behind the yield `last`.
    fn declared(&mut self, outer: Option<Vec<Stmt>>, last: YieldId) -> Vec<Part> {
        let declared = std::mem::replace(&mut self.asked, outer);
        let part = |declared| Part {
            kind: PartKind::Definition(declared),
            declares: Vec::new(),
            last,
            yields: false,
        };
        declared.into_iter().flatten().map(part).collect()
    }

    /// Rewrites statements, and declares in front of each what is asked in it.
    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        let outer = self.asked.replace(Vec::new());
        for mut statement in std::mem::take(statements) {
            self.visit_stmt_mut(&mut statement);
            statements.extend(self.asked.iter_mut().flat_map(std::mem::take));
            statements.push(statement);
        }
        self.asked = outer;
    }

    fn fail(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.fail(group.stream()),
                TokenTree::Ident(name) => {
                    if let Some(var) =
                        self.vars.find(&name).filter(|var| self.optional.contains(var))
                    {
                        self.failed.insert(var);
                    }
                }
                TokenTree::Literal(literal) => {
                    let named = self.named_in(&literal.to_string());
                    self.failed.extend(named);
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// The optional locals that a format string names.
    fn named_in(&self, text: &str) -> Vec<VarId> {
        if !text.contains('{') {
            return Vec::new();
        }
        kinds::names_in_format(text)
            .iter()
            .filter_map(|word| self.vars.find_text(word))
            .filter(|var| self.optional.contains(var))
            .collect()
    }
}

impl VisitMut for Rewriting<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Local(local) = statement {
            let declared: Vec<VarId> = kinds::bindings(&local.pat)
                .iter()
                .filter_map(|variable| self.vars.find(&variable.ident))
                .filter(|var| self.optional.contains(var))
                .collect();
            if let (None, [var]) = (&local.init, &*declared) {
                let (private, name) = (self.private, &self.vars.all[*var].ident);
                *statement = parse_quote!(let mut #name = #private::Option::None;);
                return;
            }
            if let (true, Some(init), [var]) = (self.in_place, &mut local.init, &*declared) {
                self.visit_expr_mut(&mut init.expr);
                let (private, value) = (self.private, &init.expr);
                let (name, ty) = (&self.vars.all[*var].ident, &self.vars.all[*var].written);
                *statement = parse_quote!(*#name = #private::Option::Some::<#ty>(#value););
                return;
            }
            if let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) {
                let whole = kinds::name_of(&init.expr).and_then(|name| self.vars.find(name));
                let taken = whole.map(|var| vacant::taken_by(&local.pat, var));
                if taken.is_some_and(|taken| self.fields.contains(&taken)) {
                    let mut whole = (*init.expr).clone();
                    self.place(&mut whole, Access::Shared);
                    let check = vacant::leaves(self.private, &local.pat, &whole);
                    self.asked.iter_mut().for_each(|asked| asked.extend(check.clone()));
                }
            }
            if let Some(init) = &mut local.init {
                let place = init.expr.clone();
                let is_optional = self.optional(&place).is_some();
                let back = is_optional
                    && init.diverge.is_some()
                    && kinds::takes_all_of_any(&local.pat)
                    && !kinds::bindings(&local.pat).is_empty();
                if back {
                    *statement = self.put_back_in_else(local.clone());
                    return;
                }
                let leaves = init.diverge.is_some() && !branches::leaves_nothing(&local.pat);
                let unboxes = self.unboxed(&place);
                let parts = self.is_moved(&place) && !kinds::is_name(&local.pat);
                if parts || (is_optional || unboxes) && (leaves || !kinds::takes_all(&local.pat)) {
                    self.place(&mut init.expr, Access::Unique);
                } else {
                    self.visit_expr_mut(&mut init.expr);
                }
                if let Some((_, diverge)) = &mut init.diverge {
                    self.visit_expr_mut(diverge);
                }
            }
            return;
        }
        visit_mut::visit_stmt_mut(self, statement);
    }

    /// An expression whose value is used.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let private = self.private;
        if self.optional(expression).is_some() && self.in_place {
            *expression = parse_quote!((*#private::held(&*#expression)));
            return;
        }
        if self.optional(expression).is_some_and(|var| self.vars.all[var].copies) {
            self.place(expression, Access::Shared);
            return;
        }
        if self.optional(expression).is_some() {
            // By a name, for what is expected of it may be another type that it is coerced to.
            let taken = internal("taken");
            *expression =
                parse_quote!({ let #taken = #private::restore(&mut #expression); #taken });
            return;
        }
        match expression {
            Expr::Field(_) if self.is_moved(expression) => {
                let whole = vacant::field_of(expression, self.vars);
                self.moved.extend(whole.map(|(var, _)| var));
                let mut written = expression.clone();
                let root = vacant::root_mut(&mut written);
                if self.optional(root).is_some() {
                    *root = parse_quote!(#private::restore(&mut #root));
                }
                self.place(expression, Access::Unique);
                *expression = vacant::moved(private, expression, &written);
            }
            Expr::Field(_) | Expr::Index(_) => self.place(expression, Access::Unique),
            Expr::Unary(_) if self.unboxed(expression) => {
                visit_mut::visit_expr_mut(self, expression);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                self.place(&mut unary.expr, Access::Unique);
            }
            Expr::Reference(reference) => {
                let access =
                    if reference.mutability.is_some() { Access::Unique } else { Access::Shared };
                self.place(&mut reference.expr, access);
            }
            Expr::RawAddr(address) => self.place(&mut address.expr, Access::Unique),
            Expr::MethodCall(call) => {
                let asked = self.optional(&call.receiver).filter(|var| {
                    let local = &self.vars.all[*var];
                    !self.in_place && takes::is_asked(call) && takes::may_be_taken(local)
                });
                let before = self.questions;
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
                let into = by_value::is_into(&call.method.to_string());
                if into && self.optional(&call.receiver).is_some() && !self.in_place {
                    let taken = internal("taken");
                    let check = by_value::check(private, &call.method, &taken);
                    let receiver = &call.receiver;
                    *call.receiver = parse_quote!({
                        let #taken = #private::restore(&mut #receiver);
                        #check
                        #taken
                    });
                } else if into && self.is_moved(&call.receiver) {
                    self.visit_expr_mut(&mut call.receiver);
                    let taken = internal("taken");
                    let check = by_value::check(private, &call.method, &taken);
                    let receiver = &call.receiver;
                    *call.receiver = parse_quote!({
                        let #taken = #receiver;
                        #check
                        #taken
                    });
                } else if into {
                    self.visit_expr_mut(&mut call.receiver);
                } else if let (Some(var), Some(consumes)) =
                    (self.optional(&call.receiver), Consumes::by(call))
                {
                    match self.vars.all[var].known {
                        Some(known) if consumes.moves(known) => {
                            self.visit_expr_mut(&mut call.receiver);
                        }
                        Some(_) => self.place(&mut call.receiver, Access::Unique),
                        None if !consumes.may_move()
                            || self.leaves.contains(&(var, call.method.to_string())) =>
                        {
                            self.place(&mut call.receiver, Access::Unique);
                        }
                        None => *call.receiver = consumes.receiver(private, &call.receiver),
                    }
                } else if asked.is_some() {
                    let call = call.clone();
                    *expression = self.ask(call, before);
                } else {
                    self.place(&mut call.receiver, Access::Unique);
                }
            }
            Expr::Call(call) => {
                let var = self.optional(&call.func).map(|var| &self.vars.all[var]);
                // A closure that changes what it holds, by the `mut` of the local or of its type.
                let changes = var.is_some_and(|var| {
                    let of_type =
                        |ty: &Type| matches!(ty, Type::Reference(ty) if ty.mutability.is_some());
                    var.mutability.is_some() || var.written.as_ref().is_some_and(of_type)
                });
                match var.map(|var| var.known) {
                    Some(Some(Known::Once | Known::Closure)) => {
                        let func = &mut call.func;
                        self.visit_expr_mut(func);
                        **func = parse_quote!((#func));
                    }
                    _ if changes => self.place(&mut call.func, Access::Unique),
                    _ => self.place(&mut call.func, Access::Shared),
                }
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
            }
            Expr::Binary(binary) => match Operator::of(&binary.op) {
                Operator::Comparison => {
                    self.place(&mut binary.left, Access::Shared);
                    self.place(&mut binary.right, Access::Shared);
                }
                Operator::Assignment => {
                    self.visit_expr_mut(&mut binary.right);
                    self.place(&mut binary.left, Access::Unique);
                }
                Operator::Lazy | Operator::Arithmetic => {
                    visit_mut::visit_expr_binary_mut(self, binary);
                }
            },
            Expr::Assign(assign) => {
                if kinds::leaves_a_part(&assign.left) && kinds::is_place(&assign.right) {
                    self.place(&mut assign.right, Access::Unique);
                } else {
                    self.visit_expr_mut(&mut assign.right);
                }
                if self.optional(&assign.left).is_some() {
                    let (left, right) = (&assign.left, &assign.right);
                    if self.in_place {
                        *assign.left = parse_quote!(*#left);
                    }
                    *assign.right = parse_quote!(#private::Option::Some(#right));
                } else {
                    self.place(&mut assign.left, Access::Unique);
                }
            }
            Expr::Let(_) => self.condition(expression, false),
            Expr::If(branch) => {
                let rest = match &*branch.cond {
                    Expr::Let(bound) => {
                        let leaves =
                            self.optional(&bound.expr).is_some() && leaves_rest(&bound.pat, false);
                        leaves.then(|| bound.clone())
                    }
                    _ => None,
                };
                if rest.is_none() {
                    self.condition(&mut branch.cond, false);
                }
                self.visit_block_mut(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
                if let Some(syn::ExprLet { pat, expr: place, .. }) = rest {
                    let mut head = place.clone();
                    self.visit_expr_mut(&mut head);
                    let then = &branch.then_branch;
                    let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| otherwise);
                    let taken = internal("taken");
                    *expression = parse_quote!(match #head {
                        #pat => #then
                        #taken => {
                            #place = #private::Option::Some(#taken);
                            #otherwise
                        }
                    });
                }
            }
            Expr::While(repeated) => {
                self.condition(&mut repeated.cond, false);
                self.visit_block_mut(&mut repeated.body);
            }
            Expr::Match(matched) => {
                let place = matched.expr.clone();
                let patterns: Vec<&mut Pat> =
                    matched.arms.iter_mut().map(|arm| &mut arm.pat).collect();
                let back = self.arms(&mut matched.expr, patterns, false);
                for (arm, back) in matched.arms.iter_mut().zip(back) {
                    self.visit_expr_mut(&mut arm.body);
                    if back {
                        let (taken, body) = (internal("taken"), &arm.body);
                        *arm.body = parse_quote!({
                            #place = #private::Option::Some(#taken);
                            #body
                        });
                    }
                }
            }
            Expr::Struct(fields) => {
                for field in &mut fields.fields {
                    field.colon_token.get_or_insert_with(Default::default);
                    self.visit_expr_mut(&mut field.expr);
                }
                if let Some(rest) = &mut fields.rest {
                    self.place(rest, Access::Unique);
                }
            }
            Expr::Closure(closure) => {
                if !self.in_place {
                    let looks = looks::rewritten(closure, self.vars, private, self.optional);
                    if let Some(looks) = looks {
                        *closure = looks;
                        return;
                    }
                }
                if let Some(taken) = self.taken_by(closure) {
                    if !taken.is_empty() {
                        let own = Token![mut](Span::mixed_site());
                        let locals = taken.iter().map(|var| {
                            let Var { ident, mutability, .. } = &self.vars.all[*var];
                            let mutability = mutability.map(|_| own);
                            quote!(let #mutability #ident = #private::restore(&mut #ident);)
                        });
                        *expression = parse_quote!({ #(#locals)* #closure });
                    }
                    return;
                }
                let parameters = kinds::parameters(closure);
                let failed = self.failed.clone();
                self.fail(closure.body.to_token_stream());
                self.failed.retain(|var| {
                    let name = self.vars.all[*var].ident.to_string();
                    failed.contains(var) || !parameters.contains(&name)
                });
            }
            Expr::Async(block) => self.fail(block.block.to_token_stream()),
            Expr::Macro(invocation) if self.captured_by(&invocation.mac).is_some() => {
                let names: Vec<Ident> = self
                    .captured_by(&invocation.mac)
                    .into_iter()
                    .flatten()
                    .map(|var| self.vars.all[var].ident.clone())
                    .collect();
                if !names.is_empty() {
                    *expression = parse_quote!({
                        #(let #names = #private::restore(&mut #names);)*
                        #invocation
                    });
                }
            }
            Expr::Verbatim(tokens) => self.fail(tokens.clone()),
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let mut names = false;
        for token in invocation.tokens.clone() {
            names |= match token {
                TokenTree::Ident(name) => {
                    self.vars.find(&name).is_some_and(|var| self.optional.contains(&var))
                }
                TokenTree::Group(_) | TokenTree::Literal(_) => true,
                TokenTree::Punct(_) => false,
            };
        }
        if !names {
            return;
        }
        if kinds::known_macro(invocation) == Some(Takes::Pattern) {
            if let Some((mut head, rest)) = kinds::matches_in(invocation) {
                self.place(&mut head, Access::Unique);
                self.fail(rest.clone());
                invocation.tokens = quote!(#head #rest);
                return;
            }
        }
        let known = kinds::known_macro(invocation).filter(|takes| *takes != Takes::Pattern);
        let (Some(takes), Some(mut arguments)) = (known, kinds::list_in(invocation)) else {
            self.fail(invocation.tokens.clone());
            return;
        };
        // What a format string names in its braces is given by name.
        let mut captured: BTreeSet<VarId> = BTreeSet::new();
        for argument in &arguments {
            if let Expr::Lit(literal) = argument {
                captured.extend(self.named_in(&literal.lit.to_token_stream().to_string()));
            }
        }
        for argument in &arguments {
            if let Expr::Assign(given) = argument {
                let given = kinds::name_of(&given.left).and_then(|name| self.vars.find(name));
                captured.retain(|var| Some(*var) != given);
            }
        }
        for var in captured {
            let name = &self.vars.all[var].ident;
            arguments.push(parse_quote!(#name = #name));
        }
        for (index, argument) in arguments.iter_mut().enumerate() {
            match argument {
                Expr::Assign(given) => self.place(&mut given.right, Access::Shared),
                other => match takes {
                    Takes::Values => self.visit_expr_mut(other),
                    Takes::Condition if index == 0 => self.visit_expr_mut(other),
                    Takes::PlaceAndReferences if index == 0 => self.place(other, Access::Unique),
                    _ => self.place(other, Access::Shared),
                },
            }
        }
        invocation.tokens = quote!(#(#arguments),*);
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

fn takes_all(pattern: &Pat, probed: bool) -> bool {
    if probed { kinds::takes_all(pattern) } else { kinds::takes_all_of_any(pattern) }
}

/// Whether a pattern takes all of what it matches, and something is left of what it does not match.
fn leaves_rest(pattern: &Pat, probed: bool) -> bool {
    takes_all(pattern, probed)
        && !kinds::bindings(pattern).is_empty()
        && !branches::leaves_nothing(pattern)
}

/// The name of the answer to a question.
fn answer(number: usize) -> Ident {
    internal(&format!("used_{number}"))
}

/// Binds the value that a pattern matches as `taken`.
fn bind_whole(pattern: &mut Pat) {
    let taken = internal("taken");
    match pattern {
        Pat::Guard(guarded) => bind_whole(&mut guarded.pat),
        Pat::Wild(_) => *pattern = parse_quote!(#taken),
        _ => *pattern = parse_quote!(#taken @ (#pattern)),
    }
}
