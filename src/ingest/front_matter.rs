//! The head of an article file: YAML between two lines `---`.

use serde::Deserialize;
use serde_saphyr::{MessageFormatter, UserMessageFormatter};
use url::Url;

use super::notes::Row;
use super::problem::Fault;
use crate::domain::{ArticleId, ArticleKind, ArticleMeta, FrozenText, Lang, PartialDate};

/// The longest head that is read, in bytes.
pub const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The fields of a head, for error messages.
const FIELDS: &str =
    "title, url, region, lang, date, publisher, speaker, tags, id, kind, references, facts, fetched, reprints";

/// A file cut into head and body.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// The YAML; its first line is line 2 of the file.
    pub head: &'a str,
    /// Everything after the closing line.
    pub body: &'a str,
    /// The line of the file on which the body starts.
    pub body_line: usize,
}

/// Cuts `text` at the lines `---` (the second may also be `...`).
pub(super) fn cut(text: &str) -> Result<Parts<'_>, Fault> {
    let is_rule = |line: &str| line.trim_end() == "---";
    let first = text.split('\n').next().unwrap_or("");
    if !is_rule(first) {
        let remedy = "begin the file with a line ---, the fields title, url, region, lang, date, and a line ---";
        return Err(Fault::new(1, "there is no front matter", remedy));
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for (i, line) in text[start..].split_inclusive('\n').enumerate() {
        let end = at + line.len();
        if is_rule(line) || line.trim_end() == "..." {
            return Ok(Parts { head: &text[start..at], body: &text[end..], body_line: i + 3 });
        }
        at = end;
    }
    Err(Fault::new(1, "the front matter that opens here is never closed", "end it with a line ---"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: Option<String>,
    url: Option<String>,
    region: Option<String>,
    lang: Option<String>,
    date: Option<String>,
    publisher: Option<String>,
    speaker: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    id: Option<String>,
    kind: Option<String>,
    references: Option<Vec<String>>,
    #[serde(default)]
    facts: Vec<Row>,
    fetched: Option<String>,
    #[serde(default)]
    reprints: Vec<String>,
}

/// Where an article came from, beyond its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Provenance {
    /// When it was fetched, `YYYY-MM-DDThh:mm:ssZ`.
    pub fetched: Option<String>,
    /// Addresses of the same report that were joined to it.
    pub reprints: Vec<String>,
}

/// Reads where an article came from; empty for a head that is not right.
pub(super) fn provenance(head: &str) -> Provenance {
    parse(head).map_or_else(|_| Provenance::default(), |h| Provenance { fetched: h.fetched, reprints: h.reprints })
}

/// Reads a head. `default_id` is used where it names none; `public_url` is where our own reader shows briefs. All faults
/// are reported, not only the first.
pub(super) fn read(head: &str, default_id: &str, public_url: &str) -> Result<ArticleMeta, Vec<Fault>> {
    if head.len() > MAX_HEAD_BYTES {
        let what = format!("the front matter is longer than {} KiB", MAX_HEAD_BYTES / 1024);
        return Err(vec![Fault::new(1, what, "shorten it, or close it with a line ---")]);
    }
    let fields: Head = parse(head).map_err(|f| vec![f])?;
    let mut check = Check { head, faults: Vec::new() };
    let title = check.name("title", fields.title);
    let region = check.name("region", fields.region);
    let kind = fields.kind.as_deref().map_or(Ok(ArticleKind::Article), str::parse);
    let kind = check.required("kind", Some(kind), |k| k.map_err(split_remedy));
    let (url, references) = check.addresses(kind, fields.url, fields.references);
    let lang = check.required("lang", fields.lang, |s| s.parse::<Lang>().map_err(split_remedy));
    let date =
        check.required("date", fields.date, |s| s.parse::<PartialDate>().map_err(|e| split_remedy(e.to_string())));
    if let Some(fetched) = fields.fetched.clone() {
        check.required("fetched", Some(fetched), time);
    }
    for reprint in fields.reprints {
        check.required("reprints", Some(reprint), self::url);
    }
    let id = check.required("id", Some(fields.id.as_deref().map_or(Ok(default_id.to_owned()), id)), |r| r);
    match (title, region, kind, lang, date, id.map(ArticleId), check.faults.is_empty()) {
        (Some(title), Some(region), Some(kind), Some(lang), Some(date), Some(id), true) => Ok(ArticleMeta {
            url: url.unwrap_or_else(|| id.page(public_url)),
            id,
            title,
            kind,
            references,
            region,
            lang,
            date,
            publisher: fields.publisher.map(|s| tidy(&s)).filter(|s| !s.is_empty()),
            speaker: fields.speaker.map(|s| tidy(&s)).filter(|s| !s.is_empty()),
            tags: fields.tags.iter().map(|s| tidy(s)).filter(|s| !s.is_empty()).collect(),
            fetched: fields.fetched,
        }),
        _ => Err(check.faults),
    }
}

/// The curator's notes on facts in a head that has been read.
pub(super) fn notes(head: &str) -> Vec<Row> {
    if line_of(head, "facts") == 1 {
        Vec::new()
    } else {
        parse(head).map_or_else(|_| Vec::new(), |fields| fields.facts)
    }
}

fn parse(head: &str) -> Result<Head, Fault> {
    // Far more than any head needs, far less than what could exhaust time or memory.
    let options = serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! { max_depth: 16, max_nodes: 2_000, max_events: 10_000, max_aliases: 20 },
    };
    if head.trim().is_empty() {
        return Err(Fault::new(1, "the front matter is empty", "write title, url, region, lang and date into it"));
    }
    serde_saphyr::from_str_with_options(head, options).map_err(|e| {
        let line = e.location().map_or(1, |l| l.line() as usize + 1);
        if let serde_saphyr::Error::SerdeUnknownField { field, .. } = e.without_snippet() {
            return Fault::new(line, format!("unknown field '{field}'"), format!("allowed are {FIELDS}"));
        }
        let message = UserMessageFormatter.format_message(e.without_snippet()).escape_debug().to_string();
        Fault::new(line, format!("the front matter is not valid YAML: {message}"), "put values with : or # in quotes")
    })
}

