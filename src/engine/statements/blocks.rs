//! Blocks of text that enumerate, found by their form alone: whatever they enumerate.
//!
//! A block is a list below a lead, sentences that count or of which each adds one thing, sections, a number of things that
//! the next sentences tell one by one, or a single sentence with a series in it. What it is a list of is said by its lead, its heading and the sentence
//! before; which block a question asks for is decided when it is asked ([`super::super::blocks`]).

mod added;
mod inside;
mod told;

use std::sync::LazyLock;

use regex::Regex;

use self::added::{added_below, adds};
use self::inside::inside;
use self::told::{number, told_below};
use super::beside;
use super::names::Institutions;
use super::series::{Form, Series};
use super::{Line, Reading, directions, places, programmes, relations, rule};
use crate::domain::{PassageKind, Span, Topic};

/// How the things of a block are told to be a list, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Items below a lead, or a table.
    Listed,
    /// Parts of a sentence between semicolons or with marks of their own.
    Marked,
    /// Sentences that count, or as many as were announced.
    Counted,
    /// Sections, or paragraphs with a label each.
    Sections,
    /// Sentences of which each adds one thing.
    Added,
    /// Parts of a sentence behind a colon.
    Colon,
    /// Parts of a sentence between commas.
    Series,
}

impl Shape {
    /// Whether it lists by more than commas and labels.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Listed | Self::Marked | Self::Counted)
    }
}

/// A block of text that enumerates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How it enumerates.
    pub shape: Shape,
    /// The sentences or items that give all of it, with the numbers of their passages in the article.
    pub quotes: Vec<(Span, usize)>,
    /// How many things it enumerates.
    pub items: u32,
    /// The names in it, where most of the things are bodies; else empty.
    pub bodies: Vec<Span>,
    /// Whether they are names of whatever kind: bodies, people, places.
    pub names: bool,
    /// How many things its lead announces.
    pub announced: Option<u32>,
    /// Bytes that say what it is a list of: the introduction, or the beginning of the sentence. Never empty.
    pub lead: Span,
    /// The sentence before a block that is a sentence itself.
    pub before: Option<Span>,
    /// The heading above, or the line that serves as one.
    pub heading: Option<Span>,
    /// Topics of lists that lead and heading speak of, by their position in [`Topic::ALL`].
    pub topics: [bool; Topic::ALL.len()],
    /// Whether it says what is not, or no longer, on the list.
    pub gone: bool,
}

/// An article with what is asked of its lines again and again.
struct Outline<'r, 'a> {
    reading: &'r Reading<'a>,
    /// For every line the heading above it: see [`titles`].
    titles: Vec<Option<usize>>,
    /// Whether each line adds something to the one before.
    adds: Vec<bool>,
}

impl<'r, 'a> Outline<'r, 'a> {
    /// The sentences of its paragraph that add to a line, one after the other.
    fn added_to(&self, at: usize) -> impl Iterator<Item = &'r Line<'a>> {
        let lines = &self.reading.lines;
        let passage = lines[at].passage;
        let below = lines[at + 1..].iter().zip(&self.adds[at + 1..]);
        below.take_while(move |(l, adds)| l.passage == passage && **adds).map(|(l, _)| l)
    }

    /// The block of some sentences, which a line leads; `bodies` where all of them but one name one.
    fn of_sentences(&self, lead: usize, shape: Shape, told: &[&Line<'_>], bodies: Vec<Span>) -> Block {
        let block = Block {
            shape,
            quotes: told.iter().map(|l| (l.span, l.passage)).collect(),
            items: told.len() as u32,
            bodies: if bodies.len() + 1 >= told.len() { bodies } else { Vec::new() },
            names: false,
            announced: None,
            lead: self.reading.lines[lead].span,
            before: None,
            heading: self.heading(lead),
            topics: Default::default(),
            gone: false,
        };
        finished(self.reading, block)
    }

    fn heading(&self, at: usize) -> Option<Span> {
        self.titles[at].map(|t| self.reading.lines[t].span)
    }
}

/// All blocks of an article.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Block> {
    let outline = Outline { reading, titles: titles(&reading.lines), adds: reading.lines.iter().map(adds).collect() };
    let mut out: Vec<Block> = reading.series.iter().filter_map(|s| of_series(&outline, s)).collect();
    let mut at = 0;
    while at < reading.lines.len() {
        out.extend(told_below(&outline, at));
        out.extend(added_below(&outline, at));
        let (block, next) = in_sentences(&outline, at);
        out.extend(block);
        at = next;
    }
    out
}

/// Whether a line says something: it is no heading and no question.
fn tells(line: &Line<'_>) -> bool {
    line.kind != PassageKind::Heading && !line.text.trim_end().ends_with('?')
}

