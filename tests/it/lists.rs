//! Lists from whatever a text enumerates, through ingestion, index and engine; all regions and bodies are made up.

use policybot::domain::{Answer, AnswerKind, Question, Reason, Topic};
use policybot::engine::Ask;

use crate::support::engine::on as ask;

const GORSK: &str = "---\ntitle: Горский фонд подвёл итоги\nurl: https://example.org/gorsk\nregion: Горская область\nlang: ru\ndate: 2023-05\n---\n\
    Фонд развития Горской области работает шестой год. Его директор – Иван Лебедев.\n\n\
    Фонд предлагает три вида займов. «Станок» – до 40 млн рублей под 3 %. «Оборот» – до 5 млн рублей на год. «Старт» рассчитан на новичков: до 2 млн без залога.\n\n\
    Компания подписала соглашение с областью в мае. Стороны договорились действовать так:\n\n\
    построить центр обработки данных;\n\n\
    обучать связистов в колледже;\n\n\
    провести оптику в сёла.\n\n\
    Партнёрами конкурса выступили Сколтех, «МегаФон» и завод «Горсктяжмаш». Банк ВТБ от участия отказался.\n\n\
    Телефон фонда – 2-15-40, приём по средам.\n";
const MORAY: &str = "---\ntitle: Moraybridge Science Park\nurl: https://example.org/moray\nregion: Moraybridge County\nlang: en\ndate: 2024-02\n---\n\
    The park was opened in 2011 and has 90 tenants.\n\n## Specialisation\n\nMost of the tenants belong to one of three clusters:\n\n\
    - coatings for turbines\n- sepsis tests\n- small satellites\n\n## Tax benefits for residents\n\n\
    - Profit Tax of 2 %\n- Land Tax of 0 %\n\n## Plan\n\n\
    The governor presented the plan in March. It names four goals: a sensing centre; sixty start-ups; a kindergarten for night shifts; a help desk. A hotel, an ice rink and a casino were dropped from the plan.\n";

/// Flattened as pages are when they are copied: short lines are headings.
const OSTREA: &str = "---\ntitle: Invest in Ostrea\nurl: https://example.org/ostrea\nregion: Ostrea Region\nlang: en\ndate: 2025-03\n---\n\
    Ostrea has two ports and a university.\n\nKey sectors\n\nSea farming\nForty farms grow mussels and kelp in the bays of the region.\n\n\
    Ship repair\nThree docks take vessels of up to 90 metres.\n\nWhat we offer\nAn adviser answers within a day, whoever asks.\n\n\
    The first resident of the Kelp Park was Mussel Labs. The dockyard Hullworks signed the lease in May as well. \
    Later they were joined by Tidal Robotics. Oyster Toys has left.\n";
const LADOZHSK: &str = "---\ntitle: Разговор с губернатором\nurl: https://example.org/lad\nregion: Ладожская область\nlang: ru\ndate: 2025-02\n---\n\
    – Пётр Ильич, зачем вам технопарк?\n– Чтобы молодёжь не уезжала. Строим его третий год.\n\n\
    – Какие программы поддержки есть у области?\n– Их две: «Росток» для школьников и «Кузница» для заводов.\n\n\
    – А что не вышло?\n– Не вышло с морем. Порт мелеет.\n";

fn answer(ask: &Ask, question: &str) -> Answer {
    ask.ask(&Question::new(question)).expect("an answer")
}

/// The answer's quotes hold these words, in this order, and there are no other quotes.
#[track_caller]
fn says(ask: &Ask, question: &str, expected: &[&str]) {
    let answer = answer(ask, question);
    let quotes: Vec<&str> = answer.citations().map(|c| c.quote.text()).collect();
    let all = quotes.len() == expected.len() && quotes.iter().zip(expected).all(|(q, e)| q.contains(e));
    assert!(all, "{question}: {quotes:#?}");
}

#[test]
fn what_a_number_announces_is_quoted_thing_by_thing() {
    let ask = ask(&[GORSK, MORAY]);
    says(&ask, "Какие виды займов есть у фонда Горской области?", &["«Станок»", "«Оборот»", "«Старт»"]);
}

#[test]
fn a_list_below_its_introduction_is_the_answer() {
    let ask = ask(&[GORSK, MORAY]);
    says(
        &ask,
        "Which clusters do most tenants in Moraybridge County belong to?",
        &["coatings for turbines", "sepsis tests", "small satellites"],
    );
}

#[test]
fn a_series_in_a_sentence_is_one_quote() {
    let ask = ask(&[GORSK, MORAY]);
    says(&ask, "What goals does the plan of Moraybridge County name?", &["a sensing centre; sixty start-ups"]);
}

#[test]
fn what_is_gone_is_told_where_it_is_asked_for() {
    let ask = ask(&[GORSK, MORAY]);
    let answer = answer(&ask, "Which projects were dropped from the plan of Moraybridge County?");
    let first = answer.citations().next().map(|c| c.quote.text());
    assert!(first.is_some_and(|q| q.contains("A hotel, an ice rink")), "{answer:#?}");
}

#[test]
fn benefits_of_residents_are_no_residents() {
    let ask = ask(&[GORSK, MORAY]);
    let answer = answer(&ask, "Which residents are there in Moraybridge County?");
    assert!(!matches!(&answer.kind, AnswerKind::List(list) if list.topic == Topic::Residents), "{answer:#?}");
}

