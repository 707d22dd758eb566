//! A deal in one sentence made from its facts, each clause traceable to the events that say it.

use jiff::civil::Date;

use crate::base::Money;
use crate::deals::{Deal, DealEvent, DealValue, Status};
use crate::entities::{AmountRole, EntryKind, Lists};
use crate::events::{CONFIDENCE_TO_COUNT, Event, EventKind, OrgRef};
use crate::report::backing::{is_apiece, rivals, says};
use crate::report::dating::{Course, course, date_told};
use crate::report::naming::{agencies, capitalised, clean, companies, dated, intermediaries, listed};
use crate::report::things::{is_named_by, thing};
use crate::report::wording::{Parties, main_clause, noun, of_role, running, value_clause};

/// The roles whose articles can disagree.
const DISPUTABLE: [AmountRole; 2] = [AmountRole::Ceiling, AmountRole::Award];

/// A part of a sentence and the events that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The words, with the space or comma before them.
    pub text: String,
    /// Places in the deal's `events`, best first; never empty.
    pub events: Vec<usize>,
}

/// One sentence; without clauses where there is nothing to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Its parts in order.
    pub clauses: Vec<Clause>,
}

impl Statement {
    /// The sentence with its full stop.
    pub fn text(&self) -> String {
        let words: String = self.clauses.iter().map(|clause| clause.text.as_str()).collect();
        if words.is_empty() { words } else { format!("{words}.") }
    }

    fn push(&mut self, text: String, events: Vec<usize>) {
        if text.is_empty() || events.is_empty() {
            return;
        }
        // What stands between commas needs the second one: "an agreement, at a price of $1, under OneGov".
        let is_after_aside = self.clauses.last().is_some_and(|last| last.text.starts_with(", "));
        let goes_on = text.starts_with(' ') && !text.starts_with(" (");
        let text = if is_after_aside && goes_on { format!(",{text}") } else { text };
        self.clauses.push(Clause { text, events });
    }
}

/// Where a deal stands, in one sentence. What was to happen by `today` and is not told to have happened is told as past.
pub fn statement(deal: &Deal, today: Option<Date>) -> Statement {
    let wanted: &[EventKind] = match deal.status {
        Some(Status::Sought) => &[EventKind::Solicitation],
        Some(Status::Changed) => &[EventKind::Modification],
        Some(Status::Protested) => &[EventKind::Protest],
        Some(Status::Ended) => &[EventKind::Termination],
        Some(Status::Barred) => &[EventKind::Exclusion, EventKind::Protest],
        Some(Status::Awarded) | None => &[],
    };
    let of_status = wanted.iter().find(|kind| deal.events.iter().any(|told| told.event.kind == **kind));
    let kind = of_status.copied().or_else(|| {
        // Awarded: the dealing itself, not what was asked for before it or contested after it.
        let rank = |told: &&DealEvent| (!told.event.is_confirmed(), !is_dealing(told.event.kind));
        deal.events.iter().min_by_key(rank).map(|told| told.event.kind)
    });
    let Some(kind) = kind else { return Statement::default() };
    let told: Vec<usize> = places(deal, |told| told.event.kind == kind);
    statement_of(deal, kind, &told, today)
}

/// Whether the kind is a dealing come about, rather than one asked for, changed, contested or ended.
pub(super) fn is_dealing(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Award
            | EventKind::Deployment
            | EventKind::Authorization
            | EventKind::Partnership
            | EventKind::Investment
    )
}

