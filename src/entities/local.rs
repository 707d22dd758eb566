//! Local bodies as running text names them: "Coventry city council", "the city of Hull", a bare "City Council" under a
//! dateline.

use crate::base::Pattern;
use std::sync::LazyLock;

use super::mention::Organisation;
use super::organisations::Texts;
use super::patterns::OF_PLACE;
use super::plain_words::NEVER;
use super::run_shape::capitalised;
use crate::base::{Field, OrgId, Span, comparison_key};

/// Lower-case words that end a body's name, and the name's proper end (in the United States, elsewhere).
const LOWER_TAILS: &[(&str, &str, &str)] = &[
    (" city council", "City Council", "City Council"),
    (" county council", "County Council", "County Council"),
    (" borough council", "Borough Council", "Borough Council"),
    (" town council", "Town Council", "Town Council"),
    (" school board", "School Board", "School Board"),
    (" police department", "Police Department", "Police Department"),
    (" school district", "School District", "School District"),
    (" council", "City Council", "Council"),
    (" police", "Police Department", "Police"),
];

/// How sure a lower-case ending makes a body.
pub(super) const LOWER_TAIL: f32 = 0.75;

/// Bodies that every town has: named bare, they are those of the town the story plays in.
const BARE: &[&str] = &[
    "City Council",
    "Town Council",
    "Common Council",
    "Board of Education",
    "School Board",
    "Board of Supervisors",
];

/// Whether reporters of all places write from there, whatever they write of.
fn is_capital(town: &str) -> bool {
    [
        "Washington",
        "London",
        "Brussels",
        "Paris",
        "Berlin",
        "New York",
        "San Francisco",
        "Ottawa",
        "Canberra",
        "Tokyo",
    ]
    .contains(&town)
}

static DATELINE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?m)^([A-Z][A-Z.' ]{2,28}[A-Z])(?:, [A-Z][\w. ]{1,14}?)?,? *(?:\([^)]{2,20}\) *)?(?:--|—|–|-) ",
    )
});

/// "the city of Hull", "la Ville de Lyon", "le conseil municipal de Lyon".
pub(super) fn of_place() -> Pattern {
    let name = r"((?:La |Le |Les |Saint-|Sainte-)?\p{Lu}[\p{L}’'-]+(?:[ -]\p{Lu}[\p{L}’'-]+){0,2})";
    Pattern::new(format!(
        r"\b(?:(city|town|village|county) of |(Ville) d(?:e |['’]| )|([Cc]onseil municipal) d(?:e |['’])|([Cc]onseil départemental) (?:de la |de l['’]|des? |du |d['’])){name}"
    ))
}

/// How far a lower-case ending after the run `surface` reaches, if the two name a body together.
pub(super) fn lower_tail(surface: &str, after: &str) -> Option<usize> {
    let is_name = !NEVER.contains(&surface)
        && surface.len() > 3
        && !surface.chars().all(char::is_uppercase)
        && !surface.split(' ').any(|word| NEVER.contains(&word));
    let (tail, ..) = LOWER_TAILS.iter().find(|(tail, ..)| {
        after.starts_with(*tail)
            && !after[tail.len()..].starts_with(|c: char| c.is_alphanumeric())
            && !after[tail.len()..].starts_with(" member")
    })?;
    is_name.then_some(tail.len())
}

/// The name with its lower-case ending written out, as the article itself has it elsewhere ("Hull Town Council") or as
/// the country's bodies are mostly called; `None` where it has no such ending.
pub(super) fn full_form(name: &str, texts: Texts<'_>) -> Option<String> {
    let (tail, american, other) = LOWER_TAILS.iter().find(|(tail, ..)| name.ends_with(*tail))?;
    let place = name.strip_suffix(tail)?;
    let elsewhere = ["Common Council", "Town Council", "Borough Council", "County Council", "Shire Council"];
    if *tail == " council"
        && let Some(kind) = elsewhere.iter().find(|kind| texts.body.contains(&format!("{place} {kind}")))
    {
        return Some(format!("{place} {kind}"));
    }
    let country = texts.country;
    Some(format!("{place} {}", if country == "us" { american } else { other }))
}

