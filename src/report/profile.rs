//! All that is known of one agency or vendor.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::base::{ArticleId, DealId, OrgId, PartialDate, Phrases};
use crate::deals::{Deal, DealEvent};
use crate::entities::{EntryKind, Lists};
use crate::events::{EventKind, OrgRef};
use crate::report::ai_uses::AiUses;
use crate::report::coverage::Coverage;
use crate::report::ledger::{Group, GroupBy, Sums, ledger, sums};
use crate::report::naming::without_parents;
use crate::report::timeline::{PeriodLength, Timeline, TimelineEntry, TimelinePeriod, timeline};

/// So many articles are the latest news.
const LATEST: usize = 12;

/// On which side of a deal somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A government body.
    Agency,
    /// A supplier.
    Vendor,
}

impl Side {
    /// The word used in records and pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
        }
    }
}

/// Whom a profile is of, by the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Agency or vendor.
    pub side: Side,
    /// The id in the lists, or `x/…`.
    pub id: OrgId,
    /// The canonical name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it belongs to, nearest first.
    pub parents: Vec<OrgRef>,
    /// What belongs to it.
    pub units: Vec<OrgRef>,
    /// Its country's code.
    pub country: Option<String>,
    /// What sort of body or company it is.
    pub class: Option<String>,
    /// The user's tags on it.
    pub tags: Vec<String>,
    /// The user's notes on it.
    pub notes: Vec<String>,
}

/// What a profile is made from.
#[derive(Clone, Debug)]
pub struct ProfileInput<'a> {
    /// Whom it is of.
    pub subject: Subject,
    /// The ids in the deals that are the subject's or its units'.
    pub members: HashSet<OrgId>,
    /// The deals that it has a part in.
    pub deals: Vec<Deal>,
    /// Other deals of the same buyers.
    pub others: &'a [Deal],
    /// What is reported of its use of AI.
    pub ai_uses: Option<AiUses>,
    /// What was read for it.
    pub coverage: Coverage,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
    /// The day on which it is made.
    pub today: Option<Date>,
}

/// All that is known of one agency or vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Whom it is of.
    pub subject: Subject,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
    /// The day on which it was made.
    pub today: Option<Date>,
    /// The deals in which it stands alone on its side.
    pub own: Sums,
    /// Those in which others stand beside it, whole: nobody says how they are divided.
    pub joint: Sums,
    /// The deals, in the order they came in.
    pub deals: Vec<Deal>,
    /// How many events and which sums fell into each year; joint deals count whole.
    pub years: Vec<TimelinePeriod>,
    /// The other side: an agency's vendors, a vendor's buyers; most deals first.
    pub partners: Vec<Group>,
    /// Through whom: resellers, clouds, primes.
    pub via: Vec<Counted>,
    /// Who supplies through it.
    pub through: Vec<Counted>,
    /// Programs and vehicles.
    pub programs: Vec<Counted>,
    /// Products that the articles name beside a deal.
    pub products: Vec<Counted>,
    /// Other suppliers of the same buyers, most shared buyers first.
    pub rivals: Vec<Rival>,
    /// What happened.
    pub timeline: Timeline,
    /// The articles published last.
    pub latest: Vec<NewsLine>,
    /// What is reported of its use of AI; `None` where no inventory was read.
    pub ai_uses: Option<AiUses>,
    /// What it rests on.
    pub coverage: Coverage,
}

/// Something that stands in so many deals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In how many deals.
    pub deals: usize,
    /// In how many of them no event is confirmed.
    pub unconfirmed: usize,
}

/// Another supplier of the same buyers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rival {
    /// Who.
    pub org: OrgRef,
    /// The buyers they share.
    pub buyers: Vec<OrgRef>,
    /// How many deals it has with them.
    pub deals: usize,
}

/// An article that tells of the subject's deals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewsLine {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<PartialDate>,
    /// Its address.
    pub url: Option<String>,
    /// The deals that it tells of.
    pub deals: Vec<DealId>,
}

impl Profile {
    /// What happened of these kinds, the last first.
    pub fn of_kinds<'a>(&'a self, kinds: &'a [EventKind]) -> impl Iterator<Item = &'a TimelineEntry> {
        self.timeline.entries.iter().rev().filter(|entry| kinds.contains(&entry.kind))
    }
}

