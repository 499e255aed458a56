//! What kind of answer a question asks for, by its wording.

use std::sync::LazyLock;

use regex::Regex;

use super::query::Wanted;
use super::rule::Rule;
pub use super::topics::list;

/// Compiles a pattern that is a constant.
pub(super) fn rule(pattern: &str) -> Regex {
    // The patterns are constants of this file, each exercised by its tests.
    Regex::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}"))
}

/// "Who can apply" asks for terms, not for names.
const CONDITION: &str = r"\b((who|which|what)( \w+){0,3} (can|may|could|is|are|was|were)( \w+){0,2} (apply|eligible|entitled|qualif\w+|participate|take part|allowed|accepted|admitted|get|receive|join|enter|claim)|who (qualif\w+|counts)|(which|what|whose) (requirement|condition|criteri|term|rule)\w*|(the|any|under|on) (requirements|conditions|criteria|terms)|requirements? (for|of|to)|conditions? (for|of|to)|criteria (for|of|to)|eligib\w+|how (do|does|can|to)( \w+){0,2} (apply|qualif\w+)|(кто|какие|какой|какая|кому)( \w+){0,4} (может|могут|мог|могла|могли|вправе|можно|смогут|сможет)( \w+){0,3} (получ\w+|участв\w+|подать|стать|вступ\w+|претенд\w+|рассчит\w+|воспольз\w+|обрат\w+|взять|попасть|войти|прин\w+)|на каких (\w+ )?услови\w+|при как(ом|их) услови\w+|как(ие|овы|ими|им)( \w+){0,2} (требован\w+|услови\w+|критери\w+|правил\w+)|(требован|критери)\w+ (к|для|отбора)|услови\w+ (получ\w+|участ\w+|для|предостав\w+|отбора|выдачи|поддержки)|что (нужно|надо|требуется)( \w+){0,4} (чтобы|для|получ\w+)|как (получить|вступить|попасть|подать|стать)|кому (положен\w*|полагается|доступн\w*|дают|дадут|выдают|предоставля\w+))\b";
/// What a name or a word stands for. "What is the size of the fund" is none.
const DEFINITION: &str = r"^((so |and |а |и |ну )?(what|who) (is|are|was|were)( an?)?( [^oft ]\w*| [oft]\w{3,}){1,3}|what does( \w+){1,5} (mean|stand for)|define( \w+){1,5}|(the )?(definition|meaning) of( \w+){1,6}|(а |и |ну )?что (такое|это такое|это|значит|означает|понимают под|понимается под|представляет собой|представляют собой)( \w+){1,6}|(а |и )?(кто|что) (такой|такая|такие|такое)( \w+){1,6}|что( \w+){1,4} (означает|значит|из себя представляет|представляет собой)|расшифруй\w*( \w+){1,4}|как расшифровывается( \w+){1,4})$";
/// Asked so that "yes" or "no" could answer.
const YES_NO: &str = r"^(and |but |so |а |и |но |ну )?((is|are|was|were|do|does|did|can|could|will|would|has|have|had|may|must|should|shall|isn|aren|doesn|don|didn|hasn|haven|wasn|weren|won|can)\b|((\w+) ){1,3}ли\b|(есть|действует|действуют|существует|существуют|можно|правда|разве|неужели|нужно|надо|будет|будут|планирует\w*)\b)";

/// First match wins.
static WANTED: LazyLock<Vec<(Wanted, Rule)>> = LazyLock::new(|| {
    [
        (Wanted::When, r"\b(when|date of|дат[ау] (\w+ ){0,2}\w+|what (year|date|day|month|century|decade)|which (year|date|day|month|century|decade)|since what|(until|till) when|deadline|когда|(в )?как(ом|ого|ой|ая|ие|их) (год|года|году|годы|годах|веке|число|числа|дата|месяц|месяце)|с каких пор|до какого|срок|сроки)\b"),
        (Wanted::Count, r"\b(how (many|much|long|old|far|large|big|tall|high|often|deep|wide)|what (percentage|percent|number|fraction|proportion|amount|portion|share|sum|rank)|what (was|is|were|are) the (population|number|amount|size|total)|at what age|сколько|скольких|скольким|(какой|каков) (процент|размер|объем|возраст)|(какая|какова|каково) (доля|сумма|площадь|численность|количество|число|стоимость)|какое (количество|число)|насколько|как (долго|часто|много)|в каком (возрасте|размере|объеме))\b"),
        (Wanted::Why, r"\b(why|for what reason|what (caused|causes|reason)|почему|зачем|отчего|по какой причине|из за чего|вследствие чего)\b"),
        (Wanted::Condition, CONDITION),
        (Wanted::Who, r"\b(who|whom|whose|(which|what) ((first|vice|deputy|prime|regional|local) )*(person|people|man|woman|official|organi[sz]ation|company|institution|minister|deputy|premier|governor|mayor|director|president|rector|professor|scientist|expert|politician|spokes\w+)|кто|кого|кому|кем|ком|чей|чья|чье|чьи|чьим|чьему|чьего|чьей|чьем|чьими|как(ая|ой) ((первый|вице|региональный|местный) )*(компания|организация|человек|чиновник|министр|замминистра|зампред|губернатор|премьер|мэр|директор|депутат|эксперт|ученый|профессор|ректор|руководитель))\b"),
        (Wanted::Where, r"\b(where|(what|which) (country|city|state|region|place|location|continent|town)|где|куда|откуда|(в )?как(ой|ом|ая) (стране|городе|город|страна|регионе|регион|месте|место))\b"),
        (Wanted::Definition, DEFINITION),
        (Wanted::YesNo, YES_NO),
    ]
    .map(|(wanted, pattern)| (wanted, Rule::new(pattern)))
    .into()
});

/// What kind of thing is wanted. `folded` is the question's folded words joined by single spaces.
pub fn wanted(folded: &str) -> Wanted {
    WANTED.iter().find(|(_, rule)| rule.is_match(folded)).map_or(Wanted::What, |(wanted, _)| *wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_wanted() {
        let cases = [
            ("when did it start", Wanted::When),
            ("в каком году создана зона", Wanted::When),
            ("how much money", Wanted::Count),
            ("сколько специалистов", Wanted::Count),
            ("почему", Wanted::Why),
            ("дата соглашения о зоне", Wanted::When),
            ("по чьему поручению создают центр", Wanted::Who),
            ("кто губернатор", Wanted::Who),
            ("which deputy premier oversees the zone", Wanted::Who),
            ("какой вице губернатор курирует зону", Wanted::Who),
            ("где прошел форум", Wanted::Where),
            ("what is u novus", Wanted::Definition),
            ("что такое технопарк", Wanted::Definition),
            ("what does sez mean", Wanted::Definition),
            ("what is the third direction of support", Wanted::What),
            ("what does the region offer", Wanted::What),
            ("who can apply for the grant", Wanted::Condition),
            ("which companies are eligible", Wanted::Condition),
            ("on what terms are loans given", Wanted::Condition),
            ("what are the requirements", Wanted::Condition),
            ("на каких условиях дают займы", Wanted::Condition),
            ("кто может получить субсидию", Wanted::Condition),
            ("какие требования к участникам", Wanted::Condition),
            ("when can one apply", Wanted::When),
            ("is there a technopark", Wanted::YesNo),
            ("есть ли в регионе технопарк", Wanted::YesNo),
            ("действует ли еще программа", Wanted::YesNo),
            ("does the fund still exist", Wanted::YesNo),
            ("какие гранты есть", Wanted::What),
        ];
        for (question, expected) in cases {
            assert_eq!(wanted(question), expected, "{question}");
        }
    }
}
