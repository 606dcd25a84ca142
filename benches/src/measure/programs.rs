//! Builds this package once for each compiler and profile that is measured.

use std::env;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

/// Which compiler a variant was built with. Ratios are taken within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compiler {
    Stable,
    Nightly,
}

/// Which profile of `Cargo.toml` a variant was built in. Ratios are taken within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Profile {
    /// `cargo build --release` as it is
    Release,
    /// One codegen unit, and link-time optimisation of the whole program
    Lto,
}

impl Profile {
    pub(crate) const ALL: [Self; 2] = [Self::Release, Self::Lto];

    /// As it stands in tables.
    pub(crate) const fn short(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Lto => "LTO",
        }
    }

    /// Its name in `Cargo.toml`, and that of its folder.
    const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Lto => "lto",
        }
    }
}

/// As it stands in headings.
impl Display for Profile {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Release => "release as it is",
            Self::Lto => "one codegen unit, fat LTO",
        })
    }
}

/// How a program was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Build {
    pub(crate) compiler: Compiler,
    pub(crate) profile: Profile,
}

/// The programs, each with how it was built.
pub(crate) struct Programs {
    programs: Vec<(Build, PathBuf)>,
    /// Why there is none of the nightly compiler, if so.
    pub(crate) without_nightly: Option<String>,
}

impl Programs {
    /// Builds all of some profiles.
    ///
    /// # Errors
    ///
    /// Returns an error if the stable compiler cannot build them. If the nightly one cannot, its
    /// programs are left out.
    pub(crate) fn build(profiles: &[Profile]) -> Result<Self> {
        let mut programs = Self { programs: Vec::new(), without_nightly: None };
        if nightly_version().is_none() {
            programs.without_nightly = Some("there is no nightly toolchain".to_owned());
        }
        for &profile in profiles {
            for compiler in [Compiler::Stable, Compiler::Nightly] {
                if compiler == Compiler::Nightly && programs.without_nightly.is_some() {
                    continue;
                }
                match build(Build { compiler, profile }) {
                    Ok(program) => programs.programs.push((Build { compiler, profile }, program)),
                    Err(error) if compiler == Compiler::Nightly => {
                        programs.without_nightly = Some(error.to_string());
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(programs)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Build, &Path)> {
        self.programs.iter().map(|(build, program)| (*build, &**program))
    }

    pub(crate) fn has_nightly(&self) -> bool {
        self.without_nightly.is_none()
    }
}

/// A program that answers to the commands of [`crate::Command`], without the report.
fn build(Build { compiler, profile }: Build) -> Result<PathBuf> {
    eprintln!("Building with the {compiler:?} compiler: {profile}");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (features, target) = match compiler {
        Compiler::Stable => ("peers", here.join("target/stable")),
        Compiler::Nightly => ("nightly", here.join("target/nightly")),
    };
    let mut cargo = Command::new("cargo");
    if compiler == Compiler::Nightly {
        // Those of the cargo that runs this are for another toolchain.
        cargo.arg("+nightly").env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
    }
    // A profile is what `Cargo.toml` says, whatever is set around this program.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PROFILE_")) {
            cargo.env_remove(name);
        }
    }
    let status = cargo
        .args(["build", "--quiet", "--locked", "--profile", profile.name()])
        .args(["--no-default-features", "--features", features])
        .arg("--manifest-path")
        .arg(here.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .env_remove("CARGO_TARGET_DIR")
        .status()?;
    ensure!(status.success(), "the {compiler:?} compiler cannot build the workloads");
    Ok(target.join(profile.name()).join(env!("CARGO_PKG_NAME")))
}

/// The nightly compiler's name for itself, if there is one.
pub(crate) fn nightly_version() -> Option<String> {
    let output = Command::new("rustc")
        .args(["+nightly", "--version"])
        .env("RUSTUP_AUTO_INSTALL", "0")
        .env_remove("RUSTUP_TOOLCHAIN")
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
