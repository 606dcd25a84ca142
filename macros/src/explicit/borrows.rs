//! Explains borrows from one local to another across a yield, as far as they are seen. rustc finds all of
//! them, where a local is moved into the state.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Local, Member, Pat, Stmt, Type, UnOp};

use crate::errors::Errors;
use crate::explicit::callables::is_called;
use crate::explicit::captures::{Captures, Use};
use crate::explicit::collected::{self, References};
use crate::explicit::copying::Named;
use crate::explicit::flow::Kept;
use crate::explicit::ir::{Arm, Block, Choice, Node, Part, PartKind, VarId, YieldId};
use crate::explicit::kinds;
use crate::explicit::method_names::{
    GUARDS, ITERATES, OF_ITERATORS_ALONE, PASSES_ON, REFERS, holds_receiver, passes_receiver,
};
use crate::explicit::names::Vars;
use crate::explicit::normal::REMARK;
use crate::explicit::owners::{collecting_parts, is_lock_type, makes_lock, makes_owner, owns};
use crate::explicit::reborrows::is_lender;
use crate::explicit::receivers::Known;
use crate::explicit::walk::{Code, Walk};
use crate::lower::{internal, is_of_hidden_items};
use crate::tokens;

/// Reports each `let name = &local;` whose `name` is kept across a yield, and each kept `async` block, should the
/// generator be to be cloned.
pub(crate) fn check(body: &Block, vars: &Vars, kept: &Kept, clones: bool, errors: &mut Errors) {
    let mut copies = Copies { vars, found: Vec::new() };
    copies.block(body);
    let copies = copies.found;
    let mut borrows = Borrows {
        vars,
        kept,
        errors,
        clones,
        copies,
        owners: BTreeSet::new(),
        collections: BTreeMap::new(),
        locks: BTreeSet::new(),
        peekable: BTreeSet::new(),
        closures: BTreeSet::new(),
        from: BTreeMap::new(),
        lent: BTreeSet::new(),
        views: BTreeMap::new(),
        temporaries: BTreeMap::new(),
        constants: BTreeSet::new(),
        code: Named::of(body),
    };
    borrows.block(body);
}

/// Finds the operands that are copies of locals.
struct Copies<'a> {
    vars: &'a Vars,
    found: Vec<(VarId, VarId)>,
}

impl Walk for Copies<'_> {
    fn code(&mut self, code: Code<'_>) {
        let Code::Statements(statements) = code else { return };
        for statement in statements {
            let Stmt::Local(Local { pat: Pat::Ident(copy), init: Some(init), .. }) = statement
            else {
                continue;
            };
            let of = kinds::name_of(&init.expr).and_then(|name| self.vars.find(name));
            let copy = self.vars.find(&copy.ident).filter(|copy| self.vars.all[*copy].hidden);
            self.found.extend(copy.zip(of));
        }
    }
}

struct Borrows<'a> {
    vars: &'a Vars,
    kept: &'a Kept,
    errors: &'a mut Errors,
    /// Whether the generator is to be `Clone`.
    clones: bool,
    /// Operands that are copies of locals, each with its local.
    copies: Vec<(VarId, VarId)>,
    /// Locals whose type is not written, with a value that owns what its methods borrow.
    owners: BTreeSet<VarId>,
    /// Collections of references, each with the local that they refer to.
    collections: BTreeMap<VarId, Ident>,
    /// Locals whose type is not written, with a value that gives guards.
    locks: BTreeSet<VarId>,
    /// Locals that are a `Peekable`.
    peekable: BTreeSet<VarId>,
    /// Locals that are closures.
    closures: BTreeSet<VarId>,
    /// Locals that borrow from an exclusive reference, each with that.
    from: BTreeMap<VarId, VarId>,
    /// Locals of which parts are borrowed exclusively, as was reported.
    lent: BTreeSet<VarId>,
    /// Locals that borrow from another one, each with that.
    views: BTreeMap<VarId, Ident>,
    /// Locals that borrow from a temporary value, each with that.
    temporaries: BTreeMap<VarId, VarId>,
    /// Locals whose value can be that of a constant, as it is written.
    constants: BTreeSet<VarId>,
    /// All code of the body.
    code: TokenStream,
}

