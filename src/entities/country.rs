//! In which country a story plays: it tells which dollar a `$` is and which Treasury "Treasury" is.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Words that place a story, by country.
const CUES: &[(&str, &[&str])] = &[
    (
        "us",
        &[
            "U.S.",
            "United States",
            "Washington",
            "Pentagon",
            "American",
            "White House",
            "Congress",
            "Trump",
            "Biden",
            "Virginia",
            "California",
            "Maryland",
            "Texas",
            "DoD",
            "FedRAMP",
            "Guam",
            "Hagåtña",
            "Puerto Rico",
            "Northern Mariana",
            "Hawaii",
            "Honolulu",
            "Alaska",
        ],
    ),
    (
        "gb",
        &[
            "UK",
            "U.K.",
            "British",
            "Britain",
            "London",
            "England",
            "Scotland",
            "Scottish",
            "Wales",
            "Welsh",
            "Whitehall",
            "NHS",
            "Home Office",
            "£",
        ],
    ),
    (
        "au",
        &[
            "Australia",
            "Australian",
            "Canberra",
            "Sydney",
            "Melbourne",
            "Queensland",
            "Brisbane",
            "Perth",
            "Commonwealth Grants",
            "A$",
            "AUD",
            "Adelaide",
            "Hobart",
            "New South Wales",
            "NSW",
            "South Australia",
            "Western Australia",
            "Tasmania",
            "Tasmanian",
            "Northern Territory",
            "Australians",
            "ADF",
            "AusTender",
            "Services Australia",
            "Digital Transformation Agency",
        ],
    ),
    (
        "ca",
        &[
            "Canada",
            "Canadian",
            "Ottawa",
            "Ontario",
            "Quebec",
            "Québec",
            "Toronto",
            "Montreal",
            "Alberta",
            "Manitoba",
            "Winnipeg",
            "Saskatchewan",
            "Regina",
            "British Columbia",
            "Vancouver",
            "Nova Scotia",
            "Halifax",
            "New Brunswick",
            "Newfoundland",
            "Yukon",
            "Nunavut",
            "province",
            "provincial",
            "C$",
            "CAD",
            "Canadians",
            "Calgary",
            "Edmonton",
            "Prince Edward Island",
            "RCMP",
            "Shared Services Canada",
            "Public Services and Procurement",
            "Parliament Hill",
            "Mounties",
            "Québécois",
        ],
    ),
    (
        "nz",
        &[
            "New Zealand",
            "Wellington",
            "Auckland",
            "NZ$",
            "New Zealanders",
            "Christchurch",
            "Dunedin",
            "Hamilton City",
            "Te Whatu Ora",
            "NZDF",
            "NZD",
            "Waikato",
            "Otago",
            "Canterbury Regional",
            "Māori",
        ],
    ),
    ("sg", &["Singapore", "S$", "GovTech", "Singaporean", "Singaporeans", "MINDEF", "HTX", "IMDA", "SGD"]),
    ("hk", &["Hong Kong", "HK$", "Hongkong", "Hong Kong's", "Kowloon", "HKMA", "HKD", "Cyberport"]),
    (
        "in",
        &[
            "India",
            "Indian",
            "New Delhi",
            "Bengaluru",
            "Mumbai",
            "crore",
            "lakh",
            "₹",
            "Hyderabad",
            "Maharashtra",
            "Karnataka",
            "Lok Sabha",
            "rupees",
        ],
    ),
    ("jp", &["Japan", "Japanese", "Tokyo", "yen", "Osaka", "METI", "¥"]),
    ("kr", &["South Korea", "Korean", "Seoul", "Republic of Korea", "South Korean", "Busan", "Sejong", "₩"]),
    ("fr", &["France", "French", "Paris", "français", "ministère"]),
    ("de", &["Germany", "German", "Berlin", "Bundeswehr", "deutsche"]),
    ("it", &["Italy", "Italian", "Rome", "Italia"]),
    ("es", &["Spain", "Spanish", "Madrid", "España"]),
    ("nl", &["Netherlands", "Dutch", "Amsterdam", "The Hague"]),
    ("ua", &["Ukraine", "Ukrainian", "Kyiv"]),
    ("ae", &["United Arab Emirates", "UAE", "Abu Dhabi", "Dubai", "Emirati"]),
    ("sa", &["Saudi", "Riyadh"]),
    ("il", &["Israel", "Israeli", "Tel Aviv", "Jerusalem"]),
    ("ie", &["Ireland", "Irish", "Dublin"]),
    ("br", &["Brazil", "Brazilian", "Brasília", "Brasilia", "São Paulo", "R$"]),
    ("ch", &["Switzerland", "Swiss", "Bern"]),
    ("se", &["Sweden", "Swedish", "Stockholm"]),
    ("no", &["Norway", "Norwegian", "Oslo"]),
    ("dk", &["Denmark", "Danish", "Copenhagen"]),
    ("pl", &["Poland", "Polish", "Warsaw"]),
    ("tw", &["Taiwan", "Taipei", "NT$", "Taiwanese", "Hsinchu", "Executive Yuan", "Kaohsiung", "TWD"]),
    ("mx", &["Mexico City", "México", "MXN", "Mexican government"]),
    ("za", &["South Africa", "South African", "Pretoria", "Johannesburg", "Cape Town"]),
    ("cn", &["yuan", "renminbi", "RMB", "Shanghai", "Shenzhen", "Hangzhou"]),
    ("eu", &["European Union", "European Commission", "EU", "Brussels"]),
];

