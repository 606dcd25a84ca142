//! The example `walk` lists all that is in a folder, and goes on after what it cannot read.

use std::path::PathBuf;
use std::process::Command;

use genfn_tests::programs::{self, Run};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_walk");

/// Runs the program in `folder`, so that no path that it prints is this machine's.
fn walk(folder: &TempDir, arguments: &[&str]) -> Run {
    programs::run(Command::new(PROGRAM).current_dir(folder.path()).args(arguments), "")
}

fn tree() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("trees/oak", "12345"),
        ("trees/birch", ""),
        ("trees/apple/red", "1234567890"),
        ("trees/apple/Green", "1"),
        ("trees/apple/seeds/one", "12"),
        ("trees/b", "123"),
        ("stone", "1234"),
    ];
    programs::write_files(folder.path(), &files);
    folder
}

/// The lines of output, for paths that are written with slashes.
fn lines(paths: &[&str]) -> String {
    let native = |path: &&str| path.split('/').collect::<PathBuf>().display().to_string();
    paths.iter().map(native).flat_map(|path| [path, "\n".to_owned()]).collect()
}

#[test]
fn a_folder_comes_before_what_is_in_it_and_that_sorted() {
    let expected = [
        "trees",
        "trees/apple",
        "trees/apple/Green",
        "trees/apple/red",
        "trees/apple/seeds",
        "trees/apple/seeds/one",
        "trees/b",
        "trees/birch",
        "trees/oak",
    ];
    assert_eq!(walk(&tree(), &["trees"]), Run::success(lines(&expected)));
}

#[test]
fn the_walk_begins_in_the_current_folder_or_where_it_is_told() {
    let expected = lines(&["stone", "trees/apple/seeds", "trees/apple/seeds/one", "stone"]);
    assert_eq!(walk(&tree(), &["stone", "trees/apple/seeds", "stone"]), Run::success(expected));
    let expected = lines(&[".", "./stone", "./trees"]);
    assert_eq!(walk(&tree(), &["--max-depth", "1"]), Run::success(expected));
}

#[test]
fn a_walk_can_be_kept_from_going_deep() {
    assert_eq!(walk(&tree(), &["-d0", "trees"]), Run::success("trees\n"));
    let expected = lines(&["trees", "trees/apple", "trees/b", "trees/birch", "trees/oak"]);
    assert_eq!(walk(&tree(), &["-d1", "trees"]), Run::success(expected));
}

#[test]
fn sizes_are_printed_and_added_up() {
    let expected = format!(
        "           - {}\n           1 {}\n          10 {}\n           - {}\n           2 {}\n          \
         13 bytes in files: 3\n",
        lines(&["trees/apple"]).trim_end(),
        lines(&["trees/apple/Green"]).trim_end(),
        lines(&["trees/apple/red"]).trim_end(),
        lines(&["trees/apple/seeds"]).trim_end(),
        lines(&["trees/apple/seeds/one"]).trim_end(),
    );
    let apple = lines(&["trees/apple"]);
    assert_eq!(walk(&tree(), &["--sizes", apple.trim_end()]), Run::success(expected));
}

#[test]
fn the_walk_goes_on_after_what_is_not_there() {
    let run = walk(&tree(), &["gone", "stone", "gone too", "trees", "-d0"]);
    assert_eq!((&*run.stdout, run.status), ("stone\ntrees\n", Some(1)));
    let errors: Vec<_> = run.stderr.lines().collect();
    assert!(errors[0].starts_with("walk: gone: "), "{run:?}");
    assert!(errors[1].starts_with("walk: gone too: "), "{run:?}");
    assert_eq!(errors.len(), 2);
}

#[cfg(unix)]
mod links {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// Links up, down, to a side, to itself and to nowhere.
    fn tree_with_links() -> TempDir {
        let folder = tree();
        let link = |target: &str, path: &str| symlink(target, folder.path().join(path)).unwrap();
        link("..", "trees/apple/up");
        link("apple/red", "trees/fruit");
        link("nowhere", "trees/broken");
        link("self", "trees/self");
        link("trees", "forest");
        folder
    }

