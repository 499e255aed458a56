//! How many of the items of lists the patterns find in texts written for practice, and how many they find that are none.
//!
//! `tests/data/statements/README.md` says what the halves are: the patterns are written on one, the other is measured
//! only. The figures are floors with room for a few items, not what is reached today.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use policybot::domain::{Article, Corpus, Topic};
use policybot::engine::statements::names::Institutions;
use policybot::engine::statements::{self, Stated};
use policybot::engine::topics;
use policybot::ingest::{self, Boilerplate, lexicon};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    text: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    lang: String,
    body: String,
    #[serde(default)]
    directions: Vec<String>,
    #[serde(default)]
    partners: Vec<String>,
    #[serde(default)]
    programmes: Vec<String>,
    #[serde(default)]
    residents: Vec<String>,
    announced: Option<(u32, u32)>,
}

impl Text {
    fn expected(&self) -> [(Topic, &[String]); 4] {
        [
            (Topic::Directions, &self.directions),
            (Topic::Partners, &self.partners),
            (Topic::Programmes, &self.programmes),
            (Topic::Residents, &self.residents),
        ]
    }
}

/// Items expected and found, things found and wrong among them, and a line for every miss.
#[derive(Default)]
pub struct Score {
    pub expected: usize,
    pub found: usize,
    pub said: usize,
    pub wrong: usize,
    pub misses: Vec<String>,
}

impl Score {
    fn share_found(&self) -> f64 {
        self.found as f64 / self.expected as f64
    }

    fn share_wrong(&self) -> f64 {
        self.wrong as f64 / self.said as f64
    }

    fn add(&mut self, text: &Text, article: &Article, stated: &Stated) {
        for (topic, expected) in text.expected() {
            let of_topic = stated.found.iter().filter(|f| f.topic == topic);
            // Of partners and residents the names are judged, else the sentences.
            let said: Vec<&str> = match topic {
                Topic::Partners | Topic::Residents => {
                    let named = of_topic.flat_map(|f| f.names.iter().zip(&f.keys));
                    let there = named.filter(|(_, key)| !stated.gone.contains(key));
                    there.map(|(name, _)| article.slice(*name)).collect()
                }
                // What names nothing new is no item of its own.
                _ => {
                    let mut known = HashSet::new();
                    let fresh = of_topic.filter(|f| {
                        f.keys.iter().fold(f.keys.is_empty(), |fresh, key| known.insert(key.clone()) | fresh)
                    });
                    fresh.map(|f| article.slice(f.span)).collect()
                }
            };
            let missed: Vec<&String> = expected.iter().filter(|item| !said.iter().any(|s| is(item, s))).collect();
            let wrong: Vec<&&str> = said.iter().filter(|s| !expected.iter().any(|item| is(item, s))).collect();
            self.expected += expected.len();
            self.found += expected.len() - missed.len();
            self.said += said.len();
            self.wrong += wrong.len();
            let at = format!("{} {topic:?}", text.name);
            self.misses.extend(missed.into_iter().map(|item| format!("{at}: not found: {item}")));
            self.misses.extend(wrong.into_iter().map(|said| format!("{at}: wrong: {said}")));
        }
        if let Some(announced) = text.announced {
            let counted = stated.announced.iter().any(|a| (a.announced, a.described) == announced);
            self.misses.extend((!counted).then(|| format!("{}: announced {:?}", text.name, stated.announced)));
        }
    }
}

/// Whether what was found is the item: one of its wordings, split by `|`, or for a name a part of one.
fn is(item: &str, said: &str) -> bool {
    let said = said.trim_matches(['«', '»', '“', '”', '"']);
    item.split('|').any(|wording| said.contains(wording) || wording.contains(said))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/statements")
}

/// Finds the statements of all texts of a half.
pub fn measured(half: &str) -> Score {
    let path = folder().join(format!("{half}.toml"));
    let file: File = toml::from_str(&fs::read_to_string(&path).expect("the texts")).expect("TOML");
    let knowledge = tempfile::tempdir().expect("a folder");
    for text in &file.text {
        let head =
            format!("title: {0}\nurl: https://example.org/{0}\nregion: R\nlang: {1}\ndate: 2023", text.name, text.lang);
        fs::write(knowledge.path().join(format!("{}.md", text.name)), format!("---\n{head}\n---\n{}", text.body))
            .expect("a file");
    }
    let loaded = ingest::load(knowledge.path(), &Boilerplate::default());
    assert_eq!(loaded.problems, []);
    let (lexicon, _) = lexicon::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon").as_path());
    let corpus = Corpus::new(loaded.articles);
    let stated = statements::find(&corpus, &Institutions::new(&lexicon), |_| None);
    let texts: HashMap<&str, &Text> = file.text.iter().map(|t| (t.name.as_str(), t)).collect();
    let mut score = Score::default();
    for (article, stated) in corpus.articles().iter().zip(&stated) {
        score.add(texts[article.meta.id.0.as_str()], article, stated);
    }
    score
}

/// Questions of a half that are taken for the list they ask for, of how many, and a line for every other.
pub fn heard(half: &str) -> (usize, usize, Vec<String>) {
    let table = fs::read_to_string(folder().join("questions.tsv")).expect("the questions");
    let (mut right, mut all, mut misses) = (0, 0, Vec::new());
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let [of, topic, question] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three fields: {line}") };
        if of == half {
            let heard = topics::asked(question).map_or("none".to_owned(), |t| format!("{t:?}").to_lowercase());
            all += 1;
            right += usize::from(heard == topic);
            misses.extend((heard != topic).then(|| format!("{topic}, heard {heard}: {question}")));
        }
    }
    (right, all, misses)
}

#[test]
fn items_of_lists_are_found_where_patterns_were_written() {
    holds("fit", 0.95, 0.03);
}

#[test]
fn items_of_lists_are_found_where_nothing_was_tuned() {
    holds("held", 0.78, 0.12);
}

#[test]
fn questions_for_lists_are_heard_in_many_wordings() {
    for (half, least) in [("fit", 0.92), ("held", 0.88)] {
        let (right, all, misses) = heard(half);
        let share = right as f64 / all as f64;
        println!("{half}: {right} of {all} questions");
        assert!(share >= least, "{half}: {share:.3}\n{}", misses.join("\n"));
    }
}

fn holds(half: &str, least_found: f64, most_wrong: f64) {
    let score = measured(half);
    let (found, wrong) = (score.share_found(), score.share_wrong());
    println!("{half}: found {found:.3}, wrong {wrong:.3}");
    let misses = score.misses.join("\n");
    assert!(found >= least_found && wrong <= most_wrong, "{half}: found {found:.3}, wrong {wrong:.3}\n{misses}");
}
