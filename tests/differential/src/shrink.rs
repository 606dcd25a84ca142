//! Makes a body that shows a mismatch smaller, by delta debugging: statements are left out, blocks
//! unwrapped and expressions replaced, until nothing more can be without losing the mismatch.
//!
//! Many smaller bodies are compiled together, each in a module of its own with the bodies that it
//! delegates to. Those that do not compile are found out by the errors of the compiler.

mod edits;

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::program::{Program, Verdict};
use crate::rejected;
use crate::source::{self, Batch, Counts, Written};
use crate::syntax;
use edits::{Body, Edit, Edits};

/// How many smaller bodies are compiled together.
const TOGETHER: usize = 64;

/// A body than which no smaller one was found that shows the same mismatch.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The body, after those that it delegates to.
    pub bodies: Vec<Written>,
    /// Statements in them.
    pub statements: usize,
    /// What the generator did instead of what the plain function did.
    pub kind: String,
    /// The comparison of the body.
    pub comparison: String,
    /// How many smaller bodies were tried.
    pub tried: usize,
}

impl Display for Shrunk {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} statements, after {} tries: {}", self.statements, self.tried, self.kind)?;
        for body in &self.bodies {
            writeln!(f, "{}", body.source())?;
        }
        writeln!(f, "{}", self.comparison)
    }
}

/// Makes the body of this index smaller. `None` if it shows no mismatch where it is compiled alone.
///
/// # Errors
///
/// If cargo cannot be started, or the file for the bodies not be written.
pub fn shrink(program: &Program, batch: &Batch, index: usize) -> io::Result<Option<Shrunk>> {
    let mut search =
        Search { program, batch, index, source: program.target_dir.join("shrunk.rs"), tried: 0 };
    fs::create_dir_all(&program.target_dir)?;
    let mut bodies: Vec<Body> = batch
        .bodies()
        .iter()
        .map(|body| Body { signature: body.signature.clone(), block: syntax::parse(body.text()) })
        .collect();
    search.leave_out_unused(&mut bodies);
    let Some(Verdict::Differs(kind)) = search.judge(&[bodies.clone()])?.pop() else {
        return Ok(None);
    };
    let mut phase = 0;
    let mut unchanged = 0;
    while unchanged < 2 {
        if let Some(smaller) = search.smaller(&bodies, phase, &kind)? {
            bodies = smaller;
            unchanged = 0;
        } else {
            phase = 1 - phase;
            unchanged += 1;
        }
    }
    // What is shown is the last one that was built.
    search.judge(&[bodies.clone()])?;
    let output = program.run(&search.source)?;
    let comparison = String::from_utf8_lossy(&output.stdout).into_owned();
    let bodies = written(&bodies);
    let statements = bodies.iter().map(|body| count_statements(body.text())).sum();
    Ok(Some(Shrunk { bodies, statements, kind, comparison, tried: search.tried }))
}

struct Search<'a> {
    program: &'a Program,
    batch: &'a Batch,
    /// The body that shows the mismatch.
    index: usize,
    /// The file for what is compiled.
    source: PathBuf,
    tried: usize,
}

