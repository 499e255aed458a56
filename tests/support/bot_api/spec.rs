//! The machine-readable specification of the Bot API: are method, parameter names, required fields and types right?

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Request;

#[derive(Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
}

#[derive(Deserialize)]
struct Method {
    #[serde(default)]
    fields: Vec<Field>,
    returns: Vec<String>,
}

#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
}

/// The specification.
#[derive(Deserialize)]
pub(super) struct Spec {
    methods: HashMap<String, Method>,
    types: HashMap<String, Object>,
}

impl Spec {
    /// Reads the file once. Without it the check is skipped, unless nothing may be.
    pub(super) fn load() -> Option<&'static Self> {
        static SPEC: LazyLock<Option<Spec>> = LazyLock::new(|| {
            let path = shared().join("data/bot-api-10.1.json");
            match std::fs::read(&path) {
                Ok(json) => Some(serde_json::from_slice(&json).expect("the specification is well formed")),
                Err(e) if variable("POLICYBOT_TEST_ALL").is_some() => panic!("{}: {e}", path.display()),
                Err(e) => {
                    println!("skipped: specification check of Bot API requests ({}: {e})", path.display());
                    None
                }
            }
        });
        SPEC.as_ref()
    }

    /// The method's name as documented, from any spelling of upper and lower case.
    pub(super) fn name(&self, method: &str) -> Option<&str> {
        self.methods.keys().find(|name| name.eq_ignore_ascii_case(method)).map(String::as_str)
    }

    /// Parameters in their own types: forms and old clients send everything as strings, objects as JSON in a string.
    pub(super) fn coerce(&self, method: &str, mut params: Map<String, Value>) -> Map<String, Value> {
        let Some(method) = self.methods.get(method) else { return params };
        for field in method.fields.iter().filter(|f| !f.types.iter().any(|t| t == "String")) {
            if let Some(value) = params.get_mut(&field.name)
                && let Some(parsed) = value.as_str().and_then(|s| serde_json::from_str(s).ok())
            {
                *value = parsed;
            }
        }
        params
    }

    /// What a method returns, first alternative.
    pub(super) fn returns(&self, method: &str) -> Option<&str> {
        self.methods.get(method)?.returns.first().map(String::as_str)
    }

    /// What is wrong with the request.
    pub(super) fn check(&self, request: &Request) -> Vec<String> {
        let mut complaints = Vec::new();
        match self.methods.get(&request.method) {
            Some(method) => self.fields(&method.fields, &request.params, "", &mut complaints),
            None => complaints.push(format!("the specification has no method {}", request.method)),
        }
        complaints
    }

    /// How `value` differs from a type.
    pub(super) fn differences(&self, type_name: &str, value: &Value) -> Vec<String> {
        self.attempt(type_name, value, "")
    }

    fn fields(&self, fields: &[Field], object: &Map<String, Value>, at: &str, complaints: &mut Vec<String>) {
        for name in object.keys().filter(|name| !fields.iter().any(|f| f.name == **name)) {
            complaints.push(format!("unknown parameter \"{at}{name}\""));
        }
        for field in fields {
            match object.get(&field.name) {
                Some(value) => self.any(&field.types, value, &format!("{at}{}", field.name), complaints),
                None if field.required => {
                    complaints.push(format!("required parameter \"{at}{}\" is missing", field.name));
                }
                None => {}
            }
        }
    }

    /// One of the types must fit; where only one could, its complaints are told.
    fn any(&self, types: &[String], value: &Value, at: &str, complaints: &mut Vec<String>) {
        let attempts: Vec<_> = types.iter().map(|t| self.attempt(t, value, at)).collect();
        if attempts.iter().any(Vec::is_empty) {
            return;
        }
        match <[Vec<String>; 1]>::try_from(attempts) {
            Ok([only]) => complaints.extend(only),
            Err(_) => complaints.push(format!("\"{at}\" is none of {}", types.join(", "))),
        }
    }

    fn attempt(&self, wanted: &str, value: &Value, at: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        if let Some(element) = wanted.strip_prefix("Array of ") {
            match value.as_array() {
                Some(array) => {
                    let element = [element.to_owned()];
                    let each = array.iter().enumerate();
                    each.for_each(|(i, v)| self.any(&element, v, &format!("{at}[{i}]"), &mut complaints));
                }
                None => complaints.push(format!("\"{at}\" must be an array")),
            }
            return complaints;
        }
        let simple = match wanted {
            "Integer" => Some(value.is_i64()),
            "Float" => Some(value.is_number()),
            "String" | "InputFile" => Some(value.is_string()),
            "Boolean" => Some(value.is_boolean()),
            _ => None,
        };
        match (simple, self.types.get(wanted)) {
            (Some(true), _) => {}
            (Some(false), _) => complaints.push(format!("\"{at}\" must be of type {wanted}")),
            (None, Some(object)) if !object.subtypes.is_empty() => {
                self.any(&object.subtypes, value, at, &mut complaints);
            }
            (None, Some(object)) => match value.as_object() {
                Some(map) if at.is_empty() => self.fields(&object.fields, map, "", &mut complaints),
                Some(map) => self.fields(&object.fields, map, &format!("{at}."), &mut complaints),
                None => complaints.push(format!("\"{at}\" must be an object of type {wanted}")),
            },
            (None, None) => complaints.push(format!("the specification has no type {wanted}")),
        }
        complaints
    }
}

/// The folder with public files for checks.
fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    variable("POLICYBOT_SHARED").map_or_else(beside, PathBuf::from)
}

#[allow(clippy::disallowed_methods, reason = "tests are configured by the environment alone")]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}
