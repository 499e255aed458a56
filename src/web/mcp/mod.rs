//! The Model Context Protocol: assistants ask and quote from the same base.
//!
//! JSON-RPC 2.0, one message a line: a line goes in, at most one line comes out. Tools: `ask`, `list_regions`,
//! `get_article`, described in `tools.json`. What went wrong in a tool is told in its result, so that the assistant can
//! read it; what is no request of the protocol gets an error of JSON-RPC. How the lines travel is not known here.

use std::time::Instant;

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::api::{ArticleObject, RegionObject};
use super::shelf::{Edition, Shelf};
use crate::domain::{Lang, Question};
use crate::locale::text;
use crate::reply;

/// Versions of the protocol, newest first.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];
/// Longest question, in characters.
const QUESTION_CHARS: usize = 1_000;

const PARSE: i64 = -32700;
const REQUEST: i64 = -32600;
const METHOD: i64 = -32601;
const PARAMS: i64 = -32602;

/// Answers lines of the protocol.
pub struct Server {
    shelf: Shelf,
    public_url: String,
}

/// An error of JSON-RPC.
struct Refusal(i64, &'static str);

impl Server {
    /// Over one edition of the articles; links to pages of our own begin with `public_url`.
    pub fn new(edition: Edition, public_url: impl Into<String>) -> Self {
        Self { shelf: Shelf::new(edition), public_url: public_url.into() }
    }

    /// What is to be written in return for a line, without its line break; `None` for notifications and empty lines.
    pub fn line(&self, line: &str) -> Option<String> {
        if line.trim().is_empty() {
            return None;
        }
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return Some(refused(&Value::Null, &Refusal(PARSE, "Parse error")));
        };
        let id = message.get("id").cloned();
        let method = message.get("method").and_then(Value::as_str);
        let is_response = message.get("result").is_some() || message.get("error").is_some();
        let good_id = id.as_ref().is_none_or(|id| id.is_string() || id.is_number());
        match method {
            Some(method) if message["jsonrpc"] == "2.0" && good_id => {
                // Without an id it is a notification: nothing is ever said in return.
                let id = id?;
                let params = message.get("params").unwrap_or(&Value::Null);
                Some(match self.call(method, params) {
                    Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string(),
                    Err(refusal) => refused(&id, &refusal),
                })
            }
            None if is_response => None,
            _ => Some(refused(&id.filter(|_| good_id).unwrap_or(Value::Null), &Refusal(REQUEST, "Invalid Request"))),
        }
    }

    fn call(&self, method: &str, params: &Value) -> Result<Value, Refusal> {
        match method {
            "initialize" => Ok(initialized(params)),
            "ping" => Ok(json!({})),
            "tools/list" => Ok(json!({ "tools": tools() })),
            "tools/call" => self.tool(params),
            _ => Err(Refusal(METHOD, "Method not found")),
        }
    }

    fn tool(&self, params: &Value) -> Result<Value, Refusal> {
        let arguments = &params["arguments"];
        let string = |name: &str| arguments[name].as_str().map(str::trim).filter(|value| !value.is_empty());
        match params["name"].as_str() {
            Some("ask") => Ok(self.ask(string("question"), string("lang"))),
            Some("list_regions") => Ok(result(&json!({ "regions": self.regions() }))),
            Some("get_article") => Ok(self.article(string("id"))),
            _ => Err(Refusal(PARAMS, "Unknown tool")),
        }
    }

    fn ask(&self, question: Option<&str>, lang: Option<&str>) -> Value {
        let Some(question) = question else { return failed(text(Lang::En, "problem-no-question", &[])) };
        if question.chars().count() > QUESTION_CHARS {
            return failed(text(Lang::En, "problem-long-question", &[("n", QUESTION_CHARS.into())]));
        }
        let lang = match lang.map(str::parse::<Lang>) {
            Some(Err(_)) => return failed(text(Lang::En, "problem-lang", &[])),
            Some(Ok(lang)) => Some(lang),
            None => None,
        };
        let began = Instant::now();
        let answer = self.shelf.ask.ask(&Question { lang, ..Question::new(question) });
        match answer {
            Ok(answer) if answer.citations().all(|c| c.quote.verify().is_ok()) => {
                reply::counted(&answer, began.elapsed(), "mcp");
                result(&reply::object(RawValue::NULL, &answer, began.elapsed()))
            }
            _ => failed(text(Lang::En, "apology", &[])),
        }
    }

    fn regions(&self) -> Vec<RegionObject> {
        self.shelf.regions.iter().map(|region| RegionObject::of(region, &self.public_url)).collect()
    }

    fn article(&self, id: Option<&str>) -> Value {
        match id.and_then(|id| self.shelf.article(id)) {
            Some(article) => result(&ArticleObject::whole(&article, &self.public_url, &self.shelf.drift)),
            None => failed(text(Lang::En, "problem-no-article", &[])),
        }
    }
}

fn initialized(params: &Value) -> Value {
    let asked = params["protocolVersion"].as_str();
    let version = VERSIONS.into_iter().find(|version| Some(*version) == asked).unwrap_or(VERSIONS[0]);
    json!({
        "protocolVersion": version,
        "capabilities": { "tools": {} },
        "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "instructions": text(Lang::En, "mcp-instructions", &[]),
    })
}

fn tools() -> Value {
    // Checked by a test.
    serde_json::from_str(include_str!("tools.json")).unwrap_or_default()
}

/// The result of a tool, as text and as structured content.
fn result(value: &impl Serialize) -> Value {
    let value = serde_json::to_value(value).unwrap_or_default();
    json!({ "content": [{ "type": "text", "text": value.to_string() }], "structuredContent": value, "isError": false })
}

/// What a tool could not do.
fn failed(said: String) -> Value {
    json!({ "content": [{ "type": "text", "text": said }], "isError": true })
}

fn refused(id: &Value, Refusal(code, message): &Refusal) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_described() {
        let names: Vec<Value> = tools().as_array().expect("a list").iter().map(|tool| tool["name"].clone()).collect();
        assert_eq!(names, ["ask", "list_regions", "get_article"]);
        assert!(tools().as_array().expect("a list").iter().all(|tool| tool["inputSchema"]["type"] == "object"));
    }
}
