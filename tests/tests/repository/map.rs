//! The map, `docs/map.md`, names each source file of the published crates, and nothing that is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::root;

/// Returns the paths that stand in backticks, from the root. Those of a section that says where its
/// paths begin get that beginning.
fn paths() -> BTreeSet<String> {
    let map = fs::read_to_string(root().join("docs/map.md")).unwrap();
    let mut paths = BTreeSet::new();
    for section in map.split("\n## ").skip(1) {
        let begins = section.split_once("Paths begin at `");
        let prefix = begins.map_or("", |(_, rest)| rest.split('`').next().unwrap());
        let rows = section.lines().filter(|line| line.starts_with("| `") || prefix.is_empty());
        for row in rows {
            let cells = row.split('|').collect::<Vec<_>>();
            let read =
                if prefix.is_empty() { cells.as_slice() } else { &cells[..2.min(cells.len())] };
            let quoted = read.iter().flat_map(|cell| cell.split('`').skip(1).step_by(2));
            let files = quoted.filter(|path| path.contains('/') || !prefix.is_empty());
            let files = files.filter(|path| !path.contains(' '));
            paths.extend(files.map(|path| format!("{prefix}{path}")));
        }
    }
    paths
}

fn source_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let path = path.strip_prefix(root()).unwrap();
            found.push(path.to_str().unwrap().replace('\\', "/"));
        }
    }
}

#[test]
fn each_path_of_the_map_exists() {
    let paths = paths();
    assert!(paths.len() > 150, "{} paths", paths.len());
    for path in paths {
        assert!(root().join(&path).exists(), "docs/map.md names {path}");
    }
}

#[test]
fn each_source_file_of_the_published_crates_has_a_row() {
    let mut files = Vec::new();
    source_files(&root().join("macros/src"), &mut files);
    source_files(&root().join("runtime/src"), &mut files);
    let paths = paths();
    let missing = files.iter().filter(|file| !paths.contains(*file)).collect::<Vec<_>>();
    assert!(missing.is_empty(), "docs/map.md has no row for {missing:?}");
}
