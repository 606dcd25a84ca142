//! The tests are under `tests/`, one file a behaviour.
