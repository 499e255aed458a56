//! What single words give away: numbers, years, months, pronouns.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What a folded word can be, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signal(u8);

impl Signal {
    const DIGIT: u8 = 1;
    const NUMERAL: u8 = 2;
    const YEAR: u8 = 4;
    const CALENDAR: u8 = 8;

    /// Reads a folded word.
    pub fn of(word: &str) -> Self {
        let mut bits = 0;
        if word.contains(|c: char| c.is_ascii_digit()) {
            bits |= Self::DIGIT;
        }
        if is_year(word) {
            bits |= Self::YEAR;
        }
        if has_prefix(&NUMERALS, word) {
            bits |= Self::NUMERAL;
        }
        if has_prefix(&CALENDAR, word) {
            bits |= Self::CALENDAR;
        }
        Self(bits)
    }

    /// How well the word can be part of an answer to *when*, 0 to 1.
    pub fn when(self) -> f32 {
        if self.0 & Self::YEAR != 0 {
            1.0
        } else if self.0 & Self::CALENDAR != 0 {
            0.6
        } else {
            0.0
        }
    }

    /// How well the word can be part of an answer to *how much*, 0 to 1.
    pub fn count(self) -> f32 {
        if self.0 & Self::DIGIT != 0 {
            1.0
        } else if self.0 & Self::NUMERAL != 0 {
            0.7
        } else {
            0.0
        }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with('1') || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Words, and beginnings of words marked with `*`.
struct Words {
    whole: HashSet<&'static str>,
    beginnings: Vec<&'static str>,
}

fn list(text: &'static str) -> Words {
    let (beginnings, whole): (Vec<_>, Vec<_>) = text.split_whitespace().partition(|w| w.ends_with('*'));
    Words {
        whole: whole.into_iter().collect(),
        beginnings: beginnings.into_iter().map(|w| w.trim_end_matches('*')).collect(),
    }
}

fn has_prefix(words: &Words, word: &str) -> bool {
    words.whole.contains(word) || words.beginnings.iter().any(|b| word.starts_with(b))
}

static NUMERALS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty \
         sixty seventy eighty ninety hundred* thousand* million* billion* trillion* dozen* half third twice percent first second \
         один одна одно одного одной два две двух двум три трех тремя четыре четырех пять пяти шесть шести семь семи восемь восьми девять \
         девяти десять десяти двадцать двадцати тридцать сорок пятьдесят сто ста двести триста пятьсот тысяч* миллион* \
         миллиард* млн млрд трлн половин* треть трети четверть процент*",
    )
});
static CALENDAR: LazyLock<Words> = LazyLock::new(|| {
    list(
        "january february march april may june july august september october november december century centuries decade* \
         spring summer autumn winter year years январ* феврал* март марта марте апрел* мая мае июн* июл* август* сентябр* октябр* \
         ноябр* декабр* век века веке веков год года году годы годов лет весн* лето летом осен* зим* квартал*",
    )
});
static ANAPHORS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "it its this that these those they their them he his him she her such both also another then there moreover furthermore \
         besides first second third fourth fifth firstly secondly thirdly latter former \
         он она оно они его ее их им это этот эта эти этом этого этой такой такая такие данный данная данные также кроме там \
         тогда второй вторая второе втором третий третья третье третьим вторым первый первое первым четверт* пятый пятое пятым",
    )
});

/// Whether a sentence that begins with this folded word leans on the one before it.
pub fn leans_back(first_word: &str) -> bool {
    has_prefix(&ANAPHORS, first_word)
}
