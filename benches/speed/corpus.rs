//! A made-up archive of news: the same articles on every machine, told by templates of their own.
//!
//! A third of the articles tell of a dealing in AI (some of them the same dealing, in other words and with other sums);
//! a third of other public business with names and sums; a third of neither. Buyers and suppliers are listed ones, the
//! famous far more often than the others, and one supplier in four is invented.

use awardwire::entities::{EntryKind, Lists};
use serde_json::json;

use crate::random::Random;
use crate::words::{
    AWARDS, CHANGES, CIVIC, DESKS, FILLERS, HEADLINES, PRODUCTS, PROTESTS, RELATIONS, REQUESTS, SYLLABLES,
    SYSTEMS, TALK, USES,
};

/// One dealing that one or several articles tell of.
struct Story {
    buyer: String,
    vendor: String,
    rival: String,
    topic: String,
    product: &'static str,
    number: String,
    millions: u64,
    day: u32,
}

/// The articles, one JSON record a line.
pub fn records(count: usize) -> Vec<String> {
    let mut random = Random::new(20_260_701);
    let names = Names::new(&mut random);
    let stories: Vec<Story> = (0..count.div_ceil(6)).map(|_| names.story(&mut random)).collect();
    (0..count)
        .map(|n| {
            let story = &stories[random.below(stories.len())];
            let other = names.story(&mut random);
            let (title, text, day) = match n % 3 {
                0 => dealing(story, &mut random),
                1 => business(&other, &mut random),
                _ => everyday(&names, &mut random),
            };
            let desk = random.word(DESKS);
            let host = desk.to_lowercase().replace(' ', "-");
            json!({
                "id": format!("b{n:05}"),
                "url": format!("https://{host}.example/{n}"),
                "publisher": desk,
                "published": date(day),
                "title": title,
                "text": text,
            })
            .to_string()
        })
        .collect()
}

/// Listed and invented names, the famous first.
struct Names {
    buyers: Vec<String>,
    vendors: Vec<String>,
    invented: Vec<String>,
    people: Vec<String>,
}

impl Names {
    fn new(random: &mut Random) -> Self {
        let listed = |kind| -> Vec<String> {
            let entries = Lists::bundled().entries().iter();
            entries.filter(|entry| entry.kind == kind).map(|entry| entry.name.to_owned()).collect()
        };
        let famous = |first: &[&str], rest: Vec<String>| {
            first.iter().map(|name| (*name).to_owned()).chain(rest).collect::<Vec<_>>()
        };
        let forms =
            ["Analytics Inc.", "Labs LLC", "Systems Corp.", "Technologies", "Robotics Ltd.", "Data Works"];
        Self {
            buyers: famous(
                &[
                    "Department of Defense",
                    "Army",
                    "Air Force",
                    "Department of Homeland Security",
                    "General Services Administration",
                    "Department of Veterans Affairs",
                    "Navy",
                ],
                listed(EntryKind::Agency),
            ),
            vendors: famous(
                &["Palantir", "OpenAI", "Anthropic", "Google", "Microsoft", "Booz Allen Hamilton", "Anduril"],
                listed(EntryKind::Vendor),
            ),
            invented: (0..900).map(|_| format!("{} {}", invented(random), random.word(&forms))).collect(),
            people: (0..1200).map(|_| format!("{} {}", invented(random), invented(random))).collect(),
        }
    }

    fn story(&self, random: &mut Random) -> Story {
        let vendor =
            if random.below(4) == 0 { random.pick(&self.invented) } else { random.famous(&self.vendors) };
        Story {
            buyer: random.famous(&self.buyers).clone(),
            vendor: vendor.clone(),
            rival: random.pick(&self.invented).clone(),
            topic: format!("{} for {}", random.word(SYSTEMS), random.word(USES)),
            product: random.word(PRODUCTS),
            number: format!(
                "W{:02}QKN-{:02}-C-{:04}",
                random.below(90) + 9,
                23 + random.below(4),
                random.below(9999)
            ),
            millions: [2, 5, 9, 14, 27, 40, 65, 88, 120, 200, 480, 950][random.below(12)]
                + random.below(9) as u64,
            day: random.below(1200) as u32,
        }
    }
}

