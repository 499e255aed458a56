//! How sources word that somebody is a partner or a resident.
//!
//! A relation is told by what stands before an enumeration of names ("cooperates with"), by what stands behind one
//! ("joined the agreement"), by wordings so strong that every organisation in the clause is meant ("jointly with",
//! "signed an agreement"), and by headings and introductions of lists.

use std::sync::LazyLock;

use regex::Regex;

use super::rule;
use crate::domain::Topic;

/// One relation.
pub(super) struct Relation {
    /// The topic of the list that it makes.
    pub topic: Topic,
    /// What leads up to an enumeration.
    pub before: Vec<Regex>,
    /// What follows an enumeration with which the clause begins.
    pub after: Regex,
    /// Before these and behind them every organisation of the clause is meant, or only behind them.
    pub clause: Option<Regex>,
    /// See `clause`.
    pub behind: Option<Regex>,
    /// Headings and introductions of lists.
    pub headed: Regex,
    /// What makes such a heading one about them, not of them.
    pub about: Regex,
    /// Introductions that end in a colon.
    pub with: Regex,
    /// What the sentence before «Среди них – …» speaks of.
    pub leads: Regex,
}

/// Partners: whoever acts together with the region, its companies or its projects.
pub(super) static PARTNERS: LazyLock<Relation> = LazyLock::new(|| {
    Relation {
    topic: Topic::Partners,
    before: [
        // Verbs and nouns of acting together, then "with".
        r"(?i)\b(?:cooperat\w*|co-operat\w*|collaborat\w*|partner(?:s|ed|ing|ship|ships)?|works?|worked|working|team(?:s|ed|ing)? up|join(?:s|ed|ing)? forces|link(?:s|ed)? up|all(?:y|ied)|joint(?:ly)?|agreements?|memorand\w+|contracts?|alliances?|roadmaps?|pacts?|together|conjunction)\b[^.;]{0,90}?\b(?:with|between)\s+",
        r"(?i)\b(?:сотруднич\w*|взаимодейств\w*|партн[её]рств\w*|соглашени\w*|меморандум\w*|договор\w*|контракт\w*|дорожн\w+ карт\w+|документ\w* действу\w+|протокол\w*|совместно|вместе|кооперац\w*|альянс\w*|усилия|подписа(?:л\w*|н\w*)|заключ(?:ил\w*|ен\w*|ён\w*)|работа(?:ет|ем|ют|ла|ли))\b[^.;]{0,90}?\s(?:с|со|между)\s+",
        // Partners by name of their part.
        r"(?i)\b(?:partners?|partner (?:banks|companies|universities|organi[sz]ations)|co-?investors?|backers|sponsors|signatories|(?:co-)?founders|shareholders|(?:anchor|industrial) (?:customers|investors)|giants|corporations)\b[^.;]{0,60}?(?:\bsuch as|\bincluding|\binclude[sd]?|\bare\b|\bwere\b|\bbecame\b|\bremain\b|\blike\b|\bnamely\b|:|[—–])\s*",
        r"(?i)\b(?:participants?|members|parties)\b[^.;«]{0,50}?(?:\b(?:agreement|cluster|consortium|project|programme|program|alliance|memorandum|association)\b[^.;«]{0,30}?)(?:\bare\b|\bwere\b|\binclude[sd]?\b|\bbecame\b|:|[—–])\s*",
        r"(?i)\bпартн[её]р\w*(?:[^.;«]|«[^»]{1,40}»){0,60}?(?:\b(?:стал\w*|являются|является|выступа\w+|выступил\w*|названы|вошли|остаются|это)\b|\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|:|[—–])\s*",
        r"(?i)\b(?:среди|в числе|к числу)\s+(?:[\w-]+\s+){0,4}партн[её]р\w*\s+(?:[\w-]+\s+){0,3}?(?:[—–:]\s*|относятся\s+|есть\s+)?",
        r"(?i)\b(?:среди|в числе) тех,? (?:кто|с кем|кого) [^.;—–:]{3,60}[—–:]\s*|\bamong those (?:who|that|which) [^.;:]{3,60}?(?:\bare\b|:|[—–])\s*",
        r"(?i)\b(?:участник\w*|учредител\w*|соучредител\w*|заказчик\w*|соинвестор\w*|якорн\w+ инвестор\w*)\b[^.;«]{0,50}?(?:[—–:]|\b(?:стал\w*|являются|выступа\w+|выступил\w*|вошли|это)\b)\s*",
        // The sentence begins with whom it was done.
        r"(?i)^\W*(?:вместе |совместно )?(?:со?|with|together with|jointly with)\s+",
        r"(?i)\bблагодаря (?:\w+ )?(?:взаимодействию|сотрудничеству|партн[её]рству|поддержке|помощи|участию)\s+(?:с[о]?\s+)?|\bthanks to (?:the |a )?(?:\w+ )?(?:cooperation|partnership|support|help)\s+(?:with|of|from)\s+",
        r"(?i)\b(?:found|sign|join|member|partner|consortium|alliance|agreement|учред|подпис|присоедин|участник|член|партн[её]р|консорциум|альянс|соглашен)\w*[^.;]{0,90}?,\s*(?:among (?:them|which)|including|среди (?:них|которых)|в числе которых|в том числе)\s*(?:[—–:]\s*)?",
        r"(?i)\b(?:newest|latest|new|youngest|first)\s+(?:member|partner|participant)s?\b[^.;]{0,20}?(?:\bis\b|\bare\b|[—–:])\s*",
        // Examples of institutions.
        r"(?i)\b(?:institutions|corporations|giants)\b[^.;]{0,40}?(?:\bsuch as|\bincluding|\blike\b|\bnamely\b|:)\s*",
        r"(?i)\bsuch\s+(?:[\w-]+\s+){0,3}(?:institut\w+|compan\w+|partners?|organi[sz]ations|corporations|giants|funds|players)\s+as\s+",
        r"(?i)\b(?:институт\w* развития|корпораци\w*|госкорпораци\w*)\b[^.;«]{0,30}?(?:\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|[—–:])\s*",
        r"(?i)\bтаки(?:ми|х|е|м)\s+(?:[\w-]+\s+){0,3}(?:институт\w*|компани\w*|корпораци\w*|организаци\w*|партн[её]р\w*|фонд\w*),?\s+как\s+",
        // Founded, joined, signed, helped by.
        r"(?i)\b(?:founded|co-founded|sponsored|backed|co-financed|supported)\s+(?:[\w-]+\s+){0,4}?by\s+",
        r"(?i)\b(?:agreements?|memorand\w+|contracts?|charter|roadmap|document)\b[^.;]{0,60}?\bsigned by\s+",
        r"(?i)\b(?:that|this|which) leaves\s+|\b(?:place|role|seat) (?:is|was|has been) taken(?: over)? by\s+|\b(?:replaced|succeeded) by\s+|\bна (?:его|её|ее|их) место (?:приш\w+|встал\w*)\s+|\bи?\s*(?:его|её|ее) место занял\w*\s+|\b(?:relies|rely|relied|leans?) (?:\w+ )?on\s+|\bwith the (?:support|help|participation) of\s+",
        r"(?i)\b(?:соглашени\w*|меморандум\w*|договор\w*|документ\w*|хартию|карту)\b[^.;:]{0,50}?\b(?:подписал\w*|заключил\w*)\s+",
        r"(?i)\bв (?:него|не[её]|них|состав|консорциум|кластер|альянс|соглашение)\b[^.;:]{0,60}?\b(?:вошл\w+|вош[её]л|вступил\w*|входят)\s+|\b(?:к|ко) [^.;:]{2,50}?присоединил\w*\s+",
        r"(?i)\bопира(?:ется|емся|ются)\s+(?:\w+ )?на\s+|\bпри (?:участии|поддержке)\s+",
        r"(?i)\b(?:project|representative|regional) office (?:of|for)\s+|\b(?:проектн\w+|представительств\w+) (?:офис\w*\s+)",
        r"(?i)\b(?:formed|set up|developed|built|financed|implemented)\s+(?:in \d{4} )?(?:jointly )?by\s+",
        r"(?i)\b(?:alliance|consortium|partnership|cluster|project|programme|agreement)\b[^.;]{0,40}?\b(?:has |have |now |also )*(?:include[sd]?|unites?|comprises?|brings together|numbers)\s+",
        r"(?i)\b(?:консорциум|альянс|кластер|проект|программ|соглашени)\w*[^.;«]{0,40}?\b(?:объединя\w+|объединил\w*|включает)\s+",
        r"(?i)\b(?:участвовал\w*|участву\w+|принял\w* участие|задействован\w*|занят\w*)\s+(?:также\s+|ещ[её]\s+)?",
        r"(?i)\b(?:заказ\w*|закуп\w*|продукци\w*|оборудовани\w*|преподавател\w*|эксперт\w*|наставник\w*|специалист\w*)\b[^.;:]{0,60}?\b(?:дают|дал\w*|делают|размещают|сделал\w*|предостав\w+|пришл\w+|направ(?:ят|ил\w*)|постав\w+|закупа\w+|покупа\w+)\s+",
        r"(?i)\b(?:orders? (?:come|comes|came)|bought|purchased|equipment (?:came|comes)|money (?:came|comes))\s+(?:mainly |chiefly )?(?:from|by)\s+|\b(?:customers|buyers|clients)\b[^.;]{0,40}?(?:\bare\b|\binclude\b|\bsuch as\b|:|[—–])\s*",
        r"(?i)\b(?:привлечен\w*|привлеч[её]н\w*|привлекл\w*|подключ[её]н\w*)\s+",
        r"(?i)\b(?:jointly|together|in (?:partnership|cooperation|collaboration|alliance)) with\s+|\bwith (?:the )?(?:support|help|participation|assistance|backing|involvement) (?:of|from)\s+",
    ]
    .map(rule)
    .into(),
    after: rule(
        r"(?i)\b(?:(?:is|are|was|were|became|become|remain|remains|acts?(?: as)?|joined as)\s+(?:[\w-]+\s+){0,3}(?:partners?|participants|co-founders|co-investors|(?:industrial|anchor) customers)|(?:run|runs|operate|operates|manage|manages|finance|finances)\s+[^.;,]{1,60}\s+(?:under|by) (?:an |the )?(?:joint )?agreement|(?:joined|join)\s+the\s+(?:[\w-]+\s+){0,2}(?:agreement|programme|program|project|cluster|consortium|alliance)\b|(?:have |has )?(?:joined forces|teamed up)|(?:have |has )?agreed (?:on|to)\b|договорил(?:ись|ся|ась)|(?:signed|sign|concluded|entered into)\s+(?:[\w-]+\s+){0,4}(?:agreements?|memorand\w+|contracts?|partnerships?|roadmaps?|pacts?)|(?:стал\w*|явля\w+ся|выступа\w+|выступил\w*)\s+(?:[\w-]+\s+){0,3}(?:партн[её]р|учредител|соучредител|соинвестор|заказчик|участник)\w*|(?:подписал|заключил)\w*\s+(?:[\w-]+\s+){0,4}(?:соглашени\w*|меморандум\w*|договор\w*|карт\w+|документ\w*|пакт\w*)|вош(?:ли|[её]л|ла)\s+в\s+(?:состав|консорциум|кластер|альянс|число)|присоединил\w+\s+к\s|(?:has |have )?(?:also |later |since )?(?:come|came) on board|(?:has |have )?(?:also |later )?joined (?:us|them|later|in|the (?:initiative|scheme|centre|center|effort|work|platform|network|club|charter|lab\w*|partnership))\b|(?:also )?(?:take|takes|took) part in the (?:project|programme|work|scheme|centre)|подключил\w+с[ья]\b)|[—–]\s+(?:[\w-]+\s+){0,3}(?:партн[её]ры|partners)\b",
    ),
    clause: Some(rule(
        r"(?i)\b(?:подписал\w*|подписан\w*|подписыва\w+|заключил\w*|заключен\w*|заключ[её]н\w*|скрепил\w*)\b[^.;]*\b(?:соглашени|меморандум|договор|документ|контракт|подпис|протокол|карт|харти)\w*|\b(?:соглашени|меморандум|договор|документ|контракт|протокол)\w*[^.;]*\b(?:подписал\w*|подписан\w*|заключил\w*|заключен\w*|заключ[её]н\w*|скрепил\w*|поставил\w*)|\b(?:signed|concluded|sealed|initialled)\b[^.;]*\b(?:agreements?|memorand\w+|contracts?|pacts?|roadmaps?|charter|deal)\b|\b(?:agreements?|memorand\w+|contracts?|pacts?|charter|deal)\b[^.;]*\b(?:signed|concluded|sealed|initialled)\b",
    )),
    behind: Some(rule(
        r"(?i)\bпри (?:\w+ )?(?:участии|поддержке|содействии|финансировании|помощи)\b|\bс (?:участием|привлечением)\b|\b(?:совместно|вместе|в (?:тесном )?(?:партн[её]рстве|сотрудничестве|кооперации|альянсе|связке)) с[о]?\b|\bпривлеч[её]н\w*\b|\bпривлекл\w*\b|\b(?:jointly|together|in (?:partnership|cooperation|collaboration|alliance)) with\b|\bwith (?:the )?(?:support|help|participation|assistance|backing|involvement) (?:of|from)\b|\b(?:provided|given|donated|supplied|lent|sent|financed|co-financed|funded|sponsored|advised|taught|equipped|put up|paid(?: for)?)\b[^.;]{0,40}?\bby\b",
    )),
    headed: rule(
        r"(?i)\b(?:partners|partnerships?|cooperation|participants|stakeholders|backers|who (?:takes part|is involved|carries it out)|(?:who )?we work with|working with|founders|(?:members|parties) (?:of|to) the|партн[её]ры|партн[её]ров|партн[её]рство|сотрудничество|кто участвует|участники|учредители|с кем (?:мы )?работаем|кто с нами)\b",
    ),
    about: rule(
        r"(?i)\b(?:how to|become|becoming|benefits?|requirements?|conditions?|terms|rights|for (?:the )?partners|to (?:the )?partners|льгот\w*|требовани\w+|услови\w+|стать|права|обязанности|партн[её]рам|для партн[её]ров|участникам|для участников)\b",
    ),
    with: rule(
        r"(?i)\b(?:cooperat\w*|collaborat\w*|works?|working|agreements?|memorand\w+|partner\w*|jointly|together|сотруднич\w*|взаимодейств\w*|соглашени\w*|договор\w*|меморандум\w*|партн[её]р\w*|совместно|участник\w*)\b[^.]*:\s*$|^\W*(?:partners?|партн[её]ры?)\b[^.:!?]*$",
    ),
    leads: rule(
        r"(?i)\b(?:partners|agreements|memorand\w+|contracts|customers|cooperat\w*|партн[её]р\w*|соглашени\w*|меморандум\w*|контракт\w*|договор\w*|заказчик\w*|сотруднич\w*)\b",
    ),
}
});

