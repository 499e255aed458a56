//! The names of regions as words: their stems, their inflected forms, and whether a badly typed word is one of them.

use crate::text::slug::latin;
use crate::text::sound;
use crate::text::stem::stem;
use crate::text::words::{Word, is_cyrillic};

/// Words that say what kind of place a name belongs to.
pub(super) const KINDS: [&str; 34] = [
    "region",
    "oblast",
    "krai",
    "kray",
    "territory",
    "republic",
    "autonomous",
    "okrug",
    "district",
    "province",
    "state",
    "county",
    "prefecture",
    "voivodeship",
    "canton",
    "city",
    "area",
    "область",
    "край",
    "республика",
    "автономный",
    "округ",
    "район",
    "провинция",
    "штат",
    "город",
    "губерния",
    "регион",
    "земля",
    "префектура",
    "воеводство",
    "кантон",
    "обл",
    "респ",
];

/// Kinds that make the word beside them a region even if nothing else is known of it.
pub(super) const TELLING: [&str; 21] = [
    "county",
    "district",
    "territory",
    "region",
    "oblast",
    "krai",
    "republic",
    "okrug",
    "province",
    "prefecture",
    "voivodeship",
    "область",
    "край",
    "республика",
    "округ",
    "провинция",
    "губерния",
    "обл",
    "респ",
    "canton",
    "кантон",
];

/// How alike a word must sound to a region's name in the other alphabet.
const SAME_SOUND: f32 = 0.84;
/// The same for a word that is called a region ("Lebyazhye Region" for «Лебяженская область»).
const SAME_SOUND_CALLED: f32 = 0.72;
/// Letters of a name that is an abbreviation, at the most.
const LONGEST_ABBREVIATION: usize = 2;
/// Letters that must be left of a name without the ending of an adjective.
const SHORTEST_ROOT: usize = 5;

/// Words after which a name stands for a place: "in", «в», and those for "from" and "of".
const BEFORE_PLACES: [&str; 7] = ["in", "from", "of", "в", "во", "из", "по"];

/// When a name counts that is another word, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Guard {
    /// Always.
    Free,
    /// With a capital, or after "in": «Орёл» is a bird in lower case.
    Capital,
    /// After "in", unless a surname follows: Vladimir is a man's name.
    Place,
}

impl Guard {
    /// Whether a name counts where it stands: `words[at..at + parts.len()]` of a question.
    pub(super) fn allows(self, parts: &[Part], words: &[Word], at: usize) -> bool {
        let after_in = || at > 0 && is_before_places(&words[at - 1].folded);
        match self {
            Guard::Free => true,
            Guard::Capital => words[at].capital || after_in(),
            Guard::Place => {
                // Nobody is called «Иваново».
                let town = parts[0].folded.ends_with('о') && words[at].folded == parts[0].folded;
                town || after_in() && words.get(at + parts.len()).is_none_or(|next| !next.capital)
            }
        }
    }
}

/// Whether a name that follows the word stands for a place.
pub(super) fn is_before_places(word: &str) -> bool {
    BEFORE_PLACES.contains(&word)
}

/// One way to name a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    /// Its words; at least one.
    pub parts: Vec<Part>,
    /// When it counts.
    pub guard: Guard,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub stem: String,
    pub folded: String,
}

impl Part {
    pub(super) fn of(word: &Word) -> Self {
        Self { stem: stem(&word.folded).into_owned(), folded: word.folded.clone() }
    }

    pub(super) fn is_cyrillic(&self) -> bool {
        self.stem.starts_with(is_cyrillic)
    }

    /// Whether a word with the same stem can be a form of this one. The stem of a name may be that of quite another word
    /// (of «Ростов», that of «рост»), so all but its ending must be there: one letter, of an adjective two. What a Russian
    /// word has instead begins with a vowel or «й» («Алтай» is no «Алтан»), and an abbreviation has no other forms («МО» is
    /// no «моей»).
    pub(super) fn fits(&self, word: &str) -> bool {
        const ADJECTIVES: [&str; 7] = ["ий", "ый", "ой", "ая", "ое", "ые", "ие"];
        let letters = self.folded.chars().count();
        if letters <= LONGEST_ABBREVIATION {
            return word == self.folded;
        }
        let ending = if ADJECTIVES.iter().any(|a| self.folded.ends_with(a)) { 2 } else { 1 };
        let shared = word.chars().zip(self.folded.chars()).take_while(|(a, b)| a == b).count();
        let ends = |c: char| !is_cyrillic(c) || is_vowel(c) || matches!(c, 'й' | 'ь');
        let inflects = || !self.folded.ends_with(ends) || word.chars().nth(letters - ending).is_none_or(ends);
        shared + ending >= letters && inflects()
    }
}

