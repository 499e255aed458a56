//! A document that was read, and what its front matter is to be.

use super::guess;
use super::holdings::Entry;
use super::{AddError, Document, Wishes, head};
use crate::domain::{ArticleMeta, DateError, Lang, Lexicon, PUBLIC_URL, PartialDate, Region};
use crate::ingest::format::Format;
use crate::ingest::importer::{Imported, Input};
use crate::ingest::problem::Fault;
use crate::ingest::{Boilerplate, front_matter};
use crate::text::language;

/// The id of an article before its file has a name.
const NO_ID: &str = "x";

/// A document that was read.
pub(super) struct Draft {
    pub document: Document,
    pub imported: Imported,
    /// The head it came with, as an article file of another folder has one.
    head: Option<String>,
}

/// What is known when the front matter is made.
pub(super) struct Known<'a> {
    pub wishes: &'a Wishes,
    /// The article that is there under the same address.
    pub entry: Option<&'a Entry>,
    pub lexicon: &'a Lexicon,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub now: &'a str,
}

impl Draft {
    pub(super) fn read(document: Document, furniture: &Boilerplate) -> Result<Self, AddError> {
        let shown = document.shown.clone();
        let fail = |fault: Fault| AddError::Unreadable { shown: shown.clone(), what: fault.what, remedy: fault.remedy };
        let importer = document.format.importer().map_err(fail)?;
        let input = Input { bytes: &document.bytes, charset: document.charset.as_deref() };
        let is_text = matches!(document.format, Format::Markdown | Format::Plain);
        let text = if is_text { Some(input.text().map_err(fail)?) } else { None };
        let parts = text.as_ref().and_then(|t| front_matter::cut(&t.text).ok());
        let input = text.as_ref().map_or(input, |t| Input::of(parts.as_ref().map_or(&t.text, |p| p.body)));
        let mut imported = importer.import(&input).map_err(fail)?;
        imported.blocks.retain(|b| !furniture.matches(&b.text));
        if !imported.blocks.iter().any(|b| b.text.contains(char::is_alphanumeric)) {
            return Err(AddError::NoText(shown));
        }
        // An id from elsewhere could be that of an article which is here.
        let without_id =
            |head: &str| head.lines().filter(|l| !l.starts_with("id:")).map(|l| format!("{l}\n")).collect();
        let head = parts.map(|p| without_id(p.head));
        imported.left_out.extend(text.map(|t| t.notes).unwrap_or_default());
        Ok(Self { document, imported, head })
    }

    fn missing(&self, what: &'static str, option: &'static str) -> AddError {
        AddError::Missing { shown: self.document.shown.clone(), what, option }
    }

    fn wrong(&self, what: String) -> AddError {
        AddError::Wrong { shown: self.document.shown.clone(), what }
    }

    /// What the head it came with says.
    fn own(&self) -> Option<ArticleMeta> {
        self.head.as_deref().and_then(|head| front_matter::read(head, NO_ID, PUBLIC_URL).ok())
    }

    /// The address of the source.
    pub(super) fn url(&self, wishes: &Wishes) -> Result<String, AddError> {
        let own = self.own().map(|m| m.url);
        let said = self.imported.said.url.clone().filter(|u| u.starts_with("https://") || u.starts_with("http://"));
        // A page that was fetched is cited under the address it came from, a saved one under the one it names.
        let url = wishes.url.clone().or_else(|| self.document.url.clone()).or(own).or(said);
        url.ok_or_else(|| self.missing("address of the source", "--url"))
    }

    /// The front matter, and the names of the region in both languages.
    pub(super) fn meta(&self, url: String, known: &Known<'_>) -> Result<(ArticleMeta, Vec<String>), AddError> {
        let (wishes, base) = (known.wishes, self.own().or_else(|| known.entry.map(|e| e.meta().clone())));
        let base = base.as_ref();
        let lang = self.lang(wishes, base)?;
        let title = self.title(wishes, base)?;
        let date = self.date(known, base, &url)?;
        let (region, names) = self.region(known, base, &title, lang)?;
        let publisher = wishes.publisher.clone().or_else(|| base.and_then(|b| b.publisher.clone()));
        let publisher = publisher.or_else(|| self.imported.said.publisher.clone()).or_else(|| guess::host(&url));
        // What a head cannot say is found where heads are read.
        let mut text = self.text(known.entry);
        let fields = [("title", Some(title)), ("url", Some(url)), ("region", Some(region)), ("publisher", publisher)];
        for (key, value) in fields {
            text = value.map_or(text.clone(), |v| head::set(&text, key, &head::quoted(&v)));
        }
        text = head::set(&head::set(&text, "lang", lang.code()), "date", &head::quoted(&date.to_string()));
        let first =
            |faults: Vec<Fault>| faults.first().map(|f| format!("{}; {}", f.what, f.remedy)).unwrap_or_default();
        let mut meta = front_matter::read(&text, NO_ID, PUBLIC_URL).map_err(|faults| self.wrong(first(faults)))?;
        match known.entry {
            Some(entry) => meta.id = entry.meta().id.clone(),
            None if meta.id.0 != NO_ID => return Err(self.wrong("the head has an id; take it out".to_owned())),
            None => {}
        }
        Ok((meta, names))
    }

