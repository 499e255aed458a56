//! Which words end with a full stop that is not the end of a sentence.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What may follow the full stop of an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// No abbreviation: an ordinary word.
    None,
    /// A name or number always follows: no border («им. Кирова», "Mr. Smith").
    Joins,
    /// A name often follows: a border only before a word that starts sentences ("Acme Inc. The price…").
    Names,
    /// A unit: a border before a capital letter, none before a digit («66 млрд руб. Экспорт…», «10 руб. 50 коп.»).
    Unit,
    /// Ends a list: a border before a capital letter or a digit («и т. д. Затем…»).
    Ends,
    /// A year or century: as a unit, but joined to what follows at the start of a sentence («В 2020 г. Томск…»).
    Year,
}

use Abbreviation::{Ends, Joins, Names, None, Unit, Year};

/// Classifies `word` (the letters before the full stop, as written); `before` is the word or number in front of it in
/// lower case, empty at the start.
pub(super) fn classify(word: &str, before: &str) -> Abbreviation {
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (Option::None, _) => None,
        // Initials, and acronyms with inner stops such as U.S.
        (Some(c), Option::None) if c.is_uppercase() => Names,
        // МГУ., ИТ.: written in capitals it is a name, not an abbreviation.
        (Some(a), Some(b)) if a.is_uppercase() && b.is_uppercase() => None,
        _ => {
            let word = word.to_lowercase();
            if word.starts_with(|c: char| c.is_ascii()) { english(&word) } else { russian(&word, before) }
        }
    }
}

fn russian(word: &str, before: &str) -> Abbreviation {
    let number = before.starts_with(|c: char| c.is_ascii_digit()) || is_roman(before);
    let measured = number || matches!(before, "тыс" | "млн" | "млрд" | "трлн" | "кв" | "куб" | "пог");
    match word {
        "г" | "гг" | "в" | "вв" if number => Year,
        "д" | "п" if before == "т" => Ends,
        "др" | "пр" if before == "и" => Ends,
        "э" if before == "н" => Unit,
        "млн" | "млрд" | "трлн" | "тыс" => Unit,
        "руб" | "коп" | "долл" | "чел" | "шт" | "экз" => Unit,
        _ if measured && MEASURES.contains(word) => Unit,
        "обл" | "респ" | "мкр" | "гос" | "муниц" | "др" | "пр" | "корр" | "деп" | "дек" => {
            Names
        }
        // Also whole words («среди гор.», «варят рис.»).
        "мин" | "макс" | "гор" | "ген" | "рис" | "тел" | "худ" | "пер" | "лат" | "лит" | "кол" => {
            Names
        }
        _ if JOINING.contains(word) => Joins,
        // A single small letter is no word that ends a sentence: т. е., т. н., к. т. н., п. 3, д. 5.
        _ if word.chars().count() == 1 => Joins,
        _ => None,
    }
}

/// Units that are other abbreviations or words where no number stands before them.
static MEASURES: Words =
    LazyLock::new(|| "г м км см мм га т с ч р л мин сек час мес стр кг кв куб".split_whitespace().collect());

/// Russian abbreviations in front of names and numbers.
static JOINING: Words = LazyLock::new(|| {
    "авг адм акад англ ауд букв бул бульв внутр вып гл гр греч дер дир доп доц ед жен каб комн зав зам засл изд им инж искл \
     исп исх канд кв кн корп куб наб назв напр нар нач нем нояб оз ок окт осн отд оф пл полк пом пос \
     пп пр-т пред прим прит прол просп проф р-н разг разд ред св сент см сов совр соч ср ст стр табл техн тов \
     тт ул упр уч фак факс февр физ фр хим чл экон эл эт юр яз янв"
        .split_whitespace()
        .collect()
});

fn english(word: &str) -> Abbreviation {
    match word {
        "mr" | "mrs" | "ms" | "dr" | "prof" | "rev" | "gen" | "col" | "maj" | "capt" | "lt" | "sgt" | "sen" | "rep"
        | "gov" | "hon" | "messrs" | "vs" | "cf" | "viz" | "figs" | "nos" | "pp" | "vols" | "approx" | "ca" | "eg"
        | "ie" | "mt" | "ft" => Joins,
        "inc" | "ltd" | "co" | "corp" | "llc" | "bros" | "jr" | "sr" | "st" | "ave" | "blvd" | "rd" | "bldg"
        | "dept" | "univ" | "inst" | "assn" | "intl" | "natl" | "al" | "est" | "incl" | "excl" | "jan" | "feb"
        | "mar" | "apr" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct" | "nov" | "dec" | "ph" | "eds" | "govt" => {
            Names
        }
        // Abbreviations only in front of a number, ordinary words or rare elsewhere.
        "no" | "fig" | "eq" | "sec" | "ch" | "vol" | "art" | "para" | "ed" | "mln" | "bln" | "bn" | "min" | "hrs"
        | "km" | "sq" | "tel" | "ext" => Unit,
        "etc" => Ends,
        // e.g., i.e., a.m., p.m., p. 5
        _ if word.len() == 1 => Names,
        _ => None,
    }
}

/// Whether `word` is a Roman numeral (Cyrillic Х passes for X, as it is often typed).
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c.to_lowercase().next(), Some('i' | 'v' | 'x' | 'l' | 'c' | 'х')))
}

/// Whether `word` (in lower case) is a small word that is capital only at the start of a sentence.
pub(super) fn starts_sentences(word: &str) -> bool {
    STARTERS_RU.contains(word) || STARTERS_EN.contains(word)
}

static STARTERS_RU: Words = LazyLock::new(|| {
    "а без благодаря более были было в вас ваш ведь весь вместе вместо во впервые впрочем все всего всё вчера вы \
     где да далее для до его ее если еще ещё её за завтра затем здесь и из или именно иначе итого их к каждая \
     каждый как какая какие какой когда кроме кстати кто куда либо лишь между меня многие мой мы на над \
     напомним например нас наш наша наши не нет ни но о об обо однако ожидается он она они оно от отметим перед \
     планируется по под пока помимо после потом потому поэтому при про ранее раньше с сам сами свой сегодня \
     сейчас со среди так такая также такие таким такой там те теперь тогда тоже только тот у уже хотя через что \
     чтобы эта эти этим этих это этого этой этом этому этот я"
        .split_whitespace()
        .collect()
});

static STARTERS_EN: Words = LazyLock::new(|| {
    "a after all also although among an and any as at because before both but by during each for from \
     furthermore he her here his how however i if in it its later many meanwhile moreover most nevertheless no \
     not now of on or our over she since so some such that the their them then there these they this those \
     though thus to today under until we what when where which while who why with yes yet you your"
        .split_whitespace()
        .collect()
});

/// What stands after the dot of a domain or file name (in lower case).
pub(super) fn is_name_suffix(word: &str) -> bool {
    SUFFIXES.contains(word)
}

static SUFFIXES: Words = LazyLock::new(|| {
    "рф ru su com net org info io ai edu gov tv me pro online tech doc docx xls xlsx ppt pptx pdf txt md html xml json \
     csv zip jpg png js rs py"
        .split_whitespace()
        .collect()
});

/// A set of words, written as one text.
type Words = LazyLock<HashSet<&'static str>>;
