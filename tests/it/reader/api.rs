//! JSON for programs.

use std::process::Command;

use reqwest::{StatusCode, header};
use serde_json::{Value, json};

use super::{Running, got};
use crate::support::program::Home;
use crate::support::skip::skip;

#[tokio::test]
async fn an_answer_is_the_object_that_the_command_line_prints() {
    let reader = Running::new().await;
    let question = "Which directions of support does the Tomsk Region name?";
    let mut over_http = reader.json(&format!("/api/ask?q={}", question.replace(' ', "%20").replace('?', "%3F"))).await;
    let home = Home::new();
    home.write("knowledge/tomsk.md", reader.library.read("tomsk.md"));
    for name in ["larchwood.md", "verezh.md", "hostile.txt"] {
        home.write(&format!("knowledge/{name}"), reader.library.read(name));
    }
    let knowledge = home.path("knowledge");
    let knowledge = knowledge.to_str().expect("UTF-8");
    let out = home.run(&["ask", "--json", question, "--knowledge", knowledge]).output().expect("runs");
    let mut printed: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    for object in [&mut over_http, &mut printed] {
        object["elapsed_us"] = json!(0);
    }
    assert_eq!(over_http["kind"], "list");
    assert_eq!(over_http, printed);
}

#[tokio::test]
async fn articles_regions_and_quotes_can_be_looked_up() {
    let reader = Running::new().await;
    let page = reader.json("/api/articles?limit=1&offset=1").await;
    assert_eq!((&page["total"], &page["articles"][0]["id"]), (&json!(4), &json!("verezh")));
    let of_region = reader.json("/api/articles?region=larchwood-region").await;
    assert_eq!(of_region["total"], 2);
    let article = reader.json("/api/articles/larchwood").await;
    let text = article["text"].as_str().expect("the text");
    let sentence = &article["sentences"][0];
    let range =
        sentence["start"].as_u64().expect("a number") as usize..sentence["end"].as_u64().expect("a number") as usize;
    assert_eq!(
        &text[range],
        "The deputy governor of the Larchwood Region, Anna Petrova, opened the robotics centre on 4 March 2022."
    );
    let regions = reader.json("/api/regions").await;
    let slugs: Vec<&str> =
        regions["regions"].as_array().expect("regions").iter().filter_map(|r| r["slug"].as_str()).collect();
    assert_eq!(slugs[0], "larchwood-region");
    assert!(slugs.contains(&"tomsk-region") && slugs.len() == 3, "{slugs:?}");
}

#[tokio::test]
async fn errors_are_problem_details() {
    let reader = Running::new().await;
    for (path, status) in [
        ("/api/ask", 400),
        ("/api/ask?q=%20", 400),
        ("/api/ask?q=grants&lang=fr", 400),
        (&format!("/api/ask?q={}", "a".repeat(1001)) as &str, 400),
        ("/api/articles?limit=0", 400),
        ("/api/articles?offset=-1", 400),
        ("/api/articles?region=narnia", 404),
        ("/api/articles/nothing", 404),
        ("/api/quotes/aaaaaaaaaaaaaaaa", 404),
        ("/api/nothing", 404),
    ] {
        let got = reader.get(path).await;
        assert_eq!(
            (got.status.as_u16(), got.header(header::CONTENT_TYPE)),
            (status, "application/problem+json"),
            "{path}"
        );
        let problem: Value = serde_json::from_str(&got.body).expect("JSON");
        assert_eq!(problem["status"], status, "{path}");
        assert!(
            problem["title"].is_string() && problem["detail"].as_str().is_some_and(|d| !d.contains("narnia")),
            "{path}"
        );
    }
    let posted = got(reqwest::Client::new().post(reader.url("/api/regions"))).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        (posted.header(header::CONTENT_TYPE), posted.header(header::ALLOW)),
        ("application/problem+json", "GET,HEAD")
    );
}

#[tokio::test]
async fn scripts_of_other_sites_read_only_what_is_allowed() {
    let allowed = |reader: Running, origin: &'static str| async move {
        let asked = got(reader.request("/api/regions").header(header::ORIGIN, origin)).await;
        asked.header(header::ACCESS_CONTROL_ALLOW_ORIGIN).to_owned()
    };
    let with = |origins: &[&str]| {
        let origins: Vec<String> = origins.iter().map(|origin| (*origin).to_owned()).collect();
        Running::with(move |options| options.cors_origins = origins)
    };
    assert_eq!(allowed(with(&[]).await, "https://a.example").await, "");
    assert_eq!(allowed(with(&["https://a.example"]).await, "https://a.example").await, "https://a.example");
    assert_eq!(allowed(with(&["https://a.example"]).await, "https://b.example").await, "");
    assert_eq!(allowed(with(&["*"]).await, "https://b.example").await, "*");
}

#[tokio::test]
async fn the_document_describes_this_server() {
    let reader = Running::new().await;
    let document = reader.json("/api/openapi.json").await;
    assert_eq!(
        (&document["openapi"], &document["info"]["version"]),
        (&json!("3.1.0"), &json!(env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(document["servers"][0]["url"], reader.url(""));
    let paths: Vec<&String> = document["paths"].as_object().expect("paths").keys().collect();
    assert_eq!(paths, ["/api/articles", "/api/articles/{id}", "/api/ask", "/api/quotes/{id}", "/api/regions"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schemathesis_finds_no_error_of_ours_and_no_response_that_breaks_the_document() {
    let reader = Running::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("schemathesis");
    command.current_dir(folder.path());
    command.args(["run", &reader.url("/api/openapi.json"), "--phases", "examples,coverage,fuzzing", "--mode", "all"]);
    command.args(["--checks", "all", "--max-examples", "60", "--seed", "1", "--no-color"]);
    // A parameter more than the document knows is no error here, as everywhere on the web.
    command.args(["--exclude-checks", "positive_data_acceptance"]);
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("it runs");
    match ran {
        Ok(out) => {
            let said = String::from_utf8_lossy(&out.stdout);
            assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(&out.stderr));
        }
        Err(error) => skip(&format!("schemathesis does not start ({error}); install it from PyPI")),
    }
}
