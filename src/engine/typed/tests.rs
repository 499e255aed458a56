//! What sentences state, by examples.

use super::*;
use crate::text::words::words;

fn signals(words: &[Word]) -> Vec<Signal> {
    words.iter().map(|w| Signal::of(&w.folded)).collect()
}

fn typed(text: &str) -> Typed {
    let all = words(text);
    Typed::of(&all, &signals(&all), text)
}

fn manner(question: &str) -> Typed {
    let all = words(question);
    Typed::manner(&all, &signals(&all))
}

#[test]
fn question_and_sentence_agree_in_manner() {
    let agree = |question: &str, sentence: &str| typed(sentence).agrees(manner(question));
    assert!(agree("Сколько дают максимум?", "Сумма займа – до 5 млн рублей.") > 0.3);
    assert!(agree("На что нельзя тратить грант?", "Зарплата не оплачивается.") > 0.3);
    assert!(agree("What will be built?", "A pilot line is planned for 2027.") > 0.3);
    assert_eq!(agree("Сколько дают?", "Сумма займа – до 5 млн рублей."), 0.0);
}

#[test]
fn tells_what_a_sentence_states() {
    let cases = [
        ("Заявки ждут до 30 апреля 2021 года.", Kind::When, 1.0),
        ("Зона создана в 2021 году.", Kind::When, 0.5),
        ("Выделены средства на год.", Kind::When, 0.0),
        ("Ответ дадут за тридцать дней.", Kind::When, 0.5),
        ("Приём идёт до среды.", Kind::When, 1.0),
        ("Сдача намечена на декабрь 2027-го.", Kind::When, 1.0),
        ("The window shuts at the end of April.", Kind::When, 1.0),
        ("Документы ждут до конца апреля.", Kind::When, 1.0),
        ("They may march on.", Kind::When, 0.0),
        ("Applications are welcome all year; there are no deadlines.", Kind::When, 1.0),
        ("Заявки принимают круглый год.", Kind::When, 1.0),
        ("Набор идёт бессрочно.", Kind::When, 1.0),
        ("Отбор открыт 28.01.2022.", Kind::When, 1.0),
        ("It closes on 2022-03-03.", Kind::When, 1.0),
        ("Версия 1.2.13 стоит 3.5 млн.", Kind::When, 0.0),
        ("Write to desk@example.org.", Kind::Where, 1.0),
        ("Звоните: +7 (831) 469-03-60.", Kind::Where, 1.0),
        ("Рост составил +7 процентов, 5 @ 6.", Kind::Where, 0.0),
        ("Выделено 90 млн руб.", Kind::Amount, 1.0),
        ("The fund holds £650,000.", Kind::Amount, 1.0),
        ("В клубе 36 человек.", Kind::Amount, 0.5),
        ("В клубе 36 человек.", Kind::Count, 1.0),
        ("The plant opened in 2021.", Kind::Count, 0.0),
        ("In der Zone arbeiten 58 Firmen.", Kind::Count, 1.0),
        ("Из порта ушло 26 тыс. тонн шрота.", Kind::Count, 0.0),
        ("Отремонтировано 1 340 станков.", Kind::Count, 1.0),
        ("A voucher of £7,500 pays 60 per cent within ten working days.", Kind::Count, 0.0),
        ("С 1 мая до 18:00 30 апреля.", Kind::Count, 0.0),
        ("Первая линия заняла 900 кв. метров.", Kind::Count, 0.0),
        ("Роботы стоят на двух заводах.", Kind::Count, 1.0),
        ("Об этом сообщила Ольга Дёмина.", Kind::Who, 1.0),
        ("Секретарь совета – Ю. Т. Бахметьев.", Kind::Who, 1.0),
        ("Об этом сообщили в министерстве.", Kind::Who, 0.0),
        ("The governor of the Tomsk Region named five directions.", Kind::Who, 0.0),
        ("Фонд возглавляет Данил Веретенников.", Kind::Who, 1.0),
        ("Roman Shcheglov runs the test site.", Kind::Who, 1.0),
        ("Так решила Тамара Зуевна Кох.", Kind::Who, 1.0),
        ("Парк открыт в Старом Нурдаге.", Kind::Who, 0.5),
        ("Так решило правительство Российской Федерации.", Kind::Who, 0.0),
        ("Приём ведут по адресу: ул. Кузнечная, 9.", Kind::Where, 1.0),
        ("Write to 44 Station Parade.", Kind::Where, 1.0),
        ("Площадь выросла.", Kind::Where, 0.0),
        ("The decision takes 30 working days.", Kind::Duration, 1.0),
        ("Укладываемся в сорок пять дней.", Kind::Duration, 1.0),
        ("Принято в 2021 году.", Kind::Duration, 0.5),
        ("The fund lends at 4 % a year.", Kind::Duration, 0.0),
        ("Площадь зоны – 318,5 га.", Kind::Area, 1.0),
        ("It has 40,000 square metres.", Kind::Area, 1.0),
        ("Создано 3,4 тыс. рабочих мест.", Kind::People, 1.0),
        ("The park employs 870 people.", Kind::People, 1.0),
        ("Ставка – 2 % годовых.", Kind::Share, 1.0),
    ];
    for (text, kind, expected) in cases {
        assert_eq!(typed(text).states(kind), expected, "{text} {kind:?}");
    }
}
