//! The corpus as the engine sees it: every word as a number, with how often and where it occurs.
//!
//! Built once for a corpus and never changed. Token positions are numbered through the whole corpus, so a passage, a
//! sentence and an article are ranges of token numbers. Memory: 12 bytes a token and the vocabulary.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::intros;
use super::signals::{Signal, leans_back};
use super::typed::Typed;
use crate::domain::{Corpus, Lang, Passage, PassageId, PassageKind, Span};
use crate::text::stem::stem;
use crate::text::words::words;

/// Numbers for strings, from 0.
#[derive(Debug, Default)]
pub struct Interner {
    ids: FxHashMap<Box<str>, u32>,
    strings: Vec<Box<str>>,
}

impl Interner {
    fn intern(&mut self, s: &str) -> u32 {
        if let Some(id) = self.ids.get(s) {
            return *id;
        }
        let id = self.strings.len() as u32;
        self.strings.push(s.into());
        self.ids.insert(s.into(), id);
        id
    }

    /// The number of a string that occurs in the corpus.
    pub fn get(&self, s: &str) -> Option<u32> {
        self.ids.get(s).copied()
    }

    /// The string of a number.
    pub fn name(&self, id: u32) -> &str {
        &self.strings[id as usize]
    }

    /// All strings, by number.
    pub fn strings(&self) -> &[Box<str>] {
        &self.strings
    }
}

/// Tokens of one sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Bytes in the article's text.
    pub span: Span,
    /// Token numbers.
    pub tokens: Range<u32>,
    /// What kinds of things it states.
    pub typed: Typed,
    /// How many commas and semicolons it has, at most 255.
    pub commas: u8,
    /// Whether it leans on what stands before it.
    pub leans_back: bool,
    /// Whether it is a question.
    pub is_question: bool,
}

/// One passage in words.
#[derive(Debug, Clone)]
pub struct PassageWords {
    /// Token numbers.
    pub tokens: Range<u32>,
    /// Sentence numbers.
    pub sentences: Range<u32>,
    /// The heading it stands under, if any.
    pub heading: Option<PassageId>,
    /// What introduces it: the line above its list, the head of its table.
    pub intro: Option<PassageId>,
    /// Whether it is the head of a table: it names the columns and states nothing.
    pub names_columns: bool,
    /// Whether it puts a question that the text below answers, as in an interview.
    pub asks: bool,
    /// What it was in the source.
    pub kind: PassageKind,
}

/// One article in words.
#[derive(Debug, Clone)]
pub struct ArticleWords {
    /// How often each stem occurs, ordered by stem.
    pub counts: Vec<(u32, u32)>,
    /// Number of tokens.
    pub len: u32,
    /// Stems of title, region, tags and speaker, ordered.
    pub title: Vec<u32>,
    /// Language of the text.
    pub lang: Lang,
}

impl ArticleWords {
    /// How often the stem occurs.
    pub fn count(&self, stem: u32) -> u32 {
        self.counts.binary_search_by_key(&stem, |c| c.0).map_or(0, |i| self.counts[i].1)
    }
}

/// The analysed corpus.
#[derive(Debug, Default)]
pub struct Lexis {
    /// All stems.
    pub stems: Interner,
    /// All folded words.
    pub surfaces: Interner,
    /// Stem of each folded word.
    pub stem_of_surface: Vec<u32>,
    /// What each folded word can be.
    pub signals: Vec<Signal>,
    /// The folded word that is met most often with each stem.
    pub usual: Vec<u32>,
    /// The folded words by their stems, and where those of each stem begin among them.
    by_stem: Vec<u32>,
    first_of_stem: Vec<u32>,
    /// Number of passages with each stem.
    pub stem_df: Vec<u32>,
    /// Number of passages with each folded word.
    pub surface_df: Vec<u32>,
    /// Number of articles with each stem.
    pub article_df: Vec<u32>,
    /// Folded word of each token.
    pub surface: Vec<u32>,
    /// Bytes of each token in its article's text.
    pub start: Vec<u32>,
    /// Whether each token begins with a capital.
    pub capital: Vec<bool>,
    /// By passage number.
    pub passages: Vec<PassageWords>,
    /// By sentence number.
    pub sentences: Vec<Sentence>,
    /// By position in the corpus.
    pub articles: Vec<ArticleWords>,
    /// Number of passages in each language, by [`lang_index`].
    pub passages_in: [u32; 2],
    /// Mean number of tokens of a passage.
    pub mean_len: f32,
    /// Mean number of tokens of an article.
    pub mean_article_len: f32,
}

