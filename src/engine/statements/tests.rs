//! Statements in texts of a few sentences.

use std::sync::Arc;

use super::*;
use crate::domain::{ArticleId, ArticleKind, ArticleMeta, FrozenText, Institution, Lang, Lexicon, Passage};

/// An article of one-sentence passages; lines that begin with "# " are headings, with "- " list items, with "| "
/// rows of a table.
pub fn article(text: &str) -> Arc<Article> {
    let mut passages = Vec::new();
    let mut body = String::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let marks = [("# ", PassageKind::Heading), ("- ", PassageKind::ListItem), ("| ", PassageKind::TableRow)];
        let marked = marks.iter().find_map(|(mark, kind)| Some((*kind, line.strip_prefix(mark)?)));
        let (kind, line) = marked.unwrap_or((PassageKind::Paragraph, line));
        let span = Span::new(body.len(), body.len() + line.len());
        body = body + line + "\n";
        passages.push(Passage { span, kind, page: None, sentences: vec![span] });
    }
    let meta = ArticleMeta {
        id: ArticleId("a".into()),
        title: "T".into(),
        kind: ArticleKind::Article,
        url: "https://example.org/".into(),
        references: Vec::new(),
        region: "R".into(),
        lang: Lang::En,
        date: "2020".parse().expect("a date"),
        publisher: None,
        speaker: None,
        tags: vec![],
        fetched: None,
    };
    Arc::new(Article { meta, text: FrozenText::freeze(&body), passages, notes: Vec::new() })
}

