//! What a question rules out: years, words in quotation marks, words with a minus, and "now".
//!
//! [`take`] reads them off the text; a [`Sieve`](super::sieve::Sieve) holds passages and articles against them.
//!
//! - A year ("in 2020", «после 2022», «в 2020–2022 годах») limits an answer to articles of that time and to passages
//!   that speak of it, also as "last year"; where little but more years than one is asked for ("Tomsk before 2020"),
//!   sentences that name one come first; when the region named has no article of that time, to articles that speak of it
//!   anywhere; when it has none of these either, nothing is ruled out and the confidence has to tell.
//! - Words in quotation marks must stand in the article, one after the other, in any form: most are names of programmes,
//!   and the sentence that answers need not repeat them. A phrase that is no name must stand in the quote itself.
//! - A word with a minus before it must not stand in the passage.
//! - A name behind "except", «кроме», "without" is left out of lists; the sentences that name others beside it stay.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bridge::script_of;
use super::compose::folded;
use super::intent::rule;
use super::lexis::{Lexis, lang_index};
use super::query::TermView;
use super::rule::Rule;
use crate::domain::{Lang, PartialDate};
use crate::text::stem::stems;
use crate::text::stopwords::is_stop;

/// Earliest and latest year that is taken for one: other numbers of four digits are amounts.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2099;

/// Years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

/// Words in quotation marks.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// As written.
    pub text: String,
    /// Whether it begins with a capital, like the name of a programme.
    pub name: bool,
    /// Its words in the texts of each language.
    pub words: Vec<Ruled>,
}

/// A word of a filter with what stands for it.
#[derive(Debug, Clone)]
pub struct Ruled {
    /// The folded word.
    pub word: String,
    /// What it is in the texts of each language.
    pub views: [TermView; 2],
}

/// How strictly the years are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Time {
    /// Sentences that name one of the years.
    Sentences,
    /// Articles of that time, and passages that speak of it.
    #[default]
    Passages,
    /// Articles of that time, and articles that speak of it anywhere.
    Articles,
    /// Articles of that time if the region named has any, else all.
    Any,
}

/// All filters of a question.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// Years asked for.
    pub years: Option<Years>,
    /// How strictly.
    pub time: Time,
    /// Phrases that must be there.
    pub phrases: Vec<Phrase>,
    /// Whether every quote must hold every phrase.
    pub in_quote: bool,
    /// Words that must not be there.
    pub without: Vec<Ruled>,
    /// Stems of names that lists leave out.
    pub except: Vec<String>,
    /// Whether the question asks for what holds now.
    pub now: bool,
    /// Only articles of this date or a later one.
    pub not_before: Option<PartialDate>,
}

impl Years {
    /// Whether they are more than one.
    pub fn are_many(self) -> bool {
        self.to > self.from
    }
}

impl Filters {
    /// Whether a text names what is left out: "except Acme".
    pub fn leaves_out(&self, text: &str) -> bool {
        !self.except.is_empty() && stems(text).iter().any(|s| self.except.contains(s))
    }

    /// Whether anything is ruled out.
    pub fn is_empty(&self) -> bool {
        self.years.is_none() && self.phrases.is_empty() && self.without.is_empty() && self.not_before.is_none()
    }
}

/// Filters as they stand in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// The text without the words with a minus.
    pub text: String,
    /// Years.
    pub years: Option<Years>,
    /// Phrases as written, without their marks.
    pub phrases: Vec<String>,
    /// Words with a minus, without it.
    pub without: Vec<String>,
    /// Names behind "except".
    pub except: Vec<String>,
    /// Whether the question asks for what holds now.
    pub now: bool,
}

