//! The lexicon and the boilerplate rules, with their last good versions.

use std::path::Path;
use std::{fs, io};

use sha2::{Digest, Sha256};

use super::keep::Keep;
use super::stamp::Stamp;
use crate::domain::Lexicon;
use crate::ingest::{Boilerplate, Problem, lexicon};

/// The file of the boilerplate rules.
const FURNITURE: &str = "boilerplate.toml";

/// The folder `lexicon` as it was read last.
#[derive(Default)]
pub(super) struct Names {
    pub(super) lexicon: Lexicon,
    pub(super) furniture: Boilerplate,
    pub(super) problems: Vec<Problem>,
    /// Files whose last good version is used because the present one cannot be.
    pub(super) kept: Vec<String>,
    /// SHA-256 of all files with their names.
    pub(super) sha256: [u8; 32],
    /// That of the boilerplate rules alone.
    pub(super) rules_sha256: Option<[u8; 32]>,
    /// By file; `None` before the first reading.
    stamps: Option<Vec<(String, Option<Stamp>)>>,
}

/// Name and content.
type File = (String, Vec<u8>);

impl Names {
    /// Reads the folder if anything in it changed. Fails when copies cannot be kept.
    pub(super) fn refresh(&mut self, folder: &Path, keep: &Keep) -> io::Result<()> {
        let names = toml_files(folder);
        let stamps: Vec<_> = names.into_iter().map(|name| (Stamp::of(&folder.join(&name)), name)).map(swap).collect();
        let known = self.stamps.take();
        let proves = |before: &Vec<(String, Option<Stamp>)>| {
            let same = |((name, now), (known, before)): (&(String, Option<Stamp>), &(String, Option<Stamp>))| {
                name == known && now.zip(*before).is_some_and(|(now, before)| now.proves(before))
            };
            before.len() == stamps.len() && stamps.iter().zip(before).all(same)
        };
        let proven = known.as_ref().is_some_and(proves);
        let files: Vec<File> = match proven {
            true => Vec::new(),
            false => stamps.iter().map(|(n, _)| (n.clone(), fs::read(folder.join(n)).unwrap_or_default())).collect(),
        };
        self.stamps = Some(stamps);
        let sha256 = hash(&files);
        if proven || (known.is_some() && sha256 == self.sha256) {
            return Ok(());
        }
        self.sha256 = sha256;
        self.rules_sha256 =
            files.iter().find(|(name, _)| name == FURNITURE).map(|file| hash(std::slice::from_ref(file)));
        self.load(folder, keep, known.is_some());
        if self.problems.is_empty() { keep.put_lexicon(&files) } else { Ok(()) }
    }

    /// `again`: what is in use is the last good version; else the copies are.
    fn load(&mut self, folder: &Path, keep: &Keep, again: bool) {
        let (furniture, mut problems) = Boilerplate::load(folder);
        let (lexicon, more) = lexicon::load(folder);
        problems.extend(more);
        let before = match again {
            true => (std::mem::take(&mut self.lexicon), std::mem::take(&mut self.furniture)),
            // For what was never kept the shipped files stand in.
            false if !problems.is_empty() => {
                let copies = keep.lexicon().unwrap_or_default();
                (lexicon::load(&copies).0, Boilerplate::load(&copies).0)
            }
            false => Default::default(),
        };
        (self.lexicon, self.furniture, self.problems) = (lexicon, furniture, problems);
        self.keep_broken(before);
    }

    /// Puts the parts of `before` in the place of those whose files gave nothing but problems.
    fn keep_broken(&mut self, (before, furniture): (Lexicon, Boilerplate)) {
        let (now, problems) = (&mut self.lexicon, &self.problems);
        let mut kept = Vec::new();
        let mut broken = |name: &str, empty: bool| {
            let problem = problems.iter().find(|p| p.file.ends_with(&format!("/{name}")) && empty);
            kept.extend(problem.map(|p| p.file.clone()));
            problem.is_some()
        };
        if broken("regions.toml", now.regions.is_empty()) {
            now.regions = before.regions;
        }
        if broken("institutions.toml", now.institutions.is_empty()) {
            now.institutions = before.institutions;
        }
        if broken("glossary.toml", now.glossary.is_empty()) {
            now.glossary = before.glossary;
        }
        if broken("synonyms.toml", now.synonyms.is_empty()) {
            now.synonyms = before.synonyms;
        }
        if broken("light.toml", now.light.is_empty()) {
            now.light = before.light;
        }
        if broken("cues.toml", now.cues.is_empty()) {
            now.cues = before.cues;
        }
        if broken("aims.toml", now.aims.is_empty()) {
            now.aims = before.aims;
        }
        if broken("areas.toml", now.areas.is_empty()) {
            now.areas = before.areas;
        }
        if broken(FURNITURE, self.furniture.is_empty()) {
            self.furniture = furniture;
        }
        self.kept = kept;
    }
}

fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

/// The names of the TOML files in a folder, in order.
fn toml_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| name.ends_with(".toml") && !name.starts_with('.'));
    names.sort();
    names
}

fn hash(files: &[File]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (name, content) in files {
        for part in [name.as_bytes(), content] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().into()
}
