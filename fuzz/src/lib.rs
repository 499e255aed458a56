//! What the fuzz targets share: a knowledge folder to work in, and the ways bytes get into it.

use std::fs;
use std::io::{Cursor, Write};
use std::panic;
use std::path::Path;
use std::thread;

use policybot::domain::{Lexicon, PUBLIC_URL};
use policybot::ingest::adding::{Document, Holdings, Wishes, propose};
use policybot::ingest::{Boilerplate, Knowledge, load_knowledge};
use zip::write::SimpleFileOptions;

/// The files of the lexicon.
pub const LEXICON: [&str; 8] =
    ["regions", "institutions", "glossary", "synonyms", "cues", "areas", "boilerplate", "pins"];
/// When everything is added.
const NOW: &str = "2026-01-01T00:00:00Z";

/// Fills a knowledge folder with no article and an empty lexicon, and clears it away.
pub fn in_folder<T>(work: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    let lexicon = folder.path().join("lexicon");
    fs::create_dir(&lexicon).expect("a folder");
    // What is missing would be the shipped one, which takes long to read.
    for name in LEXICON {
        fs::write(lexicon.join(format!("{name}.toml")), "").expect("written");
    }
    work(folder.path())
}

/// Reads a folder: whatever is in it, every file gives an article or a problem.
pub fn load(folder: &Path, files: usize) -> Knowledge {
    let knowledge = load_knowledge(folder, PUBLIC_URL);
    assert!(knowledge.articles.len() + knowledge.problems.len() >= files, "a file is silently nothing");
    knowledge
}

/// Adds a document: it is refused, or becomes an article file that can be read and says as much.
pub fn add(name: &str, bytes: &[u8]) {
    let Ok(document) = Document::sent(name, bytes.to_vec()) else { return };
    let given = |s: &str| Some(s.to_owned());
    let wishes = Wishes {
        url: given("https://example.org/a"),
        region: given("Tomsk Region"),
        lang: given("en"),
        date: given("2020"),
        ..Wishes::default()
    };
    let (lexicon, furniture) = (Lexicon::default(), Boilerplate::default());
    let Ok(proposal) = propose(document, &wishes, &Holdings::default(), &lexicon, &furniture, NOW) else { return };
    assert!(proposal.sentences > 0, "an article without a sentence");
    in_folder(|folder| {
        proposal.write(folder).expect("written");
        let knowledge = load(folder, 1);
        let [article] = &knowledge.articles[..] else {
            panic!("what was written cannot be read: {:?}", knowledge.problems);
        };
        assert_eq!(article.meta.title, proposal.meta.title, "the title is another one");
        let sentences: usize = article.passages.iter().map(|passage| passage.sentences.len()).sum();
        assert_eq!(sentences, proposal.sentences, "sentences were lost or glued when they were written");
    });
}

/// A Word file whose text is this XML: damage to an archive is found by its checksums, and nothing behind them is tried.
pub fn docx(body: &[u8]) -> Vec<u8> {
    let open = br#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
    let document = [&open[..], body, b"</w:body></w:document>"].concat();
    let files = [
        ("[Content_Types].xml", include_bytes!("../docx/content_types.xml").as_slice()),
        ("_rels/.rels", include_bytes!("../docx/rels.xml")),
        ("word/_rels/document.xml.rels", include_bytes!("../docx/document_rels.xml")),
        ("word/styles.xml", include_bytes!("../docx/styles.xml")),
        ("word/numbering.xml", include_bytes!("../docx/numbering.xml")),
        ("word/document.xml", &document),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name, stored).expect("a file");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// Lets the parsers of others panic: each runs in a thread of its own, where a panic is the answer "damaged". All other
/// panics end the target, as they do without this.
pub fn parsers_may_panic() {
    let ends = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() != Some("parser") {
            ends(info);
        }
    }));
}
