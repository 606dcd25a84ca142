//! How long a crate of 300 generator functions takes to compile, or of 100 that return streams, and how
//! large its code is.
//!
//! The sources are written into the target folder, the same in every run. What is timed is cargo
//! building the one crate in release mode, its dependencies being there, less what cargo takes when
//! there is nothing to do.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, SectionKind};

use super::programs::Compiler;
use super::progress_bar;
use crate::library::{Family, Library};
use crate::statistics::Summary;

/// What was measured of one library's crate.
pub(crate) struct Compilation {
    pub(crate) library: Library,
    pub(crate) family: Family,
    pub(crate) compiler: Compiler,
    pub(crate) seconds: Summary,
    /// Of machine code.
    pub(crate) code_bytes: u64,
}

const FUNCTIONS: u32 = 300;
const STREAMS: u32 = 100;
/// rustc divides its work among the processors by modules. Of a crate that is a single one it would
/// make one piece, or more where a library has some of the functions in modules of its own.
const FUNCTIONS_OF_A_MODULE: u32 = 10;
const ROUNDS: usize = 5;

/// A crate of its own for each library.
struct Dialect {
    library: Library,
    family: Family,
    compiler: Compiler,
    package: &'static str,
    dependency: &'static str,
    /// In front of the crate.
    features: &'static str,
    /// In each module.
    imports: &'static str,
}

const DIALECTS: [Dialect; 16] = [
    Dialect {
        library: Library::HandWritten,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-hand",
        dependency: "",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::Genfn,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-genfn",
        dependency: concat!("genfn = { path = \"", env!("CARGO_MANIFEST_DIR"), "/../runtime\" }"),
        features: "",
        imports: "use genfn::generator;",
    },
    Dialect {
        library: Library::GenfnState,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-genfn-state",
        dependency: concat!("genfn = { path = \"", env!("CARGO_MANIFEST_DIR"), "/../runtime\" }"),
        features: "",
        imports: "use genfn::generator;",
    },
    Dialect {
        library: Library::Diapause,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-diapause",
        dependency: "diapause = \"0.2\"",
        features: "",
        imports: "use diapause::{Coroutine as _, CoroutineState};",
    },
    Dialect {
        library: Library::Fauxgen,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-fauxgen",
        dependency: "fauxgen = \"0.1\"",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::Genawaiter,
        family: Family::Generators,
        compiler: Compiler::Stable,
        package: "by-genawaiter",
        dependency: "genawaiter = \"0.99\"",
        features: "",
        imports: "use genawaiter::stack::{Co, let_gen_using};",
    },
    Dialect {
        library: Library::HandWritten,
        family: Family::Generators,
        compiler: Compiler::Nightly,
        package: "by-hand",
        dependency: "",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::Nightly,
        family: Family::Generators,
        compiler: Compiler::Nightly,
        package: "by-gen-blocks",
        dependency: "",
        features: "#![feature(gen_blocks, yield_expr)]",
        imports: "",
    },
    Dialect {
        library: Library::HandWritten,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-hand",
        dependency: "futures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "use std::future::Future as _;",
    },
    Dialect {
        library: Library::Genfn,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-genfn",
        dependency: concat!(
            "futures-core = { version = \"0.3.31\", default-features = false }\n",
            "genfn = { path = \"",
            env!("CARGO_MANIFEST_DIR"),
            "/../runtime\", features = [\"stream\"] }",
        ),
        features: "",
        imports: "use genfn::generator; use crate::Stream;",
    },
    Dialect {
        library: Library::AsyncStream,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-async-stream",
        dependency: "async-stream = \"0.3\"\nfutures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::AsynkStrim,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-asynk-strim",
        dependency: "asynk-strim = \"0.1\"\nfutures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::AsyncGen,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-async-gen",
        dependency: "async-gen = \"0.3\"\nfutures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::AsyncFnStream,
        family: Family::Streams,
        compiler: Compiler::Stable,
        package: "streams-by-async-fn-stream",
        dependency: "async-fn-stream = \"0.3\"\nfutures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "",
    },
    Dialect {
        library: Library::HandWritten,
        family: Family::Streams,
        compiler: Compiler::Nightly,
        package: "streams-by-hand",
        dependency: "futures-core = { version = \"0.3.31\", default-features = false }",
        features: "",
        imports: "use std::future::Future as _;",
    },
    Dialect {
        library: Library::Nightly,
        family: Family::Streams,
        compiler: Compiler::Nightly,
        package: "streams-by-async-gen-blocks",
        dependency: "futures-core = { version = \"0.3.31\", default-features = false }",
        features: "#![feature(async_iterator, gen_blocks, yield_expr)]",
        imports: "",
    },
];