/// A check's complaint: what is wrong, what to do.
type Complaint = (String, String);

struct Check<'a> {
    head: &'a str,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn required<S, T>(&mut self, key: &str, value: Option<S>, check: impl Fn(S) -> Result<T, Complaint>) -> Option<T> {
        let line = line_of(self.head, key);
        let Some(value) = value else {
            let what = if line == 1 { format!("no {key}") } else { format!("the {key} is empty") };
            self.faults.push(Fault::new(line, what, format!("write {key}: … into the front matter")));
            return None;
        };
        check(value).map_err(|(what, remedy)| self.faults.push(Fault::new(line, what, remedy))).ok()
    }

    /// The address of an article, or the references of a brief, which is at home in our own reader.
    fn addresses(
        &mut self,
        kind: Option<ArticleKind>,
        address: Option<String>,
        references: Option<Vec<String>>,
    ) -> (Option<String>, Vec<String>) {
        match kind {
            Some(ArticleKind::Brief) => {
                if address.is_some() {
                    let remedy = "move the address to references and leave url out";
                    self.fault("url", "a brief has no url: its words stand on no other page", remedy);
                }
                (None, self.required("references", references, web_addresses).unwrap_or_default())
            }
            _ => {
                if references.is_some() {
                    let remedy = "leave it out, or write kind: brief";
                    self.fault("references", "only a brief has references", remedy);
                }
                (self.required("url", address, url), Vec::new())
            }
        }
    }

    fn fault(&mut self, key: &str, what: &str, remedy: &str) {
        self.faults.push(Fault::new(line_of(self.head, key), what, remedy));
    }

    fn name(&mut self, key: &str, value: Option<String>) -> Option<String> {
        self.required(key, value, |s| {
            let name = tidy(&s);
            let empty = || (format!("the {key} is empty"), format!("write the {key} after '{key}:'"));
            if name.is_empty() { Err(empty()) } else { Ok(name) }
        })
    }
}

