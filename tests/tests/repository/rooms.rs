//! The rooms of `macros/src/explicit`: each imports only itself and the rooms above it in the table of that
//! folder's page, and opens with what it is for.

use std::fs;
use std::path::{Path, PathBuf};

fn explicit() -> PathBuf {
    crate::root().join("macros/src/explicit")
}

/// The rooms, in the order of the table.
fn rooms() -> Vec<String> {
    let page = fs::read_to_string(explicit().join("mod.rs")).expect("the page of the folder");
    let table = page.split_once("//! | room |").expect("a table of the rooms").1;
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("//! | `"));
    rows.map(|row| row.split('`').next().expect("a name").to_owned()).collect()
}

/// What is wrong with the imports of a file of the room `own`.
fn misplaced_imports(rooms: &[String], own: &str, text: &str) -> Vec<String> {
    let height = |room: &str| rooms.iter().position(|other| other == room);
    let code = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    let mut wrong = Vec::new();
    for line in code {
        for path in line.split("crate::explicit::").skip(1) {
            let end = path.find(|character: char| !character.is_alphanumeric() && character != '_');
            match height(&path[..end.unwrap_or(path.len())]) {
                Some(room) if height(own).is_some_and(|own| room <= own) => {}
                _ => wrong.push(format!("{own}: {line}")),
            }
        }
    }
    wrong
}

fn visit(folder: &Path, visitor: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            visit(&path, visitor);
        } else {
            visitor(&fs::read_to_string(&path).expect("sources are text"));
        }
    }
}

#[test]
fn a_room_imports_only_the_rooms_above_it_in_the_table() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for room in &rooms {
        visit(&explicit().join(room), &mut |text| {
            wrong.extend(misplaced_imports(&rooms, room, text));
        });
    }
    assert!(wrong.is_empty(), "imports that go down the table:\n{}", wrong.join("\n"));
}

#[test]
fn each_folder_of_the_explicit_state_is_a_room_that_says_what_it_is_for() {
    let mut folders = Vec::new();
    for entry in fs::read_dir(explicit()).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let text = fs::read_to_string(path.join("mod.rs")).expect("a room has a `mod.rs`");
            let first = text.lines().next().expect("a `mod.rs` is not empty");
            assert!(first.starts_with("//! "), "{} opens with: {first}", path.display());
            folders.push(path.file_name().expect("a name").to_str().expect("ASCII").to_owned());
        }
    }
    let mut rooms = rooms();
    folders.sort();
    rooms.sort();
    assert_eq!(folders, rooms);
}

#[test]
fn the_pages_name_files_that_exist() {
    let runtime = crate::root().join("runtime/src/explicit");
    let read = |folder: &Path| fs::read_to_string(folder.join("mod.rs")).expect("a page");
    for (page, own) in [(read(&explicit()), explicit()), (read(&runtime), runtime)] {
        let rows = page.lines().filter(|line| line.starts_with("//! | "));
        let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
        let paths: Vec<&str> = quoted
            .filter(|path| {
                path.ends_with('/') || Path::new(path).extension().is_some_and(|end| end == "rs")
            })
            .collect();
        assert!(paths.len() > 20, "{paths:?}");
        for path in paths {
            let exists = own.join(path).exists() || explicit().join(path).exists();
            assert!(exists, "{}: {path}", own.display());
        }
    }
}

#[test]
fn imports_that_go_down_the_table_are_found() {
    let rooms = ["known", "tree", "flow"].map(str::to_owned);
    let wrong = |own: &str, text: &str| misplaced_imports(&rooms, own, text).len();
    assert_eq!(wrong("tree", "use crate::explicit::known::kinds;"), 0);
    assert_eq!(wrong("tree", "use crate::explicit::tree::ir::Block;"), 0);
    assert_eq!(wrong("tree", "// use crate::explicit::flow::Kept;"), 0);
    assert_eq!(wrong("tree", "use crate::explicit::flow::Kept;"), 1);
    assert_eq!(wrong("tree", "fn f() -> crate::explicit::flow::Kept {}"), 1);
    assert_eq!(wrong("tree", "use crate::explicit::Lowered;"), 1);
}
