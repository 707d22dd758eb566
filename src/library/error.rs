//! Why a question has no answer.

use crate::bundle::BundleError;
use crate::pipeline::PipelineError;
use crate::search::{QueryError, SearchError};
use crate::store::StoreError;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The library cannot be read or written.
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    /// The query has a mistake; the rendering shows the place.
    #[error("the query has a mistake")]
    Query {
        /// What is wrong, and where.
        error: QueryError,
        /// The query as it was read, flags included.
        text: String,
    },
    /// No article or deal has this id.
    #[error("nothing in the library has the id {0:?}: ids are shown by `search` and `deals`")]
    UnknownId(String),
    /// Several ids begin so.
    #[error("{start:?} is the beginning of several ids: {}", candidates.join(", "))]
    AmbiguousId {
        /// What was asked for.
        start: String,
        /// The ids that begin so.
        candidates: Vec<String>,
    },
    /// An article has no event of this number.
    #[error("{article} has no event {number}: {}", match events {
        0 => "it tells none".to_owned(),
        1 => "it tells one, 0".to_owned(),
        events => format!("it tells {events}, numbered from 0 to {}", events - 1),
    })]
    NoEvent {
        /// The article.
        article: String,
        /// What was asked for.
        number: usize,
        /// How many it tells.
        events: usize,
    },
    /// An event was asked of a deal.
    #[error(
        "{0} is a deal, whose events stand in several articles: write an article's id before the colon (`show {0}` has them)"
    )]
    EventOfDeal(String),
    /// A page was asked of a deal.
    #[error("{0} is a deal, which several pages tell: name an article of it (`show {0}` has them)")]
    PageOfDeal(String),
    /// The archive does not have a page.
    #[error("the page of {page} cannot be shown as fetched: {why}")]
    PageNotKept {
        /// Which page.
        page: String,
        /// Why not.
        why: String,
    },
    /// What is to be forgotten is a deal.
    #[error(
        "{0} is a deal, which articles tell: name one of those, or an address or site (`show {0}` has them)"
    )]
    ForgetDeal(String),
    /// What is to be forgotten is nothing of the kind.
    #[error(
        "{0:?} is no id of an article, no address with http:// or https://, and no site such as news.example.com"
    )]
    ForgetWhat(String),
    /// A digest without a first day has no period before it.
    #[error("there is nothing before all time to compare with: give --period, or --since")]
    NoPeriodBefore,
    /// A file of labels cannot be read.
    #[error("{place}: {reason}")]
    Gold {
        /// File and line.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// What is written out cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

impl From<StoreError> for LibraryError {
    fn from(error: StoreError) -> Self {
        Self::Pipeline(error.into())
    }
}

impl From<SearchError> for LibraryError {
    fn from(error: SearchError) -> Self {
        Self::Pipeline(error.into())
    }
}

/// Who has to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The user wrote something wrong: a query, an id, a setting.
    Usage,
    /// The library, a file or the disk failed.
    Library,
    /// The reader of the output has gone away.
    BrokenPipe,
}

impl LibraryError {
    /// Who has to mend it.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Pipeline(error) => remedy_of(error),
            Self::Query { .. }
            | Self::UnknownId(_)
            | Self::AmbiguousId { .. }
            | Self::NoEvent { .. }
            | Self::EventOfDeal(_)
            | Self::PageOfDeal(_)
            | Self::PageNotKept { .. }
            | Self::ForgetDeal(_)
            | Self::ForgetWhat(_)
            | Self::NoPeriodBefore
            | Self::Gold { .. } => Remedy::Usage,
            Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Remedy::BrokenPipe,
            Self::Output(_) => Remedy::Library,
        }
    }
}

fn remedy_of(error: &PipelineError) -> Remedy {
    match error {
        PipelineError::Settings { .. }
        | PipelineError::Correction(_)
        | PipelineError::Notebook(_)
        | PipelineError::Table { .. }
        | PipelineError::Bundle(
            BundleError::NoBundle(_) | BundleError::NoPages(_) | BundleError::Newer { .. },
        )
        | PipelineError::NoSources(_)
        | PipelineError::UnknownSource(_)
        | PipelineError::Source(_)
        | PipelineError::Store(StoreError::NoLibrary { .. }) => Remedy::Usage,
        _ => Remedy::Library,
    }
}
