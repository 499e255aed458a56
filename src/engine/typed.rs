//! What kinds of things a sentence states, by the look of its words: a day, a sum of money, a person, an address.
//!
//! Found once for a corpus. A sentence that holds the very kind of thing that is asked for may answer though it shares no
//! word with the question.

use std::sync::LazyLock;

use super::senses::Kinds;
use super::signals::Signal;
use crate::domain::Kind;
use crate::text::words::Word;

/// The kinds of things in one sentence, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Typed(u32);

const DAY: u32 = 1;
const YEAR: u32 = 2;
const MONEY: u32 = 4;
const SHARE: u32 = 8;
const NUMBER: u32 = 16;
const PERSON: u32 = 32;
const ADDRESS: u32 = 64;
const DURATION: u32 = 128;
const AREA: u32 = 256;
const PEOPLE: u32 = 512;
const NEGATED: u32 = 1024;
const LIMITED: u32 = 2048;
const FUTURE: u32 = 4096;
const COUNTED: u32 = 8192;
const NAMES: u32 = 16384;
/// How something is said.
const MANNERS: u32 = NEGATED | LIMITED | FUTURE;

/// Tokens between an address word and the name or number beside it.
const BESIDE: usize = 2;
/// Tokens from a number to its unit, at the most.
const UNIT: usize = 3;

/// The bits of what holds.
fn set(checks: &[(u32, bool)]) -> u32 {
    checks.iter().filter(|c| c.1).fold(0, |all, c| all | c.0)
}

impl Typed {
    /// Reads a sentence: its words, what each can be, and its text.
    pub fn of(words: &[Word], signals: &[Signal], text: &str) -> Self {
        let mut bits = 0;
        // A number that is no year stands within so many words of the word.
        let beside = |i: usize, far: usize| {
            let around = i.saturating_sub(far)..(i + far + 1).min(words.len());
            around.into_iter().any(|j| j != i && signals[j].count() >= 1.0 && !signals[j].is_year())
        };
        let dated = |i: usize| {
            let around = i.saturating_sub(1)..(i + 2).min(words.len());
            around.into_iter().any(|j| j != i && signals[j].count() >= 1.0)
        };
        let numbered = signals.iter().any(|s| s.count() > 0.0);
        // Units stand behind their numbers, with a word or two between: "12 calendar months", «3,4 тыс. рабочих мест».
        let counted = |i: usize| {
            let before = &signals[i.saturating_sub(UNIT)..i];
            before.iter().any(|s| s.count() >= 0.7 && !s.is_year())
        };
        for (i, signal) in signals.iter().enumerate() {
            let checks = [
                (YEAR, signal.is_year()),
                (NUMBER, !signal.is_year() && signal.count() >= 0.7),
                (MONEY, numbered && signal.is(Signal::MONEY)),
                (SHARE, numbered && signal.is(Signal::SHARE)),
                (
                    DAY,
                    signal.is(Signal::TIME)
                        || is_any_time(words, i)
                        || signal.is(Signal::MONTH) && (dated(i) || is_placed_in_time(words, i)),
                ),
                (ADDRESS, signal.is(Signal::ADDRESS) && beside(i, BESIDE)),
                (DURATION, signal.is(Signal::PERIOD) && counted(i) && !is_rate(words, i)),
                (AREA, signal.is(Signal::AREA) && counted(i)),
                (PEOPLE, signal.is(Signal::PEOPLE) && counted(i)),
                (COUNTED, counts_things(words, signals, i, text)),
                (PERSON, is_person(words, signals, i, text)),
                (NAMES, is_name(words, i, text)),
            ];
            bits |= set(&checks);
        }
        if text.contains(['$', '€', '£', '₽', '¥']) {
            bits |= MONEY;
        }
        if text.contains('%') {
            bits |= SHARE;
        }
        if has_numeric_day(text) {
            bits |= DAY;
        }
        if has_contact(text) {
            bits |= ADDRESS;
        }
        Self(bits | Self::manner(words, signals).0)
    }

    /// How something is put: whether it denies, asks for a limit, or for what is to come.
    pub fn manner(words: &[Word], signals: &[Signal]) -> Self {
        let of = |(i, signal): (usize, &Signal)| {
            set(&[
                (NEGATED, signal.is(Signal::NEGATION)),
                (LIMITED, signal.is(Signal::LIMIT) || is_bound(words, signals, i)),
                (FUTURE, signal.is(Signal::FUTURE)),
            ])
        };
        Self(signals.iter().enumerate().map(of).fold(0, |all, bits| all | bits))
    }

    /// Share of the three manners that both a question and a sentence have: denied, limited, still to come.
    pub fn agrees(self, question: Self) -> f32 {
        (self.0 & question.0 & MANNERS).count_ones() as f32 / MANNERS.count_ones() as f32
    }

