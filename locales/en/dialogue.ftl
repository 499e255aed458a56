# What the bot says in a conversation, in English: buttons, cards, lists of regions and sources. Labels of buttons are
# short, so that they fit on a phone.

language-name = English
# The same, as it may be asked for in any language, separated by commas, in small letters.
language-words = english, английский, англ
language-choose = Which language shall I speak? The quotes stay in the language of their source.
language-set = I speak English now. You can ask in any language I know.
help-region = Tomsk Region
too-long = That is a lot of text. Please ask in fewer than { $n } characters; one or two sentences work best.
# Words that ask for the rest of the last answer, separated by commas, in small letters.
words-more = more, next, more please, show more, go on, continue, what else, and more, any more, anything else, and what else, more quotes

## Under an answer

context = Context
more = More · { $position }
to-first = Back to the first · { $position }
one-by-one = One by one
back-to-list = The whole list
back = Back
card = Card
open-n = Open { $n }
speaker = Main speaker: { $name }
carried = Continuing: { $what }
drop-carried = ✕ { $what }
context-intro = The paragraphs around the quote; the quote itself is set in bold.
no-more = That was everything I have found on this.
age-month = this month
age-months =
    { $n ->
        [one] { $n } month ago
       *[other] { $n } months ago
    }
age-year = this year
age-years =
    { $n ->
        [one] { $n } year ago
       *[other] { $n } years ago
    }
source-changed = The source has been changed since: these words no longer stand in it. This is the wording I quoted before.
source-gone = The source is no longer among my articles. This is the wording I quoted before.
quote-lost = I no longer have this quote. Please ask again.
button-expired = This button is too old for me. Please ask again.
ask-again = I no longer have your question. Please write it again.

## Whether it helped

vote-thanks = Thank you! Glad it helped.
vote-why = Sorry about that. What was wrong?
vote-noted = Thank you, noted.
reason-other-topic = Not what I asked
reason-other-region = Wrong region or time
reason-outdated = Out of date
reason-unclear = Hard to understand

## When there is no answer

nearest-regions = These regions I do know:
nearest-questions = What I can answer:
tell-curators = Tell the curators
wish-noted = Thank you, I have passed your question on, without your name.
wish-hear-back = Let me know when there is an answer
wish-will-hear = I will write to you here when there is an answer.
wish-granted = You wanted to know, and now there is an answer:

## Regions, articles, sources

regions-intro =
    I have sources about { $n ->
        [one] { $n } region
       *[other] { $n } regions
    }, with the number of articles:
which-region = Which region?
region-summary =
    { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    }. What they state: directions of support: { $directions }, partners: { $partners }, programmes: { $programmes }. The newest:
card-directions = Directions of support · { $n }
card-partners = Partners · { $n }
card-programmes = Programmes · { $n }
card-latest = Newest articles
latest-intro = The newest articles:
latest-in = The newest articles about { $region }:
sources-intro =
    { $n ->
        [one] My articles come from { $n } source:
       *[other] My articles come from { $n } sources:
    }
source-details =
    { $n ->
        [one] { $n } article
       *[other] { $n } articles
    }, the newest of { $date }

## Two regions side by side

compare-how = Name two regions I know, like this: /compare first region, second region
compare-one = I need two regions with articles to compare, and I have only one so far.
compare-says = { $region }:
compare-none = { $region }: no statement found.
compare-nothing = I have found no statement on directions of support in either of them.
# A direction and words by which statements on it are known; the first is shown.
direction-infrastructure = Infrastructure, industrial park, technopark, special economic zone, building
direction-people = People and skills, human resources, personnel, education, training, students, specialists
direction-money = Money, grants, subsidies, loans, finance, investment, tax
direction-cooperation = Cooperation with companies, partnership, large companies, corporations, orders
direction-science = Science, research, universities, laboratories, scientists
direction-export = Export, foreign markets, international
direction-digital = Digital technology, software, internet, artificial intelligence, robotics
direction-startups = Start-ups, small business, entrepreneurship, accelerator, incubator
direction-other = Other

## The card of a quote

card-title = Quote card
card-same = Quoted on { $date }. The article is unchanged since; its SHA-256 begins with { $hash }.
card-edited = Quoted on { $date }. The article has been edited since, but these words still stand in it. The SHA-256 of the article quoted from began with { $hash }.
card-changed = Quoted on { $date }. The article has been changed since and no longer has these words; this is the wording of that day. The SHA-256 of the article began with { $hash }.
card-gone = Quoted on { $date }. The article is no longer among my sources; this is the wording of that day. The SHA-256 of the article began with { $hash }.
card-unknown = I do not know this quote. The link may be cut off, or come from another bot.
share = Share
copy-citation = Copy the reference
