//! Lists by their form alone: items below a lead, sentences that count, answers to a question.

use std::sync::LazyLock;

use regex::Regex;

use super::places::{counts_inside, place};
use super::{Line, rule};
use crate::domain::PassageKind;

/// How the members of a series are told to be members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// List items, table rows, or lines with a mark of their own ("(a)", "1)").
    Items,
    /// Sentences that count: "The first is…", "Second, …".
    Counted,
    /// The answer to a question that the text itself puts.
    Answer,
    /// Sections below a heading that has no text of its own.
    Sections,
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    /// What they share.
    pub form: Form,
    /// Lines that say what the members are, nearest first: introduction, heading, head row of a table.
    pub leads: Vec<usize>,
    /// The members.
    pub members: Vec<usize>,
}

/// All series of an article.
pub(super) fn find(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out = items(lines);
    out.extend(sections(lines));
    out.extend(labelled(lines));
    out.extend(counted(lines));
    out.extend(answers(lines));
    out
}

// --- items ---

/// A mark at the beginning of a line that is no list item for the importer.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| rule(r"(?i)^\s*(?:\(?(?:\d{1,2}|[a-hа-з])\)|[•·▪*–—-]|№\s?\d+\.?|\p{L}{3,12} \d{1,2}[.:)])\s*\S"));
/// Longest line that may be a row of a table without borders, in characters.
const ROW: usize = 110;

fn items(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let end = run_of_items(lines, i);
        let mut members: Vec<usize> = (i..end).filter(|m| lines[*m].first).collect();
        if members.len() >= 2 && !is_dialogue(&lines[i..end], members.len()) {
            let mut leads = leads_above(lines, i);
            if has_head_row(lines, &members) {
                leads.insert(0, members.remove(0));
            }
            out.push(Series { form: Form::Items, leads, members });
        } else if is_run_on(lines, i) {
            out.push(Series { form: Form::Items, leads: leads_above(lines, i), members: vec![i] });
        }
        i = end.max(i + 1);
    }
    out
}

/// A list whose items run on in one sentence below the line that introduces it: "(a) …; (b) …".
fn is_run_on(lines: &[Line<'_>], at: usize) -> bool {
    let introduced = at > 0 && lines[at - 1].text.trim_end().ends_with(':');
    introduced && lines[at].kind == PassageKind::Paragraph && lines[at].text.contains(';')
}

/// End of the lines from `from` on that are items of one list.
fn run_of_items(lines: &[Line<'_>], from: usize) -> usize {
    let kind = lines[from].kind;
    let like_first = |l: &Line<'_>| match kind {
        PassageKind::ListItem | PassageKind::TableRow => l.kind == kind,
        PassageKind::Heading => false,
        PassageKind::Paragraph => l.kind == kind && (marked(l) || (is_row(l) && !marked(&lines[from]))),
    };
    let end = from + lines[from..].iter().take_while(|l| like_first(l)).count();
    // A dash begins an item as it begins speech: what is said does not end in a semicolon.
    let dashed = lines[from].text.trim_start().starts_with(['–', '—', '-']);
    if dashed && kind == PassageKind::Paragraph && !ends_item(&lines[from]) {
        return from;
    }
    let last = lines[from..end].iter().position(|l| dashed && !ends_item(l));
    last.map_or(end, |last| from + last + 1)
}

/// Whether items, with all their sentences, are what two people say in turn: a dash begins speech as it begins an item.
fn is_dialogue(lines: &[Line<'_>], items: usize) -> bool {
    let questions = lines.iter().filter(|l| l.text.trim_end().ends_with('?')).count();
    questions >= 2 && questions * ASKING >= items
}

/// One of so many turns of a dialogue is a question, at least.
const ASKING: usize = 4;

fn ends_item(line: &Line<'_>) -> bool {
    line.text.trim_end().ends_with([';', ','])
}

pub(super) fn marked(line: &Line<'_>) -> bool {
    MARK.is_match(line.text) && line.text.trim_end().ends_with([';', ',', '.', ')']) && !line.text.contains(['?', '“'])
}

/// A short line without a full stop that is a passage by itself: a row of a table that lost its borders.
fn is_row(line: &Line<'_>) -> bool {
    let text = line.text.trim_end();
    line.first
        && text.split_whitespace().count() >= 3
        && text.len() <= 2 * ROW
        && text.chars().count() <= ROW
        && !text.ends_with(['.', '!', '?', ':', ';', '”', '»', ','])
        && !text.starts_with(['–', '—', '-', '«', '“'])
}

/// The first row says what the columns are: always in a table, else when only the others hold figures.
fn has_head_row(lines: &[Line<'_>], members: &[usize]) -> bool {
    let digits = |m: &usize| lines[*m].text.contains(|c: char| c.is_ascii_digit());
    match lines[members[0]].kind {
        PassageKind::TableRow => true,
        PassageKind::Paragraph => !digits(&members[0]) && members[1..].iter().all(digits),
        _ => false,
    }
}

/// Sentences between a list and the line that introduces it.
const ABOVE: usize = 3;

fn leads_above(lines: &[Line<'_>], first: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let heading = lines[first].heading;
    let above = (0..first).rev().take(ABOVE).take_while(|l| Some(*l) != heading);
    let near: Vec<usize> = above.filter(|l| lines[*l].kind == PassageKind::Paragraph).collect();
    out.extend(near.iter().filter(|l| lines[**l].text.trim_end().ends_with(':')).take(1));
    out.extend(heading);
    if out.len() < 2 {
        out.extend(near.first().filter(|l| !out.contains(l)));
    }
    out
}

// --- sections ---

/// Characters of a heading that names one thing of several.
const SECTION: usize = 80;

/// Headings of sections that any page may have, whatever it is about: they are no names of things.
static OF_ANY_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:what|how|who|whom|why|where|when|which|our|we|about|contacts?|apply\w*|applications?|incentives?|eligib\w*|support|services|results?|news|timeline|deadlines?|budget|money|funding|financ\w+|documents?|conditions?|requirements?|partners|members|residents|goals|targets|что|как|кто|кому|кого|где|куда|когда|зачем|почему|чем|сколько|с кем|на что|по каким|о нас|о проекте|наш\w*|контакт\w*|услуг\w*|услови\w*|требовани\w*|документ\w*|сроки|заявк\w*|меры|льгот\w*|свободн\w+|совет|деньги|бюджет|финансировани\w*|результат\w*|итоги|новости|партн[её]р\w*|участник\w*|резидент\w*|цели)\b",
    )
});

