//! Questions to answers on small made-up corpora, through ingestion, index and engine.

use policybot::domain::{Answer, AnswerKind, Assumption, Question, Reason, SmallTalk, Topic};
use policybot::engine::Ask;

use crate::support::engine::on as ask;

const LARCH: &str = "---\ntitle: Larch Region bets on robots\nurl: https://example.org/larch\nregion: Larchwood Region\nlang: en\ndate: 2022-03\n---\n\
    The deputy governor of the Larchwood Region, Anna Petrova, opened the robotics centre on 4 March 2022.\n\n\
    The region names three directions of support: robotics, forest technology and exports. The Seed grant pays up to 2.5 million rubles to companies younger than three years. It is open until 1 October.\n\n\
    The centre works together with Sber, Tomsk Polytechnic University and Acme Robotics. Printable version of the form is on the site.\n\n\
    Printable version\n";
const VEREZH: &str = "---\ntitle: Вережская область поддержит инженеров\nurl: https://example.org/verezh\nregion: Вережская область\nlang: ru\ndate: 2023-05-10\n---\n\
    Правительство Вережской области выделит 120 млн рублей на гранты инженерным компаниям. Заявки принимает Центр развития до 15 июня 2023 года.\n\n\
    Губернатор Олег Стрельцов назвал четыре направления поддержки. Первое направление — подготовка кадров. Второе — инжиниринговые центры.\n\n\
    Партнёрами программы стали «Росатом», Сбер и завод «Вега».\n";

fn quotes(answer: &Answer) -> Vec<&str> {
    answer.citations().map(|c| c.quote.text()).collect()
}

#[track_caller]
fn first_quote_holds(ask: &Ask, question: &str, expected: &str) {
    let answer = ask.ask(&Question::new(question)).expect("an answer");
    let quotes = quotes(&answer);
    assert!(quotes.first().is_some_and(|q| q.contains(expected)), "{question}: {:?} {quotes:?}", answer.kind);
}

#[track_caller]
fn is_silent(ask: &Ask, question: &str, expected: Reason) {
    let answer = ask.ask(&Question::new(question)).expect("an answer");
    assert!(matches!(&answer.kind, AnswerKind::Abstention(a) if a.reason == expected), "{question}: {answer:#?}");
}

#[test]
fn finds_the_sentence_in_both_languages() {
    let ask = ask(&[LARCH, VEREZH]);
    first_quote_holds(&ask, "How much does the Seed grant pay?", "2.5 million rubles");
    first_quote_holds(&ask, "When was the robotics centre in Larchwood opened?", "4 March 2022");
    first_quote_holds(&ask, "Кто принимает заявки на гранты в Вережской области?", "Центр развития");
    first_quote_holds(&ask, "сколько рублей выделят инженерным компаниям", "120 млн");
    first_quote_holds(&ask, "How many rubles will Verezh Region give to engineering companies?", "120 млн");
    first_quote_holds(&ask, "how much is the seed grnat in larchwood", "2.5 million");
    first_quote_holds(&ask, "crjkmrj he,ktq dsltkzn bytythysv rjvgfybzv", "120 млн");
    first_quote_holds(&ask, "Кто такая Анна Петрова?", "Anna Petrova");
}

#[test]
fn where_no_region_is_named_what_enumerates_is_no_better() {
    let gates = "---\ntitle: How locks work\nurl: https://example.org/locks\nregion: Larchwood Region\nlang: en\ndate: 2022-03\n---\n\
        Every lock is equipped with pumps, valves, gates and lamps, which the keepers look after.\n\n\
        The gates of a lock are attached to a concrete frame.\n";
    let ask = ask(&[gates, VEREZH]);
    let answer = ask.ask(&Question::new("what are the gates of a lock attached to?")).expect("an answer");
    assert!(quotes(&answer)[0].contains("concrete frame"), "{:?}", quotes(&answer));
}

#[test]
fn a_sentence_that_leans_back_brings_the_one_before() {
    let answer = ask(&[LARCH]).ask(&Question::new("Until when is the grant open?")).expect("an answer");
    assert!(
        quotes(&answer)[0].starts_with("The Seed grant") && quotes(&answer)[0].ends_with("It is open until 1 October.")
    );
}

#[test]
fn lists_are_complete_and_of_the_region_asked_for() {
    let ask = ask(&[LARCH, VEREZH]);
    let list = |question: &str| match ask.ask(&Question::new(question)).expect("an answer").kind {
        AnswerKind::List(list) => list,
        other => panic!("{question}: {other:?}"),
    };
    let partners = list("Who are the partners of the Larchwood Region?");
    let names: Vec<&str> = partners.statements.iter().flat_map(|s| &s.names).map(String::as_str).collect();
    assert_eq!(
        (partners.topic, names),
        (Topic::Partners, vec!["Sber", "Tomsk Polytechnic University", "Acme Robotics"])
    );
    let partners = list("Какие партнёры у Вережской области?");
    let names: Vec<&str> = partners.statements.iter().flat_map(|s| &s.names).map(String::as_str).collect();
    assert_eq!(names, ["Росатом", "Сбер", "Вега"]);
    let directions = list("Какие направления поддержки есть в Вережской области?");
    assert_eq!((directions.statements.len(), directions.announced), (2, Some((4, 2))));
    let directions = list("Which directions of support does Larchwood name?");
    assert_eq!((directions.statements.len(), directions.announced), (1, None));
    assert!(directions.statements[0].citation.quote.text().contains("forest technology"));
}

