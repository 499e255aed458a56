//! Whether a question asks for a list, and of what.
//!
//! Three things are looked for: a word that asks for more than one thing ("which", «какие», "list"), a noun or a verb of
//! a topic, and wordings that ask for one fact after all. Sources put questions too (interviews): the same rules tell
//! what their answers are about.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::compose::folded;
use super::intent::wanted;
use super::query::Wanted;
use super::rule::Rule;
use crate::domain::Topic;
use crate::text::stem::stem;

/// Nouns of directions that need no further word.
static DIRECTIONS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(directions|priorit(ies|ys)|specialisations|specializations|pillars|(priority|key|main|core|growth|focus|target|lead|leading|strategic|strong|major)( \w+)? (areas|sectors|industries|fields|branches|markets|directions|domains|topics|themes|technologies|lines)|lines of work|(areas|fields|avenues|pillars|strands|lines|vectors|tracks|sectors|spheres)( \w+){0,4} (support|supported|supports|policy|assistance|aid|development|help)|support(ed|s|ing)?( \w+){0,4} (areas|fields|avenues|pillars|lines|sectors|industries)|направлени(я|й|ям|ях|ями)|приоритет(ы|ов|ам|ах|ами)|в приоритете|приоритетн(ые|ых|ыми|ым)|точ(ки|ек|ками) роста|отрасл(и|ей|ями|ях) специализации|специализаци(и|й|ям|ями|ях)|(област|сфер|отрасл)\w+ поддержки)\b",
    )
});
/// Many-sided nouns: only when asked for with "which".
static AREAS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((which|what)( \w+){0,2} (areas|fields|avenues|lines|domains|sectors|industries|branches|spheres|topics|markets|pillars|vectors|tracks)|(какие|каких|каким|какими|какую|назови|назовите|перечисли|перечислите)( \w+){0,2} (отрасл(и|ей|ям|ями|ях)|сфер(ы|ам|ами|ах)|област(и|ям|ями|ях)|сектор(а|ов|ам|ах)|рынк(и|ов|ах)|тем(ы|ам|ами|ах)|трек(и|ов|ах)|специализаци\w+|столп\w+)|(какие|каких) (сферы|отрасли))\b",
    )
});
/// Directions are asked for by a verb: "what does it focus on", «на что делает ставку», «чем помогает».
static CHOICE: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((what|which|where|fields|areas|industries|sectors)( \w+){0,9} (focus(es|ed)?( \w+)?|concentrat\w+( \w+){0,4}|bets?|betting|speciali[sz]es?|prioriti[sz]es?)( \w+)?( on| in)?|what( \w+){0,2} given priority|in (what|which) ways( \w+){0,5} (help|support|assist|back)\w*|how (does|do|did)( \w+){0,6} (help|support|assist|back)s?|(на|в) что( \w+){0,2} (делает |делают )?(ставк\w+|упор|акцент\w*)|ставк\w+ на|на чем( \w+){0,4} (сосредоточ\w+|специализир\w+|концентрир\w+)|(чем|как|какими способами|каким образом)( \w+){0,3} (помогает|поддерживает|помогают|поддерживают) \w+|чем (\w+ ){0,5}(займется|займутся|заниматься)|что( \w+){0,4} (поддерживает|развивает|развивают|поддерживают)\b.*\b(сфер|отрасл|регион|область|край|республик)\w*)\b",
    )
});

