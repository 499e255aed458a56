//! Every encoding on long and on short texts; what is garbled, and what only looks like it.

use encoding_rs::{KOI8_R, WINDOWS_1251, WINDOWS_1252};

use super::*;

fn plain(bytes: &[u8]) -> Result<String, Fault> {
    text(bytes, None).map(|d| d.text)
}

const LONG: &str = "Губернатор объявил: «Ещё пять направлений — это наш ответ».\nВ 2020 году экспорт вырос на 66 млрд \
    рублей; поддержку получили 120 компаний…\nОб этом сообщили в Томске, № 5.";
const SHORT: [&str; 7] =
    ["Томск", "ТОМСК", "Ещё", "Привет", "Меры поддержки", "«Сколково» — фонд", "ОЭЗ «Томск», 2020 г."];

#[test]
fn line_ends_and_marks_become_uniform() {
    assert_eq!(plain(b"\xef\xbb\xbfa\r\nb\rc\n").as_deref(), Ok("a\nb\nc\n"));
    assert_eq!(plain("a\u{2028}b".as_bytes()).as_deref(), Ok("a b"));
}

#[test]
fn one_byte_encodings_are_told_by_their_letters() {
    for text in SHORT.into_iter().chain([LONG]) {
        for encoding in [WINDOWS_1251, KOI8_R] {
            // Not every encoding has every sign; then the text is no test for it.
            let (bytes, _, unmappable) = encoding.encode(text);
            if unmappable {
                continue;
            }
            assert_eq!(plain(&bytes).as_deref(), Ok(text), "{}", encoding.name());
        }
    }
    let (bytes, ..) = WINDOWS_1252.encode("The café’s “idea” — naïve, it said.");
    assert_eq!(plain(&bytes).as_deref(), Ok("The café’s “idea” — naïve, it said."));
    let noted = text(&WINDOWS_1251.encode(LONG).0, None).expect("a text").notes;
    assert!(noted[0].what.contains("windows-1251"), "{noted:?}");
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    for text in ["a\n", "---\ntitle: A\n", "Томск", LONG] {
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = format!("{mark}{text}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
            assert_eq!(plain(&little).as_deref(), Ok(text), "{mark:?}");
            assert_eq!(plain(&big).as_deref(), Ok(text), "{mark:?}");
        }
    }
    assert!(plain(b"\xff\xfe\x00\xd8a\0").is_err(), "half a pair");
}

#[test]
fn what_the_server_says_counts_where_utf8_does_not_fit() {
    let (bytes, ..) = KOI8_R.encode("ЖЩ");
    assert_eq!(text(&bytes, Some(" KOI8-R ")).map(|d| d.text).as_deref(), Ok("ЖЩ"));
    assert_eq!(text("Томск".as_bytes(), Some("windows-1251")).map(|d| d.text).as_deref(), Ok("Томск"));
}

#[test]
fn what_is_no_text_names_its_line() {
    assert_eq!(plain(b"a\nb\n\xd2\xee\xef\xf9\x98\xd0\xcf\xc7\xc6").map_err(|f| f.line), Err(3));
    assert_eq!(plain(b"a\nb\0").map_err(|f| f.line), Err(2));
    // Good UTF-8 with one letter cut in two.
    assert!(plain("Томск — центр".as_bytes().split_last().expect("bytes").1).is_err());
    assert!(plain(b"\x89PNG\r\n\x1a\n\xff\xd9\x80\x81\x82").is_err());
}

#[test]
fn garbled_lines_are_put_right_and_named() {
    for wrong in [WINDOWS_1251, WINDOWS_1252] {
        for right in ["Томск", "Ещё «меры» — поддержка в 2020 г.", "it’s “five” directions", "— Да, — сказал он."]
        {
            let garbled = wrong.decode_without_bom_handling(right.as_bytes()).0.into_owned();
            let found = text(format!("first\n{garbled}\nlast").as_bytes(), None).expect("a text");
            assert_eq!(found.text, format!("first\n{right}\nlast"), "{garbled}");
            assert_eq!(found.notes.iter().map(|n| n.line).collect::<Vec<_>>(), [2]);
        }
    }
    let half = text("РўРѕРјСЃРє и Томск".as_bytes(), None).expect("a text");
    assert_eq!(half.text, "РўРѕРјСЃРє и Томск");
    assert!(half.notes[0].what.contains("could not"), "{half:?}");
}

#[test]
fn sound_lines_stay_without_a_word() {
    for line in [
        LONG,
        "С ёлками. «Р», «С». СССР, РФ, Р — С. С «Томском»",
        "С\u{a0}2020 г. Р\u{a0}С",
        "Café À la carte, naïve â",
        "Ñandú, Ðe, Ångström £5",
    ] {
        assert_eq!(text(line.as_bytes(), None), Ok(Decoded { text: line.to_owned(), notes: vec![] }));
    }
}