/// Compiles all crates, one after the other in each round.
pub(crate) fn measure(has_nightly: bool) -> Result<Vec<Compilation>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile-times");
    let dialects: Vec<&Dialect> = DIALECTS
        .iter()
        .filter(|dialect| has_nightly || dialect.compiler == Compiler::Stable)
        .collect();
    write_workspace(&folder)?;
    let progress = progress_bar(dialects.len() * ROUNDS);
    for dialect in &dialects {
        build(&folder, dialect)?;
    }
    let mut samples = vec![Vec::new(); dialects.len()];
    for _ in 0..ROUNDS {
        for (dialect, samples) in dialects.iter().zip(&mut samples) {
            progress.set_message(dialect.package);
            // Both compilers have a crate by hand, of the same source.
            build(&folder, dialect)?;
            let nothing_to_do = build(&folder, dialect)?;
            let source = source_path(&folder, dialect);
            fs::write(&source, fs::read(&source)?)?;
            let build = build(&folder, dialect)?;
            samples.push(build.saturating_sub(nothing_to_do).as_secs_f64());
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    dialects
        .iter()
        .zip(samples)
        .map(|(dialect, samples)| {
            Ok(Compilation {
                library: dialect.library,
                family: dialect.family,
                compiler: dialect.compiler,
                seconds: Summary::of(samples),
                code_bytes: code_bytes(&library_path(&folder, dialect))?,
            })
        })
        .collect()
}

fn source_path(folder: &Path, dialect: &Dialect) -> PathBuf {
    folder.join(dialect.package).join("src/lib.rs")
}

fn target(dialect: &Dialect) -> &'static str {
    match dialect.compiler {
        Compiler::Stable => "target-stable",
        Compiler::Nightly => "target-nightly",
    }
}

fn library_path(folder: &Path, dialect: &Dialect) -> PathBuf {
    let name = format!("lib{}.rlib", dialect.package.replace('-', "_"));
    folder.join(target(dialect)).join("release").join(name)
}

fn build(folder: &Path, dialect: &Dialect) -> Result<Duration> {
    let mut cargo = Command::new("cargo");
    if dialect.compiler == Compiler::Nightly {
        cargo.arg("+nightly").env_remove("RUSTUP_TOOLCHAIN");
    }
    // The profile is cargo's own, whatever is set around this program.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PROFILE_")) {
            cargo.env_remove(name);
        }
    }
    cargo
        .args(["build", "--release", "--quiet", "--package", dialect.package])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join(target(dialect)))
        .env_remove("RUSTC")
        .stderr(Stdio::inherit());
    let start = Instant::now();
    let status = cargo.status()?;
    ensure!(status.success(), "{} cannot be built", dialect.package);
    Ok(start.elapsed())
}

fn write_workspace(folder: &Path) -> Result<()> {
    let mut members = Vec::new();
    for dialect in &DIALECTS {
        if members.contains(&dialect.package) {
            continue;
        }
        members.push(dialect.package);
        fs::create_dir_all(source_path(folder, dialect).with_file_name(""))?;
        fs::write(source_path(folder, dialect), source(dialect))?;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
            dialect.package, dialect.dependency,
        );
        fs::write(folder.join(dialect.package).join("Cargo.toml"), manifest)?;
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The same versions as everywhere here.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock"))?;
    Ok(())
}

/// The functions, each with its consumer. They differ in their shape and in their constants.
fn source(dialect: &Dialect) -> String {
    // Warnings are of the form that the functions are written in, and take time.
    let mut source = format!("#![allow(warnings)]\n{}\n", dialect.features);
    if dialect.family == Family::Streams {
        source.push_str(STREAM_ITEMS);
    }
    let functions = match dialect.family {
        Family::Generators => FUNCTIONS,
        Family::Streams => STREAMS,
    };
    for module in 0..functions / FUNCTIONS_OF_A_MODULE {
        writeln!(source, "pub mod module_{module} {{\n{}", dialect.imports)
            .expect("a string can be written to");
        let first = module * FUNCTIONS_OF_A_MODULE;
        for number in first..first + FUNCTIONS_OF_A_MODULE {
            let shape = [filter, nested, phases][number as usize % 3];
            let constants = [number + 3, number * 7 + 5, number % 11 + 2];
            let shape = shape(constants, &|value| yields(dialect, value));
            match dialect.family {
                Family::Generators => {
                    write_function(&mut source, dialect.library, number, &shape);
                }
                Family::Streams => write_stream(&mut source, dialect.library, number, &shape),
            }
        }
        source.push_str("}\n");
    }
    source
}