/// Partners by noun, or by acting together.
static PARTNERS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(partners|co-?founders|founders|co-?investors|signatories|(industrial|anchor|corporate) customers|development institutions|партнер(ы|ов|ам|ами|ах|ские|ских)|учредител(и|ей|ям|ями)|соучредител(и|ей)|соинвестор(ы|ов)|(якорн|промышленн|индустриальн)\w+ заказчик(и|ов)|участник(и|ов|ами|ам)( \w+){0,4} (соглашени|консорциум|альянс)\w*|институт(ы|ов|ами|ам|ах) развития|(cooperat|collaborat|partner)\w*( \w+){0,6} with|with( \w+){0,9} (cooperat\w*|collaborat\w*|partner\w*)|((who|whom|which|what|with)( \w+){0,9} )(cooperat\w*|collaborat\w*|work(s|ing)? with|team(s|ed|ing)? up( with)?|join(s|ed)? forces( with)?|partner(s|ed)? with|ally with|allied with)|(with (whom|who|which|what)|who|whom)( \w+){0,9} (work|works|working|cooperate\w*|collaborate\w*|agreements?|memorandum)( with)?|works? with (whom|who|which|what)|who( \w+){0,3} (founded|co-?founded|set up|on board|joined)|(which|what)( \w+){0,2} (corporations|giants|majors)( \w+){0,3} (buy|purchase|order)\w*|какие( \w+){0,2} (корпорации|гиганты)( \w+){0,3} (покупа|закупа|заказыва)\w+|(which|what|who|whom)( \w+){0,8} (joined|join|signed)( \w+){0,6} (agreement|memorandum|consortium|cluster|alliance|pact|charter)|(which|what|whose)( \w+){0,2} (parties|companies|corporations|firms|organi[sz]ations|institutions|universities|banks|plants)( \w+){0,8} (agreements?|memorandum|signed|joined|partner\w*)|(members|parties) (of|to) the( \w+){0,4} (consortium|agreement|memorandum|cluster|alliance))\b",
    )
});
static PARTNERS_RU: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((кто|кем|какие|какими|каких|которые|компании|корпорации|предприятия|организации)( \w+){0,6} (сотруднич\w*|взаимодейств\w*|партнер\w*|работа(ет|ют)( \w+){0,3} (с|со|вместе))|(сотруднич\w*|взаимодейств\w*|работа\w*|дружит|объедин\w+)( \w+){0,5} с (кем|какими|каким)|с (кем|какими)( \w+){0,8} (сотруднич\w*|взаимодейств\w*|работа\w*|заключ\w*|подпис\w*|соглаш\w*|договор\w*|объедин\w*|партнер\w*|дружит)|с кем соглашени\w*|на (кого|какие институты)( \w+){0,3} опира\w+|(кто|какие (компании|организации|стороны|предприятия|структуры|вузы|банки|заводы)|кем)( \w+){0,8} (соглашени\w*|договор\w*|меморандум\w*|консорциум\w*|альянс\w*|пакт\w*|хартию|дорожную карту)|кто( \w+){0,3} (учредил|основал|создал|вошел|присоединился)\b|(вошел|вошли|входит|входят|участвует|участвуют|присоединил\w+)( \w+){0,2} (соглашени\w*|консорциум\w*|альянс\w*)|как(ие|ими|их)( \w+){0,2} (компани\w*|организаци\w*|корпораци\w*|предприяти\w*|вуз\w*|банк\w*|завод\w*)( \w+){0,8} (соглашени\w*|договор\w*|меморандум\w*|подпис\w*))\b",
    )
});

