//! The engine's numbers, read from one file with their origin.

use std::sync::LazyLock;

use serde::Deserialize;

/// Names of the passage features, in the order of [`rank::Features`](super::rank::Features).
pub const PASSAGE: [&str; 12] = [
    "bm25",
    "surface",
    "phrase",
    "sentence",
    "article",
    "title",
    "near",
    "dense",
    "pair",
    "proximity",
    "grams",
    "names",
];
/// Names of the window features, in the order of [`windows::Features`](super::windows::Features).
pub const WINDOW: [&str; 49] = [
    "passage",
    "rank",
    "coverage",
    "surface",
    "phrase",
    "previous",
    "pair",
    "first",
    "bm25",
    "grams",
    "when",
    "count",
    "who",
    "where",
    "title",
    "leans",
    "soft",
    "local",
    "local_soft",
    "kind",
    "lead",
    "item",
    "article",
    "newest",
    "before",
    "heading",
    "length",
    "question",
    "asked",
    "counted",
    "focus",
    "typed",
    "rare",
    "rare_soft",
    "begins",
    "near",
    "now",
    "rare_typed",
    "rare_kind",
    "outdated",
    "anchor",
    "names_said",
    "names_known",
    "agrees",
    "enumerates",
    "aims",
    "aims_said",
    "plain",
    "plain_soft",
];
/// Names of the evidence features, in the order of [`confidence::Evidence`](super::confidence::Evidence).
pub const EVIDENCE: [&str; 64] = [
    "top",
    "coverage",
    "window",
    "article",
    "unknown",
    "guessed",
    "missing",
    "missing_in_article",
    "gap",
    "proximity",
    "phrase",
    "raw",
    "length",
    "rarest",
    "names",
    "names_in_article",
    "grams",
    "quote",
    "region",
    "answer",
    "soft",
    "local",
    "local_soft",
    "kind",
    "before",
    "unmatched",
    "article_soft",
    "locals",
    "asked",
    "counted",
    "unmatched_in_article",
    "focus",
    "lacking",
    "cross",
    "locals_met",
    "absent",
    "untyped",
    "rare_soft",
    "unsaid_here",
    "unsaid_word_here",
    "thing_missing",
    "things_absent",
    "name_absent",
    "aims",
    "begins",
    "agrees",
    "heading",
    "things_unheard",
    "amount_typed",
    "when_typed",
    "typed",
    "typed_told",
    "untyped_aim",
    "asks_amount",
    "asks_who",
    "asks_when",
    "asks_people",
    "asks_why",
    "counts",
    "conditions",
    "yes_no",
    "words",
    "others",
    "wording",
];

/// Position in [`EVIDENCE`] from which on the question alone tells it, whatever was found: that may speak for an answer or
/// against it.
pub const OF_QUESTION: usize = position(&EVIDENCE, "asks_amount");

/// Position of a feature among names, told while compiling: a feature that is not there does not compile.
pub const fn position<const N: usize>(names: &[&str; N], name: &str) -> usize {
    let mut i = 0;
    while !is_same(names[i].as_bytes(), name.as_bytes()) {
        i += 1;
    }
    i
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    a.len() == b.len() && i == a.len()
}

/// Weights of all stages.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Of passages in the question's language.
    pub passage: [f32; PASSAGE.len()],
    /// Of passages in the other language.
    pub cross: [f32; PASSAGE.len()],
    /// Of windows.
    pub window: [f32; WINDOW.len()],
    /// Of windows in the articles of a region that the question names.
    pub region_window: [f32; WINDOW.len()],
    /// Of the evidence, before the logistic function.
    pub evidence: [f32; EVIDENCE.len()],
    /// Added to the weighted evidence.
    pub bias: f32,
    /// Of the evidence when the best passage is in the other language.
    pub cross_evidence: [f32; EVIDENCE.len()],
    /// Added to it.
    pub cross_bias: f32,
    /// Of the evidence when the question names a region with articles.
    pub region_evidence: [f32; EVIDENCE.len()],
    /// Added to it.
    pub region_bias: f32,
    /// Of the evidence that the best quote answers, when the question names a region with articles.
    pub region_right: [f32; EVIDENCE.len()],
    /// Added to it.
    pub region_right_bias: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    passage: toml::Table,
    cross: toml::Table,
    window: toml::Table,
    region_window: toml::Table,
    evidence: toml::Table,
    cross_evidence: toml::Table,
    region_evidence: toml::Table,
    region_right: toml::Table,
}

/// The weights shipped with this build.
pub fn shipped() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
        // The file is part of the program; a test reads it.
        parse(include_str!("weights.toml")).unwrap_or_else(|e| panic!("src/engine/weights.toml: {e}"))
    });
    &WEIGHTS
}

/// Reads a weights file; the message names a missing, unknown or bad weight.
pub fn parse(text: &str) -> Result<Weights, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let (evidence, bias) = biased("evidence", file.evidence)?;
    let (cross_evidence, cross_bias) = biased("cross_evidence", file.cross_evidence)?;
    let (region_evidence, region_bias) = biased("region_evidence", file.region_evidence)?;
    let (region_right, region_right_bias) = biased("region_right", file.region_right)?;
    Ok(Weights {
        passage: table("passage", file.passage, &PASSAGE)?,
        cross: table("cross", file.cross, &PASSAGE)?,
        window: table("window", file.window, &WINDOW)?,
        region_window: table("region_window", file.region_window, &WINDOW)?,
        evidence,
        bias,
        cross_evidence,
        cross_bias,
        region_evidence,
        region_bias,
        region_right,
        region_right_bias,
    })
}

/// A table of weights of the evidence, and its bias.
fn biased(name: &str, mut given: toml::Table) -> Result<([f32; EVIDENCE.len()], f32), String> {
    let bias = given.remove("bias").ok_or_else(|| format!("{name}: no weight 'bias'"))?;
    Ok((table(name, given, &EVIDENCE)?, number("bias", &bias)?))
}

fn table<const N: usize>(name: &str, mut given: toml::Table, names: &[&str; N]) -> Result<[f32; N], String> {
    let mut out = [0.0; N];
    for (weight, feature) in out.iter_mut().zip(names) {
        let value = given.remove(*feature).ok_or_else(|| format!("{name}: no weight '{feature}'"))?;
        *weight = number(feature, &value)?;
    }
    match given.keys().next() {
        Some(unknown) => Err(format!("{name}: unknown weight '{unknown}'")),
        None => Ok(out),
    }
}

fn number(name: &str, value: &toml::Value) -> Result<f32, String> {
    let number = value.as_float().or_else(|| value.as_integer().map(|i| i as f64));
    number.map(|n| n as f32).ok_or_else(|| format!("'{name}' is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_complete() {
        assert!(shipped().passage.iter().any(|w| *w > 0.0));
    }

    #[test]
    fn a_missing_weight_is_named() {
        let text = include_str!("weights.toml").replacen("phrase", "phrases", 1);
        assert!(parse(&text).is_err_and(|e| e.contains("'phrase'")));
    }
}
