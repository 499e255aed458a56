//! How sure it is that the sources answer the question: a logistic function of features of the evidence.

use super::context::{self, Article, flag};
use super::grams::idf;
use super::lexis::{judged, lang_index};
use super::prepared::{Prepared, bits, inside, terms_of};
use super::query::{MOST_TERMS, Query, Term, Wanted};
use super::rank::{Ranked, Ranker};
use super::senses::Kinds;
use super::weights::{EVIDENCE, OF_QUESTION, PASSAGE, WINDOW, Weights, position};
use super::windows::Window;
use crate::domain::Kind;

/// Feature values in the order of [`EVIDENCE`].
pub type Evidence = [f32; EVIDENCE.len()];

/// Positions in [`PASSAGE`] of the features that also count as evidence.
const BM25: usize = position(&PASSAGE, "bm25");
const PHRASE: usize = position(&PASSAGE, "phrase");
const PROXIMITY: usize = position(&PASSAGE, "proximity");
const GRAMS: usize = position(&PASSAGE, "grams");
/// Positions in [`WINDOW`] of the signals, of the coverage, and of what a window is worth beyond its own words.
const WINDOW_SIGNALS: std::ops::RangeInclusive<usize> = position(&WINDOW, "when")..=position(&WINDOW, "where");
const WINDOW_COVERAGE: usize = position(&WINDOW, "coverage");
const WINDOW_SOFT: usize = position(&WINDOW, "soft");
const WINDOW_LOCAL: usize = position(&WINDOW, "local");
const WINDOW_LOCAL_SOFT: usize = position(&WINDOW, "local_soft");
const WINDOW_KIND: usize = position(&WINDOW, "kind");
const WINDOW_BEFORE: usize = position(&WINDOW, "before");
const WINDOW_ASKED: usize = position(&WINDOW, "asked");
const WINDOW_COUNTED: usize = position(&WINDOW, "counted");
const WINDOW_FOCUS: usize = position(&WINDOW, "focus");
const WINDOW_AIMS: usize = position(&WINDOW, "aims");
const WINDOW_RARE_SOFT: usize = position(&WINDOW, "rare_soft");
const WINDOW_BEGINS: usize = position(&WINDOW, "begins");
const WINDOW_AGREES: usize = position(&WINDOW, "agrees");
const WINDOW_HEADING: usize = position(&WINDOW, "heading");
const WINDOW_TYPED: usize = position(&WINDOW, "typed");
/// Kinds that a number or a date must answer.
const MEASURED: [Kind; 7] =
    [Kind::When, Kind::Amount, Kind::Count, Kind::Duration, Kind::Area, Kind::Share, Kind::People];
/// Words of a question, plain ones among them, and words of the wording that tells what it is after, that are many.
const MANY_WORDS: f32 = 12.0;
const MANY_OTHERS: f32 = 6.0;
const LONG_WORDING: f32 = 6.0;
/// A window that holds less than this of what is asked for lacks it.
const HELD: f32 = 0.35;

/// How sure it is of an answer.
#[derive(Debug)]
pub struct Sure {
    /// That the sources answer, 0 to 1.
    pub confidence: f32,
    /// That the best quote does, 0 to 1.
    pub certainty: f32,
    /// The features that both were computed from.
    pub evidence: Evidence,
}

