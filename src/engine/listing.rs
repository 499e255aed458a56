//! The list that is given: what patterns find, what the block that fits best enumerates, or both.
//!
//! Patterns ([`super::lists`]) know what partners and directions are called; blocks ([`super::blocks`]) are found
//! whatever they are called. A block that holds some of what the patterns found is the same list and completes it.
//! One that fits much better than anything the patterns found is the list meant. Else it is left out.

use std::collections::HashSet;

use super::ask::Ask;
use super::blocks::Fitting;
use super::lists::{OneStated, QUOTATION_MARKS, Stated};
use super::statements::blocks::denies;
use super::windows::Window;
use crate::domain::{Span, Statement, StatementList, Topic};

/// Score from which a block may be the list, and from which it is one whatever else speaks against it.
pub const LIKELY: f32 = 5.5;
/// See [`LIKELY`].
pub const SURE: f32 = 7.5;
/// The same of a block that says what is gone, where that is asked for.
pub const GONE: f32 = 4.0;
/// How much of the best quote's score a block must reach that is not sure.
pub const SEEN: f32 = 0.5;
/// How well a block must fit to stand instead of what the patterns found, and how much better than that.
const INSTEAD: f32 = 7.0;
/// See [`INSTEAD`].
const CLEARLY: f32 = 1.5;
/// A statement beside a list is of the same list when it fits at least this share as well.
const NEARLY: f32 = 0.65;
/// The same of directions, which one article lists once.
const AS_WELL: f32 = 0.8;

/// What a list is made of.
pub struct Listing<'a> {
    /// The corpus and what is known of it.
    pub ask: &'a Ask,
    /// The topic asked for.
    pub topic: Topic,
    /// The topic that will do as well.
    pub instead: Option<Topic>,
    /// Whether all there is on the topic is asked for, nothing in particular.
    pub general: bool,
    /// Blocks, best first.
    pub blocks: &'a [Fitting<'a>],
    /// Quotes, best first.
    pub windows: &'a [Window],
    /// Whether the sources answer the question at all.
    pub sure: bool,
    /// Whether what is not, or no longer, there is asked for.
    pub gone: bool,
}

