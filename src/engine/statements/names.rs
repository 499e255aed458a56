//! Names in running text: quoted ones, runs of capitalised words, and the lexicon's institutions in any form.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::rule;
use crate::domain::{Lexicon, Span};
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::{Word, words};

/// The lexicon's institutions by the stems of their names. A short word in capitals («РАН», "MIT") goes by its letters:
/// its stem could be that of another word («ранее»).
#[derive(Debug, Default)]
pub struct Institutions {
    by_stem: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    names: Vec<String>,
    /// Names of regions, as joined stems: they are places, not partners.
    places: HashSet<String>,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Bytes in the text.
    pub span: Span,
    /// The same for all spellings of one institution: the lexicon's name, else the stems.
    pub key: String,
    /// Whether the lexicon knows it.
    pub known: bool,
}

/// Lower-case words that may stand inside a name.
const INSIDE: [&str; 13] = ["of", "for", "the", "on", "in", "de", "по", "для", "при", "имени", "им", "del", "von"];
/// Capitalised words at the beginning of a clause that are no names by themselves.
const NO_NAMES: [&str; 86] = [
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "today",
    "this",
    "these",
    "that",
    "it",
    "we",
    "our",
    "they",
    "he",
    "she",
    "but",
    "and",
    "also",
    "another",
    "other",
    "first",
    "second",
    "third",
    "one",
    "now",
    "since",
    "after",
    "before",
    "as",
    "i",
    "в",
    "на",
    "и",
    "мы",
    "он",
    "она",
    "это",
    "сегодня",
    "также",
    "но",
    "по",
    "с",
    "наши",
    "later",
    "earlier",
    "yesterday",
    "recently",
    "next",
    "finally",
    "last",
    "among",
    "existing",
    "with",
    "together",
    "позже",
    "ранее",
    "вчера",
    "недавно",
    "затем",
    "кроме",
    "среди",
    "совместно",
    "вместе",
    "при",
    "еще",
    "сейчас",
    "теперь",
    // Currencies and legal forms.
    "eur",
    "usd",
    "gbp",
    "rub",
    "ооо",
    "оао",
    "пао",
    "ао",
    "зао",
    "ано",
    "гк",
    "llc",
    "jsc",
    "ltd",
    "no",
    "их",
    "они",
    "ее",
];

impl Institutions {
    /// Indexes the lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut out = Self::default();
        for (i, institution) in lexicon.institutions.iter().enumerate() {
            out.names.push(institution.name.clone());
            for alias in &institution.aliases {
                let form = forms(alias, &words(alias));
                if let Some(first) = form.first() {
                    out.by_stem.entry(first.clone()).or_default().push((form, i));
                }
            }
        }
        for region in &lexicon.regions {
            let guarded = region.capitals.iter().chain(&region.people);
            let names = region.sure_names().chain(guarded);
            out.places.extend(names.map(|name| forms(name, &words(name)).join(" ")));
        }
        out
    }

    /// What every name means, by its stems: an institution, by the lexicon's name of it (the later of two in the file),
    /// or, where the mark is set, a region.
    pub fn meanings(&self) -> FxHashMap<(Vec<String>, bool), &str> {
        let places = self.places.iter().map(|place| ((place.split(' ').map(str::to_owned).collect(), true), ""));
        let names = self.by_stem.values().flatten().map(|(form, i)| ((form.clone(), false), self.names[*i].as_str()));
        places.chain(names).collect()
    }

    /// The longest institution's name that begins at a word: number of words and the institution.
    pub fn at(&self, stems: &[String]) -> Option<(usize, usize)> {
        let forms = self.by_stem.get(stems.first()?)?;
        let fitting = forms.iter().filter(|(form, _)| stems.starts_with(form));
        fitting.map(|(form, i)| (form.len(), *i)).max_by_key(|f| f.0)
    }

    /// What a name is joined by: the lexicon's name of the institution, else its stems.
    pub fn key(&self, name: &str) -> String {
        let stems = forms(name, &words(name));
        let known = self.at(&stems).filter(|(len, _)| *len == stems.len());
        known.map_or_else(|| stems.join(" "), |(_, institution)| self.names[institution].clone())
    }

    /// Whether a key is the name of an institution of the lexicon.
    pub fn is_known(&self, key: &str) -> bool {
        self.names.iter().any(|name| name == key)
    }

    /// Whether the text names an institution of the lexicon.
    pub fn any(&self, text: &str) -> bool {
        let stems = forms(text, &words(text));
        (0..stems.len()).any(|i| self.at(&stems[i..]).is_some())
    }

    /// The name with which an item of a list begins, one capitalised word at least; behind its mark.
    pub fn first(&self, text: &str) -> Option<Name> {
        let words = words(text);
        let stems = forms(text, &words);
        let from = words.iter().position(|w| w.folded.chars().any(char::is_alphabetic)).filter(|i| *i <= 1)?;
        if let Some((len, institution)) = self.at(&stems[from..]) {
            let span = Span::new(words[from].span.start, words[from + len - 1].span.end);
            return Some(Name { span, key: self.names[institution].clone(), known: true });
        }
        let end = run(&words, text, from);
        let span = Span::new(words[from].span.start, words.get(end.checked_sub(1)?)?.span.end);
        (end > from).then(|| Name { span, key: stems[from..end].join(" "), known: false })
    }

    /// The names in a text, in order, not overlapping.
    pub fn names(&self, text: &str) -> Vec<Name> {
        let words = words(text);
        let stems = forms(text, &words);
        let quoted = quoted(text);
        let mut out: Vec<Name> = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let quote = quoted.iter().find(|q| q.contains(words[i].span)).copied();
            let known = self.at(&stems[i..]).filter(|_| words[i].capital || quote.is_some());
            let (end, key, known) = match (known, quote) {
                (Some((len, institution)), quote) => {
                    let end = if quote.is_some() { i + len } else { more(&words, text, i + len) };
                    (end, self.names[institution].clone(), true)
                }
                (None, Some(quote)) => {
                    let end = i + words[i..].iter().take_while(|w| quote.contains(w.span)).count();
                    (end, stems[i..end].join(" "), false)
                }
                (None, None) => {
                    let end = run(&words, text, i);
                    let end = if end == i + 1 && begins(&words, text, i) { i } else { end };
                    (end, stems[i..end.max(i)].join(" "), false)
                }
            };
            if end > i && (known || !self.places.contains(&key)) {
                let bare = closed(text, Span::new(words[i].span.start, words[end - 1].span.end));
                // A name before may reach into the quotation marks: ОЭЗ «Липецк» and what follows in them.
                let before = out.last().map_or(0, |n| n.span.end);
                let quote = quote.filter(|q| q.contains(bare) && q.start >= before);
                out.push(Name { span: quote.unwrap_or(bare), key, known });
                let past = out.last().map_or(0, |n| n.span.end);
                i = words.partition_point(|w| w.span.start < past).max(end);
            } else {
                i = end.max(i + 1);
            }
        }
        out
    }
}