impl Walk for Borrows<'_> {
    fn part(&mut self, part: &Part) {
        match &part.kind {
            PartKind::Statements(statements) => {
                for statement in statements {
                    self.statement(statement);
                }
            }
            PartKind::Choose { choice: Choice::Match { head, arms, .. }, ends, .. } => {
                self.head(head, arms, ends);
                for arm in arms {
                    if self.choice(head, &arm.pattern, &arm.bound) {
                        break;
                    }
                }
            }
            PartKind::Choose { choice: Choice::If { condition, bound, .. }, .. } => {
                self.condition(condition, bound);
            }
            PartKind::While { condition, .. } => self.condition(condition, &part.declares),
            PartKind::Offer { value, ty: None, .. } => self.call(value, part.last + 1),
            PartKind::Offer { value, .. } => self.item(value, part.last + 1),
            _ => self.inside_part(part),
        }
    }

    fn node(&mut self, node: &Node) {
        if let Node::Yield(yielded) = node {
            if let Some(Node::Plain(value)) = yielded.value.as_deref() {
                match yielded.delegate {
                    Some(_) => self.delegate(value, yielded.id),
                    None => self.item(value, yielded.id),
                }
            }
        }
        self.inside_node(node);
    }
}

impl Borrows<'_> {
    /// What a yield delegates to, which is kept as long as it gives items.
    fn delegate(&mut self, value: &Expr, id: YieldId) {
        let Some(borrowed) = self.borrowed(value) else { return };
        let Some(owner) = self.vars.find(borrowed) else { return };
        let by_ref = calls(value, "by_ref");
        if !self.is_held(owner, by_ref, |at| at == id) {
            return;
        }
        let (place, borrowed) = (place_of(value, borrowed), self.vars.all[owner].name());
        let remedy = if let Some(part) = lent_field(value) {
            let ty = if self.vars.all[owner].is_self() { "Self" } else { "Type" };
            format!(
                "take `{borrowed}` apart in front of that, `let {ty} {{ {part}, .. }} = {borrowed};`, and delegate to \
                 `{part}`"
            )
        } else if by_ref
            || matches!(seen(value), Expr::Reference(reference) if reference.mutability.is_some())
        {
            format!("write `while let Some(..) = {borrowed}.next()`")
        } else {
            "delegate to values that borrow nothing, as to a `Vec` of them".to_owned()
        };
        self.errors.at(
            place,
            format!(
                "this delegate borrows from the local `{borrowed}` across a yield, and an explicit state holds no \
                 borrows of its own locals: {remedy}{REMARK}"
            ),
        );
    }

    /// The iterator of a loop, which is kept as long as it runs.
    fn head(&mut self, head: &Expr, arms: &[Arm], ends: &[YieldId]) {
        let Expr::Call(call) = head else { return };
        let is_kept = |arm: &Arm| arm.bound.iter().any(|var| self.is_kept(*var));
        let is_loop = arms.len() == 1
            && arms.iter().any(is_kept)
            && call.func.to_token_stream().to_string().ends_with("into_iter");
        let Some(head) = call.args.first().filter(|_| is_loop) else { return };
        if !ends.is_empty() {
            self.closures_of(head);
        }
        let collected = kinds::name_of(seen(head)).and_then(|name| self.vars.find(name));
        let collected = collected.and_then(|var| self.collections.get(&var));
        let viewed = iterated(head).and_then(|name| self.vars.find(name));
        let viewed = viewed.and_then(|var| self.views.get(&var));
        let borrowed = self.borrowed(head).or(collected).or(viewed);
        let given = given_away(head).filter(|_| borrowed.is_none());
        let Some(borrowed) = borrowed.or(given) else { return };
        let Some(mut owner) = self.vars.find(borrowed) else { return };
        let by_ref = calls(head, "by_ref");
        let is_held = |owner| self.is_held(owner, by_ref, |id| ends.contains(&id));
        if !ends.is_empty() && (given.is_some() || !is_held(owner)) {
            // What it loops over is borrowed from another one.
            match self.from.get(&owner).filter(|other| is_held(**other)) {
                Some(other) => owner = *other,
                None if given.is_some() => return,
                None => {}
            }
        }
        if ends.is_empty() || !is_held(owner) {
            return;
        }
        let name = self.vars.all[owner].name();
        let remedy = if let Some(drained) = drained(head) {
            format!("loop over what is collected of it, `{drained}`")
        } else if collected.is_some() {
            "collect values that borrow nothing, as by `to_owned`".to_owned()
        } else if by_ref {
            format!("write `while let Some(..) = {name}.next()`")
        } else if matches!(seen(head), Expr::Array(_)) {
            "loop over the values themselves, or over clones of them".to_owned()
        } else if let Some(collecting) = collecting_parts(head) {
            collecting.to_owned()
        } else if self.is_exclusive(owner) {
            "loop over the indices".to_owned()
        } else {
            "loop over the indices, or over the value itself".to_owned()
        };
        let place = place_of(head, borrowed);
        self.errors.at(
            place,
            format!(
                "this loop borrows from the local `{name}` across a yield, and an explicit state \
                 holds no borrows of its own locals: {remedy}{REMARK}"
            ),
        );
    }

    /// Whether a borrow from a local is one that no state can hold: where the local is an exclusive reference,
    /// or may be one, it is kept beside the borrow.
    fn is_held(&self, owner: VarId, by_ref: bool, at: impl Fn(YieldId) -> bool) -> bool {
        let var = &self.vars.all[owner];
        let is_known = var.range || var.known.is_some() || var.written.is_some();
        !self.is_exclusive(owner) && (is_known || !by_ref)
            || self.kept.at.iter().any(|(id, kept)| *kept == owner && at(*id))
    }

    fn is_exclusive(&self, var: VarId) -> bool {
        self.vars.all[var].exclusive
    }

    /// Whether a local is kept, or what the normal form has made of it.
    fn is_kept(&self, var: VarId) -> bool {
        let is_kept = |var| self.kept.at.iter().any(|(_, kept)| *kept == var);
        is_kept(var) || self.copies.iter().any(|(copy, of)| *of == var && is_kept(*copy))
    }

    fn is_kept_at(&self, id: YieldId, var: VarId) -> bool {
        let is_kept = |var| self.kept.is_kept(id, var);
        is_kept(var) || self.copies.iter().any(|(copy, of)| *of == var && is_kept(*copy))
    }

    /// The local that a value borrows from: by `&`, or by a method of the standard library that gives an
    /// iterator over what is in it.
    fn borrowed<'e>(&self, value: &'e Expr) -> Option<&'e Ident> {
        match seen(value) {
            Expr::Reference(reference) => {
                // Through a reference it is a borrow of something else.
                let is_reference =
                    |var: &VarId| matches!(self.vars.all[*var].written, Some(Type::Reference(_)));
                match (&*reference.expr, kinds::name_of(&reference.expr)) {
                    (_, Some(name)) => {
                        self.vars.find(name).filter(|var| !is_reference(var)).map(|_| name)
                    }
                    (Expr::Unary(inner), None) if matches!(inner.op, UnOp::Deref(_)) => {
                        let name = kinds::name_of(&inner.expr)?;
                        let var = self.vars.find(name)?;
                        self.is_exclusive(var).then_some(name)
                    }
                    (Expr::Index(index), None) => self.owner(&index.expr),
                    (place, None) => self.owner(place),
                }
            }
            Expr::Call(call) if is_zip(&call.func) => {
                call.args.iter().find_map(|argument| self.borrowed(argument))
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                match kinds::name_of(&call.receiver) {
                    Some(name) if ITERATES.contains(&&*method) => {
                        let var = self.vars.find(name)?;
                        let owns = self.vars.all[var].written.as_ref().is_some_and(owns);
                        (owns || self.is_exclusive(var) || self.owners.contains(&var))
                            .then_some(name)
                    }
                    Some(name) if method == "by_ref" => {
                        let var = self.vars.find(name)?;
                        let written = self.vars.all[var].written.as_ref();
                        let is_reference = matches!(written, Some(Type::Reference(_)));
                        (!is_reference || self.is_exclusive(var)).then_some(name)
                    }
                    None if is_exclusive_borrow(call) && is_field(&call.receiver) => {
                        self.owner(&call.receiver)
                    }
                    None if passes_receiver(call) || ITERATES.contains(&&*method) => {
                        self.borrowed(&call.receiver)
                    }
                    _ => None,
                }
            }
            Expr::Struct(fields) => fields.fields.iter().find_map(|field| self.holds(&field.expr)),
            Expr::Tuple(tuple) => tuple.elems.iter().find_map(|element| self.holds(element)),
            Expr::Array(array) => array.elems.iter().find_map(|element| self.holds(element)),
            Expr::Call(call) if kinds::is_constructor(&call.func) => {
                call.args.iter().find_map(|argument| self.holds(argument))
            }
            Expr::Paren(inner) => self.borrowed(&inner.expr),
            _ => None,
        }
    }

    /// The local that a part of a value borrows from. A part may be coerced: only a local that owns what it holds
    /// is borrowed by a `&`.
    fn holds<'e>(&self, part: &'e Expr) -> Option<&'e Ident> {
        match seen(part) {
            Expr::Reference(reference) => self.owner(&reference.expr),
            Expr::MethodCall(_) => self.borrowed(part).or_else(|| self.referred(part)),
            _ => self.borrowed(part),
        }
    }

    /// The local that a collection of references refers to.
    fn collected<'e>(&self, value: &'e Expr, var: VarId) -> Option<&'e Ident> {
        let Expr::MethodCall(call) = seen(value) else { return None };
        let written = self.vars.all[var].written.as_ref();
        if call.method != "collect"
            || References::of(call.turbofish.as_ref(), written) != References::Unnamed
        {
            return None;
        }
        let owner = self.borrowed(&call.receiver)?;
        let of = self.vars.find(owner).and_then(|owner| self.vars.all[owner].written.as_ref());
        collected::refers(&call.receiver, of).then_some(owner)
    }

    /// The local that a place is a part of, if no part of its type is a reference as it is written.
    fn owner<'e>(&self, place: &'e Expr) -> Option<&'e Ident> {
        match place {
            Expr::Field(field) => self.owner(&field.base),
            Expr::Paren(inner) => self.owner(&inner.expr),
            Expr::Group(inner) => self.owner(&inner.expr),
            other => {
                let name = kinds::name_of(other)?;
                let var = self.vars.find(name)?;
                let owns = match &self.vars.all[var].written {
                    Some(ty @ (Type::Path(_) | Type::Tuple(_) | Type::Array(_))) => {
                        !ty.to_token_stream().to_string().contains(['&', '\''])
                    }
                    _ => self.is_exclusive(var) || self.owners.contains(&var),
                };
                owns.then_some(name)
            }
        }
    }

    /// The local that a value is a reference into, by a method of the standard library.
    fn referred<'e>(&self, value: &'e Expr) -> Option<&'e Ident> {
        match seen(value) {
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if is_exclusive_borrow(call) && is_field(&call.receiver) {
                    return self.owner(&call.receiver);
                }
                let Some(name) = kinds::name_of(&call.receiver) else {
                    let passes = PASSES_ON.contains(&&*method);
                    return self.referred(&call.receiver).filter(|_| passes);
                };
                let var = self.vars.find(name)?;
                let ty = self.vars.all[var].written.as_ref();
                let owns = ty.is_some_and(kinds::is_collection_type) || self.owners.contains(&var);
                let is_option = self.vars.all[var].known == Some(Known::Option);
                let locks = ty.is_some_and(is_lock_type) || self.locks.contains(&var);
                let refers = locks && GUARDS.contains(&&*method)
                    || (owns || self.is_exclusive(var)) && REFERS.contains(&&*method)
                    || is_option
                        && ["as_deref", "as_deref_mut", "as_mut", "as_ref"].contains(&&*method)
                    || self.peekable.contains(&var) && method.starts_with("peek");
                refers.then_some(name)
            }
            _ => None,
        }
    }

    /// The `if let` and `while let` in a condition.
    fn condition(&mut self, condition: &Expr, bound: &[VarId]) {
        for choice in kinds::lets_in(condition) {
            self.choice(&choice.expr, &choice.pat, bound);
        }
    }

    /// What a pattern binds of a head that borrows from a local. Whether it is reported.
    fn choice(&mut self, head: &Expr, pattern: &Pat, bound: &[VarId]) -> bool {
        let head = seen(head);
        if let (Expr::Tuple(heads), Pat::Tuple(patterns)) = (head, pattern) {
            return heads.elems.len() == patterns.elems.len()
                && heads
                    .elems
                    .iter()
                    .zip(&patterns.elems)
                    .any(|(head, pattern)| self.choice(head, pattern, bound));
        }
        let by_reference = references_in(pattern);
        let is_place = kinds::is_place(head);
        let Some(name) = by_reference.iter().find_map(|(name, by_ref)| {
            let var = self.vars.find(name)?;
            let kept = bound.contains(&var) && self.is_kept(var);
            (kept && !self.vars.all[var].hidden && (*by_ref || !is_place)).then_some(var)
        }) else {
            return false;
        };
        let borrowed = match head {
            Expr::Reference(reference) => match &*reference.expr {
                Expr::Index(index) => self.owner(&index.expr),
                place => self.owner(place),
            },
            Expr::Index(index) if is_place => self.owner(&index.expr),
            _ if is_place => self.owner(head),
            _ => self.referred(head).or_else(|| self.borrowed(head)),
        };
        let Some(borrowed) = borrowed.and_then(|name| self.vars.find(name)) else { return false };
        if !self.is_held(borrowed, false, |id| self.is_kept_at(id, name)) {
            return false;
        }
        let (name, borrowed) = (self.vars.all[name].name(), self.vars.all[borrowed].name());
        self.errors.at(
            head,
            format!(
                "`{name}` borrows from the local `{borrowed}` across a yield, and an explicit state holds no \
                 borrows of its own locals: copy or clone what is used behind the yield, or borrow again \
                 there{REMARK}"
            ),
        );
        true
    }

    /// An item that is an exclusive borrow.
    fn item(&mut self, value: &Expr, id: YieldId) {
        if let Some(place) = lent_part(value) {
            self.lent(place, value, id, "this item");
        }
    }

    /// What a call of the function itself borrows exclusively: the caller's state has it as well.
    fn call(&mut self, value: &Expr, id: YieldId) {
        let Expr::Block(block) = value else { return };
        for statement in &block.block.stmts {
            let Stmt::Local(Local { init: Some(init), .. }) = statement else { continue };
            if let Some(place) = lent_part(&init.expr) {
                self.lent(place, &init.expr, id, "this call");
                continue;
            }
            let (place, by_name) = match &*init.expr {
                Expr::Reference(reference) => (&*reference.expr, false),
                other => (other, true),
            };
            let Some(name) = kinds::name_of(place) else { continue };
            let Some(var) = self.vars.find(name).filter(|var| self.kept.is_kept(id, *var)) else {
                continue;
            };
            let exclusive = |ty: &Type| matches!(ty, Type::Reference(reference) if reference.mutability.is_some());
            if by_name && !self.vars.all[var].written.as_ref().is_some_and(exclusive) {
                continue;
            }
            let name = self.vars.all[var].name();
            self.errors.at(
                &init.expr,
                format!(
                    "`{name}` lives longer than this call, which borrows it, and the states of a \
                     recursion hold no borrows from one another: move `{name}` into the call and return it, \
                     or share it, in a `RefCell`{REMARK}"
                ),
            );
        }
    }

    /// What borrows a part of a local exclusively, and is away while a yield keeps the local.
    fn lent(&mut self, place: &Ident, value: &Expr, id: YieldId, what: &str) {
        let is_used = |var: &VarId| self.kept.used.contains(&(id, *var));
        let Some(var) = self.vars.find(place).filter(is_used) else { return };
        // Once is enough.
        if !self.lent.insert(var) {
            return;
        }
        let name = self.vars.all[var].name();
        self.errors.at(
            value,
            format!(
                "{what} borrows a part of `{name}`, which is used behind it, and the state keeps `{name}` as a whole: \
                 take it apart in front of that, `let Type {{ part, rest }} = {name};`, and use its parts{REMARK}"
            ),
        );
    }

    /// A closure that is kept across a yield, and what it borrows.
    fn closure(&mut self, name: &Ident, closure: &syn::ExprClosure) {
        let Some(var) = self.vars.find(name) else { return };
        self.closures.insert(var);
        if self.kept.at.iter().any(|(_, kept)| *kept == var) {
            let captures = Captures::of_closure(closure, self.vars);
            if let Some(var) = captures.uses.keys().find(|var| self.temporaries.contains_key(var)) {
                self.temporary(*var);
                return;
            }
            self.closure_borrows(
                closure,
                "pass `{}` as an argument, write `move` if the closure may have it, or end its scope in front of the \
                 yield",
            );
        }
    }

    /// The closures that a function is called with to make what the body calls: that holds them.
    fn held_closures(&mut self, pattern: &Pat, value: &Expr) {
        let Expr::Call(call) = seen(value) else { return };
        let Some(name) = kinds::name_bound_by(pattern) else { return };
        if !self.vars.find(name).is_some_and(|var| self.is_kept(var))
            || kinds::is_constructor(&call.func)
            || !is_called(self.code.clone(), name)
        {
            return;
        }
        for argument in &call.args {
            if let Expr::Closure(closure) = argument {
                self.closure_borrows(
                    closure,
                    "write `move` if the closure may have `{}`, or a clone of it",
                );
            }
        }
    }

    /// The closures that an iterator holds.
    fn closures_of(&mut self, value: &Expr) {
        let Expr::MethodCall(call) = seen(value) else { return };
        if passes_receiver(call) && is_iterator(value, self.vars) {
            for argument in &call.args {
                if let Expr::Closure(closure) = argument {
                    self.closure_borrows(
                        closure,
                        "use `{}` in the body of the loop, or write `move` if the closure may have it",
                    );
                }
            }
            self.closures_of(&call.receiver);
        }
    }

    /// Reports what a closure borrows.
    fn closure_borrows(&mut self, closure: &syn::ExprClosure, remedy: &str) {
        let captures = Captures::of_closure(closure, self.vars);
        self.captured(&captures, &kinds::parameters(closure), closure, "closure", remedy);
    }

    /// Reports what a closure or an `async` block borrows.
    fn captured(
        &mut self,
        captures: &Captures,
        parameters: &[String],
        at: impl ToTokens,
        what: &str,
        remedy: &str,
    ) {
        if captures.moves {
            return;
        }
        let lent: Vec<_> = captures.uses.iter().filter(|(_, used)| **used != Use::Name).collect();
        let borrowed =
            lent.iter().map(|(var, _)| (**var, &self.vars.all[**var])).find(|(id, var)| {
                let is_reference = matches!(var.written, Some(Type::Reference(_)));
                let owned = self.closures.contains(id)
                    || self.owners.contains(id)
                    || var.mutability.is_some()
                    || var.written.as_ref().is_some_and(|ty| owns(ty) || kinds::copies(ty));
                // What is `Copy` is borrowed as well.
                let is_copy = var.copies || var.number && !var.range;
                owned
                    && !is_reference
                    && (is_copy || !captures.takes(captures.uses[id]))
                    && !parameters.contains(&var.ident.to_string())
            });
        if let Some((_, borrowed)) = borrowed {
            let borrowed = borrowed.name();
            let remedy = remedy.replace("{}", &borrowed);
            self.errors.at(
                at,
                format!(
                    "this {what} borrows from the local `{borrowed}` across a yield, and an explicit state \
                     holds no borrows of its own locals: {remedy}{REMARK}"
                ),
            );
        }
    }

    /// Reports a local that borrows from a temporary value.
    fn temporary(&mut self, var: VarId) {
        let local = &self.vars.all[var];
        let is_constant =
            self.temporaries.get(&var).is_some_and(|owner| self.constants.contains(owner));
        let remedy = if is_constant {
            "make the value a `const`, and borrow that"
        } else {
            "bind the value with `let`, and borrow again behind the yield"
        };
        self.errors.at(
            &local.ident,
            format!(
                "`{}` borrows from a temporary value across a yield, and an explicit state holds no borrows of its \
                 own values: {remedy}{REMARK}",
                local.name()
            ),
        );
    }

    fn statement(&mut self, statement: &Stmt) {
        let Stmt::Local(local) = statement else { return };
        let Some(init) = &local.init else { return };
        if let (Pat::Ident(name), Expr::Closure(closure)) = (&local.pat, &*init.expr) {
            self.closure(&name.ident, closure);
            return;
        }
        if let (Pat::Ident(name), Expr::Async(block), true) = (&local.pat, &*init.expr, self.clones)
        {
            if self.vars.find(&name.ident).is_some_and(|var| self.is_kept(var)) {
                let name = &name.ident;
                self.errors.at(
                    block,
                    format!(
                        "`{name}` is kept across a yield, the generator is to be `Clone`, and an `async` block is \
                         not: make it behind the yield, or leave `Clone` out of the signature"
                    ),
                );
            }
            return;
        }
        self.held_closures(&local.pat, &init.expr);
        if let (Pat::Ident(name), Expr::Async(block)) = (&local.pat, &*init.expr) {
            if self.vars.find(&name.ident).is_some_and(|var| self.is_kept(var)) {
                let captures = Captures::of_block(block, self.vars);
                let remedy = "write `move` if the block may have `{}`, or a clone of it";
                self.captured(&captures, &[], block, "`async` block", remedy);
            }
        }
        let pattern = match &local.pat {
            Pat::Type(typed) => &*typed.pat,
            other => other,
        };
        let Pat::Ident(name) = pattern else {
            let bound = kinds::bindings(pattern);
            let bound: Vec<VarId> =
                bound.iter().filter_map(|name| self.vars.find(&name.ident)).collect();
            if self.referred(&init.expr).is_some() {
                self.choice(&init.expr, pattern, &bound);
            }
            return;
        };
        let Some(var) = self.vars.find(&name.ident) else { return };
        match &*init.expr {
            Expr::MethodCall(call) if call.method == "peekable" => {
                self.peekable.insert(var);
            }
            value if makes_owner(value) => {
                self.owners.insert(var);
            }
            value if makes_lock(value) => {
                self.locks.insert(var);
            }
            Expr::Struct(fields)
                if fields.rest.is_none()
                    && fields.fields.iter().all(|field| kinds::is_promoted(&field.expr)) =>
            {
                self.constants.insert(var);
            }
            _ => {}
        }
        let borrowed = self.borrowed(&init.expr).or_else(|| self.referred(&init.expr));
        let collected = self.collected(&init.expr, var);
        self.collections.extend(collected.map(|name| (var, name.clone())));
        let borrowed = borrowed.or(collected);
        let Some(borrowed) = borrowed else { return };
        let Some(owner) = self.vars.find(borrowed) else { return };
        if self.is_exclusive(owner) {
            self.from.insert(var, owner);
        }
        let is_temporary = self.vars.all[owner].hidden && !self.vars.all[owner].is_self();
        if is_temporary {
            self.temporaries.insert(var, owner);
        }
        if !is_temporary && collected.is_none() && !self.is_exclusive(owner) {
            self.views.insert(var, borrowed.clone());
        }
        if self.is_kept(var) && self.is_held(owner, false, |id| self.is_kept_at(id, var)) {
            let name = self.vars.all[var].name();
            let borrowed = self.vars.all[owner].name();
            if is_temporary {
                self.temporary(var);
                return;
            }
            let is_used = self.kept.used.iter().any(|(_, used)| *used == var);
            let (what, remedy) = if is_used {
                ("", "borrow again behind the yield")
            } else {
                let remedy = "end its scope in front of the yield, or copy what is used of it";
                (" that stands in its scope", remedy)
            };
            self.errors.at(
                &init.expr,
                format!(
                    "`{name}` borrows from the local `{borrowed}` across a yield{what}, and an explicit state \
                     holds no borrows of its own locals: {remedy}{REMARK}"
                ),
            );
        }
    }
}

