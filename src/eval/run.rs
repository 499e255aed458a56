//! One run: every question asked once.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use super::EvalError;
use super::measure::holds;
use super::noise::{Noise, damage};
use super::outcome::{DEPTH, LeftOut, Outcome, Passages, Said};
use super::questions::{Asked, Part, QuestionSet};
use crate::domain::{Corpus, Lexicon, PassageId, Quote};
use crate::engine::{Ask, Options};
use crate::index::SearchIndex;

/// What to run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name of the question set, for the report.
    pub questions: String,
    /// Name of the translation that is searched, if another.
    pub corpus: Option<String>,
    /// Which questions.
    pub part: Part,
    /// What is done to them.
    pub noise: Noise,
    /// Seed of the noise.
    pub seed: u64,
    /// Whether to ask each question again without its article, to judge the confidence.
    pub leave_out: bool,
    /// Whether quotes are judged as they would be with the threshold at 0: for sets of other subjects, on which the
    /// confidence is judged apart.
    pub unbarred: bool,
    /// Engine settings, as users get them.
    pub options: Options,
}

/// What is run, in a few words.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.questions)?;
        self.corpus.iter().try_for_each(|corpus| write!(f, " on {corpus}"))?;
        if self.part != Part::All {
            write!(f, ", {} part", self.part.name())?;
        }
        if self.noise != Noise::None {
            write!(f, ", {} with seed {}", self.noise.name(), self.seed)?;
        }
        f.write_str(if self.leave_out { ", also without the article" } else { "" })
    }
}

/// An engine over a corpus, index in memory.
pub fn engine(corpus: Arc<Corpus>, lexicon: &Lexicon, options: Options) -> Result<Ask, EvalError> {
    engine_after(None, corpus, lexicon, options)
}

/// The same, faster, where another engine has read some of the articles with the same lexicon.
pub fn engine_after(
    before: Option<&Ask>,
    corpus: Arc<Corpus>,
    lexicon: &Lexicon,
    options: Options,
) -> Result<Ask, EvalError> {
    let index = SearchIndex::in_memory()?;
    index.sync(&corpus, |_, _| {})?;
    let searcher = index.searcher(Arc::clone(&corpus));
    Ok(Ask::after(before, corpus, lexicon, Box::new(searcher), options))
}

/// Asks the questions of a set, in file order.
pub fn run<'a>(set: &'a QuestionSet, lexicon: &Lexicon, plan: &Plan) -> Result<Vec<Outcome<'a>>, EvalError> {
    let ask = engine(set.corpus(None), lexicon, plan.options.clone())?;
    let unbarred = Options { threshold: 0.0, ..plan.options.clone() };
    let unbarred = engine_after(Some(&ask), set.corpus(None), lexicon, unbarred)?;
    let mut outcomes = posed(set, plan);
    for outcome in &mut outcomes {
        let asked = outcome.asked;
        let question = asked.put(outcome.text.clone());
        if asked.answerable {
            outcome.passages = Some(ranks(ask.corpus(), asked, &ask.passages(&question)?));
        }
        let started = Instant::now();
        let answer = ask.ask(&question)?;
        outcome.micros = started.elapsed().as_micros() as u64;
        outcome.take(&answer);
        // What is said at the threshold is said without one, too.
        let open = if outcome.answered { answer.clone() } else { unbarred.ask(&question)? };
        outcome.take_quotes(if plan.unbarred { &open } else { &answer }, |quote| judge(&ask, quote, asked));
        outcome.wrong_if_said = open.citations().next().map(|c| !holds(c.quote.text(), &asked.gold));
    }
    if plan.leave_out {
        leave_out(set, lexicon, plan, &ask, &mut outcomes)?;
    }
    Ok(outcomes)
}

/// The questions in the words in which they are put.
pub fn posed<'a>(set: &'a QuestionSet, plan: &Plan) -> Vec<Outcome<'a>> {
    let seed = |i: usize| plan.seed.wrapping_add(i as u64 * 7919);
    let asked = set.part(plan.part).into_iter().enumerate();
    asked.map(|(i, asked)| Outcome::new(asked, damage(&asked.text, plan.noise, seed(i)))).collect()
}

/// Where the passages that answer are among those found.
pub fn ranks(corpus: &Corpus, asked: &Asked, found: &[PassageId]) -> Passages {
    let right = |p: &PassageId| asked.is_answered_by(corpus, *p);
    let all = (0..corpus.articles().len()).flat_map(|article| corpus.passages_of(article));
    Passages {
        right: all.filter(right).count(),
        ranks: found.iter().take(DEPTH).enumerate().filter(|(_, p)| right(p)).map(|(rank, _)| rank).collect(),
    }
}

/// Looks at a quote. The words are looked up in the corpus that was read, not in the quote's own article.
fn judge(ask: &Ask, quote: &Quote, asked: &Asked) -> Said {
    let meta = &quote.article().meta;
    let source = ask.corpus().articles().iter().find(|a| a.meta.id == meta.id);
    Said {
        wrong_region: asked.region.as_ref().is_some_and(|region| !same_region(ask, region, &meta.region)),
        exact: source.is_some_and(|a| a.text.as_str().contains(quote.text())),
        ..Said::new(quote.text(), &meta.id, asked)
    }
}

/// Whether two spellings mean one region.
fn same_region(ask: &Ask, one: &str, other: &str) -> bool {
    let regions = ask.regions();
    let mut spellings = regions.covered().map(|id| regions.spellings(id));
    let has = |spellings: &[String], name: &str| spellings.iter().any(|s| s == name);
    one == other || spellings.any(|s| has(s, one) && has(s, other))
}

/// Asks every question once more when its article is missing.
fn leave_out(
    set: &QuestionSet,
    lexicon: &Lexicon,
    plan: &Plan,
    whole: &Ask,
    outcomes: &mut [Outcome<'_>],
) -> Result<(), EvalError> {
    for article in &set.articles {
        let id = &article.meta.id;
        let mut mine = outcomes.iter_mut().filter(|o| o.asked.article.as_ref() == Some(id)).peekable();
        if mine.peek().is_none() {
            continue;
        }
        let ask = engine_after(Some(whole), set.corpus(Some(id)), lexicon, plan.options.clone())?;
        for outcome in mine {
            let answer = ask.ask(&outcome.asked.put(outcome.text.clone()))?;
            let answered = answer.citations().next().is_some();
            outcome.left_out = Some(LeftOut { confidence: answer.confidence, answered });
        }
    }
    Ok(())
}
