//! How large suspended generators are, in each build.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::programs::{Compiler, Profile, Programs};
use crate::library::Library;

/// The size of one suspended generator.
pub(crate) struct State {
    pub(crate) generator: String,
    pub(crate) library: Library,
    pub(crate) compiler: Compiler,
    pub(crate) value: u64,
    pub(crate) heap: u64,
}

/// Asks the programs of one profile: the layout of a type is the same in both.
pub(crate) fn measure(programs: &Programs) -> Result<Vec<State>> {
    let mut states = Vec::new();
    for (build, program) in programs.iter().filter(|(build, _)| build.profile == Profile::Release) {
        let output = Command::new(program).arg("states").output()?;
        ensure!(output.status.success(), "{} fails", program.display());
        for line in String::from_utf8(output.stdout)?.lines() {
            let mut fields = line.split('\t');
            let mut next = || fields.next().context("a line has four fields");
            states.push(State {
                generator: next()?.to_owned(),
                library: Library::from_name(next()?).context("it names a library")?,
                compiler: build.compiler,
                value: next()?.parse()?,
                heap: next()?.parse()?,
            });
        }
    }
    Ok(states)
}
