//! The layers a value can come from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{ConfigError, DATA, KNOWLEDGE, Source, VARIABLES, Variable};

/// What the command line sets.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--knowledge`.
    pub knowledge: Option<PathBuf>,
    /// `--data-dir`.
    pub data: Option<PathBuf>,
}

/// All layers, read once. Its `Debug` shows no value.
#[derive(Default)]
pub struct Sources {
    command_line: HashMap<&'static str, String>,
    environment: HashMap<&'static str, String>,
    file: HashMap<String, String>,
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sources(hidden)")
    }
}

impl Sources {
    /// Reads the environment and `.env` in the working folder.
    pub fn read(overrides: &Overrides) -> Result<Self, ConfigError> {
        Self::of(overrides, Path::new(".env"), environment)
    }

    /// Reads the given file (which need not exist) and environment.
    pub fn of(
        overrides: &Overrides,
        file: &Path,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let mut out = Self { file: read_file(file)?, ..Self::default() };
        let paths = [(KNOWLEDGE, &overrides.knowledge), (DATA, &overrides.data)];
        for (variable, path) in paths {
            out.command_line.extend(path.as_ref().map(|p| (variable.name, p.display().to_string())));
        }
        out.environment = VARIABLES.iter().filter_map(|v| Some((v.name, environment(v.name)?))).collect();
        Ok(out)
    }

    /// The value of a variable and where it came from. An empty value counts as not set.
    pub fn get(&self, variable: Variable) -> (String, Source) {
        let name = variable.name;
        let layers = [
            (self.command_line.get(name), Source::CommandLine),
            (self.environment.get(name), Source::Environment),
            (self.file.get(name), Source::File),
        ];
        let set = layers
            .into_iter()
            .find_map(|(value, source)| Some((value.filter(|v| !v.trim().is_empty())?.clone(), source)));
        set.unwrap_or_else(|| (variable.default.to_owned(), Source::Default))
    }
}

#[allow(clippy::disallowed_methods)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn read_file(path: &Path) -> Result<HashMap<String, String>, ConfigError> {
    if !path.exists() {
        return Ok(HashMap::new());
    }
    // An I/O error and a bad line are told apart without repeating the line: it may hold the token.
    let lines = dotenvy::from_path_iter(path).map_err(|_| ConfigError::File("the file cannot be read".to_owned()))?;
    let mut out = HashMap::new();
    for (number, line) in lines.enumerate() {
        let (name, value) =
            line.map_err(|_| ConfigError::File(format!("setting number {} cannot be read", number + 1)))?;
        let ours = name.starts_with("POLICYBOT_") || name.starts_with("TELEGRAM_");
        if ours && !VARIABLES.iter().any(|v| v.name == name) {
            let known = VARIABLES.iter().map(|v| v.name).collect::<Vec<_>>().join(", ");
            return Err(ConfigError::Unknown { name, known });
        }
        out.insert(name, value);
    }
    Ok(out)
}
