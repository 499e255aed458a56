//! Which one-byte encoding a text is in, by the letters it then has.
//!
//! A text read in the wrong encoding has rare letters, rare pairs of letters, capitals in the middle of words and signs
//! that nobody types. Each candidate is scored per character that is not ASCII; the best one must be good in itself and
//! clearly better than the next.

use std::collections::HashSet;
use std::sync::LazyLock;

use encoding_rs::{Encoding, KOI8_R, WINDOWS_1251, WINDOWS_1252};

use crate::text::words::is_cyrillic;

const CANDIDATES: [&Encoding; 3] = [WINDOWS_1251, KOI8_R, WINDOWS_1252];
/// The mean score that a good text reaches; right ones have 0.7 and more, wrong ones below 0.2.
const GOOD: f32 = 0.45;
/// How much better than the next one the best must be.
const LEAD: f32 = 0.2;
/// So many bytes are looked at.
const SAMPLE_BYTES: usize = 64 * 1024;

/// The encoding, when the letters tell it.
pub(super) fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let mut scored: Vec<(f32, &'static Encoding, String)> = CANDIDATES
        .iter()
        .filter_map(|e| {
            let text = e.decode_without_bom_handling_and_without_replacement(sample)?.into_owned();
            Some((likeness(&text), *e, text))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = scored.first()?;
    // Two encodings that give the same text are as good as each other.
    let next = scored.iter().find(|s| s.2 != best.2).map_or(f32::MIN, |s| s.0);
    (best.0 >= GOOD && best.0 - next >= LEAD).then_some(best.1)
}

/// How much a text looks like one that somebody wrote, Russian or in Latin letters: at most about 1.6, 0 and less for
/// garbage. Only characters beyond ASCII count.
pub(in crate::ingest) fn likeness(text: &str) -> f32 {
    let chars: Vec<char> = text.chars().collect();
    let (mut sum, mut n) = (0.0, 0);
    for (i, &c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let before = i.checked_sub(1).map(|b| chars[b]);
        let after = chars.get(i + 1).copied();
        sum += if is_cyrillic(c) { cyrillic(c, before, after) } else { other(c, before, after) };
        n += 1;
    }
    if n == 0 { 1.0 } else { sum / n as f32 }
}

fn cyrillic(c: char, before: Option<char>, after: Option<char>) -> f32 {
    if [before, after].iter().flatten().any(char::is_ascii_alphabetic) {
        return -1.0;
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    let mut score = match small {
        'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' | 'к' | 'м' | 'д' | 'п' | 'у' => 0.8,
        'я' | 'ы' | 'ь' | 'г' | 'з' | 'б' | 'ч' | 'й' | 'х' | 'ж' | 'ш' | 'ю' | 'ц' | 'ё' => 0.5,
        'щ' | 'э' | 'ф' | 'ъ' => 0.3,
        _ => return -2.0,
    };
    let Some(b) = before.filter(|b| is_cyrillic(*b)) else { return score };
    if c.is_uppercase() && b.is_lowercase() {
        return -2.0;
    }
    let pair: String = b.to_lowercase().chain([small]).collect();
    score += if PAIRS.contains(pair.as_str()) { 0.6 } else { -0.4 };
    score
}

fn other(c: char, before: Option<char>, after: Option<char>) -> f32 {
    let beside = [before, after].iter().flatten().filter(|c| c.is_ascii_alphabetic()).count();
    match c {
        '«' | '»' | '–' | '—' | '“' | '”' | '„' | '‘' | '’' | '…' | '№' | '\u{a0}' | '°' | '§' | '•' | '€' => {
            0.4
        }
        '©' | '®' | '™' | '±' | '·' | '½' | '²' | '³' | '\u{ad}' => 0.0,
        'À'..='ÿ' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' if c.is_alphabetic() => {
            if beside > 0 {
                0.8
            } else {
                -1.0
            }
        }
        _ => -2.0,
    }
}

/// The pairs of letters that most Russian words are made of.
static PAIRS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "ст на ро но то ко ра ен по ов ни пр ре го ет во ос он ка не ал ли ер ор та ть ол ва ль ла от ом ло ел те те ан \
     ат за ес де ин ит ри об ле ак да ог ти ки ск ве ми тр ас ия ие ск ый ая ое ой ых ии их ые им ым ом ем ам ах ях \
     од ме до же из ил ис ед вы ар ав ди ру ше че ча чи ны ее ей ег ек ез еп еж ец еч оз ож ох оч ош ощ ую ут уд \
     ум ур ус уг уп уб ук ул уч уж уш ль ьн ьк ьс ье ью ья нн сс тв дв ви вн вс вр вл вк гр гл ги гу др дн дл дс \
     бл бо бе бр бы бу бщ жи жд зд зн зо зм ий ик ир ид иц ич ищ ям яз ял ят як яв кр кл кс кт ку кц лю лс лж лн \
     ля мо ма му мп мн мл мы нк нт нс нц ну нд нь ны оп оо оа ою пе пи пл пу ря ры рм рн рг рс рт рд рж рк рь са \
     си см сл со сп се су сы сь ся сн св сх тн ты ту тс фи фо фе фр ха хо це ци цы ща ще щи шк шл эк эл эт эф юд ют \
     юч ющ ян яц тя дя ня вя зы жн жа чн чт чк ёт ён ёр ём лё ьё нё ещ йс йн йт йк ба бю бъ ъе хн хс хр мс мч"
        .split_whitespace()
        .collect()
});
