//! Documents to be articles, with the lexicon and the articles of a knowledge folder.

use std::path::Path;

use super::now;
use crate::domain::Lexicon;
use crate::ingest::adding::{AddError, Document, Holdings, Proposal, Wishes, propose as made};
use crate::ingest::{Boilerplate, lexicon};

/// What documents are compared with: read once for several of them.
pub struct Adding {
    furniture: Boilerplate,
    lexicon: Lexicon,
    holdings: Holdings,
}

impl Adding {
    /// Reads the folder `knowledge`.
    pub fn to(knowledge: &Path) -> Self {
        let folder = knowledge.join("lexicon");
        let ((furniture, _), (lexicon, _)) = (Boilerplate::load(&folder), lexicon::load(&folder));
        let holdings = Holdings::open(knowledge, &furniture);
        Self { furniture, lexicon, holdings }
    }

    /// What adding a document would do, judged by the articles that are there now.
    pub fn propose(&mut self, document: Document, wishes: &Wishes) -> Result<Proposal, AddError> {
        let Self { furniture, lexicon, holdings } = self;
        holdings.refresh(furniture);
        made(document, wishes, holdings, lexicon, furniture, &now())
    }
}
