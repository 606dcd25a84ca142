//! No message about a generator speaks of how generators are made.
//!
//! What the user wrote may be quoted, and `allowed-words.txt` lists what rustc cannot be kept from
//! saying, each with its reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a user need not know, and the library's own insides.
const FORBIDDEN: [&str; 50] = [
    "async",
    "await",
    "future",
    "futures",
    "Future",
    "Pin",
    "Unpin",
    "pinned",
    "poll",
    "Poll",
    "waker",
    "Waker",
    "slot",
    "slots",
    "Slot",
    "SlotPointer",
    "frame",
    "frames",
    "Frame",
    "Protocol",
    "Suspension",
    "TrySuspension",
    "StateMachine",
    "FallibleItem",
    "Stages",
    "State",
    "Boxed",
    "ManuallyDrop",
    "MaybeDangling",
    "GeneratorObject",
    "HeapGenerator",
    "InlineGenerator",
    "PinnedGenerator",
    "FallibleGenerator",
    "Delegation",
    "DelegateStack",
    "FirstPoll",
    "OfResults",
    "StreamProtocol",
    "PinnedStream",
    "MovableStream",
    "StreamStack",
    "YieldsOnly",
    "ExplicitGenerator",
    "ExplicitState",
    "RecursiveGenerator",
    "Machine",
    "Wait",
    "Unboxed",
    "Start",
];

/// What may be said nevertheless, in the files whose name begins with `place`: `*` is all.
struct Allowed {
    place: String,
    phrase: String,
}

impl Allowed {
    /// Reads `folder/file | phrase | reason`.
    fn parse(line: &str) -> Self {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [place, phrase, reason] = parts[..] else {
            panic!("`folder/file | phrase | reason` is expected, not: {line}");
        };
        assert!(!reason.trim().is_empty(), "an entry has a reason: {line}");
        Self { place: place.to_owned(), phrase: phrase.to_owned() }
    }

    fn is_for(&self, place: &str) -> bool {
        self.place == "*" || place.starts_with(&self.place)
    }
}

#[test]
fn messages_keep_the_machinery_to_themselves() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(root.join("allowed-words.txt")).expect("the list is there");
    let allowed: Vec<Allowed> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(Allowed::parse)
        .collect();

    let mut used = BTreeSet::new();
    let mut said = Vec::new();
    for file in messages(&root.join("fail")) {
        let place = place_of(&file);
        // The attacks name what is hidden, and rustc answers in the same words.
        if place.starts_with("soundness/") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a file of messages is text");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !is_quoted(line)) {
            let mut line = line.to_owned();
            for (index, allowed) in allowed.iter().enumerate() {
                if allowed.is_for(&place) && line.contains(&allowed.phrase) {
                    line = line.replace(&allowed.phrase, "");
                    used.insert(index);
                }
            }
            // In a stream, waiting is the user's own matter, and rustc says much about it. What the
            // macros say is looked at.
            let of_a_stream = place.starts_with("streams/");
            if of_a_stream && !line.starts_with("error: ") {
                continue;
            }
            for word in forbidden_in(&line) {
                if of_a_stream
                    && ["async", "await", "future", "futures", "Pin", "pin", "pinned", "poll"]
                        .contains(&word)
                {
                    continue;
                }
                said.push(format!("{place}:{}: `{word}` in: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(said.is_empty(), "words that no user should need:\n{}", said.join("\n"));
    let unused: Vec<&str> = (0..allowed.len())
        .filter(|index| !used.contains(index))
        .map(|index| &*allowed[index].phrase)
        .collect();
    assert!(unused.is_empty(), "nobody says this any more; take it off the list: {unused:#?}");
}

#[test]
fn forbidden_words_are_found() {
    assert_eq!(forbidden_in("future is not `Send`"), ["future"]);
    assert_eq!(forbidden_in("within `{async block@src/main.rs:1:1}`"), ["async", "async block"]);
    assert_eq!(forbidden_in("`genfn::__private::Protocol<_>`"), ["__private", "Protocol"]);
    assert_eq!(forbidden_in("a state machine"), ["state machine"]);
    assert!(forbidden_in("a generator is suspended, | |_____- ____").is_empty());
}

#[test]
fn the_users_own_lines_are_quoted() {
    assert!(is_quoted("7 |     let task = async { };"));
    assert!(is_quoted("12 + #[generator]"));
    assert!(is_quoted("  --> runtime/src/step/slot.rs:1:1"));
    assert!(!is_quoted("  |     ^^^^ await occurs here"));
    assert!(!is_quoted("error: future cannot be sent between threads safely"));
}

/// The files with messages under `folder`, in order.
fn messages(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = |folder: &Path| {
        fs::read_dir(folder).expect("a folder of mistakes").map(|entry| entry.expect("an entry"))
    };
    entries(folder)
        .flat_map(|kind| entries(&kind.path()))
        .map(|file| file.path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "stderr"))
        .collect()
}

/// `kind/mistake`.
fn place_of(file: &Path) -> String {
    let name = |path: Option<&Path>| {
        let name = path.and_then(Path::file_stem).expect("a file in a folder");
        name.to_str().expect("a name in ASCII").to_owned()
    };
    format!("{}/{}", name(file.parent()), name(Some(file)))
}

/// Whether a line is the user's own, or only says where something stands.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_numbered = rest.len() < line.len()
        && [" |", " +", " -", " ~"].iter().any(|mark| rest.starts_with(mark));
    is_numbered || line.starts_with("-->") || line.starts_with(":::")
}

/// The forbidden words in a message, and every name that begins with two underscores.
fn forbidden_in(line: &str) -> Vec<&str> {
    line.split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| {
            let is_line = word.chars().all(|character| character == '_');
            FORBIDDEN.contains(word) || (word.starts_with("__") && !is_line)
        })
        .chain(["state machine", "async block"].into_iter().filter(|words| line.contains(words)))
        .collect()
}
