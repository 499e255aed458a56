# The reader: pages, feeds and the API.

reader-brand = Policybot
reader-title = Policybot: what regions say about technology policy
reader-promise = The sources' own words, each with a link to where they stand.
reader-this-language = English
reader-language = Language
reader-skip = Skip to the text
reader-feed = Feed of new articles
reader-home-title = Ask, and read the source's own words
reader-ask-label = Your question about a region's technology policy
reader-ask = Ask
reader-answer = Answer
reader-regions = Regions
reader-newest = Newest articles
reader-articles = Articles
reader-directions = Directions of support
reader-programmes = Programmes
reader-partners = Partners
reader-nothing-stated = The articles name none.
reader-coverage =
    { $n ->
        [one] { $n } article
       *[other] { $n } articles
    }, { $first } to { $last }
reader-coverage-once =
    { $n ->
        [one] { $n } article
       *[other] { $n } articles
    }, { $date }
reader-open-source = Open the source at the quote
reader-open-here = Read it in the article here
reader-open-card = Card of the quote
reader-region-page = all about the region
reader-print = Printable version
reader-print-hint = Print this page with your browser.
reader-back = Back to the article
reader-provenance = Where this text comes from
reader-publisher = Published by
reader-speaker = Mainly reports the words of
reader-date = Dated
reader-fetched = Fetched
reader-page-now = Source page
reader-page-unchanged = The source page still said all of this on { $date }.
reader-page-changed =
    { $n ->
        [one] The source page has changed since: { $n } sentence of this text did not stand there any more on { $date }.
       *[other] The source page has changed since: { $n } sentences of this text did not stand there any more on { $date }.
    }
reader-page-gone = The source page was gone on { $date }.
reader-hash = SHA-256 of the text
reader-based-on = Brief of our own, based on
reader-source = Source
reader-mark = Link to this text
reader-mark-hint = Select any text to get a link that opens this page with exactly that text marked.
reader-mark-copied = Copied: a link to this page with the marked text.
reader-mark-changed = The text has changed since this link was made; what is most like it is marked.
reader-mark-gone = The text of this link is not on the page any more.
reader-quote-title = Quote
reader-context = Context
reader-cite = Cite it
reader-cite-plain = Plain text
reader-copy = Copy
reader-copied = Copied
reader-card-live = The words stand in the article today (its hash: { $hash }…).
reader-not-found = Nothing here
reader-not-found-text = There is no page at this address.
reader-failed = That did not work
reader-to-start = To the start page

open-page = Page

problem-no-question = The parameter q must hold a question.
problem-long-question = A question has at most { $n } characters.
problem-lang = The parameter lang must be en or ru.
problem-page = The parameter limit must be a number from 1 to { $n }, and offset one from 0.
problem-no-article = There is no article with this id.
problem-no-quote = There is no quote with this id.
problem-no-region = There is no region with this name.

mcp-instructions =
    Verbatim quotes on regional technology policy. Use ask for questions; quote the text of the quotes as it is and cite their links. An abstention means that the sources do not answer: say so instead of guessing.