/// Whether a value is an iterator for certain, and no `Option`, whose methods call their closures at once.
pub(crate) fn is_iterator(value: &Expr, vars: &Vars) -> bool {
    match seen(value) {
        Expr::MethodCall(call) => {
            let is_own = |name: &&str| call.method == **name;
            ITERATES.iter().any(is_own)
                || OF_ITERATORS_ALONE.iter().any(is_own)
                || holds_receiver(call) && is_iterator(&call.receiver, vars)
        }
        Expr::Range(_) => true,
        Expr::Paren(inner) => is_iterator(&inner.expr, vars),
        other => {
            let var = kinds::name_of(other).and_then(|name| vars.find(name));
            var.is_some_and(|var| vars.all[var].known == Some(Known::Iterator))
        }
    }
}

/// A value without what the normal form has put around it.
pub(crate) fn seen(value: &Expr) -> &Expr {
    match value {
        Expr::Paren(inner) => seen(&inner.expr),
        Expr::Group(inner) => seen(&inner.expr),
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Path(path), Some(first))
                if path.path.segments.iter().any(|segment| is_of_hidden_items(&segment.ident)) =>
            {
                seen(first)
            }
            _ => value,
        },
        Expr::Match(checked) if checked.arms.len() == 1 => match &checked.arms[0].pat {
            Pat::Ident(name) if name.ident == internal("receiver") => seen(&checked.expr),
            // A reference is given away with what borrows from it.
            Pat::Ident(name) if is_lender(&name.ident) => seen(&checked.arms[0].body),
            _ => value,
        },
        _ => value,
    }
}