impl Sure {
    /// Judges what was found for a query, both best first.
    pub fn of(
        ranker: &Ranker<'_>,
        query: &Query,
        by_lang: [Option<&Prepared<'_>>; 2],
        ranked: &[Ranked],
        windows: &[Window],
    ) -> Self {
        let held = held(ranked, windows);
        let evidence = evidence(ranker, by_lang, ranked, windows, held);
        let crosses = |r: &Ranked| ranker.corpus.article_of(r.passage).meta.lang != query.lang;
        let setting = match ranked.first() {
            _ if ranker.whole => Setting::Region,
            Some(best) if crosses(best) => Setting::Cross,
            _ => Setting::Own,
        };
        let speaker = query.speaker();
        let known = speaker == 0 || is_known(ranker, by_lang, ranked, speaker);
        let speaking = if known { speaking(query, ranked, windows, held) } else { 0.0 };
        let confidence = speaking * confidence(ranker.weights, &evidence, setting);
        let of_region = || speaking * certainty(ranker.weights, &evidence);
        let certainty = if setting == Setting::Region { of_region() } else { confidence };
        Self { confidence, certainty, evidence }
    }
}

/// The evidence of the best candidate. `held` are the terms of [`held`].
fn evidence(
    ranker: &Ranker<'_>,
    by_lang: [Option<&Prepared<'_>>; 2],
    ranked: &[Ranked],
    windows: &[Window],
    held: u64,
) -> Evidence {
    let Some(best) = ranked.first() else { return [0.0; EVIDENCE.len()] };
    let lang = lang_index(ranker.corpus.article_of(best.passage).meta.lang);
    let Some(prepared) = by_lang[lang] else { return [0.0; EVIDENCE.len()] };
    let lexis = ranker.lexis;
    let article = ranker.corpus.article_index(best.passage);
    let here = terms_of(&best.hits);
    let in_article = prepared.terms_of_article(lexis, article, prepared.query.all_terms());
    let content: Vec<(usize, &Term)> = prepared.query.content().collect();
    let mass =
        |keep: &dyn Fn(usize) -> bool| content.iter().filter(|c| keep(c.0)).map(|c| prepared.mass(c.0)).sum::<f32>();
    let total = mass(&|_| true).max(1e-6);
    let worst = idf(judged(lexis.passages.len() as u32), 0.0);
    let heaviest = |keep: &dyn Fn(usize) -> bool| {
        content.iter().filter(|c| keep(c.0)).map(|c| prepared.mass(c.0)).fold(0.0, f32::max) / worst
    };
    let has = |mask: u64, t: usize| mask >> t & 1 == 1;
    let own: Vec<&Window> = windows.iter().filter(|w| w.passage == best.passage).collect();
    let other = ranked.iter().find(|r| ranker.corpus.article_index(r.passage) != article).map_or(0.0, |r| r.score);
    let unknown = |c: &&(usize, &Term)| prepared.view(c.0).stems.is_empty();
    let of_window = |feature: usize| own.first().map_or(0.0, |w| w.features[feature]);
    let Article { topic, title, .. } = Article::of(ranker, prepared, article);
    let heading = prepared.terms_above(lexis, best.passage);
    let asked = context::question_above(ranker, best.passage).map_or(0, |q| prepared.terms_in(lexis, q));
    let around_window = title | heading | asked;
    let window = own.first().map(|w| w.sentence_numbers(lexis));
    let soft = window.clone().map_or([0.0; MOST_TERMS], |all| context::soft(ranker, prepared, all));
    let around = topic | window.map_or(0, |all| terms_of(inside(&best.hits, &lexis.tokens_of(&all))));
    let whole = ranker.corpus.passages_of(article).flat_map(|id| lexis.sentence_numbers(id));
    let soft_article = context::soft(ranker, prepared, whole);
    // In a region's few articles other words for the same thing are as good.
    let meant = |t: usize| ranker.whole && soft_article[t] > 0.0;
    // What is asked about and is neither said nor meant by the window, nor what the article is about.
    let heard = own.first().map_or(0, |w| w.heard());
    let things = prepared.query.things() & !(around_window | topic | heard);
    let anywhere = held | context::terms_meant(&soft_article);
    let weight = |t: usize| weight(prepared, worst, t);
    let typed = own.first().and_then(|w| w.typed);
    let unheard = prepared.query.things() & !(anywhere | topic | in_article);
    let told = [
        best.score,
        mass(&|t| has(here, t)) / total,
        own.iter().map(|w| w.features[WINDOW_COVERAGE]).fold(0.0, f32::max),
        mass(&|t| has(in_article, t)) / total,
        content.iter().filter(unknown).map(|c| worst * c.1.weight).sum::<f32>() / (total + 1e-6),
        mass(&|t| !prepared.view(t).stems.is_empty() && !prepared.view(t).is_sure()) / total,
        heaviest(&|t| !has(here, t) && !meant(t)),
        heaviest(&|t| !has(in_article, t) && !meant(t)),
        (best.score - other) / (best.score + 1e-6),
        best.features[PROXIMITY],
        best.features[PHRASE],
        (best.features[BM25] * prepared.total).min(60.0) / 60.0,
        content.len().min(12) as f32 / 12.0,
        heaviest(&|t| has(here, t) && prepared.view(t).is_sure()),
        prepared.named(here),
        prepared.named(in_article),
        best.features[GRAMS],
        own.iter().map(|w| w.score).fold(0.0, f32::max),
        flag(!prepared.query.regions.covered.is_empty()),
        own.first().map_or(0.0, |w| if prepared.query.wanted.has_signal() { answers(w) } else { 0.5 }),
        of_window(WINDOW_SOFT),
        // A question all about the topic of the article leaves nothing unsaid.
        if prepared.content & !topic == 0 { 1.0 } else { of_window(WINDOW_LOCAL) },
        of_window(WINDOW_LOCAL_SOFT),
        if prepared.query.kinds == Kinds::default() { 0.5 } else { of_window(WINDOW_KIND) },
        of_window(WINDOW_BEFORE),
        heaviest(&|t| !has(around, t) && soft[t] == 0.0),
        mass(&|t| has(in_article, t)) / total + context::meant(&soft_article, prepared.content & !in_article) / total,
        (prepared.content & !topic).count_ones().min(8) as f32 / 8.0,
        of_window(WINDOW_ASKED),
        of_window(WINDOW_COUNTED),
        heaviest(&|t| !has(in_article | topic, t) && soft_article[t] == 0.0),
        of_window(WINDOW_FOCUS),
        flag(prepared.query.kinds != Kinds::default() && of_window(WINDOW_KIND) < HELD),
        flag(ranker.corpus.article_of(best.passage).meta.lang != prepared.query.lang),
        met(prepared.content & !topic & heard),
        absent(prepared, held) / worst,
        flag(prepared.query.kinds.has_any(&MEASURED) && own.first().is_some_and(|w| w.typed == Some(0.0))),
        of_window(WINDOW_RARE_SOFT),
        share(prepared, worst, prepared.content & !(around_window | heard)),
        share(prepared, worst, prepared.content & !(around_window | own.first().map_or(0, |w| w.said))),
        bits(things).map(weight).fold(0.0, f32::max) / worst,
        (things & !anywhere).count_ones().min(3) as f32 / 3.0,
        flag(prepared.query.proper() & !(anywhere | around_window | topic) != 0),
        if prepared.query.aims.is_empty() { 0.5 } else { of_window(WINDOW_AIMS) },
        of_window(WINDOW_BEGINS),
        of_window(WINDOW_AGREES),
        of_window(WINDOW_HEADING),
        share(prepared, worst, unheard),
        if asks(prepared.query, Kind::Amount) { of_window(WINDOW_TYPED) } else { 0.0 },
        if asks(prepared.query, Kind::When) { of_window(WINDOW_TYPED) } else { 0.0 },
        typed.unwrap_or(0.0),
        typed.unwrap_or(0.0) * of_window(WINDOW_AIMS),
        if prepared.query.aims.is_empty() { 0.0 } else { typed.map_or(0.0, |typed| 1.0 - typed) },
    ];
    let mut out = [0.0; EVIDENCE.len()];
    out[..OF_QUESTION].copy_from_slice(&told);
    out[OF_QUESTION..].copy_from_slice(&of_question(prepared.query));
    out
}

/// What the question alone tells: some kinds, and questions plainly put, are more often asked of what no source says.
fn of_question(query: &Query) -> [f32; EVIDENCE.len() - OF_QUESTION] {
    [
        flag(asks(query, Kind::Amount)),
        flag(asks(query, Kind::Who)),
        flag(asks(query, Kind::When)),
        flag(asks(query, Kind::People)),
        flag(asks(query, Kind::Why)),
        flag(query.wanted == Wanted::Count),
        flag(query.wanted == Wanted::Condition),
        flag(query.wanted == Wanted::YesNo),
        query.sequence.len() as f32 / MANY_WORDS,
        query.others().count_ones() as f32 / MANY_OTHERS,
        query.aims.iter().map(|aim| aim.words).max().unwrap_or(0) as f32 / LONG_WORDING,
    ]
}

fn asks(query: &Query, kind: Kind) -> bool {
    query.kinds.has_any(&[kind])
}

/// Weight of some terms as a share of that of all content words; a word that no text knows weighs `worst`.
fn share(prepared: &Prepared<'_>, worst: f32, terms: u64) -> f32 {
    let weight = |t: usize| weight(prepared, worst, t);
    let all: f32 = bits(prepared.content).map(weight).sum();
    bits(terms).map(weight).sum::<f32>() / all.max(1e-6)
}

/// Weight of a word: that of one that no text knows is `worst`.
fn weight(prepared: &Prepared<'_>, worst: f32, term: usize) -> f32 {
    if prepared.view(term).stems.is_empty() { worst } else { prepared.view(term).idf }
}

/// Words of the question beyond the topic that a window says or means, of three.
fn met(terms: u64) -> f32 {
    terms.count_ones().min(3) as f32 / 3.0
}

/// Weight of the heaviest word that the lexicon has other words for while no candidate holds any of them.
fn absent(prepared: &Prepared<'_>, held: u64) -> f32 {
    let known = |t: &usize| !prepared.query.terms[*t].groups.is_empty();
    bits(prepared.content & !held).filter(known).map(|t| prepared.mass(t)).fold(0.0, f32::max)
}

/// The terms that any candidate says or means.
fn held(ranked: &[Ranked], windows: &[Window]) -> u64 {
    let said = ranked.iter().fold(0, |all, r| all | terms_of(&r.hits));
    windows.iter().fold(said, |all, w| all | w.meant)
}

/// How well a window can hold what is wanted.
fn answers(window: &Window) -> f32 {
    window.features[WINDOW_SIGNALS].iter().copied().fold(0.0, f32::max)
}

/// Whether the articles that come first know any of some names, in their text or as their speaker.
fn is_known(ranker: &Ranker<'_>, by_lang: [Option<&Prepared<'_>>; 2], ranked: &[Ranked], names: u64) -> bool {
    let knows = |r: &Ranked| {
        let article = &ranker.lexis.articles[ranker.corpus.article_index(r.passage)];
        let has = |stem: u32| article.count(stem) > 0 || article.title.binary_search(&stem).is_ok();
        let prepared = by_lang[lang_index(article.lang)];
        prepared.is_some_and(|p| bits(names).any(|t| p.view(t).surely().any(has)))
    };
    ranked.iter().take(SPEAKING).any(knows)
}

/// Passages and windows of which one must speak of what is asked: rows of a table say little each, whichever comes first.
const SPEAKING: usize = 3;
/// What is left of the confidence where all telling words of a question are unheard. Paraphrases of which that is so keep
/// 0.59 and more with it (tune half, practice set), questions on beaches and opera asked of the shipped articles 0.46 and less.
const UNHEARD: f32 = 0.7;

/// How well what was found speaks of what is asked, as a share of the confidence: what is not about the question cannot answer
/// it, whatever else fits, and a region's name alone is no evidence. Nothing where none of the best holds words
/// that carry the question's meaning, or means them, and where nobody says or means what the question puts behind "about":
/// who says what about whales does not matter where nobody speaks of whales. Less where nobody says or means any of the
/// words that are more than general, and the best do not tell it either.
fn speaking(query: &Query, ranked: &[Ranked], windows: &[Window], held: u64) -> f32 {
    let says = |r: &Ranked| !query.has_content() || terms_of(&r.hits) & query.content_terms() != 0;
    let best = || windows.iter().take(SPEAKING);
    // What stands above may say it for them: the question of an interview, a heading.
    let below = |w: &Window| w.features[WINDOW_ASKED] > 0.0 || w.features[WINDOW_HEADING] > 0.0;
    if !ranked.iter().take(SPEAKING).any(says) && !best().any(|w| w.is_meant() || below(w)) {
        return 0.0;
    }
    let told = best().fold(held, |all, w| all | w.told);
    let (about, telling) = (query.behind_about(), query.telling());
    if about != 0 && held & about == 0 {
        0.0
    } else if telling != 0 && told & telling == 0 {
        UNHEARD
    } else {
        1.0
    }
}

/// Where the best passage stands to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// In the question's language, anywhere.
    Own,
    /// In the other language, anywhere.
    Cross,
    /// In the articles of a region that the question names.
    Region,
}

/// The confidence, 0 to 1.
fn confidence(weights: &Weights, evidence: &Evidence, setting: Setting) -> f32 {
    let (fitted, bias) = match setting {
        Setting::Own => (&weights.evidence, weights.bias),
        Setting::Cross => (&weights.cross_evidence, weights.cross_bias),
        Setting::Region => (&weights.region_evidence, weights.region_bias),
    };
    logistic(evidence, fitted, bias)
}

/// How sure it is, 0 to 1, that the best quote of a region's articles answers. What speaks for an answer somewhere does not
/// always speak for the first quote: where several sentences fit, one of them may answer and another come first.
fn certainty(weights: &Weights, evidence: &Evidence) -> f32 {
    logistic(evidence, &weights.region_right, weights.region_right_bias)
}

fn logistic(evidence: &Evidence, weights: &Evidence, bias: f32) -> f32 {
    let sum: f32 = evidence.iter().zip(weights).map(|(e, w)| e * w).sum::<f32>() + bias;
    1.0 / (1.0 + (-sum).exp())
}
