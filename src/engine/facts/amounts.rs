//! Sums of money: a number, a scale, a currency, in either language and either order.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::{Money, Span};
use crate::engine::intent::rule;

const NUMBER: &str = r"\d{1,3}(?:[ \u{a0}\u{202f},.]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?|one|two|three|four|five|ten|half a|один|одного|два|двух|три|трёх|трех|четыре|четырёх|пять|пяти|десять|десяти|полтора|полмиллиона";
const SCALE: &str = r"thousand|тыс(?:яч\w*|\.)?|million|mln\.?|m\b|млн\.?|миллион\w*|billion|bn\b|bln\.?|млрд\.?|миллиард\w*|trillion|трлн\.?|триллион\w*";
/// Currencies after the number.
const AFTER: [(&str, &str); 8] = [
    (r"rubles?|roubles?|rub\b|руб(?:л\w*|\.)?|₽|р\.", "RUB"),
    (r"(?:us )?dollars?|usd\b|долл(?:ар\w*|\.)|\$", "USD"),
    (r"euros?|eur\b|евро|€", "EUR"),
    (r"pounds?|gbp\b|фунт\w*|£", "GBP"),
    (r"yuan|cny\b|юан\w+", "CNY"),
    (r"tenge|kzt\b|тенге", "KZT"),
    (r"kron(?:a|or|er)|sek\b|крон\w*", "SEK"),
    (r"francs?|chf\b|франк\w*", "CHF"),
];
/// Signs and codes before it.
const BEFORE: [(&str, &str); 5] =
    [(r"RUB|₽", "RUB"), (r"US\$|USD|\$", "USD"), (r"EUR|€", "EUR"), (r"GBP|£", "GBP"), (r"CNY|¥", "CNY")];

/// "up to", «не более»: said with the sum.
const LIMIT: &str = r"(?:(?:up to|at least|no more than|not more than|over|more than|about|from|до|от|не более|не менее|более|свыше|около|порядка)\s+)?";

static SUM: LazyLock<Regex> = LazyLock::new(|| {
    let after = currencies(&AFTER);
    rule(&format!(
        r"(?i){LIMIT}(?:\b(?P<number>{NUMBER})\s?(?P<scale>{SCALE})?|\b(?P<word>миллион|миллиард|a million|a billion))\s?(?:российских |австралийских )?(?:{after})"
    ))
});
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    let before = currencies(&BEFORE);
    rule(&format!(r"(?i){LIMIT}(?:{before})\s?(?P<number>\d[\d ,.\u{{a0}}]*)\s?(?P<scale>{SCALE})?"))
});

/// Currencies as groups with their codes for names.
fn currencies(all: &[(&str, &str)]) -> String {
    all.iter().map(|(words, code)| format!("(?P<{code}>{words})")).collect::<Vec<_>>().join("|")
}

/// The sums of a text, in its order, not overlapping, with their bytes.
pub fn amounts(text: &str) -> Vec<(Span, Money)> {
    let read = |pattern: &Regex, currencies: &[(&str, &'static str)]| {
        let all = pattern.captures_iter(text);
        all.filter_map(|c| Some((spanned(&c)?, money(&c, currencies)?))).collect::<Vec<_>>()
    };
    let mut out = read(&SIGNED, &BEFORE);
    for sum in read(&SUM, &AFTER) {
        if !out.iter().any(|(span, _)| span.overlaps(sum.0)) {
            out.push(sum);
        }
    }
    out.sort_by_key(|sum| sum.0);
    out
}

fn spanned(found: &Captures<'_>) -> Option<Span> {
    let whole = found.get(0)?;
    // A point that ends the sentence does not belong to the number.
    let words = whole.as_str().trim_end_matches([' ', ',', '\u{a0}']);
    let number = words.strip_suffix('.').filter(|w| w.ends_with(|c: char| c.is_ascii_digit()));
    let words = number.unwrap_or(words);
    Some(Span::new(whole.start(), whole.start() + words.len()))
}

fn money(found: &Captures<'_>, currencies: &[(&str, &'static str)]) -> Option<Money> {
    let currency = currencies.iter().find(|(_, code)| found.name(code).is_some())?.1;
    let group = |name| found.name(name).map(|m| m.as_str());
    let hundredths = match group("word") {
        Some(word) => scale(word.trim_start_matches("a ")).checked_mul(100)?,
        None => number(group("number")?)?.checked_mul(scale(group("scale").unwrap_or("")))?,
    };
    Some(Money { hundredths, currency })
}

