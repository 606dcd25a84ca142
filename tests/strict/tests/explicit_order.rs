//! The drop order with an explicit state is that of the same body in edition 2021, where the temporaries of
//! a last expression live longer.

#[path = "../../tests/explicit/order.rs"]
mod order;