/// A name that ends inside quotation marks opened in it, with the closing one.
fn closed(text: &str, name: Span) -> Span {
    let closing = text[name.end..].chars().next().filter(|c| matches!(c, '»' | '”'));
    let opens = name.of(text).is_some_and(|n| n.contains(['«', '“']));
    closing.filter(|_| opens).map_or(name, |c| Span::new(name.start, name.end + c.len_utf8()))
}

/// What each word is matched by: its stem, or its letters when it is short and all in capitals.
pub fn forms(text: &str, words: &[Word]) -> Vec<String> {
    let form = |w: &Word| {
        let raw = w.span.of(text).unwrap_or("");
        let letters = raw.chars().count();
        let acronym = (2..=5).contains(&letters) && raw.chars().all(char::is_uppercase);
        if acronym { w.folded.to_uppercase() } else { stem(&w.folded).into_owned() }
    };
    words.iter().map(form).collect()
}

/// End of the run of capitalised words that begins at `from`; `from` itself when there is none.
fn run(words: &[Word], text: &str, from: usize) -> usize {
    let is_name = |w: &Word| w.capital && !NO_NAMES.contains(&w.folded.as_str()) && !is_stop(&w.folded);
    if !is_name(&words[from]) {
        return from;
    }
    let end = more(words, text, from + 1);
    let end = with_kind(words, text, from, end);
    if end == from + 1 && is_adjective(words, text, from) { from } else { end }
}

/// End of a name that goes on after the words before `end`: further capitals, with small words or an "'s" between.
fn more(words: &[Word], text: &str, mut end: usize) -> usize {
    let small = |i: usize| {
        let small = |i: &usize| INSIDE.contains(&words[*i].folded.as_str()) || is_possessive(words, text, *i);
        let after = (i..words.len()).take(2).take_while(small).last().map(|i| i + 1);
        after.filter(|j| {
            words.get(*j).is_some_and(|w| w.capital) && (i + 1..=*j).all(|k| joined(text, &words[k - 1], &words[k]))
        })
    };
    while end < words.len() && joined(text, &words[end - 1], &words[end]) {
        if words[end].capital {
            end += 1;
        } else if let Some(next) = small(end) {
            end = next + 1;
        } else {
            break;
        }
    }
    end
}

/// The "s" of "King's".
fn is_possessive(words: &[Word], text: &str, at: usize) -> bool {
    let gap = || text.get(words[at - 1].span.end..words[at].span.start);
    at > 0 && words[at].folded == "s" && gap().is_some_and(|gap| matches!(gap, "'" | "’"))
}

/// Whether a single capitalised word owes its capital to the beginning of the sentence: no comma or "and" follows that
/// would make it one of several names.
fn begins(words: &[Word], text: &str, at: usize) -> bool {
    let raw = words[at].span.of(text).unwrap_or("");
    let acronym = raw.chars().filter(|c| c.is_uppercase()).count() > 1;
    let listed = words.get(at + 1).is_some_and(|next| {
        matches!(next.folded.as_str(), "and" | "и") || text[words[at].span.end..next.span.start].starts_with(',')
    });
    at == 0 && !acronym && !listed
}