/// Whoever stands behind a thing, asked for by what they do.
static BEHIND: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(who( \w+){0,3} (helps?|helping|supports?|supporting|backs?|backing|funds?|finances?|co-?finances?|takes part|take part|is involved|are involved|involved in|participates?|stands? behind|contributes?)|whose( \w+){0,2} (money|help|support|backing|hands)|who( \w+){0,5} (together|along|alongside|jointly) with|(who|which|what)( \w+){0,4} (invested|invests?|put money|put (their|its) names?|promised|pledged|contributed|chipped in|bought|buys?|purchases?|orders?)( \w+){0,4} (in|into|to|from|for)|who( \w+){0,2} (created|established|formed|built) the( \w+){0,2} (consortium|alliance|centre|center|park|cluster)|who (is|are|was|were)( \w+){0,5} (backers|stakeholders|sponsors|supporters|participants|allies|contributors)|(with|in) (whose|what|which)( \w+){0,2} (participation|support|help|cooperation|partnership)|(everyone|all|those) who( \w+){0,2} (joined|signed|takes part|take part|works?)|кто( \w+){0,3} (помогает|помогают|поддерживает|поддерживают|участвует|участвуют|финансирует|финансируют|вкладыва\w+|содейству\w+)|(кто|какие|каких|назови|назовите|перечисли|перечислите|список|все|всех)( \w+){0,3} участник(и|ов|ам|ами)|(при|с) чьей (поддержк|помощ)\w+|(при|с) чьем (участи|содействи)\w+|(совместно|вместе|в партнерстве|в сотрудничестве) с (кем|какими)|с (кем|какими)( \w+){0,6} (совместно|вместе)|кто из( \w+){0,3} (компани|корпораци|предприяти|вуз|заводов|организаци)\w*( \w+){0,3} (работа|участв|помога|сотруднич)\w+|числ\w+( \w+){0,2} партнер\w+|чь(ей|ими|их|и)( \w+){0,2} (поддержк|помощ|деньг|средств|участи)\w*|кто( \w+){0,2} (стоит|стоят) за|кто( \w+){0,3} (вложил|инвестировал|создал|построил|закупа|покупа|пообещал|обещал)\w*|договоренност\w+)\b",
    )
});
/// The same, asked for by what kind of bodies they are.
static HELPERS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((which|what)( \w+){0,2} (companies|corporations|firms|banks|institutions|universities|organi[sz]ations|businesses)( \w+){0,2} (helps?|supports?|backs?|funds?|finances?|co finances?|sponsors?|invests?|invested|contributes?)|(какие|каких)( \w+){0,2} (компании|корпорации|фирмы|банки|институты|вузы|организации|предприятия)( \w+){0,2} (помога|поддержива|финансиру|софинансиру|вкладыва|инвестиру|спонсиру)\w*)\b",
    )
});
/// Participants of events are none.
static EVENT: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(forum|meeting|session|conference|ceremony|exhibition|форум|заседани|встреч|сесси|конференци|церемони|выставк|конкурс|контест|отбор)\w*\b",
    )
});
/// Directions, asked for by what is done with them or by what they are to whoever chooses.
static CHOSEN: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((what|which|where)( \w+){0,8} (strengths?|strong suits?|bets?|ambitions|goals|aims|missions|future)|(what|which)( \w+){0,4} (matters? most|most important|comes? first|counts? on)|what( \w+){0,6} (rest|rests|consist|consists|built|made up|based) (of|on|around)|(what|which) (technologies|industries|sectors|fields|areas|sciences|clusters)|(what|which) (kinds? of |types? of )?(industry|sector|field|technology|business\w*)( \w+){0,6} (favou?r\w*|matters?|first|welcome\w*|prefer\w*|support\w*|develop\w*|promot\w*)|(in|at) what( \w+){0,5} (lead|leader|strong|excel)\w*|чему( \w+){0,3} (отда|придa|удел)\w+( \w+){0,2} (приоритет|предпочтени|внимани)\w*|чему( \w+){0,3} приоритет|что( \w+){0,3} (главн|важн|приоритетн)\w+( (для|в|во)\b|$)|(какие|каковы)( \w+){0,2} (задачи|цели|миссии|амбиции|виды деятельности)|(из чего|на чем|вокруг чего)( \w+){0,4} (складыва|состоит|состоят|строит|держит|опира|стро)\w*|(чем|what)( \w+){0,4} (привлека\w+|заманива\w+|attracts?)|(что|какие|кого)( \w+){0,3} в первую очередь|(куда|на что)( \w+){0,3} (направля|вкладыва|трат|брос|сосредоточ)\w+|в (чем|какой|каких)( \w+){0,6} (лидер|перв|силен|сильн|преусп)\w*|(какие|каких|какими|каким|назови|назовите|перечисли|перечислите)( \w+){0,3} (отрасл(и|ей|ям|ями|ях)|кластер(ы|ов|ам|ами|ах)|технологи(и|й|ям|ями|ях)|сфер(ы|ах|ам|ами)|ставки|сильные стороны)|в каких( \w+){0,2} (отраслях|сферах|областях))\b",
    )
});
/// Residents of zones and parks, when it is them that are asked for, not what is said of them.
static RESIDENTS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"^((\w+ ){0,3}(residents|tenants|резиденты)( \w+){0,4}$|(the )?(residents|tenants) (of|in|at) |резиденты (в |на |особой|оэз|зоны|парка|технопарка))|\b((who|кто)( \w+){0,4} (residents|tenants|резидент(ы|ом|ами|ов))|(which|what|list|name|show|enumerate|какие|каких|назови|назовите|перечисли|перечислите|покажи|список|все|всех)( \w+){0,2} (residents|tenants|резидент(ы|ов))|(who|which|what|какие|каким|кто|кому)( \w+){0,6} (resident status|status of( a)? resident|статус\w* резидент\w*)|(which|what|какие)( \w+){0,2} (companies|firms|businesses|start ups|startups|компании|фирмы|предприятия|стартапы)( \w+){0,4} (residents|tenants|резидент(ы|ами|ом)|(работают|размещаются|размещены|расположены|находятся|обосновались|разместились|based|located|housed|operate|sit|work|settled)( \w+){0,3} (площадк\w+|территории|технопарк\w*|зон\w+|парк\w*|park|zone|technopark|site|estate))|(who|кто)( \w+){0,3} (based|located|housed|works?|operates?|работает|работают|размещается|обосновался|разместился|прописался)( \w+){0,4} (площадк\w+|технопарк\w*|зон[еаы]|парк\w*|park|zone|technopark))\b",
    )
});
/// What residents get, pay, need or work at is no list of them.
static OF_RESIDENTS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(льгот\w*|преференци\w*|нужно|чтобы|налог\w*|ставк\w*|плат[ия]т|benefits?|incentives?|privileges|tax\w*|pay|rate|advis\w+|help\w*|помога\w+|консультиру\w+|направлени(я|ям|ями|ях)|отрасл(и|ям|ями|ях)|сфер(ами|ах)|industries|sectors|fields|directions)\b",
    )
});
/// Money or help asked for in words of being there: "are there any grants", «есть ли льготы».
static THERE: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(&format!(
        r"\b((is|are) there any( \w+){{0,4}} (support|help|assistance|aid|funding|money|{MEASURES})|(does|do)( \w+){{0,3}} (have|offer|give|provide) any( \w+){{0,3}} (support|help|assistance|aid|funding|{MEASURES})|есть ли( \w+){{0,3}} ({MEASURES}|поддержка|помощь|какая( \w+)? поддержка)|(which|what)( \w+){{0,2}} funds\b|какие( \w+){{0,2}} фонды|(what|which)( \w+){{0,3}} (help|support|assistance|aid|funding|money)( \w+){{0,3}} (for|to|do|does|can|is|are)|what (can|could|does|do)( \w+){{0,6}} (get|gets|receive|receives|gain|gains) from|что( \w+){{0,3}} (получает|получит|дает|дают|дадут|положено|полагается|предоставля\w+|светит)\b|на что( \w+){{0,3}} (рассчитыва|претендова|надея)\w+|(как|чем)( \w+){{0,3}} (помога\w+|помочь|поддерж\w+)( \w+){{0,4}} (деньгами|финанс\w+|рублем|стартап\w*|изобретател\w*|предпринимател\w*|инноватор\w*)|(какую|какая|какой|какие)( \w+){{0,2}} (поддержк|помощ)\w+)"
    ))
});

