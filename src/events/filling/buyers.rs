//! Who buys: of all the bodies that an article names, each that is likely to be a side of the dealing.

use std::sync::LazyLock;

use super::spot::{Spot, group};
use super::{likely, near, note_fact};
use crate::base::{Features, Weights};
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::{EventKind, OrgRef};
use crate::events::story::{Side, Story};

/// A body less likely than this is not told.
const THRESHOLD: f32 = 0.45;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../../data/buyer.weights")));

/// A body and all places that name it.
#[derive(Debug)]
pub(super) struct Body<'s> {
    org: &'s OrgRef,
    class: &'static str,
    spots: Vec<Spot<'s>>,
}

impl Body<'_> {
    pub fn name(&self) -> &str {
        &self.org.name
    }
}

/// The bodies that the story names, in order.
pub(super) fn bodies<'s>(story: &'s Story<'_>) -> Vec<Body<'s>> {
    let mut bodies: Vec<Body<'s>> = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate() {
        for party in sentence.parties.iter().filter(|party| party.side == Side::Buyer) {
            let spot = Spot::of(party.span, index, sentence);
            match bodies.iter_mut().find(|body| body.org.id == party.org.id) {
                Some(body) => body.spots.push(spot),
                None => bodies.push(Body { org: &party.org, class: party.class, spots: vec![spot] }),
            }
        }
    }
    bodies
}

/// Gives each claim its likely buyers.
pub(super) fn fill(story: &Story<'_>, claims: &mut [Candidate]) {
    let bodies = bodies(story);
    let mut held = WEIGHTS.held();
    for claim in claims.iter_mut().filter(|claim| claim.kind != EventKind::Investment) {
        let mut buyers: Vec<Filled> = Vec::new();
        for body in near(&bodies, claim.sentence, |body| body.spots.first().map_or(0, |spot| spot.index)) {
            if likely(&mut held, |sink| features(sink, story, claim, body)) >= THRESHOLD {
                push_once(&mut buyers, Filled { org: body.org.clone(), span: body.nearest(claim).span });
            }
        }
        let is_told = |buyer: &Filled| bodies.iter().any(|body| body.org.id == buyer.org.id);
        let others = claim.buyers.iter().filter(|buyer| !is_told(buyer)).cloned();
        buyers.extend(others.collect::<Vec<_>>());
        claim.buyers_assumed =
            !buyers.iter().any(|buyer| story.sentences[claim.sentence].span.contains(&buyer.span));
        claim.buyers = buyers;
    }
}

/// How near each place is to the dealing.
const PLACES: [&str; 9] =
    ["own", "told", "before", "next", "title", "shortly before", "soon", "far before", "far on"];

impl<'s> Body<'s> {
    /// The place that names it nearest to the claim.
    fn nearest(&self, claim: &Candidate) -> &Spot<'s> {
        let rank = |spot: &&Spot<'_>| PLACES.iter().position(|place| *place == spot.place(claim));
        near(&self.spots, claim.sentence, |spot| spot.index).iter().min_by_key(rank).unwrap_or(&self.spots[0])
    }
}

/// Notes what speaks for and against `body` being a buyer of `claim`.
pub(super) fn features(sink: &mut impl Features, story: &Story<'_>, claim: &Candidate, body: &Body<'_>) {
    let kind = claim.kind.as_str();
    let spot = body.nearest(claim);
    let place = spot.place(claim);
    let group = group(place);
    sink.note(&["body"]);
    sink.note(&["body ", place]);
    sink.note(&["body ", kind, " ", place]);
    sink.note(&["class ", body.class]);
    sink.note(&[group, " class ", body.class]);
    sink.note(&[kind, " class ", body.class]);
    let is_chosen = claim.buyers.iter().any(|buyer| buyer.org.id == body.org.id);
    let rules = match (is_chosen, claim.buyers_assumed, claim.buyers.is_empty()) {
        (true, false, _) => "chosen",
        (true, true, _) => "assumed",
        (false, _, true) => "none chosen",
        (false, true, false) => "another assumed",
        (false, false, false) => "another chosen",
    };
    sink.note(&["rules ", rules]);
    sink.note(&["rules ", rules, " ", place]);
    sink.note(&["rules ", rules, " ", kind]);
    let is_main = |main: &Option<crate::events::story::Party>| {
        main.as_ref().is_some_and(|main| main.org.id == body.org.id)
    };
    note_fact(sink, "body", is_main(&story.main_buyer), "is the main one");
    note_fact(sink, group, is_main(&story.main_buyer), "is the main one");
    let focus = &story.sentences[claim.sentence].focus_buyer;
    note_fact(sink, "body", is_main(focus), "was spoken of");
    note_fact(sink, group, is_main(focus), "was spoken of");
    note_fact(sink, "body", body.spots.iter().any(|spot| spot.sentence.is_title()), "is in the title");
    let count = match body.spots.len() {
        1 => "once",
        2..=3 => "twice",
        _ => "often",
    };
    sink.note(&["named ", count]);
    sink.note(&[rules, " named ", count]);
    for buyer in claim.buyers.iter().filter(|buyer| buyer.org.id != body.org.id) {
        let kin = if body.org.id.is_within(&buyer.org.id) {
            "unit of the chosen"
        } else if buyer.org.id.is_within(&body.org.id) {
            "parent of the chosen"
        } else {
            "no kin of the chosen"
        };
        sink.note(&["body ", kin]);
        sink.note(&[group, " ", kin]);
        sink.note(&[rules, " ", kin]);
    }
    let others = spot.sentence.buyers().filter(|party| party.org.id != body.org.id);
    let kin = others.fold("alone", |kin, other| {
        if other.org.id.is_within(&body.org.id) {
            "with its unit"
        } else if body.org.id.is_within(&other.org.id) {
            "with its parent"
        } else if kin == "alone" {
            "with another"
        } else {
            kin
        }
    });
    sink.note(&[group, " ", kin]);
    sink.note(&[rules, " ", kin]);
    sink.note(&[group, " speaks of ", spot.spoken_of(claim)]);
    spot.note_words(sink, group, kind);
    note_fact(sink, rules, place == "own", spot.distance(claim));
    note_fact(sink, group, place == "own", spot.distance(claim));
}
