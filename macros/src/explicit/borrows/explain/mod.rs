//! Explains borrows from one local to another across a yield, as far as they are seen. rustc finds all of
//! them, where a local is moved into the state.

mod borrowed;
mod closures;
mod exclusive_parts;
mod locals;
mod pointers;
mod rejected;
mod remedies;
mod temporaries;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Local, Pat, Stmt};

use crate::errors::Errors;
use crate::explicit::borrows::all_code;
use crate::explicit::borrows::explain::borrowed::{is_exclusive_borrow, iterated};
use crate::explicit::borrows::explain::exclusive_parts::field_borrowed;
use crate::explicit::borrows::explain::rejected::Rejected;
use crate::explicit::borrows::kept_values;
use crate::explicit::closures::captures::Captures;
use crate::explicit::flow::Kept;
use crate::explicit::known::{kinds, patterns};
use crate::explicit::source::asked::REMARK;
use crate::explicit::tree::ir::{Arm, Block, Choice, Node, Part, PartKind, Rest, VarId, YieldId};
use crate::explicit::tree::owners::{holds_reference, is_lender, makes_lock, makes_owner, seen};
use crate::explicit::tree::vars::Vars;
use crate::explicit::tree::walk::{Code, Walk};
use crate::lower::is_of_hidden_items;
use crate::tokens;

