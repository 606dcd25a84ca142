//! The memory of delegates: frames of any type, one above the other, by their headers alone.

pub(crate) mod header;
pub(crate) mod stack;
