# What administrators are told about the articles, in English.

curators-only = Only administrators can do this.

## The articles

status-generation =
    Generation { $generation }
    In service since { $since }, folder last read { $read } (UTC)
status-articles =
    { $articles ->
        [one] { $articles } article
       *[other] { $articles } articles
    } on { $regions ->
        [one] { $regions } region
       *[other] { $regions } regions
    }
status-empty = There is no article. Questions find nothing until one is put into the knowledge folder.
status-failure = What was read last is not in service: { $why }
status-kept =
    { $n ->
        [one] One file cannot be used; its last good version answers:
       *[other] { $n } files cannot be used; their last good versions answer:
    }
status-problems =
    { $n ->
        [one] One problem:
       *[other] { $n } problems:
    }
status-people =
    Messages waiting for a reply: { $pending }
    Subscribers: { $subscribers }
    People waiting for an answer: { $waiting }
    Answers that did not help: { $low }
reindex-done = Everything was read again.
reindex-later = Reading takes longer than expected. Send /status in a while.
lint-none = Nothing is wrong with the files.
lint-intro =
    { $n ->
        [one] One finding:
       *[other] { $n } findings:
    }
coverage-title = What the articles cover
coverage-region =
    { $region }: { $n ->
        [one] { $n } article
       *[other] { $n } articles
    }, newest { $newest }
coverage-cell = { $what }: { $n }
coverage-cell-older = { $what }: { $n } ({ $newest })
coverage-note = In brackets: articles. In the cells: quotes and the date of the newest.
coverage-intro = Quotes, with the date of the newest where another article of the region is newer:
coverage-other = other directions
coverage-more =
    { $n ->
        [one] and one more region: see the picture.
       *[other] and { $n } more regions: see the picture.
    }

## Questions without an answer

misses-none = No questions without an answer here: { $state }.
misses-intro =
    { $n ->
        [one] One question without an answer: { $state }
       *[other] { $n } questions without an answer: { $state }
    }
misses-caption = Questions without an answer
miss-open = open
miss-resolved = resolved
miss-ignored = ignored
miss-passed-on =
    { $n ->
        [one] passed on once
       *[other] passed on { $n } times
    }
miss-answered = ↳ seems to have an answer now
ratings-none = No answer was said not to help.
ratings-intro = Answers that did not help, newest first:
rating-no-reason = no reason given
curator-digest = This week. Questions without an answer: { $misses }. Answers that did not help: { $low }.
curator-proposals =
    { $n ->
        [one] A question that found nothing seems to have an answer now:
       *[other] { $n } questions that found nothing seem to have an answer now:
    }
curator-outro = All of them, with buttons: /misses

## Commands

command-status = articles in service, what is wrong
command-reindex = read all articles again
command-lint = check the articles
command-coverage = what the articles cover
