//! Programs with streams of genfn. Each is a binary of this package; what they share is here.

#![allow(missing_docs, clippy::missing_errors_doc)]

pub mod lines;
pub mod pages;
pub mod walk;
