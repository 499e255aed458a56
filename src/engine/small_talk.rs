//! What people say to a bot without asking its sources anything.
//!
//! Whole texts only: "hello" is a greeting, "hello, which grants are there?" is a question.

use std::sync::LazyLock;

use regex::Regex;

use super::compose::folded;
use super::intent::rule;
use super::rule::Rule;
use crate::domain::SmallTalk;

/// Words that change nothing about what kind of small talk it is.
const FILLERS: &str = "bot|there|ur|gr8|now|then|well|yes|no|oh|man|bro|все|чо|че|да|нет|о|ой|блин|уже|теперь|наконец|all|everyone|very|much|so|a|lot|you|u|me|again|my|friend|dear|are|just|such|and|the|really|this|damn|please|бот|ботик|всем|большое|огромное|тебе|вам|еще|раз|очень|ты|вы|вам|меня|мой|друг|и|за|ответ|ответы|помощь|просто|какой|какая|же|ну|это|этот|тебя|тут|как|такой|такая|просто|реально|совсем";

/// Kinds in order, each with the phrases that make it; a text is of a kind when it is made of its phrases and fillers.
const PHRASES: [(SmallTalk, &str); 4] = [
    (
        SmallTalk::Insult,
        r"stupid|dumb|idiot|moron|useless|worthless|shut up|fuck( you| off)?|fucking|suck|sucks|crap|rubbish|trash|garbage|hate|loser|bullshit|wtf|asshole|bitch|shit|дурак|дура|дурацкий|тупой|тупая|тупица|тупишь|идиот|дебил|кретин|болван|придурок|бесполезный|бесполезная|бесполезен|отстой|заткнись|отвали|фигня|хрень|чушь|ерунда|бред|говно|дерьмо|сволочь|урод|козел|ненавижу|нафиг|иди (на|в)( \w+)?|пошел (ты|на|в)( \w+)?|лох|бестолковый|тормоз",
    ),
    (
        SmallTalk::Thanks,
        r"thanks|thank you|thank|thx|ty|cheers|great|cool|nice|perfect|awesome|good bot|ok|okay|got it|i see|well done|good job|helpful|спасибо|спс|благодарю|благодарим|благодарен|ок|окей|пасиб|пасиба|спасибки|благодарствую|хорошо|понятно|принято|учту|понял|поняла|ясно|отлично|супер|класс|круто|здорово|молодец|умница|ладно",
    ),
    (
        SmallTalk::Farewell,
        r"bye|bye bye|goodbye|good bye|see you|see you later|farewell|good night|пока|до свидания|до встречи|прощай|прощайте|всего (доброго|хорошего)|спокойной ночи|доброй ночи|бывай",
    ),
    (
        SmallTalk::Greeting,
        r"hi|hello|hey|hiya|howdy|good (morning|day|afternoon|evening)|greetings|how are you( doing)?( today)?|how is it going|how s it going|what s up|whats up|sup|привет|прив|приветик|приветики|хелло|здаров\w*|приветствую|здравствуй|здравствуйте|здрасьте|здорово|добрый (день|вечер)|доброе утро|доброго (дня|утра|вечера|времени суток)|салют|хай|как (дела|ты|вы|поживаешь|поживаете|жизнь|сам|оно|настроение)|что нового|алло|есть кто( живой| тут| здесь)?|ку",
    ),
];

