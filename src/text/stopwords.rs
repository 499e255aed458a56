//! Words that carry little of a question's meaning.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Both languages in one set: a question may mix them. One word a line or several, `#` starts a comment.
static STOP: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("stopwords.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Whether a folded word is a stop word of English or Russian.
pub fn is_stop(word: &str) -> bool {
    STOP.contains(word)
}
