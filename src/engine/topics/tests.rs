//! Wordings of questions and what they ask for.

use super::*;

#[test]
fn tells_lists_from_single_questions() {
    let cases = [
        ("which directions of support does the tomsk region name", Some(Topic::Directions)),
        ("какие направления поддержки есть в томской области", Some(Topic::Directions)),
        ("which areas does the region support", Some(Topic::Directions)),
        ("what areas of support are there", Some(Topic::Directions)),
        ("how many directions of support are there", None),
        ("what is the third direction of support", None),
        ("when were the directions named", None),
        ("who are the partners", Some(Topic::Partners)),
        ("кто партнеры томска", Some(Topic::Partners)),
        ("какие компании сотрудничают с томском", Some(Topic::Partners)),
        ("с кем сотрудничает регион", Some(Topic::Partners)),
        ("who does the region cooperate with", Some(Topic::Partners)),
        ("which grants are available", Some(Topic::Programmes)),
        ("какие программы поддержки есть", Some(Topic::Programmes)),
        ("who is the governor", None),
        ("who signed the decree", None),
        ("с какими компаниями подписаны соглашения", Some(Topic::Partners)),
        ("какие обязательства взяла область по соглашению", None),
        ("who does the region team up with", Some(Topic::Partners)),
        ("with which corporations does the krai work", Some(Topic::Partners)),
        ("which corporations joined the agreement", Some(Topic::Partners)),
        ("кто вошел в соглашение", Some(Topic::Partners)),
        ("на какие институты развития опирается край", Some(Topic::Partners)),
        ("партнеры томск", Some(Topic::Partners)),
        ("what fields does the authority back", Some(Topic::Directions)),
        ("на что делает ставку область", Some(Topic::Directions)),
        ("какие отрасли в приоритете", Some(Topic::Directions)),
        ("how does the county support makers", Some(Topic::Directions)),
        ("what industries does it bet on", Some(Topic::Directions)),
        ("напрвления поддержки томск", Some(Topic::Directions)),
        ("what help can start ups get", Some(Topic::Programmes)),
        ("какие есть меры поддержки", Some(Topic::Programmes)),
        ("на какую помощь могут рассчитывать фирмы", Some(Topic::Programmes)),
        ("what funding lines are there", Some(Topic::Programmes)),
        ("tomsk programmes", Some(Topic::Programmes)),
        ("which programme gives 3 million", None),
        ("what area does the zone cover", None),
        ("какую долю затрат покрывает субсидия", None),
        ("what is the grant amount", None),
        ("who is the partner of the project", None),
        ("какие компании получили гранты", None),
        ("which companies received grants", None),
        ("какие условия получения субсидии", None),
        ("кто будет куратором соглашения", None),
        ("кто подписал соглашение от имени области", None),
        ("what did the governor say about managers", None),
    ];
    for (question, expected) in cases {
        assert_eq!(list(question, wanted(question)), expected, "{question}");
    }
}

#[test]
fn tells_that_several_things_are_wanted() {
    let cases = [
        ("which lines of work will move", Some(Many { certain: true, names: false })),
        ("какие организации пришлют преподавателей", Some(Many { certain: true, names: true })),
        ("who advises the tenants", Some(Many { certain: false, names: true })),
        ("who heads the fund", None),
        ("when was it founded", None),
    ];
    for (question, expected) in cases {
        assert_eq!(many(question, wanted(question)), expected, "{question}");
    }
}

#[test]
fn names_another_topic_where_sources_may_word_it_otherwise() {
    assert_eq!(instead("чем область помогает компаниям", Topic::Directions), Some(Topic::Programmes));
    assert_eq!(instead("какие направления поддержки есть", Topic::Directions), None);
    assert_eq!(instead("какие меры поддержки есть", Topic::Programmes), Some(Topic::Directions));
    assert_eq!(instead("кто партнеры", Topic::Partners), None);
}
