//! Which names are those of organisations: no persons, no authorities, not the region itself.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{self, Name};
use super::{Reading, rule};
use crate::engine::signals::Signal;

/// A person speaks right after the name.
static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^\W{0,4}(?:said|noted|stated|told|added|explained|сказал\w*|отметил\w*|заявил\w*|сообщил\w*|рассказал\w*|подчеркнул\w*)\b",
    )
});
/// What a quoted name is called that is no organisation.
static PROJECT: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:проект\w*|программ\w*|форум\w*|выставк\w*|конкурс\w*|стратеги\w*|преми\w*|инициатив\w*|фестивал\w*|концепци\w*|площадк\w*|направлени\w*|тем\w{0,2}|названи\w*|номинаци\w*|приз\w*|филиал\w*|on the|on|projects?|programmes?|programs?|forums?|exhibitions?|contests?|strategy|awards?|festival|called|entitled|titled)\s+$",
    )
});
/// An address, not a name.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:ул|пр|пр-т|пр-д|просп|пл|пер|наб|бул|ш|г|д|каб|адрес\w*|street|st|road|avenue)\.?,?:?\s+$|^\W*(?:street|st\b|road|avenue|square|quay)",
    )
});
/// Titles that begin with a capital, and offices that only people hold.
static HONORIFIC: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:mrs?|ms|dr|prof|sir|dame|academician|councillor)\b|^(?:the )?(?:vice-|deputy )?(?:rector|director|president|chair\w*|head|minister|governor|mayor|dean|ректор|директор|президент|министр|губернатор|мэр|глава)\b",
    )
});
/// A title right before a name makes it a person's.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:said|says|noted|stated|told|added|explained|сказал\w*|отметил\w*|заявил\w*|сообщил\w*|рассказал\w*|подчеркнул\w*|пояснил\w*|добавил\w*|governor|minister|director|president|chair(?:man|woman)?|head|rector|prof(?:essor)?\.?|mrs?\.?|ms\.?|dr\.?|dame|sir|councillor|mayor|leader|secretary|officer|manager|engineer|deputy|губернатор\w*|министр\w*|директор\w*|ректор\w*|глав(?:а|ы|ой|е)|председател\w*|руководител\w*|заместител\w*|начальник\w*|профессор\w*|академик\w*|мэр\w*|депутат\w*|секретар\w*|основател\w*|президент\w*|премьер\w*)\s+(?:\p{L}+\s+)?$|[—–-]\s+\p{Ll}+(?:л|ла|ет|ed|d)\s+(?:\p{L}+\s+)?$",
    )
});
static PATRONYMIC: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?:ович|евич|ьевич|ич|овн|евн|ичн|ovich|evich|yevich|ovna|evna)(?:а|у|ем|е|ой|ы|ей)?(?:\s|$)|\b\p{Lu}\.\s?(?:\p{Lu}\.)?",
    )
});
/// The authorities themselves are no partners of their region.
static AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:the )?(?:правительств|администраци|губернатор|область|област[иью]|кра[йяюе]м?$|республик|government|administration|governor|council$|county council|decree|resolution|order no|law no|указ|постановлени|распоряжени|russia\w*$|росси\w+$|рф$|\w+ (?:region|krai|oblast|republic|county|province|district|territory|borough|council|област\w+|кра[йяюе]м?|округ\w*|район\w*|правительств\w*|города?)$)",
    )
});

impl Reading<'_> {
    /// Names of organisations in a text, those told by what they are called or by their quotation marks only.
    pub(super) fn organisations(&self, text: &str) -> Vec<Name> {
        let told = |n: &Name| {
            let words = &text[n.span.start..n.span.end];
            n.known || words.starts_with(['«', '“', '„', '"']) || names::is_organisation(words)
        };
        let named = self.institutions.names(text).into_iter();
        named.filter(|n| told(n) && self.may_be_partner(text, n)).collect()
    }

    /// Whether a name may be that of a partner: no person, no authority, no project, not the region itself.
    pub(super) fn may_be_partner(&self, text: &str, name: &Name) -> bool {
        let words = &text[name.span.start..name.span.end];
        let quoted = words.starts_with(['«', '“', '„', '"']);
        if name.known || quoted {
            let project = quoted && PROJECT.is_match(&text[..name.span.start]);
            return !project && !SPEAKS.is_match(&text[name.span.end..]);
        }
        if ADDRESS.is_match(&text[..name.span.start]) || ADDRESS.is_match(&text[name.span.end..]) {
            return false;
        }
        // "By order No. 1032 of 16 December": a date acts as little as an order.
        let date = crate::text::words::words(words).iter().all(|w| Signal::of(&w.folded).is(Signal::MONTH));
        if date || HONORIFIC.is_match(words) {
            return false;
        }
        let region = crate::text::stem::stems(words).iter().all(|s| self.region.contains(s));
        let titled = TITLED.is_match(&text[..name.span.start])
            || words.split_once(' ').is_some_and(|(first, _)| TITLED.is_match(&format!("{first} ")));
        let person = titled && !names::is_organisation(words);
        let speaks = SPEAKS.is_match(&text[name.span.end..]);
        !(region || person || speaks || PATRONYMIC.is_match(words) || AUTHORITY.is_match(words))
    }
}
