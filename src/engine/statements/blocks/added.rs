//! Things that are told in sentences of which each adds one: "The first signature is Voltreef's. The Polytechnic signed as
//! well. Later it was joined by …".

use std::sync::LazyLock;

use regex::Regex;

use super::super::relations::{GONE, NOT_YET};
use super::super::{Line, rule};
use super::{Block, NEAR, NEGATIVE, Outline, Shape, first_body, tells};

/// A sentence that adds something to what the one before it says.
static ADDS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^[\W_]*(?:also|in addition|additionally|besides|moreover|furthermore|next|then|another|finally|lastly|later|afterwards|so (?:is|are|was|were|do|does|did|can|has|have)\b|close behind|(?:the )?(?:second|third|fourth|fifth|last|other)\b|and\b|there(?:['’]s| is| are)\b|(?:it|they|we|you|he|she) then\b|after (?:a|an|the|that|this|which)\b|также|а также|тоже|кроме (?:того|этого|них|не[её]|него)|помимо (?:того|этого|них|не[её]|него)|ещ[её]|вдобавок|к тому же|к (?:нему|ней|ним)\b|затем|потом|далее|следом|наконец|позже|позднее|втор\w{2}|треть\w{1,2}|четв[её]рт\w{2}|пят(?:ый|ая|ое)|после\b|(?:он|она|оно|они|вы|мы) (?:затем|потом)\b|и\b)|\b(?:also|too|as well|likewise|(?:was|were|been|is|are) (?:later )?joined|followed by|joined (?:it|them|later|too)|became (?:a )?(?:member|partner|resident|party)|также|тоже|присоедин\w+|добавил\w*|дополн\w+|вслед за|последова\w+|вош(?:[её]л|ла|ли)|вступил\w*|(?:участник|резидент|партн[её]р|член)\w* (?:\w+ )?ста(?:л\w*|нет|нут)|стал\w* (?:участник|резидент|партн[её]р|член)\w*)\b",
    )
});

/// What is said not to be, to be no more or not to be yet adds nothing.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:(?:was|were|is|are|will|did|does) not|wasn['’]t|weren['’]t|не (?:был\w*|поддерж\w+|приня\w+|получ\w+))\b",
    )
});

/// Whether a line adds something to the one before it.
pub(super) fn adds(line: &Line<'_>) -> bool {
    // These join the last of several within a sentence.
    let text = line.text.replace(" as well as ", " ").replace(" а также ", " ");
    let denied = || [&*NEGATIVE, &*GONE, &*NOT_YET, &*DENIED].into_iter().any(|rule| rule.is_match(line.text));
    tells(line) && ADDS.is_match(&text) && !denied()
}

/// The block that begins with a sentence, if the next ones of its paragraph add to it.
pub(super) fn added_below(outline: &Outline<'_, '_>, at: usize) -> Option<Block> {
    let line = &outline.reading.lines[at];
    let told: Vec<&Line<'_>> = std::iter::once(line).chain(outline.added_to(at)).collect();
    let begins = tells(line) && (line.first || !outline.adds[at]);
    if told.len() < 2 || !begins || NEGATIVE.is_match(line.text) {
        return None;
    }
    let bodies = told.iter().filter_map(|l| first_body(outline.reading, l, NAMED_WITHIN)).collect();
    Some(outline.of_sentences(at, Shape::Added, &told, bodies))
}

/// Bytes before the body that a sentence names: "Later the agreement was also joined by …".
const NAMED_WITHIN: usize = 10 * NEAR;
