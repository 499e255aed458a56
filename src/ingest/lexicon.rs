//! The lexicon: regions, institutions and the glossary, from TOML files.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::Problem;
use super::toml_file::{self, TomlFile};
use crate::domain::{Aim, Area, Cue, GlossaryEntry, Institution, Kind, Lexicon, Region, SharedName};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Regions {
    #[serde(default)]
    region: Vec<RegionRow>,
    #[serde(default)]
    shared: Vec<SharedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedRow {
    name: Spanned<String>,
    regions: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionRow {
    en: Spanned<String>,
    ru: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    capitals: Vec<Spanned<String>>,
    #[serde(default)]
    people: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Institutions {
    #[serde(default)]
    institution: Vec<InstitutionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstitutionRow {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Glossary {
    #[serde(default)]
    entry: Vec<GlossaryRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GlossaryRow {
    en: Spanned<Vec<String>>,
    ru: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Synonyms {
    #[serde(default)]
    group: Vec<GlossaryRow>,
}

/// Words in each language.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Light {
    #[serde(default)]
    en: Vec<Spanned<String>>,
    #[serde(default)]
    ru: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Cues {
    #[serde(default)]
    kind: Vec<CueRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    name: Spanned<String>,
    question: CueWords,
    answer: CueWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueWords {
    en: Vec<String>,
    ru: Vec<String>,
}

impl CueWords {
    /// Those of both languages.
    fn both(&self) -> Vec<String> {
        self.en.iter().chain(&self.ru).cloned().collect()
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Aims {
    #[serde(default)]
    aim: Vec<CueRow>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Areas {
    #[serde(default)]
    area: Vec<AreaRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaRow {
    en: Spanned<String>,
    ru: String,
    words: Vec<Spanned<String>>,
}

/// Reads `regions.toml`, `institutions.toml`, `glossary.toml`, `synonyms.toml`, `light.toml`, `cues.toml`, `aims.toml` and `areas.toml` in `dir`. For a missing folder or file the shipped one
/// stands in; pins and blocks need the articles and are not read here. A file that is no such TOML is a problem and left out whole, a bad entry is a problem and left out alone.
pub fn load(dir: &Path) -> (Lexicon, Vec<Problem>) {
    let mut problems = Vec::new();
    let (regions, shared_names) = regions(dir, &mut problems);
    let lexicon = Lexicon {
        regions,
        shared_names,
        institutions: institutions(dir, &mut problems),
        glossary: glossary(dir, &mut problems),
        synonyms: synonyms(dir, &mut problems),
        light: light(dir, &mut problems),
        cues: cues(dir, &mut problems),
        aims: aims(dir, &mut problems),
        areas: areas(dir, &mut problems),
        ..Lexicon::default()
    };
    (lexicon, problems)
}

fn file<T: serde::de::DeserializeOwned>(dir: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<TomlFile<T>> {
    toml_file::read(dir, name).map_err(|p| problems.push(p)).ok()
}

/// Names seen so far, folded, with the entry that has them.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// Notes that `entry` is called `name`; the entry that already is.
    fn claim(&mut self, name: &str, entry: &str) -> Option<String> {
        let folded = name.to_lowercase().replace('ё', "е");
        let before = self.0.get(&folded).cloned();
        self.0.entry(folded).or_insert_with(|| entry.to_owned());
        before
    }
}

/// The names that are usable: not empty, not those of another entry.
fn keep<T>(
    file: &TomlFile<T>,
    names: &mut Names,
    entry: &str,
    given: &[Spanned<String>],
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let mut kept = Vec::new();
    for name in given {
        let at = name.span().start;
        if name.get_ref().trim().is_empty() {
            problems.push(file.problem(at, "an empty name", "write the name or remove it"));
        } else if let Some(owner) = names.claim(name.get_ref(), entry) {
            if owner == entry {
                let what = format!("'{}' is given twice", name.get_ref());
                problems.push(file.problem(at, what, "remove one of the two"));
                continue;
            }
            let what = format!("'{}' already means '{owner}'", name.get_ref());
            problems.push(file.problem(at, what, "keep it where it belongs and remove it from the other"));
        } else {
            kept.push(name.get_ref().clone());
        }
    }
    kept
}

fn regions(dir: &Path, problems: &mut Vec<Problem>) -> (Vec<Region>, Vec<SharedName>) {
    let Some(file) = file::<Regions>(dir, "regions.toml", problems) else { return Default::default() };
    let (mut names, mut regions) = (Names::default(), Vec::new());
    for row in &file.values.region {
        let mut keep = |given: &[Spanned<String>]| keep(&file, &mut names, row.en.get_ref(), given, problems);
        let own = keep(&[row.en.clone(), row.ru.clone()]);
        let aliases = keep(&row.aliases);
        // What is guarded may be the region's own name.
        let mut guarded = |given: &[Spanned<String>]| {
            let (same, more): (Vec<_>, Vec<_>) = given.iter().cloned().partition(|n| own.contains(n.get_ref()));
            same.into_iter().map(Spanned::into_inner).chain(keep(&more)).collect::<Vec<String>>()
        };
        let (capitals, people) = (guarded(&row.capitals), guarded(&row.people));
        if let [en, ru] = own.as_slice() {
            regions.push(Region { en: en.clone(), ru: ru.clone(), aliases, capitals, people });
        }
    }
    let shared = shared_names(&file, &mut names, &regions, problems);
    (regions, shared)
}

/// The names that several regions have: of no region alone, and of regions that exist.
fn shared_names(
    file: &TomlFile<Regions>,
    names: &mut Names,
    regions: &[Region],
    problems: &mut Vec<Problem>,
) -> Vec<SharedName> {
    let mut out = Vec::new();
    for row in &file.values.shared {
        let unknown = row.regions.iter().find(|name| !regions.iter().any(|r| r.en == *name.get_ref()));
        if let Some(name) = unknown {
            let what = format!("there is no region '{}'", name.get_ref());
            problems.push(file.problem(name.span().start, what, "write the English name of a region above"));
        } else if row.regions.len() < 2 {
            let remedy = "name two regions, or make it an alias of the one";
            problems.push(file.problem(row.name.span().start, "a shared name of fewer than two regions", remedy));
        } else if let [name] =
            keep(file, names, "several regions", std::slice::from_ref(&row.name), problems).as_slice()
        {
            let regions = row.regions.iter().map(|r| r.get_ref().clone()).collect();
            out.push(SharedName { name: name.clone(), regions });
        }
    }
    out
}

fn institutions(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Institution> {
    let Some(file) = file::<Institutions>(dir, "institutions.toml", problems) else { return Vec::new() };
    let (mut names, mut institutions) = (Names::default(), Vec::new());
    for row in &file.values.institution {
        let own = keep(&file, &mut names, row.name.get_ref(), std::slice::from_ref(&row.name), problems);
        let more = keep(&file, &mut names, row.name.get_ref(), &row.aliases, problems);
        if let [name] = own.as_slice() {
            institutions.push(Institution { name: name.clone(), aliases: own.iter().cloned().chain(more).collect() });
        }
    }
    institutions
}

fn glossary(dir: &Path, problems: &mut Vec<Problem>) -> Vec<GlossaryEntry> {
    let Some(file) = file::<Glossary>(dir, "glossary.toml", problems) else { return Vec::new() };
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    let mut entries = Vec::new();
    for row in &file.values.entry {
        if !is_filled(&file, row, problems) {
            continue;
        }
        let (at, line) = (row.en.span().start, file.line(row.en.span().start));
        let pairs = row.en.get_ref().iter().flat_map(|en| row.ru.iter().map(move |ru| (en, ru)));
        let lines = pairs.map(|(en, ru)| *seen.entry((en.to_lowercase(), ru.to_lowercase())).or_insert(line));
        // `max` of all, so that no pair is left out of `seen`.
        if let Some(other) = lines.max().filter(|other| *other < line) {
            let what = format!("all of this entry stands in line {other} or before already");
            problems.push(file.problem(at, what, "remove it"));
            continue;
        }
        entries.push(GlossaryEntry { en: row.en.get_ref().clone(), ru: row.ru.clone() });
    }
    entries
}

fn synonyms(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let Some(file) = file::<Synonyms>(dir, "synonyms.toml", problems) else { return Vec::new() };
    let rows = file.values.group.iter().filter(|row| is_filled(&file, row, problems));
    rows.map(|row| row.en.get_ref().iter().chain(&row.ru).cloned().collect()).collect()
}

fn light(dir: &Path, problems: &mut Vec<Problem>) -> Vec<String> {
    let Some(file) = file::<Light>(dir, "light.toml", problems) else { return Vec::new() };
    keep(&file, &mut Names::default(), "a light word", &[&file.values.en[..], &file.values.ru].concat(), problems)
}

/// Whether a row has words in both languages, none empty.
fn is_filled<T>(file: &TomlFile<T>, row: &GlossaryRow, problems: &mut Vec<Problem>) -> bool {
    let mut words = row.en.get_ref().iter().chain(&row.ru);
    let filled = !row.en.get_ref().is_empty() && !row.ru.is_empty() && words.all(|w| !w.trim().is_empty());
    if !filled {
        let what = "an entry without words in one of the languages";
        problems.push(file.problem(row.en.span().start, what, "write at least one word each, none empty"));
    }
    filled
}

fn cues(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Cue> {
    let Some(file) = file::<Cues>(dir, "cues.toml", problems) else { return Vec::new() };
    let mut cues = Vec::new();
    for row in &file.values.kind {
        match Kind::ALL.into_iter().find(|kind| kind.name() == row.name.get_ref()) {
            Some(kind) => cues.push(Cue { kind, question: row.question.both(), answer: row.answer.both() }),
            None => {
                let known = Kind::ALL.map(Kind::name).join(", ");
                let what = format!("'{}' is no kind of question", row.name.get_ref());
                problems.push(file.problem(row.name.span().start, what, format!("use one of: {known}")));
            }
        }
    }
    cues
}

fn aims(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Aim> {
    let Some(file) = file::<Aims>(dir, "aims.toml", problems) else { return Vec::new() };
    let mut seen = Names::default();
    let mut aims = Vec::new();
    for row in &file.values.aim {
        let name = row.name.get_ref();
        let (question, answer) = (row.question.both(), row.answer.both());
        if question.is_empty() || answer.is_empty() || question.iter().chain(&answer).any(|w| w.trim().is_empty()) {
            let what = format!("the aim '{name}' lacks words of questions or of answers");
            problems.push(file.problem(row.name.span().start, what, "write at least one each, none empty"));
        } else if !keep(&file, &mut seen, "an aim", std::slice::from_ref(&row.name), problems).is_empty() {
            aims.push(Aim { name: name.clone(), question, answer });
        }
    }
    aims
}

fn areas(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Area> {
    let Some(file) = file::<Areas>(dir, "areas.toml", problems) else { return Vec::new() };
    let mut areas = Vec::new();
    for row in &file.values.area {
        let en = row.en.get_ref();
        if en.trim().is_empty() || row.ru.trim().is_empty() {
            let remedy = "write its name in both languages: en = \"…\", ru = \"…\"";
            problems.push(file.problem(row.en.span().start, "an area without a name", remedy));
            continue;
        }
        // One word may tell of several areas; given twice for one it is a slip.
        let words = keep(&file, &mut Names::default(), en, &row.words, problems);
        areas.push(Area { en: en.clone(), ru: row.ru.clone(), words });
    }
    areas
}
