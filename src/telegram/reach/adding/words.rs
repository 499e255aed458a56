//! What an administrator writes with a document: its address, and `region=Tomsk Region date=2020-11`.

use serde_json::Value;

use crate::ingest::adding::Wishes;

/// What may be wished.
const WISHES: [&str; 6] = ["title", "url", "region", "lang", "date", "publisher"];

pub(super) fn is_address(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}

/// The address that stands before the wishes, and the wishes. A value goes on to the next wish.
pub(super) fn read(said: &str) -> (Option<String>, Wishes) {
    let (mut address, mut values) = (None, Vec::<(String, String)>::new());
    for word in said.split_whitespace() {
        let (key, value) = word.split_once('=').unwrap_or_default();
        let key = key.to_lowercase();
        if WISHES.contains(&key.as_str()) {
            values.push((key, value.to_owned()));
        } else if let Some((_, value)) = values.last_mut() {
            value.push(' ');
            value.push_str(word);
        } else {
            address.get_or_insert_with(|| word.to_owned());
        }
    }
    let of = |name: &str| {
        let (_, value) = values.iter().rev().find(|(key, _)| key == name)?;
        let value = value.trim_matches(['"', '\'', '«', '»', '“', '”', ' ']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    let (title, url, region) = (of("title"), of("url"), of("region"));
    (address, Wishes { title, url, region, lang: of("lang"), date: of("date"), publisher: of("publisher") })
}

/// What a message without a command offers: an address with which it begins, or the first one of a forwarded message.
pub(in crate::telegram::reach) fn is_offered(message: &Value) -> Option<String> {
    let said = message["text"].as_str()?.trim();
    if said.split_whitespace().next().is_some_and(is_address) {
        return Some(said.to_owned());
    }
    message.get("forward_origin")?;
    let behind = || message["entities"].as_array()?.iter().find_map(|entity| entity["url"].as_str());
    said.split_whitespace().find(|word| is_address(word)).or_else(behind).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_and_wishes_are_read() {
        let (address, wishes) = read("https://a.org/?date=5 region=Tomsk Region date=2020-11 Title=\"A = b c\" lang=");
        assert_eq!(address.as_deref(), Some("https://a.org/?date=5"));
        let expected = Wishes {
            region: Some("Tomsk Region".to_owned()),
            date: Some("2020-11".to_owned()),
            title: Some("A = b c".to_owned()),
            ..Wishes::default()
        };
        assert_eq!(wishes, expected);
        assert_eq!(read("  "), (None, Wishes::default()));
        assert_eq!(read("url=https://a.org").1.url.as_deref(), Some("https://a.org"));
    }

    #[test]
    fn a_link_alone_or_forwarded_is_offered_and_a_question_with_one_is_not() {
        assert_eq!(is_offered(&json!({"text": "https://a.org date=2020"})).as_deref(), Some("https://a.org date=2020"));
        let asked = json!({"text": "What does https://a.org say?"});
        assert_eq!(is_offered(&asked), None);
        let forwarded = json!({"text": "News: https://a.org read", "forward_origin": {}});
        assert_eq!(is_offered(&forwarded).as_deref(), Some("https://a.org"));
        let hidden = json!({"text": "News", "forward_origin": {}, "entities": [{"url": "https://b.org"}]});
        assert_eq!(is_offered(&hidden).as_deref(), Some("https://b.org"));
    }
}
