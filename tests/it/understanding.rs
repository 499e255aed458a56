//! How questions are read: filters, comparisons, "now", follow-ups, repair.

use std::path::Path;

use policybot::domain::{
    Aim, Answer, AnswerKind, Assumption, Kind, Lang, Lexicon, PUBLIC_URL, Question, Reason, SmallTalk,
};
use policybot::engine::{Ask, Options};
use policybot::ingest::load_knowledge;
use policybot::text::{language, layout};

use crate::support::engine::{self, on as ask};
use crate::support::program::shipped;

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

fn answer(ask: &Ask, question: &str) -> Answer {
    ask.ask(&Question::new(question)).expect("an answer")
}

fn quotes(answer: &Answer) -> Vec<&str> {
    answer.citations().map(|c| c.quote.text()).collect()
}

#[test]
fn a_number_is_quoted_in_the_unit_asked_for() {
    let fund = "The loan fund of the region holds 340 million rubles.\n\nThe fund has a staff of 25 people.\n\n\
                The fund decides within 18 working days.\n\nIts site covers 42 hectares.\n\nThe fund lends at 4 % a year.";
    let ask = ask(&[article("A fund lends", "Larchwood Region", "en", "2022", fund)]);
    for (question, first) in [
        ("How long must one wait for a decision of the Larchwood fund?", "18 working days"),
        ("сколько ждать решения фонда Larchwood Region", "18 working days"),
        ("How many people work at the fund in Larchwood?", "25 people"),
        ("At what rate does the Larchwood fund lend?", "4 %"),
        ("How much money does the Larchwood fund hold?", "340 million"),
    ] {
        quotes_hold(&ask, question, first, "");
    }
}

#[test]
fn a_name_that_is_also_a_word_keeps_its_region() {
    let bind = "Partners of the BIND programme are Acme and Borealis. BIND takes no shares.";
    let other = "Партнёрами программы стали «Росатом» и «Вега». Программа связывает вузы и заводы.";
    let files = [
        article("BIND opens", "Larchwood Region", "en", "2022", bind),
        article("Партнёры", "Вережская область", "ru", "2022", other),
    ];
    quotes_hold(&ask(&files), "Who are the partners of BIND?", "Acme", "Росатом");
}

#[test]
fn a_name_in_quotation_marks_is_found_in_whatever_case_the_source_has_it() {
    let one =
        "Соглашение о связи между правительством области и ПАО «Ростелеком» подписал губернатор Анатолий Кремнёв.";
    let other = "Технопарк договорился с «Ростелекомом» и «Росатомом». Стройку ведёт «Росатом».";
    let files = [
        article("Связь", "Вережская область", "ru", "2024", one),
        article("Технопарк", "Ольховский край", "ru", "2023", other),
    ];
    let ask = ask(&files);
    quotes_hold(&ask, "Кто в Вережской области подписал соглашение с «Ростелекомом»?", "Кремнёв", "Росатом");
    quotes_hold(&ask, "С кем в Ольховском крае договорились, кроме «Ростелеком»?", "Росатом", "Кремнёв");
    quotes_hold(&ask, "Что в Ольховском крае ведёт «Росатом»?", "Стройку ведёт", "Кремнёв");
}

#[test]
fn a_name_in_quotation_marks_is_found_in_the_other_language() {
    let zone =
        "The Larchwood university opens a second programme, \"Digital twin engineer\", with Acme from next year.";
    // The words of the name stand in texts of the asker's language, too.
    let other = "Инженер завода рассказал о цифровых двойниках. Вузы края готовят кадры для «Росатома».";
    let files = [
        article("The zone grows", "Larchwood Region", "en", "2024", zone),
        article("Двойники", "Вережская область", "ru", "2024", other),
    ];
    let question = "С кем университет Larchwood Region запускает программу «Инженер цифровых двойников»?";
    quotes_hold(&ask(&files), question, "with Acme", "Росатом");
}

