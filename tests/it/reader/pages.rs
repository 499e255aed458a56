//! Pages for people, feeds and what is not sent twice.

use policybot::dialogue::Knowledge;
use policybot::domain::ArticleId;
use policybot::lint::drift::PageNow;
use reqwest::{StatusCode, header};
use serde_json::json;

use super::{HOSTILE, Running, between, got, words};

#[tokio::test]
async fn an_article_stands_there_whole_and_every_sentence_has_an_anchor() {
    let reader = Running::new().await;
    for id in ["tomsk", "larchwood", "verezh", "hostile"] {
        let article = reader.library.ask().article(&ArticleId(id.to_owned())).expect("an article");
        let whole = article.text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        for path in [format!("/a/{id}"), format!("/a/{id}/print")] {
            let page = reader.page(&path).await;
            let text = words(&page);
            assert!(text.contains(&whole), "{path}: {whole}\n{text}");
            let sentences = article.passages.iter().flat_map(|p| &p.sentences);
            for (n, span) in (1..).zip(sentences) {
                let shown = words(between(&page, &format!("<span id=\"s-{n}\">"), "</span>"));
                assert_eq!(shown, article.slice(*span).split_whitespace().collect::<Vec<_>>().join(" "));
            }
            assert!(text.contains(&article.text.sha256_hex()) && text.contains(&article.meta.url), "{path}");
        }
    }
}

#[tokio::test]
async fn an_article_says_where_its_text_comes_from() {
    let reader = Running::new().await;
    let page = reader.page("/a/hostile").await;
    let facts = words(&between(&page, "<dl>", "</dl>").replace("</dt>", " ").replace("</dd>", "\n"));
    for fact in
        ["Published by <b>Gazette</b>", "Dated 2024", "Fetched 2024-05-06T07:08:09Z", "Source https://example.org/?a=1"]
    {
        assert!(facts.contains(fact), "{fact} is missing in {facts}");
    }
}

#[tokio::test]
async fn what_became_of_the_source_page_is_shown_while_the_text_is_the_same() {
    let mut reader = Running::new().await;
    let day = "2026-11-27".parse().expect("a date");
    let card = reader.json("/api/ask?q=What%20does%20the%20grant%20A%20%26%20B%20pay%3F").await;
    let card = format!("/q/{}", card["quotes"][0]["id"].as_str().expect("a quote"));
    let before = reader.get("/a/hostile").await;
    assert!(!before.body.contains("Source page"));
    assert_eq!(reader.json("/api/articles/hostile").await.get("source_check"), None);
    for (page, said, object) in [
        (
            PageNow::Changed { lost: 2 },
            "The source page has changed since: 2 sentences of this text did not stand there any more on 27 November 2026.",
            json!({"checked": "2026-11-27", "result": "changed", "lost": 2}),
        ),
        (
            PageNow::Gone,
            "The source page was gone on 27 November 2026.",
            json!({"checked": "2026-11-27", "result": "gone"}),
        ),
        (
            PageNow::Unchanged,
            "The source page still said all of this on 27 November 2026.",
            json!({"checked": "2026-11-27", "result": "unchanged"}),
        ),
    ] {
        let article = reader.library.ask().article(&ArticleId("hostile".to_owned())).expect("an article");
        reader.drift.note(&article, page, day);
        reader.reload();
        for path in ["/a/hostile", "/a/hostile/print", &card] {
            let shown = reader.page(path).await.replace(['\u{2068}', '\u{2069}'], "");
            assert!(shown.contains(said), "{path}: {said}\n{shown}");
        }
        assert_eq!(reader.json("/api/articles/hostile").await["source_check"], object);
    }
    assert!(!reader.page("/a/larchwood").await.contains("Source page"), "of another article nothing is known");
    reader.library.write("hostile.txt", &format!("{HOSTILE}\nA sentence more than before stands here.\n"));
    reader.reload();
    assert!(!reader.page("/a/hostile").await.contains("Source page"), "it was found of another text");
}

#[tokio::test]
async fn markup_in_articles_and_questions_is_text() {
    let reader = Running::new().await;
    let card = reader.json("/api/ask?q=What%20does%20the%20grant%20A%20%26%20B%20pay%3F").await;
    let id = card["quotes"][0]["id"].as_str().expect("a quote").to_owned();
    for path in [
        "/a/hostile",
        "/a/hostile/print",
        "/regions/larchwood-region",
        "/",
        "/?q=%3Cscript%3Ealert(5)%3C%2Fscript%3E%22%20onfocus%3Dalert(6)",
        "/?q=What%20does%20the%20grant%20A%20%26%20B%20pay%3F",
        "/feed.atom",
        &format!("/q/{id}"),
        &format!("/a/hostile?q={id}"),
    ] {
        let page = reader.page(path).await;
        for markup in ["<script>", "<b>", "<iframe", "<img", "</title><", "\" onfocus=", "\"><script"] {
            assert!(!page.contains(markup), "{path} has {markup}:\n{page}");
        }
        assert!(!page.contains("style=") && !page.contains("javascript:alert(4)\""), "{path}");
    }
}

