//! What the user has had forgotten, ready to be looked for in what comes in. It is made anew only when tombstones come or go.
//!
//! It must not know where it is looked for.

use crate::base::Address;
use crate::pipeline::PipelineError;
use crate::pipeline::mentions::{Mentions, Named};
use crate::store::{Store, TombstoneKind};

/// The names of all tombstones, as they were when last asked for.
#[derive(Debug, Default)]
pub(super) struct ForgottenNames {
    /// How many there were, and when the newest was left.
    mark: (u64, Option<i64>),
    names: Option<Mentions>,
}

impl ForgottenNames {
    /// All that the user has had forgotten by now; `None` where that is nothing.
    pub(super) fn renewed(&mut self, store: &Store) -> Result<Option<&Mentions>, PipelineError> {
        let mark = store.tombstone_mark()?;
        if mark != self.mark {
            let named = named(store)?;
            self.names = if named.is_empty() { None } else { Some(Mentions::of(named)?) };
            self.mark = mark;
        }
        Ok(self.names.as_ref())
    }
}

fn named(store: &Store) -> Result<Named, PipelineError> {
    let mut named = Named::default();
    for stone in store.tombstones()? {
        match stone.kind {
            TombstoneKind::Url => named.addresses.extend(Address::parse(&stone.what)),
            TombstoneKind::Site => drop(named.sites.insert(stone.what)),
            TombstoneKind::Page => {}
        }
    }
    Ok(named)
}
