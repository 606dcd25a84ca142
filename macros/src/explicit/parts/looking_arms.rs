//! Arms of a `match` that borrow from a local which other arms of it move: they leave the local where it is, and
//! borrow from it again behind the choice.
//!
//! ```text
//! // in                                  // out
//! match local {                          match local {
//!     P(ref a) if q(a) => f(a),              P(ref a) if q(a) => { let P(ref a) = local else { .. }; f(a) }
//!     P(a) => ..,                            P(a) => ..,
//! }                                      }
//! ```

use quote::ToTokens;
use syn::{Arm, Expr, Pat, Path, Stmt, parse_quote};

use crate::explicit::known::{kinds, patterns};
use crate::explicit::parts::remains::{Unbind, put_first};
use crate::explicit::parts::vacant;

/// An arm that looks, of which the guard says which alternative binds: it cannot be asked again.
pub(crate) fn depends_on_guard<'a>(looking: &[bool], arms: &'a [Arm]) -> Option<&'a Pat> {
    arms.iter().zip(looking).find_map(|(arm, looks)| match &arm.pat {
        Pat::Guard(guarded) if *looks && patterns::has_alternatives(&guarded.pat) => {
            Some(&*guarded.pat)
        }
        _ => None,
    })
}

/// Lowers the arms of a `match` on a local that only look at it, beside arms that take it. Says which they are.
pub(crate) fn look_again(head: &Expr, arms: &mut [Arm], private: &Path) -> Vec<bool> {
    let looking = looking(head, arms.iter().map(|arm| &arm.pat));
    for (arm, looks) in arms.iter_mut().zip(&looking) {
        let body = arm.body.to_token_stream();
        let is_used = |name: &syn::PatIdent| kinds::times_named(body.clone(), &name.ident) > 0;
        if *looks && patterns::bindings(&arm.pat).iter().any(is_used) {
            let pattern = match &arm.pat {
                Pat::Guard(guarded) => &guarded.pat,
                pattern => pattern,
            };
            let pattern = patterns::pattern_of_let(pattern);
            let not_reached = vacant::not_reached(private);
            let look: Stmt = parse_quote!(let #pattern = #head else #not_reached;);
            put_first(vec![look], &mut arm.body);
        }
    }
    looking
}

/// The patterns of a `match` on a local that only look at it, if others take it.
pub(crate) fn looking<'p>(head: &Expr, patterns: impl Iterator<Item = &'p Pat>) -> Vec<bool> {
    let patterns: Vec<&Pat> = patterns.collect();
    let takes = |pattern: &&Pat| {
        patterns::bindings(pattern).iter().any(|name| name.by_ref.is_none())
            && patterns::takes_all(pattern)
    };
    let is_taken = kinds::name_of(head).is_some() && patterns.iter().any(takes);
    patterns.into_iter().map(|pattern| is_taken && only_looks(pattern)).collect()
}

/// Whether a pattern binds by shared references alone.
fn only_looks(pattern: &Pat) -> bool {
    let names = patterns::bindings(pattern);
    let looks = |name: &syn::PatIdent| name.by_ref.is_some() && name.mutability.is_none();
    !names.is_empty() && names.iter().all(looks)
}

/// The pattern, without what it binds.
pub(crate) fn unbind(pattern: &mut Pat) {
    syn::visit_mut::VisitMut::visit_pat_mut(&mut Unbind, pattern);
}
