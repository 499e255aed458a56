//! Documents to be articles, with the lexicon and the articles of a knowledge folder.

use std::path::Path;

use super::now;
use crate::ingest::adding::{AddError, Document, Holdings, Proposal, Wishes, propose as made};
use crate::ingest::{Boilerplate, lexicon};

/// What adding a document to the folder `knowledge` would do, judged by what is in it now.
pub fn propose(knowledge: &Path, document: Document, wishes: &Wishes) -> Result<Proposal, AddError> {
    let folder = knowledge.join("lexicon");
    let ((furniture, _), (lexicon, _)) = (Boilerplate::load(&folder), lexicon::load(&folder));
    let holdings = Holdings::open(knowledge, &furniture);
    made(document, wishes, &holdings, &lexicon, &furniture, &now())
}
