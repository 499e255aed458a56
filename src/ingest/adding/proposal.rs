//! What adding a document would do, and doing it.

use std::path::{Path, PathBuf};

use super::compare::{Difference, Shingles};
use super::draft::{Draft, Known};
use super::holdings::{Entry, Holdings};
use super::{AddError, Document, Wishes, head, slug, write_atomically};
use crate::domain::{Article, ArticleMeta, Lexicon, PassageKind};
use crate::ingest::assemble::assemble;
use crate::ingest::importer::Input;
use crate::ingest::{Boilerplate, front_matter, markup};

/// An update that leaves less than this part of the sentences is doubted.
const SHRUNK: f64 = 0.4;
/// Where originals are kept, inside the knowledge folder; hidden, so that nobody takes them for articles.
const ORIGINALS: &str = ".originals";

/// What writing a proposal does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A new article.
    New,
    /// A new version of an article that is there.
    Update(Difference),
    /// The article is there and says the same; nothing is written.
    Unchanged,
    /// The same report is there under an earlier address; only the new address is noted there.
    Reprint {
        /// Title of the article that is there.
        title: String,
        /// Its file inside the knowledge folder.
        file: String,
    },
    /// The same report is there under a later address; the new one takes its place.
    Earlier {
        /// Title of the article that gives way.
        title: String,
        /// Its file inside the knowledge folder.
        file: String,
    },
}

/// An article file to be.
#[derive(Debug)]
pub struct Proposal {
    /// What was found or given.
    pub meta: ArticleMeta,
    /// Its file inside the knowledge folder.
    pub file: PathBuf,
    /// What writing does.
    pub action: Action,
    /// What a curator should look at: what was left out, put right or not found.
    pub notes: Vec<String>,
    /// Whether somebody must look before this is written: much of the text would go, or edits would be lost.
    pub doubtful: bool,
    /// Sentences in all.
    pub sentences: usize,
    /// The first words.
    pub beginning: String,
    content: String,
    original: Vec<u8>,
    extension: &'static str,
    gives_way: Option<PathBuf>,
}

/// Makes a proposal of a document. `now` is the time of fetching, `YYYY-MM-DDThh:mm:ssZ`.
pub fn propose(
    document: Document,
    wishes: &Wishes,
    holdings: &Holdings,
    lexicon: &Lexicon,
    furniture: &Boilerplate,
    now: &str,
) -> Result<Proposal, AddError> {
    let shown = document.shown.clone();
    let draft = Draft::read(document, furniture)?;
    let url = draft.url(wishes)?;
    let known = holdings.at(&url);
    if let Some((entry, true)) = known {
        return Ok(draft.joined(entry, url));
    }
    let known = known.map(|(entry, _)| entry);
    let url = known.map_or(url, |entry| entry.meta().url.clone());
    let (meta, region) = draft.meta(url, &Known { wishes, entry: known, lexicon, now })?;
    let article = assemble(meta, draft.imported.blocks.clone(), furniture).map_err(|_| AddError::NoText(shown))?;
    Ok(draft.proposal(article, &region, known, holdings, now))
}

impl Draft {
    fn proposal(
        self,
        article: Article,
        regions: &[String],
        known: Option<&Entry>,
        holdings: &Holdings,
        now: &str,
    ) -> Proposal {
        let shingles = Shingles::of(article.text.as_str());
        let twin = if known.is_none() { holdings.reprint(&shingles) } else { None };
        let (action, doubtful) = match (known, twin) {
            (Some(old), _) => {
                let difference = Difference::between(&old.article, &article);
                let doubtful =
                    count(&article) as f64 <= count(&old.article) as f64 * SHRUNK || was_edited(old, holdings);
                (
                    if difference.is_empty() && old.article.meta == article.meta {
                        Action::Unchanged
                    } else {
                        Action::Update(difference)
                    },
                    doubtful,
                )
            }
            (None, Some(twin)) => {
                let (title, file) = (twin.meta().title.clone(), twin.inside.display().to_string());
                let later = article.meta.date >= twin.meta().date;
                (if later { Action::Reprint { title, file } } else { Action::Earlier { title, file } }, false)
            }
            (None, None) => (Action::New, false),
        };
        let joined = match (&action, twin) {
            (Action::Reprint { .. }, Some(twin)) => {
                return self.reprint(twin, article, action.clone());
            }
            (Action::Earlier { .. }, Some(twin)) => [&[twin.meta().url.clone()][..], &twin.reprints].concat(),
            _ => known.map(|k| k.reprints.clone()).unwrap_or_default(),
        };
        let file = known.map_or_else(|| free(&article.meta, regions, holdings), |k| k.inside.clone());
        let head = self.head(&article.meta, known, &joined, now);
        let content = format!("---\n{head}---\n\n{}", markup::markdown(&self.imported.blocks));
        let gives_way = twin.map(|t| t.inside.clone());
        self.finish(article, file, action, doubtful, content, gives_way)
    }

