//! The lints of a generator are those of the plain function, at the same places, with the same suggestions.
//!
//! `lints/template.rs` provokes lints. It becomes a crate for each form of a generator, and one of plain
//! functions in the same lines and columns. Clippy checks each of them with all lints of rustc and its own,
//! the restriction group included.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const TEMPLATE: &str = include_str!("../lints/template.rs");
const RETURNED: &str = " -> impl Iterator<Item = u32> {";

/// A form of a generator.
struct Form {
    name: &'static str,
    attribute: &'static str,
    /// Where the form cannot have the references of the body, those of `//@ borrows`.
    otherwise: &'static str,
    returned: &'static str,
    is_async: bool,
}

const fn form(name: &'static str, returned: &'static str) -> Form {
    let attribute = "#[genfn::generator]";
    Form { name, attribute, otherwise: attribute, returned, is_async: false }
}

/// The forms of a generator function.
const FORMS: [Form; 9] = [
    form("iterator", RETURNED),
    form("boxed", " -> Box<dyn Iterator<Item = u32>> {"),
    form("coroutine", " -> impl genfn::Coroutine<Yield = u32> {"),
    form("box_generator", " -> genfn::LocalBoxGenerator<'static, u32> {"),
    form("pinned", " -> impl genfn::PinCoroutine<Yield = u32> {"),
    Form { attribute: "#[genfn::generator(state)]", ..form("explicit", RETURNED) },
    Form {
        attribute: "#[genfn::generator(state)]",
        ..form("explicit_coroutine", " -> impl genfn::Coroutine<Yield = u32> {")
    },
    Form { is_async: true, ..form("stream", " -> impl futures::Stream<Item = u32> {") },
    Form { is_async: true, ..form("boxed_stream", " -> LocalBoxStream<'static, u32> {") },
];

/// The macros that make a generator in place.
const IN_PLACE: [(&str, &str, &str); 2] = [
    ("gen_block", RETURNED, "genfn::gen_!"),
    ("async_gen_block", " -> impl futures::Stream<Item = u32> {", "genfn::async_gen!"),
];

/// The lints that differ, each with the reason.
const EXCUSED: [(&str, &str); 12] = [
    ("clippy::needless_pass_by_value", "a generator owns its arguments until it ends"),
    ("clippy::unused_self", "a generator owns `self` until it ends"),
    ("clippy::must_use_candidate", "a box is a value, where the plain function returns none"),
    ("clippy::infinite_loop", "a loop that yields gives control to the caller"),
    ("clippy::inline_always", "it leaves functions alone that consist of a macro's code"),
    ("clippy::needless_return", "it looks at the last statement of a function alone"),
    ("clippy::redundant_clone", "it looks at functions alone"),
    ("clippy::default_numeric_fallback", "it looks at functions alone"),
    (
        "clippy::significant_drop_tightening",
        "its suggestion is in the macro for the plain function",
    ),
    ("clippy::let_unit_value", "its suggestion leaves parentheses around a yield where they are"),
    ("clippy::semicolon_if_nothing_returned", "the last expression of a `gen_!` ends no function"),
    ("unreachable_code", "it is reported in the macro for the plain function"),
];
/// The lints of streams that differ, each with the reason.
const EXCUSED_OF_STREAMS: [(&str, &str); 2] = [
    ("clippy::await_holding_lock", "other tasks run while a stream is suspended"),
    ("clippy::await_holding_refcell_ref", "other tasks run while a stream is suspended"),
];

/// The lints of explicit states that differ, each with the reason.
const EXCUSED_OF_EXPLICIT_STATES: [(&str, &str); 2] = [
    ("clippy::integer_division", "the operation begins with a variable that has another name"),
    (
        "clippy::integer_division_remainder_used",
        "the operation begins with a variable that has another name",
    ),
];

/// The lints of rustc that an explicit state does not have everywhere.
const LOST: [&str; 4] = ["unit_bindings", "unused_braces", "unused_mut", "unused_parens"];

/// A lint on the user's own function around a macro, whose value is that of the block.
const OF_THE_FUNCTION_AROUND: &str = ":0 clippy::implicit_return ";

/// A lint at a place, with what it suggests: `line:column lint [suggestions]`.
type Reports = BTreeSet<String>;

