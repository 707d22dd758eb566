//! Who, how much, when?
//!
//! Finds the mentions in an article: agencies, vendors, amounts, dates, numbers, products, programs and AI terms.
//! Reference data first, then general rules for names nobody listed; the whole article decides what a short name means.
//! This room must not know what happened.

mod amounts;
mod body_words;
mod candidates;
mod country;
mod currencies;
mod dates;
mod figures;
mod gazetteer;
mod home;
mod lists;
mod local;
mod mention;
mod name_cues;
mod name_features;
mod numbers;
mod organisations;
mod patterns;
mod plain_words;
mod proper;
mod qualifiers;
mod role_cues;
mod role_words;
mod roles;
mod run_shape;
mod short_names;
mod spelled;
mod supplier_words;
mod unlisted;

pub use lists::{Alias, Entry, EntryKind, Lists, Rule};
pub use mention::{
    Amount, AmountRole, DateMention, Mentions, Named, NumberKind, NumberMention, Organisation, Qualifier,
    TermMention,
};

pub use roles::{ROLES, RoleEvidence, role_features};
pub use spelled::small_number;
pub use unlisted::NameEvidence;

use crate::article::Article;
use crate::base::{Field, PartialDate, Span};

/// Finds everything named in `article`. `sentences` are those of title and body, in order
/// ([`crate::article::sentence_spans`]).
pub fn find(article: &Article, sentences: &[Span]) -> Mentions {
    let body = article.body.text();
    let country = country_of(article);
    let openings = organisations::Texts::openings(&article.title, body);
    let texts = organisations::Texts::of(country, &openings);
    let (mut counted, refused) = organisations::counted(texts);
    let taken = organisations::taken(&counted, &refused);
    let unlisted::Unlisted { mut agencies, mut vendors, overruled } = unlisted::find(texts, &taken);
    counted.retain(|c| !overruled.contains(&c.span));
    agencies.extend(organisations::organisations(&counted, EntryKind::Agency));
    vendors.extend(organisations::organisations(&counted, EntryKind::Vendor));
    for list in [&mut agencies, &mut vendors] {
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
    let published = written_on(article);
    let mut mentions = Mentions {
        agencies,
        vendors,
        products: organisations::named(&counted, EntryKind::Product),
        programs: organisations::named(&counted, EntryKind::Program),
        terms: organisations::terms(&counted),
        ..Mentions::default()
    };
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        let sums = amounts::sums(text, country);
        let agencies = places_in(field, &mentions.agencies);
        let suppliers = places_in(field, &mentions.vendors);
        let scene = scene(texts, field, &sums, &agencies, &suppliers);
        mentions.amounts.extend(sums.iter().enumerate().map(|(i, sum)| {
            let sentence = sentence_around(sentences, field, sum.start, text.len());
            let (role, confidence) = roles::role(&scene, i, sentence);
            let span = Span::new(field, sum.start, sum.end);
            Amount { span, money: sum.money, low: sum.low, qualifier: sum.qualifier, role, confidence }
        }));
        mentions.dates.extend(dates::dates(texts.openings_of(field), published, country).into_iter().map(
            |when| {
                let span = Span::new(field, when.start, when.end);
                DateMention { span, date: when.date, relative: when.relative }
            },
        ));
        mentions.numbers.extend(numbers::numbers(texts.openings_of(field)).into_iter().map(|number| {
            let span = Span::new(field, number.start, number.end);
            NumberMention { span, number: number.printed, kind: number.kind }
        }));
    }
    roles::settle(&mut mentions.amounts);
    mentions
}

/// The names of `article` that nobody listed and all that is seen of each: for the program that makes the weights.
pub fn name_evidence(article: &Article) -> Vec<NameEvidence> {
    let body = article.body.text();
    let openings = organisations::Texts::openings(&article.title, body);
    let texts = organisations::Texts::of(country_of(article), &openings);
    let (counted, refused) = organisations::counted(texts);
    unlisted::evidence(texts, &organisations::taken(&counted, &refused))
}

/// What the role of each sum of `article` is decided by, given what [`find`] found in it: for the program that makes the
/// weights.
pub fn role_evidence(article: &Article, sentences: &[Span], mentions: &Mentions) -> Vec<RoleEvidence> {
    let body = article.body.text();
    let country = country_of(article);
    let openings = organisations::Texts::openings(&article.title, body);
    let texts = organisations::Texts::of(country, &openings);
    let mut all = Vec::new();
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        let sums = amounts::sums(text, country);
        let agencies = places_in(field, &mentions.agencies);
        let suppliers = places_in(field, &mentions.vendors);
        let scene = scene(texts, field, &sums, &agencies, &suppliers);
        all.extend(sums.iter().enumerate().map(|(i, sum)| {
            let sentence = sentence_around(sentences, field, sum.start, text.len());
            let span = Span::new(field, sum.start, sum.end);
            let mut wording: Vec<String> = Vec::new();
            role_words::features(&mut wording, &scene, i, sentence);
            wording.sort_unstable();
            wording.dedup();
            let features = role_cues::features(&scene, i, sentence);
            RoleEvidence { span, money: sum.money, features, wording }
        }));
    }
    all
}

/// When an article was written: the day of its publication, else what its dateline gives.
pub fn written_on(article: &Article) -> Option<PartialDate> {
    let published = article.published.map(|published| published.date);
    published.or_else(|| dates::dateline(article.body.text(), country_of(article)))
}

fn country_of(article: &Article) -> &str {
    match &article.country {
        Some(country) => country.as_str(),
        None => country::story_country(&article.title, article.body.text()),
    }
}

fn scene<'a>(
    texts: organisations::Texts<'a>,
    field: Field,
    sums: &'a [amounts::Sum],
    agencies: &'a [(usize, usize)],
    suppliers: &'a [(usize, usize)],
) -> role_cues::Scene<'a> {
    let title = if field == Field::Title { "" } else { texts.title };
    role_cues::Scene { text: texts.text(field), title, sums, agencies, suppliers }
}

/// The bytes of one field that name any of these organisations, in order.
fn places_in(field: Field, organisations: &[Organisation]) -> Vec<(usize, usize)> {
    let mentions = organisations.iter().flat_map(|organisation| &organisation.mentions);
    let mut places: Vec<(usize, usize)> =
        mentions.filter(|span| span.field == field).map(|span| (span.start, span.end)).collect();
    places.sort_unstable();
    places
}

/// The bytes of the sentence that holds `at`; the whole field where none does.
fn sentence_around(sentences: &[Span], field: Field, at: usize, length: usize) -> (usize, usize) {
    let index = sentences.partition_point(|s| (s.field, s.end) <= (field, at));
    match sentences.get(index) {
        Some(s) if s.field == field && s.start <= at => (s.start, s.end),
        _ => (0, length),
    }
}
