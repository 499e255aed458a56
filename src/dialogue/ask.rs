//! Questions: follow-ups, answers, and three kinds of "no".

use url::Url;

use super::first::lines;
use super::keyboard::{Action, Button, View};
use super::quotes::Gallery;
use super::state::{Asked, Body, BodyKind, Context, Kept, Listed, Shot, Shown};
use super::{Place, Show, Talk, Turn, What, body};
use crate::domain::{Abstention, Answer, AnswerKind, Assumption, Citation, Lang, Question, Reason, Topic};
use crate::engine::{RetrieveError, compose};
use crate::locale::{Locale, text};
use crate::reply::{self, Part, Reply};
use crate::store::memory::{KeptQuote, Note, Screen};

/// Longer texts are asked to be shortened, in characters.
const LONGEST: usize = 2_000;
/// Questions before the last one that are remembered.
const DEPTH: usize = 3;
/// Offers beside a "no".
const OFFERS: usize = 4;

impl Talk<'_> {
    /// Words that are no command.
    pub(super) fn question(&self, words: &str) -> Result<Turn, RetrieveError> {
        if words.chars().count() > LONGEST {
            let said = text(self.lang, "too-long", &[("n", LONGEST.into())]);
            return Ok(Turn::say(self.lang, said));
        }
        if asks_for_more(words) {
            // After a card of a region, say, there is something to go on from, and no quotes.
            let over = || self.context.asked.is_some().then(|| Turn::say(self.lang, text(self.lang, "no-more", &[])));
            if let Some(turn) = self.more().or_else(over) {
                return Ok(turn);
            }
        }
        self.ask(Asked { text: words.to_owned(), previous: self.previous().map(Box::new) })
    }

    /// What a question may continue: that of the message it replies to, else the last one.
    fn previous(&self) -> Option<Asked> {
        let replied = self.known.screen.as_ref();
        let last = || self.context.asked.clone();
        match (&self.heard.what, replied) {
            // What an edited question continued, its new words continue, too.
            (What::Edited(_), Some(screen)) if self.context.screen.as_ref() == Some(&screen.key) => {
                last()?.previous.map(|previous| *previous)
            }
            // An older one: what was asked since is not what it is about.
            (What::Edited(_), Some(screen)) => self.about(self.region_shown(screen)),
            (What::Line(_), Some(screen)) if self.context.screen.as_ref() == Some(&screen.key) => last(),
            (What::Line(_), replied) => {
                let shown = replied.and_then(|screen| self.region_shown(screen));
                self.about(shown.or_else(|| self.region_cited())).or_else(last)
            }
            _ => last(),
        }
    }

    /// A region as what was asked about.
    fn about(&self, region: Option<String>) -> Option<Asked> {
        region.map(|text| Asked { text, previous: None })
    }

    /// The region of the first article that the message replied to leads to.
    fn region_cited(&self) -> Option<String> {
        let articles = if self.heard.cites.is_empty() { Vec::new() } else { self.knowledge().articles() };
        let page = |address: &str| Url::parse(address.split('#').next().unwrap_or_default()).ok();
        let of = |address: &String| {
            let page_cited = page(address)?;
            articles.iter().find(|a| page(&a.meta.url).as_ref() == Some(&page_cited)).map(|a| a.meta.region.clone())
        };
        self.heard.cites.iter().find_map(of)
    }

    /// The region that a screen is about.
    fn region_shown(&self, screen: &Screen) -> Option<String> {
        match body(screen)?.kind {
            BodyKind::Quotes(shown) => {
                let kept = |id: &str| self.known.kept.iter().find(|k| k.id == id);
                let first = kept(&shown.quotes.first()?.id)?;
                Some(serde_json::from_str::<Kept>(&first.body).ok()?.region)
            }
            BodyKind::Region(region) => Some(region),
            BodyKind::Latest(region) => region,
            BodyKind::Compared(regions) => Some(regions),
            _ => None,
        }
    }

    /// "More": the next quotes of the answer replied to, else of the last one, as a message of their own.
    fn more(&self) -> Option<Turn> {
        let quotes = |screen: &&Screen| body(screen).is_some_and(|b| matches!(b.kind, BodyKind::Quotes(_)));
        let replied = self.known.screen.as_ref().filter(|_| matches!(self.heard.what, What::Line(_)));
        let screen = replied.filter(quotes).or(self.known.last.as_ref())?;
        let Body { kind: BodyKind::Quotes(mut shown), lang, .. } = body(screen)? else { return None };
        shown.carried = None;
        let lang = lang.parse().unwrap_or(self.lang);
        let view = View { whole: self.heard.private, at: shown.next };
        let Some((parts, keyboard)) = self.gallery(lang, &shown, &[]).view(view) else {
            return Some(Turn::say(lang, text(lang, "no-more", &[])));
        };
        shown.next += 1;
        let body = Body { lang: lang.code().to_owned(), kind: BodyKind::Quotes(shown), says: Vec::new() };
        let show = Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) };
        Some(Turn { context: Some(self.context.clone()), ..Turn::show(show) })
    }

    /// Asks, and says what is answered.
    pub(super) fn ask(&self, asked: Asked) -> Result<Turn, RetrieveError> {
        let question = question(&asked, self.lang.lang());
        let answer = self.knowledge().ask(&question)?;
        let lang = self.chosen.unwrap_or_else(|| self.lang.replying(answer.lang));
        let mut turn = match &answer.kind {
            AnswerKind::Abstention(silence) => return Ok(Turn::show(self.silence(lang, silence))),
            AnswerKind::Quotes(_) | AnswerKind::List(_) => self.answered(lang, &question, &answer),
        };
        turn.context = Some(Context { asked: Some(clipped(asked, DEPTH)), screen: None, ..self.context.clone() });
        Ok(turn)
    }

    fn answered(&self, lang: Locale, question: &Question, answer: &Answer) -> Turn {
        let citations: Vec<Citation> = answer.citations().cloned().collect();
        let shown = self.shown(lang, question, answer);
        // In a group others read along: one quote, and a button for the next.
        let first = View { whole: self.heard.private, at: 0 };
        let (mut parts, keyboard) = self.gallery(lang, &shown, &citations).view(first).unwrap_or_default();
        for assumed in answer.assumptions.iter().rev().filter(|a| matches!(a, Assumption::Reread(_))) {
            parts.insert(0, reply::assumption(lang, assumed));
        }
        let kept = citations.iter().map(|c| self.keep(c)).collect();
        let body = Body { lang: lang.code().to_owned(), kind: BodyKind::Quotes(shown), says: Vec::new() };
        let show = Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) };
        Turn { notes: kept, ..Turn::show(show) }
    }

    /// Everything that can be shown of an answer.
    fn shown(&self, lang: Locale, question: &Question, answer: &Answer) -> Shown {
        let (names, list): (Vec<&[String]>, _) = match &answer.kind {
            AnswerKind::List(list) => (
                list.statements.iter().map(|s| s.names.as_slice()).collect(),
                Some(Listed { topic: list.topic.code().to_owned(), announced: list.announced }),
            ),
            _ => (Vec::new(), None),
        };
        let shot = |(n, citation): (usize, &Citation)| Shot {
            id: citation.quote.id().to_string(),
            names: names.get(n).map(|names| names.to_vec()).unwrap_or_default(),
            marks: match names.get(n) {
                Some(names) if !names.is_empty() => Vec::new(),
                _ => self.marks(question, citation),
            },
        };
        let carried = answer.assumptions.iter().find_map(|assumed| match assumed {
            Assumption::TakenOver(taken) => Some(reply::shorten(&reply::completed(lang, taken), 120)),
            Assumption::Reread(_) => None,
        });
        let missing = answer.missing.iter().map(|m| reply::nothing_about(lang, m.reason, &m.region)).collect();
        let quotes: Vec<Shot> = answer.citations().enumerate().map(shot).collect();
        // Of two regions asked for at once, neither is to hide behind the other.
        let compares = self.knowledge().named(&question.text, self.lang.lang()).places.len() > 1;
        let together = if compares { quotes.len() as u16 } else { 1 };
        Shown { quotes, list, carried, missing, together, next: 1 }
    }

    fn marks(&self, question: &Question, citation: &Citation) -> Vec<(u32, u32)> {
        let spans = self.knowledge().matched(question, &citation.quote);
        spans.into_iter().map(|s| (s.start as u32, s.end as u32)).collect()
    }

    /// A note that keeps a quote for ever.
    pub(super) fn keep(&self, citation: &Citation) -> Note {
        let kept = Kept::of(&citation.quote);
        // Strings and numbers only: this cannot fail.
        let body = serde_json::to_string(&kept).unwrap_or_default();
        Note::Quote(KeptQuote { id: citation.quote.id().to_string(), body, kept_at_ms: self.now_ms })
    }

    pub(super) fn gallery<'g>(&'g self, lang: Locale, shown: &'g Shown, live: &'g [Citation]) -> Gallery<'g> {
        Gallery::new(self, lang, shown, live)
    }

    // --- silence ---

    /// No answer: why, and the nearest things there are.
    pub(super) fn silence(&self, lang: Locale, silence: &Abstention) -> Show {
        let mut said = vec![reply::refusal(lang, silence)];
        let mut says: Vec<String> = silence.examples.iter().take(OFFERS).cloned().collect();
        says.retain(|_| reply::offers_help(silence));
        if silence.reason == Reason::Region {
            let near = self.nearest(lang, silence.region.as_deref().unwrap_or_default());
            says = near.into_iter().take(OFFERS).map(|name| format!("/region {name}")).collect();
        }
        let mut keyboard = lines(&says);
        if !says.is_empty() {
            let by_region = silence.reason == Reason::Region;
            let near =
                if by_region { text(lang, "nearest-regions", &[]) } else { text(lang, "nearest-questions", &[]) };
            said.push(near);
        }
        if silence.small_talk.is_none() {
            keyboard.push(vec![Button::tap(text(lang, "tell-curators", &[]), Action::Wish)]);
        }
        let parts = said.iter().cloned().map(Part::Say).collect();
        let kind = BodyKind::Silence { reason: silence.reason.code().to_owned(), said, asked: None };
        let body = Body { says, lang: lang.code().to_owned(), kind };
        Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) }
    }

    /// Regions with articles, those whose names look most like `name` first.
    pub(super) fn nearest(&self, lang: Locale, name: &str) -> Vec<String> {
        let name = name.to_lowercase();
        let mut places: Vec<String> = self.knowledge().places(lang.lang()).into_iter().map(|p| p.name).collect();
        let likeness = |place: &String| (strsim::jaro_winkler(&place.to_lowercase(), &name) * 20.0) as i32;
        places.sort_by_key(|place| -likeness(place));
        places
    }

    /// `/directions NAME` and the like.
    pub(super) fn list(&self, topic: Topic, name: &str) -> Result<Turn, RetrieveError> {
        let lang = self.lang;
        let region = match self.meant(name) {
            // A year behind the region limits the list: it is read where all filters are.
            Ok(_) if name.contains(|c: char| c.is_ascii_digit()) => name.to_owned(),
            Ok(places) if !places.is_empty() => joined(&places),
            Ok(_) => return Ok(self.choose_region(topic)),
            Err(unknown) => return Ok(self.no_such_region(&unknown)),
        };
        let text = compose::example(lang.lang(), topic, &region);
        self.ask(Asked { text, previous: None })
    }

    /// The regions that the words behind a command name; without words that of the conversation, else the only one
    /// there is, if there is one. The error is the name of a region that has no articles.
    pub(super) fn meant(&self, words: &str) -> Result<Vec<Place>, String> {
        if !words.is_empty() {
            let (places, unknown) = self.regions_in(words, 1);
            return if places.is_empty() { Err(unknown.unwrap_or_else(|| words.to_owned())) } else { Ok(places) };
        }
        let (knowledge, lang) = (self.knowledge(), self.lang.lang());
        let mut asked = self.context.asked.as_ref();
        while let Some(question) = asked {
            let places = knowledge.named(&question.text, lang).places;
            if !places.is_empty() {
                return Ok(places);
            }
            asked = question.previous.as_deref();
        }
        let mut all = knowledge.places(lang);
        all.truncate(if all.len() == 1 { 1 } else { 0 });
        Ok(all)
    }
}

/// The names of regions, one after the other.
pub(super) fn joined(places: &[Place]) -> String {
    places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The engine's form of a question.
pub(super) fn question(asked: &Asked, lang: Lang) -> Question {
    let previous = asked.previous.as_deref().map(|previous| Box::new(question(previous, lang)));
    Question { lang: Some(lang), previous, ..Question::new(asked.text.clone()) }
}

/// The question with at most so many before it.
fn clipped(asked: Asked, depth: usize) -> Asked {
    let previous = asked.previous.filter(|_| depth > 0).map(|p| Box::new(clipped(*p, depth - 1)));
    Asked { previous, ..asked }
}

/// Whether the words ask for the rest of the last answer, in any language.
fn asks_for_more(words: &str) -> bool {
    let plain: String = words.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == ' ').collect();
    let plain = plain.trim();
    Locale::all().any(|lang| text(lang, "words-more", &[]).split(", ").any(|word| word == plain))
}