/// What the events at these places, all of one kind, say of the deal. Of several that cannot be one the best told is told.
pub(super) fn statement_of(deal: &Deal, kind: EventKind, told: &[usize], today: Option<Date>) -> Statement {
    let told = of_lead(deal, kind, told);
    let Some(lead) = told.first().and_then(|place| deal.events.get(*place)) else {
        return Statement::default();
    };
    let mut statement = Statement::default();
    let course = course(deal, kind, lead, &told, today);
    let (all, told) = (&told, as_sure(deal, lead, &told));
    push_main(&mut statement, deal, kind, lead, &told, course);
    push_value(&mut statement, deal, kind, lead, all);
    if is_dealing(kind) {
        push_slot(&mut statement, deal, &told, running);
    }
    push_slot(&mut statement, deal, &told, |event| {
        // "For contract 12-C-0418" says nothing of what it is about.
        let subject = event
            .subject
            .as_ref()
            .filter(|subject| event.contract_ids.iter().all(|number| !subject.contains(number.as_str())));
        let thing = thing(subject?);
        (!thing.is_empty()).then(|| format!(" for {thing}"))
    });
    let program = |event: &Event| {
        let program = Lists::bundled().entry(EntryKind::Program, event.program.as_ref()?)?;
        Some(clean(program.name))
    };
    // "for X under X" says it twice.
    let subject = told.iter().find_map(|place| deal.events.get(*place)?.event.subject.as_ref());
    push_slot(&mut statement, deal, &told, |event| {
        let program = program(event)?;
        let is_told = subject.is_some_and(|subject| is_named_by(subject, &program));
        (!is_told).then(|| format!(" under {program}"))
    });
    push_slot(&mut statement, deal, &told, |event| {
        let via: Vec<OrgRef> = event.via.iter().filter(|org| !event.vendors.contains(org)).cloned().collect();
        (!via.is_empty()).then(|| format!(" through {}", listed(&intermediaries(&via))))
    });
    push_date(&mut statement, deal, &told, course);
    push_offers_due(&mut statement, deal, &told);
    if kind == EventKind::Award {
        push_rivals(&mut statement, deal, "; sources disagree");
    }
    statement
}

/// As [`statement_of`], with no more than who, how much and when: where the dealing itself has been told.
pub(super) fn briefly(deal: &Deal, kind: EventKind, told: &[usize], today: Option<Date>) -> Statement {
    let told = of_lead(deal, kind, told);
    let mut statement = Statement::default();
    if let Some(lead) = told.first().and_then(|place| deal.events.get(*place)) {
        let course = course(deal, kind, lead, &told, today);
        let (all, told) = (&told, as_sure(deal, lead, &told));
        push_main(&mut statement, deal, kind, lead, &told, course);
        push_value(&mut statement, deal, kind, lead, all);
        push_date(&mut statement, deal, &told, course);
        push_offers_due(&mut statement, deal, &told);
    }
    statement
}

/// What the articles of a disputed deal say against each other; empty where it is not disputed.
pub(super) fn disagreement(deal: &Deal) -> Statement {
    let mut statement = Statement::default();
    push_rivals(&mut statement, deal, "Sources disagree");
    statement
}

/// The places whose events can be the one that is told best, that one first: who protested is not told by the protest of
/// another, nor is when.
pub(super) fn of_lead(deal: &Deal, kind: EventKind, told: &[usize]) -> Vec<usize> {
    let told = best_first(deal, told);
    let at = |place: &usize| deal.events.get(*place).map(|told| &told.event);
    let Some(lead) = told.first().and_then(at) else { return told };
    // Who contested something is who the sentence is about; a contract may be told by an article that names its buyer only.
    let is_about_supplier = matches!(kind, EventKind::Protest | EventKind::Authorization);
    let naming = told.iter().filter_map(at).find(|event| !event.vendors.is_empty());
    // What nobody tells as surely names nobody for it.
    let named = naming.filter(|event| event.is_confirmed() == lead.is_confirmed() || !is_about_supplier);
    among(deal, &told, |told| match (named, told.event.vendors.is_empty()) {
        (Some(_), true) => !is_about_supplier,
        (Some(named), false) => share_suppliers(&told.event, named),
        (None, is_empty) => is_empty,
    })
}

/// Those of the places whose events are as sure as the one told best: what only a doubtful article says is no part of what
/// is told as a fact. (A sum is, marked as doubtful.)
fn as_sure(deal: &Deal, lead: &DealEvent, told: &[usize]) -> Vec<usize> {
    among(deal, told, |told| told.event.is_confirmed() == lead.event.is_confirmed())
}

/// Whether two events name a supplier in common; who sells through another is named with it.
pub(super) fn share_suppliers(one: &Event, other: &Event) -> bool {
    share(&one.vendors, &other.vendors) || share(&one.vendors, &other.via) || share(&one.via, &other.vendors)
}

/// Whether one organisation of one side, or what it is a part of, is among the other: GDIT and General Dynamics.
fn share(some: &[OrgRef], others: &[OrgRef]) -> bool {
    let is_part = |part: &OrgRef, whole: &OrgRef| {
        part.id.is_within(&whole.id)
            || Lists::bundled().ancestry(&part.id).iter().any(|above| above.id == whole.id.as_str())
    };
    some.iter().any(|a| others.iter().any(|b| is_part(a, b) || is_part(b, a)))
}

