//! Words that carry little of a question's meaning.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Both languages in one set: a question may mix them. One word a line or several, `#` starts a comment.
static STOP: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("stopwords.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Whether a folded word is a stop word of English or Russian.
pub fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}