/// How many units a word of scale stands for.
fn scale(word: &str) -> u128 {
    let word = word.to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|w| word.starts_with(w));
    match () {
        () if word.is_empty() => 1,
        () if starts(&["thousand", "тыс"]) => 1_000,
        () if starts(&["billion", "bn", "bln", "млрд", "миллиард"]) => 1_000_000_000,
        () if starts(&["trillion", "трлн", "триллион"]) => 1_000_000_000_000,
        () => 1_000_000,
    }
}

/// A number in hundredths: "1.35", "8,9", "250,000", "1 240".
fn number(word: &str) -> Option<u128> {
    const WORDS: [(&str, u128); 13] = [
        ("one", 100),
        ("один", 100),
        ("одного", 100),
        ("two", 200),
        ("дв", 200),
        ("three", 300),
        ("тр", 300),
        ("four", 400),
        ("четыр", 400),
        ("five", 500),
        ("пят", 500),
        ("полтора", 150),
        ("half", 50),
    ];
    let word = word.to_lowercase();
    if let Some((_, n)) = WORDS.iter().find(|(w, _)| word.starts_with(w)) {
        return Some(*n);
    }
    if word.starts_with("ten") || word.starts_with("десят") {
        return Some(1_000);
    }
    let digits: String = word.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let digits = digits.trim_end_matches(['.', ',']);
    // The last mark is that of decimals when one or two digits follow, or more than three.
    let mark = digits.rfind(['.', ',']).filter(|i| digits.len() - i - 1 != 3);
    let (units, rest) = mark.map_or((digits, ""), |i| (&digits[..i], &digits[i + 1..]));
    let units: u128 = units.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?;
    let rest: String = rest.chars().chain("00".chars()).take(2).collect();
    units.checked_mul(100)?.checked_add(rest.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_their_scale_and_currency() {
        for (text, said, money) in [
            ("Гранты до 3 млн рублей ежегодно.", "до 3 млн рублей", "RUB 3000000"),
            ("на сумму от 500 тыс. руб. Анкеты", "от 500 тыс. руб.", "RUB 500000"),
            ("выручка 8,9 млрд. рублей", "8,9 млрд. рублей", "RUB 8900000000"),
            ("a ceiling of EUR 250,000.", "EUR 250,000", "EUR 250000"),
            ("a fund of £1.5 million opens", "£1.5 million", "GBP 1500000"),
            ("worth 66 billion rubles of goods", "66 billion rubles", "RUB 66000000000"),
            ("a grant of one million rubles", "one million rubles", "RUB 1000000"),
            ("получит миллион рублей", "миллион рублей", "RUB 1000000"),
            ("1 240 000 евро и всё", "1 240 000 евро", "EUR 1240000"),
            ("pays $12.50 an hour", "$12.50", "USD 12.50"),
            ("up to 4 million tenge", "up to 4 million tenge", "KZT 4000000"),
        ] {
            let found: Vec<_> =
                amounts(text).into_iter().map(|(s, m)| (text[s.start..s.end].to_owned(), m.to_string())).collect();
            assert_eq!(found, [(said.to_owned(), money.to_owned())], "{text}");
        }
        for text in ["46 делегаций", "in 2020 and 2021", "40 % стоимости", "120 тыс. тонн", "room 205, floor 3"]
        {
            assert_eq!(amounts(text), [], "{text}");
        }
    }
}
