//! Cuts candidate quotes out of the best passages and orders them.
//!
//! A window is one sentence, or two adjacent ones of a passage of together at most [`MOST_CHARS`] characters.

use std::ops::Range;

use super::aims::{Listener, Told};
use super::context::{self, Article, News, flag};
use super::lexis::{Lexis, Sentence, lang_index};
use super::prepared::{Hit, Prepared, Soft, bits, frequency, inside, terms_of};
use super::query::Wanted;
use super::rank::{Ranked, Ranker, USUAL_SENTENCE, saturate};
use super::scene::Scene;
use super::weights::{PASSAGE, WINDOW, position};
use crate::domain::{PassageId, PassageKind, Span};

/// Feature values in the order of [`WINDOW`].
pub type Features = [f32; WINDOW.len()];

/// Position in [`WINDOW`] of what is met only by synonyms.
const SOFT: usize = position(&WINDOW, "soft");
/// Position in [`WINDOW`] of what it tells of the question's aims.
const AIMS: usize = position(&WINDOW, "aims");
/// Position in [`PASSAGE`] of the article's score.
const ARTICLE: usize = position(&PASSAGE, "article");
/// Characters of a quote of two sentences, at the most. A single sentence is quoted whole, however long.
pub const MOST_CHARS: usize = 350;
/// Passages whose windows compete, in the whole corpus and in the articles of a region.
const PASSAGES: usize = 5;
const PASSAGES_OF_REGION: usize = 24;

/// What a window in another language than the question's is held back by: words found by translation say less than the
/// asker's own, and sets whose articles on a region are all in one language cannot teach it.
const FOREIGN: f32 = 1.5;

/// Tokens at the beginning of a window that can be its label ("Tax breaks: …").
const BEGINNING: u32 = 4;

/// A candidate quote.
#[derive(Debug, Clone)]
pub struct Window {
    /// The passage.
    pub passage: PassageId,
    /// Numbers of its first and last sentence within the passage.
    pub sentences: (usize, usize),
    /// Bytes in the article's text.
    pub span: Span,
    /// The features.
    pub features: Features,
    /// Weighted sum of the features.
    pub score: f32,
    /// Terms of the question that it says, and those that it means in other words, as bits.
    pub said: u64,
    /// See `said`.
    pub meant: u64,
    /// Terms of the question whose aim it tells, as bits.
    pub told: u64,
    /// Whether it states the very kind of thing that is asked for, 0 to 1; `None` where its looks do not tell.
    pub typed: Option<f32>,
}

impl Window {
    /// Whether it means any of the question in other words.
    pub fn is_meant(&self) -> bool {
        self.features[SOFT] > 0.0 || self.features[AIMS] > 0.0
    }

    /// Terms of the question that it speaks of in whatever words, as bits.
    pub fn heard(&self) -> u64 {
        self.said | self.meant
    }

    /// Numbers of its sentences in the corpus.
    pub fn sentence_numbers(&self, lexis: &Lexis) -> Range<usize> {
        let from = lexis.passages[self.passage.index()].sentences.start as usize;
        from + self.sentences.0..from + self.sentences.1 + 1
    }
}

/// All windows of the best passages, best first.
pub fn windows(ranker: &Ranker<'_>, prepared: [Option<&Prepared<'_>>; 2], ranked: &[Ranked]) -> Vec<Window> {
    let articles = context::articles(ranker, prepared, ranked);
    let most = if ranker.whole { PASSAGES_OF_REGION } else { PASSAGES };
    // What only asks is answered below it.
    let quotable = |r: &&Ranked| {
        let words = &ranker.lexis.passages[r.passage.index()];
        words.kind != PassageKind::Heading && !words.names_columns && !words.asks
    };
    let mut competing: Vec<Competing<'_>> = Vec::new();
    for (rank, candidate) in ranked.iter().filter(quotable).take(most).enumerate() {
        let lang = lang_index(ranker.corpus.article_of(candidate.passage).meta.lang);
        let index = ranker.corpus.article_index(candidate.passage);
        let article = articles.iter().find(|a| a.index == index);
        if let (Some(prepared), Some(article)) = (prepared[lang], article) {
            let facts = Facts::of(ranker, prepared, candidate.passage);
            competing.push(Competing { rank, candidate, lang, article, facts });
        }
    }
    let scenes = [0, 1].map(|lang| {
        let mine = competing.iter().filter(|c| c.lang == lang).map(|c| (c.candidate, c.facts.soft.as_slice()));
        Scene::of(ranker, prepared[lang].map_or(0, |p| p.content), mine)
    });
    let query = prepared.iter().flatten().next().map(|p| p.query);
    let Some(listener) = query.map(|query| ranker.tellings.listen(ranker.aims, query)) else { return Vec::new() };
    // At most one of each sentence and one of it and the next.
    let most = competing.iter().map(|c| 2 * ranker.lexis.sentences_of(c.candidate.passage).len()).sum();
    let mut out = Vec::with_capacity(most);
    for Competing { rank, candidate, lang, article, facts } in &competing {
        if let Some(prepared) = prepared[*lang] {
            let (rank, scene) = (*rank, &scenes[*lang]);
            let listener = &listener;
            Cutter { ranker, prepared, candidate, rank, article, facts, scene, listener }.cut(&mut out);
        }
    }
    out.sort_by(|a: &Window, b: &Window| {
        b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)).then(a.span.cmp(&b.span))
    });
    out
}