/// Residents: companies that a zone or a park has taken in.
pub(super) static RESIDENTS: LazyLock<Relation> = LazyLock::new(|| {
    Relation {
    topic: Topic::Residents,
    before: [
        r"(?i)\bрезидент\w*(?:[^.;«]|«[^»]{1,40}»){0,60}?(?:\b(?:стал\w*|станет|станут|являются|является|остаются|вошли|признан\w*|это|есть)\b|\bтаки[ехм]и?,? как|\bв том числе|\bвключая|\bсреди которых|[:—–])\s*",
        r"(?i)\b(?:среди|в числе|к числу)\s+(?:[\w-]+\s+){0,4}резидент\w*(?:[^.;«]|«[^»]{1,40}»){0,40}?(?:[—–:]\s*|относятся\s+|есть\s+)",
        r"(?i)\bстатус\w* резидент\w*[^.;«]{0,80}?\b(?:получил\w*|получат|присвоен\w*|присвоил\w*|предоставлен\w*|дали)\b[^.;:«]{0,60}?:?\s*",
        r"(?i)\b(?:получил\w*|присвоен|присвоил\w*|предоставлен|дали)\s+статус\w* резидент\w*[^.;:«]{0,60}?:?\s*",
        r"(?i)\b(?:residents?|tenants?)\b[^.;]{0,60}?(?:\bsuch as|\bincluding|\binclude[sd]?|\bare\b|\bis\b|\bwere\b|\bbecame\b|\bremain\b|\blike\b|\bnamely\b|:|[—–])\s*",
        r"(?i)\bresident status[^.;:]{0,50}?\bto\s+(?:[^.;:A-Z]{0,40}:\s*)?",
        r"(?i)\b(?:among (?:the |its |our )?(?:\w+ )?(?:residents|tenants)(?: are| is)?)\s+",
    ]
    .map(rule)
    .into(),
    after: rule(
        r"(?i)\b(?:(?:is|are|was|were|became|become|remain|remains)\s+(?:(?:the|a|an|its|our|new|first|second|third|fourth|fifth|oldest|newest|latest|largest|biggest|anchor|key|main|major|also|now|still|already|among|one|of|full|official|zone|park|special|economic)\s+|[\w-]+th\s+)*(?:residents?|tenants?)\b|(?:received|obtained|got|gained)\s+(?:the )?resident status|(?:стал\w*|явля\w+ся|остаются)\s+(?:[\w-]+\s+){0,3}резидент\w*|(?:получил|получили|получила)\s+статус\w* резидент\w*|пополнил\w*\s+(?:[\w-]+\s+){0,3}резидент\w*)|[—–]\s+(?:[\w-]+\s+){0,3}(?:резидент\w*|residents?|tenants?)\b",
    ),
    clause: None,
    behind: None,
    headed: rule(r"(?i)\b(?:residents|tenants|резиденты|резидентов)\b"),
    about: rule(
        r"(?i)\b(?:how to|becom\w+|benefits?|incentives?|requirements?|conditions?|terms|rights|tax\w*|for (?:\w+ )?(?:residents|tenants)|to (?:\w+ )?(?:residents|tenants)|(?:residents|tenants) (?:get|receive|pay|can|may|must|have|need)|number|льгот\w*|преференци\w+|требовани\w+|услови\w+|стать|права|обязанности|налог\w*|поддержк\w+|число|количество|для (?:\w+ )?резидентов|(?:получа|плат|мог|долж|име)\w* резидент\w+|резидент\w+ (?:получа|плат|мог|долж|име)\w*)\b",
    ),
    with: rule(
        r"(?i)\b(?:residents?|tenants?|резидент\w*)\b[^.]*:\s*$|^\W*(?:residents?|tenants?|резиденты?)\b[^.:!?]*$",
    ),
    leads: rule(r"(?i)\b(?:residents|tenants|резидент\w*)\b"),
}
});

