//! Subscriptions: made, listed, removed, and when to write.

use std::sync::Arc;

use super::Desk;
use super::deed::{Deed, button};
use super::request::{Order, Press};
use crate::domain::Topic;
use crate::engine::news::Interest;
use crate::locale::{Locale, text};
use crate::reply::shorten;
use crate::store::subscriptions::{Daily, Subscription};
use crate::telegram::health::now_ms;
use crate::telegram::html::escape;
use crate::telegram::render::Button;
use crate::telegram::worker::Stuck;

/// Subscriptions of one user.
const MOST: usize = 20;
/// Characters of a topic in free words.
const TOPIC_CHARS: usize = 100;
/// Characters of a button's label.
const LABEL_CHARS: usize = 50;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `/subscribe Tomsk`, `/subscribe partners`, `/subscribe grants in Tomsk`.
pub(super) async fn subscribe(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !order.is_private() {
        return Ok(vec![Deed::say(text(lang, "only-private", &[]))]);
    }
    let interest = desk.reach.library.interest(&shorten(&order.rest, TOPIC_CHARS), lang.lang());
    if order.rest.is_empty() || interest == Interest::default() {
        return Ok(vec![Deed::say(escape(&text(lang, "subscribe-how", &[])))]);
    }
    let store = &desk.reach.store;
    let held = store.subscriptions_of(order.user_id).await?;
    if held.len() >= MOST {
        return Ok(vec![Deed::say(escape(&text(lang, "subscribe-many", &[("n", MOST.into())])))]);
    }
    store.subscribe(order.user_id, lang, &interest.region, &interest.topic).await?;
    let what = named(&desk, lang, &interest.region, &interest.topic);
    let when = when(lang, held.first().and_then(|s| s.daily));
    let said = text(lang, "subscribed", &[("what", (&what).into()), ("when", (&when).into())]);
    Ok(vec![Deed::say(escape(&said))])
}

/// `/subscriptions`: all of them, each with a button to remove it.
pub(super) async fn list(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !order.is_private() {
        return Ok(vec![Deed::say(text(lang, "only-private", &[]))]);
    }
    let (html, rows) = shown(&desk, lang, &desk.reach.store.subscriptions_of(order.user_id).await?);
    Ok(vec![Deed::offer(html, rows)])
}

/// A press on such a button.
pub(super) async fn remove(desk: Arc<Desk>, press: Press) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(press.who(), press.lang).await?;
    let store = &desk.reach.store;
    if let Some(id) = press.data.strip_prefix("u1:").and_then(|id| id.parse().ok()) {
        store.unsubscribe(press.user_id, id).await?;
    }
    let (html, rows) = shown(&desk, lang, &store.subscriptions_of(press.user_id).await?);
    let done = Deed::Toast { id: press.id, text: Some(text(lang, "unsubscribed", &[])) };
    Ok(vec![done, Deed::edit(press.message_id, html, rows)])
}

/// `/digest 9 +7`: once a day at nine on a clock seven hours ahead of UTC. `/digest off`: at once.
pub(super) async fn digest(desk: Arc<Desk>, order: Order) -> Result<Vec<Deed>, Stuck> {
    let lang = desk.lang(order.who(), order.lang).await?;
    if !order.is_private() {
        return Ok(vec![Deed::say(text(lang, "only-private", &[]))]);
    }
    let Some(daily) = parse_daily(&order.rest) else {
        return Ok(vec![Deed::say(escape(&text(lang, "digest-how", &[])))]);
    };
    let store = &desk.reach.store;
    if store.subscriptions_of(order.user_id).await?.is_empty() {
        return Ok(vec![Deed::say(escape(&text(lang, "subscriptions-none", &[])))]);
    }
    store.set_daily(order.user_id, daily, due_at_ms(daily, now_ms())).await?;
    desk.wake.notify_one();
    let when = when(lang, daily);
    Ok(vec![Deed::say(escape(&text(lang, "digest-set", &[("when", (&when).into())])))])
}

fn shown(desk: &Desk, lang: Locale, all: &[Subscription]) -> (String, Vec<Vec<Button>>) {
    let Some(first) = all.first() else { return (escape(&text(lang, "subscriptions-none", &[])), Vec::new()) };
    let names: Vec<String> = all.iter().map(|s| named(desk, lang, &s.region, &s.topic)).collect();
    let lines: Vec<String> = names.iter().map(|name| format!("• {name}")).collect();
    let (n, when) = (all.len(), when(lang, first.daily));
    let intro = text(lang, "subscriptions-intro", &[("n", n.into()), ("when", (&when).into())]);
    let remove = |(s, name): (&Subscription, &String)| {
        vec![button(format!("✕ {}", shorten(name, LABEL_CHARS)), format!("u1:{}", s.id))]
    };
    (escape(&format!("{intro}\n\n{}", lines.join("\n"))), all.iter().zip(&names).map(remove).collect())
}

