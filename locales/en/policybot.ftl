# The bot's own words, in English. Short, warm, clear; never in quotation marks, so that nothing looks like a quote.

## Greeting and help

start-welcome =
    Hello! Ask me about a region's technology policy. I answer with the source's own words and a link that opens the source right at them.
start-covers =
    Right now I know { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    } about { $regions ->
        [one] { $regions } region
       *[other] { $regions } regions
    }: { $names }.
start-newest = The newest one is dated { $date }.
start-empty = I have no articles yet, so please come back a little later.
examples-intro = Try asking:
example-directions = Which directions of support are there in { $region }?
example-partners = Which partners work with { $region }?
example-programmes = Which support programmes are there in { $region }?
help-how =
    Write your question in plain words, in English or in Russian. In a group, start it with /ask or reply to one of my messages.
help-what =
    I only quote what my sources say, word for word. When they say nothing about it, I tell you so.
help-commands =
    /ask – ask a question: /ask which partners are named?
    /regions – regions I have sources about
    /region – all about one: /region { $region }
    /directions – directions of support: /directions { $region }
    /partners – partners: /partners { $region }
    /programmes – support programmes: /programmes { $region }
    /residents – residents of zones and parks: /residents { $region }
    /compare – two regions side by side: /compare { $region }, another region
    /latest – newest articles: /latest { $region }
    /sources – where my articles come from
    /lang – choose the language: /lang ru
    /subscribe – hear of new articles: /subscribe { $region }
    /subscriptions – your subscriptions
    /digest – hear of them once a day: /digest 9 +7
    /privacy – what I keep; /mydata – all of it; /forget – delete it
    /settings – language and region of a group: /settings { $region }
    /start – what I know now
ask-empty = Please write your question after the command, like this: /ask which directions of support are named?
unknown-command = I don't know that command. Just write your question, or send /help.
command-elsewhere = This command is about you and your chats in Telegram. Please send it there, as a new message to the bot.
unsupported = I read text only. Please write your question in words, for example:

## Answers

quotes-intro =
    { $n ->
        [one] Here is what the source says:
       *[other] Here is what the sources say ({ $n } quotes):
    }
list-directions =
    Directions of support, in the sources' own words ({ $n ->
        [one] { $n } quote
       *[other] { $n } quotes
    }):
list-partners =
    Partners, in the sources' own words ({ $n ->
        [one] { $n } quote
       *[other] { $n } quotes
    }):
list-programmes =
    Support programmes, in the sources' own words ({ $n ->
        [one] { $n } quote
       *[other] { $n } quotes
    }):
announced-directions =
    The source announces { $announced ->
        [one] { $announced } direction
       *[other] { $announced } directions
    }; its text describes { $described }.
announced-partners =
    The source announces { $announced ->
        [one] { $announced } partner
       *[other] { $announced } partners
    }; its text names { $described }.
announced-programmes =
    The source announces { $announced ->
        [one] { $announced } programme
       *[other] { $announced } programmes
    }; its text describes { $described }.
searched-for = Searched for: { $text }
about-directions = directions of support
about-partners = partners
about-programmes = support programmes

## Silence

no-region = I have no sources about { $region } yet.
no-region-unnamed = I have no sources about that region yet.
no-topic = My sources don't speak about that.
no-topic-in = My sources about { $region } don't speak about that.
unclear = Sorry, I did not understand the question. Could you put it in other words?
talk-greeting = Hello! Ask me about a region's technology policy, and I will answer with the sources' own words.
talk-thanks = You're welcome! Ask me again whenever you like.
talk-farewell = Goodbye! I am here whenever you have a question.
talk-insult = I am sorry that I was of no help. I can only quote my sources; asked in other words, they may answer.
talk-about-bot =
    I am a bot. I look for your answer in the articles I have and quote it word for word, with a link to the place. I add nothing of my own, and when the articles say nothing, I tell you so.
can-answer = I can answer about: { $names }.
and-more =
    { $names } and { $n ->
        [one] { $n } more
       *[other] { $n } more
    }

## Sources

source-in-en = in English
source-in-ru = in Russian
source-brief =
    policybot brief, based on { $n ->
        [one] { $n } public source
       *[other] { $n } public sources
    }
date-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
date-day =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
open-quote = Open at the quote
open-quote-n = Open at quote { $n }
left-out =
    { $n ->
        [one] { $n } more quote did not fit here. A narrower question will show it.
       *[other] { $n } more quotes did not fit here. A narrower question will show them.
    }
quote-too-long = This quote is too long for a message, and I never shorten quotes. Please read it in the source:

## When something goes wrong

quote-withheld = I found a quote but could not confirm that it matches its source word for word, so I am not showing it.
apology = Sorry, something went wrong with this question. Please try to put it in other words.
too-late = Sorry, I could not answer in time. If you still need the answer, please ask again.
