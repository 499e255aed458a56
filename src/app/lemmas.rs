//! The operator's dictionary of lemmas, put into use before the first word is read.

use std::fs::File;
use std::io::BufReader;

use anyhow::Context;

use crate::config::{LEMMAS, Settings};
use crate::text::lemma::{LemmaError, Lemmas, install};

/// Reads the dictionary of the settings, if there is one, for all that this process does. Comes before any article,
/// question or lexicon is read.
///
/// # Errors
/// When the dictionary cannot be used, or comes too late.
pub fn use_lemmas(settings: &Settings) -> anyhow::Result<()> {
    let Some(path) = &settings.lemmas else { return Ok(()) };
    let file = path.display().to_string();
    let read = match File::open(path) {
        Ok(opened) => Lemmas::read(&file, BufReader::new(opened)),
        Err(e) => Err(LemmaError::Unreadable { file: file.clone(), reason: e.to_string() }),
    };
    let lemmas = read.with_context(|| format!("cannot use the dictionary of {}", LEMMAS.name))?;
    let (forms, left_out) = (lemmas.len(), lemmas.left_out());
    if lemmas.is_empty() {
        tracing::warn!(%file, left_out, "the lemmas change no word");
    } else {
        tracing::info!(%file, forms, left_out, "words are stemmed by lemmas; left out are lines of which a side is not one word");
    }
    Ok(install(lemmas)?)
}
