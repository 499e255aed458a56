//! What is around every page.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::assets::VERSION;
use super::super::visit::Visit;
use crate::locale::{Locale, text};

/// Title, language and links of a page.
pub(super) struct Frame {
    /// Language of our own words.
    pub lang: Locale,
    /// Title of the page.
    pub title: String,
    /// What it is about, in a line.
    pub description: String,
    /// Address of the feed that fits the page.
    pub feed: String,
    path: String,
    /// What the switch of the language keeps of the query.
    kept: String,
    public_url: String,
}

impl Frame {
    pub fn new(visit: &Visit, public_url: &str, title: String, description: String) -> Self {
        let keep = |name: &str| Some(format!("&{name}={}", encoded(visit.query(name)?)));
        Self {
            lang: visit.lang,
            title,
            description,
            feed: "/feed.atom".to_owned(),
            path: visit.path.clone(),
            kept: ["q", "mark"].into_iter().filter_map(keep).collect(),
            public_url: public_url.to_owned(),
        }
    }

    /// Our own words.
    pub fn t(&self, key: &str) -> String {
        text(self.lang, key, &[])
    }

    /// The page's own address.
    pub fn canonical(&self) -> String {
        format!("{}{}", self.public_url, self.path)
    }

    pub fn version(&self) -> &'static str {
        VERSION.as_str()
    }

    /// The languages that this page is not in.
    pub fn others(&self) -> Vec<Locale> {
        Locale::all().filter(|lang| *lang != self.lang).collect()
    }

    /// A language, in itself.
    pub fn language(&self, lang: &Locale) -> String {
        text(*lang, "reader-this-language", &[])
    }

    /// This page in another language.
    pub fn switch(&self, lang: &Locale) -> String {
        format!("{}?lang={lang}{}", self.path, self.kept)
    }

    /// The answer to a question.
    pub fn question(&self, question: &str) -> String {
        format!("/?q={}", encoded(question))
    }
}

fn encoded(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}
