//! The arguments, at the beginning of the body.

use proc_macro2::TokenStream;
use syn::{Pat, Stmt};

use crate::explicit::normal::Normal;
use crate::explicit::tree::ir::{Block, Part, PartKind, VarId};

/// A block that begins with the arguments. What the pattern of an argument binds is dropped before the
/// argument in front of it. `left`: declares what is left of each argument when parts are moved out of it.
pub(crate) fn block_of_arguments(
    arguments: &[(VarId, TokenStream)],
    patterns: &[(VarId, Pat)],
    left: Vec<Vec<Stmt>>,
    normal: &mut Normal<'_>,
) -> Block {
    let mut block = Block::new();
    let mut left = left.into_iter();
    for (var, _) in arguments {
        if let Some(Part { kind: PartKind::Arguments, declares, .. }) = block.parts.last_mut() {
            declares.push(*var);
        } else {
            block.parts.push(Part {
                kind: PartKind::Arguments,
                declares: vec![*var],
                last: 0,
                yields: false,
            });
        }
        if let Some((_, pattern)) = patterns.iter().find(|(whole, _)| whole == var) {
            normal.argument(*var, pattern.clone(), &mut block);
        }
        for declaration in left.next().into_iter().flatten() {
            normal.plain(declaration, &mut block.parts);
        }
    }
    block
}

/// The arguments that a step restores, wherever its item has got to.
pub(crate) fn declared_by_arguments(block: &Block) -> Vec<VarId> {
    fn find(parts: &[Part], found: &mut Vec<VarId>) {
        for part in parts {
            match &part.kind {
                PartKind::Arguments => found.extend(&part.declares),
                PartKind::Group(parts) => find(parts, found),
                _ => {}
            }
        }
    }

    let mut found = Vec::new();
    find(&block.parts, &mut found);
    found
}