/// A passage whose windows compete.
struct Competing<'a> {
    rank: usize,
    candidate: &'a Ranked,
    lang: usize,
    article: &'a Article,
    facts: Facts,
}

struct Cutter<'a> {
    ranker: &'a Ranker<'a>,
    prepared: &'a Prepared<'a>,
    candidate: &'a Ranked,
    rank: usize,
    article: &'a Article,
    facts: &'a Facts,
    scene: &'a Scene,
    listener: &'a Listener<'a>,
}

/// What all windows of a passage share.
struct Facts {
    /// Terms of the question in the heading above, or in what introduces the list or table.
    heading: u64,
    /// What each of its sentences means, and which terms, as bits.
    soft: Vec<Soft>,
    meant: Vec<u64>,
    /// What each of them says beyond the question.
    news: Vec<News>,
    /// Terms of the question that the paragraph before asks, said and meant, where it is a question as in an interview.
    asked: Option<(u64, Soft)>,
}

impl Facts {
    fn of(ranker: &Ranker<'_>, prepared: &Prepared<'_>, id: PassageId) -> Self {
        let lexis = ranker.lexis;
        let asked = |b| (prepared.terms_in(lexis, b), context::soft(ranker, prepared, lexis.sentence_numbers(b)));
        let soft = |s: usize| context::soft(ranker, prepared, s..s + 1);
        let soft: Vec<Soft> = lexis.sentence_numbers(id).map(soft).collect();
        Self {
            heading: prepared.terms_above(lexis, id),
            meant: soft.iter().map(context::terms_meant).collect(),
            soft,
            news: lexis.sentence_numbers(id).map(|s| News::of(ranker, prepared, s)).collect(),
            asked: context::question_above(ranker, id).map(asked),
        }
    }

    /// What two sentences, or one, mean.
    fn meaning(&self, first: usize, last: usize) -> Soft {
        let mut out = self.soft[first];
        if last > first {
            out.iter_mut().zip(&self.soft[last]).for_each(|(a, b)| *a = a.max(*b));
        }
        out
    }

    /// What two sentences, or one, say beyond the question.
    fn news(&self, first: usize, last: usize) -> News {
        if last > first { self.news[first].and(&self.news[last]) } else { self.news[first] }
    }
}