/// With fewer passages than this, a word's rarity is judged as if there were this many: in a handful of passages
/// every word looks rare or common by chance.
const LEAST_PASSAGES: f32 = 240.0;

/// The same for sentences.
const LEAST_SENTENCES: f32 = 500.0;

/// The number of sentences by which rarity among them is judged.
pub fn judged_sentences(sentences: usize) -> f32 {
    (sentences as f32).max(LEAST_SENTENCES)
}

/// The number of passages by which rarity is judged.
pub fn judged(passages: u32) -> f32 {
    (passages as f32).max(LEAST_PASSAGES)
}

/// Sentences of a question with what leads to it, before an answer: more tell something themselves.
const SENTENCES_OF_A_QUESTION: usize = 3;

/// Whether a passage, of some sentences, puts a question that the one below it answers: its last sentence is one, or it has a question in it
/// and is direct speech ("– And the grants? Much was said of them."). In a list each item may answer its own question;
/// where the next one asks nothing, that is the answer.
fn asks(corpus: &Corpus, id: PassageId, sentences: &[Sentence]) -> bool {
    let article = corpus.article_of(id);
    let speech = |passage: &Passage| article.slice(passage.span).starts_with(['–', '—', '-']);
    let answers = |passage: &Passage| {
        let asks = passage.sentences.iter().any(|s| is_question(article.slice(*s)));
        (passage.kind == PassageKind::ListItem || speech(passage)) && !asks
    };
    let below = || {
        let last = corpus.passages_of(corpus.article_index(id)).next_back();
        (last != Some(id)).then(|| corpus.passage(PassageId(id.0 + 1)))
    };
    let [first, .., last] = sentences else { return sentences.iter().any(|s| s.is_question) };
    last.is_question
        || sentences.iter().any(|s| s.is_question) && speech(corpus.passage(id))
        || first.is_question && sentences.len() <= SENTENCES_OF_A_QUESTION && below().is_some_and(answers)
}

fn is_question(sentence: &str) -> bool {
    sentence.trim_end_matches(|c: char| c.is_whitespace() || "»”\"'’)".contains(c)).ends_with('?')
}

/// Position of a language in per-language tables.
pub const fn lang_index(lang: Lang) -> usize {
    lang as usize
}

impl Lexis {
    /// Analyses the corpus.
    pub fn build(corpus: &Corpus) -> Self {
        let mut lexis = Self::default();
        for index in 0..corpus.articles().len() {
            lexis.add_article(corpus, index);
        }
        lexis.find_usual();
        lexis.order_by_stem();
        let passages = lexis.passages.len().max(1) as f32;
        lexis.mean_len = (lexis.surface.len() as f32 / passages).max(1.0);
        lexis.mean_article_len = (lexis.surface.len() as f32 / lexis.articles.len().max(1) as f32).max(1.0);
        lexis
    }

    fn add_article(&mut self, corpus: &Corpus, index: usize) {
        let article = &corpus.articles()[index];
        let meta = &article.meta;
        let head = [&meta.title, &meta.region].into_iter().chain(&meta.tags).chain(&meta.speaker);
        let mut title: Vec<u32> = head.flat_map(|s| words(s)).map(|w| self.word(&w.folded).1).collect();
        title.sort_unstable();
        title.dedup();
        let first = self.surface.len();
        let mut heading = None;
        for (id, intro) in corpus.passages_of(index).zip(intros::of_article(corpus, index)) {
            self.add_passage(corpus, id, heading, intro);
            if corpus.passage(id).kind == PassageKind::Heading {
                heading = Some(id);
            }
            self.passages_in[lang_index(meta.lang)] += 1;
        }
        let counts = count(self.surface[first..].iter().map(|s| self.stem_of_surface[*s as usize]));
        for (stem, _) in &counts {
            self.article_df[*stem as usize] += 1;
        }
        let len = (self.surface.len() - first) as u32;
        self.articles.push(ArticleWords { counts, len, title, lang: meta.lang });
    }

