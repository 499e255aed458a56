//! Which words of a quote a question speaks of.

use std::collections::HashSet;

use super::ask::Ask;
use super::lexis::lang_index;
use crate::domain::{Question, Quote, Span};
use crate::text::stem::stem;
use crate::text::stopwords::is_stop;
use crate::text::words::words;

impl Ask {
    /// The words of the quote that stand for words of the question, as byte ranges of the quote's text, in order. Typos
    /// and the other language count; stop words and names of regions do not.
    pub fn matched(&self, question: &Question, quote: &Quote) -> Vec<Span> {
        let query = self.understand(question);
        let lang = lang_index(quote.article().meta.lang);
        let content = query.terms.iter().filter(|t| t.is_content());
        let stems = content.flat_map(|t| &t.views[lang].stems).map(|(id, _)| self.lexis.stems.name(*id));
        let wanted: HashSet<&str> = stems.collect();
        let said = words(quote.text()).into_iter().filter(|w| !is_stop(&w.folded));
        said.filter(|w| wanted.contains(stem(&w.folded).as_ref())).map(|w| w.span).collect()
    }
}
