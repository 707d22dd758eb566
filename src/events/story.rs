//! An article as the rules read it: sentence by sentence, with who and how much stands in each.

use std::cell::OnceCell;

use crate::article::Article;
use crate::base::{Field, Openings, OrgId, PartialDate, Span};
use crate::entities::{Amount, DateMention, EntryKind, Lists, Mentions, NumberMention, written_on};
use crate::events::cues::{Cue, cues};
use crate::events::event::OrgRef;
use crate::events::slots::points_back;
use crate::events::words::openings;

/// On which side of a dealing an organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A government body.
    Buyer,
    /// A supplier, named itself or by its product.
    Supplier,
}

/// An organisation where it stands in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub span: Span,
    pub org: OrgRef,
    pub side: Side,
    /// Named only by a product of its own.
    pub by_product: bool,
    /// The agency's kind in the lists (`court`, `legislature`, …); empty for others.
    pub class: &'static str,
}

/// One sentence and what stands in it.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    pub span: Span,
    pub text: &'a str,
    /// Where the patterns of [`super::words`] may begin.
    pub openings: Openings<'a>,
    /// Whether it speaks of a supplier without naming it, once anybody has asked.
    pub points_back: OnceCell<bool>,
    pub parties: Vec<Party>,
    pub amounts: Vec<&'a Amount>,
    pub dates: Vec<&'a DateMention>,
    pub numbers: Vec<&'a NumberMention>,
    /// The words that say what happened.
    pub cues: Vec<Cue>,
    /// Ids of programs named in it.
    pub programs: Vec<&'a str>,
    /// The supplier spoken of before this sentence, for "the company" and "it".
    pub focus_supplier: Option<Party>,
    /// The agency spoken of before this sentence, for "the department".
    pub focus_buyer: Option<Party>,
    /// Whether it was spoken of in this paragraph.
    pub is_focus_near: bool,
}

impl Sentence<'_> {
    /// Whether it speaks of a supplier without naming it.
    pub fn points_back(&self) -> bool {
        *self.points_back.get_or_init(|| points_back(self.text))
    }

    pub fn is_title(&self) -> bool {
        self.span.field == Field::Title
    }

    /// A range of the sentence's text as a span of the article.
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        Span::new(self.span.field, self.span.start + start, self.span.start + end)
    }

    pub fn suppliers(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|p| p.side == Side::Supplier)
    }

    pub fn buyers(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|p| p.side == Side::Buyer)
    }

    /// The text before a party, within the sentence.
    pub fn before(&self, span: &Span) -> &str {
        self.text.get(..span.start.saturating_sub(self.span.start)).unwrap_or_default()
    }
}

/// The article, its sentences, and the agency it is mostly about.
#[derive(Debug)]
pub(super) struct Story<'a> {
    pub mentions: &'a Mentions,
    pub sentences: Vec<Sentence<'a>>,
    /// When it was written.
    pub written_on: Option<PartialDate>,
    /// The agency that buys, by title, lead and number of mentions.
    pub main_buyer: Option<Party>,
    /// The supplier it is mostly about.
    pub main_supplier: Option<Party>,
}

impl<'a> Story<'a> {
    pub fn new(article: &'a Article, mentions: &'a Mentions, spans: &[Span]) -> Self {
        let parties = parties(mentions);
        let mut sentences: Vec<Sentence<'a>> = Vec::with_capacity(spans.len());
        let mut focus_supplier: Option<Party> = None;
        let mut focus_buyer: Option<Party> = None;
        let mut is_focus_near = false;
        let mut end_before = 0;
        for span in spans {
            let gap = article.body.text().get(end_before..span.start).filter(|_| span.field == Field::Body);
            is_focus_near &= gap.is_some_and(|gap| !gap.contains('\n'));
            end_before = if span.field == Field::Body { span.end } else { 0 };
            let mut inside: Vec<Party> = within(&parties, *span, |p| p.span).cloned().collect();
            drop_repeated_products(&mut inside);
            let text = span.of(&article.title, article.body.text());
            let sentence = Sentence {
                span: *span,
                text,
                openings: openings(text),
                points_back: OnceCell::new(),
                cues: cues(text),
                amounts: within(&mentions.amounts, *span, |a| a.span).collect(),
                dates: within(&mentions.dates, *span, |d| d.span).collect(),
                numbers: within(&mentions.numbers, *span, |n| n.span).collect(),
                programs: (mentions.programs.iter())
                    .filter(|p| p.mentions.iter().any(|m| span.contains(m)))
                    .map(|p| p.id.as_str())
                    .collect(),
                focus_supplier: focus_supplier.clone(),
                focus_buyer: focus_buyer.clone(),
                is_focus_near,
                parties: inside,
            };
            // "It runs on servers that X keeps" goes on about what was spoken of before.
            let goes_on = focus_supplier.is_some() && begins_with_pronoun(sentence.text);
            if let Some(first) =
                sentence.suppliers().find(|p| !goes_on && !is_cited(sentence.before(&p.span)))
            {
                focus_supplier = Some(first.clone());
            }
            if let Some(first) = sentence.buyers().find(|p| can_buy(p.class)) {
                focus_buyer = Some(first.clone());
                is_focus_near = true;
            }
            sentences.push(sentence);
        }
        let main_buyer = main_party(&sentences, Side::Buyer);
        let main_supplier = main_party(&sentences, Side::Supplier);
        Self { mentions, sentences, written_on: written_on(article), main_buyer, main_supplier }
    }
}