#[test]
fn generators_have_the_lints_of_plain_functions() {
    let package = write_package();
    let reports = run_clippy(&package);
    let plain = &reports["plain"];
    assert!(plain.len() > 100, "the template provokes lints: {plain:#?}");
    let mut differences = Vec::new();
    for form in names() {
        let of_form = &reports[form];
        differences.extend(of_form.difference(plain).map(|report| format!("{form} + {report}")));
        // An explicit state takes the body apart. What Clippy would say of the whole is not said then, and of
        // rustc's lints those that `LOST` lists, but nothing else is.
        let lost = plain.difference(of_form).filter(|report| {
            let is_lost = |lint: &str| report.contains(&format!(" {lint} "));
            !form.starts_with("explicit")
                || !report.contains(" clippy::") && !LOST.into_iter().any(is_lost)
        });
        differences.extend(lost.map(|report| format!("{form} - {report}")));
    }
    differences.retain(|report| {
        let form = report.split(' ').next().unwrap_or_default();
        let of_form = if form.contains("stream") || form.starts_with("async") {
            &EXCUSED_OF_STREAMS[..]
        } else if form.starts_with("explicit") {
            &EXCUSED_OF_EXPLICIT_STATES[..]
        } else {
            &[]
        };
        let mut excused = EXCUSED.iter().chain(of_form);
        let is_excused = excused.any(|(lint, _)| report.contains(&format!(" {lint} ")));
        let is_around = report.contains("_block ") && report.contains(OF_THE_FUNCTION_AROUND);
        !is_excused && !is_around
    });
    for (name, of_form) in &reports {
        let (lints, places) = (lints(of_form).len(), of_form.len());
        let _ = writeln!(io::stdout(), "{name}: {lints} lints at {places} places");
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// The names of all forms.
fn names() -> Vec<&'static str> {
    let functions = FORMS.iter().map(|form| form.name);
    functions.chain(IN_PLACE.iter().map(|(name, ..)| *name)).collect()
}

/// The names of the lints among `reports`.
fn lints(reports: &Reports) -> BTreeSet<&str> {
    reports.iter().filter_map(|report| report.split(' ').nth(1)).collect()
}

/// Writes a package with a crate for each form and one of plain functions.
fn write_package() -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lints");
    let sources = package.join("src/bin");
    fs::create_dir_all(&sources).expect("the folder is made");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let manifest = format!(
        "[package]\nname = \"lints\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         genfn = {{ path = \"{}\", features = [\"stream\"] }}\n\
         futures = \"0.3\"\n\n[workspace]\n",
        runtime.display()
    );
    write(&package.join("Cargo.toml"), &manifest);
    // As a yield is, the macro is of another crate.
    let yields = "#[macro_export]\nmacro_rules! yield_ { ($value:expr) => { $crate::take($value) } }\n\
                  pub fn take(_: u32) {}\n";
    write(&package.join("src/lib.rs"), yields);
    let plain = TEMPLATE.replace(RETURNED, " {");
    let head = format!("{} use lints::yield_;", levels());
    write(&sources.join("plain.rs"), &format!("{head}\n{plain}\nfn main() {{}}\n"));
    for form in &FORMS {
        // On the first line, no lint is compared.
        let import = if form.returned.contains("LocalBoxStream") {
            "use futures::stream::LocalBoxStream;"
        } else {
            ""
        };
        let source = format!("{}{import}\n{}\nfn main() {{}}\n", levels(), as_functions(form));
        write(&sources.join(form.name).with_extension("rs"), &source);
    }
    for (name, returned, in_place) in IN_PLACE {
        let source = format!("{}\n{}\nfn main() {{}}\n", levels(), in_blocks(returned, in_place));
        write(&sources.join(name).with_extension("rs"), &source);
    }
    package
}

