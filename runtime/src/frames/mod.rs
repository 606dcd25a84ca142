//! The memory of delegates: frames one above the other, which this floor knows by their headers
//! only.

pub(crate) mod header;
pub(crate) mod stack;
