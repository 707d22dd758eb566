//! Whether a sum is told of each of several dealings rather than of all of them together.

use crate::article::Article;
use crate::base::Span;

/// So many words may stand between a sum and the "each" after it: "$200 million contracts each".
const NEAR: usize = 3;

/// What is told of all together, though each has a part in it: "each will compete for orders of up to $9 billion".
const POOLED: &[&str] = &[
    "aggregate",
    "collectively",
    "combined",
    "compete",
    "competes",
    "competing",
    "pool",
    "pooled",
    "share",
    "shared",
    "shares",
    "sharing",
    "split",
    "together",
    "total",
    "totaling",
    "totalling",
];

/// What a sum may recur by, which makes it no sum of one dealing: "$10 million each year".
const TIMES: &[&str] =
    &["day", "fiscal", "hour", "month", "option", "phase", "quarter", "time", "week", "year"];

/// Whether the sentence around the sum gives it to each: "$200 million each", "each deal tops out at $200 million".
pub(super) fn is_apiece(article: &Article, sentences: &[Span], sum: Span) -> bool {
    let Some(sentence) = sentences.iter().find(|sentence| sentence.overlaps(&sum)) else { return false };
    let (title, body) = (article.title.as_str(), article.body.text());
    let before = Span { end: sum.start.max(sentence.start), ..*sentence };
    let after = Span { start: sum.end.min(sentence.end), ..*sentence };
    is_said_before(before.of(title, body)) || is_said_after(after.of(title, body))
}

/// "each" before the sum, of the same part of the sentence, and nothing after it that pools them.
fn is_said_before(text: &str) -> bool {
    let part = text.rsplit(';').next().unwrap_or(text);
    let words: Vec<&str> = part.split_whitespace().collect();
    let Some(place) = words.iter().rposition(|word| is_each(plain(word))) else { return false };
    let [each, rest @ ..] = words.get(place..).unwrap_or_default() else { return false };
    // "four options of a year each, worth $50 million": the comma ends what it is said of.
    let is_of_other = each.ends_with([',', ':', ')', '.']);
    !is_of_other && !recurs(rest) && !rest.iter().any(|word| is_one_of(word, POOLED))
}

/// "each" or "per company" soon after the sum.
fn is_said_after(text: &str) -> bool {
    let part = text.split([',', ';', ':', '(', '—', '–']).next().unwrap_or(text);
    let words: Vec<&str> = part.split_whitespace().take(NEAR + 2).collect();
    words.iter().take(NEAR + 1).enumerate().any(|(place, word)| {
        let rest = words.get(place + 1..).unwrap_or_default();
        let word = plain(word);
        let per = word.eq_ignore_ascii_case("per")
            && rest.first().is_some_and(|next| {
                is_one_of(next, &["awardee", "company", "contractor", "firm", "supplier", "vendor"])
            });
        per || (is_each(word) && !recurs(rest))
    })
}

fn is_each(word: &str) -> bool {
    is_one_of(word, &["each", "apiece"])
}

fn recurs(rest: &[&str]) -> bool {
    rest.first().is_some_and(|next| is_one_of(next, TIMES))
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|one| plain(word).eq_ignore_ascii_case(one))
}

fn plain(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_apiece_where_the_words_around_it_say_so() {
        for (before, after, expected) in [
            ("Each deal tops out at ", ".", true),
            ("The firms got ", " each.", true),
            ("Google, OpenAI and xAI each received contracts, with a ceiling of ", ".", true),
            ("It gave every one ", " contracts apiece, it said.", true),
            ("Up to ", " per company, the office said.", true),
            ("It will pay ", " to each firm.", true),
            ("The firms share ", ".", false),
            ("Each will compete for orders of up to ", ".", false),
            ("Each of the four shares a ceiling of ", ".", false),
            ("It pays ", " each year.", false),
            ("Each year it pays ", ".", false),
            ("It has four options of a month each, worth ", ".", false),
            ("It is worth ", ", and each of the firms has begun.", false),
            ("", "", false),
        ] {
            let said = is_said_before(before) || is_said_after(after);
            assert_eq!(said, expected, "{before}$200 million{after}");
        }
    }
}