/// Adds the towns and councils that only their role names.
pub(super) fn add_local_bodies(agencies: &mut Vec<Organisation>, texts: Texts<'_>, taken: &[Span]) {
    let is_free = |span: &Span| !taken.iter().any(|t| t.overlaps(span));
    let mut add = |name: String, span: Span| {
        let id = OrgId::unlisted(&comparison_key(&name));
        match agencies.iter_mut().find(|known| known.id == id) {
            Some(known) => known.mentions.push(span),
            None => {
                agencies.push(Organisation {
                    id,
                    name,
                    parent: None,
                    mentions: vec![span],
                    confidence: 0.75,
                });
            }
        }
    };
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        for found in OF_PLACE.each_in(texts.openings_of(field)) {
            let (Some(whole), Some(place)) = (found.get(0), found.get(5)) else { continue };
            let span = Span::new(field, whole.start(), whole.end());
            let is_where = ["in the ", "In the ", "near the ", "outside the "]
                .iter()
                .any(|p| text[..whole.start()].ends_with(p));
            if is_where || !is_free(&span) {
                continue;
            }
            let kind = (1..=4).find_map(|i| found.get(i)).map_or("city", |m| m.as_str());
            let place = place.as_str();
            add(
                match kind {
                    "Ville" => format!("City of {place}"),
                    "Conseil municipal" | "conseil municipal" => format!("{place} City Council"),
                    "Conseil départemental" | "conseil départemental" => {
                        format!("{place} Departmental Council")
                    }
                    kind => format!("{} of {place}", capitalised(kind)),
                },
                span,
            );
        }
    }
    if let Some(town) = town(texts) {
        for bare in BARE {
            let full = format!("{town} {bare}");
            for (start, _) in texts.body.match_indices(bare) {
                let before = texts.body[..start].trim_end();
                let span = Span::new(Field::Body, start, start + bare.len());
                if before.ends_with(" the") || before.ends_with("The") {
                    add(full.clone(), span);
                }
            }
        }
    }
    add_cities(agencies, texts);
}

/// The town of the dateline, else the one town whose council or police the story names.
pub(super) fn town(texts: Texts<'_>) -> Option<String> {
    let dateline = DATELINE
        .captures(texts.body)
        .and_then(|c| c.get(1))
        .map(|m| m.as_str().split(' ').map(capitalised).collect::<Vec<_>>().join(" "))
        .filter(|town| !is_capital(town));
    dateline.or_else(|| {
        let places = OF_PLACE.each_in(texts.openings_of(Field::Body));
        let mut found = places.filter_map(|found| Some(found.get(5)?.as_str()));
        let first = found.next()?;
        found.all(|place| place == first).then(|| first.to_owned())
    })
}

/// Where "Hull City Council" is named and "the city" acts, the city itself is a body too.
fn add_cities(agencies: &mut Vec<Organisation>, texts: Texts<'_>) {
    const ACTS: &[&str] = &[
        "the city's ",
        "the city’s ",
        "The city's ",
        "The city’s ",
        "The city ",
        "the city has ",
        "City staff",
    ];
    let places: Vec<String> = agencies
        .iter()
        .filter_map(|agency| {
            [" City Council", " Common Council", " Town Council"]
                .iter()
                .find_map(|tail| agency.name.strip_suffix(tail))
        })
        .map(str::to_owned)
        .collect();
    let [place] = places.as_slice() else { return };
    let Some((at, words)) = ACTS.iter().find_map(|words| texts.body.find(words).map(|at| (at, words))) else {
        return;
    };
    let name = format!("City of {place}");
    let id = OrgId::unlisted(&comparison_key(&name));
    if agencies.iter().any(|known| known.id == id) {
        return;
    }
    let span = Span::new(Field::Body, at, at + words.trim_end().len());
    agencies.push(Organisation { id, name, parent: None, mentions: vec![span], confidence: 0.7 });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Vec<String> {
        let mut agencies = Vec::new();
        add_local_bodies(&mut agencies, Texts::of("us", &Texts::openings("", body)), &[]);
        agencies.into_iter().map(|agency| agency.name).collect()
    }

    #[test]
    fn towns_and_their_councils() {
        for (body, names) in [
            ("The city of Marlow Bend will pay for it.", vec!["City of Marlow Bend"]),
            ("It happened in the city of Marlow Bend.", vec![]),
            ("La Ville de Grandpré a signé.", vec!["City of Grandpré"]),
            ("Le conseil municipal de Grandpré a voté.", vec!["Grandpré City Council"]),
            (
                "MARLOW BEND, Ohio -- Members of the Board of Education agreed.",
                vec!["Marlow Bend Board of Education"],
            ),
        ] {
            assert_eq!(found(body), names, "{body}");
        }
    }

    #[test]
    fn lower_case_endings() {
        assert_eq!(lower_tail("Marlow Bend", " police said"), Some(7));
        assert_eq!(lower_tail("The", " police said"), None);
        for (country, body, full) in [
            ("us", "", "Marlow Bend City Council"),
            ("gb", "", "Marlow Bend Council"),
            ("us", "The Marlow Bend Town Council met.", "Marlow Bend Town Council"),
        ] {
            let openings = Texts::openings("", body);
            let texts = Texts::of(country, &openings);
            assert_eq!(full_form("Marlow Bend council", texts).as_deref(), Some(full));
        }
    }
}
