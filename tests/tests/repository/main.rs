//! The repository names what it has: its pages, programs and folders.

mod decisions;
mod floors;
mod map;
mod readme;
mod rooms;
mod workflow;

use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
