//! Which documents a source has now.

use feed_rs::model::Entry;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::list::{Kind, Source};
use super::polite::{Polite, Refused};
use crate::ingest::fetch::Version;
use crate::ingest::guarded;

/// An index of sitemaps is followed to so many.
const SITEMAPS: usize = 50;
/// So many addresses of one list are looked at.
const ADDRESSES: usize = 50_000;

/// A document that a source names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub url: String,
    /// When it was published, `YYYY-MM-DD`, if the source says so.
    pub date: Option<String>,
    /// What changes when the document does: the source's date of the last change.
    pub changed: Option<String>,
}

/// Why a source gave nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum DiscoverError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("this is not the {0} it is said to be; open the address in a browser and correct kind or url")]
    Malformed(&'static str),
}

/// The documents a source wants fetched; `None` when its list has not changed. The version of the list is updated.
pub(super) fn discover(
    source: &Source,
    known: &mut Version,
    polite: &mut Polite,
) -> Result<Option<Vec<Found>>, DiscoverError> {
    let found = match source.kind {
        Kind::Page => vec![Found { url: source.url.clone(), date: None, changed: None }],
        Kind::Feed => {
            let Some(fetched) = polite.fetch(&source.url, known)? else { return Ok(None) };
            *known = fetched.version;
            feed(&fetched.bytes, fetched.url.as_str()).ok_or(DiscoverError::Malformed("feed"))?
        }
        Kind::Sitemap => sitemaps(&source.url, polite)?,
    };
    Ok(Some(found.into_iter().filter(|f| source.kind == Kind::Page || source.wants(&f.url)).collect()))
}

/// The addresses that a file of a feed or a sitemap names, those of further sitemaps included; nothing when it is none.
pub fn addresses(kind: Kind, bytes: &[u8], base: &str) -> Option<Vec<String>> {
    match kind {
        Kind::Page => Some(vec![base.to_owned()]),
        Kind::Feed => Some(feed(bytes, base)?.into_iter().map(|f| f.url).collect()),
        Kind::Sitemap => Some(match sitemap(bytes)? {
            Sitemap::Pages(pages) => pages.into_iter().map(|f| f.url).collect(),
            Sitemap::Index(maps) => maps,
        }),
    }
}

/// The entries of a feed, or nothing when it is none. Guarded, for the parser of XML panics at some that are damaged.
fn feed(bytes: &[u8], base: &str) -> Option<Vec<Found>> {
    let (bytes, base) = (bytes.to_vec(), base.to_owned());
    guarded::run(move || Ok(parsed(&bytes, &base))).ok()?
}

fn parsed(bytes: &[u8], base: &str) -> Option<Vec<Found>> {
    let feed = feed_rs::parser::Builder::new().base_uri(Some(base)).build().parse(bytes).ok()?;
    let found = |entry: Entry| {
        let link =
            entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate")).or(entry.links.first())?;
        let date = entry.published.map(|d| d.to_rfc3339().chars().take(10).collect());
        let changed = entry.updated.map(|d| d.to_rfc3339());
        Some(Found { url: link.href.clone(), date, changed })
    };
    Some(feed.entries.into_iter().take(ADDRESSES).filter_map(found).collect())
}

fn sitemaps(start: &str, polite: &mut Polite) -> Result<Vec<Found>, DiscoverError> {
    let (mut open, mut seen, mut found) = (vec![start.to_owned()], 0, Vec::new());
    while let Some(address) = open.pop() {
        seen += 1;
        let Some(fetched) = polite.fetch(&address, &Version::default())? else { continue };
        let list = sitemap(&fetched.bytes).ok_or(DiscoverError::Malformed("sitemap"))?;
        match list {
            Sitemap::Pages(pages) => found.extend(pages),
            Sitemap::Index(maps) => open.extend(maps.into_iter().take(SITEMAPS.saturating_sub(seen + open.len()))),
        }
        if found.len() >= ADDRESSES {
            break;
        }
    }
    // The newest first: a run takes only so many.
    found.sort_by(|a, b| b.changed.cmp(&a.changed));
    found.truncate(ADDRESSES);
    Ok(found)
}

/// What a sitemap file lists.
#[derive(Debug, PartialEq, Eq)]
enum Sitemap {
    Pages(Vec<Found>),
    Index(Vec<String>),
}

