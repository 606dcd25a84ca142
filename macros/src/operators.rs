//! The kinds of binary operators, which differ in how they use their sides.

use syn::BinOp;

/// How an operator uses its sides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// `&&` and `||`: the right side may not run.
    Lazy,
    /// `==`, `<` and the like: it borrows both sides.
    Comparison,
    /// `+`, `<<` and the like: it takes the values of both sides.
    Arithmetic,
    /// `+=`, `<<=` and the like: it takes the value of the right side, and changes the place on the left.
    Assignment,
}

impl Operator {
    pub(crate) fn of(operator: &BinOp) -> Self {
        match operator {
            BinOp::And(_) | BinOp::Or(_) => Self::Lazy,
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Le(_)
            | BinOp::Gt(_)
            | BinOp::Ge(_) => Self::Comparison,
            BinOp::Add(_)
            | BinOp::Sub(_)
            | BinOp::Mul(_)
            | BinOp::Div(_)
            | BinOp::Rem(_)
            | BinOp::BitXor(_)
            | BinOp::BitAnd(_)
            | BinOp::BitOr(_)
            | BinOp::Shl(_)
            | BinOp::Shr(_) => Self::Arithmetic,
            _ => Self::Assignment,
        }
    }
}
