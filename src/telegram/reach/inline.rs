//! Inline mode: `@bot tomsk partners` in any chat.
//!
//! Every result is a whole message: a quote with its source and the link that opens it. Answers come from memory where
//! they can; what is kept belongs to one generation of the articles, and so does an offset: results of two generations
//! are never mixed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use teloxide::payloads::AnswerInlineQuery;
use teloxide::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText, ParseMode,
};

use super::deed::Deed;
use super::request::{Inline, Request};
use super::{Case, Desk, INLINE_LATE_MS};
use crate::dialogue::{Dialogue, Knowledge, pinned};
use crate::domain::{Answer, AnswerKind, Question};
use crate::locale::{Locale, text};
use crate::reply::{Cited, Part, Reply, shorten, vet};
use crate::telegram::health::now_ms;
use crate::telegram::html::escape;
use crate::telegram::meter::{self, count};
use crate::telegram::outbox::{markup, no_preview};
use crate::telegram::render::{opener, render};
use crate::telegram::worker::Stuck;

/// Results of one answer; further ones come with the next offset.
const PAGE: usize = 10;
/// Answers kept.
const KEPT: usize = 512;
/// Characters of a query that are read: Telegram sends up to 256.
const QUERY_CHARS: usize = 256;
/// Characters of a result's title and description.
const TITLE_CHARS: usize = 80;
const DESCRIPTION_CHARS: usize = 160;
/// What the query behind the button on a quote card begins with; the quote's id follows.
const SHARED: &str = "q_";
/// Parameter of `/start` behind the button above the results.
const START_PARAMETER: &str = "inline";

/// Answers to inline queries, of one generation of the articles.
#[derive(Default)]
pub(super) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    generation: String,
    answers: HashMap<String, Arc<Found>>,
}

/// Everything there is to show for a query.
struct Found {
    lang: Locale,
    results: Vec<InlineQueryResultArticle>,
    /// Whether the results answer the query; else they are examples.
    answers: bool,
}

impl Found {
    /// With a button under every result that opens the quote's page in our own reader, reached at `base`.
    fn with_pages(mut self, base: Option<&str>) -> Self {
        let Some(base) = base else { return self };
        for result in &mut self.results {
            let button = opener(text(self.lang, "open-page", &[]), &format!("{base}/q/{}", result.id));
            let rows = button.map(|button| markup(&[vec![button]]).inline_keyboard).unwrap_or_default();
            if !rows.is_empty() {
                result.reply_markup.get_or_insert_default().inline_keyboard.extend(rows);
            }
        }
        self
    }
}

impl Shelf {
    fn get(&self, generation: &str, key: &str) -> Option<Arc<Found>> {
        let kept = self.0.lock().unwrap_or_else(|e| e.into_inner());
        (kept.generation == generation).then(|| kept.answers.get(key).cloned()).flatten()
    }

    fn put(&self, generation: &str, key: String, found: &Arc<Found>) {
        let mut kept = self.0.lock().unwrap_or_else(|e| e.into_inner());
        if kept.generation != generation || kept.answers.len() >= KEPT {
            *kept = Kept { generation: generation.to_owned(), answers: HashMap::new() };
        }
        kept.answers.insert(key, Arc::clone(found));
    }
}

/// Answers an inline query, unless a newer one of the same user is waiting or nobody waits for the answer any more.
pub(super) async fn answer(desk: Arc<Desk>, case: Case) -> Result<Vec<Deed>, Stuck> {
    let Request::Inline(query) = &case.request else { return Ok(Vec::new()) };
    let wanted = || desk.is_newest(&case) && now_ms() - case.pending.accepted_at_ms <= INLINE_LATE_MS;
    if !wanted() {
        return Ok(Vec::new());
    }
    let generation = desk.reach.library.generation();
    let found = look_up(&desk, query, &generation).await;
    // While it was looked up the user may have typed on.
    if !wanted() {
        return Ok(Vec::new());
    }
    Ok(vec![Deed::Results(Box::new(page(query, &found, &generation, desk.reach.options.inline_cache_s)))])
}

impl Desk {
    fn is_newest(&self, case: &Case) -> bool {
        let mut newest = self.newest.lock().unwrap_or_else(|e| e.into_inner());
        match newest.get(&case.pending.chat_id) {
            Some(id) if *id > case.pending.update_id => false,
            _ => {
                newest.remove(&case.pending.chat_id);
                true
            }
        }
    }
}

async fn look_up(desk: &Desk, query: &Inline, generation: &str) -> Arc<Found> {
    let asked = query.query.split_whitespace().collect::<Vec<_>>().join(" ");
    let asked: String = asked.chars().take(QUERY_CHARS).collect();
    // The answer to words is the same for everybody; the examples are in the asker's language.
    let key = if asked.is_empty() { format!("\n{}", query.lang) } else { asked.to_lowercase() };
    if let Some(found) = desk.shelf.get(generation, &key) {
        return found;
    }
    if let Some(found) = shared(desk, &asked, query.lang).await {
        return Arc::new(found.with_pages(desk.pages.as_deref()));
    }
    let _permit = desk.cpu.acquire().await;
    let (knowledge, lang) = (pinned(&desk.knowledge), query.lang);
    let looking = tokio::task::spawn_blocking(move || find(&*knowledge, &asked, lang));
    match looking.await {
        Ok(found) => {
            let found = Arc::new(found.with_pages(desk.pages.as_deref()));
            // What was found in a newer generation is not kept under the old one's name.
            if desk.reach.library.generation() == generation {
                desk.shelf.put(generation, key, &found);
            }
            found
        }
        Err(_) => {
            tracing::error!("an inline query could not be answered");
            count(meter::PANICS);
            Arc::new(Found { lang, results: Vec::new(), answers: false })
        }
    }
}

