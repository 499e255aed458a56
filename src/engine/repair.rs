//! Other ways to read the text of a question that found nothing: the other keyboard layout, Russian in Latin letters,
//! words run together or torn apart.
//!
//! Every reading is made of words that the corpus or the lexicon knows; a text whose words are all known has none.

use super::bridge::script_of;
use super::compose::folded;
use super::small_talk::small_talk;
use super::understand::Understanding;
use crate::domain::Lang;
use crate::text::language;
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::translit;
use crate::text::words::{Word, fold, words};

/// Letters of the shortest part of a word that is torn apart.
const SHORTEST_PART: usize = 3;
/// Letters from which a part needs no more than a known stem.
const LONG_PART: usize = 5;
/// Letters of the shortest word that is torn apart, and of the longest.
const TORN: std::ops::RangeInclusive<usize> = 6..=60;
/// Letters of the shortest word that is torn apart before anything else is tried.
const SURELY_TORN: usize = 9;
/// Share of the words that must make sense as transliterated Russian.
const MOSTLY: f32 = 0.6;

/// Other readings of a text, likeliest first, each another text.
pub fn texts(known: &Understanding<'_>, typed: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: Option<String>| {
        if let Some(text) = text.filter(|t| t != typed)
            && !out.contains(&text)
        {
            out.push(text);
        }
    };
    add(respaced(known, typed));
    let layout = known.swapped(typed).filter(|t| makes_more_sense(known, typed, t));
    add(layout.as_deref().and_then(|t| respaced(known, t)));
    add(layout);
    let russian = from_latin(known, typed);
    add(russian.as_deref().and_then(|t| respaced(known, t)));
    add(russian);
    out
}

fn makes_more_sense(known: &Understanding<'_>, typed: &str, other: &str) -> bool {
    small_talk(&folded(other)).is_some() || known.known_share(&words(other)) > known.known_share(&words(typed))
}

// --- words run together or torn apart ---

/// The text with unknown words joined or torn apart so that they become known ones.
fn respaced(known: &Understanding<'_>, text: &str) -> Option<String> {
    let all = words(text);
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut i = 0;
    while i < all.len() {
        if let Some(joined) = all.get(i + 1).and_then(|next| join(known, text, &all[i], next)) {
            edits.push((all[i].span.start..all[i + 1].span.end, joined));
            i += 2;
            continue;
        }
        if let Some(torn) = tear(known, &all[i].folded) {
            edits.push((all[i].span.start..all[i].span.end, torn));
        }
        i += 1;
    }
    let mut out = text.to_owned();
    for (range, new) in edits.iter().rev() {
        out.replace_range(range.clone(), new);
    }
    (!edits.is_empty()).then_some(out)
}

/// The text with words torn apart that are nothing else: unknown, neither a typo of a known one nor a name of the other
/// alphabet.
pub fn torn(known: &Understanding<'_>, text: &str) -> Option<String> {
    let mut out = text.to_owned();
    for word in words(text).iter().rev() {
        // Within a sentence a capital tells a name: that of a region nobody knows ("Clearwater County") stays whole.
        let unknown =
            !word.is_capital_inside() && word.folded.chars().count() >= SURELY_TORN && !known.is_word(&word.folded);
        let torn = if unknown { tear(known, &word.folded) } else { None };
        let two = torn.filter(|t| t.split(' ').count() == 2);
        let is_other = || {
            let stem = stem(&word.folded);
            !known.spelling.typos(known.lexis, &stem).is_empty() || known.spelling.is_heard(&stem)
        };
        if let Some(torn) = two.filter(|_| !is_other()) {
            out.replace_range(word.span.start..word.span.end, &torn);
        }
    }
    (out != text).then_some(out)
}

fn join(known: &Understanding<'_>, text: &str, a: &Word, b: &Word) -> Option<String> {
    let joined = format!("{}{}", a.folded, b.folded);
    let near = text[a.span.end..b.span.start].chars().all(|c| c.is_whitespace() || c == '-');
    let letters = joined.chars().all(char::is_alphabetic) && a.folded.chars().count() > 1;
    let is_lost = |w: &Word| !known.is_word(&w.folded);
    // Two words that make sense apart are joined only to one that a text has: «за явка», but not «есть у».
    let makes_sense = match (is_stop(&a.folded), is_stop(&b.folded)) {
        (true, true) => false,
        _ if is_lost(a) || is_lost(b) => known.is_word(&joined),
        (false, false) => false,
        _ => known.lexis.surfaces.get(&joined).is_some(),
    };
    (near && letters && makes_sense).then_some(joined)
}