static WAYS: LazyLock<Rule> =
    LazyLock::new(|| Rule::new(r"\b(measures|support|help|assistance|меры|мер|мерах|помощь|поддержк\w+)\b"));
static HELPS: LazyLock<Rule> =
    LazyLock::new(|| Rule::new(r"\b(help\w*|support\w*|assist\w*|помога\w+|помощ\w+|поддерж\w+)\b"));

/// Nouns of measures, in the plural.
const MEASURES: &str = r"(?:programmes|programs|initiatives|measures|grants|subsidies|schemes|incentives|benefits|instruments|tools|mechanisms|products|perks|privileges|bonuses|preferences|accelerators|competitions|vouchers|loans|funding lines|(?:tax )?(?:breaks|reliefs|credits|holidays)|services|projects|программы|программ|программах|программам|программами|меры|мер|мерах|мерами|льготы|льгот|льготами|гранты|грантов|субсидии|субсидий|инструменты|инструментов|механизмы|механизмов|проекты|инициативы|конкурсы|акселераторы|займы|ваучеры|продукты|услуги|бонусы|бонусов|преференции|преференций|привилегии|привилегий|возможности)";
/// Measures said to be there.
static MEASURES_THERE: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(&format!(
        r"\b{MEASURES}(?: \w+){{0,3}} (?:есть|действуют|доступны|существуют|available|exist|on offer|offered|launched)\b"
    ))
});
static MEASURE: LazyLock<Rule> = LazyLock::new(|| Rule::new(&format!(r"\b{MEASURES}\b")));
/// Lines that are no directions.
static FUNDING: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((which|what|list|all|the)( \w+){0,2} (funding|credit|loan|product) (lines|products|programmes|programs))\b",
    )
});
/// Help is asked for without a noun of measures.
static HELP: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((what|which)( \w+){0,3} (help|support|assistance|aid|funding)( \w+){0,6} (get|available|offer\w*|receive|count on|give|gives|given|there|provide\w*|have|use|apply)|(what|which) (kinds?|forms?|types?|sorts?|ways) (of|to get)( \w+){0,3} (help|support|assistance|aid|money|funding)|how( \w+){0,5} (get|obtain|raise|receive|find)( \w+)? (money|funding|support|help|finance)|what( \w+){0,5} (pay for|pays for|cover|covers|reimburse\w*|subsidi[sz]e\w*|refund\w*)$|what( \w+){0,4} (inventors?|founders?|exporters?|start ups?|startups?|residents|companies|firms) get|(куда( \w+){0,2} обратиться|где( \w+){0,2} (взять|получить|найти))( \w+){0,3} (деньг|финанс|поддержк|помощ|грант|средств)\w*|(способы|варианты|пути)( \w+){0,3} (получ|привле|финанс)\w+|что( \w+){0,4} (оплачива|компенсиру|возмеща|субсидиру|покрыва)\w+|чем( \w+){0,2} поддерж\w+|what can( \w+){0,6} (get|receive|use|apply for|count on)|where can( \w+){0,6} (support|help|funding|money)|(какая|какую|какой|каких)( \w+){0,3} (помощь|помощи|поддержка|поддержку|поддержки)( \w+){0,6} (получ\w+|есть|доступн\w+|рассчит\w+|оказыва\w+|предоставл\w+|дают|предлага\w+|могут|можно)|на какую( \w+){0,3} (помощь|поддержку)|(чем|чего)( \w+){0,3} (помога\w+|помочь)|что( \w+){0,3} (могут получить|можно получить|получают|предлагают|предлагает)( \w+){0,6} (предпринимател\w*|стартап\w*|компани\w*|фирм\w*|предприяти\w*|разработчик\w*|инноватор\w*|бизнес\w*))\b",
    )
});
/// About a measure, but not which ones there are.
static ABOUT: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(conditions?|requirements?|eligib\w*|deadlines?|amounts?|sums?|size|address|apply to|applications?|criteria|terms of|budget|cost|results?|winners?|услови\w+|требовани\w+|срок\w*|размер\w*|сумм\w+|адрес\w*|заявк\w+|критери\w+|бюджет\w*|стоимост\w*|результат\w*|победител\w+|документ\w*)\b",
    )
});