/// The quote that the button on a quote card shares: `q_` and its id.
async fn shared(desk: &Desk, asked: &str, lang: Locale) -> Option<Found> {
    let id = asked.strip_prefix(SHARED).filter(|id| id.len() == 16)?;
    let kept = desk.reach.store.quotes(&[id.to_owned()]).await.ok()?.pop()?;
    let dialogue = Dialogue::new(Arc::clone(&desk.knowledge), Some(desk.me.username.clone()));
    let (citation, note) = dialogue.shared(&kept, lang)?;
    let mut shown = result(lang, Cited::alone(lang, &[], &citation), None)?;
    if let (Some(note), InputMessageContent::Text(content)) = (note, &mut shown.input_message_content) {
        content.message_text.push_str(&format!("\n\n{}", escape(&note)));
    }
    // The id of a stored wording is another one: it is cut from another text.
    shown.id = id.to_owned();
    Some(Found { lang, results: vec![shown], answers: true })
}

fn find(knowledge: &dyn Knowledge, asked: &str, lang: Locale) -> Found {
    if asked.is_empty() {
        return Found {
            lang,
            results: examples(knowledge, &knowledge.coverage(lang.lang()).examples, lang),
            answers: true,
        };
    }
    let Ok(answer) = knowledge.ask(&Question::new(asked)) else {
        return Found { lang, results: Vec::new(), answers: false };
    };
    let lang = Locale::from(answer.lang);
    match &answer.kind {
        AnswerKind::Abstention(silence) => {
            Found { lang, results: examples(knowledge, &silence.examples, lang), answers: false }
        }
        _ => Found { lang, results: unique(cited(&answer).filter_map(|c| result(lang, c, None))), answers: true },
    }
}

/// The first quote for each example question.
fn examples(knowledge: &dyn Knowledge, questions: &[String], lang: Locale) -> Vec<InlineQueryResultArticle> {
    let first = |question: &String| {
        let answer = knowledge.ask(&Question { lang: Some(lang.lang()), ..Question::new(question.clone()) }).ok()?;
        let first = cited(&answer).next()?;
        result(lang, first, Some(question))
    };
    unique(questions.iter().filter_map(first))
}

fn cited(answer: &Answer) -> impl Iterator<Item = Cited> + '_ {
    let lang = Locale::from(answer.lang);
    let statements = match &answer.kind {
        AnswerKind::List(list) => list.statements.as_slice(),
        _ => &[],
    };
    let names = move |i: usize| statements.get(i).map_or(&[][..], |s| s.names.as_slice());
    answer.citations().enumerate().map(move |(i, citation)| Cited::alone(lang, names(i), citation))
}

/// A quote as a message to choose; `None` when it cannot be proven verbatim.
fn result(lang: Locale, cited: Cited, title: Option<&String>) -> Option<InlineQueryResultArticle> {
    let quote = &cited.citation.quote;
    let id = quote.id().to_string();
    let named = if cited.names.is_empty() { quote.article().meta.title.clone() } else { cited.names.join(", ") };
    let title = shorten(title.unwrap_or(&named), TITLE_CHARS);
    let description = shorten(quote.text(), DESCRIPTION_CHARS);
    let (reply, mismatches) = vet(Reply { lang, parts: vec![Part::Cited(cited)] });
    if !mismatches.is_empty() {
        count(meter::QUOTE_MISMATCH);
        return None;
    }
    let message = render(&reply).into_iter().next()?;
    let mut content = InputMessageContentText::new(message.html.clone()).parse_mode(ParseMode::Html);
    content.link_preview_options = Some(no_preview());
    let mut article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(content));
    article.description = Some(description);
    article.reply_markup = (!message.rows.is_empty()).then(|| markup(&message.rows));
    Some(article)
}

/// The ids of results must differ.
fn unique(results: impl Iterator<Item = InlineQueryResultArticle>) -> Vec<InlineQueryResultArticle> {
    let mut seen = HashSet::new();
    results.filter(|r| seen.insert(r.id.clone())).collect()
}

fn page(query: &Inline, found: &Found, generation: &str, cache_s: u32) -> AnswerInlineQuery {
    let from = match query.offset.rsplit_once('.') {
        None => Some(0),
        Some((of, number)) => number.parse::<usize>().ok().filter(|_| of == generation),
    };
    let results = from.and_then(|from| found.results.get(from..)).unwrap_or_default();
    let shown = results.iter().take(PAGE).cloned().map(InlineQueryResult::Article);
    let mut answer = AnswerInlineQuery::new(InlineQueryId(query.id.clone()), shown);
    answer.cache_time = Some(cache_s);
    // Examples, and what is said around a shared quote, are in the asker's language.
    answer.is_personal = Some(query.query.trim().is_empty() || query.query.trim().starts_with(SHARED));
    let next = from.unwrap_or(0) + PAGE;
    answer.next_offset = Some(if results.len() > PAGE { format!("{generation}.{next}") } else { String::new() });
    if !found.answers && from == Some(0) {
        let kind = InlineQueryResultsButtonKind::StartParameter(START_PARAMETER.to_owned());
        answer.button = Some(InlineQueryResultsButton { text: text(found.lang, "inline-nothing", &[]), kind });
    }
    answer
}