/// A dealing in AI, from one of its sides.
fn dealing(story: &Story, random: &mut Random) -> (String, String, u32) {
    let lead = [AWARDS, AWARDS, CHANGES, PROTESTS, REQUESTS, RELATIONS][random.below(6)];
    let mut paragraphs = vec![told(random.word(lead), story, random)];
    for _ in 0..2 + random.below(3) {
        paragraphs.push(told(random.word(TALK), story, random));
    }
    if random.below(2) == 0 {
        paragraphs.push(told(random.word(AWARDS), story, random));
    }
    let title = told(random.word(HEADLINES), story, random);
    (title, filled(paragraphs, random), story.day + random.below(9) as u32)
}

/// Public business without AI in it.
fn business(story: &Story, random: &mut Random) -> (String, String, u32) {
    let plain = Story { topic: random.word(CIVIC).to_owned(), product: "the service", ..rebuilt(story) };
    let paragraphs = vec![told(random.word(AWARDS), &plain, random), told(random.word(TALK), &plain, random)];
    let title = format!("{} plans {}", plain.buyer, plain.topic);
    (title, filled(paragraphs, random), plain.day)
}

fn rebuilt(story: &Story) -> Story {
    Story {
        buyer: story.buyer.clone(),
        vendor: story.vendor.clone(),
        rival: story.rival.clone(),
        number: story.number.clone(),
        topic: story.topic.clone(),
        ..*story
    }
}

/// Neither buyers nor suppliers.
fn everyday(names: &Names, random: &mut Random) -> (String, String, u32) {
    let person = random.pick(&names.people).clone();
    let place = invented(random);
    let title = format!("{place} {}", random.word(CIVIC));
    let lead = format!("{person} of {place} said on Monday that {} would go on.", random.word(CIVIC));
    (title, filled(vec![lead], random), random.below(1200) as u32)
}

/// Fills up to 4 KB with sentences that are true of any article.
fn filled(mut paragraphs: Vec<String>, random: &mut Random) -> String {
    let wanted = 3700 + random.below(300);
    let mut length: usize = paragraphs.iter().map(String::len).sum();
    while length < wanted {
        let mut paragraph = String::new();
        for _ in 0..2 + random.below(3) {
            let sentence = random.word(FILLERS).replace("{place}", &invented(random));
            let sentence = sentence.replace("{person}", &invented(random));
            let count = (random.below(900) + 12).to_string();
            let sentence = sentence.replace("{count}", &count).replace("{civic}", random.word(CIVIC));
            paragraph.push_str(&reworded(&sentence, random));
            paragraph.push(' ');
        }
        length += paragraph.len();
        let at = 1 + random.below(paragraphs.len());
        paragraphs.insert(at, paragraph.trim_end().to_owned());
    }
    paragraphs.join("\n\n")
}

/// One word in five is another one: no two articles are copies because they share a few sentences.
fn reworded(sentence: &str, random: &mut Random) -> String {
    let other = |word: &str, random: &mut Random| match random.below(5) {
        0 if word.bytes().all(|letter| letter.is_ascii_lowercase()) => invented(random).to_lowercase(),
        _ => word.to_owned(),
    };
    let words: Vec<String> = sentence.split(' ').map(|word| other(word, random)).collect();
    words.join(" ")
}

fn told(template: &str, story: &Story, random: &mut Random) -> String {
    // One in six articles has another sum than the others.
    let millions = if random.below(6) == 0 { story.millions + 3 } else { story.millions };
    let sum = match random.below(4) {
        0 => format!("${millions} million"),
        1 => format!("${millions}M"),
        2 => format!("${millions},000,000"),
        _ => format!("up to ${millions} million"),
    };
    template
        .replace("{buyer}", &story.buyer)
        .replace("{vendor}", &story.vendor)
        .replace("{rival}", &story.rival)
        .replace("{topic}", &story.topic)
        .replace("{product}", story.product)
        .replace("{number}", &story.number)
        .replace("{sum}", &sum)
        .replace("{date}", &date(story.day + random.below(60) as u32))
}

/// A word that looks like a name.
fn invented(random: &mut Random) -> String {
    let mut word: String = (0..2 + random.below(2)).map(|_| random.word(SYLLABLES)).collect();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// Day `n` of the archive, with months of 28 days.
fn date(n: u32) -> String {
    format!("{}-{:02}-{:02}", 2023 + n / 336, n % 336 / 28 + 1, n % 28 + 1)
}