/// Wordings that ask for one thing, not for all.
static SINGLE: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(why|how (many|much|long|often|large|big)|what year|which year|сколько|когда|где|почему|зачем|(1st|2nd|3rd|first|second|third|fourth|fifth|last|next)( \w+){0,2} (direction|partner|programme|program|area|priority|pillar|measure)|(перв|втор|трет|четверт|пят|последн)\w+( \w+)? (направлени|приоритет|партнер|программ|мер)\w+|on behalf of|от имени|(which|what) (law|act|decree|document|body|ministry|agency|bank) \w+|(какой|какая|какое|каким|какого|каком) (закон|указ|документ|постановлени|приказ|орган|министерств|ведомств|банк)\w*|whose (signature|name)|who( \w+)? (heads?|headed|leads?|runs|chairs?|chaired|manages?|responsible|director|head|chair\w*|rector|minister|curator|coordinat\w*|spokes\w+|author|contact)|кто( \w+){0,2} (возглав|руковод|отвеча|курир|куратор|директор|министр|ректор|ответственн|председател|автор|начальник|контактн|контролир)\w*)\b",
    )
});
/// Wordings that ask how large something is.
static MEASURED: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(what (area|size|territory|share|percentage|proportion|interest)( \w+){0,4} (does|do|did|is|are|was|were)|какую (площадь|территорию|долю|часть))\b",
    )
});
/// Wordings that ask for several things of whatever kind.
static MANY: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((which|what)( \w+){0,3} \w+[^su\W]s|(which|what) (are|were)|what( \w+){1,8} for$|what( exactly)? (did|does|do)( \w+){1,8} (promise|undertake|include|cover|specialise in|commit to)|какие|каких|каким|какими|каковы|чем|что( \w+){0,4} (включает|входит|обещал\w*|обязал\w*|обязуются|предусматривает)|назовите|перечислите|назови|перечисли|list|name the)\b",
    )
});
/// Wordings that leave open whether one thing or several are asked for.
static PERHAPS: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(how (do|does|can|could|should|to)( \w+){0,3} (apply|get|join|become|obtain|register|submit|enter|receive|claim|take part|open)|who (is|are|can|may|could)( \w+){0,3} (eligible|apply|qualify|join|take part|participate)|как( \w+){0,2} (оформ|получ|подат|подав|стать|вступ|попасть|зарегистр|открыть)\w*|(кто|кому)( \w+){0,2} (может|могут|вправе|положен\w*|откаж\w*)|(порядок|этапы|шаги)( \w+){0,3}|what (can|could|may|will|would|do|does|did|is|are)( \w+){0,14} (on|for|do|together|includes?|included|contain|consist of|comprise|cover|offer|provide|promise|give|get|receive|study|learn|make|produce|develop|plan|intend|want)|what goes into|who owns|with whom|with (what|which)|whose|(big|large|biggest|largest|main|major) \w+s|на что|за что|о чем|из чего|чему|с (кем|какими|каким)|кому принадлежит|кому( \w+){0,2} (помога|дает|дают|выда)\w*|что( \w+){0,6} (войдет|войдут|вошло|входит|входят|включ\w+|обеща\w+|дает|дают|получ\w+|планиру\w+|делает|делают|дела\w+|постро\w+|производ\w+|изуча\w+|предлага\w+|появится|появятся|понадобится|нужно|надо|требуется)|(какой|какое|какая) (бизнес|продукци\w+|производств\w+|технологи\w+)|(крупн|основн|главн)\w+ \w+[ыи])\b",
    )
});
/// Words that ask for more than one thing, or for whatever there is.
static ALL: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b(which|what|list|name|all|every|show|enumerate|tell|give me|any|in (what|which) ways|какие|каковы|каки(х|м|ми)|какой|какую|перечисли\w*|назови\w*|список|все|всех|есть|покажи\w*|расскажи\w*|на что|чем|что|кто)\b",
    )
});
static BODIES: LazyLock<Rule> = LazyLock::new(|| {
    Rule::new(
        r"\b((which|what|list|name|какие|каких|каким|какими|назови|назовите|перечисли|перечислите)( \w+){0,2} (companies|corporations|firms|institutions|organi[sz]ations|bodies|universities|banks|providers|tenants|residents|members|participants|partners|компани\w+|корпораци\w+|фирм\w*|организаци\w+|институт\w*|вуз\w*|банк\w*|резидент\w*|участник\w*|партнер\w*|предприяти\w+|завод\w*)|whom|кем)\b",
    )
});
static WHO: LazyLock<Rule> = LazyLock::new(|| Rule::new(r"\b(who|кто)\b"));

