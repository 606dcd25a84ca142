//! The floors of `runtime/src`: a folder imports only the folders below it.
//!
//! A file names what it imports by its full path, and only `lib.rs` and `private`, which names
//! everything that an expansion needs, re-export. So the imports say what depends on what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// The floors from the lowest to the highest. A plain value is a file of its own.
const FLOORS: [&[&str]; 11] = [
    &["state"],
    &["error"],
    &["frames"],
    &["step"],
    &["protocol"],
    &["combinators"],
    &["delegation"],
    &["generators"],
    &["stream"],
    &["explicit"],
    &["private"],
];

/// These hold macros by example and pages of documentation: they import nothing.
const BESIDE: [&str; 2] = ["macros", "guide"];

/// A source file: the path of its module, and its text.
struct Source {
    module: Vec<String>,
    text: String,
}

impl Source {
    fn floor(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }

    /// The lines of code, without comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"))
    }
}

#[test]
fn a_folder_imports_only_the_folders_below_it() {
    let wrong: Vec<String> = sources().iter().flat_map(misplaced_imports).collect();
    assert!(wrong.is_empty(), "imports that go up, or not by the full path:\n{}", wrong.join("\n"));
}

#[test]
fn the_files_of_a_folder_import_one_another_in_no_circle() {
    let mut imports = BTreeMap::new();
    for source in sources() {
        let inside = imported(&source).filter(|path| path.first() == source.module.first());
        let inside: BTreeSet<String> = inside.map(|path| path.join("::")).collect();
        imports.insert(source.module.join("::"), inside);
    }
    assert_eq!(circle(&imports), None, "these files import one another");
}

#[test]
fn only_the_crate_and_what_expansions_name_re_export() {
    for source in sources().iter().filter(|source| !is_front(source)) {
        for line in source.code() {
            let re_exports = line.starts_with("pub") && line.contains(" use ");
            // A macro by example gets a path by this line.
            let names_a_macro = re_exports && !line.contains("::");
            assert!(!re_exports || names_a_macro, "{}: {line}", source.module.join("::"));
        }
    }
}

#[test]
fn each_folder_says_what_it_is_for() {
    for floor in FLOORS.concat().into_iter().chain(BESIDE) {
        let file = root().join(floor).join("mod.rs");
        if root().join(floor).is_dir() {
            let text = fs::read_to_string(&file).expect("a folder has a `mod.rs`");
            let first = text.lines().next().expect("a `mod.rs` is not empty");
            assert!(first.starts_with("//! "), "`{floor}/mod.rs` opens with: {first}");
        }
    }
}

#[test]
fn imports_that_go_up_are_found() {
    let source = |module: &[&str], text: &str| Source {
        module: module.iter().map(|&name| name.to_owned()).collect(),
        text: text.to_owned(),
    };
    let wrong = |module: &[&str], text: &str| misplaced_imports(&source(module, text)).len();
    assert_eq!(wrong(&["step", "slot"], "use crate::frames::stack::Stack;"), 0);
    assert_eq!(wrong(&["step", "slot"], "use crate::step::waker::waker;"), 0);
    assert_eq!(wrong(&["step", "slot"], "// use crate::delegation::frame::Delegate;"), 0);
    assert_eq!(wrong(&["step", "slot"], "use crate::delegation::frame::Delegate;"), 1);
    assert_eq!(wrong(&["step", "slot"], "fn f() -> crate::protocol::coroutine::C {}"), 1);
    assert_eq!(wrong(&["step", "slot"], "use crate::Interrupt;"), 1);
    assert_eq!(wrong(&["step", "slot"], "use crate::{CloseError, Interrupt};"), 1);
    assert_eq!(wrong(&["step", "slot"], "use super::super::private::never;"), 1);
    assert_eq!(wrong(&["macros", "pin"], "use crate::state::Status;"), 1);
}

#[test]
fn circles_are_found() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph = BTreeMap::<String, BTreeSet<String>>::new();
        for &(from, to) in edges {
            graph.entry(from.to_owned()).or_default().insert(to.to_owned());
        }
        circle(&graph)
    };
    assert_eq!(graph(&[("a", "b"), ("b", "c"), ("a", "c")]), None);
    let found = graph(&[("a", "b"), ("b", "c"), ("c", "b")]).expect("there is a circle");
    assert_eq!(found, ["b", "c"]);
}

