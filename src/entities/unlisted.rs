//! Names that nobody listed: whether each is a government body, a supplier or neither, by weights learned over all that is
//! seen of it ([`super::name_features`]).

use std::sync::LazyLock;

use super::body_words::AGENCY_HEADS;
use super::candidates::{Group, Guess, Taken, groups};
use super::home;
use super::local;
use super::mention::Organisation;
use super::name_features::{Lower, features, is_place};
use super::organisations::Texts;
use super::plain_words::NEVER;
use super::run_shape::capitalised;
use super::short_names::{add_short_names, join_longer};
use crate::base::{OrgId, Span, Weights, comparison_key, probability, without_legal_suffix};

/// Made by `cargo bench --bench train -- names`, which says how well they do on articles left out.
static WEIGHTS: LazyLock<Weights<2>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/name.weights")));

/// How likely a name must be to be taken for an organisation.
const THRESHOLD: f32 = 0.45;
/// No name that nobody listed is surer than this.
const SUREST: f32 = 0.93;

/// How likely an acronym must be a body's.
const SURE_ACRONYM: f32 = 0.8;

/// What was found among the capitalised runs that no listed name covers.
#[derive(Debug, Default)]
pub(super) struct Unlisted {
    pub agencies: Vec<Organisation>,
    pub vendors: Vec<Organisation>,
    /// Listed names that turned out to be part of a longer one: "Ohio Department of Transportation".
    pub overruled: Vec<Span>,
}

/// A name that nobody listed and all that is seen of it, for the program that makes the weights.
#[derive(Clone, Debug)]
pub struct NameEvidence {
    /// The name, without legal form.
    pub name: String,
    /// How it stands in the lists of organisations, were it taken for a body and for a supplier.
    pub canonical: [String; 2],
    /// The places that name it.
    pub mentions: Vec<Span>,
    /// The names of the features that hold.
    pub features: Vec<String>,
}

/// Finds unlisted agencies and vendors; `taken` are the places of listed names.
pub(super) fn find(texts: Texts<'_>, taken: &[Taken]) -> Unlisted {
    let mut found = Unlisted::default();
    let lower = Lower::of(texts);
    let all = groups(texts, taken);
    let mut held = WEIGHTS.held();
    let mut likely: Vec<[f32; 2]> = Vec::with_capacity(all.len());
    for group in &all {
        features(&mut held, texts, &lower, group, &all);
        likely.push(held.take_scores().map(|score| probability(score).min(SUREST)));
    }
    for (index, group) in all.iter().enumerate() {
        // What "Larkfield" is and what "Larkfield Analytics" is, is one question.
        let whole = longer(&all, index).unwrap_or(index);
        let [agency, vendor] = likely[index];
        // "Hull police": a town's body by the word after it, which no supplier's name goes on with.
        let is_local = group.mentions.iter().any(|m| m.rule == Some((Guess::Agency, local::LOWER_TAIL)));
        let agency = if is_local { agency.max(local::LOWER_TAIL) } else { agency };
        let vendor = if is_local { 0.0 } else { vendor };
        let vendor = vendor.max(likely[whole][1]).max(shorter(&all, index).map_or(0.0, |i| likely[i][1]));
        let (guess, confidence) =
            if agency >= vendor { (Guess::Agency, agency) } else { (Guess::Vendor, vendor) };
        // "(CAISI)" is whatever the words before it are; a bare acronym seldom is a body that nobody listed.
        let is_acronym = !group.name.contains(' ') && !group.name.contains(char::is_lowercase);
        let is_short_form =
            is_acronym && group.mentions.iter().any(|mention| is_in_parentheses(texts, mention.span));
        let least = if is_acronym && guess == Guess::Agency { SURE_ACRONYM } else { THRESHOLD };
        if confidence < least || is_short_form {
            continue;
        }
        let (list, named) = match guess {
            Guess::Agency => (&mut found.agencies, group),
            Guess::Vendor => (&mut found.vendors, &all[whole]),
        };
        for candidate in &group.mentions {
            let within = taken.iter().filter(|t| candidate.span.contains(&t.span));
            let is_overruled = |t: &Span| guess == Guess::Vendor || t.start > candidate.span.start;
            found.overruled.extend(within.map(|t| t.span).filter(is_overruled));
            let place = if whole == index { candidate.span } else { named.mentions[0].span };
            add(list, canonical(named, guess, texts, place), candidate.span, confidence);
        }
    }
    let spans: Vec<Span> = taken.iter().map(|taken| taken.span).collect();
    local::add_local_bodies(&mut found.agencies, texts, &spans);
    join_longer(&mut found.vendors);
    for list in [&mut found.agencies, &mut found.vendors] {
        add_short_names(list, texts, &spans);
        list.sort_by_key(|organisation| organisation.mentions.first().copied());
    }
    found
}

