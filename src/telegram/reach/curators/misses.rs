//! `/misses`: unanswered questions with buttons, and answers that did not help.
//!
//! A button's data is `m1:`, what to do, with which question, and the page it is on: `m1:r:a1b2c3:open:0`.

use super::PREFIX;
use crate::curate::day;
use crate::curate::misses::{Group, group, to_csv};
use crate::dialogue::state::Kept;
use crate::locale::{Locale, text};
use crate::reply::shorten;
use crate::store::curators::{LowRating, State};
use crate::telegram::html::escape;
use crate::telegram::outbox::perform::File;
use crate::telegram::reach::Desk;
use crate::telegram::reach::deed::{Deed, button};
use crate::telegram::reach::request::{Order, Press};
use crate::telegram::render::Button;
use crate::telegram::worker::Stuck;

/// Questions of one page.
const PAGE: usize = 8;
/// Rows of the log that are read.
const ROWS: u32 = 10_000;
/// Characters of a question or quote.
const CHARS: usize = 160;
/// Low ratings shown.
const RATINGS: u32 = 10;

/// The command, with a state or `csv` behind it.
pub(super) async fn order(desk: &Desk, order: &Order, lang: Locale) -> Result<Vec<Deed>, Stuck> {
    let rest = order.rest.trim().to_lowercase();
    if rest == "csv" {
        return Ok(vec![table(desk, lang).await?]);
    }
    let (html, rows) = page(desk, lang, rest.parse().unwrap_or_default(), 0).await?;
    Ok(vec![Deed::offer(html, rows)])
}

/// All questions with what is known of them, those asked most first.
pub(super) async fn groups(desk: &Desk) -> Result<Vec<Group>, Stuck> {
    let store = &desk.reach.store;
    Ok(group(&store.misses(ROWS).await?, &store.passed_on().await?))
}

/// A button.
pub(super) async fn press(desk: &Desk, press: Press, lang: Locale) -> Result<Vec<Deed>, Stuck> {
    let parts: Vec<&str> = press.data.strip_prefix(PREFIX).unwrap_or_default().split(':').collect();
    let [verb, id, state, number] = parts[..] else { return Ok(vec![Deed::Toast { id: press.id, text: None }]) };
    let mut said = None;
    match verb {
        "c" => return Ok(vec![Deed::Toast { id: press.id, text: None }, table(desk, lang).await?]),
        "b" => {
            let html = low_ratings(lang, &desk.reach.store.low_ratings(RATINGS).await?);
            return Ok(vec![Deed::Toast { id: press.id, text: None }, Deed::say(html)]);
        }
        "r" | "i" | "o" => {
            let to = State::ALL.into_iter().find(|state| state.code().starts_with(verb)).unwrap_or_default();
            if let Some(group) = groups(desk).await?.into_iter().find(|group| group.id == id) {
                desk.reach.store.set_state(&group.rows, to).await?;
                said = Some(state_name(lang, to));
            }
        }
        _ => {}
    }
    let (html, rows) = page(desk, lang, state.parse().unwrap_or_default(), number.parse().unwrap_or(0)).await?;
    Ok(vec![Deed::Toast { id: press.id, text: said }, Deed::edit(press.message_id, html, rows)])
}

async fn table(desk: &Desk, lang: Locale) -> Result<Deed, Stuck> {
    let bytes = to_csv(&groups(desk).await?).into_bytes();
    Ok(Deed::File(File { name: "misses.csv".to_owned(), bytes, caption: text(lang, "misses-caption", &[]) }))
}