/// Makes the profile, of the events for which `is_meant` holds; the same in whatever order the deals come.
pub fn profile(input: ProfileInput<'_>, is_meant: impl Fn(&Deal, &DealEvent) -> bool) -> Profile {
    let ProfileInput { subject, members, deals, others, ai_uses, coverage, sample, today } = input;
    let is_joint = |deal: &&Deal| match subject.side {
        Side::Vendor => deal.vendors.iter().any(|org| !members.contains(&org.id)),
        Side::Agency => without_parents(&deal.buyers).any(|org| !members.contains(&org.id)),
    };
    let partners = match subject.side {
        Side::Vendor => GroupBy::Agency,
        Side::Agency => GroupBy::Vendor,
    };
    let strangers = |orgs: &'_ [OrgRef]| -> Vec<(String, String)> {
        let others = orgs.iter().filter(|org| !members.contains(&org.id));
        others.map(|org| (org.id.to_string(), org.name.clone())).collect()
    };
    let is_via = |deal: &Deal| deal.via.iter().any(|org| members.contains(&org.id));
    let mut partners = ledger(&deals, Some(partners)).groups;
    partners.retain(|group| group.id.is_some());
    Profile {
        own: sums(deals.iter().filter(|deal| !is_joint(deal))),
        joint: sums(deals.iter().filter(is_joint)),
        years: timeline(&deals, PeriodLength::Year, today, &is_meant).periods,
        partners,
        via: counted(&deals, |deal| strangers(&deal.via)),
        through: counted(&deals, |deal| if is_via(deal) { strangers(&deal.vendors) } else { Vec::new() }),
        programs: counted(&deals, |deal| deal.program.iter().map(|id| named_program(id)).collect()),
        products: products(&deals, &subject, &members),
        rivals: if subject.side == Side::Vendor { rivals(&deals, others, &members) } else { Vec::new() },
        timeline: timeline(&deals, PeriodLength::Quarter, today, &is_meant),
        latest: latest(&deals, &is_meant),
        subject,
        deals,
        sample,
        today,
        ai_uses,
        coverage,
    }
}

fn named_program(id: &str) -> (String, String) {
    let entry = Lists::bundled().entry(EntryKind::Program, id);
    (id.to_owned(), entry.map_or_else(|| id.to_owned(), |entry| entry.name.to_owned()))
}

/// What stands in the deals, most deals first, then by name.
fn counted(deals: &[Deal], what: impl Fn(&Deal) -> Vec<(String, String)>) -> Vec<Counted> {
    let mut counts: BTreeMap<String, Counted> = BTreeMap::new();
    for deal in deals {
        let is_doubtful = !deal.events.iter().any(|told| told.event.is_confirmed());
        let things: BTreeSet<(String, String)> = what(deal).into_iter().collect();
        for (id, name) in things {
            let counted =
                counts.entry(id.clone()).or_insert_with(|| Counted { id, name, deals: 0, unconfirmed: 0 });
            counted.deals += 1;
            counted.unconfirmed += usize::from(is_doubtful);
        }
    }
    let mut counts: Vec<Counted> = counts.into_values().collect();
    counts.sort_by(|a, b| b.deals.cmp(&a.deals).then_with(|| a.name.cmp(&b.name)));
    counts
}

/// The products that headlines and sentences of the deals name: of a vendor its own, of an agency anybody's.
fn products(deals: &[Deal], subject: &Subject, members: &HashSet<OrgId>) -> Vec<Counted> {
    let lists = Lists::bundled();
    let is_wanted = |vendor: Option<&str>| {
        let is_own = |vendor: &str| {
            vendor == subject.id.as_str() || members.iter().any(|member| member.as_str() == vendor)
        };
        subject.side == Side::Agency || vendor.is_some_and(is_own)
    };
    let aliases: Vec<_> = lists
        .aliases()
        .iter()
        .filter_map(|alias| Some((alias, lists.entries().get(alias.entry)?)))
        .filter(|(alias, entry)| {
            entry.kind == EntryKind::Product && is_wanted(entry.parent) && alias.rule().is_plain()
        })
        .collect();
    if aliases.is_empty() {
        return Vec::new();
    }
    let phrases = Phrases::of(aliases.iter().map(|(alias, _)| alias.text));
    counted(deals, |deal| {
        let mut found = Vec::new();
        for text in deal.events.iter().flat_map(|told| [told.sentence.as_str(), told.title.as_str()]) {
            phrases.each(text, |start, end, at| {
                let Some((alias, entry)) = aliases.get(at) else { return };
                if is_whole(text, start, end) && text.get(start..end) == Some(alias.text) {
                    found.push((entry.id.to_owned(), entry.name.to_owned()));
                }
            });
        }
        found
    })
}

/// Whether the name is not part of a longer word.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let ends = text.get(..start).and_then(|before| before.chars().next_back());
    let begins = text.get(end..).and_then(|after| after.chars().next());
    !ends.is_some_and(char::is_alphanumeric) && !begins.is_some_and(char::is_alphanumeric)
}

