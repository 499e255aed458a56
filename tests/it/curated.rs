//! Quotes that a curator pinned to questions or blocked, from the file to the answer.

use std::path::Path;

use policybot::domain::{PUBLIC_URL, Question};
use policybot::engine::{Ask, Options};
use policybot::ingest::{Knowledge, load_knowledge};

use crate::support::engine;

const LARCH: &str = "---\ntitle: Larch Region bets on robots\nurl: https://example.org/larch\nregion: Larchwood Region\nlang: en\ndate: 2022-03\n---\n\
    The robotics centre in the Larchwood Region was opened on 4 March 2022.\n\n\
    The Seed grant pays up to 2.5 million rubles to young companies of the Larchwood Region. The Sprout loan costs 3% a year.\n\n\
    The Larchwood Region works together with Sber and Acme Robotics.\n";

fn knowledge(pins: &str) -> Knowledge {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge/lexicon");
    std::fs::create_dir(folder.path().join("lexicon")).expect("a folder");
    for file in ["regions.toml", "institutions.toml", "glossary.toml", "synonyms.toml", "cues.toml"] {
        std::fs::copy(shipped.join(file), folder.path().join("lexicon").join(file)).expect("copied");
    }
    std::fs::write(folder.path().join("lexicon/pins.toml"), pins).expect("written");
    std::fs::write(folder.path().join("larch.md"), LARCH).expect("written");
    load_knowledge(folder.path(), PUBLIC_URL)
}

fn ask(pins: &str) -> Ask {
    let knowledge = knowledge(pins);
    assert_eq!(knowledge.problems, []);
    engine::with(knowledge.articles, &knowledge.lexicon, Options::default())
}

fn quotes(ask: &Ask, question: &str) -> Vec<String> {
    let answer = ask.ask(&Question::new(question)).expect("an answer");
    answer.citations().map(|c| c.quote.text().to_owned()).collect()
}

#[test]
fn a_pinned_quote_answers_its_questions_in_any_of_their_forms() {
    let ask = ask("pin = [{ article = \"larch\", quote = \"The Sprout loan costs 3% a year.\", \
                   questions = [\"What is cheap money?\", \"Где взять дешёвые деньги?\"] }]\n");
    for question in ["What is cheap money?", "what's the cheap money", "где взять дешевые деньги?"]
    {
        assert_eq!(quotes(&ask, question), ["The Sprout loan costs 3% a year."], "{question}");
    }
    assert!(
        quotes(&ask, "How much does the Seed grant pay?")[0].contains("2.5 million"),
        "others are answered as ever"
    );
}

#[test]
fn what_is_blocked_is_in_no_answer_and_in_no_list() {
    let open = ask("");
    let grant = "How much does the Seed grant pay?";
    let partners = "Which partners does the Larchwood Region have?";
    assert!(quotes(&open, grant)[0].contains("2.5 million"));
    assert!(quotes(&open, partners)[0].contains("Acme"));
    let closed = ask(
        "block = [\n  { article = \"larch\", quote = \"The Seed grant pays up to 2.5 million rubles\", reason = \"over\" },\n  \
                      { article = \"larch\", quote = \"Acme Robotics\", reason = \"a mistake\" },\n]\n",
    );
    assert!(quotes(&closed, grant).iter().all(|q| !q.contains("2.5 million")), "{:?}", quotes(&closed, grant));
    assert!(quotes(&closed, partners).iter().all(|q| !q.contains("Acme")), "{:?}", quotes(&closed, partners));
    // Words that stand in three sentences.
    let everywhere = ask("block = [{ article = \"larch\", quote = \"the Larchwood Region\", reason = \"over\" }]\n");
    assert!(quotes(&everywhere, grant).iter().all(|q| !q.contains("2.5 million")), "{:?}", quotes(&everywhere, grant));
    let silent = ask("block = [{ article = \"larch\", reason = \"withdrawn\" }]\n");
    assert_eq!((quotes(&silent, grant), quotes(&silent, partners)), (vec![], vec![]));
}

#[test]
fn pins_and_blocks_that_fit_no_article_are_told_with_their_lines() {
    let knowledge = knowledge(
        "pin = [\n  { article = \"larch\", quote = \"The Sprout loan costs 4% a year.\", questions = [\"a\"] },\n  \
         { article = \"birch\", quote = \"x\", questions = [\"a\"] },\n  \
         { article = \"larch\", quote = \"Acme\", questions = [] },\n]\n\
         block = [\n  { article = \"larch\", quote = \" \", reason = \"r\" },\n  { article = \"larch\", reason = \" \" },\n]\n",
    );
    let told: Vec<String> =
        knowledge.problems.iter().map(|p| format!("{}: {}; {}", p.line, p.what, p.remedy)).collect();
    assert!(knowledge.problems.iter().all(|p| p.file.ends_with("lexicon/pins.toml")));
    assert_eq!(
        told,
        [
            "2: these words do not stand in article 'larch'; copy them from the article, letter by letter",
            "3: there is no article 'birch'; write the id of an article (its path below the folder, without .md)",
            "4: a pin without a question; write the wordings that the quote answers: questions = [\"…\"]",
            "7: these words do not stand in article 'larch'; copy them from the article, letter by letter",
            "8: a block without a reason; say in reason why it must not be quoted",
        ]
    );
    assert!(knowledge.lexicon.pins.is_empty() && knowledge.lexicon.blocks.is_empty());
}