/// A Russian name in the cases whose stem the stemmer makes another one («Татарстан», «Татарстане»; «Алтай», «Алтая»).
pub(super) fn cases(core: &[Part]) -> impl Iterator<Item = Vec<Part>> {
    const HARD: [&str; 4] = ["е", "а", "у", "ом"];
    const SOFT: [&str; 4] = ["е", "я", "ю", "ем"];
    let declined = |p: &&Part| p.folded.ends_with(|c| is_cyrillic(c) && !is_vowel(c) && c != 'ь');
    let last = core.last().filter(declined).cloned();
    last.into_iter().flat_map(move |name| {
        let soft = name.folded.strip_suffix('й');
        let (base, endings) = soft.map_or((name.folded.as_str(), HARD), |base| (base, SOFT));
        let inflected = endings.map(|ending| stem(&format!("{base}{ending}")).into_owned());
        let others = inflected.into_iter().filter(|s| *s != name.stem);
        let form = |stem: String| {
            let last = Part { stem, folded: name.folded.clone() };
            core[..core.len() - 1].iter().cloned().chain([last]).collect()
        };
        others.map(form).collect::<Vec<_>>()
    })
}

/// A Russian adjective in Latin letters, as people write it who know no other name: "Sverdlovskaya", "Krasnoyarskiy".
pub(super) fn in_latin(core: &[Part]) -> Option<Vec<Part>> {
    let is_adjective = |p: &Part| ["ая", "ий", "ый", "ой"].iter().any(|ending| p.folded.ends_with(ending));
    let written = |p: &Part| -> String { p.folded.chars().filter_map(latin).collect() };
    let part = |folded: String| Part { stem: stem(&folded).into_owned(), folded };
    core.last().is_some_and(is_adjective).then(|| core.iter().map(|p| part(written(p))).collect())
}

/// How well a word that names no known place can be this region's name, mistyped or in the other alphabet, up to 1;
/// `None` when it cannot.
///
/// A namesake is not a typo: the first letter must be right, and of a word that is called a region ("Walden County") no
/// letter may be another one, only missing, doubled or swapped.
pub(super) fn likeness(word: &Word, stem: &str, name: &Part, called_region: bool) -> Option<f32> {
    let same_alphabet = name.is_cyrillic() == stem.starts_with(is_cyrillic);
    if root(stem) == root(&name.stem) || is_called_after(stem, name) {
        return Some(1.0);
    }
    if !same_alphabet {
        let heard = |a: &str, b: &str| sound::similarity(&sound::key(a), &sound::key(b));
        let alike = heard(root(stem), root(&name.stem)).max(heard(&word.folded, &name.folded));
        return Some(alike).filter(|a| *a >= if called_region { SAME_SOUND_CALLED } else { SAME_SOUND });
    }
    let len = stem.chars().count();
    let slips = strsim::osa_distance(stem, &name.stem);
    let exchanged = len == name.stem.chars().count() && sorted(stem) != sorted(&name.stem);
    let same = stem.chars().next() == name.stem.chars().next()
        && slips <= if len < 10 { 1 } else { 2 }
        && !(called_region && exchanged);
    same.then(|| 1.0 - slips as f32 / (len as f32 + 1.0))
}

fn sorted(s: &str) -> Vec<char> {
    let mut out: Vec<char> = s.chars().collect();
    out.sort_unstable();
    out
}

/// Whether a word is the name that a region's is made of («Самара» of «Самарская область»), or made of the region's
/// («айдымский» of «Айдым», «ургайский» of «Ургай», whose own stem is shorter).
pub(super) fn is_called_after(stem: &str, name: &Part) -> bool {
    let of_name = || [&name.stem, &name.folded].iter().any(|n| root(stem) == n.as_str());
    name.stem != stem && (root(&name.stem) == stem || name.is_cyrillic() && of_name())
}

/// A name without the ending that makes an adjective of it: «светлоборск» (from Светлоборская) and «светлобор».
pub(super) fn root(stem: &str) -> &str {
    let cut = ["ск", "ski", "sky", "sk"].iter().find_map(|ending| stem.strip_suffix(ending));
    cut.filter(|rest| rest.chars().count() >= SHORTEST_ROOT).unwrap_or(stem)
}

/// Whether two stems differ by one vowel written for another («варонежск»): a slip even beside "region".
pub(super) fn differ_by_a_vowel(a: &str, b: &str) -> bool {
    let mut unequal = a.chars().zip(b.chars()).filter(|(a, b)| a != b);
    let one = unequal.next().is_some_and(|(a, b)| is_vowel(a) && is_vowel(b)) && unequal.next().is_none();
    one && a.chars().count() == b.chars().count()
}

fn is_vowel(c: char) -> bool {
    "аеиоуыэюяaeiouy".contains(c)
}
