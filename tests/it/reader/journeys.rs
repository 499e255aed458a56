//! Journeys in a real browser: find, mark, copy, open elsewhere; print; look.

use std::path::Path;
use std::process::Command;

use fantoccini::Locator;
use serde_json::{Value, json};

use super::{Running, between, words};
use crate::support::browser::{Browser, Look, Site, with_look};
use crate::support::skip::skip;

/// Where pictures are kept for those who look.
const KEPT: &str = "target/reader";

/// Runs a story in a browser with an empty profile, or says that there is no browser.
async fn browse<F>(look: Look, story: impl FnOnce(Browser) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if let Err(reason) = with_look(&Site::default(), look, story).await {
        skip(&reason);
    }
}

/// Selects the text from the first place of `from` to the end of the first place of `to` in the article, as a mouse does.
const SELECT: &str = r"
const [from, to] = arguments;
const walker = document.createTreeWalker(document.querySelector('[data-marks]'), NodeFilter.SHOW_TEXT);
const range = document.createRange();
let begun = false;
for (let node; (node = walker.nextNode()); ) {
  const start = begun ? -1 : node.data.indexOf(from);
  if (start >= 0) { range.setStart(node, start); begun = true; }
  const end = begun ? node.data.indexOf(to, Math.max(start, 0)) : -1;
  if (end >= 0) { range.setEnd(node, end + to.length); break; }
}
getSelection().removeAllRanges();
getSelection().addRange(range);
return getSelection().toString();
";

/// The marked texts, those that touch as one.
const MARKED: &str = r"
const marks = [...document.querySelectorAll('mark.hit')];
const out = [];
marks.forEach((mark, n) => {
  const before = document.createRange();
  if (n > 0) { before.setStartAfter(marks[n - 1]); before.setEndBefore(mark); }
  if (n > 0 && !before.toString().trim() && marks[n - 1].closest('.block') !== null) out[out.length - 1] += before.toString() + mark.textContent;
  else out.push(mark.textContent);
});
return out.map((text) => text.replace(/\s+/g, ' '));
";

/// Marks a text and gives the link that was put into the clipboard: it is pasted into the search field.
async fn mark(browser: &Browser, from: &str, to: &str) -> String {
    browser.execute(SELECT, vec![json!(from), json!(to)]).await.expect("selected");
    browser.until("return !document.getElementById('mark-button').hidden").await;
    browser.find(Locator::Id("mark-button")).await.expect("the button").click().await.expect("pressed");
    let note = browser
        .until("const note = document.getElementById('mark-note'); return !note.hidden && note.textContent")
        .await;
    assert_eq!(note, "Copied: a link to this page with the marked text.");
    let article = browser.current_url().await.expect("an address");
    browser.new_window(true).await.expect("a tab");
    let windows = browser.windows().await.expect("windows");
    browser.switch_to_window(windows[windows.len() - 1].clone()).await.expect("switched");
    browser.goto(&format!("{}/", article.origin().ascii_serialization())).await.expect("opened");
    let field = browser.find(Locator::Css("input[name=q]")).await.expect("the field");
    field.send_keys("\u{e009}v").await.expect("pasted");
    let link = browser.until("return document.querySelector('input[name=q]').value").await;
    browser.close_window().await.expect("closed");
    browser.switch_to_window(windows[0].clone()).await.expect("switched");
    link.as_str().expect("a link").to_owned()
}

async fn marked(browser: &Browser, link: &str) -> Vec<String> {
    browser.goto("about:blank").await.expect("opened");
    browser.goto(link).await.expect("opened");
    browser.until("return document.readyState === 'complete' && document.getElementById('mark-note') !== null").await;
    let marked = browser.execute(MARKED, vec![]).await.expect("the script runs");
    serde_json::from_value(marked).expect("texts")
}

/// Whether the first mark can be seen without scrolling.
async fn is_in_view(browser: &Browser) -> bool {
    let script = "const box = document.querySelector('mark.hit').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight";
    browser.until(script).await == json!(true)
}