/// One page of the questions in a state.
async fn page(desk: &Desk, lang: Locale, state: State, number: usize) -> Result<(String, Vec<Vec<Button>>), Stuck> {
    let mut all = groups(desk).await?;
    all.retain(|group| group.state == state);
    // Those that seem to be answered by now come first: they are the ones to decide.
    all.sort_by_key(|group| !group.proposed);
    let last = all.len().saturating_sub(1) / PAGE;
    let number = number.min(last);
    let shown = &all[number * PAGE..all.len().min((number + 1) * PAGE)];
    let name = state_name(lang, state);
    let intro = match shown.is_empty() {
        true => text(lang, "misses-none", &[("state", (&name).into())]),
        false => text(lang, "misses-intro", &[("n", all.len().into()), ("state", (&name).into())]),
    };
    let lines: Vec<String> = shown.iter().zip(number * PAGE + 1..).map(|(group, n)| line(lang, group, n)).collect();
    let html = escape(&[vec![intro], lines].concat().join("\n\n"));
    let data = |verb: &str, id: &str, page: usize| format!("{PREFIX}{verb}:{id}:{state}:{page}");
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for (n, two) in shown.chunks(2).enumerate() {
        let first = number * PAGE + n * 2 + 1;
        let of = |(group, n): (&Group, usize)| match state {
            State::Open => vec![
                button(format!("{n} ✓"), data("r", &group.id, number)),
                button(format!("{n} ✕"), data("i", &group.id, number)),
            ],
            _ => vec![button(format!("{n} ↺"), data("o", &group.id, number))],
        };
        rows.push(two.iter().zip(first..).flat_map(of).collect());
    }
    let turn = |label: &str, page| button(label, data("p", "", page));
    let back = (number > 0).then(|| turn("◀", number - 1));
    let next = (number < last).then(|| turn("▶", number + 1));
    rows.push(back.into_iter().chain(next).collect());
    let others = State::ALL.into_iter().filter(|other| *other != state);
    rows.push(others.map(|other| button(state_name(lang, other), format!("{PREFIX}p::{other}:0"))).collect());
    rows.push(vec![button("CSV", data("c", "", number)), button("👎", data("b", "", number))]);
    rows.retain(|row| !row.is_empty());
    Ok((html, rows))
}

fn state_name(lang: Locale, state: State) -> String {
    match state {
        State::Open => text(lang, "miss-open", &[]),
        State::Resolved => text(lang, "miss-resolved", &[]),
        State::Ignored => text(lang, "miss-ignored", &[]),
    }
}

/// A question: number, how often, in which languages, why, about which regions.
pub(super) fn line(lang: Locale, group: &Group, n: usize) -> String {
    let langs: Vec<String> = group.langs.iter().map(|(lang, n)| format!("{lang} {n}")).collect();
    let facts = [langs, group.reasons.clone(), group.regions.clone()].concat().join(" · ");
    let mut out =
        format!("{n}. {}× {}\n{facts} · {}", group.count, shorten(&group.question, CHARS), day(group.last_at_ms));
    if group.passed_on > 0 {
        out += " · ";
        out += &text(lang, "miss-passed-on", &[("n", group.passed_on.into())]);
    }
    if group.proposed {
        out += "\n";
        out += &text(lang, "miss-answered", &[]);
    }
    out
}

/// Answers that did not help: question, quote, reason.
fn low_ratings(lang: Locale, ratings: &[LowRating]) -> String {
    if ratings.is_empty() {
        return escape(&text(lang, "ratings-none", &[]));
    }
    let line = |rating: &LowRating| {
        let quote = rating.quote.as_deref().and_then(|body| serde_json::from_str::<Kept>(body).ok());
        let reason = match rating.reason.as_deref() {
            Some("other-topic") => text(lang, "reason-other-topic", &[]),
            Some("other-region") => text(lang, "reason-other-region", &[]),
            Some("outdated") => text(lang, "reason-outdated", &[]),
            Some(_) => text(lang, "reason-unclear", &[]),
            None => text(lang, "rating-no-reason", &[]),
        };
        let mut lines =
            vec![format!("👎 {}", shorten(&rating.question, CHARS)), format!("{reason} · {}", day(rating.at_ms))];
        lines.extend(quote.map(|kept| format!("{}: {}", kept.article, shorten(&kept.text, CHARS))));
        lines.join("\n")
    };
    let lines: Vec<String> = ratings.iter().map(line).collect();
    escape(&format!("{}\n\n{}", text(lang, "ratings-intro", &[]), lines.join("\n\n")))
}