    /// Either of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it states a thing of the kind: 1 of the very kind, 0.5 of one that is often meant, 0 of none.
    pub fn states(self, kind: Kind) -> f32 {
        let (very, often) = match kind {
            Kind::When => (DAY, YEAR | DURATION),
            Kind::Amount => (MONEY | SHARE, NUMBER),
            Kind::Count => (COUNTED, 0),
            Kind::Who => (PERSON, NAMES),
            Kind::Where => (ADDRESS, 0),
            Kind::Duration => (DURATION, YEAR),
            Kind::Area => (AREA, 0),
            Kind::Share => (SHARE, 0),
            Kind::People => (PEOPLE, COUNTED),
            _ => (0, 0),
        };
        if self.0 & very != 0 {
            1.0
        } else if self.0 & often != 0 {
            0.5
        } else {
            0.0
        }
    }

    /// The best over the kinds that a question is of; `None` when none of them can be told by looks.
    pub fn answers(self, kinds: Kinds) -> Option<f32> {
        const TOLD: [Kind; 9] = [
            Kind::When,
            Kind::Amount,
            Kind::Count,
            Kind::Who,
            Kind::Where,
            Kind::Duration,
            Kind::Area,
            Kind::Share,
            Kind::People,
        ];
        kinds.iter().filter(|k| TOLD.contains(k)).map(|k| self.states(k)).reduce(f32::max)
    }
}

/// Whether a word makes a bound of the number behind it: "up to 5 million", «от 10 человек».
fn is_bound(words: &[Word], signals: &[Signal], i: usize) -> bool {
    const BOUNDS: [&str; 3] = ["to", "до", "от"];
    let number = signals.get(i + 1).is_some_and(|next| next.count() >= 1.0 && !next.is_year());
    number
        && BOUNDS.contains(&words[i].folded.as_str())
        && (words[i].folded != "to" || i > 0 && words[i - 1].folded == "up")
}

/// Whether two words say that any day will do: "applications are welcome all year".
fn is_any_time(words: &[Word], i: usize) -> bool {
    const PAIRS: [(&str, &str); 12] = [
        ("all", "year"),
        ("any", "time"),
        ("year", "round"),
        ("rolling", "basis"),
        ("no", "deadline"),
        ("no", "deadlines"),
        ("круглый", "год"),
        ("весь", "год"),
        ("течение", "года"),
        ("любое", "время"),
        ("любой", "момент"),
        ("постоянной", "основе"),
    ];
    let next = words.get(i + 1).map(|w| w.folded.as_str());
    PAIRS.iter().any(|(a, b)| words[i].folded == *a && next == Some(b))
}

/// Whether a day stands there in numbers: "03.03.2022", "31/12/2024", "2022-03-03".
fn has_numeric_day(text: &str) -> bool {
    let numbers = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | '-');
    text.split(|c: char| !numbers(c)).any(|run| {
        let parts: Vec<&str> = run.trim_matches(|c: char| !c.is_ascii_digit()).split(['.', '/', '-']).collect();
        let within =
            |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
        match parts.as_slice() {
            [day, month, year] if year.len() == 4 && within(month, 12) => within(day, 31),
            [year, month, day] => year.len() == 4 && within(month, 12) && within(day, 31),
            _ => false,
        }
    })
}

/// Whether there is a way to write or call: an e-mail address, or a telephone number with its country ("+7 …").
fn has_contact(text: &str) -> bool {
    const LEAST_DIGITS: usize = 7;
    let at_home = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mail = text.split('@').zip(text.split('@').skip(1));
    let mail =
        mail.into_iter().any(|(before, behind)| at_home(before.chars().last()) && at_home(behind.chars().next()));
    let number = |behind: &str| {
        let run = behind.chars().take_while(|c| c.is_ascii_digit() || " -()\u{a0}\u{2011}".contains(*c));
        behind.starts_with(|c: char| c.is_ascii_digit()) && run.filter(char::is_ascii_digit).count() >= LEAST_DIGITS
    };
    mail || text.split('+').skip(1).any(number)
}

/// Whether the word before a month makes it a time: "the end of April", «к концу апреля».
fn is_placed_in_time(words: &[Word], i: usize) -> bool {
    const BEFORE: [&str; 32] = [
        "in",
        "of",
        "by",
        "until",
        "till",
        "from",
        "since",
        "through",
        "before",
        "after",
        "early",
        "late",
        "mid",
        "next",
        "this",
        "last",
        "в",
        "к",
        "до",
        "с",
        "со",
        "по",
        "на",
        "начале",
        "начала",
        "началу",
        "середине",
        "середины",
        "середину",
        "конце",
        "конца",
        "концу",
    ];
    i.checked_sub(1).is_some_and(|before| BEFORE.contains(&words[before].folded.as_str()))
}

/// Whether a unit of time says how often: "4 % a year", «2 % в год».
fn is_rate(words: &[Word], i: usize) -> bool {
    const EACH: [&str; 7] = ["a", "per", "each", "every", "в", "за", "каждый"];
    i.checked_sub(1).is_some_and(|before| EACH.contains(&words[before].folded.as_str()))
}

