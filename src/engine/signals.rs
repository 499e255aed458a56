//! What single words give away: numbers, years, months, pronouns.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::stem::stem;

/// What a folded word can be, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signal(u32);

impl Signal {
    const DIGIT: u32 = 1;
    const NUMERAL: u32 = 2;
    const YEAR: u32 = 4;
    const CALENDAR: u32 = 8;
    /// A word of money.
    pub const MONEY: u32 = 16;
    /// A word of shares.
    pub const SHARE: u32 = 32;
    /// Of addresses, beside a name or a number.
    pub const ADDRESS: u32 = 64;
    /// The name of a month.
    pub const MONTH: u32 = 128;
    /// Another part of the calendar, but no year.
    pub const TIME: u32 = 256;
    /// What stands before a person's name.
    pub const TITLE: u32 = 512;
    /// A unit of time.
    pub const PERIOD: u32 = 1024;
    /// A unit of area.
    pub const AREA: u32 = 2048;
    /// People, or jobs for them.
    pub const PEOPLE: u32 = 4096;
    /// What denies.
    pub const NEGATION: u32 = 8192;
    /// The most or the least there may be.
    pub const LIMIT: u32 = 16384;
    /// What is still to come.
    pub const FUTURE: u32 = 32768;
    /// A unit of length, mass, power or the like.
    pub const MEASURE: u32 = 1 << 16;
    /// A given name.
    pub const GIVEN: u32 = 1 << 17;
    /// A part of something, a place in an order, or one: a number that counts no things.
    pub const PART: u32 = 1 << 18;

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
        let lists = [
            (&MONEYS, Self::MONEY),
            (&SHARES, Self::SHARE),
            (&ADDRESSES, Self::ADDRESS),
            (&MONTHS, Self::MONTH),
            (&TIMES, Self::TIME),
            (&TITLES, Self::TITLE),
            (&PERIODS, Self::PERIOD),
            (&AREAS, Self::AREA),
            (&PEOPLES, Self::PEOPLE),
            (&NEGATIONS, Self::NEGATION),
            (&LIMITS, Self::LIMIT),
            (&FUTURES, Self::FUTURE),
            (&MEASURES, Self::MEASURE),
            (&PARTS, Self::PART),
        ];
        if GIVEN_NAMES.contains(stem(word).as_ref()) {
            bits |= Self::GIVEN;
        }
        bits |= lists.iter().filter(|(list, _)| has_prefix(list, word)).fold(0, |all, (_, bit)| all | bit);
        Self(bits)
    }

    /// Whether the word is of one of the kinds, given as bits.
    pub const fn is(self, kinds: u32) -> bool {
        self.0 & kinds != 0
    }

    /// Whether the word is a year.
    pub const fn is_year(self) -> bool {
        self.is(Self::YEAR)
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
    whole: FxHashSet<&'static str>,
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
static MONEYS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "руб рубл* ruble* rouble* rub доллар* dollar* usd евро euro* eur юан* yuan* фунт* pound* gbp тенге иена иен yen копе* cents \
         pence",
    )
});
static SHARES: LazyLock<Words> = LazyLock::new(|| list("процент* percent* годовых pct"));
static ADDRESSES: LazyLock<Words> = LazyLock::new(|| {
    list(
        "ул улиц* пр просп проспект* пл площад* наб набережн* пер переул* шоссе бульвар* каб кабинет* офис* этаж* корп дом д корпус* \
         окно street st avenue ave lane quay road rd square sq boulevard room floor embankment parade office building suite",
    )
});
static MONTHS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "january february march april may june july august september october november december январ* феврал* марта марте март апрел* \
         мая мае май июн* июл* август* сентябр* октябр* ноябр* декабр*",
    )
});
static TIMES: LazyLock<Words> = LazyLock::new(|| {
    list(
        "квартал* quarter* monday* tuesday* wednesday* thursday* friday* saturday* sunday* понедельник* вторник* среда среды среде \
         среду средам четверг* пятниц* суббот* воскресень* круглогодичн* бессрочн*",
    )
});
static PERIODS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "year years month months week weeks day days hour hours minute minutes quarter quarters decade decades лет год года годы годов \
         месяц* месяцев недел* день дня дней дни сутки суток час часа часов минут* квартал* десятилет* полугод* мес",
    )
});
static AREAS: LazyLock<Words> =
    LazyLock::new(|| list("га гектар* hectare* ha acre* sq sqm square квадратн* кв м2 км2 m2 km2"));
static PEOPLES: LazyLock<Words> = LazyLock::new(|| {
    list(
        "people person persons employee* worker* job jobs specialist* engineer* student* participant* researcher* scientist* staff \
         workplace* graduate* pupil* schoolchildren teacher* programmer* developer* человек люд* сотрудник* работник* рабочих мест \
         специалист* инженер* студент* участник* учен* школьник* педагог* программист* разработчик* выпускник* жител*",
    )
});
static NEGATIONS: LazyLock<Words> = LazyLock::new(|| {
    list("not no cannot without except never refus* exclud* не нельзя нет без кроме запрещ* отказ* исключ*")
});
static LIMITS: LazyLock<Words> = LazyLock::new(|| {
    list("maximum minimum most least limit* ceiling threshold* cap максим* миним* предел* порог* потол* свыше")
});
static FUTURES: LazyLock<Words> = LazyLock::new(|| {
    list(
        "will planned plans plan due expected intend* going будет будут планир* намеч* намер* предсто* ожида* обеща* собира* \
         рассчит*",
    )
});
static MEASURES: LazyLock<Words> = LazyLock::new(|| {
    list(
        "per m km cm mm mile* metre* meter* kilomet* foot feet kg kilogram* ton tons tonne* mw kw gw kwh megawatt* kilowatt* gigawatt* \
         gb tb mb gigabyte* terabyte* degree* litre* liter* cubic nm nanomet* micron* metric hz mhz ghz \
         м км см мм метр* километр* миля миль мили кг килограмм* тонн* т мвт квт гвт мегаватт* киловатт* гигаватт* гб тб мб градус* \
         литр* куб кубич* нм нанометр* микрон* гц мгц ггц",
    )
});
static PARTS: LazyLock<Words> = LazyLock::new(|| {
    list(
        "one first second third half twice percent один одна одно одного одной половин* треть трети четверть процент* полтора полторы",
    )
});
/// Stems of given names, in both alphabets.
static GIVEN_NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("given_names.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|name| stem(name).into_owned()).collect()
});
static TITLES: LazyLock<Words> = LazyLock::new(|| list("mr mrs ms dr prof sir lady councillor госпожа господин"));
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
