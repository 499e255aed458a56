//! One look at one source.

use std::path::Path;
use std::time::Duration;

use super::discover::{DiscoverError, Found, discover};
use super::list::{Kind, Source};
use super::polite::{Polite, Refused};
use super::state::{Memory, Seen, State};
use crate::domain::Lexicon;
use crate::ingest::Boilerplate;
use crate::ingest::adding::{Action, Document, Holdings, Wishes, propose};
use crate::ingest::fetch::{FetchError, Limits, Version};

/// Where articles go and what is needed to make them.
pub struct Place<'a> {
    /// The knowledge folder.
    pub knowledge: &'a Path,
    /// Names of regions.
    pub lexicon: &'a Lexicon,
    /// Page furniture.
    pub furniture: &'a Boilerplate,
    /// Limits of every request.
    pub limits: Limits,
    /// Between two requests to one host; a second, but for tests.
    pub pause: Duration,
    /// The time of fetching, `YYYY-MM-DDThh:mm:ssZ`.
    pub now: &'a str,
    /// The same in seconds since 1970.
    pub now_s: u64,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Files of new articles, reprints and earlier prints.
    pub added: Vec<String>,
    /// Files of new versions.
    pub updated: Vec<String>,
    /// Documents that say what they said before.
    pub unchanged: usize,
    /// Documents that were not taken in, with the reason.
    pub left_out: Vec<String>,
    /// Why the whole source failed.
    pub failure: Option<String>,
}

/// Looks at a source and takes in what is new. `progress` hears how many documents are done, of how many.
pub fn run(source: &Source, state: &mut State, place: &Place<'_>, mut progress: impl FnMut(usize, usize)) -> Report {
    let mut polite = Polite::new(place.limits, place.pause);
    let memory = state.sources.entry(source.name.clone()).or_default();
    let mut report = Report::default();
    let mut version = memory.version.clone();
    let found = match discover(source, &mut version, &mut polite) {
        Ok(found) => found.unwrap_or_default(),
        Err(error) => return failed(source, memory, report, place, &error),
    };
    let mut holdings = Holdings::open(place.knowledge, place.furniture);
    let new: Vec<Found> = found.into_iter().filter(|f| is_new(source, f, memory, &holdings)).collect();
    let all_taken = new.len() <= source.most;
    let count = new.len().min(source.most);
    for (i, document) in new.into_iter().take(source.most).enumerate() {
        progress(i, count);
        take_in(source, &document, memory, place, (&mut polite, &mut holdings), &mut report);
    }
    progress(count, count);
    // What did not fit into this run is found again only if the list counts as unread.
    if all_taken {
        memory.version = version;
    }
    memory.succeeded(place.now_s, source.interval_h);
    report
}

/// What a source has, without taking anything in: all addresses, and how many are wanted and new.
pub fn check(source: &Source, state: &State, place: &Place<'_>) -> Result<(usize, usize), String> {
    let mut polite = Polite::new(place.limits, place.pause);
    let found = discover(source, &mut Version::default(), &mut polite).map_err(|e| e.to_string())?.unwrap_or_default();
    let holdings = Holdings::open(place.knowledge, place.furniture);
    let memory = state.sources.get(&source.name).cloned().unwrap_or_default();
    let new = found.iter().filter(|f| is_new(source, f, &memory, &holdings)).count();
    Ok((found.len(), new))
}

fn failed(source: &Source, memory: &mut Memory, report: Report, place: &Place<'_>, error: &DiscoverError) -> Report {
    let retry = match error {
        DiscoverError::Refused(Refused::Fetch(FetchError::Status { retry_after_s, .. })) => *retry_after_s,
        _ => None,
    };
    memory.failed(place.now_s, source.interval_h, error.to_string(), retry);
    Report { failure: Some(error.to_string()), ..report }
}

/// A page is always looked at; a document of a list when it was never seen, or has changed since.
fn is_new(source: &Source, found: &Found, memory: &Memory, holdings: &Holdings) -> bool {
    match memory.documents.get(&found.url) {
        _ if source.kind == Kind::Page => true,
        Some(seen) => found.changed.is_some() && seen.changed != found.changed,
        None => !holdings.has(&found.url),
    }
}

fn take_in(
    source: &Source,
    found: &Found,
    memory: &mut Memory,
    place: &Place<'_>,
    with: (&mut Polite, &mut Holdings),
    report: &mut Report,
) {
    let known = memory.documents.get(&found.url).map(|s| s.version.clone()).unwrap_or_default();
    match add(source, found, &known, place, with) {
        Ok(Added { outcome, version }) => {
            let seen = Seen { version, changed: found.changed.clone() };
            memory.documents.insert(found.url.clone(), seen);
            match outcome {
                Outcome::Added(file) => report.added.push(file),
                Outcome::Updated(file) => report.updated.push(file),
                Outcome::Unchanged => report.unchanged += 1,
                Outcome::Doubtful(what) => report.left_out.push(what),
            }
        }
        Err(reason) => report.left_out.push(format!("{}: {reason}", found.url)),
    }
}

struct Added {
    outcome: Outcome,
    version: Version,
}

enum Outcome {
    Added(String),
    Updated(String),
    Unchanged,
    Doubtful(String),
}

fn add(
    source: &Source,
    found: &Found,
    known: &Version,
    place: &Place<'_>,
    (polite, holdings): (&mut Polite, &mut Holdings),
) -> Result<Added, String> {
    let fetched = polite.fetch(&found.url, known).map_err(|e| e.to_string())?;
    let Some(fetched) = fetched else { return Ok(Added { outcome: Outcome::Unchanged, version: known.clone() }) };
    let version = fetched.version.clone();
    let document = Document::fetched(&found.url, fetched).map_err(|e| e.to_string())?;
    // Documents of one run may be reprints of each other, and curators work meanwhile.
    holdings.refresh(place.furniture);
    let wishes = Wishes {
        url: Some(found.url.clone()),
        region: source.region.clone(),
        lang: source.lang.map(|l| l.code().to_owned()),
        date: found.date.clone(),
        ..Wishes::default()
    };
    let proposal = propose(document, &wishes, holdings, place.lexicon, place.furniture, place.now);
    let proposal = proposal.map_err(|e| e.to_string())?;
    let file = proposal.file.display().to_string();
    if proposal.doubtful {
        let what = format!("{}: much of {file} would go, or it was edited; look at it with policybot add", found.url);
        return Ok(Added { outcome: Outcome::Doubtful(what), version });
    }
    proposal.write(place.knowledge).map_err(|e| e.to_string())?;
    let outcome = match proposal.action {
        Action::Unchanged => Outcome::Unchanged,
        Action::Update(_) => Outcome::Updated(file),
        Action::New | Action::Reprint { .. } | Action::Earlier { .. } => Outcome::Added(file),
    };
    Ok(Added { outcome, version })
}