/// Words of a question that has no asking word and yet may be shorthand for one ("tomsk partners").
const SHORTHAND: usize = 6;
/// Nouns that a typo in a longer word may stand for.
const KNOWN: [&str; 40] = [
    "directions",
    "priorities",
    "industries",
    "sectors",
    "partners",
    "partner",
    "programmes",
    "programs",
    "programme",
    "measures",
    "subsidies",
    "incentives",
    "instruments",
    "companies",
    "corporations",
    "agreement",
    "agreements",
    "cooperate",
    "cooperates",
    "organisations",
    "направления",
    "направлений",
    "направлениях",
    "приоритеты",
    "приоритетов",
    "отрасли",
    "отраслей",
    "партнеры",
    "партнеров",
    "партнерами",
    "программы",
    "программ",
    "поддержки",
    "поддержка",
    "соглашение",
    "соглашения",
    "сотрудничает",
    "компании",
    "субсидии",
    "приоритетные",
];
/// Their stems.
static KNOWN_STEMS: LazyLock<HashSet<String>> = LazyLock::new(|| KNOWN.iter().map(|k| stem(k).into_owned()).collect());

/// The topic of which a complete list is asked for, if one is. `folded` is the question's folded words joined by single
/// spaces, `wanted` what they ask for.
pub fn list(folded: &str, wanted: Wanted) -> Option<Topic> {
    let folded = &mended(folded);
    let places = HELP.is_match(folded);
    let one_thing =
        matches!(wanted, Wanted::When | Wanted::Count | Wanted::Why) || (wanted == Wanted::Where && !places);
    if one_thing || MEASURED.is_match(folded) || (SINGLE.is_match(folded) && !places) {
        return None;
    }
    let bare = folded.split(' ').count() <= SHORTHAND && wanted == Wanted::What;
    let shorthand = bare && !folded.split(' ').any(|t| ASKING.contains(&t));
    let asks = bare || ALL.is_match(folded);
    if FUNDING.is_match(folded) && !ABOUT.is_match(folded) {
        return Some(Topic::Programmes);
    }
    if RESIDENTS.is_match(folded) && !OF_RESIDENTS.is_match(folded) {
        return Some(Topic::Residents);
    }
    if (DIRECTIONS.is_match(folded) && (asks || !WHO.is_match(folded)))
        || AREAS.is_match(folded)
        || CHOSEN.is_match(folded) && !HELP.is_match(folded) && !BODIES.is_match(folded)
        || CHOICE.is_match(folded) && !HELP.is_match(folded)
    {
        return Some(Topic::Directions);
    }
    let behind = (BEHIND.is_match(folded) || HELPERS.is_match(folded)) && !EVENT.is_match(folded);
    if PARTNERS.is_match(folded) || PARTNERS_RU.is_match(folded) || behind {
        return Some(Topic::Partners);
    }
    let measures =
        asks_for_measures(folded) || MEASURES_THERE.is_match(folded) || (shorthand && MEASURE.is_match(folded));
    let there = THERE.is_match(folded) && wanted != Wanted::Who;
    ((measures && !WHO.is_match(folded) || places || there) && !ABOUT.is_match(folded)).then_some(Topic::Programmes)
}