/// Commas that only set off who speaks, behind a sentence on privileges.
const LARCH: &str = "---\ntitle: Larch Valley\nurl: https://example.org/larch\nregion: Larch County\nlang: en\ndate: 2024-02\n---\n\
    Residents of Larch Valley get tax and customs privileges. Before the valley was founded, the head of Acme, John Roe, said \
    that 20 companies might come. It is built around a mill.\n";

#[test]
fn what_stands_before_a_sentence_with_commas_makes_no_list_of_it() {
    let answer = answer(&ask(&[LARCH]), "Какие налоговые льготы дают резидентам в Larch County?");
    let said: Vec<&str> = answer.citations().map(|c| c.quote.text()).collect();
    assert!(said.first().is_none_or(|first| first.contains("privileges")), "{said:?}");
}

#[test]
fn names_behind_except_are_left_out() {
    // The same in the other script, and behind "without".
    let two = ask(&[OSTREA]);
    for question in [
        "residents of the Kelp Park in Ostrea Region without Hullworks",
        "резиденты парка Kelp Park, Ostrea Region, кроме Hullworks",
    ] {
        let answer = answer(&two, question);
        assert!(answer.citations().next().is_some(), "{question}");
        assert!(answer.citations().all(|c| !c.quote.text().contains("Hullworks")), "{question}: {answer:#?}");
    }

    let ask = ask(&[GORSK, MORAY]);
    let names = |question: &str| match answer(&ask, question).kind {
        AnswerKind::List(list) => list.statements.into_iter().flat_map(|s| s.names).collect::<Vec<_>>(),
        other => panic!("{question}: {other:#?}"),
    };
    assert_eq!(names("Какие партнёры конкурса есть в Горской области?"), ["Сколтех", "МегаФон", "Горсктяжмаш"]);
    assert_eq!(names("Какие партнёры конкурса, кроме МегаФона, есть в Горской области?"), ["Сколтех", "Горсктяжмаш"]);
}

#[test]
fn a_year_of_which_the_region_says_nothing_is_silence() {
    let ask = ask(&[GORSK, MORAY]);
    let kind = answer(&ask, "Какие партнёры были у Горской области в 2016 году?").kind;
    assert!(matches!(&kind, AnswerKind::Abstention(a) if a.reason == Reason::Topic), "{kind:#?}");
    let kind = answer(&ask, "Какие партнёры были у Горской области в 2023 году?").kind;
    assert!(matches!(&kind, AnswerKind::List(_)), "{kind:#?}");
}

/// Directions of support, and not a word of tax breaks.
const TAIGA: &str = "---\ntitle: Губернатор о поддержке\nurl: https://example.org/taiga\nregion: Таёжная область\nlang: ru\ndate: 2024-02\n---\n\
    Губернатор Таёжной области назвал три направления поддержки технологического бизнеса. Первое направление – инфраструктура. \
    Второе направление – кадры. Третье направление – заказы крупных компаний.\n\n\
    Область и ассоциация обсуждали два кластера: фармацевтический, лёгкой и спортивной промышленности.\n\n\
    В области работает особая экономическая зона, в ней девять резидентов.\n";

#[test]
fn a_list_of_another_topic_is_not_given() {
    let ask = ask(&[TAIGA]);
    let benefits = answer(&ask, "Какие льготы есть у резидентов ОЭЗ в Таёжной области?");
    assert!(!matches!(benefits.kind, AnswerKind::List(_)), "{benefits:#?}");
    says(&ask, "Какие направления поддержки назвал губернатор Таёжной области?", &["Первое", "Второе", "Третье"]);
}

#[test]
fn more_than_announced_is_not_told() {
    let one = TAIGA.replace("три направления", "два направления");
    let ask = ask(&[&one]);
    let answer = answer(&ask, "Какие направления поддержки назвал губернатор Таёжной области?");
    assert!(matches!(&answer.kind, AnswerKind::List(list) if list.announced.is_none()), "{answer:#?}");
}

#[test]
fn headings_below_a_heading_are_what_it_lists() {
    let ask = ask(&[OSTREA]);
    says(&ask, "What are the key sectors of Ostrea Region?", &["Sea farming", "Ship repair"]);
}

#[test]
fn sentences_that_add_one_thing_each_are_one_list() {
    let ask = ask(&[OSTREA]);
    says(
        &ask,
        "Which companies are residents of the Kelp Park in Ostrea Region?",
        &["Mussel Labs", "Hullworks", "Tidal Robotics"],
    );
}

#[test]
fn what_people_say_in_turn_is_no_list() {
    let ask = ask(&[LADOZHSK]);
    says(&ask, "Какие программы поддержки есть у Ладожской области?", &["«Росток»"]);
}

#[test]
fn a_list_asked_of_an_unknown_place_is_not_given_from_another() {
    let ask = ask(&[OSTREA, LADOZHSK]);
    for question in ["Какие программы в Зурбагане?", "Which residents are there in Wakanda?", "programmes of Narnia"]
    {
        assert!(answer(&ask, question).kind.is_silent(), "{question}");
    }
}