/// An unknown word as a row of known ones, the longest that fit.
fn tear(known: &Understanding<'_>, word: &str) -> Option<String> {
    let chars: Vec<char> = word.chars().collect();
    if !TORN.contains(&chars.len()) || !chars.iter().all(|c| c.is_alphabetic()) || known.is_word(word) {
        return None;
    }
    // Best way to reach each place: sum of the squared lengths, and where its last part begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; chars.len() + 1];
    best[0] = Some((0, 0));
    for end in SHORTEST_PART..=chars.len() {
        for start in 0..=end - SHORTEST_PART {
            let Some((sum, _)) = best[start] else { continue };
            let part: String = chars[start..end].iter().collect();
            let score = sum + (end - start).pow(2);
            if best[end].is_none_or(|b| b.0 < score) && known.is_part(&part) {
                best[end] = Some((score, start));
            }
        }
    }
    let mut parts: Vec<String> = Vec::new();
    let mut end = chars.len();
    while end > 0 {
        let start = best[end]?.1;
        parts.insert(0, chars[start..end].iter().collect());
        end = start;
    }
    (parts.len() > 1).then(|| parts.join(" "))
}

// --- Russian in Latin letters ---

/// The text in Cyrillic letters, if most of it makes sense as Russian.
pub fn from_latin(known: &Understanding<'_>, text: &str) -> Option<String> {
    // English that is known makes Russian of nothing: "grants in Tatarstan".
    if language::detect(text) != Some(Lang::En) || known.known_share(&words(text)) > 0.5 {
        return None;
    }
    let (mut out, mut total, mut russian, mut english) = (String::new(), 0, 0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_run = translit::is_letter(first);
        let len = rest.find(|c| translit::is_letter(c) != is_run).unwrap_or(rest.len());
        let (chunk, next) = rest.split_at(len);
        rest = next;
        let read = if is_run { read(known, chunk) } else { Read::Other };
        total += usize::from(read != Read::Other);
        match read {
            Read::Russian(word) => {
                russian += 1;
                out.push_str(&in_case_of(chunk, &word));
            }
            Read::English => {
                english += 1;
                out.push_str(chunk);
            }
            Read::Unknown(word) => out.push_str(&in_case_of(chunk, &word)),
            Read::Other => out.push_str(chunk),
        }
    }
    (russian > english && russian as f32 >= MOSTLY * total as f32).then_some(out)
}

/// What a word in Latin letters is.
#[derive(Debug, PartialEq)]
enum Read {
    /// A known Russian word.
    Russian(String),
    /// A known English one.
    English,
    /// Neither; its likeliest Russian spelling.
    Unknown(String),
    /// No word in Latin letters.
    Other,
}

fn read(known: &Understanding<'_>, chunk: &str) -> Read {
    let readings = translit::readings(chunk);
    let Some(likeliest) = readings.first() else { return Read::Other };
    if let Some(word) = readings.iter().find(|r| known.is_word(r)) {
        return Read::Russian(word.clone());
    }
    if known.is_word(&fold(chunk)) {
        return Read::English;
    }
    match known.likely(likeliest) {
        Some(word) => Read::Russian(word),
        None => Read::Unknown(likeliest.clone()),
    }
}

/// A word with the capitals of another.
fn in_case_of(model: &str, word: &str) -> String {
    let letters = || model.chars().filter(|c| c.is_alphabetic());
    let mut chars = word.chars();
    match chars.next() {
        Some(_) if letters().count() > 1 && letters().all(char::is_uppercase) => word.to_uppercase(),
        Some(first) if letters().next().is_some_and(char::is_uppercase) => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

impl Understanding<'_> {
    /// Whether some text, list or lexicon has the folded word.
    pub fn is_word(&self, folded: &str) -> bool {
        let stem = self.lexis.stem_of(folded);
        is_stop(folded) || self.is_known(&stem) || self.is_in_lexicon(&stem) || self.regions.knows(&stem)
    }

    /// Whether the letters can be one of several words run together. Short ones must be written so in the texts: a few
    /// letters have the stem of some word all too easily («руко» of «руководит»).
    fn is_part(&self, folded: &str) -> bool {
        let long = folded.chars().count() >= LONG_PART;
        is_stop(folded) || self.lexis.surfaces.get(folded).is_some() || (long && self.is_word(folded))
    }

    /// The word of the texts that is meant by an unknown one, if there is a likely one.
    fn likely(&self, folded: &str) -> Option<String> {
        let stem = stem(folded);
        let best = self.spelling.typos(self.lexis, &stem).into_iter().next()?;
        let usual = self.lexis.surfaces.name(self.lexis.usual[best.0 as usize]);
        (stem.chars().count() > 4 && script_of(usual) == Some(Lang::Ru)).then(|| usual.to_owned())
    }
}
