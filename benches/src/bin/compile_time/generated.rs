//! The workspace of generated crates, in a temporary folder.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::source::Source;
use crate::variant::Variant;

/// The generated crates; they share their lock file and their target folder.
pub(crate) struct Generated {
    folder: PathBuf,
}

const DEPENDENCIES: &str = r#"axum = { version = "0.8", features = ["macros"] }
serde = { version = "1", features = ["derive"] }
"#;

impl Generated {
    /// Writes a crate for each variant; what an earlier run compiled is kept.
    pub(crate) fn write(variants: &[Variant], source: Source) -> Self {
        let folder = env::temp_dir().join("jwt-router-compile-time");
        let members: Vec<&str> = variants.iter().map(|variant| variant.package()).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        let generated = Self { folder };
        for variant in variants {
            let member = generated.folder.join(variant.package());
            write(&member.join("Cargo.toml"), &package(*variant));
            write(&generated.main_of(*variant), &source.of(*variant));
        }
        write(&generated.folder.join("Cargo.toml"), &manifest);
        generated
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

fn package(variant: Variant) -> String {
    let name = variant.package();
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{DEPENDENCIES}"
    );
    if variant.is_ours() {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../jwt-router");
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