/// Questions about the bot itself.
const ABOUT_BOT: &str = r"(who|what) (are|r) (you|u)( \w+){0,3}|(what|which) (can|do|could) you (do|know|cover|answer|understand)( here| exactly| for me)?|what (is|s) your (name|job|purpose|task)|what should i (ask|write)( you)?|how (do|does|did) (you|this|it|this bot|the bot) work|are you (a |an )?(real |live )?(bot|robot|human|ai|person|machine|chatgpt|gpt|program|neural network|smart|there|alive)( or \w+| or (a |an )\w+)?|(who|what) (made|created|wrote|built|programmed|owns|runs) (you|this bot)|where (do|does) (you|your|the) (get|take|find|answers|information|data)( \w+){0,5}|(which|what) (regions|topics|sources|areas|languages|articles) (do|can|are) (you|covered|available)( \w+){0,3}|do you (speak|know|understand) (english|russian|everything)|do you use (ai|a neural network|chatgpt|gpt)|(кто|что) (же )?(ты|вы)( такой| такая| такое| такие| есть)?|(ты|вы) кто( такой| такая| такие)?|что (ты |вы )?(умее(шь|те)|може(шь|те)|знае(шь|те)|делае(шь|те))( (еще|вообще|тут|здесь|сейчас|для меня|мне|нам))*|что (ты|вы) (за|такое) ?\w*|как (тебя|вас) зовут|(ты|вы) (что |правда |точно )?(бот|робот|человек|живой|настоящий|нейросеть|ии|искусственный интеллект|программа|машина|чат gpt|chatgpt)( или( живой| настоящий| реальный)?( \w+)?)?|как (ты|вы|это|он|бот|этот бот) работае(шь|т|те)|кто (тебя|вас|твой|ваш) (создал|сделал|написал|придумал|разработал|хозяин|создатель|разработчик|автор)|откуда (ты|вы|у тебя|у вас) (бере(шь|те)|зна(ешь|ете)|информация|данные|сведения|ответы)( \w+){0,3}|(какие|по каким|о каких|про какие|на каких) (регион\w*|тем\w*|источник\w*|язык\w*) (ты|вы|доступн\w*|знае\w*|охвач\w*|есть у (тебя|вас))( \w+){0,3}|о чем (тебя|вас) (можно )?(спросить|спрашивать)|о чем можно (тебя |вас )?(спросить|спрашивать)|что (тебя|вас) (можно )?(спросить|спрашивать)|расскажи(те)? о себе|(can|could|will) (you|u) help( me| us)?( please)?|i need( some| your)? help|help|(чем|как|что) (ты |вы )?(може(шь|те)|мог(ли)?) (ты |вы )?(нам |мне )?(помочь|помогать|быть полез\w+)|(ты|вы) (може(шь|те) )?(мне )?(помо(жешь|жете|чь))|(помоги(те)?|нужна помощь)( мне| пожалуйста)?";

/// Texts that are made of small talk alone, of whatever kinds.
static WHOLE: LazyLock<Rule> = LazyLock::new(|| {
    let said = PHRASES.iter().map(|(_, phrases)| *phrases).collect::<Vec<_>>().join("|");
    let piece = format!("({said}|{ABOUT_BOT}|{FILLERS}|so|and|but|or|а|ну|и|или)");
    Rule::new(&format!("^{piece}( {piece})*$"))
});
/// Kinds, what weighs most first: who asks about the bot and greets wants to hear about the bot.
static RULES: LazyLock<Vec<(SmallTalk, Rule)>> = LazyLock::new(|| {
    let about = std::iter::once((SmallTalk::AboutBot, ABOUT_BOT));
    about.chain(PHRASES).map(|(kind, phrases)| (kind, Rule::new(&format!("(^| )({phrases})( |$)")))).collect()
});
/// "Thank you for telling me" thanks, whatever it is for.
static THANKS_FOR_IT: LazyLock<Rule> =
    LazyLock::new(|| Rule::new(r"^(thanks|thank you|thx|спасибо|благодарю)( \w+){0,5}$"));

/// Words with which a question begins.
static ASKS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(what|which|who|whom|whose|when|where|why|how|are there|is there|сколько|какой|какая|какое|какие|каких|какую|какого|кто|кого|кому|кем|когда|где|куда|откуда|почему|зачем|чем|чего|есть ли)\b",
    )
});

/// The kind of small talk a text is, if it is nothing else. `folded` is its folded words joined by single spaces.
pub fn small_talk(folded: &str) -> Option<SmallTalk> {
    if WHOLE.is_match(folded) {
        return RULES.iter().find(|(_, rule)| rule.is_match(folded)).map(|(kind, _)| *kind);
    }
    (THANKS_FOR_IT.is_match(folded) && !ASKS.is_match(folded)).then_some(SmallTalk::Thanks)
}