impl Cutter<'_> {
    fn cut(&self, out: &mut Vec<Window>) {
        let sentences = self.ranker.lexis.sentences_of(self.candidate.passage);
        for i in 0..sentences.len() {
            out.push(self.window(i, i));
            if i + 1 < sentences.len() && self.fits(Span::new(sentences[i].span.start, sentences[i + 1].span.end)) {
                out.push(self.window(i, i + 1));
            }
        }
    }

    fn fits(&self, span: Span) -> bool {
        fits(self.ranker.corpus.article_of(self.candidate.passage).slice(span))
    }

    fn window(&self, first: usize, last: usize) -> Window {
        let sentences = self.ranker.lexis.sentences_of(self.candidate.passage);
        let span = Span::new(sentences[first].span.start, sentences[last].span.end);
        let from = self.ranker.lexis.passages[self.candidate.passage.index()].sentences.start as usize;
        let told = self.listener.hear(from + first..from + last + 1);
        let meant = self.facts.meant[first] | self.facts.meant[last];
        let (features, told) = (self.features(first, last, told, meant), told.terms);
        let weights = self.ranker.weights;
        let weights = if self.ranker.whole { &weights.region_window } else { &weights.window };
        let own = self.prepared.lang == lang_index(self.prepared.query.lang);
        let foreign = if own { 0.0 } else { FOREIGN };
        let score = features.iter().zip(weights).map(|(f, w)| f * w).sum::<f32>() - foreign;
        let said = terms_of(inside(&self.candidate.hits, &(sentences[first].tokens.start..sentences[last].tokens.end)));
        let typed = sentences[first].typed.or(sentences[last].typed).answers(self.prepared.query.kinds);
        let passage = self.candidate.passage;
        Window { passage, sentences: (first, last), span, features, score, said, meant, told, typed }
    }

    fn features(&self, first: usize, last: usize, told: Told, meant: u64) -> Features {
        let (lexis, prepared) = (self.ranker.lexis, self.prepared);
        let sentences = lexis.sentences_of(self.candidate.passage);
        let tokens = sentences[first].tokens.start..sentences[last].tokens.end;
        let hits = inside(&self.candidate.hits, &tokens);
        let present = terms_of(hits);
        let previous = if first > 0 { self.only_in(first - 1, present) } else { 0.0 };
        let len = tokens.len() as f32 / USUAL_SENTENCE;
        let bm25: f32 = bits(present).map(|t| prepared.mass(t) * saturate(frequency(hits, t), 1.2, 0.75, len)).sum();
        let elsewhere = terms_of(&self.candidate.hits) & !present;
        let news = self.facts.news(first, last);
        let [when, count, who, whence] = self.signals(&news);
        let place = self.place(first, last, hits, meant, &news);
        let forms = self.candidate.forms[first].or(self.candidate.forms[last]);
        [
            self.candidate.score,
            1.0 / (1.0 + self.rank as f32),
            prepared.share(present),
            prepared.share(forms.exact),
            prepared.phrase(lexis, hits),
            previous,
            flag(last > first),
            flag(first == 0),
            bm25 / prepared.total,
            prepared.grams.weight(forms.grams),
            when,
            count,
            who,
            whence,
            prepared.share(self.article.title & elsewhere),
            if sentences[first].leans_back { previous } else { 0.0 },
            place.soft,
            place.local,
            place.local_soft,
            place.kind,
            place.lead,
            place.item,
            self.candidate.features[ARTICLE],
            self.article.newest,
            place.before,
            place.heading,
            len.min(3.0) / 3.0,
            place.question,
            place.asked,
            place.counted,
            place.focus,
            place.typed,
            place.rare,
            place.rare_soft,
            place.begins,
            place.near,
            place.now,
            place.rare_typed,
            place.rare_kind,
            place.outdated,
            self.article.anchor,
            self.share_of_names(self.article.names & present),
            self.share_of_names(self.article.names),
            sentences[first].typed.or(sentences[last].typed).agrees(prepared.query.manner),
            if prepared.query.asks_for_several() { enumerates(&sentences[first..=last]) } else { 0.0 },
            told.share,
            told.said,
            prepared.plain(present),
            prepared.plain((meant | told.terms) & !present),
        ]
    }

    /// Share of the question's names.
    fn share_of_names(&self, names: u64) -> f32 {
        names.count_ones() as f32 / self.prepared.query.proper().count_ones().max(1) as f32
    }

    /// What the window is worth beyond its own words.
    fn place(&self, first: usize, last: usize, hits: &[Hit], meant: u64, news: &News) -> Place {
        let present = terms_of(hits);
        let (ranker, prepared) = (self.ranker, self.prepared);
        let id = self.candidate.passage;
        let words = &ranker.lexis.passages[id.index()];
        let sentences = ranker.lexis.sentences_of(id);
        let soft = self.facts.meaning(first, last);
        let typed = sentences[first].typed.or(sentences[last].typed);
        let all = prepared.content;
        let local = all & !self.article.topic;
        let share = |mass: f32| if self.article.local > 0.0 { mass / self.article.local } else { 0.0 };
        let mass = |terms: u64| bits(terms).map(|t| prepared.mass(t)).sum::<f32>();
        let before = first.checked_sub(1).map_or(0.0, |previous| {
            let tokens = &sentences[previous].tokens;
            let there = terms_of(inside(&self.candidate.hits, tokens)) & local & !present;
            mass(there) + context::meant(&self.facts.soft[previous], local & !present & !there)
        });
        let heading = self.facts.heading;
        let tokens = sentences[first].tokens.start..sentences[last].tokens.end;
        let by_synonym = meant & !present;
        let kind = news.fits(prepared.query.kinds);
        let (rare, rare_soft) = (self.scene.share(present & all), self.scene.share(by_synonym & all));
        let asked = |terms: u64| {
            self.facts
                .asked
                .as_ref()
                .map_or(0.0, |(said, soft)| mass(said & terms) + context::meant(soft, terms & !said))
        };
        Place {
            soft: context::meant(&soft, all & !present) / prepared.total,
            local: share(mass(present & local)),
            local_soft: share(context::meant(&soft, local & !present)),
            kind,
            typed: typed.answers(prepared.query.kinds).unwrap_or(0.0),
            lead: flag(self.article.lead == Some(id)),
            item: flag(matches!(words.kind, PassageKind::ListItem | PassageKind::TableRow)),
            before: share(before),
            heading: share(mass(heading & local)),
            question: flag(sentences[last].is_question),
            asked: if first == 0 { share(asked(local & !present)) } else { 0.0 },
            focus: prepared.query.focus.map_or(0.5, |t| match () {
                () if present >> t & 1 == 1 => 1.0,
                () if soft[t] > 0.0 => 0.7,
                () if heading >> t & 1 == 1 => 0.5,
                () => 0.0,
            }),
            counted: context::counted(ranker, prepared, hits, &tokens),
            rare,
            rare_soft,
            begins: self.scene.share(terms_of(inside(hits, &(tokens.start..tokens.start + BEGINNING))) & all),
            near: prepared.proximity(hits),
            now: if prepared.query.filters.now { self.article.newest } else { 0.0 },
            rare_typed: typed.answers(prepared.query.kinds).unwrap_or(0.0) * (rare + rare_soft),
            rare_kind: kind * (rare + rare_soft),
            outdated: flag(prepared.query.filters.years.is_none() && ranker.editions.is_outdated(self.article.index)),
        }
    }

    /// What a sentence holds beyond the given terms.
    fn only_in(&self, sentence: usize, present: u64) -> f32 {
        let tokens = &self.ranker.lexis.sentences_of(self.candidate.passage)[sentence].tokens;
        self.prepared.share(terms_of(inside(&self.candidate.hits, tokens)) & !present)
    }

    /// How well the window can hold what is wanted: when, how many, who, where. Words of the question do not count.
    fn signals(&self, news: &News) -> [f32; 4] {
        let mut out = [0.0; 4];
        match self.prepared.query.wanted {
            Wanted::When => out[0] = news.when,
            Wanted::Count => out[1] = news.count,
            Wanted::Who => out[2] = flag(news.name),
            Wanted::Where => out[3] = flag(news.name),
            _ => {}
        }
        out
    }
}