/// The places ordered by how well their events tell: confirmed, stated, confident, old.
fn best_first(deal: &Deal, told: &[usize]) -> Vec<usize> {
    let mut ranked: Vec<(usize, &Event)> =
        told.iter().filter_map(|place| Some((*place, &deal.events.get(*place)?.event))).collect();
    ranked.sort_by(|(a, x), (b, y)| {
        let rank = |event: &Event| (!event.is_confirmed(), event.certainty);
        rank(x).cmp(&rank(y)).then(y.confidence.total_cmp(&x.confidence)).then(a.cmp(b))
    });
    ranked.into_iter().map(|(place, _)| place).collect()
}

fn places(deal: &Deal, is_meant: impl Fn(&DealEvent) -> bool) -> Vec<usize> {
    deal.events.iter().enumerate().filter(|(_, told)| is_meant(told)).map(|(place, _)| place).collect()
}

/// Those of the places whose events fit.
fn among(deal: &Deal, told: &[usize], fits: impl Fn(&DealEvent) -> bool) -> Vec<usize> {
    told.iter().copied().filter(|place| deal.events.get(*place).is_some_and(&fits)).collect()
}

fn push_main(
    statement: &mut Statement,
    deal: &Deal,
    kind: EventKind,
    lead: &DealEvent,
    told: &[usize],
    course: Course,
) {
    // A slot that the best telling leaves open is filled from the next that names somebody.
    let first_named = |slot: fn(&Event) -> &Vec<OrgRef>| {
        let named = told.iter().filter_map(|place| deal.events.get(*place));
        named.map(|told| slot(&told.event)).find(|orgs| !orgs.is_empty()).cloned().unwrap_or_default()
    };
    let buyers = first_named(|event| &event.buyers);
    // A body that serves itself is told once.
    let mut vendors = first_named(|event| &event.vendors);
    vendors.retain(|vendor| !buyers.iter().any(|buyer| buyer.id == vendor.id));
    let parties = Parties {
        buyers: agencies(&buyers),
        vendors: companies(&vendors),
        noun: noun(&without_names(&lead.sentence, buyers.iter().chain(&vendors))),
        is_apiece: vendors.len() > 1 && is_apiece(&lead.sentence),
        certainty: lead.event.certainty,
        is_ahead: course.is_ahead,
        is_overdue: course.is_overdue,
    };
    let clause = main_clause(kind, &parties);
    let is_low = lead.event.confidence < CONFIDENCE_TO_COUNT;
    let text = if is_low { format!("Unconfirmed: {clause}") } else { capitalised(&clause) };
    let says_so = |told: &DealEvent| {
        let event = &told.event;
        std::ptr::eq(told, lead)
            || (event.is_confirmed() == lead.event.is_confirmed()
                && (share(&event.vendors, &vendors) || (vendors.is_empty() && share(&event.buyers, &buyers))))
    };
    let mut cited = among(deal, told, says_so);
    // Who filled a slot must be cited for it.
    for (named, slot) in
        [(&buyers, (|e| &e.buyers) as fn(&Event) -> &Vec<OrgRef>), (&vendors, |e| &e.vendors)]
    {
        let filler = told.iter().find(|place| {
            let is_filler = |told: &DealEvent| named.iter().all(|org| slot(&told.event).contains(org));
            !named.is_empty() && deal.events.get(**place).is_some_and(is_filler)
        });
        if let Some(place) = filler.filter(|place| !cited.contains(place)) {
            cited.push(*place);
        }
    }
    statement.push(text, cited);
}

/// The sentence without these names: the Grants Commission need not give grants.
fn without_names<'a>(sentence: &str, named: impl Iterator<Item = &'a OrgRef>) -> String {
    named
        .filter(|org| !org.name.is_empty())
        .fold(sentence.to_owned(), |rest, org| rest.replace(&org.name, " "))
}

