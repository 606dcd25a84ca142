//! The README names what there is: each example, and no file of the repository that is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const README: &str = include_str!("../../../README.md");

/// What a link to a file of the repository begins with.
const FILES: [&str; 3] = [
    "https://github.com/genfn/genfn/blob/main/",
    "https://github.com/genfn/genfn/tree/main/",
    "https://raw.githubusercontent.com/genfn/genfn/main/",
];

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_table_of_examples_has_each_of_them() {
    let (_, section) = README.split_once("## Examples").expect("a section");
    let (section, _) = section.split_once("\n## ").expect("another one behind it");
    let listed: BTreeSet<String> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect();
    let programs: BTreeSet<String> = fs::read_dir(repository().join("runtime/examples"))
        .unwrap()
        .filter_map(|entry| {
            entry.unwrap().file_name().into_string().unwrap().strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    assert_eq!(listed, programs);
}

#[test]
fn each_link_to_a_file_leads_to_one() {
    let mut links = 0;
    for prefix in FILES {
        for (at, _) in README.match_indices(prefix) {
            let path = &README[at + prefix.len()..];
            let path = &path[..path.find([')', '#', '\n', ' ']).unwrap_or(path.len())];
            assert!(repository().join(path).exists(), "{path}");
            links += 1;
        }
    }
    assert!(links > 4, "{links} links");
}
