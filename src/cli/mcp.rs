//! `mcp`: assistants over standard input and output.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use anyhow::Context;

use crate::app;
use crate::config::Settings;
use crate::lint::drift::DriftFile;
use crate::web::mcp::Server;

/// Longer lines are no requests of ours, and are not kept in memory. Bytes.
const LINE: usize = 1 << 20;

/// Answers until the input ends.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let snapshot = super::open(settings)?;
    let server = Server::new(app::edition(&snapshot, &DriftFile::new(&settings.data)), settings.public_url.clone());
    let (mut input, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
    while let Some(line) = line(&mut input).context("cannot read standard input")? {
        // What is no UTF-8 is no JSON either.
        if let Some(said) = server.line(&String::from_utf8_lossy(&line)) {
            writeln!(out, "{said}")?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The next line, cut at [`LINE`]; `None` at the end.
fn line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok((!line.is_empty()).then_some(line));
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |end| end + 1);
        let room = LINE.saturating_sub(line.len());
        line.extend_from_slice(&buffer[..end.unwrap_or(taken).min(room)]);
        input.consume(taken);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}