    fn add_passage(&mut self, corpus: &Corpus, id: PassageId, heading: Option<PassageId>, intro: Option<PassageId>) {
        let (article, passage) = (corpus.article_of(id), corpus.passage(id));
        let (first, first_sentence) = (self.surface.len() as u32, self.sentences.len() as u32);
        for span in &passage.sentences {
            let begin = self.surface.len() as u32;
            let all = words(article.slice(*span));
            for word in &all {
                let (surface, _) = self.word(&word.folded);
                self.surface.push(surface);
                self.start.push((span.start + word.span.start) as u32);
                self.capital.push(word.capital);
            }
            let mine = &self.surface[begin as usize..];
            let signals: Vec<Signal> = mine.iter().map(|s| self.signals[*s as usize]).collect();
            let text = article.slice(*span);
            let typed = Typed::of(&all, &signals, text);
            let commas = text.bytes().filter(|b| matches!(b, b',' | b';')).count().min(255) as u8;
            let leans_back = all.first().is_some_and(|word| leans_back(&word.folded));
            let (tokens, is_question) = (begin..self.surface.len() as u32, is_question(text));
            self.sentences.push(Sentence { span: *span, tokens, typed, commas, leans_back, is_question });
        }
        let tokens = first..self.surface.len() as u32;
        let mut surfaces = self.surface[first as usize..].to_vec();
        surfaces.sort_unstable();
        surfaces.dedup();
        let mut stems: Vec<u32> = surfaces.iter().map(|s| self.stem_of_surface[*s as usize]).collect();
        stems.sort_unstable();
        stems.dedup();
        surfaces.iter().for_each(|s| self.surface_df[*s as usize] += 1);
        stems.iter().for_each(|s| self.stem_df[*s as usize] += 1);
        let sentences = first_sentence..self.sentences.len() as u32;
        let (kind, asks) = (passage.kind, asks(corpus, id, &self.sentences[first_sentence as usize..]));
        self.passages.push(PassageWords { tokens, sentences, heading, intro, names_columns: false, asks, kind });
        if let Some(head) = intro.map(|id| &mut self.passages[id.index()]) {
            head.names_columns = head.kind == PassageKind::TableRow;
        }
    }

    /// Numbers of a folded word and of its stem, made up if new.
    fn word(&mut self, folded: &str) -> (u32, u32) {
        let surface = self.surfaces.intern(folded);
        if surface as usize == self.stem_of_surface.len() {
            let stem = self.stems.intern(&stem(folded));
            self.stem_of_surface.push(stem);
            self.signals.push(Signal::of(folded));
            self.surface_df.push(0);
            self.stem_df.resize(self.stems.strings.len(), 0);
            self.article_df.resize(self.stems.strings.len(), 0);
        }
        (surface, self.stem_of_surface[surface as usize])
    }

    fn find_usual(&mut self) {
        self.usual = vec![u32::MAX; self.stems.strings.len()];
        for (surface, stem) in self.stem_of_surface.iter().enumerate() {
            let best = &mut self.usual[*stem as usize];
            if *best == u32::MAX || self.surface_df[surface] > self.surface_df[*best as usize] {
                *best = surface as u32;
            }
        }
    }

    fn order_by_stem(&mut self) {
        self.by_stem = (0..self.stem_of_surface.len() as u32).collect();
        self.by_stem.sort_by_key(|surface| self.stem_of_surface[*surface as usize]);
        let stem_of = |surface: &u32| self.stem_of_surface[*surface as usize];
        let first = |stem: u32| self.by_stem.partition_point(|surface| stem_of(surface) < stem) as u32;
        self.first_of_stem = (0..=self.stems.strings.len() as u32).map(first).collect();
    }