impl Story<'_> {
    /// The supplier that one of the next sentences names first, where a sentence has told of a dealing without it.
    pub fn next_supplier(&self, index: usize) -> Option<&Party> {
        let next = self.sentences.get(index + 1..)?;
        next.iter().take(3).find_map(|sentence| sentence.suppliers().next())
    }
}

fn begins_with_pronoun(text: &str) -> bool {
    ["It ", "They ", "The company ", "Its ", "Their "].iter().any(|word| text.starts_with(word))
}

/// Items whose span lies in `outer`, in order.
fn within<'a, T>(items: &'a [T], outer: Span, span: impl Fn(&T) -> Span + 'a) -> impl Iterator<Item = &'a T> {
    items.iter().filter(move |item| outer.contains(&span(item)))
}

fn parties(mentions: &Mentions) -> Vec<Party> {
    let lists = Lists::bundled();
    let mut found = Vec::new();
    for (list, side) in [(&mentions.agencies, Side::Buyer), (&mentions.vendors, Side::Supplier)] {
        for organisation in list {
            let org = OrgRef { id: organisation.id.clone(), name: organisation.name.clone() };
            let listed = lists.entry(EntryKind::Agency, org.id.as_str()).map_or("", |e| e.class);
            let class = class_by_name(&org.name).unwrap_or(listed);
            for span in &organisation.mentions {
                found.push(Party { span: *span, org: org.clone(), side, by_product: false, class });
            }
        }
    }
    for product in &mentions.products {
        let Some(vendor) = product.owner.as_ref().and_then(|id| lists.entry(EntryKind::Vendor, id.as_str()))
        else {
            continue;
        };
        let org = OrgRef { id: OrgId::from_stored(vendor.id), name: vendor.name.to_owned() };
        for span in &product.mentions {
            found.push(Party {
                span: *span,
                org: org.clone(),
                side: Side::Supplier,
                by_product: true,
                class: "",
            });
        }
    }
    found.sort_by_key(|p| (p.span, p.by_product));
    found
}

/// Bodies that rule on dealings or look into them, whatever the lists call them.
fn class_by_name(name: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["Court", "Board of Contract Appeals", "Government Accountability Office"]) {
        Some("court")
    } else if has(&["Senate", "Legislature", "House of Representatives", "Congress"]) {
        Some("legislature")
    } else if has(&["Inspector General", "Audit Office", "Auditor", "Ombudsman"]) {
        Some("regulator")
    } else {
        None
    }
}

/// "OpenAI's ChatGPT" is one party: a product's mention goes where its vendor stands in the same sentence.
fn drop_repeated_products(parties: &mut Vec<Party>) {
    let named: Vec<OrgId> = parties.iter().filter(|p| !p.by_product).map(|p| p.org.id.clone()).collect();
    parties.retain(|p| !p.by_product || !named.contains(&p.org.id));
}

/// "According to Palantir": a source and not the one spoken of.
pub(super) fn is_cited(before: &str) -> bool {
    [
        "according to ",
        "According to ",
        "told ",
        "unlike ",
        "Unlike ",
        "rival ",
        "competitor ",
        "rivals ",
        "competitors ",
    ]
    .iter()
    .any(|words| before.ends_with(words))
}

/// Whether a body of this kind buys: courts, legislatures and the White House rule on what others buy.
pub(super) fn can_buy(class: &str) -> bool {
    !matches!(class, "court" | "legislature" | "executive" | "regulator")
}

/// The party on a side that title, lead and number of mentions speak for.
fn main_party(sentences: &[Sentence<'_>], side: Side) -> Option<Party> {
    let mut scores: Vec<(u32, Party)> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        for party in sentence.parties.iter().filter(|p| p.side == side && can_buy(p.class)) {
            let weight = match (sentence.is_title(), index) {
                (true, _) => 4,
                (_, 0..=2) => 3,
                _ => 1,
            };
            match scores.iter_mut().find(|(_, known)| known.org.id == party.org.id) {
                Some((score, _)) => *score += weight,
                None => scores.push((weight, party.clone())),
            }
        }
    }
    // Of equals the first named wins.
    let best = scores.iter().map(|(score, _)| *score).max()?;
    scores.into_iter().find(|(score, _)| *score == best).map(|(_, party)| party)
}