/// The statement by which a library yields a value. The body of a stream awaits something before that.
fn yields(dialect: &Dialect, value: &str) -> String {
    if dialect.family == Family::Streams {
        let statement = match dialect.library {
            Library::Nightly | Library::AsyncStream | Library::AsyncGen => {
                format!("yield {value};")
            }
            Library::AsynkStrim => format!("yielder.yield_item({value}).await;"),
            Library::AsyncFnStream => format!("emitter.emit({value}).await;"),
            _ => format!("yield_!({value});"),
        };
        return format!("crate::turn().await; {statement}");
    }
    match dialect.library {
        Library::Nightly => format!("yield {value};"),
        Library::Fauxgen => format!("r#yield!({value});"),
        Library::Genawaiter => format!("co.yield_({value}).await;"),
        _ => format!("yield_!({value});"),
    }
}

/// What the streams of a crate share.
const STREAM_ITEMS: &str = "
use std::future::Future; use std::pin::Pin; use std::task::{Context, Poll};
pub use futures_core::Stream;
pub async fn turn() {}
pub struct Next<'a, S>(pub Pin<&'a mut S>);
impl<S: Stream> Future for Next<'_, S> {
    type Output = Option<S::Item>;
    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.0.as_mut().poll_next(context)
    }
}
";

fn write_stream(source: &mut String, library: Library, number: u32, shape: &Shape) {
    let name = format!("stream_{number}");
    let Shape { body, fields, values, step } = shape;
    let returned = format!("fn {name}(n: u32) -> impl crate::Stream<Item = u32>");
    let definition = match library {
        Library::Genfn => {
            format!("#[generator] async fn {name}(n: u32) -> impl Stream<Item = u32> {{ {body} }}")
        }
        Library::Nightly => format!(
            "pub struct Block{number}<A>(A); \
             impl<A: std::async_iter::AsyncIterator> crate::Stream for Block{number}<A> {{ \
             type Item = A::Item; \
             fn poll_next(self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) \
             -> std::task::Poll<Option<A::Item>> {{ \
             unsafe {{ self.map_unchecked_mut(|this| &mut this.0) }}.poll_next(context) }} }} \
             {returned} {{ Block{number}(async gen move {{ {body} }}) }}"
        ),
        Library::AsyncStream => {
            format!("{returned} {{ async_stream::stream! {{ {body} }} }}")
        }
        Library::AsyncGen => format!("{returned} {{ async_gen::stream! {{ {body} }} }}"),
        Library::AsynkStrim => format!(
            "{returned} {{ asynk_strim::stream_fn(move |mut yielder| async move {{ {body} }}) }}"
        ),
        Library::AsyncFnStream => format!(
            "{returned} {{ async_fn_stream::fn_stream(move |emitter| async move {{ {body} }}) }}"
        ),
        _ => format!(
            "struct Stream{number} {{ {fields} }} \
             impl Stream{number} {{ #[inline] fn step(&mut self) -> Option<u32> {{ {step} }} }} \
             {returned} {{ Stream{number} {{ {values} }} }} \
             impl crate::Stream for Stream{number} {{ type Item = u32; #[inline] \
             fn poll_next(self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) \
             -> std::task::Poll<Option<u32>> {{ \
             match std::pin::pin!(crate::turn()).poll(context) {{ \
             std::task::Poll::Pending => std::task::Poll::Pending, \
             std::task::Poll::Ready(()) => std::task::Poll::Ready(self.get_mut().step()) }} }} }}"
        ),
    };
    // A task for each, or nothing would be compiled.
    writeln!(
        source,
        "{definition}\npub fn consume_{number}(n: u32) \
         -> std::pin::Pin<Box<dyn std::future::Future<Output = u32>>> {{ Box::pin(async move {{ \
         let mut sum: u32 = 0; let mut items = std::pin::pin!({name}(n)); \
         while let Some(item) = crate::Next(items.as_mut()).await {{ \
         sum = sum.wrapping_add(item); }} sum }}) }}"
    )
    .expect("a string can be written to");
}

/// A generator's body, and the same by hand: fields, their first values, and what a step does.
struct Shape {
    body: String,
    fields: &'static str,
    values: String,
    step: String,
}

fn filter([a, b, c]: [u32; 3], yields: &dyn Fn(&str) -> String) -> Shape {
    let next = format!("x = x.wrapping_mul({b}).wrapping_add(i);");
    Shape {
        body: format!(
            "let mut x: u32 = {a}; for i in 0u32..n {{ {next} if x % {c} != 0 {{ {} }} }}",
            yields("x"),
        ),
        fields: "n: u32, x: u32, i: u32",
        values: format!("n, x: {a}, i: 0"),
        step: format!(
            "while self.i < self.n {{ let i = self.i; self.i += 1; \
             self.x = self.x.wrapping_mul({b}).wrapping_add(i); \
             if self.x % {c} != 0 {{ return Some(self.x); }} }} None"
        ),
    }
}