// --- headings ---

/// Characters of a line that serves as a heading.
const TITLE: usize = 90;

/// For every line the heading above it, or the nearest line that serves as one: a short paragraph of its own without a
/// full stop, or a question.
fn titles(lines: &[Line<'_>]) -> Vec<Option<usize>> {
    let alone = |i: usize| {
        let passage = Some(lines[i].passage);
        lines.get(i + 1).map(|l| l.passage) != passage && (i == 0 || Some(lines[i - 1].passage) != passage)
    };
    let ends_passage = |i: usize| lines.get(i + 1).is_some_and(|next| next.passage != lines[i].passage);
    let mut last: Option<usize> = None;
    let mut out = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        out.push(last);
        let text = line.text.trim_end();
        let serves = line.kind == PassageKind::Paragraph
            && text.chars().count() <= TITLE
            && !text.ends_with(['.', ';', ',', '!', '…', '»', '”', '"'])
            && !text.contains([';', '|'])
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if line.kind == PassageKind::Heading || (serves && (alone(i) || text.ends_with('?') && line.first)) {
            last = Some(i);
        } else if last.is_some_and(|l| super::series::numbered(lines[l].text).is_some()) && ends_passage(i) {
            // "Priority 4. Health" heads the paragraph below it and no other.
            last = None;
        }
    }
    out
}

// --- lists that are several lines ---

fn of_series(outline: &Outline<'_, '_>, series: &Series) -> Option<Block> {
    let reading = outline.reading;
    let labelled = |m: &usize| {
        let line = &reading.lines[*m];
        line.kind == PassageKind::Paragraph && !super::series::marked(line)
    };
    let shape = match series.form {
        Form::Items if series.members.iter().all(labelled) => Shape::Sections,
        Form::Items if figures(&reading.lines, series) => Shape::Series,
        Form::Items => Shape::Listed,
        Form::Counted => Shape::Counted,
        Form::Sections => Shape::Sections,
        Form::Answer => return None,
    };
    let members: Vec<&Line<'_>> = series.members.iter().map(|m| &reading.lines[*m]).collect();
    if members.len() < 2 {
        return None;
    }
    let first = *series.members.first()?;
    let lead = match series.form {
        // The sentence right before the first that counts.
        Form::Counted => first.checked_sub(1).filter(|l| reading.lines[*l].kind != PassageKind::Heading),
        _ => series.leads.first().copied(),
    };
    // Paragraphs with labels are parts of any text; they are a list where something says so.
    let leads = |l: &Line<'_>| {
        l.kind == PassageKind::Heading
            || l.text.trim_end().ends_with(':')
            || (number(l.text).is_some() && l.text.split_whitespace().count() <= ANNOUNCES)
    };
    if shape == Shape::Sections && !lead.is_some_and(|l| leads(&reading.lines[l])) {
        return None;
    }
    let lead = lead.map_or(members[0].span, |l| reading.lines[l].span);
    let most = |n: usize| n * 2 > members.len();
    let named = |l: &&&Line<'_>| reading.institutions.first(l.text).is_some_and(|n| n.span.start <= NEAR);
    let bodies: Vec<Span> = members.iter().filter_map(|l| first_body(reading, l, NEAR)).collect();
    let mut quotes: Vec<(Span, usize)> =
        series.members.iter().map(|m| (with_its_text(&reading.lines, *m), reading.lines[*m].passage)).collect();
    // One more is told behind what is counted.
    if let (Form::Counted, Some(last)) = (series.form, series.members.last()) {
        quotes.extend(outline.added_to(*last).map(|l| (l.span, l.passage)));
    }
    let block = Block {
        shape,
        quotes,
        items: members.len() as u32,
        bodies: if most(bodies.len()) { bodies } else { Vec::new() },
        names: most(members.iter().filter(named).count()),
        announced: None,
        lead,
        before: None,
        heading: outline.heading(first).filter(|t| *t != lead),
        topics: Default::default(),
        gone: false,
    };
    Some(finished(reading, block))
}

/// The name of a body with which a line begins, behind at most `near` other bytes; as bytes of the article.
fn first_body(reading: &Reading<'_>, line: &Line<'_>, near: usize) -> Option<Span> {
    let first = reading.institutions.names(line.text).into_iter().next()?;
    let is_body = first.span.start <= near && reading.may_be_partner(line.text, &first);
    is_body.then(|| moved(first.span, line))
}

fn moved(span: Span, line: &Line<'_>) -> Span {
    Span::new(span.start + line.span.start, span.end + line.span.start)
}

