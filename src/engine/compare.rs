//! Comparisons: what each of several regions has to say, side by side.

use std::sync::LazyLock;

use regex::Regex;

use super::ask::Ask;
use super::compose::Composer;
use super::intent::rule;
use super::lexis::lang_index;
use super::query::{Named, Query};
use super::retrieve::RetrieveError;
use crate::domain::{Answer, AnswerKind, Citation, Missing, Reason, StatementList};

/// Quotes of a comparison, all regions together, and of one region.
const QUOTES: usize = 6;
const QUOTES_OF_ONE: usize = 2;
/// Regions that are compared at the most.
const REGIONS: usize = 6;

static WORDINGS: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"\b(compar\w+|differen(ce|ces|t|tly)|differs?|versus|vs|against each other|side by side|in common|сравн\w+|отлич\w+|разниц\w+|различ\w+|в отличие|чем\b.*\b(лучше|хуже|больше|меньше)|общего)\b",
    )
});
static JOINING: LazyLock<Regex> = LazyLock::new(|| {
    rule(r"^(and|or|vs|versus|with|to|in|of|from|the|also|than|between|и|или|с|со|в|во|от|между|а|также|против|чем)$")
});

/// Whether a question, given as folded words joined by spaces, compares by its wording.
pub fn compares(folded: &str) -> bool {
    WORDINGS.is_match(folded)
}

/// Whether a word only says that things are compared, or joins their names.
pub fn is_about_comparing(word: &str) -> bool {
    WORDINGS.is_match(word)
}

/// Whether a word between two names only joins them.
pub fn joins(word: &str) -> bool {
    JOINING.is_match(word)
}

/// The answer of each region in turn. Regions that do not answer are named in [`Answer::missing`].
pub fn answer(ask: &Ask, query: &Query) -> Result<Answer, RetrieveError> {
    let lang = lang_index(query.lang);
    let mut missing: Vec<Missing> = Vec::new();
    let (mut answers, mut silent) = (Vec::new(), None);
    for ids in query.regions.apart.iter().take(REGIONS) {
        let regions = Named { covered: ids.clone(), ..Named::default() };
        let answer = Composer::new(ask, &Query { regions, ..query.clone() }).answer()?;
        match answer.kind {
            AnswerKind::Abstention(_) => {
                let region = ids.first().map(|id| ask.regions.name(*id, lang).to_owned()).unwrap_or_default();
                missing.push(Missing { region, reason: Reason::Topic });
                silent.get_or_insert(answer);
            }
            _ => answers.push(answer),
        }
    }
    missing.extend(query.regions.uncovered.iter().map(|r| Missing { region: r.clone(), reason: Reason::Region }));
    match answers.is_empty() {
        true => silent.map_or_else(|| Composer::new(ask, query).answer(), Ok),
        false => Ok(side_by_side(answers, missing)),
    }
}

fn side_by_side(answers: Vec<Answer>, missing: Vec<Missing>) -> Answer {
    let confidence = answers.iter().map(|a| a.confidence).fold(1.0, f32::min);
    let certainty = answers.iter().map(|a| a.certainty).fold(1.0, f32::min);
    let (lang, assumptions) = (answers[0].lang, answers[0].assumptions.clone());
    let lists: Vec<&StatementList> = answers.iter().filter_map(|a| a.kind.list()).collect();
    let kind = match lists.as_slice() {
        [first, rest @ ..] if lists.len() == answers.len() && rest.iter().all(|l| l.topic == first.topic) => {
            let announced = first.announced.filter(|_| rest.is_empty());
            let statements = lists.iter().flat_map(|l| l.statements.clone()).collect();
            AnswerKind::List(StatementList { topic: first.topic, statements, announced })
        }
        _ => AnswerKind::Quotes(in_turn(&answers)),
    };
    Answer { lang, confidence, certainty, assumptions, missing, kind }
}

/// The best quote of each, then the second best of each.
fn in_turn(answers: &[Answer]) -> Vec<Citation> {
    if let [one] = answers {
        return one.citations().cloned().collect();
    }
    let nth = |n: usize| answers.iter().filter_map(move |a| a.citations().nth(n)).cloned();
    (0..QUOTES_OF_ONE).flat_map(nth).take(QUOTES).collect()
}