    /// The earlier article with the new address noted.
    fn reprint(self, twin: &Entry, article: Article, action: Action) -> Proposal {
        let mut all = twin.reprints.clone();
        all.push(article.meta.url.clone());
        let list: Vec<String> = all.iter().map(|r| head::quoted(r)).collect();
        // Only the head changes: the twin's body stays as its curator left it.
        let content = head::set(&twin.head, "reprints", &format!("[{}]", list.join(", ")));
        self.finish(article, twin.inside.clone(), action, false, content, None)
    }

    /// An address that was joined to an article before.
    fn joined(self, entry: &Entry, url: String) -> Proposal {
        let article = Article { meta: ArticleMeta { url, ..entry.meta().clone() }, ..(*entry.article).clone() };
        self.finish(article, entry.inside.clone(), Action::Unchanged, false, String::new(), None)
    }

    fn finish(
        self,
        article: Article,
        file: PathBuf,
        action: Action,
        doubtful: bool,
        content: String,
        gives_way: Option<PathBuf>,
    ) -> Proposal {
        let first = article.passages.iter().find(|p| p.kind != PassageKind::Heading);
        let beginning = first.map(|p| article.slice(p.span).chars().take(200).collect()).unwrap_or_default();
        let notes = self.imported.left_out.iter().map(|f| format!("line {}: {}; {}", f.line, f.what, f.remedy));
        Proposal {
            sentences: count(&article),
            notes: notes.collect(),
            meta: article.meta,
            file,
            action,
            doubtful,
            beginning,
            content,
            original: self.document.bytes,
            extension: self.document.format.extension(),
            gives_way,
        }
    }
}

/// Whether a file is no longer what its kept original was converted to: a curator has worked on it.
fn was_edited(entry: &Entry, holdings: &Holdings) -> bool {
    use super::Format::{Docx, Html, Markdown, Pdf, Plain};
    let converted = [Html, Pdf, Docx, Plain, Markdown].into_iter().find_map(|format| {
        let kept = Path::new(ORIGINALS).join(entry.inside.with_extension(format.extension()));
        let bytes = std::fs::read(holdings.root.join(kept)).ok()?;
        let imported = format.importer().ok()?.import(&Input { bytes: &bytes, charset: None }).ok()?;
        Some(markup::markdown(&imported.blocks))
    });
    converted.is_some_and(|c| !entry.body.trim().ends_with(c.trim()))
}

fn count(article: &Article) -> usize {
    article.passages.iter().map(|p| p.sentences.len()).sum()
}

/// A file name that is not taken.
fn free(meta: &ArticleMeta, regions: &[String], holdings: &Holdings) -> PathBuf {
    let names: Vec<&str> = regions.iter().map(String::as_str).collect();
    let named = |s: String, other: &str| if s.is_empty() { other.to_owned() } else { s };
    let folder = holdings.folder(&names).map(Path::to_path_buf);
    let folder = folder.unwrap_or_else(|| PathBuf::from(named(slug::slug(names.first().unwrap_or(&"")), "region")));
    let title = named(slug::slug(&meta.title), "article");
    let taken = |file: &Path| holdings.taken.iter().any(|t| Path::new(t).with_extension("") == file.with_extension(""));
    let candidates =
        (1..).map(|n| if n == 1 { folder.join(format!("{title}.md")) } else { folder.join(format!("{title}-{n}.md")) });
    candidates.into_iter().find(|file| !taken(file)).unwrap_or_else(|| folder.join("article.md"))
}

impl Proposal {
    /// Writes the original, then the article; an article that gives way goes to the originals. Whatever fails, the
    /// articles that were there are still there.
    pub fn write(&self, knowledge: &Path) -> Result<(), AddError> {
        let original = Path::new(ORIGINALS).join(self.file.with_extension(self.extension));
        match &self.action {
            Action::Unchanged => return Ok(()),
            Action::Reprint { .. } => return self.note(knowledge),
            Action::New | Action::Update(_) | Action::Earlier { .. } => {}
        }
        write_atomically(knowledge, &original, &self.original)?;
        write_atomically(knowledge, &self.file, self.content.as_bytes())?;
        let Some(old) = &self.gives_way else { return Ok(()) };
        let fail = |e: std::io::Error| AddError::Write { path: old.display().to_string(), reason: e.to_string() };
        let kept = std::fs::read(knowledge.join(old)).map_err(fail)?;
        write_atomically(knowledge, &Path::new(ORIGINALS).join(old.with_extension("replaced.md")), &kept)?;
        std::fs::remove_file(knowledge.join(old)).map_err(fail)
    }

    /// Notes a reprint in the head of the file as it is now.
    fn note(&self, knowledge: &Path) -> Result<(), AddError> {
        let path = knowledge.join(&self.file);
        let fail = |what: String| AddError::Write { path: path.display().to_string(), reason: what };
        let text = std::fs::read_to_string(&path).map_err(|e| fail(e.to_string()))?;
        let parts = front_matter::cut(&text).map_err(|f| fail(f.what))?;
        let new = format!("---\n{}---\n{}", self.content, parts.body);
        write_atomically(knowledge, &self.file, new.as_bytes())
    }
}