#[test]
fn a_region_nobody_knows_is_neither_torn_apart_nor_forgotten() {
    // Whether the texts have the words it could be torn into or not.
    for clear in ["Clear rules and clean water bring firms.", "Rules bring firms."] {
        let text = format!("{clear} The Larchwood fund offers technology grants to start-ups.");
        // Whose short name sounds like "water".
        let piter = article("Гранты", "Санкт-Петербург", "ru", "2024", "Город даёт стартапам гранты на технологии.");
        let ask = ask(&[article("Grants", "Larchwood Region", "en", "2024", &text), piter]);
        is_silent(&ask, "What technology grants does Clearwater County offer to start-ups?", Reason::Region);
    }
}

#[test]
fn ordinary_words_and_abbreviations_name_no_region() {
    let served = "Projects that promise most come first when too many firms ask for a Larchwood voucher.";
    let sarov = "Первыми жильцами кампуса в Сарове стали участники слёта.";
    let files = [
        article("Vouchers", "Larchwood Region", "en", "2024", served),
        article("Кампус", "Нижегородская область", "ru", "2024", sarov),
        article("НОЦ", "Белгородская область", "ru", "2024", "Наблюдательный совет НОЦ принял 74 участника."),
    ];
    let ask = ask(&files);
    for question in ["Who is served first?", "Кого принял Уральский межрегиональный НОЦ?"]
    {
        let query = ask.understand(&Question::new(question));
        assert_eq!(ask.spellings(&query), [] as [String; 0], "{question}");
    }
    quotes_hold(&ask, "When too many firms ask for a Larchwood voucher, who is served first?", "promise most", "");
}

#[test]
fn a_row_is_found_by_what_its_columns_are_called() {
    let table = "The rate is 25 %. On top of that:\n\n| Bonus | Points |\n|---|---|\n| Medium-sized firm | 10 |\n\
                 | Small firm | 20 |\n| Two firms together | 15 |\n\nThe Larchwood fund takes applications all year.\n\n\
                 The fund was founded in 2015 by the council.";
    let ask = ask(&[article("Terms of the fund", "Larchwood Region", "en", "2024", table)]);
    for (question, first) in [
        ("What bonus does a small firm get from the Larchwood fund?", "Small firm"),
        ("When can I apply to the Larchwood fund?", "all year"),
    ] {
        quotes_hold(&ask, question, first, "Bonus | Points");
    }
}

#[test]
fn what_something_came_to_is_a_sum() {
    let ask = ask(&[article("Центр", "Вережская область", "ru", "2024", "Центр открыт в мае.")]);
    for question in ["Во сколько обошлись ремонт и станки центра?", "Во сколько встал центр?"]
    {
        let kinds = ask.understand(&Question::new(question)).kinds;
        assert!(kinds.has(Kind::Amount) && !kinds.has(Kind::When), "{question}: {kinds:?}");
    }
}