/// The topic to look for when nothing is found on the one asked for: "measures" and "help" may be called directions of
/// support by the source, and the other way round.
pub fn instead(folded: &str, topic: Topic) -> Option<Topic> {
    match topic {
        Topic::Programmes => WAYS.is_match(folded).then_some(Topic::Directions),
        Topic::Directions => (HELPS.is_match(folded) && !DIRECTIONS.is_match(folded)).then_some(Topic::Programmes),
        Topic::Partners | Topic::Residents => None,
    }
}

/// The topic of the list that a question in running text asks for.
pub fn asked(text: &str) -> Option<Topic> {
    let folded = folded(text);
    list(&folded, wanted(&folded))
}

/// What kind of several things may be wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Many {
    /// Whether more than one is wanted for certain, not just "who".
    pub certain: bool,
    /// Whether they are people's or institutions' names.
    pub names: bool,
}

/// Whether several things may be wanted of a question that asks for what `wanted` says.
pub fn many(folded: &str, wanted: Wanted) -> Option<Many> {
    if matches!(wanted, Wanted::When | Wanted::Count | Wanted::Why) {
        return None;
    }
    let (certain, who) = (MANY.is_match(&without_false_plurals(folded)), WHO.is_match(folded));
    let several = (certain || who) && !SINGLE.is_match(folded);
    several.then(|| Many { certain, names: who || BODIES.is_match(folded) })
}