/// A member with the sentence behind it, where it is nothing but a label: "Rail Test Loop. A ring of …".
fn with_its_text(lines: &[Line<'_>], member: usize) -> Span {
    let line = &lines[member];
    let label = line.kind == PassageKind::Paragraph && line.text.split_whitespace().count() <= LABEL;
    let next = lines.get(member + 1).filter(|next| label && next.passage == line.passage);
    next.map_or(line.span, |next| Span::new(line.span.start, next.span.end))
}

/// Words of a sentence that only says how many things follow.
const ANNOUNCES: usize = 12;
/// Words of a line that is nothing but a label.
const LABEL: usize = 5;

/// Whether most of what a table holds are figures.
fn figures(lines: &[Line<'_>], series: &Series) -> bool {
    series.members.iter().filter(|m| lines[**m].kind == PassageKind::TableRow).any(|m| is_of_figures(lines[*m].text))
}

fn is_of_figures(text: &str) -> bool {
    let cells: Vec<&str> = text.split(" | ").flat_map(|cell| cell.split(": ")).collect();
    let figure = |c: &&&str| c.chars().filter(char::is_ascii_digit).count() * 3 >= c.chars().count();
    let figures = cells.iter().filter(figure).count();
    if cells.len() == 2 { figures > 0 } else { cells.len() > 2 && figures * 2 > cells.len() }
}

/// Bytes before the name with which an item begins.
const NEAR: usize = 16;

// --- series inside a sentence ---

/// The block that begins with a sentence, if it enumerates, and the number of the next line to look at.
fn in_sentences(outline: &Outline<'_, '_>, at: usize) -> (Option<Block>, usize) {
    let reading = outline.reading;
    let lines = &reading.lines;
    let line = &lines[at];
    if !tells(line) {
        return (None, at + 1);
    }
    let Some(inside) = inside(reading, line.text) else { return (None, at + 1) };
    let mut quotes = vec![(line.span, line.passage)];
    let mut items = inside.items;
    let mut next = at + 1;
    // A list goes on in the next paragraph as long as its parts end in semicolons.
    while line.kind == PassageKind::Paragraph
        && lines[next - 1].text.trim_end().ends_with(';')
        && lines.get(next).is_some_and(|l| l.kind == PassageKind::Paragraph)
    {
        quotes.push((lines[next].span, lines[next].passage));
        items += lines[next].text.matches(';').count().max(1) as u32;
        next += 1;
    }
    // One more is told behind it: "The fifth is …".
    let one_more = |l: &&Line<'_>| {
        l.passage == line.passage && places::place(l.text).is_some_and(|n| n != 1) && !NEGATIVE.is_match(l.text)
    };
    while inside.shape == Shape::Marked && lines.get(next).filter(one_more).is_some() {
        quotes.push((lines[next].span, lines[next].passage));
        items += 1;
        next += 1;
    }
    for more in outline.added_to(next - 1) {
        quotes.push((more.span, more.passage));
        items += 1;
        next += 1;
    }
    let lead_end = if inside.at == 0 { line.span.end } else { line.span.start + inside.at };
    let colon = |b: &usize| lines[*b].text.trim_end().ends_with(':');
    let leads = |b: &usize| lines[*b].passage == line.passage || colon(b);
    let before = at.checked_sub(1).filter(leads);
    // Below a line that ends in a colon the whole sentence is the list.
    let led = before.filter(colon).map(|b| lines[b].span);
    let before = before.map(|b| lines[b].span).filter(|b| Some(*b) != led);
    let names = reading.institutions.names(line.text);
    let chain = match inside.shape {
        Shape::Series => beside::chain(line.text, &names),
        _ => &names[names.partition_point(|n| n.span.start < inside.at)..],
    };
    let bodies: Vec<Span> =
        chain.iter().filter(|n| reading.may_be_partner(line.text, n)).map(|n| moved(n.span, line)).collect();
    let many = |n: usize| n >= 2 && n as u32 * 2 >= inside.items;
    let block = Block {
        shape: inside.shape,
        quotes,
        items,
        bodies: if many(bodies.len()) { bodies } else { Vec::new() },
        names: many(chain.len()),
        announced: None,
        lead: led.unwrap_or(Span::new(line.span.start, lead_end)),
        before,
        heading: outline.heading(at),
        topics: Default::default(),
        gone: NEGATIVE.is_match(line.text),
    };
    (Some(finished(reading, block)), next)
}

// --- what a block is about ---

/// What is not, or no longer, on a list.
static NEGATIVE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:no longer|dropped|removed|crossed out|struck (?:out|from)|premature|excluded|cancelled|abandoned|withdr[ae]w\w*|rejected|given up|not (?:be )?(?:built|taken up|included|included|carried out|take part)|(?:is|was) leaving|has left|deprived|без|исключ\w+|отказал\w+|отмен\w+|убран\w*|лишен\w*|лишил\w*|вычеркн\w+|прекра\w+|отклон\w+|не стал\w*|не буд\w+|не вош\w+|выш(?:ел|ла|ли) из|утрати\w+|закрыт[аоы]?|закрыли)\b",
    )
});
/// What is said of things that no list of those that are there has.
static NOT_THERE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:no longer|dropped|crossed out|struck (?:out|from)|cancelled|abandoned|rejected|left out|suspended|on hold|discontinued|closed|ends? in \d{4}|ended in \d{4}|not (?:renewed|eligible|funded|covered|allowed|supported|taken up)|передумал\w*|приостановлен\w*|остановлен\w*|не (?:оплачива|компенсир|возмеща|допуска|предоставля)\w*|исключен\w*|исключ[её]н\w*|исключили|отказ(?:ал(?:ся|ась|ись)|аться)|отмен[её]н\w*|отменили|вычеркнут\w*|вычеркнули|снят[аоы]? как|закрыт[аоы]?|закрыли)\b",
    )
});