/// What people say before they come to what they ask, and behind it.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)^(?:\s*(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|thanks(?: a lot)?|thank you(?: very much)?|thx|привет(?:ик)?|здравствуй(?:те)?|добрый (?:день|вечер)|доброе утро|доброго (?:дня|утра|вечера|времени суток)|спасибо(?: большое)?|спс)(?: there| bot| бот| всем)?\b[\s,.!)…–—-]*)*(?:(?:(?:so|and|ну|а|и) )?(?:what do you know about|(?:can you )?tell me (?:everything |all )?about|что (?:ты|вы) знае(?:шь|те) (?:об?|про)|расскажи(?:те)?(?: мне)?,? (?:что (?:ты|вы) знае(?:шь|те) )?(?:об?|про))\s+)?",
    )
});
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)[\s,.!–—-]*\b(?:(?:many )?thanks(?: in advance)?|thank you|thx|(?:заранее )?спасибо(?: заранее| большое)?|спс|заранее благодар\w+)[\s.!)]*$",
    )
});
/// Words that are left when people have said what they say.
const LEAST_LEFT: usize = 2;

/// The question without the greeting before it and the thanks behind it; all of what is small talk alone.
pub fn without_courtesies(text: &str) -> &str {
    let start = BEFORE.find(text).map_or(0, |m| m.end());
    let end = BEHIND.find(text).map_or(text.len(), |m| m.start());
    let rest = text.get(start..end).unwrap_or(text);
    let few = rest.split_whitespace().count() < LEAST_LEFT;
    if rest.len() == text.len() || few || small_talk(&folded(text)).is_some() { text } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_said() {
        let cases = [
            (
                SmallTalk::Greeting,
                "ну чо как жизнь бот|hello|привет бот|здравствуйте|good morning|как дела|how are you|добрый день",
            ),
            (
                SmallTalk::Thanks,
                "thank you very much|спасибо большое|ok|спасибо за ответ|thanks for the quotes|понятно|спс все понял|ok thx ur gr8|hello thanks",
            ),
            (SmallTalk::Farewell, "bye|до свидания|goodbye|пока"),
            (SmallTalk::Insult, "you are stupid|stupid bot|ты тупой|бот ты дурак|fuck you|какой ты бесполезный|бред"),
            (
                SmallTalk::AboutBot,
                "what can you do|which regions do you cover|что ты умеешь|кто ты|are you a robot|как тебя зовут|ты нейросеть|who made you|who are you and what can you do|откуда ты берешь ответы|what is your name|прив ты бот или человек|ты бот или живой человек|hello can u help me|привет чем ты можешь помочь",
            ),
        ];
        for (kind, texts) in cases {
            for text in texts.split('|') {
                assert_eq!(small_talk(text), Some(kind), "{text}");
            }
        }
    }

    #[test]
    fn courtesies_are_no_part_of_a_question() {
        for (text, question) in [
            ("Hello! Which partners does Tomsk have?", "Which partners does Tomsk have?"),
            ("Добрый день, какие гранты есть? Спасибо!", "какие гранты есть?"),
            ("спасибо, а какие партнёры у Томска?", "а какие партнёры у Томска?"),
            ("что ты знаешь про льготы в Дубне?", "льготы в Дубне?"),
            ("Good morning", "Good morning"),
            ("спасибо за ответ", "спасибо за ответ"),
            ("Highways of the region", "Highways of the region"),
            ("Привет, Томск", "Привет, Томск"),
        ] {
            assert_eq!(without_courtesies(text), question);
        }
    }

    #[test]
    fn a_question_is_none() {
        for text in [
            "what do you know of grants",
            "who are the partners",
            "кто такой песков",
            "which regions are leaders in exports",
            "hello which grants are there",
            "как работает фонд",
            "что такое технопарк",
            "who made the sensors",
            "пока заявки принимают",
            "как тебе программа фонда",
            "good practices of the region",
            "can you help me find grants",
            "помощь стартапам",
            "спасибо сколько резидентов в зоне",
            "thanks how many jobs are there",
            "что ты знаешь про технопарки",
            "help for exporters",
        ] {
            assert_eq!(small_talk(text), None, "{text}");
        }
    }
}