/// A question without short words that end like plurals: "what bonus does" is one.
fn without_false_plurals(folded: &str) -> String {
    const FALSE: [&str; 6] = ["does", "has", "was", "this", "its", "his"];
    folded.split(' ').filter(|word| !FALSE.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Whether several things may be wanted where [`many`] does not say so: a list is an answer, if one fits well.
pub fn perhaps_many(folded: &str, wanted: Wanted) -> bool {
    !matches!(wanted, Wanted::When | Wanted::Count | Wanted::Why)
        && PERHAPS.is_match(folded)
        && !SINGLE.is_match(folded)
}

/// Whether names of companies or institutions are asked for.
pub fn asks_for_bodies(folded: &str) -> bool {
    static WITH: LazyLock<Rule> = LazyLock::new(|| {
        Rule::new(r"\b(with whom|with who|whom|who|compan\w+|(с )?кем|кому принадлежит|кто|компани\w+)\b")
    });
    WITH.is_match(folded) || BODIES.is_match(folded)
}

/// Words that ask for things of a kind, which the noun then names.
const ASKING: [&str; 20] = [
    "which",
    "what",
    "list",
    "name",
    "show",
    "all",
    "every",
    "перечисли",
    "перечислите",
    "назови",
    "назовите",
    "покажи",
    "все",
    "всех",
    "список",
    "какие",
    "каких",
    "каким",
    "какими",
    "каковы",
];
/// Words that may stand between the two.
const FILLING: [&str; 19] = [
    "of",
    "is",
    "are",
    "were",
    "there",
    "all",
    "the",
    "me",
    "its",
    "their",
    "еще",
    "есть",
    "действуют",
    "у",
    "нас",
    "мне",
    "за",
    "бывают",
    "существуют",
];

/// Whether a noun of measures is what an asking word asks for: only adjectives stand between them.
fn asks_for_measures(folded: &str) -> bool {
    let tokens: Vec<&str> = folded.split(' ').collect();
    let asks = |i: &usize| ASKING.contains(&tokens[*i]);
    (0..tokens.len()).filter(asks).any(|i| {
        let behind = tokens[i + 1..].iter().take_while(|t| FILLING.contains(t) || describes(t)).count();
        tokens[i + 1..].iter().take(behind + 1).take(5).any(|t| MEASURE.is_match(t))
    })
}

/// Whether a word can be an adjective: in Russian by its end, in English no verb, preposition or noun in the plural.
fn describes(word: &str) -> bool {
    const RU: [&str; 8] = ["ые", "ие", "ых", "их", "ым", "им", "ыми", "ими"];
    const NOT: [&str; 24] = [
        "of", "for", "in", "to", "from", "with", "by", "on", "at", "did", "do", "can", "may", "will", "have", "about",
        "and", "or", "was", "made", "who", "gets", "get", "per",
    ];
    if !word.is_ascii() {
        return RU.iter().any(|end| word.ends_with(end));
    }
    let plural = word.ends_with('s') && !word.ends_with("ss");
    !plural && !word.ends_with("ed") && !NOT.contains(&word)
}

/// The words with typos in the nouns of the topics put right.
pub(super) fn mended(folded: &str) -> String {
    let mend = |word: &str| {
        if word.chars().count() < 6 {
            return word.to_owned();
        }
        // One typo leaves the first two letters as they are, or the last two.
        let begin = word.char_indices().nth(2).map_or(word, |(i, _)| &word[..i]);
        let end = word.char_indices().rev().nth(1).map_or(word, |(i, _)| &word[i..]);
        let same = |k: &str| k.starts_with(begin) || k.ends_with(end);
        let near = |k: &&&str| k.len().abs_diff(word.len()) <= 2 && same(k);
        let meant = KNOWN.iter().filter(near).find(|k| strsim::osa_distance(word, k) == 1);
        let is_form = || KNOWN_STEMS.contains(stem(word).as_ref());
        meant.filter(|_| !is_form()).map_or(word, |m| m).to_owned()
    };
    folded.split(' ').map(mend).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
