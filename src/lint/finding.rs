//! One complaint, and how it is printed.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something is lost or wrong.
    Error,
    /// Something may be wrong.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
        })
    }
}

/// A complaint, printed as `file:line: level: what; fix`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub what: String,
    /// What to do.
    #[serde(rename = "fix")]
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, level, what, remedy } = self;
        // One line, whatever was in the file.
        let text = format!("{file}:{line}: {level}: {what}; {remedy}");
        f.write_str(&text.replace(['\n', '\r'], " "))
    }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// A line each, for people and editors.
    #[default]
    Text,
    /// One JSON array.
    Json,
    /// Commands of GitHub Actions, which show them beside the lines.
    Github,
}

impl FromStr for Format {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        match s {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "github" => Ok(Self::Github),
            _ => Err(format!("'{s}' is no format; write text, json or github")),
        }
    }
}

/// The findings in a format, every line with its end; nothing for no findings but in JSON.
pub fn printed(findings: &[Finding], format: Format) -> String {
    match format {
        Format::Text => findings.iter().map(|finding| format!("{finding}\n")).collect(),
        Format::Json => serde_json::to_string_pretty(findings).unwrap_or_default() + "\n",
        Format::Github => findings.iter().map(github).collect(),
    }
}

fn github(finding: &Finding) -> String {
    let Finding { file, line, level, what, remedy } = finding;
    let data = |s: &str| s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |s: &str| data(s).replace(':', "%3A").replace(',', "%2C");
    format!("::{level} file={},line={line}::{}\n", property(file), data(&format!("{what}; {remedy}")))
}
