//! Control flow goes as in a plain function of edition 2021.

#[path = "../../tests/macros/control_flow.rs"]
mod control_flow;
