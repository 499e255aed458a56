//! Word files made by hand: an archive with what matters in it.

use flate2::Crc;

use super::*;
use crate::domain::PassageKind::{self, Heading, ListItem, Paragraph, TableRow};

/// An archive without compression.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut crc = Crc::new();
        crc.update(content.as_bytes());
        let size = content.len() as u32;
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x50];
        for number in [crc.sum(), size, size] {
            common.extend(number.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let offset = out.len() as u32;
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.bytes());
        out.extend(content.bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, size, count) = (out.len() as u32, directory.len() as u32, files.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn docx(body: &str) -> Vec<u8> {
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let document = format!("<w:document xmlns:w=\"{word}\"><w:body>{body}</w:body></w:document>");
    let relation = |id: &str, kind: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{kind}.xml\"/>"
        )
    };
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}{}</Relationships>",
        relation("r1", "styles"),
        relation("r2", "numbering")
    );
    let styles = format!(
        "<w:styles xmlns:w=\"{word}\"><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering xmlns:w=\"{word}\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"-\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    zip(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &relations),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", &numbering),
    ])
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn import(bytes: &[u8]) -> Result<Vec<(PassageKind, String)>, Fault> {
    Ok(Docx.import(&Input { bytes, charset: None })?.blocks.into_iter().map(|b| (b.kind, b.text)).collect())
}

#[test]
fn headings_lists_and_tables_stay() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", text));
    let item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let body = [
        paragraph("<w:pStyle w:val=\"Heading1\"/>", "Меры поддержки"),
        paragraph("", "Область поддерживает * компании_с_именем, 2020 г."),
        paragraph(item, "займы;"),
        paragraph(item, "гранты."),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("Год"),
            cell("Гранты"),
            cell("2020"),
            cell("12")
        ),
        paragraph("", "1. Not a list."),
    ];
    let expected = [
        (Heading, "Меры поддержки"),
        (Paragraph, "Область поддерживает * компании_с_именем, 2020 г."),
        (ListItem, "займы;"),
        (ListItem, "гранты."),
        (TableRow, "Год | Гранты"),
        (TableRow, "2020 | 12"),
        (Paragraph, "1. Not a list."),
    ];
    assert_eq!(import(&docx(&body.concat())).expect("a text"), expected.map(|(k, t)| (k, t.to_owned())));
}

#[test]
fn what_is_no_word_file_is_named_and_never_panics() {
    let good = docx(&paragraph("", "Text."));
    for bad in [&b"PK\x03\x04"[..], b"", &good[..good.len() / 2]] {
        assert!(import(bad).is_err_and(|f| f.what.contains(".docx") && !f.remedy.is_empty()));
    }
    for at in (0..good.len()).step_by(3) {
        let mut bad = good.clone();
        bad[at] ^= 0x15;
        _ = import(&bad);
    }
}