async fn note(browser: &Browser) -> String {
    let script = "const note = document.getElementById('mark-note'); return note.hidden ? '' : note.textContent";
    browser.execute(script, vec![]).await.expect("the script runs").as_str().expect("text").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn found_marked_copied_and_opened_in_a_fresh_profile_the_same_text_is_marked() {
    let reader = Running::new().await;
    let (start, copied) = (reader.url("/"), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
    let links = std::sync::Arc::clone(&copied);
    browse(Look::default(), move |browser| async move {
        browser.goto(&start).await.expect("opened");
        let field = browser.find(Locator::Css("input[name=q]")).await.expect("the field");
        field.send_keys("Which directions of support does the Tomsk Region name?").await.expect("typed");
        browser.find(Locator::Css("form.ask button")).await.expect("the button").click().await.expect("pressed");
        browser.until("return document.querySelectorAll('article.quote').length === 3").await;
        browser
            .find(Locator::LinkText("Read it in the article here"))
            .await
            .expect("a link")
            .click()
            .await
            .expect("followed");
        let quote = browser.until("return document.querySelector('mark#quote')?.textContent").await;
        assert!(
            quote.as_str().expect("text").starts_with("The governor of the Tomsk Region mentioned five directions")
        );
        // From the middle of a word of one paragraph into the next paragraph.
        let one = mark(&browser, "innovational teams", "pilot project").await;
        let two = mark(&browser, "66 billion rubles", "66 billion rubles").await;
        links.lock().expect("links").extend([one, two]);
    })
    .await;
    let links = copied.lock().expect("links").clone();
    let Some([one, two]) = links.first_chunk().cloned() else { return };
    assert!(one.starts_with(&reader.url("/a/tomsk#m=")) && one.contains(":~:text=innovational%20teams"), "{one}");
    browse(Look { phone: true, ..Look::default() }, move |browser| async move {
        let expected = "innovational teams. “Starting this year, we launched a pilot project";
        assert_eq!(marked(&browser, &one).await.join(" ").replace("  ", " "), expected);
        assert!(is_in_view(&browser).await && note(&browser).await.is_empty());
        // The second link has both marks.
        let both = marked(&browser, &two).await;
        assert_eq!(both[0], "66 billion rubles");
        assert_eq!(both[1..].join(" ").replace("  ", " "), expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_survive_changes_of_the_article_and_say_so_and_links_of_the_old_script_work() {
    let reader = std::sync::Arc::new(Running::new().await);
    let page = reader.url("/a/larchwood");
    browse(Look::default(), move |browser| async move {
        browser.goto(&page).await.expect("opened");
        let link = mark(&browser, "pays up to 2.5 million rubles", "younger than three years.").await;
        let text = "pays up to 2.5 million rubles to companies younger than three years.";
        assert_eq!(marked(&browser, &link).await, [text]);

        let article = reader.library.read("larchwood.md");
        let moved = article.replace("The region names", "Something new was said first.\n\nThe region names");
        reader.library.write("larchwood.md", &moved);
        reader.reload();
        assert_eq!(marked(&browser, &link).await, [text]);
        assert_eq!(note(&browser).await, "");

        reader.library.write("larchwood.md", &moved.replace("2.5 million rubles", "3 million rubles"));
        reader.reload();
        assert_eq!(
            marked(&browser, &link).await,
            ["pays up to 3 million rubles to companies younger than three years"]
        );
        assert!(note(&browser).await.starts_with("The text has changed since this link was made"));
        assert!(is_in_view(&browser).await);

        reader.library.write(
            "larchwood.md",
            &moved.replace(
                "The Seed grant pays up to 2.5 million rubles to companies younger than three years.",
                "Nothing.",
            ),
        );
        reader.reload();
        assert_eq!(marked(&browser, &link).await, [""; 0]);
        assert!(note(&browser).await.starts_with("The text of this link is not on the page any more"));

        reader.library.write("larchwood.md", &article);
        reader.reload();
        // Words 3 to 5 of the second paragraph; and the same with another from its first word on.
        assert_eq!(marked(&browser, &format!("{page}#sel=2:3,2:5")).await, ["names three directions"]);
        assert_eq!(
            marked(&browser, &format!("{page}#sel=2:3,2:5;4:1,4:2")).await,
            ["names three directions", "The centre"]
        );
        for nonsense in ["#sel=9:9,9:9", "#m=1.0-99.5.abc.x", "#m=%00", "#sel=1:1", "#m=1.5-1.2.abc."] {
            let broken = marked(&browser, &format!("{page}{nonsense}")).await;
            assert_eq!(broken, [""; 0], "{nonsense}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn printed_to_pdf_the_article_is_whole_with_its_source_and_page_numbers() {
    let reader = Running::new().await;
    let text = reader.json("/api/articles/tomsk").await["text"].as_str().expect("text").to_owned();
    let url = reader.url("/a/tomsk/print");
    browse(Look::default(), move |browser| async move {
        browser.goto(&url).await.expect("opened");
        let pdf = browser.print(Default::default()).await.expect("printed");
        std::fs::create_dir_all(KEPT).expect("a folder");
        let file = Path::new(KEPT).join("article.pdf");
        std::fs::write(&file, pdf).expect("kept");
        let out = match Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() {
            Ok(out) => String::from_utf8(out.stdout).expect("UTF-8"),
            Err(error) => return skip(&format!("pdftotext does not start ({error}); install poppler-utils")),
        };
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let printed = letters(&out);
        let paragraphs = text.split('\n').map(letters).filter(|paragraph| !paragraph.is_empty());
        for paragraph in paragraphs {
            assert!(printed.contains(&paragraph), "{paragraph} is missing in {out}");
        }
        assert!(printed.contains("http://www.investintomsk.com/") && printed.contains("November2020"), "{out}");
        assert!(printed.contains("1/2") && printed.contains("2/2"), "no page numbers in {out}");
        assert!(!out.contains("Back to the article"), "{out}");
    })
    .await;
}

/// Pages of every kind.
async fn all_pages(reader: &Running) -> Vec<String> {
    let answer = reader.json("/api/ask?q=How%20much%20does%20the%20Seed%20grant%20pay%3F").await;
    let id = answer["quotes"][0]["id"].as_str().expect("an id").to_owned();
    [
        "/",
        "/?q=Which%20partners%20work%20with%20Larchwood%20Region%3F",
        "/?q=zzzz",
        "/regions/larchwood-region",
        &format!("/a/larchwood?q={id}"),
        "/a/tomsk?lang=ru",
        &format!("/a/larchwood/print?q={id}"),
        &format!("/q/{id}?lang=en"),
        "/nothing",
    ]
    .map(|path| reader.url(path))
    .into()
}

/// Runs axe-core on the page: what it objects to.
const AXE: &str = r"
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (found) => done(found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' | ')}`)),
  (error) => done(['axe failed: ' + error]));
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_stands_in_the_way_of_people_who_see_or_move_little() {
    let Some(axe) = axe() else { return skip("axe-core is not there; set POLICYBOT_AXE to its axe.min.js") };
    let reader = Running::new().await;
    for look in [Look::default(), Look { dark: true, phone: true }] {
        let (pages, axe) = (all_pages(&reader).await, axe.clone());
        browse(look, move |browser| async move {
            for page in pages {
                browser.goto(&page).await.expect("opened");
                browser.execute(&axe, vec![]).await.expect("axe is loaded");
                let found = browser.execute_async(AXE, vec![]).await.expect("axe runs");
                assert_eq!(found, json!([]), "{page} in {look:?}");
                let wide =
                    browser.execute("return document.documentElement.scrollWidth > innerWidth + 1", vec![]).await;
                assert_eq!(wide.expect("the script runs"), json!(false), "{page} is wider than the window in {look:?}");
            }
        })
        .await;
    }
}

/// The script of axe-core: a file that CI installs.
#[allow(clippy::disallowed_methods)]
fn axe() -> Option<String> {
    std::fs::read_to_string(std::env::var_os("POLICYBOT_AXE")?).ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_is_enough() {
    let reader = Running::new().await;
    let start = reader.url("/a/tomsk");
    browse(Look::default(), move |browser| async move {
        browser.goto(&start).await.expect("opened");
        let body = browser.find(Locator::Css("body")).await.expect("the page");
        body.send_keys("\u{e004}").await.expect("tabbed");
        assert_eq!(browser.until("return document.activeElement.className").await, json!("skip"));
        browser.active_element().await.expect("focus").send_keys("\u{e007}").await.expect("pressed");
        assert_eq!(browser.until("return location.hash").await, json!("#main"));
        browser.execute(SELECT, vec![json!("human resources"), json!("human resources")]).await.expect("selected");
        browser.until("return !document.getElementById('mark-button').hidden").await;
        browser.execute("document.getElementById('mark-button').focus()", vec![]).await.expect("focused");
        browser.active_element().await.expect("focus").send_keys("\u{e007}").await.expect("pressed");
        assert_eq!(
            browser.until("return document.querySelector('mark.hit')?.textContent").await,
            json!("human resources")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feeds_are_well_formed_and_previews_are_complete() {
    let reader = Running::new().await;
    let card = all_pages(&reader).await.remove(7);
    let start = reader.url("/");
    let feeds = ["/feed.atom", "/regions/larchwood-region/feed.atom", "/sitemap.xml"].map(|path| reader.url(path));
    let bodies = [
        reader.page("/feed.atom").await,
        reader.page("/regions/larchwood-region/feed.atom").await,
        reader.page("/sitemap.xml").await,
    ];
    browse(Look::default(), move |browser| async move {
        browser.goto(&start).await.expect("opened");
        let parse = "return new DOMParser().parseFromString(arguments[0], 'application/xml').documentElement.tagName";
        for ((body, address), root) in bodies.iter().zip(feeds).zip(["feed", "feed", "urlset"]) {
            let tag = browser.execute(parse, vec![json!(body)]).await.expect("the script runs");
            assert_eq!(tag, json!(root), "{address}");
        }
        browser.goto(&card).await.expect("opened");
        let preview = "const at = (name) => document.querySelector(`meta[property=\"og:${name}\"]`).content;
            return [at('title'), at('description'), at('url'), at('image'), at('image:width')]";
        let Value::Array(preview) = browser.execute(preview, vec![]).await.expect("the script runs") else {
            panic!("a list")
        };
        assert_eq!(preview[0], "Larchwood Region bets on robots · Larchwood Region");
        assert!(preview[1].as_str().expect("text").starts_with("The Seed grant pays up to 2.5 million rubles"));
        let image = preview[3].as_str().expect("an address");
        browser.goto(image).await.expect("opened");
        let size = browser
            .until("const i = document.querySelector('img'); return i?.complete && [i.naturalWidth, i.naturalHeight]")
            .await;
        assert_eq!(size, json!([1200, 630]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copy_buttons_copy_the_citation() {
    let reader = Running::new().await;
    let card = all_pages(&reader).await.remove(7);
    let page = reader.page(card.trim_start_matches(&reader.url(""))).await;
    let expected = words(between(&page, "<pre id=\"cite-markdown\"", "</pre>"));
    let start = reader.url("/");
    browse(Look::default(), move |browser| async move {
        browser.goto(&card).await.expect("opened");
        browser
            .find(Locator::Css("button[data-copy=cite-markdown]"))
            .await
            .expect("a button")
            .click()
            .await
            .expect("pressed");
        browser
            .until("return document.querySelector('button[data-copy=cite-markdown]').textContent === 'Copied'")
            .await;
        browser.goto(&start).await.expect("opened");
        browser
            .find(Locator::Css("input[name=q]"))
            .await
            .expect("the field")
            .send_keys("\u{e009}v")
            .await
            .expect("pasted");
        let pasted = browser.until("return document.querySelector('input[name=q]').value").await;
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().concat();
        assert!(one_line(&expected).ends_with(&one_line(pasted.as_str().expect("text"))), "{pasted} in {expected}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_of_the_pages_are_kept_for_those_who_look() {
    let reader = Running::new().await;
    std::fs::create_dir_all(KEPT).expect("a folder");
    for (name, look) in [
        ("light", Look::default()),
        ("dark", Look { dark: true, phone: false }),
        ("phone", Look { dark: false, phone: true }),
        ("phone-dark", Look { dark: true, phone: true }),
    ] {
        let pages = all_pages(&reader).await;
        browse(look, move |browser| async move {
            for (page, of) in [(1, "answer"), (3, "region"), (4, "article"), (6, "print"), (7, "card")] {
                browser.goto(&pages[page]).await.expect("opened");
                let background = browser.until("return getComputedStyle(document.body).backgroundColor").await;
                assert_eq!(background == json!("rgb(22, 21, 19)"), look.dark, "{name} {of}: {background}");
                let picture = browser.screenshot().await.expect("a screenshot");
                std::fs::write(Path::new(KEPT).join(format!("{of}-{name}.png")), picture).expect("kept");
            }
        })
        .await;
    }
}
