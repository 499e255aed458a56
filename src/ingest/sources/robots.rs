//! `robots.txt` (RFC 9309): what a site does not want fetched.

/// The name that rules address.
const OUR_NAME: &str = "policybot";
/// More is not read, as the standard allows.
const MOST_BYTES: usize = 500 * 1024;

/// The rules of one site that are for us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    /// A path pattern, and whether it is allowed.
    rules: Vec<(String, bool)>,
}

impl Robots {
    /// Reads the rules: those for our name if there are any, else those for everybody.
    pub(super) fn parse(text: &str) -> Self {
        let (mut ours, mut all) = (None::<Vec<_>>, Vec::new());
        let (mut names, mut in_rules): (Vec<String>, bool) = (Vec::new(), false);
        let end = (0..=MOST_BYTES.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        for line in text[..end].lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if in_rules {
                        names.clear();
                        in_rules = false;
                    }
                    names.push(value.to_ascii_lowercase());
                }
                "allow" | "disallow" => {
                    in_rules = true;
                    let rule = (value.to_owned(), key == "allow");
                    if names.iter().any(|n| n == OUR_NAME) {
                        ours.get_or_insert_with(Vec::new).push(rule.clone());
                    }
                    if names.iter().any(|n| n == "*") {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        let rules = ours.unwrap_or(all);
        Self { rules: rules.into_iter().filter(|(pattern, _)| !pattern.is_empty()).collect() }
    }

    /// Whether a path (with its query) may be fetched: the longest rule that fits decides, allowing ones win a tie.
    pub(super) fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allowed)| (pattern.len(), *allowed)).is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether a pattern with `*` and a `$` at its end fits the beginning of a path.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = pattern.strip_suffix('$').map_or((pattern, false), |p| (p, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    for (i, piece) in pieces.iter().enumerate() {
        let last = i + 1 == pieces.len();
        let at = if last && whole { rest.ends_with(piece).then(|| rest.len() - piece.len()) } else { rest.find(piece) };
        let Some(at) = at else { return false };
        rest = &rest[at + piece.len()..];
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_fitting_rule_decides() {
        let robots = Robots::parse(
            "User-agent: other\nDisallow: /\n\nUser-agent: *\n# all\nDisallow: /private\nAllow: /private/open # yes\n\
             Disallow: /*.php$\nDisallow: /a*b*c\nDisallow:\n",
        );
        for (path, allowed) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/x.php", false),
            ("/x.php?a=1", true),
            ("/a1b2c3", false),
            ("/a1c2b", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        let named = Robots::parse("User-agent: *\nDisallow: /\nUser-agent: a\nUser-agent: PolicyBot\nDisallow: /x\n");
        assert!(named.allows("/y") && !named.allows("/x"));
        assert!(Robots::parse("<html>not found</html>").allows("/"));
    }
}