/// The template with each function in a form.
fn as_functions(form: &Form) -> String {
    let source = TEMPLATE.replace("//@ borrows", form.otherwise).replace("//@", form.attribute);
    let lines = source.lines().map(|line| {
        if !line.contains(RETURNED) {
            return line.to_owned();
        }
        let line = line.replace(RETURNED, form.returned);
        match (form.is_async, line.contains("unsafe fn ")) {
            (false, _) => line,
            (true, true) => line.replacen("unsafe fn ", "async unsafe fn ", 1),
            (true, false) => line.replacen("fn ", "async fn ", 1),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The template with the body of each function in a macro.
fn in_blocks(returned: &str, in_place: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut end = None;
    for line in TEMPLATE.lines() {
        let indent = line.len() - line.trim_start().len();
        let mut line = line.to_owned();
        if line.contains(RETURNED) {
            line = line.replace(RETURNED, &format!("{returned} {in_place} {{"));
            if line.ends_with('}') {
                line.push_str(" }");
            } else {
                end = Some(indent);
            }
        } else if end == Some(indent) && line.trim() == "}" {
            line.push_str(" }");
            end = None;
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// The attributes that turn on all lints.
fn levels() -> String {
    let help = Command::new("rustc").arg("-Whelp").output().expect("rustc runs");
    let help = String::from_utf8(help.stdout).expect("rustc speaks in text");
    let names: BTreeSet<String> = help
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, level) = (words.next()?, words.next()?);
            ["allow", "warn", "deny"].contains(&level).then(|| name.replace('-', "_"))
        })
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    let names = Vec::from_iter(names).join(", ");
    format!(
        "#![warn({names})] #![warn(clippy::all, clippy::pedantic, clippy::nursery, \
         clippy::restriction)] #![allow(clippy::blanket_clippy_restriction_lints, \
         clippy::allow_attributes, clippy::allow_attributes_without_reason)]"
    )
}

fn write(path: &Path, text: &str) {
    // One that is the same keeps its age, and cargo has less to do.
    if fs::read_to_string(path).is_ok_and(|written| written == text) {
        return;
    }
    fs::write(path, text).expect("the file is written");
}

/// What Clippy reports of each crate.
fn run_clippy(package: &Path) -> BTreeMap<String, Reports> {
    let output = Command::new("cargo")
        .args(["clippy", "--offline", "--bins", "--message-format=json", "--keep-going"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .output()
        .expect("cargo runs");
    let text = String::from_utf8(output.stdout).expect("cargo speaks in text");
    let mut reports: BTreeMap<String, Reports> = BTreeMap::new();
    for line in text.lines() {
        let message: Value = serde_json::from_str(line).expect("cargo speaks in JSON");
        if message["reason"] != "compiler-message" || message["target"]["kind"][0] != "bin" {
            continue;
        }
        let name = message["target"]["name"].as_str().expect("a target has a name");
        let message = &message["message"];
        let rendered = message["rendered"].as_str().unwrap_or_default();
        assert!(message["level"] != "error", "{name}: {rendered}");
        let of_crate = reports.entry(name.to_owned()).or_default();
        of_crate.extend(report(message));
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(reports.len(), FORMS.len() + IN_PLACE.len() + 1, "{errors}");
    reports
}

/// A lint with its place and its suggestions.
fn report(message: &Value) -> Option<String> {
    let name = message["code"]["code"].as_str()?;
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
    let line = span["line_start"].as_u64()?;
    // The first line turns the lints on, and is another one in each crate.
    if line <= 1 {
        return None;
    }
    let is_signature = TEMPLATE.lines().nth(usize::try_from(line - 2).ok()?)?.contains(RETURNED);
    let column = if is_signature { 0 } else { span["column_start"].as_u64()? };
    let mut suggested: Vec<String> = Vec::new();
    if !is_signature {
        collect_suggestions(message, &mut suggested);
    }
    let suggested = suggested.join(" ");
    Some(format!("{line}:{column} {name} [{suggested}]"))
}

/// What the message advises to write, and where.
fn collect_suggestions(message: &Value, suggested: &mut Vec<String>) {
    for span in message["spans"].as_array().into_iter().flatten() {
        if let Some(text) = span["suggested_replacement"].as_str() {
            let place = (&span["line_start"], &span["column_start"], &span["column_end"]);
            // The indentation of the function, in front of which the attribute is, is of no matter.
            suggested.push(format!("{}:{}-{} {:?}", place.0, place.1, place.2, text.trim()));
        }
    }
    for child in message["children"].as_array().into_iter().flatten() {
        collect_suggestions(child, suggested);
    }
}
