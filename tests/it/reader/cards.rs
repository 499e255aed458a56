//! Cards of quotes outlive everything.

use reqwest::StatusCode;

use super::{Running, between, words};

const SEED: &str =
    "The Seed grant pays up to 2.5 million rubles to companies younger than three years. It is open until 1 October.";

/// The id of the quote about the Seed grant.
async fn seed(reader: &Running) -> String {
    let answer = reader.json("/api/ask?q=How%20much%20does%20the%20Seed%20grant%20pay%3F").await;
    let quote = &answer["quotes"][0];
    assert_eq!(quote["text"], SEED);
    quote["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn a_card_shows_quote_context_source_and_ways_to_cite() {
    let reader = Running::new().await;
    let id = seed(&reader).await;
    let page = reader.page(&format!("/q/{id}")).await;
    let context = between(&page, "<h2 id=\"context\">", "</section>");
    assert!(context.contains(&format!("<mark>{SEED}</mark>")), "{context}");
    assert!(words(context).contains("exports. The Seed grant") && words(context).contains("October. The centre works"));
    let plain = words(between(&page, "<pre id=\"cite-plain\"", "</pre>"));
    assert!(plain.contains(SEED) && plain.contains(&reader.url(&format!("/q/{id}"))), "{plain}");
    let markdown = words(between(&page, "<pre id=\"cite-markdown\"", "</pre>"));
    assert!(
        markdown.contains(&format!("> {SEED}")) && markdown.contains("(<https://example.org/larchwood"),
        "{markdown}"
    );
    let bibtex = words(between(&page, "<pre id=\"cite-bibtex\"", "</pre>"));
    assert!(bibtex.contains("@online{policybot-") && bibtex.contains("year = {2022}") && bibtex.contains(SEED));
    for property in ["og:title", "og:description", "og:url"] {
        assert!(page.contains(&format!("<meta property=\"{property}\" content=\"")), "{property}");
    }
    assert!(page.contains(&format!("content=\"{SEED}\"")), "the preview shows the words");
}

#[tokio::test]
async fn any_sentence_has_a_card_without_being_asked_for_first() {
    let reader = Running::new().await;
    let id = seed(&reader).await;
    // Another process with the same articles and an empty store.
    let other = Running::new().await;
    assert!(words(&other.page(&format!("/q/{id}")).await).contains(SEED));
    for id in ["", "x", "aaaaaaaaaaaaaaaa", "AAAAAAAAAAAAAAAA", "0000000000000000"] {
        assert_eq!(other.get(&format!("/q/{id}")).await.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test]
async fn a_card_says_what_has_become_of_its_words() {
    let reader = Running::new().await;
    let (id, article) = (seed(&reader).await, reader.library.read("larchwood.md"));
    let card = format!("/q/{id}");
    let state = async || reader.json(&format!("/api/quotes/{id}")).await["state"].as_str().expect("a state").to_owned();
    assert_eq!(state().await, "live");

    reader
        .library
        .write("larchwood.md", &article.replace("The deputy governor", "A new beginning. The deputy governor"));
    reader.reload();
    assert_eq!(state().await, "live");
    assert!(reader.page(&card).await.contains("/a/larchwood?q="));

    reader.library.write("larchwood.md", &article.replace("2.5 million", "3 million"));
    reader.reload();
    assert_eq!(state().await, "changed");
    let changed = reader.page(&card).await;
    assert!(
        words(&changed).contains(SEED) && changed.contains("class=\"notice\"") && !changed.contains("/a/larchwood?q=")
    );

    reader.library.remove("larchwood.md");
    reader.reload();
    assert_eq!(state().await, "gone");
    assert!(words(&reader.page(&card).await).contains(SEED));
}

#[tokio::test]
async fn a_card_has_a_picture_for_previews() {
    let reader = Running::new().await;
    let id = seed(&reader).await;
    let page = reader.page(&format!("/q/{id}")).await;
    let address = between(&page, "<meta property=\"og:image\" content=\"", "\"").to_owned();
    assert_eq!(address, reader.url(&format!("/q/{id}/image.png")));
    let response = reqwest::get(&address).await.expect("a response");
    assert_eq!(response.headers()["content-type"], "image/png");
    let picture = response.bytes().await.expect("a body");
    let decoder = png::Decoder::new(std::io::Cursor::new(&picture[..])).read_info().expect("a picture");
    assert_eq!((decoder.info().width, decoder.info().height), (1200, 630));
    assert!(picture.len() < 300_000, "{} bytes", picture.len());
    std::fs::create_dir_all("target/reader")
        .and_then(|()| std::fs::write("target/reader/card.png", &picture))
        .expect("kept");
    assert_eq!(reader.get("/q/aaaaaaaaaaaaaaaa/image.png").await.status, StatusCode::NOT_FOUND);
}