/// What is waited for, in words.
fn named(desk: &Desk, lang: Locale, region: &str, topic: &str) -> String {
    let topic = Topic::of_code(topic).map_or_else(|| topic.to_owned(), |topic| topic_name(lang, topic));
    let region = if region.is_empty() { String::new() } else { desk.reach.library.region_name(region, lang.lang()) };
    [region, topic].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The name of a topic of lists.
pub(super) fn topic_name(lang: Locale, topic: Topic) -> String {
    let key = match topic {
        Topic::Directions => "topic-directions",
        Topic::Partners => "topic-partners",
        Topic::Programmes => "topic-programmes",
        Topic::Residents => "topic-residents",
    };
    text(lang, key, &[])
}

fn when(lang: Locale, daily: Option<Daily>) -> String {
    let Some(Daily { hour, offset_min }) = daily else { return text(lang, "when-at-once", &[]) };
    let (sign, minutes) = (if offset_min < 0 { '-' } else { '+' }, offset_min.abs());
    let offset = match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    };
    let hour = format!("{hour}:00");
    text(lang, "when-daily", &[("hour", (&hour).into()), ("zone", (&offset).into())])
}

/// When something found now is to be sent, milliseconds since 1970-01-01 UTC: at once, or when the subscriber's clock
/// next shows the hour.
pub(super) fn due_at_ms(daily: Option<Daily>, now_ms: i64) -> i64 {
    let Some(Daily { hour, offset_min }) = daily else { return now_ms };
    let of_day = i64::from(hour) * HOUR_MS - i64::from(offset_min) * 60_000;
    now_ms + (of_day - now_ms).rem_euclid(DAY_MS)
}

/// `9 +7`, `9:00 UTC+5:30`, `21 msk`: an hour and what the clock is ahead of UTC; `off`: at once. `None` when it is
/// neither.
fn parse_daily(words: &str) -> Option<Option<Daily>> {
    let folded = words.trim().to_lowercase().replace('−', "-");
    if ["off", "now", "выкл", "сразу"].contains(&folded.as_str()) {
        return Some(None);
    }
    let (hour, zone) = folded.split_once(char::is_whitespace)?;
    let hour = hour.strip_suffix(":00").unwrap_or(hour).parse().ok().filter(|hour| *hour < 24)?;
    Some(Some(Daily { hour, offset_min: offset(zone.trim())? }))
}

/// Minutes ahead of UTC, from -12:00 to +14:00.
fn offset(zone: &str) -> Option<i32> {
    let zone = ["utc", "gmt"].iter().find_map(|name| zone.strip_prefix(name)).unwrap_or(zone).trim();
    if matches!(zone, "msk" | "мск") {
        return Some(180);
    }
    let (sign, number) = match zone.strip_prefix('-') {
        Some(number) => (-1, number),
        None => (1, zone.strip_prefix('+').unwrap_or(zone)),
    };
    if number.contains(['+', '-']) {
        return None;
    }
    let (hours, minutes) = number.split_once(':').unwrap_or((number, "0"));
    let (hours, minutes) = match number {
        "" => (0, 0),
        _ => (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok().filter(|m| (0..60).contains(m))?),
    };
    let offset = sign * (hours.checked_mul(60)? + minutes);
    (-720..=840).contains(&offset).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_on_a_clock() {
        let daily = |hour, offset_min| Some(Some(Daily { hour, offset_min }));
        for (words, expected) in [
            ("9 +7", daily(9, 420)),
            ("9:00 UTC+5:30", daily(9, 330)),
            ("21 мск", daily(21, 180)),
            ("0 −3", daily(0, -180)),
            ("8 utc", daily(8, 0)),
            ("off", Some(None)),
            ("Сразу", Some(None)),
            ("", None),
            ("9", None),
            ("24 +7", None),
            ("9 +15", None),
            ("9 +7:60", None),
            ("9 tomsk", None),
            ("9 --7", None),
            ("9 +99999999999", None),
        ] {
            assert_eq!(parse_daily(words), expected, "{words}");
        }
    }

    #[test]
    fn due_at_the_next_such_hour() {
        let nine_in_tomsk = Some(Daily { hour: 9, offset_min: 420 });
        // 2:00 UTC is 9:00 there.
        for (now, due) in [(0, 2), (2, 2), (3, 26), (25, 26)] {
            assert_eq!(due_at_ms(nine_in_tomsk, now * HOUR_MS), due * HOUR_MS, "{now}");
        }
        assert_eq!(due_at_ms(None, 5), 5);
        let late_in_the_west = Some(Daily { hour: 23, offset_min: -720 });
        assert_eq!(due_at_ms(late_in_the_west, 0), 11 * HOUR_MS);
    }

    proptest::proptest! {
        #[test]
        fn due_within_a_day(hour in 0u8..24, offset_min in -720i32..=840, now in 0i64..4_000_000_000_000) {
            let due = due_at_ms(Some(Daily { hour, offset_min }), now);
            proptest::prop_assert!((now..now + DAY_MS).contains(&due));
            let clock = (due + i64::from(offset_min) * 60_000).rem_euclid(DAY_MS);
            proptest::prop_assert_eq!(clock, i64::from(hour) * HOUR_MS);
        }
    }
}
