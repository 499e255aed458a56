# Inline mode, groups, subscriptions, privacy, access: the bot's own words, in English.

## Inline mode and groups

inline-nothing = No quote found. Ask me in private
settings-shown =
    Settings of this group

    Language: { $lang }
    A question that names no region is about: { $region }

    Choose below, or write the region behind the command: /settings Tomsk
settings-lang-auto = As the asker
settings-region-none = Any region
settings-saved = Saved
settings-admins = Only administrators of this group can change its settings.
settings-no-region = I have no sources about that region, so questions about it would find nothing.
settings-private = These are the settings of a group. Add me to one and send /settings there.
only-private = Please send me this command in a private chat.

## Subscriptions

subscribe-how =
    Write behind the command what you want to hear about: a region, a topic or both. For example:
    /subscribe Tomsk
    /subscribe partners
    /subscribe grants in Tomsk
subscribe-many = You have { $n } subscriptions, which is the most I can keep. Remove one with /subscriptions.
subscribed =
    Done. You will hear from me when there is a new or changed article about: { $what }
    When: { $when }. To hear once a day, send for example /digest 9 +7. To see or remove subscriptions: /subscriptions
unsubscribed = Removed
subscriptions-none = You have no subscriptions. To make one, send for example /subscribe Tomsk
subscriptions-intro =
    { $n ->
        [one] Your subscription
       *[other] Your { $n } subscriptions
    }. I write { $when }. Tap to remove:
when-at-once = as soon as I learn of it
when-daily = every day at { $hour } ({ $zone })
digest-how =
    Write the hour and how far your clock is ahead of UTC. For example:
    /digest 9 +7
    /digest 21 -3:30
    To hear of everything at once: /digest off
digest-set = Done. I write { $when }.
topic-directions = directions of support
topic-partners = partners
topic-programmes = support programmes
news-intro =
    { $n ->
        [one] New on what you follow:
       *[other] New on what you follow ({ $n } articles):
    }
news-outro = Your subscriptions: /subscriptions

## Privacy

mydata-caption = This is everything I have stored about you.
forget-question = Shall I delete everything I have stored about you, your subscriptions too? This cannot be undone.
forget-yes = Yes, delete it
forget-no = No
forget-done = Done. I have forgotten you.
forget-kept = Nothing was deleted.
privacy =
    What I keep, in plain words.

    Your message is on my disk until it is answered. Then it is deleted. So that you can ask on, I remember your last questions for half an hour; so that the buttons under my answers work, I remember for 30 days what they show.

    { $numbers ->
        [kept] A question I could not answer may be noted with your number, but without your name, so that the missing sources can be found: whoever runs this bot has chosen so.
       *[none] A question I could not answer may be noted without your name or number, so that the missing sources can be found.
    } Such notes are deleted a year after the question was last asked. A question you tell the curators is kept, with your number only if you want to hear back. When you say that an answer did not help, your question is noted without your number, for a year.

    With your number I also keep what you chose: language, subscriptions and their hour, votes, an invitation. A ban is remembered, too.

    /mydata shows all of it, /forget deletes it (but not a ban). My log holds neither names nor what people write. Telegram itself keeps our chat; you can delete it there.

## Access

slower = That is more than I can answer at once. Please wait a minute, then ask again.
closed = This bot is for invited people. If you have an invitation link, please open it.
ban-whom = Write the user's number behind the command, for example: /ban 123456789
ban-admin = Administrators cannot be banned.
banned = User { $user } is not answered any more.
unbanned = User { $user } is answered again.
invite-link = Whoever opens this link is let in: { $link }
invite-off = There is no invitation link: POLICYBOT_ACCESS is not set to invite, or POLICYBOT_INVITE_CODE is not set.

## Commands and descriptions

command-ask = ask a question
command-regions = regions I have sources about
command-region = all about one region
command-directions = directions of support in a region
command-partners = partners of a region
command-programmes = support programmes in a region
command-compare = two regions side by side
command-latest = newest articles
command-sources = where my articles come from
command-lang = choose the language
command-start = what I know
command-help = how to ask
command-subscribe = hear of new articles: /subscribe Tomsk
command-subscriptions = your subscriptions
command-digest = hear once a day: /digest 9 +7
command-privacy = what I keep
command-mydata = everything stored about you
command-forget = delete everything stored about you
command-settings = language and region of this group
command-misses = unanswered questions
command-ban = do not answer a user any more
command-unban = answer a user again
command-invite = the invitation link
bot-description =
    Ask me about a region's technology policy. I answer with the source's own words, word for word, and a link that opens the source at those words. When my sources say nothing, I tell you so.
bot-short-description = Answers about regional technology policy with exact quotes and links to the very words.
