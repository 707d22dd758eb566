//! The user's word on the facts of one article: what is none, what stands in a slot, and what was looked at.

use crate::article::Article;
use crate::base::{Currency, Money, comparison_key, printable, read_sum};
use crate::entities::AmountRole;
use crate::events::{
    CorrectionAction, CorrectionKind, EventName, EventSlot, Facts, Verdict, read_value, written_value,
};
use crate::pipeline::fix_file::{FixNote, Fixed, append};
use crate::pipeline::rulings::written_article;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, IdMatch, Store};

/// Facts named where none is the one that was asked for.
const MOST_NAMED: usize = 8;

/// What the user says of a fact of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactFix {
    /// It is none: of an event its place (from 0) or its name, of others the name, sum or number.
    Drop(CorrectionKind, String),
    /// The article is relevant, or not.
    Relevant(bool),
    /// What stands in a slot of the event at this place.
    Set(u32, EventSlot, String),
    /// What the user found of the event at this place.
    Reviewed(u32, Verdict),
}

/// Writes what the user says of a fact of the article with this id, or with the only id that begins so.
///
/// # Errors
/// When there is no such article, fact or value, or it was said already; and when a file cannot be read or written.
pub fn fix_fact(
    folder: &Folder,
    article: &str,
    fix: &FactFix,
    note: &FixNote,
) -> Result<Fixed, PipelineError> {
    let store = Store::open(folder.path(), Access::Read)?;
    let (article, facts) = article_with_id(&store, article)?;
    let mut entry = note.entry(match fix {
        FactFix::Drop(..) => CorrectionAction::Drop,
        FactFix::Relevant(true) => CorrectionAction::Relevant,
        FactFix::Relevant(false) => CorrectionAction::Irrelevant,
        FactFix::Set(..) => CorrectionAction::Set,
        FactFix::Reviewed(..) => CorrectionAction::Reviewed,
    });
    entry.article =
        Some(written_article(&article.id, article.url.as_ref().map(crate::base::Address::as_str)));
    match fix {
        FactFix::Relevant(_) => {}
        FactFix::Drop(kind, value) => {
            entry.kind = Some(*kind);
            entry.value = Some(fact_called(&article, &facts, *kind, value)?);
        }
        FactFix::Set(ordinal, slot, to) => {
            entry.kind = Some(CorrectionKind::Event);
            entry.value = Some(event_name(&article, &facts, *ordinal)?);
            entry.slot = Some(*slot);
            let role = facts.events.get(*ordinal as usize).and_then(|event| event.value);
            let role = role.map_or(AmountRole::Award, |value| value.role);
            let sum = (*slot == EventSlot::Value).then(|| read_value(to, role)).flatten();
            entry.to = Some(sum.map_or_else(|| to.trim().to_owned(), |sum| written_value(&sum)));
        }
        FactFix::Reviewed(ordinal, verdict) => {
            entry.kind = Some(CorrectionKind::Event);
            entry.value = Some(event_name(&article, &facts, *ordinal)?);
            entry.verdict = Some(*verdict);
        }
    }
    let corrections = append(folder, &[entry])?;
    Ok(Fixed { corrections, articles: vec![article.id], settled: Vec::new() })
}

/// The article with this id, or with the only id that begins so.
pub(super) fn article_with_id(store: &Store, id: &str) -> Result<(Article, Facts), PipelineError> {
    let found = store.resolve_prefix(id)?;
    let articles: Vec<_> = found
        .iter()
        .filter_map(|one| match one {
            IdMatch::Article(id) => Some(id),
            IdMatch::Deal(_) => None,
        })
        .collect();
    let shown = printable(id);
    match articles.as_slice() {
        [one] => store.article(one)?.ok_or_else(|| no_article(&shown)),
        [] => Err(no_article(&shown)),
        several => Err(PipelineError::Correction(format!(
            "{shown:?} is the beginning of {} articles' ids: write more of it",
            several.len()
        ))),
    }
}

fn no_article(id: &str) -> PipelineError {
    PipelineError::Correction(format!(
        "no article has the id {id:?}: ids (a…) are shown by `search` and `show`"
    ))
}

fn event_name(article: &Article, facts: &Facts, ordinal: u32) -> Result<String, PipelineError> {
    let name = EventName::of(facts.events.iter(), ordinal as usize);
    name.map(|name| name.to_string()).ok_or_else(|| {
        let last = match facts.events.len() {
            0 => "it has none".to_owned(),
            1 => "its only event is 0".to_owned(),
            all => format!("it has 0 to {}", all - 1),
        };
        PipelineError::Correction(format!("the article {} has no event {ordinal}: {last}", article.id))
    })
}

/// The fact that is called so, as the file names it.
fn fact_called(
    article: &Article,
    facts: &Facts,
    kind: CorrectionKind,
    value: &str,
) -> Result<String, PipelineError> {
    let found = &facts.mentions;
    let key = comparison_key(value);
    let letters = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let all: Vec<String> = match kind {
        CorrectionKind::Agency => found.agencies.iter().map(|one| one.name.clone()).collect(),
        CorrectionKind::Vendor => found.vendors.iter().map(|one| one.name.clone()).collect(),
        CorrectionKind::Amount => {
            let sums = found.amounts.iter().map(|one| one.money);
            let sums = sums.chain(facts.events.iter().filter_map(|event| Some(event.value?.money)));
            sums.map(|money| format!("{} {}", money.currency, money.amount)).collect()
        }
        CorrectionKind::Number => found.numbers.iter().map(|one| one.number.clone()).collect(),
        CorrectionKind::Event => {
            let names = (0..facts.events.len()).filter_map(|place| EventName::of(facts.events.iter(), place));
            names.map(|name| name.to_string()).collect()
        }
    };
    let is_it = |one: &&String| match kind {
        CorrectionKind::Agency | CorrectionKind::Vendor => comparison_key(one) == key,
        CorrectionKind::Amount => read_sum(value).is_some_and(|(sum, currency)| {
            let money = Money::new(sum, currency.unwrap_or(Currency::USD));
            format!("{} {}", money.currency, money.amount) == **one
        }),
        CorrectionKind::Number => letters(one).eq_ignore_ascii_case(&letters(value)),
        CorrectionKind::Event => false,
    };
    if kind == CorrectionKind::Event {
        if let Ok(ordinal) = value.trim().parse::<u32>() {
            return event_name(article, facts, ordinal);
        }
        let name = EventName::parse(value);
        if let Some(name) = name.filter(|name| !name.places(facts.events.iter()).is_empty()) {
            return Ok(name.to_string());
        }
    }
    all.iter().find(is_it).cloned().ok_or_else(|| {
        let mut shown: Vec<&str> = all.iter().map(String::as_str).take(MOST_NAMED).collect();
        shown.dedup();
        let known =
            if shown.is_empty() { "it has none".to_owned() } else { format!("it has {}", shown.join("; ")) };
        let (article, value) = (&article.id, printable(value));
        PipelineError::Correction(format!(
            "the article {article} has no {} {value:?}: {known}",
            kind.as_str()
        ))
    })
}