fn nested([a, b, c]: [u32; 3], yields: &dyn Fn(&str) -> String) -> Shape {
    Shape {
        body: format!(
            "for i in 0u32..n {{ for j in 0u32..{c} {{ {} }} }}",
            yields(&format!("i.wrapping_mul({a}) ^ (j + {b})")),
        ),
        fields: "n: u32, i: u32, j: u32",
        values: "n, i: 0, j: 0".to_owned(),
        step: format!(
            "while self.i < self.n {{ if self.j < {c} {{ let j = self.j; self.j += 1; \
             return Some(self.i.wrapping_mul({a}) ^ (j + {b})); }} self.i += 1; self.j = 0; }} None"
        ),
    }
}

fn phases([a, b, c]: [u32; 3], yields: &dyn Fn(&str) -> String) -> Shape {
    Shape {
        body: format!(
            "let mut x: u32 = n; while x > {c} {{ {} x /= 2; }} {} for i in 0u32..{c} {{ {} }}",
            yields("x"),
            yields(&a.to_string()),
            yields(&format!("i + {b}")),
        ),
        fields: "x: u32, i: u32, phase: u8",
        values: "x: n, i: 0, phase: 0".to_owned(),
        step: format!(
            "if self.phase == 0 {{ if self.x > {c} {{ let x = self.x; self.x /= 2; return Some(x); }} \
             self.phase = 1; return Some({a}); }} \
             if self.i < {c} {{ let i = self.i; self.i += 1; return Some(i + {b}); }} None"
        ),
    }
}

fn write_function(source: &mut String, library: Library, number: u32, shape: &Shape) {
    let name = format!("generator_{number}");
    let Shape { body, fields, values, step } = shape;
    let definition = match library {
        Library::Genfn => {
            format!("#[generator] fn {name}(n: u32) -> impl Iterator<Item = u32> {{ {body} }}")
        }
        Library::GenfnState => format!(
            "#[generator(state)] fn {name}(n: u32) -> impl Iterator<Item = u32> {{ {body} }}"
        ),
        Library::Nightly => {
            format!("fn {name}(n: u32) -> impl Iterator<Item = u32> {{ gen move {{ {body} }} }}")
        }
        Library::Diapause => {
            format!("#[diapause::coroutine(yield = u32)] fn {name}(n: u32) {{ {body} }}")
        }
        Library::Fauxgen => {
            format!("#[fauxgen::generator(yield = u32)] fn {name}(n: u32) {{ {body} }}")
        }
        Library::Genawaiter => {
            format!("async fn {name}(n: u32, co: Co<'_, u32>) {{ {body} }}")
        }
        _ => format!(
            "struct Generator{number} {{ {fields} }} \
             fn {name}(n: u32) -> Generator{number} {{ Generator{number} {{ {values} }} }} \
             impl Iterator for Generator{number} {{ type Item = u32; \
             #[inline] fn next(&mut self) -> Option<u32> {{ {step} }} }}"
        ),
    };
    let add = "sum = sum.wrapping_add(item);";
    let consumer = match library {
        Library::Diapause => format!(
            "let mut items = {name}(n); let mut state = items.start(); \
             while let CoroutineState::Yielded(item) = state {{ {add} state = items.resume(()); }}"
        ),
        Library::Fauxgen => {
            format!("for item in std::pin::pin!({name}(n)) {{ {add} }}")
        }
        Library::Genawaiter => {
            format!("let_gen_using!(items, |co| {name}(n, co)); for item in items {{ {add} }}")
        }
        _ => format!("for item in {name}(n) {{ {add} }}"),
    };
    writeln!(
        source,
        "{definition}\n#[inline(never)] pub fn consume_{number}(n: u32) -> u32 \
         {{ let mut sum: u32 = 0; {consumer} sum }}"
    )
    .expect("a string can be written to");
}

/// How many bytes of machine code a library has.
fn code_bytes(library: &Path) -> Result<u64> {
    let bytes = fs::read(library).with_context(|| format!("{} is there", library.display()))?;
    let mut total = 0;
    for member in ArchiveFile::parse(&*bytes)?.members() {
        let Ok(file) = object::File::parse(member?.data(&*bytes)?) else {
            continue; // The metadata.
        };
        let code = file.sections().filter(|section| section.kind() == SectionKind::Text);
        total += code.map(|section| section.size()).sum::<u64>();
    }
    Ok(total)
}
