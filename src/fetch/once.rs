//! What a crawl asks of each service once, however many want to know, and believes for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OnceCell;

use crate::base::Address;

/// What was learned, by service.
#[derive(Debug)]
pub(super) struct Once<T> {
    cells: Mutex<HashMap<String, Arc<OnceCell<Learned<T>>>>>,
}

#[derive(Debug)]
struct Learned<T> {
    value: T,
    until: Instant,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { cells: Mutex::default() }
    }
}

impl<T: Clone> Once<T> {
    /// What is known of the service at this address, if it was asked.
    pub(super) fn known(&self, address: &Address) -> Option<T> {
        let cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.get(&service_of(address))?.get().map(|learned| learned.value.clone())
    }

    /// What is known of the service at this address; asks with `learn` where nothing is or it is too old. `learn` gives
    /// the value and for how long it is believed.
    pub(super) async fn get(&self, address: &Address, learn: impl AsyncFnOnce() -> (T, Duration)) -> T {
        let service = service_of(address);
        let cell = {
            let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = cells.entry(service).or_default();
            if cell.get().is_some_and(|learned| learned.until <= Instant::now()) {
                *cell = Arc::default();
            }
            Arc::clone(cell)
        };
        let ask = || async {
            let (value, life) = learn().await;
            Learned { value, until: Instant::now() + life }
        };
        cell.get_or_init(ask).await.value.clone()
    }
}

/// http and https of one host are two services (RFC 9309 section 2.3).
fn service_of(address: &Address) -> String {
    format!("{}://{}", address.url().scheme(), address.authority())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn a_service_is_asked_once_until_the_answer_is_old() {
        let once = Once::default();
        let asked = Cell::new(0);
        let get = async |url: &str, life: Duration| {
            let address = Address::parse(url).unwrap();
            let learn = async || {
                asked.set(asked.get() + 1);
                tokio::task::yield_now().await;
                (asked.get(), life)
            };
            once.get(&address, learn).await
        };
        let day = Duration::from_hours(24);
        let both = tokio::join!(get("https://a.example/1", day), get("https://a.example/2", day));
        assert_eq!(both, (1, 1));
        assert_eq!(get("http://a.example/", Duration::ZERO).await, 2);
        assert_eq!(get("http://a.example/", day).await, 3);
        assert_eq!(get("http://a.example/", day).await, 3);
        assert_eq!(get("https://a.example:8443/", day).await, 4);
    }
}