#[test]
fn what_a_question_is_after_may_be_told_in_other_words() {
    let place = "The park stands on the river. Its first hall has a clean room and a canteen for residents.\n\n\
        The governor visited the building site with guests. Handover is set for December 2027.\n\n\
        The engineers of the park spoke about power lines and roads in May 2021.";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("park.md"),
        article("The Kestrel park", "Larchwood Region", "en", "2024-02", place),
    )
    .expect("written");
    let loaded = load_knowledge(folder.path(), PUBLIC_URL);
    let question = "When will they finish the Kestrel park in the Larchwood Region?";
    let first = |aims: Vec<Aim>| {
        let lexicon = Lexicon { aims, ..loaded.lexicon.clone() };
        let ask = engine::with(loaded.articles.clone(), &lexicon, Options::default());
        let query = ask.understand(&Question::new(question));
        let names = query.aims.iter().map(|aim| ask.aim(aim.number).to_owned()).collect::<Vec<_>>();
        (names, quotes(&answer(&ask, question)).first().map(|q| (*q).to_owned()))
    };
    let strings = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    let (none, before) = first(Vec::new());
    let (aims, after) = first(vec![Aim {
        name: "finished".to_owned(),
        question: strings(&["finish"]),
        answer: strings(&["handover", "set for"]),
    }]);
    assert_eq!((none, aims), (Vec::new(), vec!["finished".to_owned()]));
    assert!(after.as_ref().is_some_and(|q| q.contains("December 2027")), "{after:?}");
    assert_ne!(before, after);
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
fn what_no_article_of_the_region_speaks_of_is_silence() {
    let loaded = load_knowledge(&shipped(), PUBLIC_URL);
    let ask = engine::with(loaded.articles, &loaded.lexicon, Options::default());
    // The articles have governors, speeches, opening days and numbers, but none of the rest.
    for question in [
        "What does Tomsk say about whale watching?",
        "What does the governor of Tomsk say about whale watching?",
        "Что говорит Томск о балете?",
        "Who won the chess tournament in Tatarstan?",
        "When does the opera season open in Ufa?",
        "How do I renew my passport in Lipetsk?",
        "What did Chubais say about the Ulyanovsk nanocentre?",
    ] {
        is_silent(&ask, question, Reason::Topic);
    }
    quotes_hold(&ask, "What does the governor of Tomsk say about young scientists?", "scientist", "");
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
fn years_before_and_after_mean_sentences_that_name_one() {
    let loaded = load_knowledge(&shipped(), PUBLIC_URL);
    let ask = engine::with(loaded.articles, &loaded.lexicon, Options::default());
    let names =
        |text: &str, years: std::ops::RangeInclusive<u16>| years.into_iter().any(|y| text.contains(&y.to_string()));
    for (question, years) in [
        ("Дубна до 2017 года", 2000..=2016),
        ("Titanium Valley since 2018", 2018..=2030),
        ("what happened in Innopolis before 2020", 2000..=2019),
        ("зона Липецк после 2024", 2025..=2030),
    ] {
        let answer = answer(&ask, question);
        let quotes = quotes(&answer);
        assert!(!quotes.is_empty() && quotes.iter().all(|q| names(q, years.clone())), "{question}: {quotes:?}");
    }
}

#[test]
fn courtesies_change_no_answer() {
    let loaded = load_knowledge(&shipped(), PUBLIC_URL);
    let ask = engine::with(loaded.articles, &loaded.lexicon, Options::default());
    for (plain, polite) in [
        ("Какие партнёры у Томска?", "Привет! Какие партнёры у Томска?"),
        ("Which partners does Tomsk have?", "Which partners does Tomsk have? Thanks!"),
        ("сколько резидентов в Дубне", "спасибо, сколько резидентов в Дубне"),
    ] {
        let (plain, polite) = (answer(&ask, plain), answer(&ask, polite));
        assert_eq!(quotes(&plain), quotes(&polite));
        assert!(!quotes(&plain).is_empty());
    }
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

fn searched_for(answer: &Answer) -> Option<&str> {
    answer.assumptions.iter().find_map(|a| match a {
        Assumption::Reread(text) => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn a_question_that_finds_nothing_is_read_another_way() {
    let ask = ask(&corpus());
    for (typed, expected) in [
        ("tekhnopark Severnyy kogda postroyat", "12 500"),
        ("zavod Vega i Rosatom partnyory", "Росатом"),
        ("техно парк северный когда построят", "12 500"),
        ("технопарксеверный", "12 500"),
        ("what is the cleanroom of the hightech centre", "clean room"),
        ("кто дает грантыинженерной компании", "Первый шаг"),
    ] {
        let answer = answer(&ask, typed);
        assert!(quotes(&answer).iter().any(|q| q.contains(expected)), "{typed}: {:?}", quotes(&answer));
    }
    assert_eq!(searched_for(&answer(&ask, "технопарксеверный")), Some("технопарк северный"));
    let hello = answer(&ask, "ghbdtn");
    assert!(hello.kind.silence().is_some_and(|s| s.small_talk == Some(SmallTalk::Greeting)));
    is_silent(&ask, "napravleniya podderzhki v Omskoy oblasti", Reason::Region);
    is_silent(&ask, "football results of the weekend", Reason::Topic);
    is_silent(&ask, "kto vyigral chempionat mira po futbolu", Reason::Topic);
}

/// The articles and questions that the engine may be tuned on.
fn tune_set(options: Options) -> (Ask, Vec<String>) {
    let eval = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/eval");
    let lines = std::fs::read_to_string(eval.join("questions.tune.jsonl")).expect("questions");
    let clean = lines.lines().filter_map(|line| {
        let q: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let clean = q["answerable"] == true && q["style"] != "sloppy" && q["context"].is_null();
        clean.then(|| q["q"].as_str().expect("a question").to_owned())
    });
    (engine::over(&eval.join("tune/articles"), options), clean.collect())
}

#[test]
fn repair_changes_no_clean_question_that_was_answered() {
    let (with, questions) = tune_set(Options::default());
    let (without, _) = tune_set(Options { repair: false, ..Options::default() });
    assert!(questions.len() > 150);
    for question in &questions {
        let as_typed = answer(&without, question);
        if !as_typed.kind.is_silent() {
            assert_eq!(answer(&with, question), as_typed, "{question}");
        }
    }
}

/// Russian in Latin letters, by one of three customs.
fn latin(text: &str, custom: usize) -> String {
    const LETTERS: &str = "а a a a|б b b b|в v v v|г g g g|д d d d|е e e e|ё yo e jo|ж zh zh j|з z z z|и i i i|й y y j|к k k k|л l l l|м m m m|\
        н n n n|о o o o|п p p p|р r r r|с s s s|т t t t|у u u u|ф f f f|х kh h h|ц ts ts c|ч ch ch ch|ш sh sh sh|щ shch sch sch|ъ  ' |ы y y y|\
        ь '  '|э e e e|ю yu yu ju|я ya ya ja";
    let table: Vec<Vec<&str>> = LETTERS.split('|').map(|row| row.trim().split(' ').collect()).collect();
    let letter = |c: char| {
        let lower = c.to_lowercase().to_string();
        table
            .iter()
            .find(|row| row[0] == lower)
            .map_or(c.to_string(), |row| row.get(1 + custom).copied().unwrap_or("").to_owned())
    };
    text.chars().map(letter).collect()
}

/// Takes out one space, between two words of four letters and more where there are such.
fn joined(text: &str, seed: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let long = |w: &str| w.chars().count() >= 4;
    let places: Vec<usize> = (1..words.len()).filter(|i| long(words[i - 1]) && long(words[*i])).collect();
    let place = places.get(seed % places.len().max(1)).copied().unwrap_or(1);
    let space = |i: usize| if i + 1 == place { "" } else { " " };
    words.iter().enumerate().map(|(i, w)| format!("{w}{}", space(i))).collect::<String>().trim_end().to_owned()
}

#[test]
fn damaged_questions_find_what_the_clean_ones_find() {
    let (ask, questions) = tune_set(Options::default());
    type Damage = fn(&str, usize) -> String;
    let damages: [(&str, Damage, f32); 3] = [
        ("layout", |q, _| layout::to_english(q), 0.9),
        ("transliteration", |q, i| latin(q, i % 3), 0.7),
        ("joined", joined, 0.7),
    ];
    let russian: Vec<&String> = questions.iter().filter(|q| language::detect(q) == Some(Lang::Ru)).collect();
    for (name, damage, least) in damages {
        let (mut answered, mut kept) = (0, 0);
        for (i, question) in russian.iter().enumerate() {
            let clean = answer(&ask, question);
            if clean.kind.is_silent() {
                continue;
            }
            answered += 1;
            let again = answer(&ask, &damage(question, i));
            kept += usize::from(quotes(&again).first() == quotes(&clean).first());
        }
        let share = kept as f32 / answered as f32;
        println!("{name}: {kept} of {answered}");
        assert!(answered > 50 && share >= least, "{name}: {kept} of {answered}");
    }
}

/// Two regions whose names begin alike.
fn namesakes() -> Vec<String> {
    vec![
        article(
            "Гранты Лесобора",
            "Лесоборская область",
            "ru",
            "2023-01-10",
            "Грант «Росток» даёт фирме до 3 млн рублей. Руководителем фонда стала Анна Белова.\n\n\
             Приём заявок на грант идёт по адресу: г. Лесобор, ул. Речная, 5.",
        ),
        article(
            "Гранты Лесодола",
            "Лесодольская область",
            "ru",
            "2023-02-10",
            "Грант «Росток» даёт фирме до 7 млн рублей. Посев для программы дал банк.",
        ),
    ]
}

#[test]
fn of_near_namesakes_only_the_nearest_is_meant() {
    let ask = ask(&namesakes());
    for question in
        ["How much does the Rostok grant give in the Lesobor Region?", "сколько дает грант росток в лесоборе"]
    {
        let query = ask.understand(&Question::new(question));
        assert_eq!(ask.spellings(&query), ["Лесоборская область"], "{question}");
        quotes_hold(&ask, question, "3 млн", "7 млн");
    }
}

#[test]
fn a_word_of_the_lexicon_is_neither_torn_nor_taken_for_a_name() {
    let ask = ask(&namesakes());
    for question in ["Кто руководит фондом Лесоборской области?", "Что обещают фирмам Лесоборской области?"]
    {
        let query = ask.understand(&Question::new(question));
        assert_eq!(query.assumptions, [], "{question}");
        assert_eq!(ask.spellings(&query), ["Лесоборская область"], "{question}");
    }
    quotes_hold(&ask, "Кто руководит фондом Лесоборской области?", "Анна Белова", "");
}

#[test]
fn an_address_answers_where_though_it_shares_few_words() {
    let ask = ask(&namesakes());
    quotes_hold(&ask, "Куда подавать заявку на грант в Лесоборской области?", "ул. Речная, 5", "");
}

/// A programme page in two years, and another matter of the same region.
fn editions() -> Vec<String> {
    let page = |date: &str, most: &str, until: &str, extra: &str| {
        let year = &date[..4];
        article(
            &format!("Программа «Пробный образец» в {year} году"),
            "Вережская область",
            "ru",
            date,
            &format!(
                "Программа «Пробный образец» помогает малым фирмам изготовить и испытать опытный образец изделия.\n\n\
                 Наибольший размер гранта составляет {most} млн рублей. Заявки принимает фонд развития до {until}.\n\n\
                 Оператор программы – Вережский фонд технологий. {extra}"
            ),
        )
    };
    vec![
        page("2021-02-01", "2", "14 апреля", "Документы приносят на бумаге."),
        page("2024-02-01", "6", "20 мая", "Документы подают через портал."),
        article(
            "Завод насосов открыт",
            "Вережская область",
            "ru",
            "2025-03-01",
            "В Вереже начал работу завод насосов. На нём трудятся 140 человек.",
        ),
    ]
}

#[test]
fn without_a_year_the_latest_edition_of_a_programme_is_meant() {
    let ask = ask(&editions());
    for question in
        ["Какой размер гранта в Вережской области?", "До какого числа принимают заявки в Вережской области?"]
    {
        let first = answer(&ask, question);
        let article = first.citations().next().map(|c| c.quote.article().meta.date.year());
        assert_eq!(article, Some(2024), "{question}");
    }
    quotes_hold(&ask, "Какой размер гранта был в Вережской области в 2021 году?", "2 млн рублей", "6 млн");
}

#[test]
fn a_park_named_alone_keeps_its_region_for_the_next_question() {
    let park = |name: &str, region: &str, rent: &str| {
        article(
            &format!("The {name} park"),
            region,
            "en",
            "2024-01",
            &format!("The {name} technology park opened in 2015.\n\nThe rent of a laboratory is {rent} euros a month."),
        )
    };
    let ask = ask(&[park("Quillon", "Larchwood Region", "300"), park("Vastrel", "Birchwood Region", "700")]);
    for (name, rent) in [("Quillon", "300 euros"), ("Vastrel", "700 euros")] {
        let before = Question::new(format!("When did {name} open?"));
        let after = ask.ask(&Question::new("What is the rent of a laboratory?").after(before)).expect("an answer");
        let said = quotes(&after);
        assert!(said.len() == 1 && said[0].contains(rent), "{name}: {said:?}");
    }
}

#[test]
fn a_question_put_in_an_interview_is_not_the_answer() {
    let interview = article(
        "Minister on students",
        "Larchwood Region",
        "en",
        "2024-01",
        "The minister of the Larchwood Region told of its first year.\n\n\
         – And the Zworykin scholarship? Much has been said of it.\n\n\
         – It works. The scholarship pays thirty students 450 euros a month for two years.\n\n\
         – What comes next?\n\n\
         – A laboratory of 300 square metres.",
    );
    let ask = ask(&[interview]);
    let said = answer(&ask, "How much does the Zworykin scholarship of the Larchwood Region pay?");
    assert!(quotes(&said)[0].contains("450 euros"), "{:?}", quotes(&said));
}

#[test]
fn a_neighbour_in_the_text_is_no_source() {
    let cluster = article(
        "Кластер судостроителей",
        "Вережская область",
        "ru",
        "2024-01-01",
        "В кластере «Весло» 22 участника: верфи и заводы.\n\n\
         О таком же кластере объявила и соседняя Ладожанская область. Гостями стали власти Ладожанской области.",
    );
    let ask = ask(&[cluster]);
    is_silent(&ask, "ладожанская обл кластер весло сколько участников", Reason::Region);
    quotes_hold(&ask, "вережская обл кластер весло сколько участников", "22 участника", "");
}

#[test]
fn an_adjective_made_of_a_republics_name_names_it() {
    let polygon = |region: &str, rent: &str| {
        article(
            "Полигон открыт",
            region,
            "ru",
            "2024-01-01",
            &format!("Аренда полигона для айдымских и других фирм стоит {rent} тысяч рублей в день."),
        )
    };
    let ask = ask(&[polygon("Республика Айдым", "12"), polygon("Вережская область", "40")]);
    quotes_hold(&ask, "Сколько стоит айдымской фирме день аренды полигона?", "12 тысяч", "40 тысяч");
}

#[test]
fn a_region_that_nobody_knows_is_told_by_a_shortened_word_for_region() {
    let ask = ask(&corpus());
    for question in ["ладожанская обл грант сколько", "What does Quintash Canton pay for robots?"]
    {
        is_silent(&ask, question, Reason::Region);
    }
}

/// Two regions whose programmes are called by ordinary words, and whose park has a name that is also a word.
fn plainly_named() -> Vec<String> {
    vec![
        article(
            "Конкурс технологий",
            "Вережская область",
            "ru",
            "2024-01-10",
            "В Вережской области начался конкурс «Крутой старт». Первый взнос команды – 3 тысячи рублей.\n\n\
             Технопарк «Полимер» сдаёт метр за 400 рублей. На старт вышли 40 команд.",
        ),
        article(
            "Завод красок",
            "Республика Ургай",
            "ru",
            "2024-02-10",
            "Завод в Ургае делает полимер и крутой лак. Первый взнос – 9 тысяч рублей, а метр цеха стоит 700 рублей.\n\n\
             На старт проекта ушёл год.",
        ),
    ]
}

#[test]
fn a_name_made_of_ordinary_words_tells_the_region() {
    let ask = ask(&plainly_named());
    quotes_hold(&ask, "Какой первый взнос на «Крутом старте»?", "3 тысячи", "9 тысяч");
    quotes_hold(&ask, "почём метр в «Полимере»?", "400 рублей", "700 рублей");
    for (question, region) in [
        ("крутой старт какой взнос", "Вережская область"),
        ("Сколько команд вышло на Krutoy Start?", "Вережская область"),
        ("Сколько стоит ургайской фирме метр цеха?", "Республика Ургай"),
    ] {
        assert_eq!(ask.spellings(&ask.understand(&Question::new(question))), [region], "{question}");
    }
}

#[test]
fn a_word_that_begins_like_a_region_is_none() {
    let ask = ask(&plainly_named());
    for question in ["Моей фирме нужен метр в «Полимере»", "Что делает технопарк «Алтан»?"]
    {
        let named = ask.understand(&Question::new(question)).regions;
        assert!(named.uncovered.is_empty() && named.covered.is_empty(), "{question}: {named:?}");
    }
    for (question, region) in [("Гранты МО", "Московская область"), ("Технопарки Алтая", "Республика Алтай")]
    {
        assert_eq!(ask.understand(&Question::new(question)).regions.uncovered, [region], "{question}");
    }
}
