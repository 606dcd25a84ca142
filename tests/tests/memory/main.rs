//! Where values are kept: across yields, across moves, and inside of one another.

mod borrows_across_yields;
mod boxes_that_stay;
mod foreign_futures;
mod generators_in_generators;
mod movable;
