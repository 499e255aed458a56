//! A report as Markdown.

use std::fmt::{self, Display, Formatter};

use super::figures::{Figure, MEASURES, Measure};
use super::report::{Group, Miss, Quoted, Report};

/// What is shown of groups and of plain searches.
const SHORT: [(&str, &str); 14] = [
    ("recall_1", "recall@1"),
    ("recall_10", "@10"),
    ("ndcg_10", "nDCG"),
    ("quote_1", "quote@1"),
    ("quote_3", "@3"),
    ("article_1", "article"),
    ("list_items", "items"),
    ("lists_complete", "complete"),
    ("list_wrong", "wrong"),
    ("wrong_region", "other region"),
    ("answered", "answered"),
    ("silent", "silent"),
    ("reason", "reason"),
    ("faultless", "faultless"),
];
const PEERS: [&str; 7] = ["recall_1", "recall_3", "recall_10", "mrr_10", "ndcg_10", "quote_1", "quote_3"];

/// The report as Markdown tables; what differs between two runs, the latency, is the last line.
impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}", self.run)?;
        if let Some(all) = self.groups.first() {
            overall(f, all)?;
        }
        if self.groups.len() > 1 {
            by_group(f, &self.groups)?;
        }
        if !self.peers.is_empty() {
            peers(f, self)?;
        }
        if let Some(misses) = &self.misses {
            writeln!(f, "\n## Faults: {} questions", misses.len())?;
            misses.iter().try_for_each(|m| miss(f, m))?;
        }
        writeln!(f, "\nlatency of an answer: p50 {} µs, p99 {} µs", self.latency_us.p50, self.latency_us.p99)
    }
}

fn overall(f: &mut Formatter<'_>, all: &Group) -> fmt::Result {
    writeln!(f, "\n| {} questions | value | 95 % interval |\n| --- | ---: | --- |", all.questions)?;
    for measure in &MEASURES {
        if let Some(figure) = all.figures.get(measure.key) {
            let (low, high) = (number(measure, figure.low), number(measure, figure.high));
            writeln!(f, "| {} | {} | {low} to {high} |", measure.name, number(measure, figure.value))?;
        }
    }
    Ok(())
}

fn number(measure: &Measure, value: f64) -> String {
    if measure.is_number() { format!("{value:.0}") } else { format!("{value:.3}") }
}

fn by_group(f: &mut Formatter<'_>, groups: &[Group]) -> fmt::Result {
    let used: Vec<_> = SHORT.iter().filter(|(key, _)| groups.iter().any(|g| g.figures.get(key).is_some())).collect();
    let head: String = used.iter().map(|(_, name)| format!(" {name} |")).collect();
    writeln!(f, "\n| | questions |{head}\n| --- | ---: |{}", " ---: |".repeat(used.len()))?;
    for group in groups {
        let cell = |(key, _): &&(&str, &str)| match (Measure::named(key), group.figures.get(key)) {
            (Some(measure), Some(Figure { value, .. })) => format!(" {} |", number(measure, value)),
            _ => " |".to_owned(),
        };
        let cells: String = used.iter().map(cell).collect();
        writeln!(f, "| {} | {} |{cells}", group.title(), group.questions)?;
    }
    Ok(())
}

fn peers(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let name = |key: &&str| Measure::named(key).map_or("", |m| m.name);
    let head: String = PEERS.iter().map(|key| format!(" {} |", name(key))).collect();
    writeln!(f, "\n| answerable questions, same passages |{head}\n| --- |{}", " ---: |".repeat(PEERS.len()))?;
    let bot = report.groups.first().map(|all| ("policybot", all));
    for (name, group) in bot.into_iter().chain(report.peers.iter().map(|p| (p.name.as_str(), p))) {
        let cell = |Figure { value, low, high }| format!(" {value:.3} ({low:.3}–{high:.3}) |");
        let cells = PEERS.iter().map(|key| group.figures.get(key).map_or(" |".to_owned(), cell));
        writeln!(f, "| {name} |{}", cells.collect::<String>())?;
    }
    Ok(())
}

fn miss(f: &mut Formatter<'_>, miss: &Miss) -> fmt::Result {
    let class = miss.class.as_deref().unwrap_or("–");
    writeln!(f, "\n- **{}** {class}, confidence {:.2}: {}", miss.id, miss.confidence, miss.faults.join(", "))?;
    if let Some(context) = &miss.context {
        writeln!(f, "  - after: {context}")?;
    }
    writeln!(f, "  - asked: {}", miss.question)?;
    miss.expected.iter().try_for_each(|e| writeln!(f, "  - expected: {}", one_line(e)))?;
    for Quoted { article, text, fault } in &miss.quoted {
        let fault = fault.map_or(String::new(), |fault| format!(", {fault}"));
        writeln!(f, "  - quoted from {article}{fault}: {}", one_line(text))?;
    }
    miss.silence.iter().filter(|_| miss.quoted.is_empty()).try_for_each(|s| writeln!(f, "  - silence: {s}"))
}

/// Without line ends, which would break the list.
fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" / ")
}
