//! All code of a body, but for the patterns of what it defines: where a local is used, it is named there.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Local, Stmt};

use crate::explicit::tree::ir::{Block, Choice, Node, Part, PartKind};
use crate::explicit::tree::walk::{Code, Walk};

pub(super) fn of(body: &Block) -> TokenStream {
    let mut code = AllCode(TokenStream::new());
    code.block(body);
    code.0
}

/// That of a part alone.
pub(super) fn of_part(part: &Part) -> TokenStream {
    let mut code = AllCode(TokenStream::new());
    code.part(part);
    code.0
}

/// That of a node alone.
pub(super) fn of_node(node: &Node) -> TokenStream {
    let mut code = AllCode(TokenStream::new());
    code.node(node);
    code.0
}

struct AllCode(TokenStream);

impl Walk for AllCode {
    fn part(&mut self, part: &Part) {
        if let PartKind::Let { diverge: Some(diverge), .. } = &part.kind {
            diverge.to_tokens(&mut self.0);
        }
        self.inside_part(part);
    }

    fn code(&mut self, code: Code<'_>) {
        match code {
            // What a `let` defines is not used there.
            Code::Statements(statements) => {
                for statement in statements {
                    match statement {
                        Stmt::Local(Local { init: Some(init), .. }) => {
                            init.expr.to_tokens(&mut self.0);
                            if let Some((_, diverge)) = &init.diverge {
                                diverge.to_tokens(&mut self.0);
                            }
                        }
                        Stmt::Local(_) => {}
                        other => other.to_tokens(&mut self.0),
                    }
                }
            }
            Code::Value(value)
            | Code::Condition(value)
            | Code::Choice(Choice::If { condition: value, .. }) => value.to_tokens(&mut self.0),
            Code::Choice(Choice::Match { head, arms, .. }) => {
                head.to_tokens(&mut self.0);
                for arm in arms {
                    arm.pattern.to_tokens(&mut self.0);
                }
            }
            Code::Definition(definition) => definition.to_tokens(&mut self.0),
        }
    }
}