static MINUS: LazyLock<Regex> = LazyLock::new(|| rule(r"(\s)(?:[-−](\p{L}[\p{L}\p{N}-]*)|–(\p{Lu}[\p{L}\p{N}-]*))"));
/// Words before what is left out, as alternatives, longer ones first.
const EXCEPTING: &str = "except for|except|excluding|other than|apart from|besides|minus|кроме|за исключением|помимо|минус|не считая|исключая";
/// The same where a name with a capital follows: "without grants" says what is asked for.
const LACKING: &str = "without|but not|без|но не";
static EXCEPT: LazyLock<Regex> = LazyLock::new(|| {
    const NAME: &str = r#"[«“"]?(\p{L}[\p{L}\p{N}-]*)[»”"]?"#;
    const CAPITAL: &str = r#"[«“"]?(\p{Lu}[\p{L}\p{N}-]*)[»”"]?"#;
    let (words, lacking) = (EXCEPTING.replace(' ', r"\s+"), LACKING.replace(' ', r"\s+"));
    let behind = |name| format!(r"\s+(?:(?:the|in|for|в|во|для|из|у)\s+)?{name}(?:(?:\s+and|\s+и|,)\s+{name})?");
    rule(&format!(r"(?i:\b(?:{words})){}|(?i:\b(?:{lacking})){}", behind(NAME), behind(CAPITAL)))
});
/// Whether there may be something for [`EXCEPT`] to capture.
static EXCEPTS: LazyLock<Rule> = LazyLock::new(|| Rule::new(&format!(r"\b({EXCEPTING}|{LACKING})\b")));
static GLUED: LazyLock<Regex> = LazyLock::new(|| rule(r"\b((?:19|20)\d\d)(г|год|года|году|годом|годы|годов|годах)\b"));
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| rule(r#"«([^«»]{2,80})»|"([^"]{2,80})"|“([^“”]{2,80})”|„([^„“”]{2,80})[“”]"#));
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| rule(r"\b((?:19|20)\d\d)\s*(?:[-–—−]|to|till|until|through|and|по|до|и)\s*((?:19|20)\d\d)\b"));
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| rule(r"\b(after|later than|после|позже|позднее)\s+((?:the year|года)\s+)?((?:19|20)\d\d)\b"));
static SINCE: LazyLock<Regex> =
    LazyLock::new(|| rule(r"\b(since|starting (?:in|from)|from|начиная с|с|со)\s+((?:19|20)\d\d)\b"));
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| rule(r"\b(before|until|till|earlier than|prior to|раньше|ранее|до)\s+((?:19|20)\d\d)\b"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| rule(r"\b((?:19|20)\d\d)\b"));
static NOW: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(now|currently|current|at present|at the moment|nowadays|today|these days|still in force|latest|newest|most recent|up to date|so far|сейчас|теперь|ныне|нынешн\w+|сегодня|на сегодняшний день|в настоящее время|на данный момент|актуальн\w+|текущ\w+|последн(ие|их|им|ими|яя|ее|ей) (данны\w+|новост\w+|верси\w+|редакци\w+|услови\w+|правил\w+)|(действу\w+|работа\w+|существу\w+) ли|(все )?еще (действу\w+|работа\w+|существу\w+)|по прежнему)\b",
    )
});

/// Reads the filters off a question.
pub fn take(typed: &str) -> Taken {
    // Captures in Russian text are slow, and hardly any question has what they look for.
    let (mut text, mut without) = (typed.to_owned(), Vec::new());
    if text.contains(['-', '−', '–']) {
        without = MINUS.captures_iter(typed).filter_map(|c| Some(c.get(2).or(c.get(3))?.as_str().to_owned())).collect();
        text = MINUS.replace_all(typed, "$1").into_owned();
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        text = GLUED.replace_all(&text, "$1 $2").into_owned();
    }
    let mut out = Taken { text: text.trim().to_owned(), without, ..Taken::default() };
    let mut said = folded(&out.text);
    if EXCEPTS.is_match(&said) {
        (out.text, out.except) = take_exceptions(out.text);
        said = folded(&out.text);
    }
    if out.text.contains(['«', '"', '“', '„']) {
        let found = QUOTED.captures_iter(&out.text).flat_map(|c| c.iter().skip(1).flatten().collect::<Vec<_>>());
        out.phrases = found.map(|m| m.as_str().trim().to_owned()).collect();
    }
    out.years = years(&out.text.to_lowercase());
    out.now = NOW.is_match(&said);
    out
}

/// Takes out names behind "except": words with a capital, or any where the whole text has none.
fn take_exceptions(text: String) -> (String, Vec<String>) {
    let bare = !text.chars().skip(1).any(char::is_uppercase);
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || (bare && !is_stop(&word.to_lowercase()));
    let Some(found) = EXCEPT.captures(&text) else { return (text, Vec::new()) };
    let names: Vec<_> = found.iter().skip(1).flatten().take_while(|m| is_name(m.as_str())).collect();
    let (Some(whole), Some(last)) = (found.get(0), names.last()) else { return (text, Vec::new()) };
    let rest = text[last.end()..].trim_start_matches(['»', '”', '"']);
    let without =
        format!("{} {}", text[..whole.start()].trim_end_matches([' ', ',']), rest.trim_start_matches(',').trim());
    let names = names.iter().map(|m| m.as_str().to_owned()).collect();
    (without.trim().to_owned(), names)
}

/// The years a text in lower case asks for.
fn years(lower: &str) -> Option<Years> {
    if !lower.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = |s: &str| s.parse::<u16>().ok().filter(|y| YEARS.contains(y));
    if let Some(c) = BETWEEN.captures(lower) {
        let (a, b) = (number(&c[1])?, number(&c[2])?);
        return Some(Years { from: a.min(b), to: a.max(b) });
    }
    let last = |rule: &Regex| rule.captures(lower).and_then(|c| number(c.get(c.len() - 1)?.as_str()));
    if let Some(year) = last(&AFTER) {
        return Some(Years { from: year + 1, to: *YEARS.end() });
    }
    if let Some(year) = last(&SINCE) {
        return Some(Years { from: year, to: *YEARS.end() });
    }
    if let Some(year) = last(&BEFORE) {
        return Some(Years { from: *YEARS.start(), to: year - 1 });
    }
    let mut all = YEAR.captures_iter(lower).filter_map(|c| number(&c[1]));
    let first = all.next()?;
    Some(all.fold(Years { from: first, to: first }, |y, n| Years { from: y.from.min(n), to: y.to.max(n) }))
}