    #[test]
    fn links_are_shown_and_not_followed() {
        let expected = [
            "trees",
            "trees/apple",
            "trees/apple/Green",
            "trees/apple/red",
            "trees/apple/seeds",
            "trees/apple/seeds/one",
            "trees/apple/up -> ..",
            "trees/b",
            "trees/birch",
            "trees/broken -> nowhere",
            "trees/fruit -> apple/red",
            "trees/oak",
            "trees/self -> self",
        ];
        let folder = tree_with_links();
        assert_eq!(walk(&folder, &["trees"]), Run::success(lines(&expected)));
        assert_eq!(walk(&folder, &["forest"]), Run::success("forest -> trees\n"));
    }

    #[test]
    fn links_are_followed_on_request_and_what_they_do_wrong_is_reported() {
        let folder = tree_with_links();
        let run = walk(&folder, &["--follow", "trees"]);
        let expected = [
            "trees",
            "trees/apple",
            "trees/apple/Green",
            "trees/apple/red",
            "trees/apple/seeds",
            "trees/apple/seeds/one",
            "trees/b",
            "trees/birch",
            "trees/fruit",
            "trees/oak",
        ];
        assert_eq!((run.stdout, run.status), (lines(&expected), Some(1)));
        let errors: Vec<_> = run.stderr.lines().collect();
        let trees = fs::canonicalize(folder.path().join("trees")).unwrap();
        assert_eq!(errors[0], format!("walk: trees/apple/up: leads back to {}", trees.display()));
        assert!(errors[1].starts_with("walk: trees/broken: "), "{}", run.stderr);
        assert!(errors[2].starts_with("walk: trees/self: "), "{}", run.stderr);
        assert_eq!(errors.len(), 3);
    }

    /// No path is within the other here, but each is walked from the other.
    #[test]
    fn a_loop_over_two_folders_is_found() {
        let folder = tempfile::tempdir().unwrap();
        programs::write_files(folder.path(), &[("left/leaf", ""), ("right/leaf", "")]);
        symlink("../right", folder.path().join("left/to right")).unwrap();
        symlink("../left", folder.path().join("right/to left")).unwrap();
        let run = walk(&folder, &["--follow", "left", "right"]);
        let expected = [
            "left",
            "left/leaf",
            "left/to right",
            "left/to right/leaf",
            "right",
            "right/leaf",
            "right/to left",
            "right/to left/leaf",
        ];
        assert_eq!((run.stdout, run.status), (lines(&expected), Some(1)));
        let path = |name: &str| fs::canonicalize(folder.path().join(name)).unwrap();
        let errors = format!(
            "walk: left/to right/to left: leads back to {}\n\
             walk: right/to left/to right: leads back to {}\n",
            path("left").display(),
            path("right").display(),
        );
        assert_eq!(run.stderr, errors);
    }

    /// The same folder may be walked twice: that is no loop.
    #[test]
    fn two_links_to_a_folder_are_both_followed() {
        let folder = tempfile::tempdir().unwrap();
        programs::write_files(folder.path(), &[("seed/leaf", "")]);
        fs::create_dir(folder.path().join("all")).unwrap();
        symlink("../seed", folder.path().join("all/1")).unwrap();
        symlink("../seed", folder.path().join("all/2")).unwrap();
        let expected = lines(&["all", "all/1", "all/1/leaf", "all/2", "all/2/leaf"]);
        assert_eq!(walk(&folder, &["-f", "all"]), Run::success(expected));
    }
}

#[test]
fn a_deep_folder_is_walked_to_its_bottom() {
    let folder = tempfile::tempdir().unwrap();
    let deepest = "d/".repeat(60) + "leaf";
    programs::write_files(folder.path(), &[(&deepest, "")]);
    let run = walk(&folder, &["d"]);
    assert_eq!(run.stdout.lines().count(), 61);
    assert_eq!(run.stdout.lines().last().unwrap(), lines(&[&deepest]).trim_end());
    assert_eq!((&*run.stderr, run.status), ("", Some(0)));
}

#[test]
fn how_it_is_used_is_told() {
    programs::assert_help(PROGRAM, "walk");
    assert_eq!(walk(&tree(), &["--max-depth", "-1"]).status, Some(2));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = tree();
    let run = programs::run_unread(Command::new(PROGRAM).current_dir(folder.path()));
    assert_eq!(run, Run::success(""));
}
