//! `policybot coverage` on small folders: areas of support, whatever they are called, and the picture.

use std::fs;

use policybot::domain::{Lang, PUBLIC_URL};
use policybot::engine::areas::Areas;
use policybot::ingest::load_knowledge;

use crate::support::program::{Home, shipped};

const LARCH: &str = "\
---
title: Larch
url: https://example.org/larch
region: Omsk Region
lang: en
date: 2020-11
---
The governor mentioned five directions of support for high-tech business, infrastructure being the first one.
We have created a system of cooperation with the largest Russian companies – that is the second direction of support.
The third direction of support is human resources.
And the fourth direction is simple honesty.
";

const ROWAN: &str = "\
---
title: Рябина
url: https://example.org/rowan
region: Тверская область
lang: ru
date: 2023-05-10
---
Губернатор назвал три направления поддержки. Первое направление — инфраструктура. Второе — кадры. Третьим направлением стала
кооперация с крупными компаниями.

Фонд «Посев» выдаёт займы до 15 млн рублей.
";

fn home() -> Home {
    let home = Home::new();
    home.write("k/omsk/larch.md", LARCH);
    home.write("k/tver/rowan.md", ROWAN);
    home
}

fn run(home: &Home, arguments: &[&str]) -> assert_cmd::assert::Assert {
    let folder = home.path("k");
    let all = [&["coverage", "--knowledge", folder.to_str().expect("UTF-8")], arguments].concat();
    home.run(&all).assert()
}

fn rows(home: &Home, arguments: &[&str]) -> Vec<String> {
    let output = run(home, &[&["--csv"], arguments].concat()).success().get_output().stdout.clone();
    String::from_utf8(output).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn directions_of_two_regions_and_languages_share_their_columns() {
    let expected = [
        "region,articles,direction,quotes,newest",
        "Omsk Region,1,Infrastructure,1,2020-11",
        "Omsk Region,1,Human resources,1,2020-11",
        "Omsk Region,1,Cooperation with large companies,1,2020-11",
        "Omsk Region,1,other directions,1,2020-11",
        "Tver Region,1,Infrastructure,1,2023-05-10",
        "Tver Region,1,Human resources,1,2023-05-10",
        "Tver Region,1,Cooperation with large companies,1,2023-05-10",
        "Tver Region,1,Finance and taxes,1,2023-05-10",
        "Tver Region,1,support programmes,1,2023-05-10",
    ];
    assert_eq!(rows(&home(), &[]), expected);
    let russian = rows(&home(), &["--lang", "ru"]);
    assert!(russian.contains(&"Тверская область,1,Кадры и образование,1,2023-05-10".to_owned()), "{russian:?}");
}

#[test]
fn a_folder_s_own_areas_are_the_columns() {
    let home = home();
    let own = "[[area]]\nen = \"Virtues\"\nru = \"Добродетели\"\nwords = [\"honesty\", \"кадры\"]\n";
    home.write("k/lexicon/areas.toml", own);
    let rows = rows(&home, &[]);
    for row in [
        "Omsk Region,1,Virtues,1,2020-11",
        "Omsk Region,1,other directions,3,2020-11",
        "Tver Region,1,Virtues,1,2023-05-10",
        "Tver Region,1,other directions,2,2023-05-10",
    ] {
        assert!(rows.contains(&row.to_owned()), "{row} is not in {rows:?}");
    }
    home.write("k/lexicon/areas.toml", "[[area]]\nen = \"Virtues\"\nru = \"\"\nwords = []\n");
    let warned = run(&home, &[]).success().get_output().stderr.clone();
    let warned = String::from_utf8(warned).expect("UTF-8");
    assert!(
        warned.contains("lexicon/areas.toml:2: an area without a name; write its name in both languages"),
        "{warned}"
    );
}

#[test]
fn the_picture_takes_its_form_from_the_name_of_the_file() {
    let home = home();
    for (name, begins) in [("out.svg", b"<svg".as_slice()), ("out.PNG", b"\x89PNG")] {
        let file = home.path(name);
        run(&home, &["--lang", "ru", "--plot", file.to_str().expect("UTF-8")]).success();
        assert!(fs::read(&file).expect("a picture").starts_with(begins), "{name}");
    }
    let svg = fs::read_to_string(home.path("out.svg")).expect("a picture");
    assert!(svg.contains("Инфраструктура") && svg.contains("Тверская область (1)"), "{svg}");
    let file = home.path("out.jpg");
    let refused = run(&home, &["--plot", file.to_str().expect("UTF-8")]).failure().get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&refused).contains("pictures are .svg or .png"), "{refused:?}");
    assert!(!file.exists());
}

#[test]
fn shipped_areas_are_told_by_their_words() {
    let lexicon = load_knowledge(&shipped(), PUBLIC_URL).lexicon;
    let areas = Areas::new(&lexicon.areas);
    let cases: [(&str, &[&str]); 24] = [
        ("The third direction of support is human resources.", &["Human resources"]),
        ("training sixty apprentices a year", &["Human resources"]),
        ("the return of specialists", &["Human resources"]),
        ("Второе направление связано с кадрами.", &["Human resources"]),
        ("Первое – это площадки: построены два технопарка.", &["Infrastructure"]),
        ("residents of the special economic zone", &["Infrastructure"]),
        ("Третье – кооперация с госкорпорациями", &["Cooperation with large companies"]),
        ("Cooperation with mining majors was named third.", &["Cooperation with large companies"]),
        ("exemption from property tax; subsidies on loans", &["Finance and taxes"]),
        ("Резиденты освобождены от налога на имущество.", &["Finance and taxes"]),
        ("коммерциализация результатов", &["Research and commercialisation"]),
        ("Loans go to start-ups.", &["Finance and taxes", "Start-ups and small business"]),
        ("вывод на рынки других стран", &["Export"]),
        ("artificial intelligence", &["Information technology"]),
        ("We work with AI.", &["Information technology"]),
        ("It rains, and it snows.", &[]),
        ("ИТ и биотехнологии", &["Information technology", "Medicine and biotechnology"]),
        ("фибероптика, лазерные приборы", &["Machinery and instruments"]),
        ("микроэлектронику и медицинскую технику", &["Medicine and biotechnology", "Electronics"]),
        ("новые материалы и композиты", &["Materials and chemistry"]),
        ("водородная энергетика", &["Energy"]),
        ("судостроение и авиация", &["Aviation, space and transport"]),
        ("глубокая переработка древесины", &["Materials and chemistry", "Agriculture and food"]),
        ("simple honesty with the investor", &[]),
    ];
    let names: Vec<&str> = (0..areas.len()).map(|area| areas.name(area, Lang::En as usize)).collect();
    for (text, expected) in cases {
        let found: Vec<&str> = areas.of(text).into_iter().map(|area| names[area]).collect();
        assert_eq!(found, expected, "{text}");
    }
}
