//! Every region of the lexicon in the forms in which people write it, and what is none.

use std::path::Path;
use std::sync::LazyLock;

use policybot::domain::Corpus;
use policybot::engine::regions::{Held, Regions};
use policybot::ingest;
use policybot::text::stem::stems;
use policybot::text::words::words;

const FORMS: &str = include_str!("../data/regions/forms.tsv");
const PHRASES: &str = include_str!("../data/regions/phrases.tsv");

static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    let (lexicon, problems) = ingest::lexicon::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon"));
    assert_eq!(problems, []);
    Regions::new(&lexicon, &Corpus::default())
});

/// English names of the regions found in a question, of whose words the texts know none.
fn found(question: &str) -> Vec<String> {
    REGIONS.find(&words(question), &stems(question), 0, |_| Held::Nowhere).named.uncovered
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[test]
fn every_region_of_russia_is_found_in_every_form() {
    let mut wrong = Vec::new();
    for (region, form) in rows(FORMS) {
        let found = found(&format!("support: {form}"));
        if found != [region] {
            wrong.push(format!("{form}: {found:?}, not {region}"));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn namesakes_are_told_apart_and_ordinary_words_are_no_regions() {
    let mut wrong = Vec::new();
    for (phrase, expected) in rows(PHRASES) {
        // A name that several regions have is noted under the first of them while none has articles.
        let shared = |regions: &[&str]| regions == ["Altai Republic", "Altai Krai"];
        let expected: Vec<&str> = expected.split("; ").filter(|name| *name != "-").collect();
        let expected = if shared(&expected) { &expected[..1] } else { &expected[..] };
        let found = found(&format!("? {phrase}"));
        if found != expected {
            wrong.push(format!("{phrase}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_letter_left_out_doubled_or_swapped_leads_to_the_same_region_or_to_none() {
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    let adjectives = rows(FORMS).filter_map(|(region, form)| Some((region, form.strip_suffix(" области")?)));
    for (region, word) in adjectives.filter(|(_, word)| !word.contains(' ') && word.chars().count() > 7) {
        let letters: Vec<char> = word.chars().collect();
        for at in 2..letters.len() - 4 {
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            let doubled = [&letters[..at], &letters[at - 1..]].concat();
            let left_out = [&letters[..at], &letters[at + 1..]].concat();
            for typo in [swapped, doubled, left_out].map(String::from_iter).into_iter().filter(|t| t != word) {
                let found = found(&format!("гранты в {typo} области"));
                all += 1;
                right += usize::from(found == [region]);
                if found != [region] && REGIONS.named(&found[0]).is_some() {
                    wrong.push(format!("{typo}: {found:?}, not {region}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(right * 100 >= all * 95, "{right} of {all}");
}
