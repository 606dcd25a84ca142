//! The walk over the code between the yields: which locals an expression uses, borrows and moves.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{BinOp, Expr, Macro, Pat, Stmt, UnOp};

use crate::explicit::closures::captures::Captures;
use crate::explicit::flow::{Analysis, Loss, Target, joined};
use crate::explicit::known::kinds;
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::known_types::Known;
use crate::explicit::known::method_names;
use crate::explicit::known::method_names::takes_receiver;
use crate::explicit::known::patterns;
use crate::explicit::parts::boxes;
use crate::explicit::parts::updates;
use crate::explicit::parts::vacant;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods;
use crate::explicit::questions::moving_macros;
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::fields;
use crate::explicit::tree::ir::{Choice, Var, VarId};
use crate::explicit::tree::mentions::mentioned;
use crate::operators::Operator;
use crate::yields::makes_generator;

impl Analysis<'_> {
    pub(super) fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => {
                let Some(init) = &local.init else {
                    // Without a value there is nothing to drop.
                    for variable in patterns::bindings(&local.pat) {
                        if let Some(var) = self.vars.find(&variable.ident) {
                            let local = &self.vars.all[var];
                            if let Some(flow) = &mut self.flow {
                                flow.moved.insert(var);
                                flow.perhaps.insert(var);
                                flow.taken.insert(var);
                                flow.set.remove(&var);
                                if !local.hidden {
                                    flow.unset.insert(var);
                                }
                            }
                        }
                    }
                    return;
                };
                self.bind(&local.pat);
                let before = self.flow.clone().unwrap_or_default();
                match self.whole(&init.expr) {
                    Some(var) => {
                        self.use_var(var);
                        // The emitted code has a probe at each such `let`.
                        if patterns::takes_all(&local.pat) {
                            self.move_var(var);
                        } else {
                            self.lose(self.part_taken(&local.pat, &init.expr));
                            self.note_lenders(&init.expr);
                        }
                    }
                    None if takes_parts(local, &init.expr) => {
                        self.place(&init.expr);
                        self.lose(self.part_taken(&local.pat, &init.expr));
                    }
                    None => {
                        self.value(&init.expr);
                        self.note_lenders(&init.expr);
                    }
                }
                if let Some((_, diverge)) = &init.diverge {
                    if vacant::is_not_reached(diverge) {
                        self.ask_unboxed(boxes::value_of_choice(&init.expr));
                    }
                    let moved = self.whole(&init.expr);
                    self.branches(
                        |this| {
                            if let (Some(var), Some(flow)) = (moved, &mut this.flow) {
                                flow.moved
                                    .retain(|other| *other != var || before.moved.contains(&var));
                                flow.taken
                                    .retain(|other| *other != var || before.taken.contains(&var));
                                flow.perhaps
                                    .retain(|other| *other != var || before.perhaps.contains(&var));
                            }
                            if let Some(flow) = &mut this.flow {
                                flow.fields.clone_from(&before.fields);
                            }
                            this.value(diverge);
                        },
                        |_| {},
                    );
                }
            }
            Stmt::Expr(expression, _) => self.value(expression),
            Stmt::Macro(invocation) => self.macro_call(&invocation.mac),
            Stmt::Item(_) => {}
        }
    }

    /// Takes note of what a choice binds: it may borrow from the locals that the head uses.
    pub(super) fn heads(&mut self, choice: &Choice) {
        let bound: Vec<VarId> = match choice {
            Choice::If { bound, .. } => bound.clone(),
            Choice::Match { arms, .. } => {
                arms.iter().flat_map(|arm| arm.bound.iter().copied()).collect()
            }
        };
        let is_part = |head: &Expr| kinds::is_place(head) && kinds::name_of(head).is_none();
        let matches_part = match choice {
            Choice::If { condition, .. } => {
                patterns::lets_in(condition).iter().any(|bound| is_part(&bound.expr))
            }
            Choice::Match { head, .. } => is_part(head),
        };
        if let (Some(position), false) = (self.stack.last(), bound.is_empty()) {
            self.found.heads.insert(*position, bound);
            if matches_part {
                self.found.parts_in_heads.insert(*position);
            }
        }
    }

    /// A pattern binds locals.
    pub(super) fn bind(&mut self, pattern: &Pat) {
        let vars = self.vars;
        let bound = patterns::bindings(pattern);
        self.fresh(&bound.iter().filter_map(|bound| vars.find(&bound.ident)).collect::<Vec<_>>());
    }

    /// The head of a `match`. Gives what each arm moves away, if not all move the local that it is.
    pub(super) fn head(
        &mut self,
        head: &Expr,
        patterns: &[&Pat],
        probed: bool,
    ) -> Vec<Option<Loss>> {
        let parts = |this: &Self| {
            patterns.iter().map(|pattern| this.part_taken(pattern, head)).collect::<Vec<_>>()
        };
        let takes_all = |pattern: &&Pat| self.vars.takes_all(pattern, head, probed);
        match self.whole(head) {
            Some(var) => {
                self.use_var(var);
                if patterns.iter().all(takes_all) {
                    let binds = |pattern: &&Pat| !patterns::bindings(pattern).is_empty();
                    if self.var(head).is_none() || patterns.iter().all(binds) {
                        self.move_var(var);
                        return Vec::new();
                    }
                    let loss = self.match_var(var);
                    let moves = |pattern| loss.clone().filter(|_| binds(pattern));
                    return patterns.iter().map(moves).collect();
                }
                if self.var(head).is_none() {
                    return parts(self);
                }
                self.note_lenders(head);
                let moves = |pattern: &&Pat| {
                    let binds = !patterns::bindings(pattern).is_empty();
                    if binds && takes_all(pattern) {
                        Some(Loss::Whole(var))
                    } else {
                        self.part_taken(pattern, head)
                    }
                };
                return patterns.iter().map(moves).collect();
            }
            None if kinds::is_place(head) => {
                self.place(head);
                self.ask_pointer(head);
                // What is all behind a pointer is asked about elsewhere.
                if !patterns.iter().all(takes_all) || boxes::pointer(head).is_none() {
                    return parts(self);
                }
            }
            None => {
                self.value(head);
                self.note_lenders(head);
            }
        }
        Vec::new()
    }

    /// The head of an `if`. Gives what it moves away only if it holds.
    pub(super) fn condition(&mut self, condition: &Expr, probed: bool) -> Option<Loss> {
        let mut moved = None;
        match condition {
            Expr::Let(bound) => {
                match self.whole(&bound.expr) {
                    Some(var) => {
                        self.use_var(var);
                        let is_var = self.var(&bound.expr).is_some();
                        if !self.vars.takes_all(&bound.pat, &bound.expr, probed) {
                            moved = self.part_taken(&bound.pat, &bound.expr);
                        } else if patterns::leaves_nothing(&bound.pat) {
                            moved = if is_var { self.match_var(var) } else { None };
                            if moved.is_none() {
                                self.move_var(var);
                            }
                        } else if !is_var {
                            // What does not match is left of it.
                            moved = self.part_taken(&bound.pat, &bound.expr);
                        } else if !patterns::bindings(&bound.pat).is_empty() {
                            moved = Some(Loss::Whole(var));
                        }
                    }
                    None if kinds::is_place(&bound.expr) => {
                        self.place(&bound.expr);
                        if vacant::is_by_value(&bound.pat)
                            && !patterns::bindings(&bound.pat).is_empty()
                        {
                            self.ask_unboxed(&bound.expr);
                        }
                        moved = self.part_taken(&bound.pat, &bound.expr);
                    }
                    None => {
                        self.value(&bound.expr);
                        self.note_lenders(&bound.expr);
                    }
                }
                self.bind(&bound.pat);
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.chained(&binary.left, probed);
                self.branches(
                    |this| this.chained(&binary.right, probed),
                    // What this part binds is in no scope there, whatever an earlier turn of a loop has done with it.
                    |this| {
                        for bound in patterns::lets_in(&binary.right) {
                            this.bind(&bound.pat);
                        }
                    },
                );
            }
            other => self.value(other),
        }
        moved
    }

    /// A part of a chain of conditions. What it moves away only if it holds is not followed further.
    fn chained(&mut self, condition: &Expr, probed: bool) {
        let moved = self.condition(condition, probed);
        if let Expr::Let(bound) = condition {
            if patterns::leaves_nothing(&bound.pat) {
                self.lose(moved.filter(|loss| matches!(loss, Loss::Whole(_))));
            }
        }
    }

    /// The guard of an arm. The arms behind it may use what it has used, so that this is copied, and not
    /// moved.
    pub(super) fn guard(&mut self, guard: &Expr) {
        let before = self.flow.clone().unwrap_or_default();
        self.value(guard);
        self.value(guard);
        if let Some(flow) = &mut self.flow {
            flow.moved.retain(|var| before.moved.contains(var));
            flow.perhaps.retain(|var| before.perhaps.contains(var));
        }
    }

    /// An expression whose place is used: its local is not moved.
    pub(super) fn place(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(_) => {
                if let Some(var) = self.var(expression) {
                    self.use_var(var);
                }
            }
            Expr::Field(field) => match fields::field_of(expression, self.vars) {
                Some(field) => self.use_field(&field),
                None => self.place(&field.base),
            },
            Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            other => self.value(other),
        }
    }

    /// An expression whose value is used: a local is moved, or copied.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    pub(super) fn value(&mut self, expression: &Expr) {
        match expression {
            Expr::Path(_) => {
                if let Some(var) = self.var(expression) {
                    self.move_var(var);
                    if let Some(flow) = &mut self.flow {
                        flow.taken.insert(var);
                    }
                }
            }
            Expr::Lit(_) | Expr::Infer(_) | Expr::Const(_) => {}
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Array(array) => array.elems.iter().for_each(|element| self.value(element)),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| self.value(element)),
            Expr::Struct(fields) => {
                fields.fields.iter().for_each(|field| self.value(&field.expr));
                if let Some(rest) = &fields.rest {
                    match updates::updated_by(fields, self.vars) {
                        Some(field) if self.vars.probed.contains(&field) => self.value(rest),
                        field => {
                            self.place(rest);
                            self.lose(field.map(Loss::Part));
                        }
                    }
                }
            }
            Expr::Repeat(array) => self.value(&array.expr),
            Expr::Call(call) => {
                match self.var(&call.func).map(|var| (var, &self.vars.all[var])) {
                    Some((_, Var { known: Some(Known::Once | Known::Closure), .. })) => {
                        self.value(&call.func);
                    }
                    Some((var, local)) if callables::is_checked_or_asked(call, local) => {
                        self.ask(var, callables::CALL.to_owned(), &call.args);
                    }
                    _ => {
                        self.place(&call.func);
                        let field = fields::field_of(kinds::unparenthesized(&call.func), self.vars);
                        self.lose(field.map(|field| Loss::Part(fields::called(&field))));
                    }
                }
                call.args.iter().for_each(|argument| self.value(argument));
                if vacant::is_not_reached(expression) {
                    self.flow = None;
                }
            }
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                if let Some(var) = self.var(&call.receiver).filter(|_| name == "as_str") {
                    self.found.owners.insert(var);
                }
                let is_into = method_names::is_into(&name);
                match (self.var(&call.receiver), Consumes::by(call)) {
                    (Some(var), Some(consumes)) => self.consume(var, call, consumes),
                    (None, _) if self.may_take_field(call) => {
                        self.place(&call.receiver);
                        let field = fields::field_of(&call.receiver, self.vars);
                        let taken = field.map(|field| fields::receiver(&field, &call.method));
                        self.lose(taken.map(Loss::Part));
                    }
                    (None, _) if takes_receiver(call) => self.value(&call.receiver),
                    _ if is_into => self.value(&call.receiver),
                    (Some(var), None) if methods::is_asked_last(call, &self.vars.all[var]) => {
                        self.ask(var, call.method.to_string(), &call.args);
                    }
                    _ => self.place(&call.receiver),
                }
                call.args.iter().for_each(|argument| self.value(argument));
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) if self.whole(expression).is_some() => self.value(&unary.expr),
                UnOp::Deref(_) => {
                    self.take_part(expression);
                    self.ask_pointer(expression);
                }
                _ => self.value(&unary.expr),
            },
            Expr::Cast(cast) => self.operand(&cast.expr),
            Expr::Field(_) => self.take_part(expression),
            Expr::Index(_) => self.place(expression),
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::RawAddr(address) => self.place(&address.expr),
            Expr::Range(range) => {
                range.start.iter().chain(&range.end).for_each(|bound| self.value(bound));
            }
            Expr::Try(question) => self.value(&question.expr),
            Expr::Assign(assign) => {
                if kinds::leaves_a_part(&assign.left) && kinds::is_place(&assign.right) {
                    self.place(&assign.right);
                } else {
                    self.value(&assign.right);
                    self.note_lenders(&assign.right);
                }
                self.changed(&assign.left);
                match self.var(&assign.left).or_else(|| self.refilled(&assign.left)) {
                    Some(var) => self.assign(var),
                    None => match fields::field_of(&assign.left, self.vars) {
                        Some(field) => {
                            self.assign_field(&field);
                            if let Expr::Unary(_) = &*assign.left {
                                self.place(&assign.left);
                            }
                        }
                        None => self.place(&assign.left),
                    },
                }
            }
            Expr::Let(_) => self.chained(expression, false),
            Expr::Block(inner) => {
                let label = inner.label.as_ref().map(|label| label.name.ident.to_string());
                self.plain_block(label, &inner.block);
            }
            Expr::Unsafe(inner) => self.plain_block(None, &inner.block),
            Expr::If(branch) => {
                let moved = self.condition(&branch.cond, false);
                self.branches(
                    |this| {
                        this.lose(moved);
                        this.plain_block(None, &branch.then_branch);
                    },
                    |this| {
                        if let Some((_, otherwise)) = &branch.else_branch {
                            this.value(otherwise);
                        }
                    },
                );
            }
            Expr::Match(matched) => {
                let patterns: Vec<_> = matched.arms.iter().map(|arm| &arm.pat).collect();
                let moved = self.head(&matched.expr, &patterns, false);
                let mut before = self.flow.clone();
                let mut after = None;
                for (index, arm) in matched.arms.iter().enumerate() {
                    self.flow.clone_from(&before);
                    self.bind(&arm.pat);
                    if let Pat::Guard(guarded) = &arm.pat {
                        self.guard(&guarded.guard);
                        before = joined(before, self.flow.clone());
                    }
                    self.lose(moved.get(index).cloned().flatten());
                    self.value(&arm.body);
                    after = joined(after, self.flow.take());
                }
                self.flow = if matched.arms.is_empty() { None } else { after };
            }
            Expr::Loop(repeated) => {
                self.repeat(repeated.label.as_ref(), |this| this.plain_block(None, &repeated.body));
            }
            Expr::While(repeated) => {
                self.repeat(repeated.label.as_ref(), |this| {
                    let moved = this.condition(&repeated.cond, false);
                    this.leave(None, true, false);
                    this.lose(moved);
                    this.plain_block(None, &repeated.body);
                });
            }
            Expr::ForLoop(repeated) => {
                self.value(&repeated.expr);
                self.repeat(repeated.label.as_ref(), |this| {
                    this.leave(None, true, false);
                    this.bind(&repeated.pat);
                    this.plain_block(None, &repeated.body);
                });
            }
            Expr::Return(returned) => {
                if let Some(value) = &returned.expr {
                    self.value(value);
                }
                self.flow = None;
            }
            Expr::Break(ended) => {
                if let Some(value) = &ended.expr {
                    self.value(value);
                }
                let label = ended.label.as_ref().map(|label| label.ident.to_string());
                self.leave(label.as_deref(), false, false);
            }
            Expr::Continue(ended) => {
                let label = ended.label.as_ref().map(|label| label.ident.to_string());
                self.leave(label.as_deref(), false, true);
            }
            Expr::Closure(closure) => self.capture(&Captures::of_closure(closure, self.vars)),
            Expr::Async(block) => self.capture(&Captures::of_block(block, self.vars)),
            Expr::Macro(invocation) => self.macro_call(&invocation.mac),
            other => self.mentions(other.to_token_stream()),
        }
    }

    /// The local of `*local`, if it is a `Box` out of which the value was moved on some path.
    fn refilled(&mut self, place: &Expr) -> Option<VarId> {
        let var = boxes::unboxed(place, self.vars)?;
        if !self.flow.as_ref()?.perhaps.contains(&var) {
            return None;
        }
        self.found.fields.insert(fields::refilled(var));
        Some(var)
    }

    /// Whether a call may take the field that it is on.
    fn may_take_field(&self, call: &syn::ExprMethodCall) -> bool {
        matches!(kinds::unparenthesized(&call.receiver), Expr::Field(_))
            && fields::field_of(&call.receiver, self.vars).is_some()
            && methods::is_asked_of_field(call)
    }

    /// A part of a local, or of some other value, whose value is used.
    fn take_part(&mut self, expression: &Expr) {
        self.place(expression);
        self.lose(fields::field_of(expression, self.vars).map(Loss::Part));
    }

    /// An operand of a cast or of an arithmetic operation. A field that is one is taken to be a number.
    fn operand(&mut self, expression: &Expr) {
        match expression {
            Expr::Field(_) => self.place(expression),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(expression),
            other => self.value(other),
        }
    }

    pub(super) fn plain_block(&mut self, label: Option<String>, block: &syn::Block) {
        let labelled = label.is_some();
        if labelled {
            self.targets.push(Target { label, is_loop: false, breaks: None, continues: None });
        }
        for statement in &block.stmts {
            self.statement(statement);
        }
        if labelled {
            let breaks = self.targets.pop().and_then(|target| target.breaks);
            self.join(breaks);
        }
    }

    pub(super) fn binary(&mut self, binary: &syn::ExprBinary) {
        match Operator::of(&binary.op) {
            Operator::Lazy => {
                self.value(&binary.left);
                self.branches(|this| this.value(&binary.right), |_| {});
            }
            Operator::Comparison => {
                self.place(&binary.left);
                self.place(&binary.right);
            }
            Operator::Arithmetic => {
                self.operand(&binary.left);
                self.operand(&binary.right);
            }
            Operator::Assignment => {
                self.value(&binary.right);
                self.place(&binary.left);
            }
        }
    }

    pub(super) fn macro_call(&mut self, invocation: &Macro) {
        let own =
            invocation.path.segments.last().is_some_and(|segment| makes_generator(&segment.ident));
        let generator = own.then(|| Captures::of_generator(invocation, self.vars)).flatten();
        if let Some((captures, evaluated)) = generator {
            if let Some(evaluated) = evaluated {
                self.value(&evaluated);
            }
            self.capture(&captures);
            return;
        }
        let known = if own { None } else { known_macros::known(invocation) };
        let arguments = known.and_then(|_| known_macros::list_in(invocation));
        if known == Some(Takes::Pattern) {
            if let Some((head, rest)) = known_macros::matches_in(invocation) {
                self.place(&head);
                self.mentions(rest);
                return;
            }
        }
        let (Some(takes), Some(arguments)) = (known, arguments) else {
            self.mentions(invocation.tokens.clone());
            if moving_macros::is_unknown(invocation) {
                self.ask_of_macro(invocation);
            }
            return;
        };
        for argument in &arguments {
            // A format string names locals too.
            if let Expr::Lit(_) = argument {
                self.mentions(argument.to_token_stream());
            }
        }
        match takes {
            Takes::Values => arguments.iter().for_each(|argument| self.value(argument)),
            Takes::Condition => {
                arguments.iter().take(1).for_each(|argument| self.value(argument));
                self.branches(
                    |this| {
                        for argument in arguments.iter().skip(1) {
                            match argument {
                                Expr::Assign(named) => this.place(&named.right),
                                other => this.place(other),
                            }
                        }
                    },
                    |_| {},
                );
            }
            Takes::References | Takes::PlaceAndReferences | Takes::Pattern => {
                for argument in &arguments {
                    match argument {
                        Expr::Assign(named) => self.place(&named.right),
                        other => self.place(other),
                    }
                }
            }
        }
        if known_macros::diverges(&invocation.path) {
            self.flow = None;
        }
    }

    /// Uses of locals in tokens.
    pub(super) fn mentions(&mut self, tokens: TokenStream) {
        for var in mentioned(tokens, self.vars) {
            self.use_var(var);
        }
    }

    /// A macro that is not known may move the locals that it names.
    fn ask_of_macro(&mut self, invocation: &Macro) {
        for var in mentioned(invocation.tokens.clone(), self.vars) {
            if moving_macros::may_move(invocation, var, self.vars) {
                self.ask_as(var, moving_macros::key(invocation));
                self.calls += 1;
            }
        }
    }

    /// A closure is made.
    pub(super) fn capture(&mut self, captures: &Captures) {
        for (var, used) in &captures.uses {
            if captures.takes(*used) {
                self.move_var(*var);
                continue;
            }
            match captures.only_call_on(*var) {
                Some(call) if methods::is_asked_in_closure(&call.written) => {
                    self.ask(*var, call.written.method.to_string(), &call.written.args);
                }
                _ => self.use_var(*var),
            }
        }
        for part in captures.parts_taken() {
            self.lose(Some(Loss::Part(fields::captured(&part))));
        }
    }
}

/// Whether a `let` takes parts out of a place, of which it may leave others. All of what is behind a pointer is asked
/// about elsewhere.
fn takes_parts(local: &syn::Local, place: &Expr) -> bool {
    let leaves = boxes::pointer(place).is_none() || !patterns::takes_all(&local.pat);
    kinds::is_place(place)
        && kinds::name_of(place).is_none()
        && !patterns::is_name(&local.pat)
        && leaves
}
