//! Commands with names of regions, as people write them.

use super::Stage;
use crate::support::bot_api::Message;

/// With articles on three more regions.
async fn stage() -> Stage {
    let mut stage = Stage::new().await;
    let tomsk = stage.library.read("tomsk.md");
    let omsk = tomsk.replace("Tomsk", "Omsk").replace("tomsk", "omsk").replace("2020-11", "2022-05");
    stage.library.write("omsk.md", &omsk);
    let front = "---\ntitle: Новосибирская область и кадры\nurl: https://example.org/nsk\n\
                 region: Новосибирская область\nlang: ru\ndate: 2023-02\n---\n";
    let text = "Губернатор назвал два направления поддержки: первое направление — экспорт.\n\n\
                Второе направление — подготовка кадров.\n\nПартнёрами области стали Сколково и «Яндекс».\n";
    stage.library.write("nsk.md", &format!("{front}{text}"));
    stage.restart().await;
    stage
}

fn labels(message: &Message) -> Vec<&str> {
    message.all_buttons().into_iter().map(|b| b.text.as_str()).collect()
}

#[tokio::test]
async fn a_region_is_known_by_any_form_of_its_name() {
    let stage = stage().await;
    let anna = stage.anna(1, "en");
    for name in ["томской", "tomsk oblast", "Томкс", "tomsk?", "\"Tomsk\"", "«Томск»", "ТОМСКАЯ ОБЛАСТЬ", "в томске"]
    {
        let card = anna.says(&format!("/region {name}")).await.one();
        assert!(card.text.starts_with("Tomsk Region\n"), "{name}: {}", card.text);
        let newest = anna.says(&format!("/latest {name}")).await.one();
        assert!(newest.text.starts_with("The newest articles about Tomsk Region:"), "{name}: {}", newest.text);
        let list = anna.says(&format!("/partners {name}")).await.one();
        assert!(list.quotes().len() == 2 && list.quotes()[1].contains("Rosatom"), "{name}: {}", list.text);
    }
    stage.end().await;
}

#[tokio::test]
async fn an_unknown_region_is_said_so_and_the_nearest_are_offered() {
    let stage = stage().await;
    for (lang, said) in [("en", "I have no sources about"), ("ru", "Источников о таком регионе у меня пока нет: ")]
    {
        let anna = stage.anna(1, lang);
        for command in ["region", "directions", "partners", "programmes", "latest"] {
            for name in ["Narnia", "нарния", "asdfgh"] {
                let told = anna.says(&format!("/{command} {name}")).await.one();
                assert!(told.text.starts_with(said) && told.quotes().is_empty(), "/{command} {name}: {}", told.text);
                assert!(told.text.lines().next().is_some_and(|line| line.contains(name)), "{}", told.text);
                assert_eq!(labels(&told).len(), 5, "four regions, and the curators");
            }
        }
    }
    stage.end().await;
}

#[tokio::test]
async fn without_a_name_it_can_be_chosen_and_two_are_two() {
    let stage = stage().await;
    let anna = stage.anna(1, "en");
    let which = anna.says("/programmes").await.one();
    let list = anna.taps(&which, "Omsk Region").await.one();
    assert!(!list.quotes().is_empty() && list.text.contains(" · Omsk Region · May 2022"), "{}", list.text);

    let cards = anna.says("/region Tomsk and Omsk").await;
    let titles: Vec<&str> = cards.messages.iter().filter_map(|(_, m)| m.text.lines().next()).collect();
    assert_eq!(titles, ["Tomsk Region", "Omsk Region"]);
    let list = anna.taps(&cards.messages[0].1, "Partners · 2").await.one();
    assert!(list.text.contains("Tomsk manufacturers"), "the buttons of each card are its own: {}", list.text);
    let list = anna.says("/directions Tomsk, Novosibirsk").await.one();
    let both = list.quotes().concat();
    assert!(both.contains("governor of the Tomsk Region") && both.contains("подготовка кадров"), "{both}");
    let newest = anna.says("/latest Омск и Новосибирск").await.one();
    assert!(newest.text.starts_with("The newest articles about Omsk Region, Novosibirsk Region:"), "{}", newest.text);
    assert!(newest.text.contains(" · May 2022") && !newest.text.contains(" · November 2020"), "{}", newest.text);
    stage.end().await;
}

#[tokio::test]
async fn years_limit_lists() {
    let stage = stage().await;
    let anna = stage.anna(1, "en");
    for (question, held, not_held) in [
        ("partners after 2022", ["Яндекс", "Вега"], "Tomsk"),
        ("партнёры после 2022 года", ["Яндекс", "Вега"], "Tomsk"),
        ("partners before 2021", ["Skolkovo", "Rosatom"], "Omsk"),
        ("партнёры в 2020 году", ["Skolkovo", "Rosatom"], "Omsk"),
        ("partners 2019-2021", ["Skolkovo", "Rosatom"], "Omsk"),
        ("партнёры в 2022–2023 годах", ["Вега", "Omsk"], "Tomsk Region is"),
        ("/partners Новосибирск в 2023", ["Сколково", "Яндекс"], "Tomsk"),
    ] {
        let quotes = anna.says(question).await.one().quotes().join("\n");
        assert!(held.iter().all(|words| quotes.contains(words)), "{question}: {quotes}");
        assert!(!quotes.contains(not_held), "{question}: {quotes}");
    }
    stage.end().await;
}

