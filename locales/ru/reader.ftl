# Читальня: страницы, ленты и API.

reader-brand = Policybot
reader-title = Policybot: что регионы говорят о технологической политике
reader-promise = Слова источников, и к каждым – ссылка на место, где они стоят.
reader-this-language = Русский
reader-language = Язык
reader-skip = Сразу к тексту
reader-feed = Лента новых статей
reader-home-title = Спросите и прочтите слова самого источника
reader-ask-label = Ваш вопрос о технологической политике региона
reader-ask = Спросить
reader-answer = Ответ
reader-regions = Регионы
reader-newest = Новые статьи
reader-articles = Статьи
reader-directions = Направления поддержки
reader-programmes = Программы
reader-partners = Партнёры
reader-nothing-stated = Статьи их не называют.
reader-coverage =
    { $n ->
        [one] { $n } статья
        [few] { $n } статьи
       *[many] { $n } статей
    }, { $first } – { $last }
reader-coverage-once =
    { $n ->
        [one] { $n } статья
        [few] { $n } статьи
       *[many] { $n } статей
    }, { $date }
reader-open-source = Открыть источник на цитате
reader-open-here = Прочесть в статье здесь
reader-open-card = Карточка цитаты
reader-region-page = всё о регионе
reader-print = Версия для печати
reader-print-hint = Напечатайте эту страницу из браузера.
reader-back = Назад к статье
reader-provenance = Откуда этот текст
reader-publisher = Кто опубликовал
reader-speaker = Чьи слова в основном передаёт
reader-date = Дата
reader-fetched = Получено
reader-page-now = Страница источника
reader-page-unchanged = На странице источника всё это стояло и при проверке ({ $date }).
reader-page-changed =
    { $n ->
        [one] С тех пор страница источника изменилась: при проверке ({ $date }) на ней не нашлось { $n } предложения этого текста.
        [few] С тех пор страница источника изменилась: при проверке ({ $date }) на ней не нашлось { $n } предложений этого текста.
       *[many] С тех пор страница источника изменилась: при проверке ({ $date }) на ней не нашлось { $n } предложений этого текста.
    }
reader-page-gone = Страницы источника больше нет (проверено: { $date }).
reader-hash = SHA-256 текста
reader-based-on = Наша справка, на основе
reader-source = Источник
reader-mark = Ссылка на этот текст
reader-mark-hint = Выделите любой текст – и получите ссылку, которая откроет страницу и выделит ровно его.
reader-mark-copied = Скопировано: ссылка на эту страницу с выделенным текстом.
reader-mark-changed = С тех пор как сделана ссылка, текст изменился; выделено самое похожее.
reader-mark-gone = Текста этой ссылки на странице больше нет.
reader-quote-title = Цитата
reader-context = Контекст
reader-cite = Сослаться
reader-cite-plain = Простой текст
reader-copy = Скопировать
reader-copied = Скопировано
reader-card-live = Сегодня эти слова стоят в статье (её хеш: { $hash }…).
reader-not-found = Здесь ничего нет
reader-not-found-text = Страницы с таким адресом нет.
reader-failed = Не получилось
reader-to-start = На главную

open-page = Страница

problem-no-question = В параметре q должен быть вопрос.
problem-long-question = В вопросе может быть не больше { $n } знаков.
problem-lang = Параметр lang – это en или ru.
problem-page = Параметр limit – число от 1 до { $n }, offset – число от 0.
problem-no-article = Статьи с таким идентификатором нет.
problem-no-quote = Цитаты с таким идентификатором нет.
problem-no-region = Региона с таким названием нет.

mcp-instructions =
    Дословные цитаты о технологической политике регионов. Вопросы задавайте через ask; текст цитат приводите как есть и указывайте их ссылки. Молчание значит, что источники не отвечают: так и скажите, не угадывая.