/// What the headings below a heading without text of its own name, and those that count ("Priority 1. …").
fn sections(lines: &[Line<'_>]) -> Vec<Series> {
    let is_heading = |i: usize| lines.get(i).is_some_and(|l| l.kind == PassageKind::Heading);
    let short = |h: &usize| is_heading(*h) && lines[*h].text.chars().count() <= SECTION;
    let has_text = |h: &usize| lines.get(h + 1).is_some_and(|l| l.kind == PassageKind::Paragraph);
    let named = |from: usize| (from..lines.len()).filter(short);
    // Whatever follows with a list or a table below it, or is what any page has, is something else.
    let names = |h: &usize| has_text(h) && !OF_ANY_PAGE.is_match(lines[*h].text);
    let below = |parent: usize| named(parent + 1).take_while(names).collect::<Vec<_>>();
    let parents = (0..lines.len()).filter(|i| is_heading(*i) && is_heading(i + 1) && !is_heading(i + 2));
    let mut out: Vec<Series> =
        parents.map(|p| Series { form: Form::Sections, leads: vec![p], members: below(p) }).collect();
    let counts = |h: &usize, n: u32| numbered(lines[*h].text).filter(|(_, number)| *number == n);
    for first in named(0).filter(|h| counts(h, 1).is_some()) {
        let mut members = vec![first];
        for (n, next) in (2..).zip(named(first + 1)) {
            match (counts(&first, 1), counts(&next, n)) {
                (Some((word, _)), Some((same, _))) if word == same => members.push(next),
                _ => break,
            }
        }
        let leads = std::iter::once(first).chain(lines[first].heading).collect();
        out.push(Series { form: Form::Sections, leads, members });
    }
    out.retain(|s| s.members.len() >= 2);
    out
}

/// What a heading counts, and its number: "Priority 2. Staff".
pub(super) fn numbered(heading: &str) -> Option<(&str, u32)> {
    let (word, rest) = heading.split_once(' ')?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    let goes_on = rest[digits.len()..].starts_with(['.', ':', ')', ' ']);
    let number = digits.parse().ok().filter(|_| goes_on && word.chars().all(char::is_alphabetic))?;
    Some((word, number))
}

// --- paragraphs with a label ---

/// Words of the label with which a paragraph begins.
const LABEL: usize = 5;

/// Paragraphs below one heading that begin with a label each: "Fish health. Vaccines and …", «Кадры – это …».
fn labelled(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out: Vec<Series> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.kind == PassageKind::Paragraph && l.first) {
        let follows = lines.get(i + 1).is_some_and(|next| next.passage == line.passage);
        if i == 0 || !has_label(line.text, follows) {
            continue;
        }
        let passage_before = line.passage.checked_sub(1);
        match out.last_mut().filter(|s| {
            let last = &lines[s.members[s.members.len() - 1]];
            last.heading == line.heading && Some(last.passage) == passage_before
        }) {
            Some(series) => series.members.push(i),
            None => {
                // A heading that is one of several, or has text of its own, is no introduction to others.
                let heads = |l: &usize| {
                    let far = line.passage - lines[*l].passage > INTRODUCED;
                    lines[*l].kind == PassageKind::Heading && (far || numbered(lines[*l].text).is_some())
                };
                let leads = leads_above(lines, i).into_iter().filter(|l| !heads(l)).collect();
                out.push(Series { form: Form::Items, leads, members: vec![i] });
            }
        }
    }
    out.retain(|s| s.members.len() >= 2);
    out
}