#[tokio::test]
async fn two_regions_are_compared_however_they_are_named() {
    let stage = stage().await;
    let anna = stage.anna(1, "en");
    for names in [
        "Tomsk Novosibirsk",
        "Tomsk, Novosibirsk",
        "tomsk vs novosibirsk?",
        "томская новосибирская",
        "Томск и Новосибирск",
        "Томскую область с Новосибирской областью",
    ] {
        let table = anna.says(&format!("/compare {names}")).await.one();
        assert!(table.text.starts_with("Tomsk Region – Novosibirsk Region\n"), "{names}: {}", table.text);
        assert!(table.text.contains("\n\nNovosibirsk Region: no statement found.\n\n"), "{}", table.text);
    }
    for names in ["", "Tomsk", "Tomsk Tomsk", "Tomsk, Narnia"] {
        let told = anna.says(&format!("/compare {names}")).await.one();
        assert!(told.quotes().is_empty() && labels(&told).len() == 4, "{names}: {}", told.text);
    }
    stage.end().await;
}

#[tokio::test]
async fn a_long_comparison_has_pages_in_one_message() {
    let mut stage = Stage::new().await;
    let of = ["infrastructure", "human resources", "grants", "cooperation", "research", "exports"];
    for (name, region) in [("one", "Oneshire Region"), ("two", "Twoshire Region")] {
        let front = format!(
            "---\ntitle: {region}\nurl: https://example.org/{name}\nregion: {region}\nlang: en\ndate: 2024\n---\n"
        );
        let line = |(n, what): (&str, &str)| {
            format!("The {n} direction of support is {what}{}.\n", format!(", on which {name} works").repeat(12))
        };
        let lines = ["first", "second", "third", "fourth", "fifth", "sixth"].into_iter().zip(of).map(line);
        stage.library.write(&format!("{name}.md"), &(front + &lines.collect::<Vec<_>>().join("\n")));
    }
    stage.restart().await;
    let anna = stage.anna(1, "en");
    let mut page = anna.says("/compare Oneshire, Twoshire").await.one();
    let mut seen = page.quotes().len();
    while let Some(next) = page.all_buttons().into_iter().find(|b| b.text == "▶").cloned() {
        page = anna.taps(&page, &next.text).await.one();
        seen += page.quotes().len();
        assert!(page.edits > 0 && page.text.starts_with("Oneshire Region – Twoshire Region\n"), "{}", page.text);
        assert!(labels(&page).contains(&"Twoshire Region"), "{:?}", page.buttons);
    }
    assert!(page.edits > 0 && seen == 12, "{seen} quotes on {} pages", page.edits + 1);
    stage.end().await;
}

#[tokio::test]
async fn the_bots_language_is_chosen_by_any_of_its_names() {
    let stage = Stage::new().await;
    let anna = stage.anna(1, "de");
    for name in ["ru", "RU", "ru-RU", "Русский", "russian"] {
        assert!(
            anna.says(&format!("/lang {name}")).await.one().text.starts_with("Теперь я говорю по-русски."),
            "{name}"
        );
        assert!(anna.says("/lang английский").await.one().text.starts_with("I speak English now."));
    }
    let asked = anna.says("/lang klingon").await.one();
    assert!(labels(&asked).contains(&"English"), "{:?}", asked.buttons);
    anna.taps(&asked, "Русский").await;
    // For whatever is said from now on, commands and answers.
    assert!(anna.says("/start").await.one().text.starts_with("Здравствуйте!"));
    let answer = anna.says("Who works together with Sber in Larchwood?").await.one();
    assert!(answer.all_buttons().iter().any(|b| b.text == "Контекст"), "{:?}", answer.buttons);
    stage.end().await;
}

#[tokio::test]
async fn every_example_of_the_greeting_is_answered_whatever_the_articles_are() {
    let mut stage = Stage::new().await;
    for lists in [true, false] {
        for lang in ["en", "ru", "pt-BR"] {
            let anna = stage.anna(1, lang);
            let greeting = anna.says("/start").await.one();
            assert_eq!(labels(&greeting).len(), 3, "{lang}: {:?}", greeting.buttons);
            for label in labels(&greeting) {
                let answer = anna.taps(&greeting, label).await.one();
                assert!(!answer.quotes().is_empty(), "{label}: {}", answer.text);
            }
        }
        if lists {
            // Articles without a word on directions, partners or programmes.
            for name in ["tomsk.md", "larchwood.md", "verezh.md"] {
                stage.library.remove(name);
            }
            for (name, title, lang, text) in [
                (
                    "road",
                    "New road opened in Oneshire",
                    "en",
                    "A new road was opened in the Oneshire Region on Monday.",
                ),
                ("lab", "Laser laboratory for Oneshire", "en", "A laser laboratory will move to Oneshire next year."),
                ("most", "В Вережской области строят мост", "ru", "Новый мост строят в Вережской области с весны."),
                ("zavod", "Завод линз в Вережской области", "ru", "Завод линз в Вережской области выпустил очки."),
                ("lens", "Lenses from Oneshire sell well", "en", "Lenses from Oneshire sell well in three countries."),
                ("park", "Технопарк в Вережской области", "ru", "Технопарк в Вережской области принял жителей."),
            ] {
                let region = if lang == "en" { "Oneshire Region" } else { "Вережская область" };
                let front = format!("title: {title}\nurl: https://example.org/{name}\nregion: {region}\nlang: {lang}");
                stage.library.write(&format!("{name}.md"), &format!("---\n{front}\ndate: 2024\n---\n{text}\n"));
            }
            stage.restart().await;
        }
    }
    stage.end().await;
}
