//! Expressions with a yield inside: what is evaluated before it gets a name.

use proc_macro2::Span;
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, Stmt, Token, UnOp, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression, has_yield_in_tokens};
use crate::explicit::known::known_macros::{self, Takes};
use crate::explicit::known::method_names::{BESIDE_A_YIELD, takes_receiver};
use crate::explicit::normal::tails::Early;
use crate::explicit::normal::{Ends, Normal, is_structured};
use crate::explicit::questions::{by_value, standard_macros};
use crate::explicit::tree::ir::{Node, Part, PartKind, VarId};

impl Normal<'_> {
    /// [`hoist`](Self::hoist), for the whole value of a statement.
    pub(super) fn hoist_all(
        &mut self,
        expression: Expr,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        let outer = self.note_changes(&expression);
        let around = std::mem::take(&mut self.waiting);
        let rebuilt = self.hoist_inside(expression, false, parts, borrows);
        self.waiting = around;
        self.changed = outer;
        rebuilt
    }

    /// [`hoist_inside`](Self::hoist_inside), for a part of a statement.
    pub(super) fn hoist(
        &mut self,
        expression: Expr,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        match expression {
            // Its temporaries are dropped where it ends, and not where the statement does.
            Expr::Macro(invocation)
                if known_macros::ends_temporaries(&invocation.mac)
                    && has_yield_in_tokens(invocation.mac.tokens.clone()) =>
            {
                let value = self.bind_whole(Expr::Macro(invocation), parts);
                self.waits(value)
            }
            Expr::Match(matched)
                if has_yield_in_expression(&Expr::Match(matched.clone()))
                    && Self::leaves_head(&matched) =>
            {
                *borrows = true;
                let at = matched.span();
                let operands = self.waiting.clone();
                let node = self.matched_beside(matched, &operands, parts);
                let value = self.bind(node, at, parts);
                self.waits(value)
            }
            other => self.hoist_inside(other, later, parts, borrows),
        }
    }

    /// Puts the operands of an expression up to its last yield into statements, in the order in which
    /// they are evaluated. `later`: whether a yield of the same statement comes after it. `borrows`
    /// becomes true where a statement's operand is not moved away.
    #[expect(clippy::too_many_lines, reason = "an arm for each kind of expression")]
    fn hoist_inside(
        &mut self,
        expression: Expr,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        if !has_yield_in_expression(&expression) {
            if !later {
                return expression;
            }
            if self.is_pure(&expression) {
                self.check_borrowed(&expression, parts);
                return self.constant(expression, parts);
            }
            if let Some(borrow) = self.borrow_of_temporary(&expression, parts) {
                *borrows = true;
                return borrow;
            }
            if let Expr::Reference(reference) = &expression {
                if kinds::is_place(&reference.expr) {
                    self.reject(
                        &reference.expr,
                        "this place is evaluated in front of the yield beside it, and may be another one \
                         behind it: bind the value of the yield with `let` in front of the statement",
                    );
                    return expression;
                }
            }
            let at = expression.span();
            let value = self.sealed(expression);
            let value = self.bind(Node::Plain(value), at, parts);
            return self.waits(value);
        }
        if is_structured(&expression) {
            let at = expression.span();
            let mut expression = expression;
            self.sealed_end(&mut expression);
            self.ends = Ends::Later;
            let mut node = self.node(expression, parts);
            self.unmatched_in_operand(&mut node);
            self.drop_head_early(Early::Operand, &mut node, at);
            let value = self.bind(node, at, parts);
            return self.waits(value);
        }
        let waiting = self.waiting.len();
        let rebuilt = match expression {
            Expr::Call(call) => self.call(call, later, parts, borrows),
            Expr::MethodCall(call) => self.method_call(call, later, parts, borrows),
            Expr::Tuple(mut tuple) => {
                self.operands(tuple.elems.iter_mut().collect(), later, parts, borrows);
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                self.operands(array.elems.iter_mut().collect(), later, parts, borrows);
                Expr::Array(array)
            }
            Expr::Struct(mut fields) => {
                for field in &mut fields.fields {
                    if field.colon_token.is_none() {
                        field.colon_token = Some(<Token![:]>::default());
                    }
                }
                let operands = fields.fields.iter_mut().map(|field| &mut field.expr);
                if let Some(rest) = &mut fields.rest {
                    // It is evaluated behind the fields, and what they leave of it stays a temporary.
                    let behind = has_yield_in_expression(rest);
                    self.operands_before(
                        operands.collect(),
                        later || behind,
                        behind,
                        parts,
                        borrows,
                    );
                    if behind {
                        let taken = std::mem::replace(&mut **rest, kinds::nothing());
                        **rest = self.hoist(taken, false, parts, borrows);
                        *borrows |= self.is_bound(rest);
                    }
                } else {
                    self.operands(operands.collect(), later, parts, borrows);
                }
                Expr::Struct(fields)
            }
            Expr::Repeat(mut array) => {
                *array.expr = self.hoist(*array.expr, later, parts, borrows);
                Expr::Repeat(array)
            }
            Expr::Binary(binary) => self.binary(binary, later, parts, borrows),
            Expr::Unary(mut unary) => {
                *unary.expr = self.hoist(*unary.expr, false, parts, borrows);
                if matches!(unary.op, UnOp::Deref(_)) {
                    *borrows |= self.is_bound(&unary.expr);
                }
                Expr::Unary(unary)
            }
            Expr::Cast(mut cast) => {
                *cast.expr = self.hoist(*cast.expr, false, parts, borrows);
                Expr::Cast(cast)
            }
            Expr::Paren(mut inner) => {
                *inner.expr = self.hoist(*inner.expr, later, parts, borrows);
                return Expr::Paren(inner);
            }
            Expr::Group(mut inner) => {
                *inner.expr = self.hoist(*inner.expr, later, parts, borrows);
                return Expr::Group(inner);
            }
            Expr::Field(mut field) => {
                *field.base = self.hoist(*field.base, false, parts, borrows);
                *borrows |= self.is_bound(&field.base);
                Expr::Field(field)
            }
            Expr::Reference(mut reference) => {
                let written = reference.clone();
                *reference.expr = self.hoist(*reference.expr, false, parts, borrows);
                if later && kinds::name_of(&reference.expr).is_some() {
                    self.reject(
                        &written,
                        "this borrows from the value of a yield, with a yield behind it in the statement: bind \
                         the value with `let` in front of the statement",
                    );
                    return parse_quote!(());
                }
                *borrows |= self.is_bound(&reference.expr);
                Expr::Reference(reference)
            }
            Expr::Try(mut question) => {
                *question.expr = self.hoist(*question.expr, false, parts, borrows);
                Expr::Try(question)
            }
            Expr::Index(mut index) => {
                if !kinds::is_place(&index.expr) {
                    self.reject(&index.expr, "what is indexed has to live across the yield in the index: bind it with `let` in front of the statement");
                }
                *index.index = self.hoist(*index.index, false, parts, borrows);
                Expr::Index(index)
            }
            Expr::Range(mut range) => {
                let operands = [range.start.as_deref_mut(), range.end.as_deref_mut()];
                self.operands(operands.into_iter().flatten().collect(), later, parts, borrows);
                Expr::Range(range)
            }
            Expr::Assign(mut assign) => {
                if has_yield_in_expression(&assign.left) {
                    self.reject(&assign.left, "a place is found before a value is assigned to it, and could be another one behind this yield: bind \
                         the value of the yield with `let` in front of the statement");
                }
                *assign.right = self.hoist(*assign.right, false, parts, borrows);
                Expr::Assign(assign)
            }
            Expr::Return(mut returned) => {
                if let Some(value) = returned.expr.take() {
                    returned.expr = Some(Box::new(self.hoist(*value, false, parts, borrows)));
                }
                Expr::Return(returned)
            }
            Expr::Break(mut ended) => {
                if let Some(value) = ended.expr.take() {
                    ended.expr = Some(Box::new(self.hoist(*value, false, parts, borrows)));
                }
                Expr::Break(ended)
            }
            Expr::Macro(invocation) => self.macro_call(invocation, later, parts, borrows),
            other => {
                self.reject(
                    &other,
                    "a yield cannot stand in an expression of this kind: bind its value with `let`",
                );
                return parse_quote!(());
            }
        };
        if later {
            let at = rebuilt.span();
            let value = self.sealed(rebuilt);
            let value = self.bind(Node::Plain(value), at, parts);
            self.waiting.truncate(waiting);
            return self.waits(value);
        }
        rebuilt
    }

    /// Notes that an operand has a name, and waits for the rest of its statement.
    fn waits(&mut self, operand: Expr) -> Expr {
        let var = kinds::name_of(&operand).and_then(|name| self.vars.find(name));
        self.waiting.extend(var.filter(|var| !self.vars.all[*var].plain));
        operand
    }

    /// Asks rustc whether a head that a `match` leaves, and an operand in front of the `match`, have destructors.
    pub(super) fn ask_of_operands(
        &mut self,
        head: &Expr,
        operands: &[VarId],
        at: Span,
        parts: &mut Vec<Part>,
    ) {
        if operands.is_empty() {
            return;
        }
        let (private, here) = (&self.private, Span::mixed_site().located_at(at));
        let operands = operands.iter().map(|var| &self.vars.all[*var].ident);
        let operands = operands.fold(quote!(()), |rest, operand| quote!((&#operand, #rest)));
        // As an expression, for one of the names may lie in an `Option`.
        let question =
            quote_spanned!(here=> { #private::left_behind_operands(&#head, &#operands, || ()); });
        self.question(question, parts);
    }

    /// A borrow of a temporary, or of a part of one: the temporary gets a name, and is borrowed where the
    /// borrow is used.
    fn borrow_of_temporary(&mut self, expression: &Expr, parts: &mut Vec<Part>) -> Option<Expr> {
        let Expr::Reference(reference) = expression else { return None };
        let mut reference = reference.clone();
        let root = root_of(&mut reference.expr);
        let is_value = !kinds::is_place(root)
            && !kinds::is_promoted(root)
            && !matches!(root, Expr::Index(_) | Expr::Unary(_) | Expr::Reference(_));
        // A temporary of the statement is dropped behind all operands, and this one in front of those before
        // it.
        let is_first = parts.iter().flat_map(|part| &part.declares).all(|var| {
            let var = &self.vars.all[*var];
            !var.hidden || var.plain
        });
        if !is_value {
            return None;
        }
        if !is_first {
            self.reject(
                expression,
                "this borrows from a temporary that would live across a yield, behind an operand in front \
                 of it: bind it with `let` in front of the statement",
            );
            return Some(expression.clone());
        }
        let value = std::mem::replace(root, kinds::nothing());
        let at = value.span();
        let value = self.sealed(value);
        let named = self.bind(Node::Plain(value), at, parts);
        if let Some(var) = kinds::name_of(&named).and_then(|name| self.vars.find(name)) {
            self.vars.all[var].mutability = reference.mutability;
            let name = &self.vars.all[var].ident;
            if let Some(Part { kind: PartKind::Statements(statements), .. }) = parts.last_mut() {
                if let (Some(mutability), [Stmt::Local(local)]) =
                    (reference.mutability, &mut **statements)
                {
                    local.pat = parse_quote!(#mutability #name);
                }
            }
        }
        *root_of(&mut reference.expr) = named;
        Some(Expr::Reference(reference))
    }

    /// Whether an expression has the same value behind the yields of its statement, and does nothing.
    fn is_pure(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Lit(_) => true,
            // A static that changes needs `unsafe`.
            Expr::Path(_) if self.unsafety > 0 => false,
            Expr::Path(path) => {
                path.path.segments.len() > 1
                    || path
                        .path
                        .get_ident()
                        .filter(|name| self.vars.find(name).is_none())
                        .is_some_and(|name| kinds::is_constant(&name.to_string()))
            }
            Expr::Reference(reference) => {
                self.is_stable(&reference.expr) || kinds::is_literal(&reference.expr)
            }
            Expr::Paren(inner) => self.is_pure(&inner.expr),
            Expr::Group(inner) => self.is_pure(&inner.expr),
            other => kinds::is_literal(other),
        }
    }

    /// Whether this is a place in a value that was given a name, which is not moved by a use of it.
    pub(super) fn is_bound(&self, place: &Expr) -> bool {
        match place {
            Expr::Field(field) => self.is_bound(&field.base),
            Expr::Index(index) => self.is_bound(&index.expr),
            Expr::Unary(unary) => self.is_bound(&unary.expr),
            Expr::Paren(inner) => self.is_bound(&inner.expr),
            Expr::Group(inner) => self.is_bound(&inner.expr),
            other => kinds::name_of(other)
                .and_then(|name| self.vars.find(name))
                .is_some_and(|var| self.vars.all[var].hidden && !self.vars.all[var].plain),
        }
    }

    /// Operands that are moved away, in their order.
    pub(super) fn operands(
        &mut self,
        operands: Vec<&mut Expr>,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) {
        self.operands_before(operands, later, false, parts, borrows);
    }

    /// The same, where a yield of the same expression may come behind them.
    fn operands_before(
        &mut self,
        operands: Vec<&mut Expr>,
        later: bool,
        behind: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) {
        let last = match operands.iter().rposition(|operand| has_yield_in_expression(operand)) {
            _ if behind => Some(operands.len()),
            last => last,
        };
        for (index, operand) in operands.into_iter().enumerate() {
            let later = later && last.is_none() || last.is_some_and(|last| index < last);
            if later || has_yield_in_expression(operand) {
                let taken = std::mem::replace(operand, kinds::nothing());
                *operand = self.hoist(taken, later, parts, borrows);
            }
        }
    }

    pub(super) fn binary(
        &mut self,
        mut binary: syn::ExprBinary,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        use BinOp::{
            AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, Eq, Ge, Gt, Le, Lt,
            MulAssign, Ne, RemAssign, ShlAssign, ShrAssign, SubAssign,
        };

        let assigns = matches!(
            binary.op,
            AddAssign(_)
                | SubAssign(_)
                | MulAssign(_)
                | DivAssign(_)
                | RemAssign(_)
                | BitXorAssign(_)
                | BitAndAssign(_)
                | BitOrAssign(_)
                | ShlAssign(_)
                | ShrAssign(_)
        );
        let compares = matches!(binary.op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_));
        if has_yield_in_expression(&binary.right) && (assigns || compares) {
            // An assignment evaluates its right side first, or borrows the left one for the while.
            let is_static = self.unsafety > 0 && !self.is_in_local(&binary.left);
            let stable = kinds::is_literal(&binary.left)
                || (self.is_stable(&binary.left)
                    && (assigns || !is_static && !mentions(&binary.right, &binary.left)));
            if stable {
                self.check_place(&binary.left, false, parts);
            }
            // An assignment to a primitive evaluates its right side first.
            let primitive = !stable
                && assigns
                && kinds::is_place(&binary.left)
                && !self.names_change(&binary.left);
            if !stable && !primitive {
                self.reject(
                    &binary.left,
                    "this is evaluated before the yield beside it: bind it with `let`",
                );
            }
            *binary.right = self.hoist(*binary.right, false, parts, borrows);
            *borrows |= compares && self.is_bound(&binary.right);
            if primitive {
                let operand = match &*binary.right {
                    name if kinds::name_of(name).is_some() => name.clone(),
                    _ => {
                        let right = std::mem::replace(&mut *binary.right, kinds::nothing());
                        let at = right.span();
                        self.bind(Node::Plain(right), at, parts)
                    }
                };
                let (private, left) = (&self.private, &binary.left);
                let here = Span::mixed_site().located_at(binary.left.span());
                let check =
                    quote_spanned!(here=> if false { #private::primitives(&#left, &#operand) });
                *binary.right = operand.clone();
                self.plain(Stmt::Expr(Expr::Verbatim(check), None), parts);
            }
            return Expr::Binary(binary);
        }
        if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
            // The yield is on the left, whose temporaries are dropped in front of what is on the right.
            *binary.left = self.bind_whole(*binary.left, parts);
            return Expr::Binary(binary);
        }
        self.operands(vec![&mut *binary.left, &mut *binary.right], later, parts, borrows);
        *borrows |= compares && (self.is_bound(&binary.left) || self.is_bound(&binary.right));
        Expr::Binary(binary)
    }

    pub(super) fn method_call(
        &mut self,
        mut call: ExprMethodCall,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        let in_arguments = call.args.iter().any(has_yield_in_expression);
        if in_arguments {
            let name = call.method.to_string();
            let moves = takes_receiver(&call);
            let arguments: Expr = {
                let arguments = call.args.iter();
                parse_quote!((#(#arguments,)*))
            };
            let stable = self.is_stable(&call.receiver)
                && BESIDE_A_YIELD.contains(&&*name)
                && !mentions(&arguments, &call.receiver);
            if !stable && !moves {
                self.reject(
                    &call.receiver,
                    "this is evaluated before the yield among the arguments: bind the value of the \
                     yield with `let` in front of the statement",
                );
            }
            if moves {
                let is_place = kinds::is_place(&call.receiver);
                *call.receiver = self.hoist(*call.receiver, true, parts, borrows);
                if let (true, Some(name)) = (is_place, kinds::name_of(&call.receiver)) {
                    let check = by_value::check(&self.private, &call.method, name);
                    self.question(check, parts);
                }
            } else if stable {
                self.check_place(&call.receiver, true, parts);
            }
            self.operands(call.args.iter_mut().collect(), later, parts, borrows);
            if stable && !moves && self.is_in_local(&call.receiver) {
                let written = call.clone();
                let called = |receiver: &Expr, args: &Punctuated<Expr, Token![,]>| {
                    Expr::MethodCall(ExprMethodCall {
                        receiver: Box::new(receiver.clone()),
                        args: args.clone(),
                        ..written.clone()
                    })
                };
                self.check_borrows(&call.receiver, &call.args, called, parts);
            }
            return Expr::MethodCall(call);
        }
        *call.receiver = self.hoist(*call.receiver, false, parts, borrows);
        if !takes_receiver(&call) {
            *borrows |= self.is_bound(&call.receiver);
        }
        Expr::MethodCall(call)
    }

    /// Asks rustc whether the name of a macro is that of the standard library's: if another macro has the
    /// name as well, it is ambiguous.
    pub(super) fn check_name(&mut self, invocation: &syn::Macro, parts: &mut Vec<Part>) {
        let Some(by_name) = standard_macros::use_by_name(invocation) else { return };
        let check = standard_macros::question(&by_name, &self.private);
        self.plain(Stmt::Expr(Expr::Verbatim(check), None), parts);
    }

    pub(super) fn macro_call(
        &mut self,
        mut invocation: syn::ExprMacro,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        self.check_name(&invocation.mac, parts);
        let mac = &mut invocation.mac;
        let Some(takes) = known_macros::known(mac) else {
            self.reject(
                &mac.path,
                "a yield cannot stand among the arguments of this macro, whose evaluation is not \
                 known: bind its value with `let` in front of it",
            );
            return parse_quote!(());
        };
        if takes == Takes::Pattern {
            let Some((head, rest)) = known_macros::matches_in(mac) else {
                return parse_quote!(());
            };
            let head = self.hoist(head, false, parts, borrows);
            *borrows |= self.is_bound(&head);
            mac.tokens = quote!(#head #rest);
            return Expr::Macro(invocation);
        }
        let Some(mut arguments) = known_macros::list_in(mac) else {
            self.reject(&mac.path, "a yield cannot stand here: bind its value with `let`");
            return parse_quote!(());
        };
        if let Some(first) = known_macros::first_of_message(mac) {
            if let Some(message) =
                arguments.iter().skip(first).find(|part| has_yield_in_expression(part))
            {
                self.reject(
                    message,
                    "a yield cannot stand among what is evaluated only if the assertion fails: \
                     bind its value with `let`",
                );
            }
        }
        match takes {
            Takes::Values => self.operands(arguments.iter_mut().collect(), later, parts, borrows),
            Takes::Condition => {
                self.operands(arguments.iter_mut().take(1).collect(), later, parts, borrows);
            }
            Takes::References | Takes::PlaceAndReferences => {
                let operands = arguments.iter_mut().map(|argument| match argument {
                    // `name = value`
                    Expr::Assign(named) => &mut *named.right,
                    other => other,
                });
                // What is only borrowed stays where it is.
                let (places, operands): (Vec<&mut Expr>, Vec<&mut Expr>) =
                    operands.partition(|operand| self.is_stable(operand));
                for (index, place) in places.into_iter().enumerate() {
                    let called = index == 0 && takes == Takes::PlaceAndReferences;
                    self.check_place(place, called, parts);
                }
                self.operands(operands, later, parts, borrows);
                *borrows |= arguments.iter().any(|argument| match argument {
                    Expr::Assign(named) => self.is_bound(&named.right),
                    other => self.is_bound(other),
                });
            }
            Takes::Pattern => {}
        }
        mac.tokens = quote!(#(#arguments),*);
        Expr::Macro(invocation)
    }
}

/// The value of which a place is a field.
fn root_of(place: &mut Expr) -> &mut Expr {
    match place {
        Expr::Field(field) => root_of(&mut field.base),
        Expr::Paren(inner) => root_of(&mut inner.expr),
        Expr::Group(inner) => root_of(&mut inner.expr),
        other => other,
    }
}

/// Whether the local that is at the root of a place is named in `code`.
pub(super) fn mentions(code: &Expr, place: &Expr) -> bool {
    kinds::root_of(place).is_none_or(|name| kinds::times_named(code.to_token_stream(), name) > 0)
}
