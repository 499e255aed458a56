//! Articles and regions as JSON.

use serde::Serialize;

use super::super::shelf::Region;
use crate::domain::{Article, Lang, PartialDate, Span};
use crate::lint::drift::{Drift, PageNow};

/// An article.
#[derive(Serialize)]
pub(in crate::web) struct ArticleObject {
    id: String,
    title: String,
    url: String,
    page: String,
    region: String,
    lang: &'static str,
    date: String,
    publisher: Option<String>,
    speaker: Option<String>,
    tags: Vec<String>,
    fetched: Option<String>,
    kind: &'static str,
    references: Vec<String>,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Vec<Span>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_check: Option<SourceCheck>,
}

/// What the last look at an article's source page found.
#[derive(Serialize)]
struct SourceCheck {
    checked: String,
    #[serde(flatten)]
    page: PageNow,
}

impl ArticleObject {
    /// Without its text.
    pub fn of(article: &Article, public_url: &str) -> Self {
        let meta = &article.meta;
        Self {
            id: meta.id.0.clone(),
            title: meta.title.clone(),
            url: meta.url.clone(),
            page: meta.id.page(public_url),
            region: meta.region.clone(),
            lang: meta.lang.code(),
            date: meta.date.to_string(),
            publisher: meta.publisher.clone(),
            speaker: meta.speaker.clone(),
            tags: meta.tags.clone(),
            fetched: meta.fetched.clone(),
            kind: meta.kind.code(),
            references: meta.references.clone(),
            sha256: article.text.sha256_hex(),
            text: None,
            sentences: None,
            source_check: None,
        }
    }

    /// With its text, the sentences of it and what is known of its source page.
    pub fn whole(article: &Article, public_url: &str, drift: &Drift) -> Self {
        let check = |(page, day): (PageNow, PartialDate)| SourceCheck { checked: day.to_string(), page };
        Self {
            text: Some(article.text.as_str().to_owned()),
            sentences: Some(article.passages.iter().flat_map(|passage| passage.sentences.iter().copied()).collect()),
            source_check: drift.of(article).map(check),
            ..Self::of(article, public_url)
        }
    }
}

/// A region.
#[derive(Serialize)]
pub(in crate::web) struct RegionObject {
    slug: String,
    en: String,
    ru: String,
    articles: usize,
    newest: Option<String>,
    page: String,
}

impl RegionObject {
    pub fn of(region: &Region, public_url: &str) -> Self {
        Self {
            slug: region.slug.clone(),
            en: region.name(Lang::En).to_owned(),
            ru: region.name(Lang::Ru).to_owned(),
            articles: region.articles.len(),
            newest: region.articles.first().map(|article| article.meta.date.to_string()),
            page: format!("{public_url}/regions/{}", region.slug),
        }
    }
}
