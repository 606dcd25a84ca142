//! What the macros accept, and what the body means once they have rewritten it.

mod arguments;
mod bounds_in_any_order;
mod control_flow;
mod gen_block;
mod gen_expr;
mod gen_expr_fold;
mod imports;
mod let_chains;
mod lints;
mod trait_methods;
mod yields_anywhere;
mod yields_in_macros;