/// The local that a value iterates over, by the names of the standard library's methods.
fn iterated(value: &Expr) -> Option<&Ident> {
    match seen(value) {
        Expr::MethodCall(call)
            if passes_receiver(call) || ITERATES.iter().any(|name| call.method == name) =>
        {
            iterated(&call.receiver)
        }
        other => kinds::name_of(other),
    }
}

/// The reference that is given away with what borrows from it.
fn given_away(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Call(call) => given_away(call.args.first()?),
        Expr::Match(checked) => match &checked.arms.first()?.pat {
            Pat::Ident(name) if is_lender(&name.ident) => kinds::name_of(&checked.expr),
            _ => None,
        },
        _ => None,
    }
}

/// Where an error about a value that borrows from a local stands. If the normal form has put checks into the value,
/// the local is the user's token.
fn place_of(value: &Expr, borrowed: &Ident) -> TokenStream {
    let value = seen(value).to_token_stream();
    let is_checked = tokens::any(
        value.clone(),
        &mut |at| matches!(at.token(), TokenTree::Ident(name) if is_of_hidden_items(name)),
    );
    if is_checked { borrowed.to_token_stream() } else { value }
}

/// The local of which a value borrows a part exclusively.
fn lent_part(value: &Expr) -> Option<&Ident> {
    fn part(place: &Expr) -> Option<&Ident> {
        match seen(place) {
            Expr::Field(field) => part(&field.base).or_else(|| kinds::name_of(&field.base)),
            Expr::Index(index) => part(&index.expr).or_else(|| kinds::name_of(&index.expr)),
            _ => None,
        }
    }

    match seen(value) {
        Expr::Reference(reference) if reference.mutability.is_some() => part(&reference.expr),
        Expr::MethodCall(call) if call.method == "as_deref_mut" || call.method == "as_mut" => {
            part(&call.receiver)
        }
        _ => None,
    }
}

