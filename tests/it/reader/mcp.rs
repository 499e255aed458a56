//! Assistants, over standard input and output of the real program.

use serde_json::{Value, json};

use crate::support::program::Home;

/// What the program writes for these lines, each read as JSON.
fn exchange(lines: &[&str]) -> Vec<Value> {
    let out = Home::new().run(&["mcp"]).write_stdin(lines.join("\n") + "\n").output().expect("runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).expect("UTF-8");
    said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

#[test]
fn an_assistant_greets_looks_around_asks_and_reads() {
    let said = exchange(&[
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","id":"two","method":"tools/list"}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"list_regions","arguments":{}}}"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"ask","arguments":{"question":"Which directions of support does the Tomsk Region name?"}}}"#,
        r#"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"get_article","arguments":{"id":"tomsk/tomsk-governor-regional-support"}}}"#,
        r#"{"jsonrpc":"2.0","id":6,"method":"ping"}"#,
    ]);
    let ids: Vec<&Value> = said.iter().map(|message| &message["id"]).collect();
    assert_eq!(ids, [&json!(1), &json!("two"), &json!(3), &json!(4), &json!(5), &json!(6)]);
    assert_eq!(said[0]["result"]["protocolVersion"], "2025-03-26");
    assert_eq!(said[0]["result"]["serverInfo"]["name"], "policybot");
    let names: Vec<&Value> = said[1]["result"]["tools"].as_array().expect("tools").iter().map(|t| &t["name"]).collect();
    assert_eq!(names, ["ask", "list_regions", "get_article"]);
    let regions = &said[2]["result"]["structuredContent"]["regions"];
    assert!(regions.as_array().expect("regions").iter().any(|r| r["slug"] == "tomsk-region"), "{regions}");
    let answer = &said[3]["result"]["structuredContent"];
    assert_eq!((&answer["kind"], answer["quotes"].as_array().map_or(0, Vec::len)), (&json!("list"), 3));
    let as_text: Value =
        serde_json::from_str(said[3]["result"]["content"][0]["text"].as_str().expect("text")).expect("JSON");
    assert_eq!(&as_text, answer);
    // What is quoted is in the article, at the place that is named.
    let text = said[4]["result"]["structuredContent"]["text"].as_str().expect("text");
    let quote = &answer["quotes"][2];
    let (start, end) = (quote["start"].as_u64().expect("a number"), quote["end"].as_u64().expect("a number"));
    assert_eq!(&text[start as usize..end as usize], quote["text"].as_str().expect("text"));
    assert_eq!(said[5]["result"], json!({}));
}

#[test]
fn what_is_no_request_gets_an_error_and_the_next_line_is_read() {
    let said = exchange(&[
        "this is no JSON",
        "\u{0}\u{1}",
        "",
        "[]",
        r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"no/such"}"#,
        r#"{"jsonrpc":"2.0","method":"no/such/notification"}"#,
        r#"{"jsonrpc":"2.0","id":9,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"delete_everything"}}"#,
        r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"ask","arguments":{"question":7}}}"#,
        r#"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"ask","arguments":{"question":"grants","lang":"xx"}}}"#,
        r#"{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"get_article","arguments":{"id":"../../etc/passwd"}}}"#,
        r#"{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"1999-01-01"}}"#,
    ]);
    let codes: Vec<(&Value, Option<i64>)> = said.iter().map(|m| (&m["id"], m["error"]["code"].as_i64())).collect();
    let null = json!(null);
    let (one, two, three, four) = (json!(1), json!(2), json!(3), json!(4));
    let expected = [
        (&null, Some(-32700)),
        (&null, Some(-32700)),
        (&null, Some(-32600)),
        (&one, Some(-32600)),
        (&null, Some(-32600)),
        (&two, Some(-32601)),
        (&three, Some(-32602)),
        (&four, None),
    ];
    assert_eq!(codes[..8], expected);
    assert!(said[7..10].iter().all(|m| m["result"]["isError"] == true), "{:?}", &said[7..10]);
    assert_eq!(said[10]["result"]["protocolVersion"], "2025-06-18");
}

#[test]
fn a_line_without_end_is_not_kept_in_memory() {
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{}\"}}", "x".repeat(3 << 20));
    let said = exchange(&[&long, r#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#]);
    assert_eq!((&said[0]["error"]["code"], &said[1]["id"]), (&json!(-32700), &json!(2)));
}