    /// The folded words with a stem.
    pub fn surfaces_of(&self, stem: u32) -> &[u32] {
        let at = |stem: u32| self.first_of_stem[stem as usize] as usize;
        &self.by_stem[at(stem)..at(stem + 1)]
    }

    /// The stem of a folded word: looked up where the corpus has the word, which is faster than to stem it.
    pub fn stem_of<'w>(&'w self, folded: &'w str) -> Cow<'w, str> {
        match self.surfaces.get(folded) {
            Some(surface) => Cow::Borrowed(self.stems.name(self.stem_of_surface[surface as usize])),
            None => stem(folded),
        }
    }

    /// What a folded word can be: looked up where the corpus has the word.
    pub fn signal_of(&self, folded: &str) -> Signal {
        self.surfaces.get(folded).map_or_else(|| Signal::of(folded), |surface| self.signals[surface as usize])
    }

    /// The stems of a sentence, in order.
    pub fn stems_of(&self, sentence: &Sentence) -> Vec<&str> {
        sentence.tokens.clone().map(|token| self.stems.name(self.stem_at(token))).collect()
    }

    /// Stem of a token.
    pub fn stem_at(&self, token: u32) -> u32 {
        self.stem_of_surface[self.surface[token as usize] as usize]
    }

    /// The sentences of a passage.
    pub fn sentences_of(&self, id: PassageId) -> &[Sentence] {
        &self.sentences[self.sentence_numbers(id)]
    }

    /// The numbers of a passage's sentences.
    pub fn sentence_numbers(&self, id: PassageId) -> Range<usize> {
        let range = &self.passages[id.index()].sentences;
        range.start as usize..range.end as usize
    }

    /// The tokens of neighbouring sentences, at least one, by their numbers.
    pub fn tokens_of(&self, sentences: &Range<usize>) -> Range<u32> {
        self.sentences[sentences.start].tokens.start..self.sentences[sentences.end - 1].tokens.end
    }
}

fn count(stems: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut all: Vec<u32> = stems.collect();
    all.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::new();
    for stem in all {
        match out.last_mut() {
            Some((last, n)) if *last == stem => *n += 1,
            _ => out.push((stem, 1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::statements::tests::article;
    use crate::text::sentences::sentences;

    #[test]
    fn what_asks_is_told_from_what_answers_its_own_question() {
        let asking = |text: &str| {
            let mut article = Arc::unwrap_or_clone(article(text));
            for passage in &mut article.passages {
                let at = passage.span.start;
                let own = sentences(passage.span.of(article.text.as_str()).expect("a passage"), Lang::En);
                passage.sentences = own.into_iter().map(|s| Span::new(s.start + at, s.end + at)).collect();
            }
            let lexis = Lexis::build(&Corpus::new(vec![Arc::new(article)]));
            lexis.passages.iter().map(|p| p.asks).collect::<Vec<_>>()
        };
        assert_eq!(asking("Who can apply?\nAny firm."), [true, false]);
        assert_eq!(asking("And the grant? Much was said of it.\n– It works. Thirty students get it."), [true, false]);
        assert_eq!(asking("– And the grant? Much was said of it.\n– It works."), [true, false]);
        assert_eq!(asking("- Who can apply? Any firm.\n- Is there a fee? No."), [false, false]);
        assert_eq!(asking("Why here? The port is near.\nThe plant opens in May."), [false, false]);
    }

    #[test]
    fn words_and_stems_lead_to_each_other() {
        let mut lexis = Lexis::default();
        ["grants", "fund", "grant", "funded"].iter().for_each(|w| _ = lexis.word(w));
        lexis.order_by_stem();
        let of = |word: &str| {
            let stem = lexis.stems.get(&lexis.stem_of(word));
            stem.map(|s| lexis.surfaces_of(s).iter().map(|w| lexis.surfaces.name(*w)).collect::<Vec<_>>())
        };
        assert_eq!((of("grants"), of("funded")), (Some(vec!["grants", "grant"]), Some(vec!["fund", "funded"])));
        assert_eq!((of("granting"), of("loans")), (Some(vec!["grants", "grant"]), None));
    }
}
