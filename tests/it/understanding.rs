//! How questions are read: filters, comparisons, "now", follow-ups, repair.

use std::path::Path;
use std::sync::Arc;

use policybot::domain::{Answer, AnswerKind, Corpus, Question, Reason};
use policybot::engine::{Ask, Options};
use policybot::index::SearchIndex;
use policybot::ingest;

fn article(title: &str, region: &str, lang: &str, date: &str, body: &str) -> String {
    format!(
        "---\ntitle: {title}\nurl: https://example.org/{date}\nregion: {region}\nlang: {lang}\ndate: {date}\n---\n{body}\n"
    )
}

fn corpus() -> Vec<String> {
    vec![
        article(
            "Первый шаг снова открыт",
            "Вережская область",
            "ru",
            "2020-04-02",
            "Грант «Первый шаг» даёт инженерной компании до 2 млн рублей. Заявки принимают до 15 июня.\n\n\
             Партнёрами программы стали «Росатом» и завод «Вега».\n\n\
             Технопарк «Северный» построят за 12 500 м² в 2026 году.",
        ),
        article(
            "Первый шаг стал больше",
            "Вережская область",
            "ru",
            "2023-05-10",
            "Грант «Первый шаг» даёт инженерной компании до 5 млн рублей. Заявки принимают до 1 августа.\n\n\
             Впервые такие гранты область выдала в 2019 году: тогда их получили семь компаний.\n\n\
             Партнёром программы стал Сбер.",
        ),
        article(
            "Larchwood bets on robots",
            "Larchwood Region",
            "en",
            "2022-03",
            "The Seed grant of the Larchwood Region pays up to 2.5 million rubles to companies younger than three years.\n\n\
             The high-tech centre has a clean room of 300 square metres. Residents of the special economic zone pay no land tax.",
        ),
        article(
            "Birchwood lends to firms",
            "Birchwood Region",
            "en",
            "2021-07",
            "The Green grant of the Birchwood Region pays up to 900 thousand rubles to companies that plant trees.",
        ),
    ]
}

fn ask(files: &[String]) -> Ask {
    let folder = tempfile::tempdir().expect("a folder");
    for (i, text) in files.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{i}.md")), text).expect("written");
    }
    let lexicon = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon");
    let loaded = ingest::load(folder.path(), &ingest::Boilerplate::load(&lexicon).0);
    assert_eq!(loaded.problems, []);
    let corpus = Arc::new(Corpus::new(loaded.articles));
    let index = SearchIndex::in_memory().expect("an index");
    index.sync(&corpus, |_, _| {}).expect("indexed");
    let searcher = index.searcher(Arc::clone(&corpus));
    Ask::new(corpus, &ingest::lexicon::load(&lexicon).0, Box::new(searcher), Options::default())
}

fn answer(ask: &Ask, question: &str) -> Answer {
    ask.ask(&Question::new(question)).expect("an answer")
}

fn quotes(answer: &Answer) -> Vec<&str> {
    answer.citations().map(|c| c.quote.text()).collect()
}

#[track_caller]
fn quotes_hold(ask: &Ask, question: &str, first: &str, none: &str) {
    let answer = answer(ask, question);
    let quotes = quotes(&answer);
    assert!(quotes.first().is_some_and(|q| q.contains(first)), "{question}: {quotes:?} {:?}", answer.kind.is_silent());
    assert!(none.is_empty() || quotes.iter().all(|q| !q.contains(none)), "{question}: {quotes:?}");
}

#[track_caller]
fn is_silent(ask: &Ask, question: &str, expected: Reason) {
    let answer = answer(ask, question);
    assert!(matches!(&answer.kind, AnswerKind::Abstention(a) if a.reason == expected), "{question}: {answer:#?}");
}