/// Passages from a heading to the first of the paragraphs that it heads: one may introduce them.
const INTRODUCED: usize = 2;

/// Whether a line is a label of what follows it, or begins with one.
fn has_label(text: &str, follows: bool) -> bool {
    let words = |part: &str| part.split_whitespace().count();
    let label = [" – ", " — ", ": "].iter().filter_map(|mark| text.split_once(mark)).map(|(label, _)| label);
    // "Q: …" and "A: …" only part who speaks.
    let label = label.filter(|l| l.chars().count() > 1);
    let mut label = label.filter(|l| !l.contains([',', '«', '“', '"', '–', '—']) && l.starts_with(char::is_uppercase));
    (follows && words(text) <= LABEL && text.ends_with('.')) || label.any(|l| (1..=LABEL).contains(&words(l)))
}

// --- sentences that count ---

/// Conditions and rules are counted, too.
pub(super) static CONDITIONS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:conditions?|requirements?|criteri\w+|rules|reasons|услови[яйе]\w*|требовани\w+|критери\w+|правил\w+|причин\w*)\b",
    )
});

/// Whether a series counts conditions: the nearest lines above it say so.
pub(super) fn of_conditions(lines: &[Line<'_>], series: &Series) -> bool {
    series.leads.iter().take(1).any(|l| CONDITIONS.is_match(lines[*l].text))
}

/// Sentences after the introduction, or after the member before, in which a series goes on.
const REACH: usize = 14;

fn counted(lines: &[Line<'_>]) -> Vec<Series> {
    let mut out: Vec<(Series, u8)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.kind == PassageKind::Paragraph) {
        let Some(place) = place(line.text).or_else(|| counts_inside(line.text).then_some(1)) else { continue };
        let goes_on = |(s, last): &(Series, u8)| {
            let near = s.members.last().is_some_and(|member| i - member <= REACH / 2);
            near && (place == 0 || place > *last)
        };
        match out.last_mut().filter(|s| goes_on(s)) {
            Some((series, last)) => {
                series.members.push(i);
                *last = place.max(*last);
            }
            None => {
                let before = i.saturating_sub(REACH)..i;
                let leads = before.rev().filter(|l| Some(*l) != line.heading).chain(line.heading).collect();
                out.push((Series { form: Form::Counted, leads, members: vec![i] }, place));
            }
        }
    }
    out.into_iter().map(|(series, _)| series).collect()
}

// --- answers ---

/// What follows a question of the text itself, up to the next one: at most this many sentences.
const ANSWER: usize = 6;

fn answers(lines: &[Line<'_>]) -> Vec<Series> {
    // A dash before speech makes it a list item.
    let may_ask = |kind: PassageKind| matches!(kind, PassageKind::Paragraph | PassageKind::ListItem);
    let asks = |l: &Line<'_>| may_ask(l.kind) && l.text.trim_end().ends_with('?');
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| asks(l)) {
        let passage = lines.get(i + 1).map(|l| l.passage);
        let below = lines[i + 1..].iter().take(ANSWER).take_while(|l| Some(l.passage) == passage && !asks(l)).count();
        // What stands in the questioner's own paragraph is the answer only of one who asks to answer.
        if below > 0 && (passage != Some(line.passage) || line.first) {
            out.push(Series { form: Form::Answer, leads: vec![i], members: (i + 1..=i + below).collect() });
        }
    }
    out
}
