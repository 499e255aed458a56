//! The bot's own words, in every language it speaks.
//!
//! The texts are Fluent files, a folder of `locales/` for each language, built into the program; [`text`] fills one in. Plurals follow the
//! Unicode rules of each language (1 цитата, 2 цитаты, 5 цитат, 21 цитата). Isolation marks around inserted values are
//! off, since Telegram would show them. Nothing here knows what the texts are for, and no quote ever passes through.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

mod known;

use known::FOLDERS;
pub use known::{Locale, UnknownLocale};

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| FOLDERS.iter().map(|(code, texts)| bundle(code, texts)).collect());

/// A value to put into a text.
#[derive(Clone, Copy, PartialEq)]
pub enum Arg<'a> {
    /// Words, inserted as they are.
    Text(&'a str),
    /// A count: it chooses the plural form. Shown in digits, without grouping.
    Number(u32),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

impl From<u32> for Arg<'_> {
    fn from(n: u32) -> Self {
        Arg::Number(n)
    }
}

impl From<usize> for Arg<'_> {
    /// Counts beyond `u32::MAX` are shown as `u32::MAX`.
    fn from(n: usize) -> Self {
        Arg::Number(u32::try_from(n).unwrap_or(u32::MAX))
    }
}

/// The text called `key` in a language with `args` put in.
///
/// A key that no file has comes back as itself: ugly but harmless, and a test makes sure that it does not happen.
///
/// ```
/// use policybot::domain::Lang;
/// use policybot::locale::text;
/// assert_eq!(text(Lang::Ru, "date-month", &[("month", 11u32.into()), ("year", "2020".into())]), "ноябрь 2020");
/// ```
pub fn text(locale: impl Into<Locale>, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let bundle = &BUNDLES[locale.into().index()];
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        filled.set(
            *name,
            match arg {
                Arg::Text(text) => FluentValue::from(*text),
                Arg::Number(n) => FluentValue::from(*n),
            },
        );
    }
    bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned()
}

/// Mistakes in the built-in files are found by the tests; at run time whatever could be read is used.
fn bundle(code: &str, sources: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(code.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests;