impl Phrase {
    pub(super) fn content(&self) -> impl Iterator<Item = &Ruled> {
        let any = self.words.iter().any(|w| !is_stop(&w.word));
        self.words.iter().filter(move |w| !any || !is_stop(&w.word))
    }

    /// Whether its words are of another alphabet than the language's: it can only be looked for in translation.
    pub fn is_foreign_to(&self, lang: Lang) -> bool {
        self.content().any(|w| script_of(&w.word).is_some_and(|script| script != lang))
    }

    /// Whether its words stand one after the other among some tokens, in any form.
    pub(super) fn stands_in(&self, lexis: &Lexis, tokens: &Range<u32>, lang: Lang) -> bool {
        self.stands(tokens, |word, token| {
            let stem = lexis.stem_at(token);
            word.views[lang_index(lang)].stems.iter().any(|s| s.0 == stem)
        })
    }

    /// Whether they stand there letter by letter, but for the case.
    pub(super) fn stands_as_written(&self, lexis: &Lexis, tokens: &Range<u32>) -> bool {
        self.stands(tokens, |word, token| lexis.surfaces.name(lexis.surface[token as usize]) == word.word)
    }

    fn stands(&self, tokens: &Range<u32>, is: impl Fn(&Ruled, u32) -> bool) -> bool {
        let len = self.words.len() as u32;
        let fits = |first: u32| self.words.iter().zip(first..).all(|(w, t)| is(w, t));
        len > 0 && tokens.end >= tokens.start + len && (tokens.start..=tokens.end - len).any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_years() {
        let cases = [
            ("Who applied in 2020?", Some((2020, 2020))),
            ("Сколько дали в 2021-м?", Some((2021, 2021))),
            ("гранты за 2023 год", Some((2023, 2023))),
            ("гранты 2023года", Some((2023, 2023))),
            ("грант2023", None),
            ("since 2019", Some((2019, 2099))),
            ("с 2019 года", Some((2019, 2099))),
            ("Что было после 2022 года?", Some((2023, 2099))),
            ("before 2021", Some((1900, 2020))),
            ("until 2021", Some((1900, 2020))),
            ("до 2020 года", Some((1900, 2019))),
            ("в 2020–2022 годах", Some((2020, 2022))),
            ("с 2020 по 2022 год", Some((2020, 2022))),
            ("between 2019 and 2021", Some((2019, 2021))),
            ("12020 rubles, 3000 people", None),
            ("сколько", None),
        ];
        for (text, expected) in cases {
            assert_eq!(take(text).years.map(|y| (y.from, y.to)), expected, "{text}");
        }
    }

    #[test]
    fn reads_phrases_and_words_with_a_minus() {
        let phrases = |text: &str| take(text).phrases;
        assert_eq!(phrases("кому «Первый шаг» и \"clean room\"?"), ["Первый шаг", "clean room"]);
        assert_eq!(phrases("what is “Seed”?"), ["Seed"]);
        assert!(phrases("Tomsk's 5\" pipe").is_empty());
        let taken = take("партнёры -сколково региона -Gazprom");
        assert_eq!(
            (taken.text.as_str(), taken.without),
            ("партнёры  региона", vec!["сколково".into(), "Gazprom".into()])
        );
        assert_eq!(take("partners –Gazprom").without, ["Gazprom"]);
        for text in
            ["high-tech firms", "Томск - партнёры", "Томск –партнёры", "-Какие партнёры?", "2020 -2022", "какие — есть"]
        {
            assert!(take(text).without.is_empty(), "{text}");
        }
    }

    #[test]
    fn reads_names_behind_except() {
        let cases = [
            ("Какие партнёры у области, кроме Газпрома?", "Какие партнёры у области ?", vec!["Газпрома"]),
            ("партнеры томска минус газпром", "партнеры томска", vec!["газпром"]),
            (
                "Which partners besides Acme and «Borealis» are there?",
                "Which partners are there?",
                vec!["Acme", "Borealis"],
            ),
            ("Что есть кроме того?", "Что есть кроме того?", vec![]),
            ("партнёры Томска без «Газпрома»", "партнёры Томска", vec!["Газпрома"]),
            ("partners of Tomsk, but not Gazprom", "partners of Tomsk", vec!["Gazprom"]),
            ("technoparks except in Ufa", "technoparks", vec!["Ufa"]),
            ("займы без залога", "займы без залога", vec![]),
            ("Apart from grants, what does Tomsk give?", "Apart from grants, what does Tomsk give?", vec![]),
        ];
        for (text, left, names) in cases {
            let taken = take(text);
            assert_eq!((taken.text.as_str(), taken.except), (left, names.into_iter().map(str::to_owned).collect()));
        }
    }

    #[test]
    fn reads_now() {
        for text in ["What is the rate currently?", "Действует ли ещё программа?", "сколько резидентов сейчас"]
        {
            assert!(take(text).now, "{text}");
        }
        for text in ["How did it begin?", "Какой был последний день подачи?", "кто знает"]
        {
            assert!(!take(text).now, "{text}");
        }
    }
}
