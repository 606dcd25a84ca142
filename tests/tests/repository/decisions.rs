//! The pages under `docs/` lead to one another, and each decision has its line in the list.

use std::fs;
use std::path::PathBuf;

use crate::root;

fn pages() -> Vec<PathBuf> {
    let folder = |path: &str| {
        let entries = fs::read_dir(root().join(path)).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let mut pages = [folder("docs"), folder("docs/decisions")].concat();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages
}

#[test]
fn the_list_has_each_decision_by_its_title() {
    let list = fs::read_to_string(root().join("docs/decisions/README.md")).unwrap();
    let mut decisions = 0;
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap();
        if !name.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        let text = fs::read_to_string(&page).unwrap();
        let title = text.lines().next().unwrap().strip_prefix("# ").expect("a title");
        let (number, title) = title.split_once(". ").expect("a number and a title");
        assert!(name.starts_with(&format!("{number}-")), "{name} is not number {number}");
        let line = format!("| [{number} {title}]({name}) |");
        assert!(list.contains(&line), "the list has no line {line}");
        decisions += 1;
    }
    assert!(decisions > 10, "{decisions} decisions");
}

#[test]
fn each_link_from_a_page_to_a_file_leads_to_one() {
    let mut links = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for (at, start) in text.match_indices("](") {
            let target = &text[at + start.len()..];
            let target = &target[..target.find([')', '#']).unwrap()];
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let path = page.parent().unwrap().join(target);
            assert!(path.exists(), "{} leads to {}", page.display(), path.display());
            links += 1;
        }
    }
    assert!(links > 10, "{links} links");
}