impl Listing<'_> {
    /// The list made of what patterns found and of blocks, without what is said not to be on it.
    pub fn list(&self, stated: Option<Stated>) -> Option<StatementList> {
        let mut list = self.whole(stated)?;
        if !self.gone {
            list.statements.retain(|s| !denies(&self.ask.institutions, s.citation.quote.text()));
        }
        Some(list)
    }

    fn whole(&self, stated: Option<Stated>) -> Option<StatementList> {
        // What is gone is not on the list.
        if self.blocks.first().is_some_and(|b| b.gone && b.score >= GONE && b.window >= SEEN) {
            return None;
        }
        let best = self.blocks.first().filter(|b| b.speaks && self.may_be(b));
        let list = match (stated, best) {
            (None, None) => None,
            (None, Some(best)) => (self.sure || best.score >= SURE).then(|| self.of_block(best)),
            (Some(stated), Some(best)) if stated.topic == self.topic => Some(self.joined(stated, best)),
            (Some(stated), _) => Some(of_patterns(stated)),
        }?;
        // More than announced are hardly counted right: «лёгкой и спортивной промышленности» is one industry.
        let announced = list.announced.filter(|(announced, described)| described < announced);
        Some(StatementList { announced, ..list })
    }

    fn may_be(&self, block: &Fitting<'_>) -> bool {
        // A list that says it is one of another topic is that; "directions of support" are no tax breaks.
        let topics = &block.block.topics;
        let stated = &self.ask.stated[block.article].found;
        let states = |topic: Topic| stated.iter().any(|f| f.topic == topic && covers(block, f.span));
        let other = Topic::ALL.into_iter().any(|t| topics[t as usize] && t != self.topic && Some(t) != self.instead);
        let directions = states(Topic::Directions) && self.instead != Some(Topic::Directions);
        if (other && !topics[self.topic as usize])
            || (self.topic == Topic::Programmes && directions && !states(Topic::Programmes))
        {
            return false;
        }
        let names = matches!(self.topic, Topic::Partners | Topic::Residents);
        let unnamed = block.block.bodies.is_empty() || block.score < SURE;
        if names && unnamed && !block.block.topics[self.topic as usize] {
            return false;
        }
        block.score >= SURE || (block.score >= LIKELY && block.window >= SEEN)
    }

    fn joined(&self, stated: Stated, best: &Fitting<'_>) -> StatementList {
        let joins = stated.statements.iter().any(|s| holds(best, s));
        let rival = stated.statements.iter().map(|s| self.block_of(s)).fold(0.0, f32::max);
        // Whoever asks for all there is on a topic wants no other list, however well its lead fits the words.
        if !joins && (self.general || best.score < INSTEAD || best.score - rival < CLEARLY) {
            return of_patterns(stated);
        }
        let names = best.block.bodies.iter().map(|name| self.ask.corpus.articles()[best.article].slice(*name));
        let keys: HashSet<String> = names.map(|name| self.ask.institutions.key(name)).collect();
        let fits = |s: &OneStated| match self.topic {
            Topic::Directions => self.block_of(s) >= AS_WELL * best.score,
            _ => self.block_of(s) >= NEARLY * best.score || self.window_of(s) >= NEARLY,
        };
        let leads: HashSet<_> = stated.statements.iter().filter(|s| holds(best, s)).filter_map(|s| s.lead).collect();
        let of_list = |s: &OneStated| s.article == best.article && s.lead.is_some_and(|l| leads.contains(&l));
        let elsewhere = |s: &OneStated| self.general && s.article != best.article;
        let kept = |s: &OneStated| match self.topic {
            _ if holds(best, s) || (of_list(s) && !s.single) => true,
            // All there is: other sentences name others.
            Topic::Partners | Topic::Residents | Topic::Programmes if self.general => true,
            // What patterns found is not what is meant.
            _ if !joins => self.topic != Topic::Directions && elsewhere(s) && fits(s),
            // A list of directions is one: what stands elsewhere in the article is hardly of it.
            Topic::Directions => elsewhere(s) || fits(s),
            _ if s.keys.is_empty() || s.keys.iter().any(|k| !keys.contains(k)) => elsewhere(s) || fits(s),
            _ => false,
        };
        let announced = stated.announced;
        let kept: Vec<OneStated> = stated.statements.into_iter().filter(kept).collect();
        let of_block = self.of_block(best);
        let is_block = kept.iter().all(|s| holds(best, s));
        let mut out: Vec<Statement> = kept.into_iter().map(|s| s.statement).collect();
        for statement in of_block.statements {
            let span = statement.citation.quote.span();
            let said = out.iter().position(|s| {
                s.citation.quote.span().overlaps(span)
                    && s.citation.quote.article().meta.id == statement.citation.quote.article().meta.id
            });
            match said {
                // The sentence before comes along with one that leans on it.
                Some(at) if span.contains(out[at].citation.quote.span()) => {
                    out[at] = Statement { names: std::mem::take(&mut out[at].names), ..statement };
                }
                Some(_) => {}
                None => out.push(statement),
            }
        }
        out.sort_by_key(|s| (s.citation.quote.article().meta.date, s.citation.quote.span().start));
        StatementList {
            topic: self.topic,
            statements: out,
            announced: if is_block { of_block.announced.or(announced) } else { announced },
        }
    }

    /// How well the best block that holds a statement fits.
    fn block_of(&self, one: &OneStated) -> f32 {
        self.blocks.iter().filter(|b| holds(b, one)).map(|b| b.score).fold(0.0, f32::max)
    }

    /// The score of the best quote that holds a statement, as a share of the best of all.
    fn window_of(&self, one: &OneStated) -> f32 {
        let corpus = &self.ask.corpus;
        let own = |w: &&Window| corpus.article_index(w.passage) == one.article && w.span.overlaps(one.span);
        let best = self.windows.first().map_or(0.0, |w| w.score);
        let own = self.windows.iter().filter(own).map(|w| w.score).fold(0.0, f32::max);
        if best > 0.0 { own / best } else { 0.0 }
    }

    /// A block as a list.
    fn of_block(&self, fitting: &Fitting<'_>) -> StatementList {
        let article = &self.ask.corpus.articles()[fitting.article];
        let block = fitting.block;
        let state = |span: Span| {
            let names = block.bodies.iter().filter(|n| span.contains(**n));
            let names = names.map(|n| article.slice(*n).trim_matches(QUOTATION_MARKS).to_owned()).collect();
            Some(Statement { names, citation: self.ask.curated.cite(article, span, 1.0)? })
        };
        let announced = block.announced.filter(|n| *n != block.items).map(|n| (n, block.items));
        let statements = fitting.quotes(self.ask).into_iter().filter_map(state).collect();
        StatementList { topic: self.topic, statements, announced }
    }
}

/// Whether a block holds a statement.
fn holds(fitting: &Fitting<'_>, one: &OneStated) -> bool {
    one.article == fitting.article && covers(fitting, one.span)
}

/// Whether a span of its article lies in one of its quotes, at least in part.
fn covers(fitting: &Fitting<'_>, span: Span) -> bool {
    fitting.block.quotes.iter().any(|(quote, _)| quote.overlaps(span))
}

fn of_patterns(stated: Stated) -> StatementList {
    let statements = stated.statements.into_iter().map(|s| s.statement).collect();
    StatementList { topic: stated.topic, statements, announced: stated.announced }
}