/// The features that look beyond the window's own words, each 0 to 1.
struct Place {
    /// Content terms met only by synonyms.
    soft: f32,
    /// Local terms met.
    local: f32,
    /// Local terms met only by synonyms.
    local_soft: f32,
    /// What the question asks for.
    kind: f32,
    /// The very kind of thing that is asked for, by its looks.
    typed: f32,
    /// In the first paragraph of the article.
    lead: f32,
    /// A list item or a row of a table.
    item: f32,
    /// Local terms that only the sentence before holds.
    before: f32,
    /// Local terms that the heading above holds, or what introduces the list or table.
    heading: f32,
    /// A question itself.
    question: f32,
    /// Local terms of the question that the paragraph before asks.
    asked: f32,
    /// What exactly is asked for: 1 said, 0.7 meant, 0.5 in the heading or nothing in particular asked for, 0 missing.
    focus: f32,
    /// A number beside a word of the question, where a number is asked for.
    counted: f32,
    /// Rarity among the competing sentences of the terms said.
    rare: f32,
    /// Of those met only by synonyms.
    rare_soft: f32,
    /// Of those among the first words.
    begins: f32,
    /// How near each other the question's neighbouring words stand.
    near: f32,
    /// From the newest article, where it is asked what holds now.
    now: f32,
    /// The very kind of thing that is asked for, together with rare terms.
    rare_typed: f32,
    /// What the question asks for, together with rare terms.
    rare_kind: f32,
    /// From an article that a later one on the same matter replaces, where no year is asked for.
    outdated: f32,
}

/// Commas and semicolons from which sentences enumerate as much as any.
const COMMAS: u8 = 6;

/// How much sentences look like an enumeration, 0 to 1.
fn enumerates(sentences: &[Sentence]) -> f32 {
    let commas = sentences.iter().fold(0, |all: u8, s| all.saturating_add(s.commas));
    f32::from(commas.min(COMMAS)) / f32::from(COMMAS)
}

/// Whether a text of two sentences is short enough for one quote.
pub fn fits(text: &str) -> bool {
    text.chars().count() <= MOST_CHARS
}