/// What is wrong with the imports of a file.
fn misplaced_imports(source: &Source) -> Vec<String> {
    let place = source.module.join("::");
    if is_front(source) && source.floor() == "lib" {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    for line in source.code() {
        if line.contains("super::") {
            wrong.push(format!("{place}: by way of the module around it: {line}"));
        }
    }
    let own = height(source.floor());
    for path in imported(source) {
        let shown = path.join("::");
        match (own, path.first().and_then(|floor| height(floor))) {
            (_, None) => wrong.push(format!("{place}: not by the full path: crate::{shown}")),
            (Some(own), Some(imported)) if imported <= own => {}
            _ => wrong.push(format!("{place}: up, or from beside the floors: crate::{shown}")),
        }
    }
    wrong
}

/// The modules of this crate that a file names, each by the path of its file.
fn imported(source: &Source) -> impl Iterator<Item = Vec<String>> {
    let paths = source.code().flat_map(|line| line.split("crate::").skip(1).zip(macros(line)));
    paths.filter(|(_, is_macro)| !is_macro).map(|(path, _)| {
        let path = path.replace("__private::", "private::");
        let end = path.find(|character: char| {
            !character.is_alphanumeric() && character != '_' && character != ':'
        });
        let path = &path[..end.unwrap_or(path.len())];
        let names = path.split("::").filter(|name| !name.is_empty());
        // What follows the file is an item.
        module_of(names.take(2).map(str::to_owned).collect())
    })
}

/// Whether each `crate::` of a line is a `$crate::`, which a macro by example writes for its user.
fn macros(line: &str) -> impl Iterator<Item = bool> {
    line.match_indices("crate::").map(|(at, _)| line[..at].ends_with('$'))
}

/// `frames::stack` is a file; the plain values are files without a folder.
fn module_of(mut path: Vec<String>) -> Vec<String> {
    if path.first().is_some_and(|first| !root().join(first).is_dir()) {
        path.truncate(1);
    }
    path
}

fn height(floor: &str) -> Option<usize> {
    FLOORS.iter().position(|names| names.contains(&floor))
}

/// Whether this is where users and expansions find what the floors hold.
fn is_front(source: &Source) -> bool {
    source.module.is_empty() || source.module == ["private"]
}

/// The files of some circle, if there is one.
fn circle(imports: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut left = imports.clone();
    loop {
        let leaves: Vec<String> = left
            .iter()
            .filter(|(file, names)| {
                names.iter().all(|name| name == *file || !left.contains_key(name))
            })
            .map(|(file, _)| file.clone())
            .collect();
        if leaves.is_empty() {
            break;
        }
        for leaf in leaves {
            left.remove(&leaf);
        }
    }
    // What is left leads to a circle. Each file of one is imported by another.
    let mut at = left.keys().next()?.clone();
    let mut seen = Vec::new();
    while !seen.contains(&at) {
        seen.push(at.clone());
        at = left[&at].iter().find(|name| **name != at && left.contains_key(*name))?.clone();
    }
    let first = seen.iter().position(|file| *file == at)?;
    Some(seen.split_off(first))
}

fn root() -> PathBuf {
    crate::root().join("runtime/src")
}

/// All files of the runtime.
fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![(root(), Vec::new())];
    while let Some((folder, module)) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_str().expect("ASCII").to_owned();
            let mut inner: Vec<String> = module.clone();
            if path.is_dir() {
                inner.push(name);
                folders.push((path, inner));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                if name != "mod" && name != "lib" {
                    inner.push(name);
                }
                let text = fs::read_to_string(&path).expect("sources are text");
                sources.push(Source { module: inner, text });
            }
        }
    }
    let known: BTreeSet<&str> = FLOORS.concat().into_iter().chain(BESIDE).chain(["lib"]).collect();
    for source in &sources {
        assert!(known.contains(source.floor()), "`{}` has no floor", source.module.join("::"));
    }
    sources
}
