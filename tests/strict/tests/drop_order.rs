//! The drop order of locals and arguments is that of the same body in edition 2021, where the
//! temporaries of a last expression live longer.

#[path = "../../tests/drops/order.rs"]
mod drop_order;
