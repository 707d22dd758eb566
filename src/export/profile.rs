//! The profile of an agency or vendor as JSON and Markdown.

use std::io::{self, Write};

use serde::Serialize;

use super::deal::{DealRecord, Party};
use super::ledger::{SumsRecord, sums_record, write_sums_list, write_table};
use super::record::FORMAT_VERSION;
use super::timeline::{EntryRecord, PeriodRecord, write_entry, write_periods};
use super::{ai_uses, markdown_text, safe_json};
use crate::base::DealId;
use crate::events::EventKind;
use crate::report::{AiUses, Counted, Coverage, Group, NewsLine, Profile, Rival, Side, Subject};

/// The kinds of events that stand under one heading.
pub const SECTIONS: [(&str, &[EventKind]); 5] = [
    (
        "Won and begun",
        &[
            EventKind::Award,
            EventKind::Deployment,
            EventKind::Authorization,
            EventKind::Partnership,
            EventKind::Investment,
        ],
    ),
    ("Changed", &[EventKind::Modification]),
    ("Asked for", &[EventKind::Solicitation]),
    ("Protested", &[EventKind::Protest]),
    ("Ended and barred", &[EventKind::Termination, EventKind::Exclusion]),
];

#[derive(Serialize)]
struct ProfileRecord<'a> {
    format_version: u32,
    subject: &'a Subject,
    sample: bool,
    own: SumsRecord,
    joint: SumsRecord,
    years: Vec<PeriodRecord<'a>>,
    partners: Vec<PartnerRecord<'a>>,
    via: &'a [Counted],
    through: &'a [Counted],
    programs: &'a [Counted],
    products: &'a [Counted],
    rivals: Vec<RivalRecord<'a>>,
    deals: Vec<DealRecord<'a>>,
    timeline: Vec<EntryRecord<'a>>,
    latest: &'a [NewsLine],
    ai_uses: Option<&'a AiUses>,
    coverage: &'a Coverage,
}

#[derive(Serialize)]
struct PartnerRecord<'a> {
    canonical: &'a str,
    id: Option<&'a str>,
    deals: Vec<&'a DealId>,
    own: SumsRecord,
    joint: SumsRecord,
}

#[derive(Serialize)]
struct RivalRecord<'a> {
    canonical: &'a str,
    id: &'a str,
    buyers: Vec<Party<'a>>,
    deals: usize,
}

impl<'a> PartnerRecord<'a> {
    fn new(profile: &'a Profile, group: &'a Group) -> Self {
        let deals = group.deals.iter().filter_map(|at| profile.deals.get(*at));
        Self {
            canonical: &group.label,
            id: group.id.as_deref(),
            deals: deals.map(|deal| &deal.id).collect(),
            own: sums_record(&group.own),
            joint: sums_record(&group.joint),
        }
    }
}

impl<'a> RivalRecord<'a> {
    fn new(rival: &'a Rival) -> Self {
        Self {
            canonical: &rival.org.name,
            id: rival.org.id.as_str(),
            buyers: rival.buyers.iter().map(|org| Party { canonical: &org.name, id: &org.id }).collect(),
            deals: rival.deals,
        }
    }
}

/// Writes the profile as one JSON object on a line of its own.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(profile: &Profile, out: &mut dyn Write) -> io::Result<()> {
    let record = ProfileRecord {
        format_version: FORMAT_VERSION,
        subject: &profile.subject,
        sample: profile.sample,
        own: sums_record(&profile.own),
        joint: sums_record(&profile.joint),
        years: profile.years.iter().map(PeriodRecord::new).collect(),
        partners: profile.partners.iter().map(|group| PartnerRecord::new(profile, group)).collect(),
        via: &profile.via,
        through: &profile.through,
        programs: &profile.programs,
        products: &profile.products,
        rivals: profile.rivals.iter().map(RivalRecord::new).collect(),
        deals: profile.deals.iter().map(|deal| DealRecord::told(deal, profile.today)).collect(),
        timeline: profile.timeline.entries.iter().map(EntryRecord::new).collect(),
        latest: &profile.latest,
        ai_uses: profile.ai_uses.as_ref(),
        coverage: &profile.coverage,
    };
    safe_json::write(&record, out)?;
    writeln!(out)
}

