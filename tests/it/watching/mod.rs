//! Articles that change while the bot runs.

#[cfg(unix)]
mod faults;
mod program;
mod swap;

/// An article file.
fn article(title: &str, region: &str, text: &str) -> String {
    let url = format!("https://example.org/{}", title.replace(' ', "-"));
    format!("---\ntitle: {title}\nurl: {url}\nregion: {region}\nlang: en\ndate: 2024-05\n---\n{text}\n")
}
