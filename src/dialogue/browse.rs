//! Looking around: regions, their cards, the newest articles, the sources.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use super::ask::joined;
use super::keyboard::{Action, Button, Keyboard};
use super::state::{Asked, Body, BodyKind, Context};
use super::{Place, Show, Talk, Turn};
use crate::domain::{Abstention, AnswerKind, Article, PartialDate, Reason, Topic};
use crate::engine::{RetrieveError, compose};
use crate::locale::text;
use crate::reply::{self, Entry, Part, Reply};

/// Regions on one page of the keyboard, in rows of two.
const REGIONS: usize = 8;
/// Articles on one page.
const ARTICLES: usize = 5;
/// Cards of regions at once.
const CARDS: usize = 3;
/// Articles on a region's card.
const ON_CARD: usize = 3;
/// Sources on one page.
const SOURCES: usize = 15;

impl Talk<'_> {
    /// `/regions`: a page of them.
    pub(super) fn regions(&self, page: usize) -> Turn {
        let lang = self.lang;
        let places = self.knowledge().places(lang.lang());
        if places.is_empty() {
            return Turn::say(lang, text(lang, "start-empty", &[]));
        }
        let says: Vec<String> = places.iter().map(|place| format!("/region {}", place.name)).collect();
        let pages = places.len().div_ceil(REGIONS);
        let page = page.min(pages - 1);
        let button = |(n, place): (usize, &Place)| {
            let count = self.articles_of(std::slice::from_ref(place)).len();
            Button::tap(format!("{} · {count}", place.name), Action::Say(n as u16))
        };
        let buttons: Vec<Button> = places.iter().enumerate().skip(page * REGIONS).take(REGIONS).map(button).collect();
        let mut keyboard: Keyboard = buttons.chunks(2).map(<[Button]>::to_vec).collect();
        keyboard.extend(turn_pages(page, pages));
        let parts = vec![Part::Say(text(lang, "regions-intro", &[("n", places.len().into())]))];
        let body = Body { says, lang: lang.code().to_owned(), kind: BodyKind::Regions };
        Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) })
    }

    /// Asks which region a list is wanted of.
    pub(super) fn choose_region(&self, topic: Topic) -> Turn {
        let lang = self.lang;
        let command = topic.code();
        let places: Vec<String> =
            self.knowledge().places(lang.lang()).into_iter().take(REGIONS).map(|p| p.name).collect();
        let says = places.iter().map(|name| format!("/{command} {name}")).collect();
        let button = |(n, name): (u16, &String)| vec![Button::tap(name.clone(), Action::Say(n))];
        let keyboard = (0..).zip(&places).map(button).collect();
        Turn::show(self.offering(lang, vec![Part::Say(text(lang, "which-region", &[]))], keyboard, says))
    }

    /// `/region NAME`: its card; of several, a card each.
    pub(super) fn region(&self, name: &str) -> Result<Turn, RetrieveError> {
        match self.meant(name) {
            Ok(places) if places.is_empty() => Ok(self.regions(0)),
            Ok(places) => {
                let shows = places.iter().take(CARDS).map(|place| self.card_of_region(place));
                let shows = shows.collect::<Result<_, _>>()?;
                Ok(Turn { shows, context: Some(self.now_about(&places)), ..Turn::default() })
            }
            Err(unknown) => Ok(self.no_such_region(&unknown)),
        }
    }

    /// What comes next may be asked about these regions.
    fn now_about(&self, places: &[Place]) -> Context {
        let asked = Asked { text: joined(places), previous: None };
        Context { asked: Some(asked), screen: None, ..self.context.clone() }
    }

    fn card_of_region(&self, place: &Place) -> Result<Show, RetrieveError> {
        let lang = self.lang;
        let articles = self.articles_of(std::slice::from_ref(place));
        let counts = Topic::ALL.map(|t| Ok((t, self.count(t, place)?)));
        let counts = counts.into_iter().collect::<Result<Vec<_>, RetrieveError>>()?;
        let mut parts = vec![Part::Title(place.name.clone()), Part::Say(self.card_summary(&articles, &counts))];
        parts.extend(articles.iter().take(ON_CARD).map(|a| self.entry(a)));
        let (keyboard, says) = self.card_buttons(place, &counts);
        let body = Body { says, lang: lang.code().to_owned(), kind: BodyKind::Region(place.name.clone()) };
        Ok(Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) })
    }

    /// A region without articles: what there is instead.
    pub(super) fn no_such_region(&self, name: &str) -> Turn {
        let silence = Abstention {
            reason: Reason::Region,
            small_talk: None,
            region: Some(name.to_owned()),
            regions: Vec::new(),
            examples: Vec::new(),
        };
        Turn::show(self.silence(self.lang, &silence))
    }

    fn card_summary(&self, articles: &[Arc<Article>], counts: &[(Topic, usize)]) -> String {
        let count = |topic: Topic| counts.iter().find(|c| c.0 == topic).map_or(0, |c| c.1);
        text(
            self.lang,
            "region-summary",
            &[
                ("articles", articles.len().into()),
                ("directions", count(Topic::Directions).into()),
                ("partners", count(Topic::Partners).into()),
                ("programmes", count(Topic::Programmes).into()),
            ],
        )
    }

    fn card_buttons(&self, place: &Place, counts: &[(Topic, usize)]) -> (Keyboard, Vec<String>) {
        let (mut keyboard, mut says): (Keyboard, Vec<String>) = (Vec::new(), Vec::new());
        for (topic, count) in counts.iter().filter(|(_, count)| *count > 0) {
            let args = [("n", (*count).into())];
            let label = match topic {
                Topic::Directions => text(self.lang, "card-directions", &args),
                Topic::Partners => text(self.lang, "card-partners", &args),
                Topic::Programmes => text(self.lang, "card-programmes", &args),
                Topic::Residents => text(self.lang, "card-residents", &args),
            };
            keyboard.push(vec![Button::tap(label, Action::Say(says.len() as u16))]);
            says.push(format!("/{} {}", topic.code(), place.name));
        }
        keyboard.push(vec![Button::tap(text(self.lang, "card-latest", &[]), Action::Say(says.len() as u16))]);
        says.push(format!("/latest {}", place.name));
        (keyboard, says)
    }

    /// How many statements of a topic there are.
    fn count(&self, topic: Topic, place: &Place) -> Result<usize, RetrieveError> {
        let words = compose::example(self.lang.lang(), topic, &place.name);
        let asked = Asked { text: words, previous: None };
        let answer = self.knowledge().look(&super::ask::question(&asked, self.lang.lang()))?;
        Ok(match answer.kind {
            AnswerKind::List(list) if list.topic == topic => list.statements.len(),
            _ => 0,
        })
    }

    /// The articles of regions, newest first.
    fn articles_of(&self, places: &[Place]) -> Vec<Arc<Article>> {
        let of = |a: &Arc<Article>| places.iter().any(|place| place.spellings.contains(&a.meta.region));
        newest(self.knowledge().articles().into_iter().filter(of))
    }

    fn entry(&self, article: &Article) -> Part {
        let meta = &article.meta;
        let (date, age) = (reply::date(self.lang, meta.date), reply::age(self.lang, meta.date, self.now_ms));
        let details = reply::dated(self.lang, meta, &format!("{date} · {age}"));
        Part::Entry(Entry { title: meta.title.clone(), url: meta.url.clone(), details })
    }

    /// `/latest`, `/latest NAME`.
    pub(super) fn latest(&self, name: &str) -> Turn {
        if name.is_empty() {
            return self.latest_page(None, 0);
        }
        match self.meant(name) {
            Ok(places) => {
                let turn = self.latest_page(Some(&joined(&places)), 0);
                Turn { context: Some(self.now_about(&places)), ..turn }
            }
            Err(unknown) => self.no_such_region(&unknown),
        }
    }

    /// A page of the newest articles, of some regions or of all.
    pub(super) fn latest_page(&self, region: Option<&str>, page: usize) -> Turn {
        let lang = self.lang;
        let places = region.map(|names| self.knowledge().named(names, lang.lang()).places).unwrap_or_default();
        let articles = match region {
            Some(_) => self.articles_of(&places),
            None => newest(self.knowledge().articles().into_iter()),
        };
        if articles.is_empty() {
            return Turn::say(lang, text(lang, "start-empty", &[]));
        }
        let pages = articles.len().div_ceil(ARTICLES);
        let page = page.min(pages - 1);
        let names = joined(&places);
        let said = match region {
            Some(_) => text(lang, "latest-in", &[("region", (&names).into())]),
            None => text(lang, "latest-intro", &[]),
        };
        let mut parts = vec![Part::Say(said)];
        parts.extend(articles.iter().skip(page * ARTICLES).take(ARTICLES).map(|a| self.entry(a)));
        let keyboard = turn_pages(page, pages).into_iter().collect();
        let kind = BodyKind::Latest(region.map(|_| names));
        let body = Body { says: Vec::new(), lang: lang.code().to_owned(), kind };
        Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) })
    }

    /// `/sources`: a page of who published the articles.
    pub(super) fn sources(&self, page: usize) -> Turn {
        let lang = self.lang;
        let sources = sources(&self.knowledge().articles());
        if sources.is_empty() {
            return Turn::say(lang, text(lang, "start-empty", &[]));
        }
        let pages = sources.len().div_ceil(SOURCES);
        let page = page.min(pages - 1);
        let mut parts = vec![Part::Say(text(lang, "sources-intro", &[("n", sources.len().into())]))];
        for source in sources.into_iter().skip(page * SOURCES).take(SOURCES) {
            let newest = reply::date(lang, source.newest);
            let args = [("n", source.articles.into()), ("date", (&newest).into())];
            let details = text(lang, "source-details", &args);
            parts.push(Part::Entry(Entry { title: source.name, url: source.home, details }));
        }
        let keyboard = turn_pages(page, pages).into_iter().collect();
        let body = Body { says: Vec::new(), lang: lang.code().to_owned(), kind: BodyKind::Sources };
        Turn::show(Show { here: false, reply: Reply { lang, parts }, keyboard, body: Some(body) })
    }
}