/// Reads a sitemap, or nothing when it is none. Entities other than those of XML are not resolved.
fn sitemap(bytes: &[u8]) -> Option<Sitemap> {
    let mut reader = Reader::from_reader(bytes);
    let (mut buffer, mut path, mut pages) = (Vec::new(), Vec::<String>::new(), Vec::<Found>::new());
    let mut index = None;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                match (path.len(), name.as_str()) {
                    (0, "urlset") => index = Some(false),
                    (0, "sitemapindex") => index = Some(true),
                    (0, _) => return None,
                    (1, "url" | "sitemap") if pages.len() < ADDRESSES => {
                        pages.push(Found { url: String::new(), date: None, changed: None });
                    }
                    (1, "url" | "sitemap") => break,
                    _ => {}
                }
                path.push(name);
            }
            Event::Text(text) => add(&path, pages.last_mut(), &text),
            Event::CData(text) => add(&path, pages.last_mut(), &text),
            // `&amp;` in an address comes as an event of its own.
            Event::GeneralRef(name) if &*name == "amp" => add(&path, pages.last_mut(), "&"),
            Event::End(_) => _ = path.pop(),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    pages.retain(|p| p.url.starts_with("http"));
    Some(if index? { Sitemap::Index(pages.into_iter().map(|p| p.url).collect()) } else { Sitemap::Pages(pages) })
}

fn add(path: &[String], page: Option<&mut Found>, text: &str) {
    let Some(page) = page.filter(|_| path.len() == 3) else { return };
    match path.last().map(String::as_str) {
        Some("loc") => page.url.push_str(text.trim()),
        Some("lastmod") => page.changed.get_or_insert_default().push_str(text.trim()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(url: &str, date: Option<&str>, changed: Option<&str>) -> Found {
        Found { url: url.into(), date: date.map(str::to_owned), changed: changed.map(str::to_owned) }
    }

    #[test]
    fn feeds_of_every_kind_are_read() {
        let rss = "<rss version='2.0'><channel><title>T</title><link>https://a.ru</link><item><title>I</title>\
                   <link>https://a.ru/1?a=1&amp;b=2</link><pubDate>Thu, 12 Nov 2020 10:00:00 +0700</pubDate></item></channel></rss>";
        assert_eq!(feed(rss.as_bytes(), "https://a.ru/rss").expect("a feed")[0].url, "https://a.ru/1?a=1&b=2");
        assert_eq!(feed(rss.as_bytes(), "https://a.ru/rss").expect("a feed")[0].date.as_deref(), Some("2020-11-12"));
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><title>T</title><updated>2020-11-12T10:00:00Z</updated>\
                    <entry><id>y</id><title>I</title><link href='/2'/><updated>2020-11-13T10:00:00Z</updated></entry></feed>";
        let entries = feed(atom.as_bytes(), "https://a.ru/atom").expect("a feed");
        assert_eq!((entries[0].url.as_str(), entries[0].changed.is_some()), ("https://a.ru/2", true));
        let json = r#"{"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":"1","url":"https://a.ru/3","content_text":"x"}]}"#;
        assert_eq!(feed(json.as_bytes(), "https://a.ru/json").expect("a feed")[0].url, "https://a.ru/3");
        assert_eq!(feed(b"<html></html>", "https://a.ru"), None);
    }

    /// Found by fuzzing: a declaration of another encoding that does not stand at the beginning made the parser panic.
    #[test]
    fn a_declaration_in_the_middle_of_a_feed_is_damage_and_no_panic() {
        let declaration = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>";
        let atom = |at_first: &str, within: &str| {
            let text = format!(
                "{at_first}<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><title>Т</title><updated>2020-11-{within}\
                 12T10:00:00Z</updated><entry><id>y</id><link href='https://a.ru/2'/></entry></feed>"
            );
            encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
        };
        assert_eq!(feed(&atom(declaration, ""), "https://a.ru/").expect("a feed")[0].url, "https://a.ru/2");
        let long = "1".repeat(10_000);
        feed(&atom("", declaration), "https://a.ru/");
        feed(&atom("", &format!("{long}{declaration}")), "https://a.ru/");
        let found = b"<feed><updated>2020-11-<?xml version=\"1.0\" encoding=\"windows-1251\"?> x</updated></feed>";
        assert_eq!(feed(found, "https://a.ru/"), None);
    }

    #[test]
    fn sitemaps_and_their_indexes_are_read() {
        let pages = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>\
                     <loc> https://a.ru/1?a=1&amp;b=2 </loc><lastmod>2020-11-12</lastmod></url><url><loc>ftp://x</loc></url></urlset>";
        let expected = vec![found("https://a.ru/1?a=1&b=2", None, Some("2020-11-12"))];
        assert_eq!(sitemap(pages.as_bytes()), Some(Sitemap::Pages(expected)));
        let index = "<sitemapindex><sitemap><loc><![CDATA[https://a.ru/s.xml]]></loc></sitemap></sitemapindex>";
        assert_eq!(sitemap(index.as_bytes()), Some(Sitemap::Index(vec!["https://a.ru/s.xml".into()])));
        for wrong in ["<html></html>", "", "<urlset><url></urlset>"] {
            assert_eq!(sitemap(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