/// Whether a number counts things one by one: no year or day, no money, time or other measure, no part and no place in an
/// order.
fn counts_things(words: &[Word], signals: &[Signal], i: usize, text: &str) -> bool {
    const APART: u32 = Signal::MONEY
        | Signal::SHARE
        | Signal::PERIOD
        | Signal::AREA
        | Signal::MEASURE
        | Signal::MONTH
        | Signal::ADDRESS
        | Signal::PART;
    /// Words between a number and its unit: "ten working days", «30 рабочих дней».
    const BETWEEN: [&str; 12] = [
        "working",
        "calendar",
        "business",
        "full",
        "more",
        "us",
        "canadian",
        "australian",
        "календарных",
        "рабочих",
        "полных",
        "полные",
    ];
    let number = |j: usize| signals.get(j).is_some_and(|s| s.count() >= 0.7);
    // Of several words of one number the first tells.
    // "1 340" is no year, though it is read as one word.
    let year = signals[i].is_year() && words[i].span.len() == words[i].folded.len();
    if !number(i) || year || signals[i].is(Signal::PART) || i > 0 && is_one_number(words, signals, i) {
        return false;
    }
    let before = text.get(..words[i].span.start).unwrap_or_default().trim_end();
    let marked = before.ends_with(['$', '€', '£', '₽', '¥', '№', ':', '#']);
    let mut next = i + 1;
    while number(next) && is_one_number(words, signals, next) {
        next += 1;
    }
    if words.get(next).is_some_and(|w| BETWEEN.contains(&w.folded.as_str())) {
        next += 1;
    }
    let behind = text.get(words[next - 1].span.end..).unwrap_or_default().trim_start();
    let unit = signals.get(next).is_some_and(|s| s.is(APART));
    let day = i > 0 && signals[i - 1].is(Signal::MONTH);
    !(marked || unit || day || behind.starts_with(['%', '$', '€', '£', '₽', '¥', ':', '°']))
}

/// Whether a word goes on with the number that the word before it begins: "26 thousand", "1 340".
fn is_one_number(words: &[Word], signals: &[Signal], i: usize) -> bool {
    signals[i - 1].count() >= 0.7 && !signals[i - 1].is_year() && words[i].span.start <= words[i - 1].span.end + 2
}

/// Whether a person's name begins at a word: a given name with a surname behind it, initials with a surname, or a title.
fn is_person(words: &[Word], signals: &[Signal], i: usize, text: &str) -> bool {
    /// Endings of patronymics, in their cases.
    const PATRONYMICS: [&str; 12] =
        ["ович", "евич", "овна", "евна", "овича", "евича", "овны", "евны", "овичем", "евичем", "овне", "евне"];
    let Some(next) = words.get(i + 1) else { return false };
    let one = &words[i];
    let between = text.get(one.span.end..next.span.start).unwrap_or_default();
    if signals[i].is(Signal::TITLE) {
        return next.capital;
    }
    let initial = |w: &Word| w.folded.chars().count() == 1;
    let dotted = matches!(between, "." | ". " | ".\u{a0}");
    let spaced = matches!(between, " " | "\u{a0}");
    one.capital
        && next.capital
        && (initial(one) && dotted && (is_long(next) || initial(next))
            || spaced && signals[i].is(Signal::GIVEN) && !initial(one) && !is_of_bodies(&next.folded)
            || spaced && PATRONYMICS.iter().any(|end| next.folded.ends_with(end)))
}

/// Whether two capitalised words in a row begin at a word with nothing but a space between: often a person's name.
fn is_name(words: &[Word], i: usize, text: &str) -> bool {
    let Some(next) = words.get(i + 1) else { return false };
    let one = &words[i];
    let shouted = |w: &Word| text.get(w.span.start..w.span.end).is_some_and(|t| t.chars().all(char::is_uppercase));
    let fits = |w: &Word| w.capital && is_long(w) && !shouted(w);
    i > 0 && text.get(one.span.end..next.span.start) == Some(" ") && fits(one) && fits(next)
}

fn is_long(word: &Word) -> bool {
    word.folded.chars().count() > 2 && word.folded.chars().all(char::is_alphabetic) && !is_of_bodies(&word.folded)
}

/// Whether a folded word is one of the names of places and bodies ("Tomsk Region", «Российской Федерации»).
fn is_of_bodies(word: &str) -> bool {
    static BODIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        "region oblast krai republic county province prefecture territory district canton state land city town federation \
         federal regional national international special economic zone park technopark technology technologies innovation \
         innovative industrial university universities institute academy college school faculty laboratory centre center fund \
         foundation bank agency ministry department council committee commission board authority government chamber union \
         association alliance cluster consortium corporation company group holding industries enterprise services programme \
         program project agenda plan strategy act law forum award grant voucher house street avenue road square building \
         north south east west northern southern eastern western central new first россий федерац област край республик район \
         округ город университет институт академи колледж школ лаборатор центр фонд банк агентств министерств департамент \
         совет комитет комисси правительств палат союз ассоциаци альянс кластер консорциум корпораци компани групп холдинг \
         парк технопарк зон завод комбинат программ проект стратеги закон форум государствен национальн"
            .split_whitespace()
            .collect()
    });
    let russian = !word.is_ascii();
    BODIES.iter().any(|body| if russian { word.starts_with(body) } else { word == *body })
}

#[cfg(test)]
mod tests;