/// The line of the file on which a key of the head stands; 1, the opening line, when it is nowhere.
pub(super) fn line_of(head: &str, key: &str) -> usize {
    let names = |line: &str| {
        let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key);
        rest.is_some_and(|r| r.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    head.lines().position(names).map_or(1, |i| i + 2)
}

/// One line of text as it may be shown: single spaces, nothing that Telegram would change.
fn tidy(s: &str) -> String {
    let line = s.split_whitespace().collect::<Vec<_>>().join(" ");
    FrozenText::freeze(&line).as_str().to_owned()
}

/// The domain's messages are of the form "what is wrong; what to do".
fn split_remedy(message: String) -> Complaint {
    match message.split_once("; ") {
        Some((what, remedy)) => (what.to_owned(), remedy.to_owned()),
        None => (message, "correct it".to_owned()),
    }
}

fn url(s: String) -> Result<String, Complaint> {
    let remedy = "write the source's address, beginning with https:// or http://".to_owned();
    let plain = !s.contains(|c: char| c.is_whitespace() || c.is_control());
    let parsed = Url::parse(&s).ok().filter(|u| plain && matches!(u.scheme(), "http" | "https") && u.has_host());
    if parsed.is_some() { Ok(s) } else { Err((format!("'{}' is not a web address", s.escape_debug()), remedy)) }
}

fn web_addresses(list: Vec<String>) -> Result<Vec<String>, Complaint> {
    let mut seen = Vec::new();
    for address in list {
        let address = url(address)?;
        if seen.contains(&address) {
            return Err((format!("the reference {address} is listed twice"), "leave one of the two out".to_owned()));
        }
        seen.push(address);
    }
    let remedy = || "list the pages that state what the brief says: references: [https://…]".to_owned();
    if seen.is_empty() { Err(("there are no references".to_owned(), remedy())) } else { Ok(seen) }
}

/// A date with a time behind it, or alone.
fn time(s: String) -> Result<String, Complaint> {
    let day = s.get(..10).unwrap_or(&s).parse::<PartialDate>();
    day.map(|_| s).map_err(|e| split_remedy(e.to_string()))
}

fn id(s: &str) -> Result<String, Complaint> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '/' | '-');
    if !s.is_empty() && s.len() <= 128 && s.chars().all(good) {
        Ok(s.to_owned())
    } else {
        let what = format!("'{}' is not an id", s.escape_debug());
        Err((what, "use 1 to 128 of a-z, 0-9 and . _ / -, or leave the field out".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PUBLIC_URL;

    const GOOD: &str = "title: A\nurl: https://a.ru/x\nregion: Tomsk Region\nlang: en\ndate: 2020\n";

    fn lines(head: &str) -> Vec<(usize, String)> {
        read(head, "x", PUBLIC_URL).map_or_else(|f| f.into_iter().map(|f| (f.line, f.what)).collect(), |_| vec![])
    }

    #[test]
    fn reads_every_field() {
        let meta = read(&format!("{GOOD}publisher: P\nspeaker: S\ntags: [a, ' b  c ']\nid: a/b-1\n"), "x", PUBLIC_URL)
            .expect("good");
        assert_eq!((meta.id.0.as_str(), meta.date.to_string().as_str()), ("a/b-1", "2020"));
        assert_eq!(meta.tags, ["a", "b c"]);
        assert_eq!(read(GOOD, "x", PUBLIC_URL).map(|m| m.id.0), Ok("x".to_owned()));
    }

    #[test]
    fn an_address_stays_byte_for_byte() {
        let head = GOOD.replace("https://a.ru/x", "HTTPS://A.ru/b/../c?q=а#z");
        assert_eq!(read(&head, "x", PUBLIC_URL).map(|m| m.url).as_deref(), Ok("HTTPS://A.ru/b/../c?q=а#z"));
    }

    #[test]
    fn all_faults_of_a_head_are_told_with_their_lines() {
        let faults = lines("url: ftp://a.ru\nlang: de\ntitle: ' '\nid: Ä\ndate: 2020-13\n");
        let at: Vec<usize> = faults.iter().map(|f| f.0).collect();
        assert_eq!(at, [4, 1, 2, 3, 6, 5], "{faults:?}");
    }

    #[test]
    fn a_brief_is_at_home_in_the_reader_and_names_its_references() {
        let brief =
            "title: A\nkind: brief\nreferences: [https://a.ru/x, http://b.ru/]\nregion: R\nlang: ru\ndate: 2020\n";
        let meta = read(brief, "r/a", "https://bot.example").expect("good");
        assert_eq!((meta.url.as_str(), meta.kind), ("https://bot.example/a/r/a", ArticleKind::Brief));
        assert_eq!(meta.references, ["https://a.ru/x", "http://b.ru/"]);
        let references = |line: &str| brief.replace("references: [https://a.ru/x, http://b.ru/]", line);
        for (head, line, what) in [
            (references("url: https://a.ru/x"), 4, "a brief has no url: its words stand on no other page"),
            (references("speaker: S"), 1, "no references"),
            (references("references: []"), 4, "there are no references"),
            (references("references: [https://a.ru, b.ru]"), 4, "'b.ru' is not a web address"),
            (references("references: [https://a.ru, https://a.ru]"), 4, "the reference https://a.ru is listed twice"),
            (brief.replace("brief", "summary"), 3, "'summary' is not a kind of article"),
            (GOOD.replace("date", "references: [https://a.ru]\ndate"), 6, "only a brief has references"),
        ] {
            assert!(lines(&head).contains(&(line, what.to_owned())), "{:?} of {head}", lines(&head));
        }
    }

    #[test]
    fn bombs_end_in_a_fault() {
        let bomb = (0..20).fold("a0: &a0 [x,x]\n".to_owned(), |s, i| {
            let line = format!("a{}: &a{} [{}]\n", i + 1, i + 1, format!("*a{i},").repeat(9));
            s + &line
        });
        for head in [bomb, format!("title: {}", "[".repeat(9_000)), format!("title: {}", "{a: ".repeat(2_000))] {
            assert_eq!(lines(&head).len(), 1, "{}", &head[..40]);
        }
    }
}