#[tokio::test]
async fn a_question_is_answered_with_quotes_that_lead_to_source_article_and_card() {
    let reader = Running::new().await;
    let page = reader.page("/?q=Which%20partners%20work%20with%20Larchwood%20Region%3F").await;
    assert!(
        words(&page).contains("The centre works together with Sber, Tomsk Polytechnic University and Acme Robotics.")
    );
    let here = between(&page, "<a href=\"/a/larchwood?q=", "#quote\"");
    assert!(
        page.contains(&format!("href=\"/q/{here}\"")) && page.contains("href=\"https://example.org/larchwood#:~:text=")
    );
    let article = reader.page(&format!("/a/larchwood?q={here}")).await;
    let marked = between(&article, "<mark id=\"quote\">", "</mark>");
    assert_eq!(marked, "The centre works together with Sber, Tomsk Polytechnic University and Acme Robotics.");
    assert!(
        reader.page(&format!("/a/larchwood/print?q={here}")).await.contains(&format!("<mark id=\"quote\">{marked}"))
    );
}

#[tokio::test]
async fn a_region_has_its_directions_programmes_partners_and_articles() {
    let reader = Running::new().await;
    let page = words(&reader.page("/regions/larchwood-region").await);
    for said in [
        "The region names three directions of support: infrastructure of science, training of specialists and exports.",
        "The Seed grant pays up to 2.5 million rubles to companies younger than three years.",
        "Sber, Tomsk Polytechnic University, Acme Robotics",
        "2 articles, March 2022 to 2024",
        "Larchwood Region bets on robots",
    ] {
        assert!(page.contains(said), "{said} is missing in {page}");
    }
    assert_eq!(reader.get("/regions/narnia").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_speak_the_language_that_is_liked_or_chosen() {
    let reader = Running::new().await;
    let russian = got(reader.request("/").header(header::ACCEPT_LANGUAGE, "ru-RU,ru;q=0.9,en;q=0.5")).await;
    assert!(russian.body.contains("<html lang=\"ru\">") && russian.body.contains("Новые статьи"));
    assert_eq!(russian.header(header::SET_COOKIE), "");
    let switched = reader.get("/a/larchwood?lang=ru").await;
    assert!(switched.body.contains("Версия для печати") && switched.body.contains("<article lang=\"en\">"));
    let cookie = switched.header(header::SET_COOKIE).split(';').next().expect("a cookie").to_owned();
    let later = got(reader.request("/").header(header::COOKIE, cookie).header(header::ACCEPT_LANGUAGE, "en")).await;
    assert!(later.body.contains("<html lang=\"ru\">"));
    assert_eq!(later.header(header::CONTENT_LANGUAGE), "ru");
}

#[tokio::test]
async fn what_the_visitor_has_is_not_sent_again_until_the_articles_change() {
    let reader = Running::new().await;
    for path in ["/", "/a/larchwood", "/regions/larchwood-region", "/feed.atom", "/sitemap.xml", "/api/articles"] {
        let first = reader.get(path).await;
        let tag = first.header(header::ETAG).to_owned();
        assert!(tag.starts_with("W/\"") && !first.header(header::LAST_MODIFIED).is_empty(), "{path}");
        let again = got(reader.request(path).header(header::IF_NONE_MATCH, &tag)).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        let since =
            got(reader.request(path).header(header::IF_MODIFIED_SINCE, first.header(header::LAST_MODIFIED))).await;
        assert_eq!(since.status, StatusCode::NOT_MODIFIED, "{path}");
        let other = got(reader.request(path).header(header::IF_NONE_MATCH, "W/\"other\"")).await;
        assert_eq!(other.status, StatusCode::OK, "{path}");
    }
    let tag = reader.get("/a/larchwood").await.header(header::ETAG).to_owned();
    let russian =
        reader.request("/a/larchwood").header(header::IF_NONE_MATCH, &tag).header(header::ACCEPT_LANGUAGE, "ru");
    assert_eq!(got(russian).await.status, StatusCode::OK);
    reader.library.remove("tomsk.md");
    reader.reload();
    assert_eq!(got(reader.request("/a/larchwood").header(header::IF_NONE_MATCH, &tag)).await.status, StatusCode::OK);
    assert_eq!(reader.get("/a/tomsk").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn long_pages_are_compressed_for_those_who_can_read_that() {
    let reader = Running::new().await;
    let packed = got(reader.request("/a/tomsk").header(header::ACCEPT_ENCODING, "gzip")).await;
    assert_eq!(packed.header(header::CONTENT_ENCODING), "gzip");
    assert_eq!(reader.get("/a/tomsk").await.header(header::CONTENT_ENCODING), "");
}

#[tokio::test]
async fn feeds_and_site_map_name_every_article() {
    let reader = Running::new().await;
    let (all, region) = (reader.page("/feed.atom").await, reader.page("/regions/larchwood-region/feed.atom").await);
    let map = reader.page("/sitemap.xml").await;
    for id in ["tomsk", "larchwood", "verezh", "hostile"] {
        let page = reader.url(&format!("/a/{id}"));
        assert!(all.contains(&format!("<id>{page}</id>")) && map.contains(&format!("<loc>{page}</loc>")), "{id}");
    }
    assert_eq!(region.matches("<entry>").count(), 2);
    assert!(region.contains("<updated>2022-03-01T00:00:00Z</updated>"));
    // Newest first.
    assert!(
        all.find("/a/hostile</id>") < all.find("/a/verezh</id>")
            && all.find("/a/verezh</id>") < all.find("/a/tomsk</id>")
    );
    let robots = reader.page("/robots.txt").await;
    assert!(robots.contains(&format!("Sitemap: {}", reader.url("/sitemap.xml"))), "{robots}");
}