fn rivals(deals: &[Deal], others: &[Deal], members: &HashSet<OrgId>) -> Vec<Rival> {
    let bought: HashSet<&OrgId> = deals.iter().flat_map(|deal| &deal.buyers).map(|org| &org.id).collect();
    let mut found: BTreeMap<&OrgId, Rival> = BTreeMap::new();
    for deal in deals.iter().chain(others) {
        let shared: Vec<&OrgRef> =
            without_parents(&deal.buyers).filter(|org| bought.contains(&org.id)).collect();
        let is_rival = |org: &&OrgRef| {
            // A body that does its own work sells it to nobody.
            !members.contains(&org.id) && deal.buyers.iter().all(|buyer| buyer.id != org.id)
        };
        for org in deal.vendors.iter().filter(|_| !shared.is_empty()).filter(is_rival) {
            let rival = found.entry(&org.id).or_insert_with(|| Rival {
                org: org.clone(),
                buyers: Vec::new(),
                deals: 0,
            });
            rival.deals += 1;
            for buyer in &shared {
                if rival.buyers.iter().all(|known| known.id != buyer.id) {
                    rival.buyers.push((*buyer).clone());
                }
            }
        }
    }
    let mut rivals: Vec<Rival> = found.into_values().collect();
    rivals.sort_by(|a, b| {
        let rank = |rival: &Rival| Reverse((rival.buyers.len(), rival.deals));
        rank(a).cmp(&rank(b)).then_with(|| a.org.name.cmp(&b.org.name))
    });
    rivals
}

fn latest(deals: &[Deal], is_meant: &impl Fn(&Deal, &DealEvent) -> bool) -> Vec<NewsLine> {
    let mut lines: BTreeMap<&ArticleId, NewsLine> = BTreeMap::new();
    for deal in deals {
        for told in deal.events.iter().filter(|told| is_meant(deal, told)) {
            let line = lines.entry(&told.article).or_insert_with(|| NewsLine {
                article: told.article.clone(),
                title: told.title.clone(),
                publisher: told.publisher.clone(),
                published: told.published,
                url: told.url.clone(),
                deals: Vec::new(),
            });
            if !line.deals.contains(&deal.id) {
                line.deals.push(deal.id.clone());
            }
        }
    }
    let mut lines: Vec<NewsLine> = lines.into_values().collect();
    lines.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.article.cmp(&b.article)));
    lines.truncate(LATEST);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::AmountRole::{Award, Ceiling};
    use crate::report::samples::{AWARD, Told, deals};

    fn vendor(name: &str) -> Subject {
        Subject {
            side: Side::Vendor,
            id: OrgId::unlisted(&name.to_lowercase()),
            name: name.to_owned(),
            aliases: Vec::new(),
            parents: Vec::new(),
            units: Vec::new(),
            country: None,
            class: None,
            tags: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_vendor_is_told_from_its_deals() {
        let told = |number, buyer, vendors, value, sentence| Told {
            number,
            buyer,
            vendors,
            value: Some(value),
            sentence,
            ..AWARD
        };
        let all = deals(&[
            told("A-1", "Army", &["Larkfield"], (Award, "4000000"), "Larkfield won $4 million."),
            told("A-2", "Navy", &["Larkfield", "Quillon"], (Ceiling, "900000000"), "Both won $900 million."),
            told("A-3", "Army", &["Ostrava"], (Award, "7000000"), "Ostrava won $7 million."),
            told("A-4", "Coast Guard", &["Brightmoor"], (Award, "1000000"), "Brightmoor won $1 million."),
            Told {
                kind: EventKind::Protest,
                sentence: "Larkfield protested.",
                ..told("A-9", "Navy", &["Larkfield"], (Award, "3000000"), "")
            },
        ]);
        let (own, others): (Vec<Deal>, Vec<Deal>) =
            all.into_iter().partition(|deal| deal.vendors.iter().any(|org| org.name == "Larkfield"));
        let subject = vendor("Larkfield");
        let input = ProfileInput {
            members: HashSet::from([subject.id.clone()]),
            subject,
            deals: own,
            others: &others,
            ai_uses: None,
            coverage: Coverage::default(),
            sample: false,
            today: None,
        };
        let profile = profile(input, |_, _| true);
        let sums = |sums: &Sums| -> Vec<String> { sums.totals.iter().map(|t| t.money.to_string()).collect() };
        assert_eq!(profile.joint.deals, 1);
        assert_eq!(sums(&profile.joint), ["$900 million"]);
        assert!(sums(&profile.own).contains(&"$4 million".to_owned()) || profile.own.deals == 2);
        let partners: Vec<(&str, usize)> =
            profile.partners.iter().map(|group| (group.label.as_str(), group.deals.len())).collect();
        assert_eq!(partners, [("Navy", 2), ("Army", 1)]);
        let rivals: Vec<&str> = profile.rivals.iter().map(|rival| rival.org.name.as_str()).collect();
        assert_eq!(rivals, ["Ostrava", "Quillon"], "who sells to none of its buyers is no rival");
        assert_eq!(profile.of_kinds(&[EventKind::Protest]).count(), 1);
        assert_eq!(profile.years.len(), 1);
        assert!(!profile.latest.is_empty());
    }
}
