//! What to write in place of an iterator that borrows from a local.
//!
//! ```text
//! text.chars()          text.chars().collect::<Vec<_>>()
//! text.split(' ')       .map(str::to_owned).collect::<Vec<_>>()
//! rows.windows(2)       the indices, or copies
//! map.keys()            map.keys().cloned().collect::<Vec<_>>()
//! rows.iter()           the indices, or `rows` itself
//! ```

use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Type};

use crate::explicit::borrows::explain::Borrows;
use crate::explicit::known::kinds;
use crate::explicit::known::method_names::{ITERATES, passes_receiver};
use crate::explicit::tree::ir::VarId;
use crate::explicit::tree::owners::{collecting_parts, seen};

/// Collections whose elements have no indices.
const WITHOUT_INDICES: [&str; 6] =
    ["BTreeMap", "BTreeSet", "BinaryHeap", "HashMap", "HashSet", "LinkedList"];

impl Borrows<'_> {
    /// For the head of a loop.
    pub(super) fn instead_of_head(&self, head: &Expr, owner: VarId) -> String {
        let name = self.vars.all[owner].name();
        let called = iterating(head).filter(|call| is_local(&call.receiver));
        let method = called.map(|call| call.method.to_string());
        let loop_over = |collected: &str| {
            format!("loop over collected items, `for .. in {name}.{collected}.collect::<Vec<_>>()`")
        };
        match method.as_deref() {
            _ if is_shared_range(head) => {
                "loop over the indices, or over a copy of this part, which `.to_vec()` gives"
                    .to_owned()
            }
            _ if collecting_parts(head).is_some() => {
                collecting_parts(head).unwrap_or_default().to_owned()
            }
            Some(method @ ("bytes" | "char_indices" | "chars")) => {
                loop_over(&format!("{method}()"))
            }
            Some(method @ ("keys" | "values")) => loop_over(&format!("{method}().cloned()")),
            Some(method @ ("chunks" | "chunks_exact" | "windows")) => {
                let call =
                    called.map_or_else(String::new, |call| call.args.to_token_stream().to_string());
                format!(
                    "loop over the indices, or over collected copies, \
                     `for .. in {name}.{method}({call}).map(<[_]>::to_vec).collect::<Vec<_>>()`"
                )
            }
            _ if self.has_indices(owner) && self.is_exclusive(owner) => {
                "loop over the indices".to_owned()
            }
            _ if self.has_indices(owner) => {
                "loop over the indices, or over the value itself".to_owned()
            }
            _ if self.is_map(owner) && (self.is_exclusive(owner) || changes(method.as_deref())) => {
                format!(
                    "loop over its keys, `for .. in {name}.keys().cloned().collect::<Vec<_>>()`"
                )
            }
            _ if self.is_exclusive(owner) => {
                "collect what is to be yielded in front of the yield".to_owned()
            }
            _ if self.clones => {
                format!(
                    "loop over collected items, `for .. in {name}.into_iter().collect::<Vec<_>>()`"
                )
            }
            _ => "loop over the value itself".to_owned(),
        }
    }

    /// For the head of a loop over what a reference refers to.
    pub(super) fn instead_of_part(&self, head: &Expr, part: VarId) -> String {
        let name = self.vars.all[part].name();
        match iterating(head).map(|call| call.method.to_string()).as_deref() {
            Some("bytes" | "char_indices" | "chars") => self.instead_of_head(head, part),
            Some("iter") | None => format!("loop over a clone, `for .. in {name}.clone()`"),
            Some(_) => "collect values that borrow nothing, as by `to_owned`, and loop over these"
                .to_owned(),
        }
    }

    /// For the value of a local that is an iterator, and that is advanced behind a yield.
    pub(super) fn instead_of_iterator(&self, value: &Expr, owner: VarId) -> Option<String> {
        if let Some(collecting) = collecting_parts(value) {
            return Some(format!("{collecting}, and iterate over these"));
        }
        let call = iterating(value).filter(|call| is_local(&call.receiver))?;
        let name = self.vars.all[owner].name();
        let method = call.method.to_string();
        let collected = match &*method {
            "bytes" | "char_indices" | "chars" => format!("{method}()"),
            "iter" | "keys" | "values" => format!("{method}().cloned()"),
            _ => return None,
        };
        Some(format!(
            "iterate over collected items, `{name}.{collected}.collect::<Vec<_>>().into_iter()`"
        ))
    }

    /// Whether the elements of a local can be named by indices, unless its type or value says otherwise.
    fn has_indices(&self, owner: VarId) -> bool {
        self.collection(owner).is_none_or(|name| !WITHOUT_INDICES.contains(&&*name))
    }

    fn is_map(&self, owner: VarId) -> bool {
        self.collection(owner).is_some_and(|name| name.ends_with("Map"))
    }

    /// The name of the collection that a local is, or refers to.
    fn collection(&self, owner: VarId) -> Option<String> {
        fn name(ty: &Type) -> Option<String> {
            match ty {
                Type::Reference(reference) => name(&reference.elem),
                Type::Paren(inner) => name(&inner.elem),
                Type::Group(inner) => name(&inner.elem),
                Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
                _ => None,
            }
        }

        self.made.get(&owner).cloned().or_else(|| name(self.vars.all[owner].written.as_ref()?))
    }
}

/// Whether a loop goes over the elements of a range, `&rows[1..]`, and changes none.
fn is_shared_range(head: &Expr) -> bool {
    let Expr::Reference(reference) = seen(head) else { return false };
    let Expr::Index(index) = kinds::unparenthesized(&reference.expr) else { return false };
    reference.mutability.is_none() && kinds::is_range(&index.index)
}

/// The type whose function makes a value, as in `HashMap::new()`.
pub(super) fn made_by(value: &Expr) -> Option<String> {
    let Expr::Call(call) = value else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let owner = path.path.segments.iter().rev().nth(1)?.ident.to_string();
    WITHOUT_INDICES.contains(&&*owner).then_some(owner)
}

/// The call that makes an iterator over a local.
fn iterating(value: &Expr) -> Option<&ExprMethodCall> {
    let Expr::MethodCall(call) = seen(value) else { return None };
    if ITERATES.iter().any(|name| call.method == name) {
        return Some(call);
    }
    if passes_receiver(call) { iterating(&call.receiver) } else { None }
}

/// Whether an iterator gives exclusive references.
fn changes(method: Option<&str>) -> bool {
    method.is_some_and(|method| method.ends_with("_mut"))
}

fn is_local(receiver: &Expr) -> bool {
    kinds::name_of(seen(receiver)).is_some()
}
