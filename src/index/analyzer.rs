//! The analyzer chain: folded words, then stems of both languages. It only lends `text` to tantivy.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::text::stem::stem;
use crate::text::words::{Word, words};

/// Name of the analyzer that gives stems.
pub const STEMS: &str = "policybot_stems";
/// Name of the analyzer that gives folded words.
pub const WORDS: &str = "policybot_words";

/// Makes both analyzers known to an index.
pub fn register(index: &Index) {
    for (name, stemmed) in [(STEMS, true), (WORDS, false)] {
        index.tokenizers().register(name, TextAnalyzer::from(Words { stemmed }));
    }
}

#[derive(Clone)]
struct Words {
    stemmed: bool,
}

struct Stream {
    words: std::vec::IntoIter<Word>,
    stemmed: bool,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { words: words(text).into_iter(), stemmed: self.stemmed, token: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        let text = if self.stemmed { stem(&word.folded).into_owned() } else { word.folded };
        let position = self.token.position.wrapping_add(1);
        self.token =
            Token { offset_from: word.span.start, offset_to: word.span.end, position, text, position_length: 1 };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
