//! Dictionaries of a few lines, and one of more than a run.

use super::build::RUN;
use super::*;
use crate::text::stem::snowball;

fn lemmas(text: &str) -> Lemmas {
    Lemmas::read("words.tsv", text.as_bytes()).expect("a dictionary")
}

fn fault(text: impl AsRef<[u8]>) -> String {
    Lemmas::read("words.tsv", text.as_ref()).expect_err("no dictionary").to_string()
}

#[test]
fn a_form_has_the_stem_of_its_lemma() {
    let lemmas = lemmas("иду\tходить\nидем\tходить\nbetter\tgood\nлучшими\tхороший\n");
    for (form, lemma) in [("иду", "ходить"), ("идем", "ходил"), ("better", "good"), ("лучшими", "хорошего")]
    {
        assert_eq!(lemmas.stem(form).as_deref(), Some(snowball(lemma).as_ref()), "{form}");
    }
}

#[test]
fn only_words_of_the_dictionary_change() {
    let lemmas = lemmas("иду\tходить\nтомске\tтомск\nходить\tходить\n");
    for word in ["ид", "идив", "томск", "томске", "ходить", "good", ""] {
        assert_eq!(lemmas.stem(word), None, "{word}");
    }
    assert_eq!(lemmas.len(), 1, "what has the stem of its lemma takes no room");
}

#[test]
fn the_file_is_folded_like_a_text() {
    let lemmas = lemmas("\u{feff}# Words\r\n\r\n  # more\nПОЁМ\tПеть\r\nПо\u{ad}ёт\tПе\u{ad}ть\nшёл\tидти");
    assert_eq!(lemmas.stem("поет").as_deref(), Some(snowball("петь").as_ref()));
    assert_eq!(lemmas.stem("шел").as_deref(), Some(snowball("идти").as_ref()));
}

#[test]
fn the_first_line_counts() {
    let noun = lemmas("стали\tсталь\nстали\tстать\n");
    assert_eq!(noun.stem("стали"), None);
    let verb = lemmas("стали\tстать\nстали\tсталь\n");
    assert_eq!(verb.stem("стали").as_deref(), Some(snowball("стать").as_ref()));
}

#[test]
fn what_is_not_one_word_is_counted_and_left_out() {
    let lemmas = lemmas("кто-то\tкто\nпо-русски\tрусский\nпоездов\tпоезд дальний\n–\tтире\nпоет\tпеть\n");
    assert_eq!((lemmas.len(), lemmas.left_out()), (1, 4));
}

#[test]
fn a_fault_names_file_line_and_remedy() {
    let cases: [(&[u8], &str); 6] = [
        (b"a\tb\n\xcb\xfe\xe4\xe8\tx\n", "words.tsv:2: the line is not UTF-8; save the file in this encoding"),
        (
            b"# forms\n\npeople person\n",
            "words.tsv:3: there is no tab in the line; write a form, a tab and its lemma, or # before a comment",
        ),
        (
            b"people\tperson\tNOUN\n",
            "words.tsv:1: there is more than one tab in the line; write only a form, a tab and its lemma",
        ),
        (b"\tperson\n", "words.tsv:1: there is no form before the tab; write one, or take the line out"),
        (b"people\t \n", "words.tsv:1: there is no lemma behind the tab; write one, or take the line out"),
        (b"\xc2\xad\tperson", "words.tsv:1: there is no form before the tab; write one, or take the line out"),
    ];
    for (text, expected) in cases {
        assert_eq!(fault(text), expected);
    }
}

#[test]
fn a_file_that_breaks_off_is_no_dictionary() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let error = Lemmas::read("words.tsv", std::io::BufReader::new(Broken)).expect_err("no dictionary");
    let expected = "words.tsv: the file cannot be read (the disk is gone); check that it exists and may be read";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn the_digest_changes_with_what_is_changed() {
    let digest = |text: &str| lemmas(text).sha256();
    let one = digest("иду\tходить\nпоет\tпеть\n");
    assert_eq!(one, digest("# the same\nпоет\tпеть\nиду\tходить\nходил\tходить\nиду\tид\n"));
    for other in ["", "иду\tходить\n", "иду\tходить\nпоет\tпение\n", "иду\tходить\nпоют\tпеть\n"]
    {
        assert_ne!(one, digest(other), "{other}");
    }
}

#[test]
fn many_forms_in_any_order_are_all_found_and_the_first_line_counts_across_runs() {
    const MANY: usize = 5 * RUN / 2;
    // Backwards, so that nothing is in order; then all again with another lemma, which is too late.
    let name = |n: usize| -> String { n.to_string().bytes().map(|b| char::from(b'a' + b - b'0')).collect() };
    let mut text = String::new();
    for lemma in ["wolf", "sheep"] {
        (0..MANY).rev().for_each(|n| text += &format!("{}\t{lemma}\n", name(n)));
    }
    let lemmas = lemmas(&text);
    assert_eq!(lemmas.len(), MANY);
    for n in [0, 1, 9, 100, RUN - 1, RUN, MANY - 1] {
        assert_eq!(lemmas.stem(&name(n)).as_deref(), Some("wolf"), "{n}");
    }
    assert_eq!(lemmas.stem(&name(MANY)), None);
}
