//! Generators with an explicit state: what they yield and drop, how they are cloned, saved and named.

mod alike;
mod assignments;
mod basics;
mod captures;
mod closes;
mod drops;
mod forms;
mod given_again;
mod last_calls;
mod last_uses;
mod late_values;
mod many_locals;
mod methods;
mod moves;
mod names;
mod order;
mod other_paths;
mod otherwise;
mod parts;
mod places;
mod programs;
mod recursion;
mod remains;
mod saved;
mod types;
mod vacant;