/// The field of a local that a value borrows exclusively.
fn lent_field(value: &Expr) -> Option<&Ident> {
    match seen(value) {
        Expr::Reference(reference) if reference.mutability.is_some() => {
            match seen(&reference.expr) {
                Expr::Field(field) => match &field.member {
                    Member::Named(name) => kinds::name_of(&field.base).map(|_| name),
                    Member::Unnamed(_) => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// What stands in place of a `drain`, as it is written.
fn drained(head: &Expr) -> Option<&'static str> {
    match seen(head) {
        Expr::MethodCall(call) if call.method == "drain" => {
            Some("for .. in list.drain(..).collect::<Vec<_>>()")
        }
        _ => None,
    }
}

/// Whether a call borrows exclusively from what it is called on, by its name.
fn is_exclusive_borrow(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    name.ends_with("_mut")
        || name == "entry"
        || name.ends_with("_entry")
        || call.method == "drain" && matches!(call.args.first(), Some(Expr::Range(_)))
}

fn is_field(place: &Expr) -> bool {
    match seen(place) {
        Expr::Field(_) => true,
        Expr::Paren(inner) => is_field(&inner.expr),
        Expr::Group(inner) => is_field(&inner.expr),
        _ => false,
    }
}

/// Whether a method is called on a local somewhere in a chain of calls.
fn calls(value: &Expr, method: &str) -> bool {
    match seen(value) {
        Expr::MethodCall(call) => call.method == method || calls(&call.receiver, method),
        _ => false,
    }
}

/// Whether a function is `iter::zip`.
fn is_zip(callee: &Expr) -> bool {
    match callee {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "zip"),
        _ => false,
    }
}

/// The names that a pattern binds but for those behind a `&`, and whether each is bound by `ref`.
fn references_in(pattern: &Pat) -> Vec<(Ident, bool)> {
    match pattern {
        Pat::Ident(name) => vec![(name.ident.clone(), name.by_ref.is_some())],
        Pat::TupleStruct(tuple) => tuple.elems.iter().flat_map(references_in).collect(),
        Pat::Tuple(tuple) => tuple.elems.iter().flat_map(references_in).collect(),
        Pat::Slice(slice) => slice.elems.iter().flat_map(references_in).collect(),
        Pat::Struct(fields) => {
            fields.fields.iter().flat_map(|field| references_in(&field.pat)).collect()
        }
        Pat::Or(or) => or.cases.iter().flat_map(references_in).collect(),
        Pat::Paren(inner) => references_in(&inner.pat),
        Pat::Guard(guarded) => references_in(&guarded.pat),
        _ => Vec::new(),
    }
}
