//! The articles as the bot's subscriptions, groups and inline mode want to know them.

use async_trait::async_trait;

use crate::app::{Adding, Snapshot, today};
use crate::curate::coverage::{self, Grid};
use crate::domain::{Citation, Lang};
use crate::engine::news::Interest;
use crate::ingest::Problem;
use crate::ingest::adding::{AddError, Document, Proposal, Wishes};
use crate::lint;
use crate::telegram::Library;
use crate::telegram::reach::curators::Status;

#[async_trait]
impl Library for Snapshot {
    fn generation(&self) -> String {
        self.generation.clone()
    }

    fn articles(&self) -> Vec<(String, String)> {
        self.ask.corpus().articles().iter().map(|a| (a.meta.id.0.clone(), a.text.sha256_hex())).collect()
    }

    fn regions(&self, lang: Lang) -> Vec<(String, String)> {
        self.ask.places(lang)
    }

    fn region_name(&self, region: &str, lang: Lang) -> String {
        self.ask.region_name(region, lang)
    }

    fn interest(&self, words: &str, lang: Lang) -> Interest {
        self.ask.interest(words, lang)
    }

    fn status(&self) -> Status {
        let name = |problem: &Problem| problem.to_string();
        Status {
            generation: self.generation.clone(),
            articles: self.ask.corpus().articles().len(),
            regions: self.ask.largest_first().len(),
            problems: self.problems.iter().map(name).collect(),
            kept: self.kept.clone(),
            ..Status::default()
        }
    }

    fn lint(&self) -> Vec<String> {
        lint::check(&self.dir, today()).iter().map(ToString::to_string).collect()
    }

    fn coverage(&self, lang: Lang) -> Grid {
        coverage::grid(&self.ask, lang)
    }

    fn propose(&self, document: Document, wishes: &Wishes) -> Result<Proposal, AddError> {
        Adding::to(&self.dir).propose(document, wishes)
    }

    fn take_in(&self, proposal: &Proposal) -> Result<(), AddError> {
        proposal.write(&self.dir)
    }

    fn news(&self, article: &str, interest: &Interest) -> Option<Citation> {
        let articles = self.ask.corpus().articles();
        let at = articles.binary_search_by(|a| a.meta.id.0.as_str().cmp(article)).ok()?;
        self.ask.news(at, interest)
    }
}
