//! How long a whole answer takes, beside the bare search for the same words.
//!
//! Twice: on the shipped articles alone, and with made-up ones beside them up to `POLICYBOT_BENCH_PASSAGES` passages
//! (10,000 by default). The ratio of the two medians is printed for each.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use policybot::domain::{Corpus, Lang, Lexicon, Question};
use policybot::engine::{Ask, Options, Retriever, Search};
use policybot::index::{SearchIndex, Searcher};
use policybot::ingest::{Boilerplate, load, load_knowledge};
use policybot::text::{stem::stem, words::words};

/// Asked in turn: lists, quotes, another language, a region and a topic that are not covered.
const QUESTIONS: [(&str, Lang); 6] = [
    ("Which directions of support does the Tomsk Region name?", Lang::En),
    ("Какие компании сотрудничают с Томском?", Lang::Ru),
    ("How much Tomsk high-tech production did large companies purchase in recent years?", Lang::En),
    ("Who participated in the meeting of the governors' club?", Lang::En),
    ("Which support measures are there in the Kaluga Region?", Lang::En),
    ("What does the governor say about whale watching?", Lang::En),
];
/// Passages of a made-up article.
const PASSAGES_OF_ARTICLE: usize = 20;
/// Rounds over all questions behind a printed ratio.
const ROUNDS: usize = 20;

/// Everything that is measured on one corpus.
struct Bench {
    name: String,
    ask: Ask,
    bare: Searcher,
}

impl Bench {
    fn new(name: &str, corpus: Corpus, lexicon: &Lexicon) -> Self {
        let corpus = Arc::new(corpus);
        let index = SearchIndex::in_memory().expect("an index");
        index.sync(&corpus, |_, _| {}).expect("indexed");
        let name = format!("{name}, {} passages", corpus.len());
        let (searcher, bare) = (index.searcher(Arc::clone(&corpus)), index.searcher(Arc::clone(&corpus)));
        Self { name, ask: Ask::new(corpus, lexicon, Box::new(searcher), Options::default()), bare }
    }

    fn answer(&self, (question, _): (&str, Lang)) {
        black_box(self.ask.ask(&Question::new(question)).expect("an answer"));
    }

    /// The ten best passages for the same words, by tantivy's BM25 alone.
    fn search(&self, (question, lang): (&str, Lang)) {
        let stems = words(question).iter().map(|w| (stem(&w.folded).into_owned(), 1.0)).collect();
        let search = Search { lang, regions: Vec::new(), stems, words: Vec::new(), passages: 10, articles: 0 };
        black_box(self.bare.retrieve(&search).expect("candidates"));
    }

    fn print_ratio(&self) {
        let answer = median_us(|question| self.answer(question));
        let search = median_us(|question| self.search(question));
        println!("{}: answer {answer:.0} µs, BM25 top 10 {search:.0} µs, ratio {:.1}", self.name, answer / search);
    }
}

/// Median over all questions and rounds, microseconds.
fn median_us(run: impl Fn((&'static str, Lang))) -> f64 {
    let time = |question| {
        let started = Instant::now();
        run(question);
        started.elapsed().as_secs_f64() * 1e6
    };
    let mut times: Vec<f64> = (0..ROUNDS).flat_map(|_| QUESTIONS).map(time).collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn bench(criterion: &mut Criterion) {
    let knowledge = load_knowledge(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"));
    let shipped = Corpus::new(knowledge.articles.clone());
    let made_up = articles(passages_wanted().saturating_sub(shipped.len()), &knowledge.lexicon);
    let padded = Corpus::new(knowledge.articles.into_iter().chain(made_up).collect());
    for (name, corpus) in [("shipped", shipped), ("padded", padded)] {
        let bench = Bench::new(name, corpus, &knowledge.lexicon);
        bench.print_ratio();
        let mut group = criterion.benchmark_group(&bench.name);
        group.bench_function("answer", |b| b.iter(|| QUESTIONS.map(|question| bench.answer(question))));
        group.bench_function("BM25 top 10", |b| b.iter(|| QUESTIONS.map(|question| bench.search(question))));
        group.finish();
    }
}

#[allow(clippy::disallowed_methods)]
fn passages_wanted() -> usize {
    let wanted = std::env::var("POLICYBOT_BENCH_PASSAGES").unwrap_or_else(|_| "10000".to_owned());
    wanted.parse().expect("POLICYBOT_BENCH_PASSAGES is a number")
}

/// Made-up articles in the words of the glossary, always the same, with about as many passages as wanted.
fn articles(passages: usize, lexicon: &Lexicon) -> Vec<Arc<policybot::domain::Article>> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut words = Words { lexicon, state: 1 };
    for number in 0..passages.div_ceil(PASSAGES_OF_ARTICLE) {
        let (lang, region) = if number % 2 == 0 {
            ("en", "Novosibirsk Region")
        } else {
            ("ru", "Новосибирская область")
        };
        let mut text = format!(
            "---\ntitle: \"{}\"\nurl: https://example.org/{number}\nregion: {region}\nlang: {lang}\ndate: 2021\n---\n",
            words.sentence(number % 2, 8)
        );
        for _ in 0..PASSAGES_OF_ARTICLE {
            let paragraph = [20, 14, 25].map(|n| words.sentence(number % 2, n)).join(" ");
            write!(text, "{paragraph}\n\n").expect("a string");
        }
        fs::write(folder.path().join(format!("{number:05}.md")), text).expect("written");
    }
    let loaded = load(folder.path(), &Boilerplate::default());
    assert!(loaded.problems.is_empty(), "{}", loaded.problems[0]);
    loaded.articles
}

/// Words of the glossary in a fixed order that looks like none; early entries come more often, as words of a language do.
struct Words<'a> {
    lexicon: &'a Lexicon,
    state: u64,
}

impl Words<'_> {
    fn sentence(&mut self, lang: usize, len: usize) -> String {
        let words: Vec<String> = (0..len).map(|_| self.word(lang)).collect();
        let sentence = words.join(" ");
        let mut chars = sentence.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}.", chars.as_str())
    }

    fn word(&mut self, lang: usize) -> String {
        // Knuth's linear congruential generator; the high bits are the good ones.
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let unit = (self.state >> 33) as f64 / f64::from(1u32 << 31);
        let entries = &self.lexicon.glossary;
        let entry = &entries[(unit * unit * entries.len() as f64) as usize];
        let words = if lang == 0 { &entry.en } else { &entry.ru };
        words.first().cloned().unwrap_or_default()
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
