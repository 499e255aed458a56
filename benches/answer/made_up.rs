//! Articles that stand for many others: always the same words of the glossary in an order that looks like none.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use policybot::domain::{Article, Lexicon};
use policybot::ingest::{Boilerplate, load};

/// Passages of a made-up article.
const PASSAGES_OF_ARTICLE: usize = 20;

/// Articles with about as many passages as wanted.
pub fn articles(passages: usize, lexicon: &Lexicon) -> Vec<Arc<Article>> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut words = Words { lexicon, state: 1 };
    for number in 0..passages.div_ceil(PASSAGES_OF_ARTICLE) {
        let (lang, region) = if number % 2 == 0 {
            ("en", "Novosibirsk Region")
        } else {
            ("ru", "Новосибирская область")
        };
        let mut text = format!(
            "---\ntitle: \"{}\"\nurl: https://example.org/{number}\nregion: {region}\nlang: {lang}\ndate: 2021\n---\n",
            words.sentence(number % 2, 8)
        );
        for _ in 0..PASSAGES_OF_ARTICLE {
            let paragraph = [20, 14, 25].map(|n| words.sentence(number % 2, n)).join(" ");
            write!(text, "{paragraph}\n\n").expect("a string");
        }
        fs::write(folder.path().join(format!("{number:05}.md")), text).expect("written");
    }
    let loaded = load(folder.path(), &Boilerplate::default());
    assert!(loaded.problems.is_empty(), "{}", loaded.problems[0]);
    loaded.articles
}

/// Words of the glossary in a fixed order that looks like none; early entries come more often, as words of a language do.
struct Words<'a> {
    lexicon: &'a Lexicon,
    state: u64,
}

impl Words<'_> {
    fn sentence(&mut self, lang: usize, len: usize) -> String {
        let words: Vec<String> = (0..len).map(|_| self.word(lang)).collect();
        let sentence = words.join(" ");
        let mut chars = sentence.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", chars.as_str())
    }

    fn word(&mut self, lang: usize) -> String {
        // Knuth's linear congruential generator; the high bits are the good ones.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let unit = (self.state >> 33) as f64 / f64::from(1u32 << 31);
        let entries = &self.lexicon.glossary;
        let entry = &entries[(unit * unit * entries.len() as f64) as usize];
        let words = if lang == 0 { &entry.en } else { &entry.ru };
        words.first().cloned().unwrap_or_default()
    }
}
