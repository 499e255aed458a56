//! Lists what is below `locales/` for `src/locale`, so that another language of the bot needs a folder there and nothing
//! else: `locales/<code>/*.ftl`, the code being the two letters by which Telegram knows the language (ISO 639-1).

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The language for everybody whose own is not there; it stands first.
const FIRST: &str = "en";

#[allow(clippy::disallowed_methods, reason = "cargo tells build scripts by the environment alone")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let mut list = String::from("&[\n");
    // Asked now, not when this was compiled: a copy of the build folder may serve another working copy.
    let root = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?;
    for folder in entries(&Path::new(&root).join("locales"))? {
        let code = name(&folder);
        if !(code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())) {
            return Err(format!("locales/{code}: a language's folder is named by two small letters, like en").into());
        }
        let texts = entries(&folder)?;
        let texts: Vec<String> = texts.iter().map(|text| format!("include_str!({text:?})")).collect();
        list.push_str(&format!("({code:?}, &[{}]),\n", texts.join(", ")));
    }
    list.push(']');
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("locales.rs"), list)?;
    Ok(())
}

/// What a folder holds, [`FIRST`] first, then by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path()));
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.retain(|path| path.is_dir() || path.extension().is_some_and(|e| e == "ftl"));
    entries.sort_by_key(|path| (name(path) != FIRST, name(path)));
    Ok(entries)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