/// Writes the profile as Markdown (CommonMark).
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(profile: &Profile, out: &mut dyn Write) -> io::Result<()> {
    let subject = &profile.subject;
    writeln!(out, "# {}\n", markdown_text::text(&subject.name))?;
    if profile.sample {
        writeln!(out, "**Sample data: made-up publishers, mostly made-up dealings.**\n")?;
    }
    for (label, text) in about(subject) {
        writeln!(out, "- {label}: {}", markdown_text::text(&text))?;
    }
    writeln!(out, "\n## Sums\n\nAlone on its side:\n")?;
    write_sums_list(&profile.own, out)?;
    if profile.joint.deals > 0 {
        writeln!(out, "\nBeside others, whole:\n")?;
        write_sums_list(&profile.joint, out)?;
    }
    if !profile.years.is_empty() {
        writeln!(out, "\n## By year\n")?;
        write_periods(&profile.years, out)?;
    }
    if !profile.deals.is_empty() {
        writeln!(out, "\n## Deals")?;
        let records: Vec<DealRecord<'_>> =
            profile.deals.iter().map(|deal| DealRecord::told(deal, profile.today)).collect();
        write_table(records.iter(), out)?;
    }
    let partners: Vec<String> =
        profile.partners.iter().map(|one| in_deals(&one.label, one.deals.len(), 0)).collect();
    let rivals: Vec<String> = profile.rivals.iter().map(rival_in_words).collect();
    let lists = [
        (partners_heading(subject.side), partners),
        ("Through whom", counted(&profile.via)),
        ("Supplies through it", counted(&profile.through)),
        ("Programs", counted(&profile.programs)),
        ("Products named", counted(&profile.products)),
        ("Rivals: other suppliers of its buyers", rivals),
    ];
    for (heading, items) in lists {
        if !items.is_empty() {
            writeln!(out, "\n## {heading}\n")?;
        }
        items.iter().try_for_each(|item| writeln!(out, "- {}", markdown_text::text(item)))?;
    }
    for (heading, kinds) in SECTIONS {
        let mut entries = profile.of_kinds(kinds).peekable();
        if entries.peek().is_some() {
            writeln!(out, "\n## {heading}\n")?;
        }
        entries.try_for_each(|entry| write_entry(entry, out))?;
    }
    if let Some(reported) = &profile.ai_uses {
        ai_uses::write_markdown(reported, out)?;
    }
    if !profile.latest.is_empty() {
        writeln!(out, "\n## Latest news\n")?;
    }
    for line in &profile.latest {
        let title = match &line.url {
            Some(url) => markdown_text::link(&line.title, url),
            None => markdown_text::text(&line.title),
        };
        let publisher = markdown_text::text(line.publisher.as_deref().unwrap_or_default());
        let date = line.published.map(|date| format!(", {date}")).unwrap_or_default();
        writeln!(out, "- {title}, {publisher}{date}")?;
    }
    super::digest::write_coverage(&profile.coverage, out)
}

/// What the lists say of the subject, line by line, and the user.
pub fn about(subject: &Subject) -> Vec<(&'static str, String)> {
    let names = |orgs: &[crate::events::OrgRef]| {
        orgs.iter().map(|org| org.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let class = subject.class.as_ref().map(|class| format!(", {class}")).unwrap_or_default();
    let country =
        subject.country.as_ref().map(|code| format!(", {}", code.to_uppercase())).unwrap_or_default();
    let lines = vec![
        ("What", format!("{}{class}{country}", subject.side.as_str())),
        ("Id", subject.id.to_string()),
        ("Aliases", subject.aliases.join("; ")),
        ("Part of", names(&subject.parents)),
        ("Units", names(&subject.units)),
        ("Tags", subject.tags.join(", ")),
    ];
    let notes = subject.notes.iter().map(|note| ("Note", note.clone()));
    lines.into_iter().chain(notes).filter(|(_, text)| !text.is_empty()).collect()
}

/// What the other side is called.
pub fn partners_heading(side: Side) -> &'static str {
    match side {
        Side::Vendor => "Buyers",
        Side::Agency => "Vendors",
    }
}

/// "Maven Smart System: 3 deals, 1 of them unconfirmed".
pub(super) fn counted(list: &[Counted]) -> Vec<String> {
    list.iter().map(|one| in_deals(&one.name, one.deals, one.unconfirmed)).collect()
}

fn in_deals(name: &str, deals: usize, unconfirmed: usize) -> String {
    let doubt = if unconfirmed == 0 { String::new() } else { format!(", {unconfirmed} unconfirmed") };
    format!("{name}: {deals} deal{}{doubt}", if deals == 1 { "" } else { "s" })
}

pub(super) fn rival_in_words(rival: &Rival) -> String {
    let buyers: Vec<&str> = rival.buyers.iter().map(|org| org.name.as_str()).collect();
    format!("{}, with {}", in_deals(&rival.org.name, rival.deals, 0), buyers.join(", "))
}