/// Reports each `let name = &local;` whose `name` is kept across a yield, and each kept `async` block, should the
/// generator be to be cloned.
///
/// `body`: as it is written. `lowered`: with what a yield keeps that has to be dropped.
pub(crate) fn check(
    (body, lowered): (&Block, &Block),
    vars: &Vars,
    kept: &Kept,
    clones: bool,
    errors: &mut Errors,
) {
    let mut copies = Copies { vars, found: Vec::new() };
    copies.block(body);
    let copies = copies.found;
    let mut borrows = Borrows {
        vars,
        kept,
        errors,
        clones,
        copies,
        rests: kept_values::rests(lowered),
        owners: BTreeSet::new(),
        collections: BTreeMap::new(),
        locks: BTreeSet::new(),
        peekable: BTreeSet::new(),
        closures: BTreeSet::new(),
        from: BTreeMap::new(),
        reported: BTreeSet::new(),
        views: BTreeMap::new(),
        parts: BTreeSet::new(),
        temporaries: BTreeMap::new(),
        constants: BTreeSet::new(),
        made: BTreeMap::new(),
        structs: BTreeSet::new(),
        iterators: BTreeMap::new(),
        rejected: Rejected::of(body, vars, kept),
        code: all_code::of(body),
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
    /// Locals of which a yield keeps what has to be dropped.
    rests: BTreeSet<VarId>,
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
    reported: BTreeSet<VarId>,
    /// Locals that borrow from another one, each with that.
    views: BTreeMap<VarId, Ident>,
    /// Those of them that are references into a part of it, by a pattern.
    parts: BTreeSet<VarId>,
    /// Locals that borrow from a temporary value, each with that.
    temporaries: BTreeMap<VarId, VarId>,
    /// Locals whose value can be that of a constant, as it is written.
    constants: BTreeSet<VarId>,
    /// Locals whose type is not written, each with the collection that its value is.
    made: BTreeMap<VarId, String>,
    /// Locals whose value is written as a struct.
    structs: BTreeSet<VarId>,
    /// Locals that are iterators which borrow from a local, each with what to write in place of that.
    iterators: BTreeMap<VarId, String>,
    /// The borrows that the default rejects as well.
    rejected: Rejected,
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
        let remedy = if let Some(part) = field_borrowed(value) {
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
        let iterator = viewed.and_then(|var| self.iterators.get(&var));
        let part = viewed.filter(|var| self.parts.contains(var));
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
        } else if let Some(instead) = iterator.filter(|_| viewed.is_some()) {
            instead.clone()
        } else if let Some(part) = part {
            self.instead_of_part(head, part)
        } else {
            self.instead_of_head(head, owner)
        };
        let place = place_of(head, borrowed);
        let is_in = |found: &BTreeSet<VarId>| arms[0].bound.iter().any(|var| found.contains(var));
        if is_in(&self.rejected.lent) {
            self.errors.at(
                place,
                format!(
                    "what this loop yields borrows from `{name}` for as long as the caller has it, and `{name}` is used \
                     behind the yield: use `{name}` in front of the loop alone, or yield copies"
                ),
            );
            return;
        }
        let remark = if is_in(&self.rejected.used) { "" } else { REMARK };
        self.errors.at(
            place,
            format!(
                "this loop borrows from the local `{name}` across a yield, and an explicit state \
                 holds no borrows of its own locals: {remedy}{remark}"
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

    /// The `if let` and `while let` in a condition.
    fn condition(&mut self, condition: &Expr, bound: &[VarId]) {
        for choice in patterns::lets_in(condition) {
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
        let refers: Vec<VarId> = by_reference
            .iter()
            .filter(|(_, by_ref)| *by_ref || !is_place)
            .filter_map(|(name, _)| self.vars.find(name))
            .filter(|var| bound.contains(var) && !self.vars.all[*var].hidden)
            .collect();
        let borrowed = match head {
            Expr::Reference(reference) => match &*reference.expr {
                Expr::Index(index) => self.owner(&index.expr),
                place => self.owner(place),
            },
            Expr::Index(index) if is_place => self.owner(&index.expr),
            _ if is_place => self.owner(head),
            _ => self.referred(head).or_else(|| self.borrowed(head)),
        };
        let borrowed = borrowed.or_else(|| self.taken_apart(head, pattern));
        let Some(borrowed) = borrowed.and_then(|name| self.vars.find(name)) else { return false };
        let Some(name) = refers.iter().copied().find(|var| self.is_kept(*var)) else {
            // A loop may keep what it gets of it, unless that lies behind a reference in the local.
            let owner = &self.vars.all[borrowed];
            let owns = owner.written.as_ref().is_some_and(|ty| !holds_reference(ty));
            if owns && !owner.hidden && !owner.exclusive {
                self.views.extend(refers.iter().map(|var| (*var, owner.ident.clone())));
                self.parts.extend(refers);
            }
            return false;
        };
        if !self.is_held(borrowed, false, |id| self.is_kept_at(id, name)) {
            return false;
        }
        // Where the fields are shown, a yield keeps each local that may have a destructor.
        let is_shown = self.vars.all[name].rest == Rest::Whole;
        let (name, borrowed) = (self.vars.all[name].name(), self.vars.all[borrowed].name());
        let remedy = if is_shown {
            let exclusive = matches!(head, Expr::MethodCall(call) if is_exclusive_borrow(call));
            let exclusive = if exclusive { "mut " } else { "" };
            format!(
                "if nothing uses it behind the yield, write `let {name}: &{exclusive}Type = {name};` in front of that, else \
                 copy or clone it"
            )
        } else {
            "copy or clone what is used behind the yield, or borrow again there".to_owned()
        };
        self.errors.at(
            head,
            format!(
                "`{name}` borrows from the local `{borrowed}` across a yield, and an explicit state holds no \
                 borrows of its own locals: {remedy}{REMARK}"
            ),
        );
        true
    }

    /// Notes what a local is by its value.
    fn note(&mut self, var: VarId, value: &Expr) {
        self.made.extend(remedies::made_by(value).map(|name| (var, name)));
        if matches!(value, Expr::Struct(_)) {
            self.structs.insert(var);
        }
        match value {
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
    }

    /// Whether the body advances an iterator.
    fn is_advanced(&self, name: &Ident) -> bool {
        tokens::any(self.code.clone(), &mut |at| {
            let is_next = matches!(at.token(), TokenTree::Ident(next) if ADVANCES.iter().any(|name| next == name));
            is_next
                && tokens::is_punct(at.before(1), '.')
                && matches!(at.before(2), Some(TokenTree::Ident(of)) if of == name)
        })
    }

    fn statement(&mut self, statement: &Stmt) {
        let Stmt::Local(local) = statement else {
            if let Stmt::Expr(Expr::Assign(assign), _) = statement {
                self.assigned_pointer(&assign.left, &assign.right);
            }
            return;
        };
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
            let bound = patterns::bindings(pattern);
            let bound: Vec<VarId> =
                bound.iter().filter_map(|name| self.vars.find(&name.ident)).collect();
            self.pointers(pattern, &init.expr);
            if self.referred(&init.expr).is_some()
                || self.taken_apart(&init.expr, pattern).is_some()
            {
                self.choice(&init.expr, pattern, &bound);
            }
            return;
        };
        let Some(var) = self.vars.find(&name.ident) else { return };
        if !self.pointer(var, Some(&local.pat), &init.expr) {
            self.local(var, &init.expr);
        }
    }
}

/// Methods that advance an iterator.
const ADVANCES: [&str; 8] =
    ["by_ref", "next", "next_back", "next_if", "next_if_eq", "nth", "nth_back", "peek"];

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

/// What stands in place of a `drain`, as it is written.
fn drained(head: &Expr) -> Option<&'static str> {
    match seen(head) {
        Expr::MethodCall(call) if call.method == "drain" => {
            Some("for .. in list.drain(..).collect::<Vec<_>>()")
        }
        _ => None,
    }
}

/// Whether a method is called on a local somewhere in a chain of calls.
fn calls(value: &Expr, method: &str) -> bool {
    match seen(value) {
        Expr::MethodCall(call) => call.method == method || calls(&call.receiver, method),
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