#[test]
fn a_year_keeps_figures_of_other_years_out() {
    let ask = ask(&corpus());
    quotes_hold(&ask, "Сколько давал грант «Первый шаг» в 2020 году в Вережской области?", "2 млн", "5 млн");
    quotes_hold(&ask, "Сколько даёт грант «Первый шаг» в 2023 году в Вережской области?", "5 млн", "2 млн");
    quotes_hold(&ask, "Сколько даёт инженерной компании грант Вережской области после 2022 года?", "5 млн", "2 млн");
    quotes_hold(
        &ask,
        "Вережская область: до какого числа заявки на грант Первый шаг до 2021 года",
        "15 июня",
        "августа",
    );
    // A year that is only told of, in an article of another year.
    quotes_hold(&ask, "Сколько компаний получили гранты Вережской области в 2019 году?", "2019", "");
    // Lists too.
    quotes_hold(&ask, "Какие партнёры у Вережской области в 2023 году?", "Сбер", "Росатом");
    quotes_hold(&ask, "Какие партнёры были у Вережской области в 2020 году?", "Росатом", "Сбер");
}

#[test]
fn now_means_the_newest_article_that_answers() {
    let ask = ask(&corpus());
    quotes_hold(&ask, "Сколько сейчас даёт грант «Первый шаг» в Вережской области?", "5 млн", "2 млн");
    // The newest article says nothing of it.
    quotes_hold(&ask, "За сколько сейчас построят технопарк Северный в Вережской области?", "12 500", "");
    // Without "now" both are given, the newer first.
    let both = answer(&ask, "Сколько даёт грант «Первый шаг» инженерной компании?");
    let dates: Vec<u16> = both.citations().map(|c| c.quote.article().meta.date.year()).collect();
    assert_eq!(dates.get(..2), Some(&[2023, 2020][..]), "{:?}", quotes(&both));
    let scores: Vec<f32> = both.citations().map(|c| c.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn words_in_quotation_marks_must_be_there() {
    let ask = ask(&corpus());
    quotes_hold(&ask, "Кому дают «Первый шаг» в 2020-м?", "Первый шаг", "");
    quotes_hold(&ask, "До какого числа принимают заявки на «первого шага» в 2020?", "15 июня", "");
    quotes_hold(&ask, "Which region has a \"clean room\"?", "clean room", "Seed");
    quotes_hold(&ask, "\"land tax\"", "land tax", "");
    is_silent(&ask, "How much does the “Amber Bridge” grant pay in Larchwood?", Reason::Topic);
    is_silent(&ask, "Сколько даёт грант «Второй рывок» в Вережской области?", Reason::Topic);
}

#[test]
fn a_word_with_a_minus_must_not_be_there() {
    let ask = ask(&corpus());
    quotes_hold(&ask, "Какие партнёры у Вережской области -росатом", "Сбер", "Росатом");
    quotes_hold(&ask, "How much does the grant pay? -Seed", "Green grant", "Seed");
    quotes_hold(&ask, "Where is the high-tech centre's clean room - in Larchwood?", "high-tech centre", "");
}

#[test]
fn a_comparison_quotes_each_region_and_names_the_silent_ones() {
    let ask = ask(&corpus());
    let regions = |answer: &Answer| -> Vec<String> {
        answer.citations().map(|c| c.quote.article().meta.region.clone()).collect()
    };
    for question in [
        "Compare how much the grants of the Larchwood Region and the Birchwood Region pay",
        "How much do grants pay in Larchwood and Birchwood?",
        "How much does the grant pay in Larchwood vs Birchwood",
    ] {
        let both = answer(&ask, question);
        let mut first_two = regions(&both)[..2].to_vec();
        first_two.sort();
        assert_eq!(first_two, ["Birchwood Region", "Larchwood Region"], "{question}");
        assert!(both.missing.is_empty(), "{question}");
    }
    let one = answer(&ask, "Compare the clean room of Larchwood and of Birchwood");
    assert!(regions(&one).iter().all(|r| r == "Larchwood Region"), "{:?}", quotes(&one));
    assert_eq!(
        one.missing.iter().map(|m| (m.region.as_str(), m.reason)).collect::<Vec<_>>(),
        [("Birchwood Region", Reason::Topic)]
    );
    let unknown = answer(&ask, "Compare the grants of the Larchwood Region and the Omsk Region: how much do they pay?");
    assert_eq!(unknown.missing.iter().map(|m| m.reason).collect::<Vec<_>>(), [Reason::Region], "{unknown:?}");
    assert!(quotes(&unknown)[0].contains("Seed"));
}