/// Whether a sentence says of something that it is not, or no longer, there. One that enumerates may say so of one thing more.
pub fn denies(institutions: &Institutions, text: &str) -> bool {
    let denied = [&*NOT_THERE, &*relations::GONE].into_iter().any(|rule| rule.is_match(text));
    denied && !super::enumerates(institutions, text, false)
}

/// Whether a question asks for what is not, or no longer, there.
pub fn asks_for_what_is_gone(folded: &str) -> bool {
    static GONE: LazyLock<Regex> = LazyLock::new(|| {
        rule(
            r"(?i)\b(?:not|no longer|dropped|removed|excluded|cancelled|abandoned|withdr[ae]w\w*|rejected|given up|lost|left out|leave|left|pulled out|refused|crossed out|не|исключ\w+|отказал\w+|отмен\w+|убран\w*|лишен\w*|лишил\w*|вычеркн\w+|отклон\w+|выш(?:ел|ла|ли) из|выбыл\w*|потерял\w*)\b",
        )
    });
    GONE.is_match(folded)
}

static QUOTED: LazyLock<Regex> = LazyLock::new(|| rule(r#"«[^»]*»|“[^”]*”|"[^"]*""#));

/// What members are parts of, or work on.
static GROUPED: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"(?i)\b(?:belong\w*|speciali[sz]e\w*|относ[ия]тся|принадлежат|специализируются)\b[^.]{0,80}:\s*$")
});

/// A number this near to that of the items counts them.
const NEARLY: u32 = 3;

/// Words of a heading.
const HEADING: usize = 8;

fn finished(reading: &Reading<'_>, mut block: Block) -> Block {
    let text = |span: Span| {
        // Spans of blocks are borders of lines or of parts of them.
        let at = reading.lines.partition_point(|l| l.span.end <= span.start);
        reading.lines.get(at).map_or("", |l| {
            let from = span.start.saturating_sub(l.span.start);
            l.text.get(from..(span.end - l.span.start).min(l.text.len())).unwrap_or("")
        })
    };
    let about: Vec<_> = std::iter::once(block.lead)
        .chain(block.heading)
        // What stands before a sentence with commas says nothing of them.
        .chain(block.before.filter(|_| block.shape != Shape::Series))
        .map(|s| QUOTED.replace_all(text(s), ""))
        .collect();
    let counts = |span: Span| number(text(span)).filter(|n| n.abs_diff(block.items) <= NEARLY);
    block.announced = counts(block.lead).or(block.before.and_then(counts));
    // "Tax benefits for residents": what stands below are no residents.
    let title = |t: &str| t.split_whitespace().count() <= HEADING && !t.trim_end().ends_with([':', '.']);
    let is_about = |r: &relations::Relation| {
        let lead = text(block.lead);
        block.shape == Shape::Listed && title(lead) && r.headed.is_match(lead) && r.about.is_match(lead)
    };
    // "Most of the tenants belong to three clusters:" — what follows are the clusters.
    let grouped = GROUPED.is_match(text(block.lead));
    let about_them = grouped || is_about(&relations::PARTNERS) || is_about(&relations::RESIDENTS);
    let lists =
        |r: &relations::Relation| !about_them && about.iter().any(|t| r.headed.is_match(t) || r.leads.is_match(t));
    let any = |rule: &Regex| about.iter().any(|t| rule.is_match(t));
    block.topics = Topic::ALL.map(|topic| match topic {
        Topic::Directions => any(&directions::HEADED),
        Topic::Partners => lists(&relations::PARTNERS),
        Topic::Programmes => any(&programmes::HEADED),
        Topic::Residents => lists(&relations::RESIDENTS),
    });
    if about_them {
        block.bodies.clear();
    }
    block
}