#[test]
fn silence_has_three_reasons() {
    let ask = ask(&[LARCH, VEREZH]);
    is_silent(&ask, "Which directions of support does the Omsk Region name?", Reason::Region);
    is_silent(&ask, "Какие направления поддержки есть в Омской области?", Reason::Region);
    is_silent(&ask, "What does the Birchwood Region offer?", Reason::Region);
    // A quote may speak of a region without articles only if it names it, and "of" names nothing.
    is_silent(&ask, "How much does the Seed grant pay in the Republic of Tatarstan?", Reason::Region);
    is_silent(&ask, "Когда открыли центр робототехники в Татарстане?", Reason::Region);
    // Namesakes are not typos.
    is_silent(&ask, "What does the Lorchwood Region offer?", Reason::Region);
    is_silent(&ask, "Какие гранты есть в Верожской области?", Reason::Region);
    is_silent(&ask, "What does the Larchwood Region say about vaccination of cattle?", Reason::Topic);
    is_silent(&ask, "What is the weather in Larchwood?", Reason::Topic);
    is_silent(&ask, "Кто победил на чемпионате мира по футболу?", Reason::Topic);
    is_silent(&ask, "ыва фывапр", Reason::Unclear);
    is_silent(&ask, "Hello!", Reason::Unclear);
    is_silent(&ask, "Что ты умеешь?", Reason::Unclear);
    is_silent(&ask, "🙂 !!! 42", Reason::Unclear);
    let talk = |text: &str| match ask.ask(&Question::new(text)).expect("an answer").kind {
        AnswerKind::Abstention(silence) => silence.small_talk,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(talk("Hello!"), Some(SmallTalk::Greeting));
    assert_eq!(talk("Бот, ты дурак"), Some(SmallTalk::Insult));
    assert_eq!(talk("What is the weather in Larchwood?"), None);
}

#[test]
fn a_follow_up_takes_over_what_it_leaves_unsaid() {
    let ask = ask(&[LARCH, VEREZH]);
    let after = |before: &[&str], question: &str| {
        let chain = before.iter().fold(None, |previous: Option<Question>, text| {
            Some(previous.into_iter().fold(Question::new(*text), Question::after))
        });
        ask.ask(&chain.into_iter().fold(Question::new(question), Question::after)).expect("an answer")
    };
    let taken = |answer: &Answer| match answer.assumptions.as_slice() {
        [Assumption::TakenOver(taken)] => (taken.regions.concat(), taken.topic, taken.words.join(" ")),
        other => panic!("{other:?}"),
    };
    let directions = "Which directions of support does the Larchwood Region name?";
    let partners = after(&[directions], "And partners?");
    assert_eq!(taken(&partners), ("Larchwood Region".into(), Some(Topic::Partners), String::new()));
    assert!(quotes(&partners).iter().all(|q| q.contains("Acme Robotics")) && !quotes(&partners).is_empty());
    let elsewhere = after(&[directions, "And partners?"], "а в Вережской области?");
    assert_eq!(taken(&elsewhere), ("Вережская область".into(), Some(Topic::Partners), String::new()));
    assert!(quotes(&elsewhere)[0].contains("Росатом"));
    let amount = after(&["What is the Seed grant?"], "How much does it pay?");
    assert_eq!(taken(&amount), ("Larchwood Region".into(), None, "Seed grant".into()));
    assert!(quotes(&amount)[0].contains("2.5 million"));
    let until = after(&["How much does the Seed grant pay in Larchwood?"], "until when?");
    assert!(quotes(&until).iter().any(|q| q.contains("1 October")), "{until:?}");
    // What the question says itself wins, and what is complete is left alone.
    let complete = after(&["Какие гранты даёт Вережская область?"], "How much does the Seed grant pay in Larchwood?");
    assert!(complete.assumptions.is_empty() && quotes(&complete)[0].contains("2.5 million"));
    // A question about a region without articles stays one.
    let nowhere = after(&["Which grants are there in the Omsk Region?"], "And partners?");
    assert!(matches!(&nowhere.kind, AnswerKind::Abstention(a) if a.reason == Reason::Region), "{nowhere:?}");
    let thanks = after(&[directions], "Thanks!");
    assert!(matches!(&thanks.kind, AnswerKind::Abstention(a) if a.reason == Reason::Unclear));
}

#[test]
fn page_furniture_is_never_quoted() {
    let ask = ask(&[LARCH]);
    let answer = ask.ask(&Question::new("Is there a printable version?")).expect("an answer");
    assert!(quotes(&answer).iter().all(|q| *q != "Printable version"));
    assert!(!ask.corpus().articles()[0].text.as_str().ends_with("Printable version"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
    /// Whatever is asked, nothing panics, and what is quoted stands in its article.
    #[test]
    fn any_question_is_survived(words in proptest::collection::vec(
        proptest::prop_oneof!["grant|region|направления|Вережской|Larchwood|партнёры|when|how much|третье|«Вега»", "\\PC{0,12}"], 0..9)
    ) {
        thread_local! { static ASK: Ask = ask(&[LARCH, VEREZH]); }
        let question = words.join(" ");
        ASK.with(|ask| {
            let answer = ask.ask(&Question::new(question)).expect("an answer");
            for citation in answer.citations() {
                let (quote, article) = (&citation.quote, citation.quote.article());
                assert!(article.text.as_str().contains(quote.text()) && quote.verify().is_ok());
                assert!(citation.link.starts_with(&article.meta.url) && citation.link.len() < 2_048);
            }
        });
    }
}
