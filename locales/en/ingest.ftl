# Documents and sources.

source-failing =
    { $times ->
       *[other] The source { $source } has failed { $times } times in a row: { $reason }. It is tried again, less and less often. I will not say so again until it has worked once.
    }

## Documents from the chat

command-add = take in a page or file as an article
add-how = Write /add and the address of a page, for example: /add https://example.org/news/1. You can also send me a link or a file (HTML, PDF, DOCX, Markdown, text).
add-found =
    Region: { $region }
    Date: { $date }
    Language: { $lang }
    Publisher: { $publisher }
    Address: { $url }
    { $n ->
        [one] { $n } sentence
       *[other] { $n } sentences
    } begin like this:
add-new = This would be a new article.
add-unchanged = It is there already and says the same; there is nothing to do.
add-reprint = This is a reprint of “{ $title }”: only its address would be noted there.
add-earlier = This is an earlier print of “{ $title }”: it would take that one's place, whose address would be noted here.
add-update =
    This would be an update: { $added ->
        [one] { $added } sentence more
       *[other] { $added } sentences more
    }, { $removed ->
        [one] { $removed } sentence
       *[other] { $removed } sentences
    } gone.
add-doubtful = ⚠️ Much of the text would go, or somebody has edited the file: compare before you take it in.
add-yes = Take it in
add-no = No
add-done = “{ $title }” is taken in. It can be asked about in a moment.
add-refused = Not taken in. Nothing was written.
add-lost = I no longer have what I showed here: I keep it for a quarter of an hour. Please send it again.
add-changed = Meanwhile the articles have changed. Look again:
add-nothing = The server sent no document. Try again later, or send me the text as a file.
add-no-file = Telegram does not give me this file any more. Please send it again.
add-too-large =
    { $most ->
       *[other] The file is larger than { $most } MiB. Send the part that matters, or write /add with its address.
    }
add-failed = It cannot be taken in: { $why }
add-no-date = I found no date.
add-no-region = I found no region, or several named equally often.
add-no-url = I do not know the address of the source.
add-no-lang = I could not tell the language.
add-no-title = I found no title.
add-how-wishes = Say it behind the address: /add URL region=Tomsk Region date=2020-11-12. In the same way: title=, lang=en or lang=ru, publisher=.
add-how-caption = Send the file again with a caption: url=https://example.org/news/1 region=Tomsk Region date=2020-11-12. In the same way: title=, lang=en or lang=ru, publisher=.