/// Newest first; those of one date by their ids.
pub fn newest(articles: impl Iterator<Item = Arc<Article>>) -> Vec<Arc<Article>> {
    let mut articles: Vec<_> = articles.collect();
    articles.sort_by(|a, b| Reverse(a.meta.date).cmp(&Reverse(b.meta.date)).then(a.meta.id.cmp(&b.meta.id)));
    articles
}

/// Who published articles.
struct Source {
    name: String,
    home: String,
    articles: usize,
    newest: PartialDate,
}

/// By name of the publisher, or of the host where none is named; those with most articles first.
fn sources(articles: &[Arc<Article>]) -> Vec<Source> {
    let mut by_name: BTreeMap<String, Source> = BTreeMap::new();
    for article in articles {
        let meta = &article.meta;
        let url = Url::parse(&meta.url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default().trim_start_matches("www.");
        let home = url.as_ref().map(|u| u.origin().ascii_serialization() + "/").unwrap_or_default();
        let name = meta.publisher.clone().unwrap_or_else(|| host.to_owned());
        let fresh = || Source { name: name.clone(), home, articles: 0, newest: meta.date };
        let source = by_name.entry(name.clone()).or_insert_with(fresh);
        source.articles += 1;
        source.newest = source.newest.max(meta.date);
    }
    let mut sources: Vec<Source> = by_name.into_values().collect();
    sources.sort_by_key(|source| Reverse(source.articles));
    sources
}

/// Buttons to the pages before and after; `None` when there is one page.
pub(super) fn turn_pages(page: usize, pages: usize) -> Option<Vec<Button>> {
    if pages < 2 {
        return None;
    }
    let to = |label: String, page: usize| Button::tap(label, Action::Page(page as u16));
    let before = page.checked_sub(1).map(|before| to("◀".to_owned(), before));
    let after = (page + 1 < pages).then(|| to("▶".to_owned(), page + 1));
    let here = to(format!("{}/{pages}", page + 1), page);
    Some(before.into_iter().chain([here]).chain(after).collect())
}
