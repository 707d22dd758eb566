//! One answer of a crawl to what becomes of its lead: an article and its facts, further leads, or a reason.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::article::{self, DateOrigin, Published};
use crate::base::{Address, ArticleId, sha256_hex};
use crate::events::Corrections;
use crate::fetch::{Aside, AsideBody, AsideKind, FetchError, Fetched, Retry, retry};
use crate::pipeline::excerpt::{EXCERPT_TYPE, excerpt, read_excerpt, why_withheld};
use crate::pipeline::keeper::{Incoming, Raw};
use crate::pipeline::reading::{facts_of, reason};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::sources::{ArchivePolicy, SourceEntry};
use crate::store::{Hints, LeadKind, LeadOutcome, LeadRow, LeadState, NewLead, NewVersion, Origin, Page};

/// A page found within this many days is looked at again for edits, once a day.
const WATCHED_DAYS: i64 = 3;

/// What became of one lead.
pub(super) struct Tried {
    pub(super) url: Address,
    pub(super) source: String,
    pub(super) outcome: LeadOutcome,
    /// The page, where something was fetched.
    pub(super) page: Option<Incoming>,
    /// The answer that nothing has changed.
    pub(super) unchanged: Option<Box<Fetched>>,
    /// The answer whose page is not to be kept.
    pub(super) withheld: Option<Aside>,
    /// Where its headlines lead, where it is a list of articles rather than one.
    pub(super) found: Vec<NewLead>,
}

/// What a source says of all its pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) publisher: Option<String>,
    pub(super) country: Option<String>,
    pub(super) archive: ArchivePolicy,
}

impl Said {
    /// What this one says.
    pub(super) fn of(entry: &SourceEntry) -> Self {
        Self { publisher: entry.publisher.clone(), country: entry.country.clone(), archive: entry.archive }
    }
}

/// An answer on its way from the network to the reader.
pub(super) struct Arrived {
    pub(super) lead: LeadRow,
    pub(super) answer: Result<Fetched, FetchError>,
    /// Whether its publisher reserves the rights of text and data mining.
    pub(super) is_reserved: bool,
}

impl Arrived {
    /// How large its body is.
    pub(super) fn bytes(&self) -> usize {
        self.answer.as_ref().map_or(0, |fetched| fetched.body.len())
    }
}

impl Tried {
    /// Nothing was fetched.
    fn without_page(lead: LeadRow, outcome: LeadOutcome) -> Self {
        Self {
            url: lead.url,
            source: lead.source,
            outcome,
            page: None,
            unchanged: None,
            withheld: None,
            found: Vec::new(),
        }
    }
}

/// The headlines of a list that a source named are followed; those of a list that a list named are not.
fn leads_of(lead: &LeadRow, reading: &article::Reading) -> Vec<NewLead> {
    if lead.depth > 0 || reading.refusal != Some(article::Refusal::List) {
        return Vec::new();
    }
    let new = |link: &article::Link| NewLead {
        url: link.address.clone(),
        kind: LeadKind::Page,
        hints: Hints { title: Some(link.title.clone()), ..Hints::default() },
        depth: lead.depth + 1,
    };
    reading.leads.iter().map(new).collect()
}