/// Whether a name stands in parentheses after words that it may be short for.
fn is_in_parentheses(texts: Texts<'_>, span: Span) -> bool {
    let text = texts.text(span.field);
    let (before, after) =
        (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    before.strip_suffix('(').is_some_and(|before| before.trim_end().ends_with(char::is_alphabetic))
        && after.starts_with(')')
}

/// The one longer name that a name begins, if there is one and the name has no legal form of its own.
fn longer(all: &[Group<'_>], index: usize) -> Option<usize> {
    let group = &all[index];
    let has_form = group.mentions.iter().any(|mention| matches!(mention.rule, Some((_, sure)) if sure > 0.9));
    let mut longer = (0..all.len()).filter(|i| begins(group.name, all[*i].name));
    match (longer.next(), longer.next()) {
        (Some(one), None) if !has_form => Some(one),
        _ => None,
    }
}

/// A name that begins this one and means it.
fn shorter(all: &[Group<'_>], index: usize) -> Option<usize> {
    (0..all.len()).find(|i| begins(all[*i].name, all[index].name) && longer(all, *i) == Some(index))
}

fn begins(short: &str, long: &str) -> bool {
    // The space is the quickest to ask for: nearly every pair of names fails there.
    long.as_bytes().get(short.len()) == Some(&b' ')
        && long.starts_with(short)
        && !is_place(short)
        && !NEVER.contains(&short)
}

/// Every name that nobody listed, with all that is seen of it.
pub(super) fn evidence(texts: Texts<'_>, taken: &[Taken]) -> Vec<NameEvidence> {
    let lower = Lower::of(texts);
    let all = groups(texts, taken);
    let evidence = |group: &Group<'_>| {
        let mut held: Vec<String> = Vec::new();
        features(&mut held, texts, &lower, group, &all);
        held.sort_unstable();
        held.dedup();
        let first = group.mentions.first().map(|mention| mention.span);
        let named = |guess| first.map_or_else(String::new, |span| canonical(group, guess, texts, span));
        NameEvidence {
            name: group.name.to_owned(),
            canonical: [named(Guess::Agency), named(Guess::Vendor)],
            mentions: group.mentions.iter().map(|mention| mention.span).collect(),
            features: held,
        }
    };
    all.iter().map(evidence).collect()
}

fn add(list: &mut Vec<Organisation>, name: String, span: Span, confidence: f32) {
    let id = OrgId::unlisted(&comparison_key(&name));
    match list.iter_mut().find(|organisation| organisation.id == id) {
        Some(known) => {
            known.mentions.push(span);
            known.confidence = known.confidence.max(confidence);
        }
        None => list.push(Organisation { id, name, parent: None, mentions: vec![span], confidence }),
    }
}

/// The name as it is written down: no legal suffix, title case for what was printed in capitals, a unit of a body that
/// owns it ("the Navy's new Widget Office") with its owner's name.
fn canonical(group: &Group<'_>, guess: Guess, texts: Texts<'_>, span: Span) -> String {
    let surface = span.of(texts.title, texts.body);
    let bare = if guess == Guess::Vendor { without_legal_suffix(surface) } else { group.name };
    let bare = bare.strip_prefix("U.S. ").or_else(|| bare.strip_prefix("US ")).unwrap_or(bare);
    let shouts = bare.contains(' ') && !bare.chars().any(char::is_lowercase);
    let name = bare
        .split(' ')
        .map(|word| if shouts && word.len() > 3 { capitalised(word) } else { word.to_owned() })
        .collect::<Vec<_>>()
        .join(" ");
    if guess == Guess::Vendor {
        return name;
    }
    if let Some(full) = local::full_form(&name, texts) {
        return full;
    }
    if let Some(whole) = home::owner(&name, span, texts) {
        return whole;
    }
    match owner_before(texts.text(span.field).get(..span.start).unwrap_or_default()) {
        Some(owner)
            if !name.starts_with(owner)
                && !AGENCY_HEADS.contains(&name.split(' ').next().unwrap_or_default()) =>
        {
            format!("{owner} {name}")
        }
        _ => name,
    }
}

/// The word before a possessive that ends `before`, if it is a name and no acronym: "the Navy's new ".
fn owner_before(before: &str) -> Option<&str> {
    let before = before.strip_suffix("new ").unwrap_or(before);
    let owner = before.strip_suffix("'s ").or_else(|| before.strip_suffix("’s "))?;
    let last = owner.rsplit([' ', '\n']).next()?;
    let start = owner.len() - last.len();
    let two = owner.get(..start).and_then(|rest| rest.trim_end().rsplit([' ', '\n']).next());
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && !NEVER.contains(&word)
            && !is_place(word)
    };
    if !is_name(last) {
        return None;
    }
    let Some(word) = two.filter(|word| word.starts_with(char::is_uppercase) && !NEVER.contains(word)) else {
        return Some(last);
    };
    // An owner of three words and more needs no help to tell its unit apart.
    let at = start.checked_sub(word.len() + 1)?;
    let is_longer = owner
        .get(..at)
        .and_then(|rest| rest.trim_end().rsplit([' ', '\n']).next())
        .is_some_and(|third| third.starts_with(char::is_uppercase) && !NEVER.contains(&third));
    if is_longer { None } else { owner.get(at..) }
}