    fn lang(&self, wishes: &Wishes, base: Option<&ArticleMeta>) -> Result<Lang, AddError> {
        if let Some(lang) = &wishes.lang {
            return lang.parse().map_err(|what| self.wrong(what));
        }
        let text = || self.imported.blocks.iter().map(|b| b.text.as_str()).collect::<String>();
        let lang = base.map(|b| b.lang).or_else(|| language::detect(&text()));
        lang.ok_or_else(|| self.missing("language", "--lang"))
    }

    fn title(&self, wishes: &Wishes, base: Option<&ArticleMeta>) -> Result<String, AddError> {
        let title = wishes.title.clone().or_else(|| base.map(|b| b.title.clone()));
        let title = title.or_else(|| self.imported.said.title.clone());
        title.or_else(|| guess::title(&self.imported.blocks)).ok_or_else(|| self.missing("title", "--title"))
    }

    fn date(&self, known: &Known<'_>, base: Option<&ArticleMeta>, url: &str) -> Result<PartialDate, AddError> {
        if let Some(date) = &known.wishes.date {
            return date.parse().map_err(|e: DateError| self.wrong(e.to_string()));
        }
        let said = self.imported.said.date.as_deref();
        let date = base.map(|b| b.date).or_else(|| guess::date(said, Some(url), &self.imported.blocks));
        let past = date.filter(|d| d.to_string().as_str() <= known.now);
        past.ok_or_else(|| self.missing("date", "--date"))
    }

    fn region(
        &self,
        known: &Known<'_>,
        base: Option<&ArticleMeta>,
        title: &str,
        lang: Lang,
    ) -> Result<(String, Vec<String>), AddError> {
        let in_lang = |r: &Region| if lang == Lang::Ru { r.ru.clone() } else { r.en.clone() };
        let both = |r: &Region| vec![r.en.clone(), r.ru.clone()];
        let kept = base.map(|b| b.region.clone()).filter(|_| known.wishes.region.is_none());
        if let Some(name) = kept {
            let names = guess::named(&name, known.lexicon).map_or_else(|| vec![name.clone()], both);
            return Ok((name, names));
        }
        match &known.wishes.region {
            Some(name) => Ok(match guess::named(name, known.lexicon) {
                Some(region) => (in_lang(region), both(region)),
                None => (name.clone(), vec![name.clone()]),
            }),
            None => {
                let found = guess::region(title, &self.imported.blocks, known.lexicon);
                found.map(|r| (in_lang(r), both(r))).ok_or_else(|| self.missing("region", "--region"))
            }
        }
    }

    /// The head to start from.
    fn text(&self, known: Option<&Entry>) -> String {
        known.map(|e| e.head.clone()).or_else(|| self.head.clone()).unwrap_or_default()
    }

    /// The head of the file to be.
    pub(super) fn head(&self, meta: &ArticleMeta, known: Option<&Entry>, reprints: &[String], now: &str) -> String {
        let mut text = self.text(known);
        let mut set = |key: &str, value: &str| text = head::set(&text, key, value);
        set("title", &head::quoted(&meta.title));
        set("url", &head::quoted(&meta.url));
        set("region", &head::quoted(&meta.region));
        set("lang", meta.lang.code());
        set("date", &head::quoted(&meta.date.to_string()));
        if let Some(publisher) = &meta.publisher {
            set("publisher", &head::quoted(publisher));
        }
        set("fetched", &head::quoted(now));
        if !reprints.is_empty() {
            set("reprints", &format!("[{}]", reprints.iter().map(|r| head::quoted(r)).collect::<Vec<_>>().join(", ")));
        }
        text
    }
}
