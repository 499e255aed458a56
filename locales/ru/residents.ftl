### Списки резидентов зон и парков.

example-residents = Какие компании – резиденты в регионе { $region }?
about-residents = резиденты
topic-residents = резиденты
card-residents = Резиденты · { $n }
list-residents =
    Резиденты словами источников ({ $n ->
        [one] { $n } цитата
        [few] { $n } цитаты
       *[many] { $n } цитат
    }):
announced-residents =
    Источник говорит о { $announced ->
        [one] { $announced } резиденте
       *[other] { $announced } резидентах
    }, а называет { $described }.
command-residents = резиденты зон и парков региона
