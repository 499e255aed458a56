//! Front matter as text: fields are set line by line, so that comments and order of a curator's file stay.

/// The value as YAML, in double quotes.
pub(super) fn quoted(value: &str) -> String {
    // A JSON string is a YAML string; U+0085 and the like would be line breaks to YAML.
    let line: String =
        value.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    serde_json::Value::String(line.trim().to_owned()).to_string()
}

/// Sets a field; `value` is YAML on one line.
pub(super) fn set(head: &str, key: &str, value: &str) -> String {
    let start = format!("{key}:");
    let (mut out, mut done, mut inside) = (String::new(), false, false);
    for line in head.lines() {
        if line.starts_with(&start) {
            out.push_str(&format!("{key}: {value}\n"));
            (done, inside) = (true, true);
        } else if inside && (line.starts_with([' ', '\t', '-']) || line.is_empty()) {
            // What goes on with the old value.
        } else {
            inside = false;
            out.push_str(line);
            out.push('\n');
        }
    }
    if !done {
        out.push_str(&format!("{key}: {value}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_changes_and_all_else_stays() {
        let head = "# a comment\ntitle: A\nreprints:\n  - b\n- c\nlang: en\n";
        assert_eq!(set(head, "reprints", "[\"d\"]"), "# a comment\ntitle: A\nreprints: [\"d\"]\nlang: en\n");
        assert_eq!(set("title: A\n", "fetched", "2020"), "title: A\nfetched: 2020\n");
        assert_eq!(quoted("a \"b\"\n#: c\\"), r##""a \"b\" #: c\\""##);
    }
}
