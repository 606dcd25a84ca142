//! What becomes of each use of an optional local, by the kind of the expression that uses it.
//!
//! ```text
//! // in                     // out
//! guard.len()               (*held_mut(&mut guard)).len()
//! drop(guard)               drop(restore(&mut guard))
//! guard = lock();           guard = Some(lock());
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprAssign, ExprCall, ExprClosure, ExprMatch, ExprReference, Macro, Pat, Stmt, Token,
    Type, UnOp, parse_quote, parse_quote_spanned,
};

use crate::explicit::closures::captures::Captures;
use crate::explicit::flow::kept;
use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::known_types::Known;
use crate::explicit::known::method_names;
use crate::explicit::known::patterns;
use crate::explicit::optional::looks;
use crate::explicit::optional::{Access, Rewriting};
use crate::explicit::parts::looking_arms;
use crate::explicit::parts::updates;
use crate::explicit::parts::vacant;
use crate::explicit::questions::by_value;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods;
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::fields;
use crate::explicit::tree::ir::{Var, VarId};
use crate::lower::internal;
use crate::operators::Operator;

impl Rewriting<'_> {
    /// The value of a local.
    fn whole(&self, expression: &mut Expr, var: VarId) {
        let private = self.private;
        let here = Span::mixed_site().located_at(expression.span());
        // A guard of a `match` on a local cannot take it: it is `Copy`.
        *expression = if self.vars.all[var].copies || self.guarded == Some(var) {
            let held = self.held(Access::Shared, expression);
            parse_quote_spanned!(here=> (*#held))
        } else if self.again.contains(&var) {
            parse_quote_spanned!(here=> {
                use #private::{CopyAgain as _, LentAgain as _, OtherAgain as _};
                (&&&#private::Probe::of(&#expression)).value_again_of_the_generator(&mut #expression)
            })
        } else {
            // By a name, for what is expected of it may be another type that it is coerced to.
            let (mut taken, restored) = (internal("taken"), self.restored(expression));
            taken.set_span(here);
            parse_quote_spanned!(here=> { let #taken = #restored; #taken })
        };
    }

    /// The operand of an operator. rustc expects it to be of the type of the result, but for a field.
    fn operand(&mut self, unary: &mut syn::ExprUnary) {
        self.visit_expr_mut(&mut unary.expr);
        kinds::change(&mut unary.expr, |operand| parse_quote!((#operand,).0));
    }

    /// A call of a method.
    fn method_call(&mut self, expression: &mut Expr) {
        let private = self.private;
        let Expr::MethodCall(call) = expression else { return };
        let asked = self.optional(&call.receiver).filter(|var| {
            let local = &self.vars.all[*var];
            let is_asked = methods::is_asked(call)
                || methods::is_asked_last(call, local)
                    && self.asks.contains(&(*var, kept::key(&call.method.to_string(), &call.args)));
            !self.in_place && is_asked && local.may_be_taken()
        });
        let before = self.questions;
        for argument in &mut call.args {
            self.visit_expr_mut(argument);
        }
        let into = method_names::is_into(&call.method.to_string());
        let optional = self.optional(&call.receiver);
        if let Some(field) = self.may_be_taken(call) {
            let call = call.clone();
            *expression = self.ask_of_field(call, before, field);
        } else if optional.is_some() && optional == self.guarded {
            self.place(&mut call.receiver, Access::Shared);
        } else if into && self.optional(&call.receiver).is_some() && !self.in_place {
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
            self.vars.all[var].rely(false);
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
                None if !self.in_place && methods::can_be_asked(call) => {
                    let call = call.clone();
                    *expression = self.ask(call, before, var, Some(consumes));
                }
                None => {
                    let exclusive = self.exclusive(&call.receiver);
                    *call.receiver = consumes.receiver(private, &call.receiver, &exclusive);
                }
            }
        } else if let Some(var) = asked {
            let call = call.clone();
            *expression = self.ask(call, before, var, None);
        } else {
            self.place(&mut call.receiver, Access::Unique);
        }
    }

    /// The local of the field that a call may take.
    fn may_be_taken(&self, call: &syn::ExprMethodCall) -> Option<VarId> {
        let field = fields::field_of(&call.receiver, self.vars).filter(|_| !self.in_place)?;
        let taken = fields::receiver(&field, &call.method);
        let is_taken = self.fields.contains(&taken) && self.guarded != Some(field.0);
        is_taken.then_some(field.0)
    }

    /// A call of a local, or of a function.
    fn call(&mut self, call: &mut ExprCall) {
        let called = self.optional(&call.func);
        let asked = called.filter(|var| {
            !self.in_place
                && self.guarded != Some(*var)
                && callables::is_asked(call, &self.vars.all[*var])
                && !self.leaves.contains(&(*var, callables::CALL.to_owned()))
        });
        let var = called.map(|var| &self.vars.all[var]);
        // A closure that changes what it holds, by the `mut` of the local or of its type.
        let changes = var.is_some_and(|var| {
            let of_type = |ty: &Type| matches!(ty, Type::Reference(ty) if ty.mutability.is_some());
            var.mutability.is_some() || var.written.as_ref().is_some_and(of_type)
        });
        match var.map(|var| var.known) {
            Some(Some(Known::Once | Known::Closure)) => {
                let func = &mut call.func;
                self.visit_expr_mut(func);
                **func = parse_quote!((#func));
            }
            _ if asked.is_some() => self.ask_call(call),
            _ if changes => self.place(&mut call.func, Access::Unique),
            _ => self.place(&mut call.func, Access::Shared),
        }
        for argument in &mut call.args {
            self.visit_expr_mut(argument);
        }
    }

    /// An assignment.
    fn assign(&mut self, assign: &mut ExprAssign) {
        let private = self.private;
        if kinds::leaves_a_part(&assign.left) && kinds::is_place(&assign.right) {
            self.place(&mut assign.right, Access::Unique);
        } else {
            self.visit_expr_mut(&mut assign.right);
        }
        self.changed(&assign.left);
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

    /// A borrow of a place.
    fn reference(&mut self, reference: &mut ExprReference) {
        let access = if reference.mutability.is_some() {
            self.changed(&reference.expr);
            Access::Unique
        } else {
            Access::Shared
        };
        self.place(&mut reference.expr, access);
    }

    /// The `let` that a condition is, if its pattern leaves an optional local.
    fn left_by(&self, condition: &Expr) -> Option<syn::ExprLet> {
        let Expr::Let(bound) = condition else { return None };
        let leaves = self.optional(&bound.expr).is_some()
            && self.leaves_rest(&bound.pat, &bound.expr, false);
        leaves.then(|| bound.clone())
    }

    /// An `if`. One by `let` whose pattern leaves the local puts it back in its `else`.
    fn branch(&mut self, expression: &mut Expr) {
        let private = self.private;
        let Expr::If(branch) = expression else { return };
        let rest = self.left_by(&branch.cond);
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
                    *(&mut #place) = #private::Option::Some(#taken);
                    #otherwise
                }
            });
        }
    }

    /// A `while`. One by `let` whose pattern leaves the local puts it back where it ends.
    fn repeated(&mut self, expression: &mut Expr) {
        let private = self.private;
        let Expr::While(repeated) = expression else { return };
        let rest = self.left_by(&repeated.cond);
        if rest.is_none() {
            self.condition(&mut repeated.cond, false);
        }
        self.visit_block_mut(&mut repeated.body);
        let Some(syn::ExprLet { pat, expr: place, .. }) = rest else { return };
        let mut head = place.clone();
        self.visit_expr_mut(&mut head);
        let (attributes, label, body) = (&repeated.attrs, &repeated.label, &repeated.body);
        let taken = internal("taken");
        *expression = parse_quote!(#(#attributes)* #label loop {
            match #head {
                #pat => #body
                #taken => {
                    *(&mut #place) = #private::Option::Some(#taken);
                    break;
                }
            }
        });
    }

    /// A `match`. The arms that leave the local put it back.
    fn matched(&mut self, matched: &mut ExprMatch) {
        let private = self.private;
        let place = matched.expr.clone();
        if let Some(var) = self.optional(&place).filter(|_| !self.in_place) {
            let looking = looking_arms::look_again(&place, &mut matched.arms, private);
            if looking_arms::depends_on_guard(&looking, &matched.arms).is_some() {
                self.failed.insert(var);
            }
        }
        let patterns: Vec<&mut Pat> = matched.arms.iter_mut().map(|arm| &mut arm.pat).collect();
        let back = self.arms(&mut matched.expr, patterns, false);
        for (arm, back) in matched.arms.iter_mut().zip(back) {
            self.visit_expr_mut(&mut arm.body);
            if back {
                let (taken, body) = (internal("taken"), &arm.body);
                *arm.body = parse_quote!({
                    *(&mut #place) = #private::Option::Some(#taken);
                    #body
                });
            }
        }
    }

    /// A closure: one that only looks at the locals, or takes all of each, is rewritten.
    fn closure(&mut self, closure: ExprClosure) -> Expr {
        let private = self.private;
        if !self.in_place {
            let looks = looks::rewritten(&closure, self.vars, private, &self.optional);
            if let Some(looks) = looks {
                return Expr::Closure(looks);
            }
        }
        if let Some(taken) = self.taken_by(&closure) {
            let own = Token![mut](Span::mixed_site());
            let locals = taken.iter().map(|var| {
                let Var { ident, mutability, .. } = &self.vars.all[*var];
                let mutability = mutability.map(|_| own);
                let mut value = kinds::named(ident.clone());
                self.whole(&mut value, *var);
                quote!(let #mutability #ident = #value;)
            });
            let locals: Vec<_> = locals.collect();
            let mut closure = closure;
            closure.capture.get_or_insert_with(|| Token![move](Span::mixed_site()));
            return parse_quote!({ #(#locals)* #closure });
        }
        let parameters = kinds::parameters(&closure);
        let failed = self.failed.clone();
        self.fail(closure.body.to_token_stream());
        self.failed.retain(|var| {
            let name = self.vars.all[*var].ident.to_string();
            failed.contains(var) || !parameters.contains(&name)
        });
        Expr::Closure(closure)
    }
}

impl Rewriting<'_> {
    /// What is asked about the patterns of an `if`, a `while` or a `match`.
    fn asked_in_head(&mut self, expression: &Expr) -> Vec<Stmt> {
        match expression {
            Expr::If(branch) => self.asked_in_condition(&branch.cond, true),
            Expr::While(repeated) => self.asked_in_condition(&repeated.cond, true),
            Expr::Match(matched) => {
                let mut asked = Vec::new();
                for arm in &matched.arms {
                    asked.extend(self.leaves(&arm.pat, &matched.expr));
                    asked.extend(self.probe(&arm.pat, &matched.expr));
                }
                asked
            }
            _ => Vec::new(),
        }
    }

    /// What is asked about the parts that a closure takes with it.
    fn asked_of_closure(&mut self, closure: &ExprClosure) -> Vec<Stmt> {
        if self.fields.is_empty() {
            return Vec::new();
        }
        let parts = Captures::of_closure(closure, self.vars).parts_taken();
        let taken = parts.iter().filter(|part| self.fields.contains(&fields::captured(part)));
        let asked = taken.filter_map(|(var, path)| {
            let local = self.shared(&kinds::named(self.vars.all[*var].ident.clone()));
            vacant::takes_no_part(self.private, &local, path, closure.span())
        });
        asked.collect()
    }

    /// What is asked about a field that is called, or a closure.
    fn asked_of_call(&mut self, call: &ExprCall) -> Vec<Stmt> {
        let closure = self.optional(&call.func).filter(|var| {
            let is_left = || self.leaves.contains(&(*var, callables::CALL.to_owned()));
            self.vars.all[*var].perhaps_once && !is_left()
        });
        if closure.is_some() {
            let check = callables::leaves_closure(self.private, call, &self.shared(&call.func));
            return vec![Stmt::Expr(check, None)];
        }
        let field = fields::field_of(kinds::unparenthesized(&call.func), self.vars);
        if !field.is_some_and(|field| self.fields.contains(&fields::called(&field))) {
            return Vec::new();
        }
        let place = self.shared(kinds::unparenthesized(&call.func));
        callables::leaves_field(self.private, call, &place).into_iter().collect()
    }

    /// An `if`, a `while` or a `match`.
    fn structured(&mut self, expression: &mut Expr) {
        match expression {
            Expr::If(_) => self.branch(expression),
            Expr::While(_) => self.repeated(expression),
            Expr::Match(matched) => self.matched(matched),
            _ => {}
        }
    }
}

impl VisitMut for Rewriting<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Local(local) = statement {
            let declared: Vec<VarId> = patterns::bindings(&local.pat)
                .iter()
                .filter_map(|variable| self.vars.find(&variable.ident))
                .filter(|var| self.optional.contains(var))
                .collect();
            if let (None, [var]) = (&local.init, &*declared) {
                let (private, name) = (self.private, &self.vars.all[*var].ident);
                let ty = match &local.pat {
                    Pat::Type(typed) => Some(&typed.ty),
                    _ => None,
                };
                let ty = ty.map(|ty| quote!(: #private::Option<#ty>));
                *statement = parse_quote!(let mut #name #ty = #private::Option::None;);
                return;
            }
            if let (true, Some(init), [var]) = (self.in_place, &mut local.init, &*declared) {
                self.visit_expr_mut(&mut init.expr);
                let (private, value) = (self.private, &init.expr);
                let (name, ty) = (&self.vars.all[*var].ident, &self.vars.all[*var].written);
                *statement = parse_quote!(*#name = #private::Option::Some::<#ty>(#value););
                return;
            }
            if let Some(init) = &local.init {
                let diverge = init.diverge.as_ref().map(|(_, diverge)| &**diverge);
                if diverge.is_none_or(vacant::is_not_reached) {
                    if let Some(taken) = self.taken_in_place(&local.pat, &init.expr) {
                        *statement = taken;
                        return;
                    }
                }
                let asked = self.leaves(&local.pat, &init.expr);
                self.asked.iter_mut().for_each(|all| all.extend(asked.clone()));
            }
            if let Some(init) = &mut local.init {
                let place = init.expr.clone();
                let is_optional = self.optional(&place).is_some();
                let back = is_optional
                    && init.diverge.is_some()
                    && patterns::takes_all_of_any(&local.pat)
                    && !patterns::bindings(&local.pat).is_empty();
                if back {
                    *statement = self.put_back_in_else(local.clone());
                    return;
                }
                let leaves = init.diverge.is_some() && !patterns::leaves_nothing(&local.pat);
                let unboxes = self.unboxed(&place);
                let parts = self.is_moved(&place) && !patterns::is_name(&local.pat);
                if parts || (is_optional || unboxes) && (leaves || !patterns::takes_all(&local.pat))
                {
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
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let private = self.private;
        if self.optional(expression).is_some() && self.in_place {
            *expression = parse_quote!((*#private::held(&*#expression)));
            return;
        }
        if let Some(var) = self.optional(expression) {
            self.whole(expression, var);
            return;
        }
        match expression {
            Expr::Field(_) | Expr::Unary(_) if self.is_moved(expression) => {
                let whole = fields::field_of(expression, self.vars);
                self.moved.extend(whole.map(|(var, _)| var));
                let mut written = expression.clone();
                vacant::replace_root(&mut written, |root| {
                    self.optional(root)?;
                    Some(parse_quote!(#private::restore(&mut #root)))
                });
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
            Expr::Unary(unary) if self.optional(&unary.expr).is_some() => self.operand(unary),
            Expr::Reference(reference) => self.reference(reference),
            Expr::RawAddr(address) => self.place(&mut address.expr, Access::Unique),
            Expr::MethodCall(_) => self.method_call(expression),
            Expr::Call(call) => {
                let asked = self.asked_of_call(call);
                self.call(call);
                check_first(&asked, expression);
            }
            Expr::Binary(binary) => match Operator::of(&binary.op) {
                Operator::Comparison => {
                    self.place(&mut binary.left, Access::Shared);
                    self.place(&mut binary.right, Access::Shared);
                }
                Operator::Assignment => {
                    self.visit_expr_mut(&mut binary.right);
                    self.changed(&binary.left);
                    self.place(&mut binary.left, Access::Unique);
                }
                Operator::Lazy | Operator::Arithmetic => {
                    visit_mut::visit_expr_binary_mut(self, binary);
                }
            },
            Expr::Assign(assign) => self.assign(assign),
            Expr::Let(_) => self.condition(expression, false),
            Expr::If(_) | Expr::While(_) | Expr::Match(_) => {
                let asked = self.asked_in_head(expression);
                self.structured(expression);
                check_first(&asked, expression);
            }
            Expr::Struct(fields) => {
                for field in &mut fields.fields {
                    field.colon_token.get_or_insert_with(Default::default);
                    self.visit_expr_mut(&mut field.expr);
                }
                let updated = updates::updated_by(fields, self.vars);
                let moves = updated.is_some_and(|field| self.vars.probed.contains(&field));
                match &mut fields.rest {
                    Some(rest) if moves => self.visit_expr_mut(rest),
                    Some(rest) => self.place(rest, Access::Unique),
                    None => {}
                }
            }
            Expr::Closure(closure) => {
                let closure = closure.clone();
                let asked = self.asked_of_closure(&closure);
                *expression = self.closure(closure);
                check_first(&asked, expression);
            }
            Expr::Async(block) => self.fail(block.block.to_token_stream()),
            Expr::Macro(invocation) if self.captured_by(&invocation.mac).is_some() => {
                let captured = self.captured_by(&invocation.mac).into_iter().flatten();
                let taken: Vec<_> = captured
                    .map(|var| {
                        let name = self.vars.all[var].ident.clone();
                        let mut value = kinds::named(name.clone());
                        self.whole(&mut value, var);
                        quote!(let #name = #value;)
                    })
                    .collect();
                if !taken.is_empty() {
                    *expression = parse_quote!({ #(#taken)* #invocation });
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
        if known_macros::known(invocation) == Some(Takes::Pattern) {
            if let Some((mut head, rest)) = known_macros::matches_in(invocation) {
                self.place(&mut head, Access::Unique);
                self.fail(rest.clone());
                invocation.tokens = quote!(#head #rest);
                return;
            }
        }
        let known = known_macros::known(invocation).filter(|takes| *takes != Takes::Pattern);
        let (Some(takes), Some(mut arguments)) = (known, known_macros::list_in(invocation)) else {
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
            let guard = &mut guarded.guard;
            self.before_bound([&*guarded.pat], |rewriting| rewriting.visit_expr_mut(guard));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// Puts checks in front of an expression.
fn check_first(checks: &[Stmt], expression: &mut Expr) {
    if !checks.is_empty() {
        *expression = parse_quote!({ #(#checks)* #expression });
    }
}