proptest::proptest! {
    /// Names never overlap, however quotation marks, known names and brackets meet.
    #[test]
    fn names_stand_apart(pieces in proptest::collection::vec(
        proptest::prop_oneof![
            4 => "ОЭЗ «Липецк|Bortnik «Fund|Фонд «содействия инновациям|„ACME|«ACME|»|“|и|,|ACME|Липецк|\\(|\\)|and",
            1 => "\\PC{0,6}"
        ], 0..14)
    ) {
        let text = pieces.join(" ").replace("« ", "«").replace(" »", "»");
        let names = ["Bortnik Fund", "ОЭЗ Липецк", "Фонд содействия инновациям"].map(str::to_owned).to_vec();
        let known = Institution { name: names[0].clone(), aliases: names };
        let institutions = Institutions::new(&Lexicon { institutions: vec![known], ..Lexicon::default() });
        let found = institutions.names(&text);
        assert!(found.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{text}");
        enumerates(&institutions, &text, true);
    }
}

fn stated(text: &str) -> (Arc<Article>, Stated) {
    let article = article(text);
    let fund = Institution {
        name: "Bortnik Fund".into(),
        aliases: vec!["Bortnik Fund".into(), "Фонд содействия инновациям".into()],
    };
    let institutions = Institutions::new(&Lexicon { institutions: vec![fund], ..Lexicon::default() });
    let stated = in_article(&article, &institutions);
    (article, stated)
}

fn names(text: &str, topic: Topic) -> Vec<String> {
    let (article, stated) = stated(text);
    let found = stated.found.iter().filter(|f| f.topic == topic);
    found.flat_map(|f| &f.names).map(|n| article.slice(*n).to_owned()).collect()
}

fn quotes(text: &str, topic: Topic) -> Vec<String> {
    let (article, stated) = stated(text);
    stated.found.iter().filter(|f| f.topic == topic).map(|f| article.slice(f.span).to_owned()).collect()
}

#[test]
fn directions_by_ordinals_with_the_count_checked() {
    let text = "The minister mentioned four directions of support, roads being the first one.\n\
                We built a network of labs – that is the second direction of support for business.\n\
                The third direction of support is people.\nIt rained.";
    assert_eq!(quotes(text, Topic::Directions).len(), 3);
    let (_, stated) = stated(text);
    assert_eq!(stated.announced, [Announced { topic: Topic::Directions, announced: 4, described: 3 }]);
}

#[test]
fn directions_in_russian() {
    let text = "Губернатор назвал три направления поддержки.\nПервое направление — инфраструктура.\n\
                Второе — кадры.\nТретьим направлением стала кооперация с крупными компаниями.\nДождь шел весь день.";
    assert_eq!(quotes(text, Topic::Directions).len(), 3);
    let listed = "К приоритетным направлениям поддержки относятся биотехнологии, новые материалы и энергетика.";
    assert_eq!(quotes(listed, Topic::Directions), [listed]);
}

#[test]
fn directions_as_a_list() {
    let text = "# Directions of support\n- Infrastructure for start-ups.\n- Export.\nThe end.";
    assert_eq!(quotes(text, Topic::Directions), ["Infrastructure for start-ups.", "Export."]);
}

#[test]
fn partners_after_with_and_such_as() {
    let text = "Today makers cooperate with Acme, Acme Oil, Borealis, and other giants, which bought goods worth 66 billion rubles.\n\
                The centre is an office for such institutions as Skylab, Bortnik Fund, and National Initiative.\n\
                We talked with people in Rome.";
    let expected = ["Acme", "Acme Oil", "Borealis", "Skylab", "Bortnik Fund", "National Initiative"];
    assert_eq!(names(text, Topic::Partners), expected);
}

#[test]
fn a_month_founds_nothing() {
    let text = "The government founded the Larch Valley by order No. 1032 of 16 December 2010.";
    assert!(!names(text, Topic::Partners).contains(&"December".to_owned()));
}

#[test]
fn partners_in_russian() {
    let text = "Область сотрудничает с «Газпромом», «Сибуром» и «Росатомом».\n\
                Партнёрами программы стали Фонд содействия инновациям и Сбер.\n\
                Компания «Вега» вышла из соглашения с регионом.";
    let expected = ["«Газпромом»", "«Сибуром»", "«Росатомом»", "Фонд содействия инновациям", "Сбер"];
    assert_eq!(names(text, Topic::Partners), expected);
}

#[test]
fn programmes_by_name_and_by_verb() {
    let text = "The programme “First Step” offers 2 million rubles.\nWe launched a pilot training programme for managers.\n\
                The television programme was long.";
    assert_eq!(quotes(text, Topic::Programmes).len(), 2);
}

#[test]
fn directions_of_choice() {
    for text in [
        "The county bets on battery recycling, seaweed and small satellites.",
        "Область делает ставку на три отрасли: медицинские изделия, композиты и судостроение.",
        "Priority is given to ship repair, pumps and food additives.",
        "Ключевыми отраслями специализации края остаются биофармацевтика, приборостроение и агротехнологии.",
        "Оптика, полимеры и сенсорика — приоритетные направления центра.",
        "Мы выбрали робототехнику, интернет вещей и новые сплавы.",
        "Loans go to enterprises of four sectors: furniture, cables, cosmetics and pumps.",
        "Они занимаются электроникой и связью, медициной и новыми сплавами.",
        "The residents work in optics, polymers and sensors.",
    ] {
        assert_eq!(quotes(text, Topic::Directions), [text]);
    }
    for text in [
        "Oleg specialises in lenses, pumps and valves.",
        "It replaces the strategy of 2014, whose priorities were textiles, shoes and ships.",
        "What are your priorities: roads, bridges or schools?",
        "Среди пятёрки были стартапы двух вузов, инфраструктурные проекты и новые направления у старых резидентов.",
    ] {
        assert!(quotes(text, Topic::Directions).is_empty(), "{text}");
    }
}

#[test]
fn directions_counted_without_their_noun() {
    let text = "The borough wants makers and says so in five ways.\nFirst, cheap benches.\nSecond, a loan for tools.\n\
                Third, a matching service.\nThe fifth is still being argued about.";
    assert_eq!(quotes(text, Topic::Directions).len(), 3);
    assert_eq!(stated(text).1.announced, [Announced { topic: Topic::Directions, announced: 5, described: 3 }]);
    let these = "Поддержка ведётся по двум направлениям.\nЭто подготовка кадров и компенсация затрат.";
    assert_eq!(quotes(these, Topic::Directions), ["Это подготовка кадров и компенсация затрат."]);
}

#[test]
fn lists_without_marks_of_the_importer() {
    let run_on = "The government has defined lead markets:\n(a) farming; (b) rail automation; (c) imaging.";
    assert_eq!(quotes(run_on, Topic::Directions), ["(a) farming; (b) rail automation; (c) imaging."]);
    let dashes =
        "Политика строится вокруг трёх приоритетов:\n— замещение узлов;\n— подготовка кадров;\n— вывод на рынки.";
    assert_eq!(quotes(dashes, Topic::Directions).len(), 3);
    let rows =
        "The fund issued 26 loans.\nProduct Maximum Rate\nMachine Tools 100 million 3%\nFirst Step 10 million 1%";
    assert_eq!(quotes(rows, Topic::Programmes), ["Machine Tools 100 million 3%", "First Step 10 million 1%"]);
}

#[test]
fn answers_of_an_interview() {
    let text = "Who are your main partners?\n“Acme, the Business School and Borealis.”\n\
                Which sectors are closest to your heart?\n“Fish health, timber chemistry and sensors.”";
    assert_eq!(names(text, Topic::Partners), ["Acme", "Business School", "Borealis"]);
    assert_eq!(quotes(text, Topic::Directions), ["“Fish health, timber chemistry and sensors.”"]);
}

#[test]
fn partners_who_sign_join_and_found() {
    let text = "Gold Neft, the Polytechnic University and the Sirius Centre signed an agreement on a school.\n\
                Соглашение подписали Минтех России, «КАМАЗ» и Луговецкий технопарк.\n\
                В консорциум вошли Яровский государственный университет и комбинат «Яровметалл».\n\
                The park was founded in 2011 by Lonsdale University and Meridian Mutual.";
    let expected = [
        "Gold Neft",
        "Polytechnic University",
        "Sirius Centre",
        "Минтех России",
        "«КАМАЗ»",
        "Луговецкий технопарк",
        "Яровский государственный университет",
        "«Яровметалл»",
        "Lonsdale University",
        "Meridian Mutual",
    ];
    assert_eq!(names(text, Topic::Partners), expected);
}

#[test]
fn the_head_row_of_a_table_states_nothing() {
    let text = "# Крупнейшие резиденты\n| Компания | Площадь, кв.м. | Сотрудников\n| ООО «Луч» | 640 | 58\n\
                | ООО «БиоКурган» | 880 | 31";
    assert_eq!(names(text, Topic::Residents), ["«Луч»", "«БиоКурган»"]);
}

#[test]
fn no_partners_are_those_who_left_or_may_come_and_no_persons() {
    let text = "«Росатом» и «Вега» подписали соглашение, а «Меридиан» вышел из проекта.\n\
                The region intends to conclude an agreement with Borealis next year.\n\
                Соглашение с «Ростелекомом» подписать не успели.\nНет, с «Орионом» область не сотрудничает.\n\
                The fund works with director Ivan Petrov.\nС мая область работает с Анной Петровной Ли.\n\
                The park was financed by the taxes that residents of the Alabuga zone pay.";
    assert_eq!(names(text, Topic::Partners), ["«Росатом»", "«Вега»"]);
    assert_eq!(stated(text).1.gone, ["меридиан"]);
}

#[test]
fn programmes_say_what_they_give() {
    for text in [
        "The Launchpad Grant pays up to 20,000 pounds towards a prototype.",
        "Фонд «Посев» выдаёт займы до 15 млн рублей.",
        "Регион компенсирует участникам 40 % стоимости роботов.",
        "Есть три инструмента: стипендия «Белый халат», микрозаём «Старт» и бесплатный цех.",
    ] {
        assert_eq!(quotes(text, Topic::Programmes), [text]);
    }
    for text in [
        "Applications for the Launchpad Grant close on 30 November.",
        "Победители гранта «Дыши» получат дипломы.",
        "Программа «Витрина» закрыта с 1 ноября.",
        "Which grants are available?",
    ] {
        assert!(quotes(text, Topic::Programmes).is_empty(), "{text}");
    }
}
