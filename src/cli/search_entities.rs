//! `awardwire search --entities`: agencies, vendors, products and programs by name.

use std::io::{self, BufWriter, Write};

use awardwire::export::entity_hits::{
    EntitiesRecord, EntityField, EntityParent, EntityRecord, kind_word, likeness_word, write_csv,
    write_markdown,
};
use awardwire::export::write_json;
use awardwire::library::{EntityHit, EntityQuestion, NameKind};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{count, one_line};
use crate::cli::search::{Format, chosen_fields};
use crate::cli::search_text::View;
use crate::cli::settings::Settings;

/// What is asked.
pub struct Asked<'a> {
    /// The words.
    pub text: String,
    /// At most so many hits.
    pub limit: usize,
    /// Leave out so many of the first.
    pub offset: usize,
    /// How to print.
    pub format: Format,
    /// The columns of csv, all where none is named.
    pub fields: &'a [String],
    /// Whether ids end with a NUL.
    pub null: bool,
}

/// Searches the names, and prints what answers.
pub fn run(asked: &Asked<'_>, settings: &Settings) -> Result<u8, Ending> {
    let fields = chosen_fields(asked.fields, &EntityField::ALL, EntityField::as_str)?;
    let library = settings.open_library()?;
    let (kind, text) = of_kind(&asked.text);
    let question = EntityQuestion { text: text.to_owned(), kind, limit: asked.limit, offset: asked.offset };
    let answer = library.entities(&question)?;
    if answer.rebuilt {
        settings.say("the search index was missing or of another version; it was built again");
    } else if answer.behind {
        settings.say("the search index is being brought up to date: the newest articles may not be counted");
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let records: Vec<EntityRecord<'_>> =
        answer.hits.iter().enumerate().map(|(at, hit)| record(asked.offset + at + 1, hit)).collect();
    match asked.format {
        Format::Text => print(&records, answer.total, View::of(settings), &mut out)?,
        Format::Json => EntitiesRecord::new(&asked.text, answer.total, &records).write(&mut out)?,
        Format::Jsonl => records.iter().try_for_each(|hit| {
            write_json(hit, &mut out)?;
            writeln!(out)
        })?,
        Format::Csv => write_csv(&records, &fields, &mut out)?,
        Format::Md => write_markdown(&asked.text, &records, &mut out)?,
        Format::Ids => {
            let end = if asked.null { '\0' } else { '\n' };
            records.iter().try_for_each(|hit| write!(out, "{}{end}", one_line(hit.id)))?;
        }
        Format::Count => writeln!(out, "{}", answer.total)?,
    }
    out.flush()?;
    if answer.total == 0 {
        settings.say("nothing is called so, in the lists or in an article");
        return Ok(NOTHING);
    }
    Ok(if answer.hits.is_empty() && asked.limit > 0 { NOTHING } else { DONE })
}

/// `vendor:pal` asks for vendors only.
fn of_kind(text: &str) -> (Option<NameKind>, &str) {
    let kinds = [NameKind::Agency, NameKind::Vendor, NameKind::Product, NameKind::Program];
    let text = text.trim();
    let found = kinds.into_iter().find_map(|kind| {
        let (field, rest) = text.split_once(':')?;
        field.eq_ignore_ascii_case(kind_word(kind)).then(|| (Some(kind), rest.trim().trim_matches('"')))
    });
    found.unwrap_or((None, text))
}

fn record(rank: usize, hit: &EntityHit) -> EntityRecord<'_> {
    let parent = hit.parent.as_ref().map(|(id, name)| EntityParent { id, name });
    EntityRecord {
        rank,
        kind: hit.kind,
        id: &hit.id,
        name: &hit.name,
        matched: hit.matched.as_deref(),
        likeness: likeness_word(hit.likeness),
        parent,
        articles: hit.articles,
        deals: hit.deals,
        first: hit.first,
        last: hit.last,
    }
}

fn print(hits: &[EntityRecord<'_>], total: usize, view: View, out: &mut dyn Write) -> io::Result<()> {
    let style = view.style();
    for hit in hits {
        let alias = hit.matched.map(|alias| format!(" (as {})", one_line(alias))).unwrap_or_default();
        let near = if hit.likeness == Some("near") { style.doubt(" near") } else { String::new() };
        writeln!(
            out,
            "{:>3}. {}{}{near}",
            hit.rank,
            style.strong(&one_line(hit.name)),
            one_line_after(&alias)
        )?;
        let mut facts = vec![kind_word(hit.kind).to_owned(), style.id(&one_line(hit.id))];
        facts.extend(hit.parent.as_ref().map(|parent| format!("of {}", one_line(parent.name))));
        let articles = usize::try_from(hit.articles).unwrap_or(usize::MAX);
        facts.push(count(articles, "article"));
        facts.push(count(hit.deals, "deal"));
        match (hit.first, hit.last) {
            (Some(first), Some(last)) if first == last => facts.push(first.to_string()),
            (Some(first), Some(last)) => facts.push(format!("{first} to {last}")),
            _ => {}
        }
        writeln!(out, "     {}", facts.join(" · "))?;
    }
    if total > hits.len() && !hits.is_empty() {
        let rest = format!("{} of {} shown", hits.len(), count(total, "name"));
        writeln!(out, "{}", style.faint(&rest))?;
    }
    Ok(())
}

/// What follows on a line keeps the space before it.
fn one_line_after(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {}", one_line(text).trim_start()) }
}