/// Of those who have left.
pub(super) static GONE: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:withdr[ae]w\w*|no longer|(?:is|are|was|were) not (?:\w+ ){0,3}(?:partner|participant|member|part|resident|tenant)s?\b|(?:do|does|did|will) not (?:take part|participate|join|sign)|terminat\w+|ceased|ha(?:s|ve) (?:since |now |already )?left|left the (?:project|agreement|programme|program|cluster|consortium|park|scheme|list)|left in \d{4}|was leaving|is leaving|pulled out|(?:walked|went) (?:away|out)|backed out|dropped out|opted out|declined|lost its status|was stripped|did not join|turned down|has stopped|have stopped|suspended|выш(?:л[аио]|ел) из|из (?:\w+ ){1,3}выш(?:л[аио]|ел)\b|прекрати\w*|прекраща\w*|расторг\w*|больше не|приостанови\w*|покинул\w*|отказал(?:ся|ась|ось|ись)|отозвал\w*|воздержал\w*|выбыл\w*|утратил\w*|лиш[её]н\w*|лишил\w*|исключен\w*|исключили|ушл[аи] из|уш[её]л из|(?:не|уже не) (?:участву\w+|являются|является)|отказали|отклонен\w*)\b",
    )
});
/// Of those who have not come yet.
pub(super) static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"(?i)\b(?:talks|negotiat\w+|intends? to|wants? to|would like to|plans? to|hopes? to|expects? to|was to have|were to have|may join|might join|was expected|(?:is|are) planned|denied|rumou?rs?|failed to|not (?:yet )?signed|(?:did not|could not|has not|have not) (?:yet )?(?:sign|agree|reach|conclude|come to)\w*|будущ\w+ (?:партн[её]р|резидент|участник)\w*|(?:future|prospective) (?:partners?|residents?|tenants?)|не удалось|не успе\w+|не подпис\w+|не заключ\w+|не договор\w+|не состоя\w+|не сложил\w+|слух\w*|is to be signed|планируется|переговор\w*|намерен\w*|хочет|хотят|хотим|пока не|обещал\w* подумать|планиру\w+|готов(?:ится|ятся)|рассчитыва\w+|ожида\w+|предложил\w*)\b",
    )
});
/// Events have participants, but these are no partners.
pub(super) static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    const EVENTS: &str = r"(?:forum|meeting|session|conference|round table|exhibition|summit|ceremony|форум|саммит|заседани|встреч|сесси|конференци|круглого|выставк|мероприяти|церемони|открыти)\w*";
    rule(&format!(
        r"(?i)\b(?:participants?|members|участник\w*)\s+(?:of\s+the\s+|of\s+)?(?:[\w-]+\s+){{0,2}}{EVENTS}|\b{EVENTS}[^.;]*\b(?:участвова\w+|участву\w+|участие|took part|takes? part|attended|participated)|\b(?:участвова\w+|участву\w+|участие|took part|takes? part|attended|participated)\b[^.;]*\b{EVENTS}"
    ))
});

impl Relation {
    /// Whether a heading or an introduction is one of a list of them.
    pub(super) fn heads(&self, text: &str) -> bool {
        self.headed.is_match(text) && !self.about.is_match(text)
    }
}
