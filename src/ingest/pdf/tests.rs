//! PDF files made by hand: only what matters in them.

use super::*;

/// A file whose pages show `pages`; every letter is a glyph of two bytes, which `unicode` says the letter of.
fn pdf(pages: &[&str], unicode: bool, trailer: &str) -> Vec<u8> {
    let glyphs = |text: &str| text.encode_utf16().map(|u| format!("{u:04x}")).collect::<String>();
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange \
               <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), (0..pages.len()).map(|i| format!("{} 0 R ", 7 + 2 * i)).collect::<String>()),
        format!("<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [4 0 R] {} >>", if unicode { "/ToUnicode 6 0 R" } else { "" }),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>".to_owned(),
        "<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
    ];
    for page in pages {
        let number = objects.len() + 1;
        let lines: String = page.lines().map(|l| format!("<{}> Tj 0 -14 Td ", glyphs(l))).collect();
        let content = format!("BT /F1 10 Tf 50 780 Td {lines}ET");
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>", number + 1));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let (mut out, mut offsets) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    out.extend(offsets.iter().flat_map(|o| format!("{o:010} 00000 n \n").into_bytes()));
    out.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
            .bytes(),
    );
    out
}

fn import(bytes: &[u8]) -> Result<Vec<(String, Option<u32>)>, Fault> {
    let found = Pdf.import(&Input { bytes, charset: None })?;
    Ok(found.blocks.into_iter().map(|b| (b.text, b.page)).collect())
}

#[test]
fn text_comes_with_its_page() {
    let pages = ["Меры поддержки томских компаний названы в отчёте.", "The second page speaks of grants."];
    let found = import(&pdf(&pages, true, "")).expect("a text");
    assert_eq!(found, [(pages[0].to_owned(), Some(1)), (pages[1].to_owned(), Some(2))]);
}

#[test]
fn running_titles_go_and_paragraphs_go_on_over_a_page() {
    let page = |n: u32, text: &str| format!("Annual report\n{text}\n- {n} -");
    let pages = [
        page(1, "The region supports companies with"),
        page(2, "grants and loans. It pays for"),
        page(3, "patents. The end of the report."),
    ];
    let texts: Vec<&str> = pages.iter().map(String::as_str).collect();
    let found = import(&pdf(&texts, true, "")).expect("a text");
    let all = "The region supports companies with grants and loans. It pays for patents. The end of the report.";
    assert_eq!(found, [(all.to_owned(), Some(1))]);
}

#[test]
fn what_cannot_be_read_is_named_with_its_remedy() {
    let text = "Правительство области называет меры поддержки компаний и фондов.";
    let encrypted = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff> /U <00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff> >> /ID [<00> <00>]";
    let garbled: String = encoding_rs::WINDOWS_1252.decode(&encoding_rs::WINDOWS_1251.encode(text).0).0.into_owned();
    for (name, file, reason) in [
        ("scan", pdf(&[""], true, ""), "no text layer"),
        ("encrypted", pdf(&[text], true, encrypted), "encrypted"),
        ("garbled", pdf(&[&garbled], true, ""), "fonts do not say"),
        ("damaged", b"%PDF-1.7\nnothing of the kind".to_vec(), "damaged"),
    ] {
        let fault = import(&file).expect_err(name);
        assert!(fault.what.contains(reason) && !fault.remedy.is_empty(), "{name}: {fault:?}");
    }
}

#[test]
fn damaged_files_never_panic() {
    let good = pdf(&["Меры поддержки.", "Second page."], true, "");
    for step in [7, 31] {
        for at in (0..good.len()).step_by(step * 5) {
            let mut bad = good.clone();
            bad[at] ^= 0x15;
            _ = import(&bad);
            bad.truncate(at);
            _ = import(&bad);
        }
    }
}
