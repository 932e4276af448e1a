//! The workspace of generated crates, in a temporary folder.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::source::Source;
use crate::variant::Variant;

/// The generated crates; they share their lock file, their target folder and their library.
#[derive(Clone)]
pub(crate) struct Generated {
    folder: PathBuf,
}

/// Which jwt-router the crates depend on.
///
/// Each has a workspace of its own, because one lock file cannot hold two packages of one name and version.
pub(crate) enum Library {
    /// The one beside these benches.
    Own,
    /// The one in another checkout.
    Other(PathBuf),
}

const DEPENDENCIES: &str = r#"axum = { version = "0.8", features = ["macros"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["net", "rt-multi-thread"] }
"#;

/// The profiles are cargo's own, but for what a release binary is stripped of.
const PROFILE: &str = "
[profile.release]
strip = true
";

impl Generated {
    /// Writes a crate for each variant; what an earlier run compiled is kept.
    pub(crate) fn write(variants: &[Variant], library: &Library, source: Source) -> Self {
        let folder = env::temp_dir().join(match library {
            Library::Own => "jwt-router-compile-time",
            Library::Other(_) => "jwt-router-compile-time-other",
        });
        let members: Vec<&str> = variants.iter().map(|variant| variant.package()).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n{PROFILE}");
        let generated = Self { folder };
        for variant in variants {
            let member = generated.folder.join(variant.package());
            write(&member.join("Cargo.toml"), &package(*variant, library));
            write(&generated.main_of(*variant), &source.of(*variant));
        }
        write(&generated.folder.join("Cargo.toml"), &manifest);
        generated
    }

    /// The program that a build of the variant leaves in the folder of this profile.
    pub(crate) fn program_of(&self, variant: Variant, profile: &str) -> PathBuf {
        self.target().join(profile).join(variant.package())
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// Where `cargo` is run.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The one source file of a variant.
    pub(crate) fn main_of(&self, variant: Variant) -> PathBuf {
        self.folder.join(variant.package()).join("src/main.rs")
    }
}

fn package(variant: Variant, library: &Library) -> String {
    let name = variant.package();
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{DEPENDENCIES}"
    );
    if variant.is_ours() {
        let checkout = match library {
            Library::Own => Path::new(env!("CARGO_MANIFEST_DIR")).join(".."),
            Library::Other(checkout) => checkout.clone(),
        };
        let library = checkout.join("jwt-router");
        let path = library.display();
        writeln!(manifest, "jwt-router = {{ path = '{path}' }}").expect("a string takes all");
    }
    manifest
}

fn write(path: &Path, text: &str) {
    let parent = path.parent().expect("the file is in a folder");
    fs::create_dir_all(parent).expect("the temporary folder is ours to write");
    fs::write(path, text).expect("the temporary folder is ours to write");
}