static AUTOMATON: LazyLock<Option<(AhoCorasick, Vec<usize>)>> = LazyLock::new(|| {
    let words: Vec<(&str, usize)> = CUES
        .iter()
        .enumerate()
        .flat_map(|(i, (_, words))| words.iter().map(move |word| (*word, i)))
        .collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words.iter().map(|(w, _)| w))
        .ok()?;
    Some((automaton, words.into_iter().map(|(_, country)| country).collect()))
});

/// The country that most words of the title (counted three times) and text place the story in; `us` where none does.
/// "US company" says where a vendor is at home and does not count.
pub(super) fn story_country(title: &str, text: &str) -> &'static str {
    let Some((automaton, countries)) = &*AUTOMATON else { return "us" };
    let mut scores = [0_u32; CUES.len()];
    for (part, weight) in [(title, 3), (text, 1)] {
        for found in automaton.find_iter(part) {
            let before = part[..found.start()].chars().next_back();
            let after = &part[found.end()..];
            let is_word = !before.is_some_and(char::is_alphanumeric)
                && (!after.starts_with(char::is_alphanumeric)
                    || part[..found.end()].ends_with(['$', '£', '₹']));
            // "US company", "American giant": the vendor's home, not the story's.
            let is_home =
                [" company", " firm", " giant", " start-up", " startup", " tech", " vendor", "-based"]
                    .iter()
                    .any(|word| after.starts_with(word));
            if is_word && !is_home {
                scores[countries[found.pattern().as_usize()]] += weight;
            }
        }
    }
    let best = scores.iter().max().copied().unwrap_or(0);
    let index = if best == 0 { 0 } else { scores.iter().position(|score| *score == best).unwrap_or(0) };
    CUES[index].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_decide() {
        for (title, text, country) in [
            (
                "OpenAI wins second Australian government contract",
                "The US company has a $25,000 deal in Canberra.",
                "au",
            ),
            ("Pentagon deal", "The U.S. Army and a British firm.", "us"),
            ("Cohere and Ottawa sign", "raised $500 million USD", "ca"),
            ("Deal", "Nothing says where.", "us"),
            ("Cable alarms off Guam", "Cables to Taiwan were cut; the order is worth $27.9 million.", "us"),
            ("Taipei signs", "The cable to Guam; Taiwan pays NT$5 million.", "tw"),
            ("Palantir", "worth £15m with the NHS", "gb"),
        ] {
            assert_eq!(story_country(title, text), country, "{title}");
        }
    }
}