/// Words after the capitals that still belong to a name: the kind of institution («Лебяженский моторный завод»), or
/// what it is for («Институт речной навигации»). In Russian only the first word has a capital.
fn with_kind(words: &[Word], text: &str, from: usize, end: usize) -> usize {
    let near = (end..words.len()).take(3).take_while(|i| joined(text, &words[i - 1], &words[*i]));
    let near: Vec<usize> = near.take_while(|i| !words[*i].capital && !is_stop(&words[*i].folded)).collect();
    let cyrillic = |i: usize| !words[i].folded.is_ascii();
    if !cyrillic(end - 1) {
        return end;
    }
    let adjective = |w: &str| CASES.iter().any(|end| w.ends_with(end));
    let kind = near.iter().rev().filter(|_| adjective(&words[end - 1].folded));
    if let Some(kind) = kind.clone().find(|i| is_kind(&words[**i].folded)) {
        return kind + 1;
    }
    let genitive = |w: &str| w.ends_with(['и', 'ы', 'а', 'я', 'й', 'х', 'о', 'м']);
    let of = near.iter().take_while(|i| genitive(&words[**i].folded)).last();
    if end == from + 1 && is_kind(&words[from].folded) { of.map_or(end, |i| i + 1) } else { end }
}

/// Ends of Russian adjectives in all cases.
const CASES: [&str; 17] =
    ["ий", "ый", "ой", "ая", "яя", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ую", "ей"];
/// What kinds of institutions are called, by the beginning of the word.
const KINDS: [&str; 46] = [
    "университет",
    "институт",
    "завод",
    "центр",
    "комбинат",
    "банк",
    "фонд",
    "палат",
    "агентств",
    "академи",
    "колледж",
    "техникум",
    "технопарк",
    "кластер",
    "корпораци",
    "компани",
    "концерн",
    "холдинг",
    "объединени",
    "предприяти",
    "ассоциаци",
    "союз",
    "клуб",
    "лаборатори",
    "верф",
    "министерств",
    "универс",
    "university",
    "institute",
    "college",
    "bank",
    "fund",
    "foundation",
    "center",
    "centre",
    "agency",
    "academy",
    "corporation",
    "company",
    "group",
    "association",
    "chamber",
    "trust",
    "society",
    "union",
    "cluster",
];

fn is_kind(folded: &str) -> bool {
    // «авиазавод», «Промсвязьбанк».
    const ENDS: [&str; 6] = ["завод", "банк", "комбинат", "холдинг", "университет", "институт"];
    KINDS.iter().any(|k| folded.starts_with(k)) || ENDS.iter().any(|k| folded.contains(k))
}

/// Whether a word of the name says that it is an organisation's.
pub fn is_organisation(name: &str) -> bool {
    words(name).iter().any(|w| is_kind(&w.folded))
}

/// Ends of English words that say where something is from: "Russian companies" says what kind, not who.
pub(super) const ADJECTIVE: [&str; 8] = ["an", "ish", "ese", "ern", "ch", "ic", "al", "ss"];

/// A single English capitalised word before another word, when it is an adjective or only begins the sentence.
fn is_adjective(words: &[Word], text: &str, at: usize) -> bool {
    let next = words.get(at + 1).filter(|next| joined(text, &words[at], next));
    let word = words[at].folded.as_str();
    (at == 0 || ADJECTIVE.iter().any(|end| word.ends_with(end)))
        && next.is_some_and(|next| {
            !next.capital && next.folded.is_ascii() && next.folded.len() > 2 && !is_stop(&next.folded)
        })
}

/// Whether two words belong together by what stands between them: a space, a hyphen, "&", or the point of an initial.
fn joined(text: &str, a: &Word, b: &Word) -> bool {
    let initial = || a.folded.chars().count() == 1;
    text.get(a.span.end..b.span.start).is_some_and(|gap| match gap {
        " " | "-" | "\u{a0}" | "‑" | "" | " & " | "'" | "’" => true,
        "." | ". " | ".\u{a0}" => initial(),
        _ => false,
    })
}

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| rule(r#"«[^«»]{2,90}»|“[^“”]{2,90}”|„[^„“]{2,90}“|"[^"]{2,90}"|‘[^‘’]{2,60}’"#));

/// Quoted names (with their quotation marks): short, beginning with a capital, no sentences.
fn quoted(text: &str) -> Vec<Span> {
    let spans = QUOTED.find_iter(text).map(|m| Span::new(m.start(), m.end()));
    let name = |s: &Span| {
        let inside = s.of(text).unwrap_or("").trim_matches(['«', '»', '“', '”', '„', '"', '‘', '’']);
        let first = inside.chars().next();
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
            && inside.split_whitespace().count() <= 9
            && !inside.contains(['.', '!', '?'])
    };
    spans.filter(name).collect()
}
