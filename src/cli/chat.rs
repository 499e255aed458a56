//! `chat`: a conversation in the terminal, with the commands of the Telegram bot.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use crate::config::Settings;
use crate::domain::{Lang, Question};
use crate::reply::{self, Line};
use crate::text::language;

/// Talks until the end of the input.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let snapshot = super::open(settings)?;
    let mut out = std::io::stdout().lock();
    let terminal = std::io::stdin().is_terminal();
    let mut lang = Lang::En;
    writeln!(out, "{}", reply::plain(&reply::start(lang, &snapshot.coverage(lang))))?;
    let mut input = std::io::stdin().lock();
    loop {
        if terminal {
            write!(out, "\n> ")?;
        }
        out.flush()?;
        let mut bytes = Vec::new();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let text = String::from_utf8_lossy(&bytes);
        if text.trim().is_empty() {
            continue;
        }
        // Nobody has told the terminal's language: that of the last words written is the best guess.
        let line = Line::parse(&text);
        lang = if line.command { lang } else { language::detect(&text).unwrap_or(lang) };
        let reply =
            reply::respond(&line, lang, &snapshot.coverage(lang), |question: &Question| snapshot.ask.ask(question))?;
        let (reply, changed) = reply::vet(reply);
        for error in changed {
            tracing::error!("{error}");
        }
        writeln!(out, "\n{}", reply::plain(&reply))?;
    }
}
