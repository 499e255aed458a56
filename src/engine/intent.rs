//! What kind of answer a question asks for, by its wording.

use std::sync::LazyLock;

use regex::Regex;

use super::query::Wanted;
pub use super::topics::list;

/// Compiles a pattern that is a constant.
pub(super) fn rule(pattern: &str) -> Regex {
    // The patterns are constants of this file, each exercised by its tests.
    Regex::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}"))
}

/// First match wins.
static WANTED: LazyLock<Vec<(Wanted, Regex)>> = LazyLock::new(|| {
    [
        (Wanted::When, r"\b(when|what (year|date|day|month|century|decade)|which (year|date|day|month|century|decade)|since what|(until|till) when|deadline|когда|(в )?как(ом|ого|ой|ая|ие|их) (год|года|году|годы|годах|веке|число|числа|дата|месяц|месяце)|с каких пор|до какого|срок|сроки)\b"),
        (Wanted::Count, r"\b(how (many|much|long|old|far|large|big|tall|high|often|deep|wide)|what (percentage|percent|number|fraction|proportion|amount|portion|share|sum|rank)|what (was|is|were|are) the (population|number|amount|size|total)|at what age|сколько|скольких|скольким|(какой|каков) (процент|размер|объем|возраст)|(какая|какова|каково) (доля|сумма|площадь|численность|количество|число|стоимость)|какое (количество|число)|насколько|как (долго|часто|много)|в каком (возрасте|размере|объеме))\b"),
        (Wanted::Why, r"\b(why|for what reason|what (caused|causes|reason)|почему|зачем|отчего|по какой причине|из за чего|вследствие чего)\b"),
        (Wanted::Who, r"\b(who|whom|whose|(which|what) (person|people|man|woman|official|organi[sz]ation|company|institution)|кто|кого|кому|кем|ком|чей|чья|чье|чьи|чьим|как(ая|ой) (компания|организация|человек|чиновник))\b"),
        (Wanted::Where, r"\b(where|(what|which) (country|city|state|region|place|location|continent|town)|где|куда|откуда|(в )?как(ой|ом|ая) (стране|городе|город|страна|регионе|регион|месте|место))\b"),
    ]
    .map(|(wanted, pattern)| (wanted, rule(pattern)))
    .into()
});

/// Greetings, thanks, and questions about the bot itself: nothing that a source could answer.
static SMALL_TALK: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"^(hi|hello|hey|good (morning|day|afternoon|evening)|greetings|thanks|thank you|thx|bye|goodbye|ok|okay|привет|здравствуй(те)?|добр(ый|ое|ого) (день|утро|вечер|дня)|спасибо|благодарю|пока|до свидания|ок|хорошо)( (bot|there|all|everyone|very much|a lot|you|again|бот|всем|большое|огромное|тебе|вам|еще раз))*$|^(thanks|thank you|thx|спасибо|благодарю)( \w+){0,5}$|^(who|what) are you( \w+){0,6}$|^((who|what) are you|what (can|do) you (do|know|cover)|how (do|does) (you|this|it|this bot) work|are you (a |an )?(bot|robot|human|ai|person)|(who|what) (made|created|wrote) you|(which|what) (regions|topics|sources|areas) (do|can|are) (you|covered|available)( \w+){0,3}|(кто|что) (ты|вы)( такой| такая| такое)?|что (ты |вы )?(умее(шь|те)|може(шь|те)|знае(шь|те))( \w+){0,2}|(ты|вы) (бот|робот|человек)|как (ты|вы|это|он|бот) работае(шь|т|те)|кто (тебя|вас) (создал|сделал|написал)|(какие|по каким|о каких) (регион\w*|тем\w*|источник\w*) (ты|вы|доступн\w*|знае\w*|охвач\w*|есть у (тебя|вас))( \w+){0,3})$",
    )
});
/// What kind of thing is wanted. `folded` is the question's folded words joined by single spaces.
pub fn wanted(folded: &str) -> Wanted {
    WANTED.iter().find(|(_, rule)| rule.is_match(folded)).map_or(Wanted::What, |(wanted, _)| *wanted)
}

/// Whether it is a greeting, thanks or a question about the bot itself.
pub fn is_small_talk(folded: &str) -> bool {
    SMALL_TALK.is_match(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_small_talk() {
        for talk in [
            "hello",
            "thank you very much",
            "what can you do",
            "which regions do you cover",
            "привет бот",
            "что ты умеешь",
            "кто ты",
            "спасибо большое",
        ] {
            assert!(is_small_talk(talk), "{talk}");
        }
        for question in [
            "what do you know of grants",
            "who are the partners",
            "кто такой песков",
            "which regions are leaders in exports",
        ] {
            assert!(!is_small_talk(question), "{question}");
        }
    }

    #[test]
    fn tells_what_is_wanted() {
        let cases = [
            ("when did it start", Wanted::When),
            ("в каком году создана зона", Wanted::When),
            ("how much money", Wanted::Count),
            ("сколько специалистов", Wanted::Count),
            ("почему", Wanted::Why),
            ("кто губернатор", Wanted::Who),
            ("где прошел форум", Wanted::Where),
            ("what is u novus", Wanted::What),
        ];
        for (question, expected) in cases {
            assert_eq!(wanted(question), expected, "{question}");
        }
    }
}
