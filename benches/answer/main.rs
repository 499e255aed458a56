//! How long a whole answer takes, beside tantivy's bare BM25 (ten best passages, stems) for the same questions on the
//! same passages.
//!
//! On the shipped articles; on those with made-up ones beside them, up to `POLICYBOT_BENCH_PASSAGES` passages (10,000
//! by default); and on the 240 paragraphs of XQuAD in either language, where they lie in `POLICYBOT_SHARED` (by default
//! `shared` beside the package). Median, 99th percentile and the ratio of the medians are printed for each.

mod made_up;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use policybot::domain::PUBLIC_URL;
use policybot::domain::{Corpus, Lexicon, Question};
use policybot::engine::{Ask, Options};
use policybot::eval::measure::quantile;
use policybot::eval::{run::engine, squad};
use policybot::index::plain::{Analysis, PlainSearch};
use policybot::ingest::load_knowledge;

/// Asked on articles about regions: lists, quotes, another language, a region and a topic that are not covered.
const QUESTIONS: [&str; 6] = [
    "Which directions of support does the Tomsk Region name?",
    "Какие компании сотрудничают с Томском?",
    "How much Tomsk high-tech production did large companies purchase in recent years?",
    "Who participated in the meeting of the governors' club?",
    "Which support measures are there in the Kaluga Region?",
    "What does the governor say about whale watching?",
];
/// Passages the bare search hands back.
const TOP: usize = 10;
/// Least number of times behind a printed percentile.
const TIMES: usize = 1_200;

/// Everything that is measured on one corpus.
struct Bench {
    name: String,
    questions: Vec<String>,
    ask: Ask,
    bare: PlainSearch,
}

impl Bench {
    fn new(name: &str, corpus: Corpus, lexicon: &Lexicon, questions: Vec<String>) -> Self {
        let corpus = Arc::new(corpus);
        let name = format!("{name}, {} passages", corpus.len());
        let bare = PlainSearch::new(&corpus, Analysis::Stems).expect("an index");
        let ask = engine(corpus, lexicon, Options::default()).expect("an engine");
        Self { name, questions, ask, bare }
    }

    fn answer(&self, question: &str) {
        black_box(self.ask.ask(&Question::new(question)).expect("an answer"));
    }

    fn search(&self, question: &str) {
        black_box(self.bare.search(question, TOP).expect("passages"));
    }

    /// Median and 99th percentile over the questions, asked in turn, microseconds.
    fn percentiles(&self, run: impl Fn(&str)) -> (f64, f64) {
        let time = |question: &String| {
            let started = Instant::now();
            run(question);
            started.elapsed().as_secs_f64() * 1e6
        };
        // The first round only warms up.
        self.questions.iter().for_each(|question| _ = time(question));
        let rounds = TIMES.div_ceil(self.questions.len());
        let mut times: Vec<f64> = (0..rounds).flat_map(|_| &self.questions).map(time).collect();
        times.sort_by(f64::total_cmp);
        let at = |share| quantile(&times, share).expect("times");
        (at(0.5), at(0.99))
    }

    fn print(&self) {
        let (p50, p99) = self.percentiles(|question| self.answer(question));
        let (bare50, bare99) = self.percentiles(|question| self.search(question));
        println!(
            "{}: answer p50 {p50:.0} µs, p99 {p99:.0} µs; BM25 p50 {bare50:.0} µs, p99 {bare99:.0} µs; ratio {:.1}",
            self.name,
            p50 / bare50
        );
    }

    fn measure(&self, criterion: &mut Criterion) {
        self.print();
        let mut group = criterion.benchmark_group(&self.name);
        let mut turn = self.questions.iter().cycle();
        group.bench_function("answer", |b| b.iter(|| turn.next().map(|question| self.answer(question))));
        group.bench_function("BM25", |b| b.iter(|| turn.next().map(|question| self.search(question))));
        group.finish();
    }
}

fn bench(criterion: &mut Criterion) {
    let knowledge = load_knowledge(&Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge"), PUBLIC_URL);
    let lexicon = &knowledge.lexicon;
    let questions = || QUESTIONS.map(str::to_owned).to_vec();
    let shipped = Corpus::new(knowledge.articles.clone());
    let missing = passages_wanted().saturating_sub(shipped.len());
    Bench::new("shipped", shipped, lexicon, questions()).measure(criterion);
    for name in ["xquad.en.json", "xquad.ru.json"] {
        let path = shared().join("data").join(name);
        if !path.exists() {
            println!("skipped: {} is not there", path.display());
            continue;
        }
        let set = squad::read(&path).expect("a question set");
        let lexicon = Lexicon { regions: Vec::new(), ..lexicon.clone() };
        let questions = set.questions.iter().map(|q| q.text.clone()).collect();
        Bench::new(name, Corpus::new(set.articles), &lexicon, questions).measure(criterion);
    }
    let made_up = made_up::articles(missing, lexicon);
    let padded = Corpus::new(knowledge.articles.iter().cloned().chain(made_up).collect());
    Bench::new("padded", padded, lexicon, questions()).measure(criterion);
}

#[allow(clippy::disallowed_methods)]
fn passages_wanted() -> usize {
    let wanted = std::env::var("POLICYBOT_BENCH_PASSAGES").unwrap_or_else(|_| "10000".to_owned());
    wanted.parse().expect("POLICYBOT_BENCH_PASSAGES is a number")
}

#[allow(clippy::disallowed_methods)]
fn shared() -> PathBuf {
    std::env::var_os("POLICYBOT_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
}

criterion_group!(benches, bench);
criterion_main!(benches);