fn push_value(statement: &mut Statement, deal: &Deal, kind: EventKind, lead: &DealEvent, told: &[usize]) {
    let is_open = |role| kind == EventKind::Award && rivals(deal, role).len() > 1;
    let sayers = |value: &DealValue, confirmed: bool| {
        among(deal, told, |told| says(told, value) && (told.event.is_confirmed() || !confirmed))
    };
    // What the user says it is worth is told in the place of what the articles say.
    let ruled = deal.values.iter().find(|value| DISPUTABLE.contains(&value.role) && deal.is_ruled(value));
    if let Some(value) = ruled.filter(|_| is_dealing(kind)) {
        if let Some(text) = value_clause(kind, value.role, &ranged(value), false) {
            // No article need say so.
            let text = format!("{text} (the user's word)");
            statement.clauses.push(Clause { text, events: sayers(value, false) });
        }
        return;
    }
    let candidates = || deal.values.iter().filter(|value| !is_open(value.role));
    let firm = candidates().map(|value| (value, sayers(value, true))).find(|(_, sayers)| !sayers.is_empty());
    let is_firm = firm.is_some();
    let found =
        firm.or_else(|| candidates().map(|v| (v, sayers(v, false))).find(|(_, sayers)| !sayers.is_empty()));
    let Some((value, sayers)) = found else { return };
    // Where the whole sentence is marked as doubtful its sum is too.
    let is_doubtful = lead.event.is_confirmed() && !is_firm;
    let each = sayers
        .first()
        .and_then(|place| deal.events.get(*place))
        .is_some_and(|told| told.event.vendors.len() > 1 && is_apiece(&told.sentence));
    let sum = format!("{}{}", ranged(value), if each { " each" } else { "" });
    if let Some(text) = value_clause(kind, value.role, &sum, is_doubtful) {
        statement.push(text, sayers);
    }
}

/// "$200 million", "$50 million to $60 million".
pub(super) fn ranged(value: &DealValue) -> String {
    match value.low {
        Some(low) => format!("{} to {}", Money::new(low, value.money.currency), value.money),
        None => value.money.to_string(),
    }
}

/// A clause from the best telling that has the slot, with all that fill it alike.
fn push_slot(
    statement: &mut Statement,
    deal: &Deal,
    told: &[usize],
    slot: impl Fn(&Event) -> Option<String>,
) {
    let text = told.iter().find_map(|place| slot(&deal.events.get(*place)?.event));
    if let Some(text) = text {
        let sayers = among(deal, told, |told| slot(&told.event).as_ref() == Some(&text));
        statement.push(text, sayers);
    }
}

/// By when offers are due, as far as an article tells.
fn push_offers_due(statement: &mut Statement, deal: &Deal, told: &[usize]) {
    if let Some(due) = deal.offers_due_of(told) {
        let sayers = among(deal, told, |told| told.event.details.offers_due == Some(due));
        statement.push(format!(", with offers due by {}", dated(due)), sayers);
    }
}

fn push_date(statement: &mut Statement, deal: &Deal, told: &[usize], course: Course) {
    match date_told(deal, told) {
        Some((date, true)) => {
            let is_open = course.is_overdue && !course.has_come;
            let open = if is_open { "; no article tells whether it took place" } else { "" };
            let sayers = among(deal, told, |told| told.event.date == Some(date));
            let as_of = if course.is_of_telling { "as of " } else { "" };
            statement.push(format!(" ({as_of}{}{open})", dated(date)), sayers);
        }
        Some((date, false)) => {
            let reporters = among(deal, told, |told| told.published == Some(date));
            let first = reporters.into_iter().take(1).collect();
            statement.push(format!(" (reported {})", dated(date)), first);
        }
        None => {}
    }
}

/// "sources disagree: $84 million (Defense Ledger) or $48 million (Capitol Circuit and Press Wire)".
fn push_rivals(statement: &mut Statement, deal: &Deal, opening: &str) {
    let mut opening = opening.to_owned();
    for role in DISPUTABLE {
        let mut separator = format!("{opening}: ");
        for value in rivals(deal, role) {
            let told = places(deal, |told| told.event.kind == EventKind::Award && says(told, value));
            let sayers = best_first(deal, &told);
            let sum = of_role(role, &ranged(value));
            let text = format!("{separator}{sum} ({})", publishers(deal, &sayers));
            statement.push(text, sayers);
            " or ".clone_into(&mut separator);
            "; they disagree as well".clone_into(&mut opening);
        }
    }
}

/// Who says so, each once; those in doubt are marked.
fn publishers(deal: &Deal, sayers: &[usize]) -> String {
    let mut names: Vec<(String, bool)> = Vec::new();
    for told in sayers.iter().filter_map(|place| deal.events.get(*place)) {
        let name = told.publisher.as_deref().map_or_else(|| "an unnamed publisher".to_owned(), clean);
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, is_confirmed)) => *is_confirmed |= told.event.is_confirmed(),
            None => names.push((name, told.event.is_confirmed())),
        }
    }
    let shown: Vec<String> = names
        .into_iter()
        .map(|(name, is_confirmed)| if is_confirmed { name } else { format!("{name}, unconfirmed") })
        .collect();
    shown.join(", ")
}