/// Reads one page.
pub(super) fn read_page(
    arrived: Arrived,
    said: &Said,
    now: Timestamp,
    (corrections, repeats): (&Corrections, &SiteRepeats),
) -> Tried {
    let Arrived { lead, answer, is_reserved } = arrived;
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(error) => {
            let outcome = failure(&lead, &error, now);
            return Tried::without_page(lead, outcome);
        }
    };
    let age = now.duration_since(lead.found_at);
    let is_watched = age < SignedDuration::from_hours(24 * WATCHED_DAYS);
    let revisit = is_watched.then(|| now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now));
    let done = LeadOutcome::Done {
        etag: fetched.etag.clone().or(lead.etag.clone()),
        last_modified: fetched.last_modified.clone().or(lead.last_modified.clone()),
        revisit,
    };
    if fetched.is_unchanged() {
        return Tried { unchanged: Some(Box::new(fetched)), ..Tried::without_page(lead, done) };
    }
    let hints = Hints {
        publisher: lead.hints.publisher.clone().or(said.publisher.clone()),
        country: lead.hints.country.clone().or(said.country.clone()),
        ..lead.hints.clone()
    };
    let reading = article::read(&fetched, &article_hints(&hints));
    let found = leads_of(&lead, &reading);
    let withheld = match said.archive {
        ArchivePolicy::Page => None,
        ArchivePolicy::Evidence => why_withheld(&fetched, &reading.wishes, is_reserved),
    };
    let (mut text_digest, mut edges) = (None, Edges::default());
    let (outcome, read) = match (reading.articles.into_iter().next(), reading.refusal) {
        (Some(mut article), _) => {
            text_digest = Some(article.text_digest());
            edges = repeats.strip(&mut article);
            let facts = facts_of(&article, corrections);
            (done, Some((article, facts)))
        }
        // Nothing of a page is kept that is neither to be kept nor holds an article.
        (None, refusal) if withheld.is_some() => {
            let outcome = refused(&lead, refusal.as_ref(), revisit);
            return Tried {
                withheld: Some(withheld_answer(fetched)),
                found,
                ..Tried::without_page(lead, outcome)
            };
        }
        (None, refusal) => (refused(&lead, refusal.as_ref(), revisit), None),
    };
    let (read, excerpt) = match (read, withheld) {
        (Some((article, facts)), Some(why)) => {
            let excerpt = excerpt(&article, &facts, why);
            edges = Edges::default();
            let read = read_excerpt(&excerpt, corrections);
            text_digest = read.as_ref().map(|(article, _)| article.text_digest());
            (read, Some(excerpt))
        }
        (read, _) => (read, None),
    };
    let url = read.as_ref().and_then(|(a, _)| a.url.clone()).unwrap_or_else(|| fetched.address.canonical());
    let id = read.as_ref().map_or_else(|| ArticleId::of_url(url.as_str()), |(a, _)| a.id.clone());
    let page = Page {
        id,
        url: Some(url),
        source_id: None,
        publisher: hints.publisher.clone(),
        country: hints.country.clone(),
        first_seen: fetched.fetched_at,
        origin: Origin::Crawl,
        source: Some(lead.source.clone()),
    };
    let version = NewVersion {
        fetched_at: fetched.fetched_at,
        requested: Some(fetched.requested.clone()),
        final_url: Some(fetched.address.clone()),
        status: fetched.status,
        content_type: if excerpt.is_some() {
            Some(EXCERPT_TYPE.to_owned())
        } else {
            fetched.content_type.clone()
        },
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
        robots_tag: fetched.robots_tag.clone(),
        content_sha256: sha256_hex(&fetched.body),
        archived: None,
        text_digest,
        hints,
    };
    let (raw, withheld) = match excerpt {
        Some(excerpt) => {
            let raw = Raw::Resource {
                uri: page.url.as_ref().map_or_else(String::new, ToString::to_string),
                content_type: EXCERPT_TYPE,
                bytes: Arc::new(excerpt),
            };
            (raw, Some(withheld_answer(fetched)))
        }
        None => (Raw::Response(Box::new(fetched)), None),
    };
    let incoming = Incoming { page, version, raw, read, edges };
    Tried {
        url: lead.url,
        source: lead.source,
        outcome,
        page: Some(incoming),
        unchanged: None,
        withheld,
        found,
    }
}

/// Of a page that is not to be kept: that it came.
fn withheld_answer(fetched: Fetched) -> Aside {
    let fetched = Fetched { body: Vec::new(), ..fetched };
    Aside { body: AsideBody::Withheld, ..Aside::whole(fetched, AsideKind::Withheld) }
}

/// Nothing can be read there. Where an article stood before it may come back, as from behind a log-in.
fn refused(lead: &LeadRow, refusal: Option<&article::Refusal>, revisit: Option<Timestamp>) -> LeadOutcome {
    let reason = refusal.map_or("nothing to read", reason).to_owned();
    LeadOutcome::Refused { reason, next_try: revisit.filter(|_| lead.state == LeadState::Done) }
}

fn failure(lead: &LeadRow, error: &FetchError, now: Timestamp) -> LeadOutcome {
    let why = error.to_string();
    match (error, retry(error, lead.attempts + 1, now)) {
        (FetchError::Robots { .. }, Retry::At(next_try)) => LeadOutcome::Disallowed { reason: why, next_try },
        (FetchError::Status { status: 404 | 410, .. }, _) => LeadOutcome::Gone { reason: why },
        (_, Retry::At(next_try)) => LeadOutcome::Failed { error: why, next_try: Some(next_try) },
        (_, Retry::Never) => LeadOutcome::Failed { error: why, next_try: None },
    }
}

/// What a listing said, as the reader takes it.
pub(super) fn article_hints(hints: &Hints) -> article::Hints {
    let published = hints.published.as_deref().and_then(|text| {
        let date = text.get(..10).unwrap_or(text).parse().or_else(|_| text.parse()).ok()?;
        Some(Published {
            instant: text.parse::<Timestamp>().ok(),
            ..Published::on(date, DateOrigin::Listing)
        })
    });
    article::Hints {
        title: hints.title.clone(),
        published,
        publisher: hints.publisher.clone(),
        country: hints.country.clone(),
    }
}