impl Search<'_> {
    /// Smaller bodies that show a mismatch of this kind, with statements left out or, in the other
    /// phase, expressions.
    fn smaller(
        &mut self,
        bodies: &[Body],
        phase: usize,
        kind: &str,
    ) -> io::Result<Option<Vec<Body>>> {
        let now = size(bodies);
        let mut candidates: Vec<(usize, Edits, Vec<Body>)> = Vec::new();
        for edits in edits::list(bodies, self.index).into_iter().nth(phase).unwrap_or_default() {
            let edited = self.edited(bodies, &edits);
            let size = size(&edited);
            if size < now {
                candidates.push((size, edits, edited));
            }
        }
        candidates.sort_by_key(|(size, ..)| *size);
        for candidates in candidates.chunks(TOGETHER) {
            let edited: Vec<_> = candidates.iter().map(|(.., edited)| edited.clone()).collect();
            let verdicts = self.judge(&edited)?;
            let showing: Vec<_> = candidates
                .iter()
                .zip(verdicts)
                .filter(|(_, verdict)| matches!(verdict, Verdict::Differs(of) if of == kind))
                .map(|(candidate, _)| candidate)
                .collect();
            let Some((.., smallest)) = showing.first() else { continue };
            let together = self.together(bodies, &showing, kind)?;
            return Ok(Some(together.unwrap_or_else(|| smallest.clone())));
        }
        Ok(None)
    }

    /// The smallest of what several edits come to together.
    fn together(
        &mut self,
        bodies: &[Body],
        showing: &[&(usize, Edits, Vec<Body>)],
        kind: &str,
    ) -> io::Result<Option<Vec<Body>>> {
        let mut candidates = Vec::new();
        let mut count = showing.len();
        while count > 1 {
            for some in showing.chunks(count) {
                // Of two that edit the same node, the one that leaves out more.
                let edits: Vec<Edit> =
                    some.iter().rev().flat_map(|(_, edits, _)| edits.iter().copied()).collect();
                candidates.push(self.edited(bodies, &edits));
            }
            count /= 2;
        }
        candidates.sort_by_key(|bodies| size(bodies));
        candidates.truncate(TOGETHER);
        if candidates.is_empty() {
            return Ok(None);
        }
        let verdicts = self.judge(&candidates)?;
        let mut showing = candidates
            .into_iter()
            .zip(verdicts)
            .filter(|(_, verdict)| matches!(verdict, Verdict::Differs(of) if of == kind));
        Ok(showing.next().map(|(bodies, _)| bodies))
    }

    fn edited(&self, bodies: &[Body], edits: &[Edit]) -> Vec<Body> {
        let mut edited = bodies.to_vec();
        edits::apply(&mut edited, edits);
        self.leave_out_unused(&mut edited);
        edited
    }

    /// Leaves out the bodies that the one with the mismatch does not come to.
    fn leave_out_unused(&self, bodies: &mut Vec<Body>) {
        let mut used = BTreeSet::from([self.index]);
        // A body calls itself and earlier ones.
        for body in bodies.iter().rev() {
            if used.contains(&body.signature.index) {
                used.extend(called(&syntax::print(&body.block)));
            }
        }
        bodies.retain(|body| used.contains(&body.signature.index));
    }

    /// Compiles and compares them. One that does not compile agrees.
    fn judge(&mut self, candidates: &[Vec<Body>]) -> io::Result<Vec<Verdict>> {
        self.tried += candidates.len();
        let mut verdicts = vec![Verdict::Agrees; candidates.len()];
        let places = (0..candidates.len()).collect();
        let written: Vec<_> = candidates.iter().map(|bodies| written(bodies)).collect();
        self.judge_at(&written, places, &mut verdicts)?;
        Ok(verdicts)
    }

    fn judge_at(
        &self,
        candidates: &[Vec<Written>],
        mut places: Vec<usize>,
        verdicts: &mut [Verdict],
    ) -> io::Result<()> {
        while !places.is_empty() {
            let chosen = places.iter().map(|&place| &candidates[place][..]);
            let text = source::candidates(self.batch, chosen, self.index);
            fs::write(&self.source, &text)?;
            let Err(errors) = self.program.build(&self.source)? else {
                for (place, verdict) in places.iter().zip(self.program.judge(places.len())?) {
                    verdicts[*place] = verdict;
                }
                return Ok(());
            };
            let rejected = rejected::candidates_in(&errors, &text);
            if rejected.is_empty() {
                if places.len() > 1 {
                    let rest = places.split_off(places.len() / 2);
                    self.judge_at(candidates, rest, verdicts)?;
                    continue;
                }
                return Ok(());
            }
            let mut place = 0;
            places.retain(|_| {
                place += 1;
                !rejected.contains(&(place - 1))
            });
        }
        Ok(())
    }
}

fn written(bodies: &[Body]) -> Vec<Written> {
    bodies
        .iter()
        .map(|body| Written {
            signature: body.signature.clone(),
            text: syntax::print(&body.block),
            counts: Counts::default(),
        })
        .collect()
}

fn size(bodies: &[Body]) -> usize {
    bodies
        .iter()
        .map(|body| syntax::print(&body.block).split_whitespace().collect::<String>().len())
        .sum()
}

/// The bodies that are called in a text.
fn called(text: &str) -> impl Iterator<Item = usize> + use<'_> {
    text.split("body_").skip(1).filter_map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok())
    })
}

/// How many statements there are in a body, those of its blocks among them.
fn count_statements(text: &str) -> usize {
    struct Count(usize);
    impl syn::visit::Visit<'_> for Count {
        fn visit_stmt(&mut self, statement: &syn::Stmt) {
            self.0 += 1;
            syn::visit::visit_stmt(self, statement);
        }
    }
    let mut count = Count(0);
    syn::visit::Visit::visit_block(&mut count, &syntax::parse(text));
    count.0
}
