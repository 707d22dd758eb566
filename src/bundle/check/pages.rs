//! The records of pages: their bytes have the digests that facts rest on, and what is read of them is what was read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use super::lines::Known;
use super::words::{Text, lookups, words_stand_in};
use super::{BundlePart, Found, ReadPage};
use crate::base::{ArticleId, sha256_hex};
use crate::bundle::limits::{Effort, MOST_PAGES_OF_HTML};
use crate::bundle::{BundleError, BundleReader, BundledPage, RecordPlace};
use crate::fetch::{WarcKind, WarcRecord, read_member};

/// No record of a bundle is longer than this, packed.
const LONGEST_MEMBER: u64 = 64 << 20;

/// The articles in whose text all of their claims were found.
pub(super) type Seen = BTreeSet<ArticleId>;

/// The article of a page for which only digests stand, and why.
pub(super) fn only_by_digest(page: &BundledPage) -> Option<(ArticleId, String)> {
    let why = match (&page.record, &page.withheld) {
        (Some(_), _) if !page.excerpt => return None,
        (_, Some(why)) => why.clone(),
        (_, None) => "the bundle was made without pages".to_owned(),
    };
    Some((page.article.clone(), crate::base::printable(&why)))
}

/// Reads every record once, in the order in which they stand.
pub(super) fn check(
    reader: &mut BundleReader,
    known: &Known,
    read: &ReadPage<'_>,
    found: &mut Found,
) -> Result<Seen, BundleError> {
    let mut seen = Seen::new();
    let mut effort = Effort::of_looking(reader.length());
    let path = reader.path().to_owned();
    each_record(reader, known.pages.values(), |pages, record| {
        match record {
            Err(why) => {
                for page in pages {
                    found.fault(
                        BundlePart::Pages,
                        &format!("the record of {} is no good: {why}", page.article),
                    );
                }
            }
            Ok(record) => {
                let digest = sha256_hex(&record.payload);
                for page in pages {
                    check_page(page, (&record, &digest), (known, &mut effort), read, &mut seen, found)
                        .map_err(|why| BundleError::Damaged { path: path.clone(), why: why.to_owned() })?;
                }
            }
        }
        Ok(())
    })?;
    Ok(seen)
}

fn check_page(
    page: &BundledPage,
    (record, digest): (&WarcRecord, &str),
    (known, effort): (&Known, &mut Effort),
    read: &ReadPage<'_>,
    seen: &mut Seen,
    found: &mut Found,
) -> Result<(), &'static str> {
    let article = &page.article;
    if !matches!(record.kind, WarcKind::Response | WarcKind::Resource) {
        found.fault(BundlePart::Pages, &format!("the record of {article} holds no page"));
        return Ok(());
    }
    if page.excerpt {
        // Its digest is that of the page, which is not there.
    } else if digest == page.page_digest {
        found.proofs.pages += 1;
    } else {
        let what = format!("the page of {article} has another digest than its facts name");
        found.fault(BundlePart::Pages, &what);
        return Ok(());
    }
    let Some(again) = read(page, record.clone()) else { return Ok(()) };
    let is_same = again.text_digest() == page.text_digest;
    if is_same && !page.excerpt {
        found.proofs.pages_read_again += 1;
    }
    let text = Text { title: &again.title, body: again.body.text() };
    let claims = known.claims.get(article).map(Vec::as_slice).unwrap_or_default();
    effort.take(lookups(claims), again.title.len() + text.body.len())?;
    let standing = claims.iter().filter(|claim| words_stand_in(claim, text)).count();
    if standing == claims.len() {
        seen.insert(article.clone());
    } else if is_same {
        // The same text was read then, so a claim that is not in it never was.
        let missing = claims.iter().filter(|claim| !words_stand_in(claim, text));
        for claim in missing {
            let what = format!("the page of {article} does not say so: {} {:?}", claim.fact, claim.quote);
            found.fault(BundlePart::Claims, &what);
        }
    }
    Ok(())
}

/// Hands every record that pages name to `work` with these pages, in the order of their places. A place where nothing can
/// stand is a record that is no good, and so is one that more pages name than it can hold.
///
/// # Errors
/// When a file of the bundle is broken, or its pages come to more bytes than a bundle of its size can have; and those of
/// `work`.
pub fn each_record<'p>(
    reader: &mut BundleReader,
    pages: impl Iterator<Item = &'p BundledPage>,
    mut work: impl FnMut(&[&'p BundledPage], Result<WarcRecord, &'static str>) -> Result<(), BundleError>,
) -> Result<(), BundleError> {
    let mut by_file: BTreeMap<&str, BTreeMap<&RecordPlace, Vec<&BundledPage>>> = BTreeMap::new();
    for page in pages {
        if let Some(place) = &page.record {
            by_file.entry(&place.file).or_default().entry(place).or_default().push(page);
        }
    }
    let mut effort = Effort::of_reading(reader.length());
    let path = reader.path().to_owned();
    for (name, places) in by_file {
        if !reader.names().contains(name) {
            places.values().try_for_each(|pages| work(pages, Err("its file is not in the bundle")))?;
            continue;
        }
        let mut file = reader.file(name)?;
        let mut at = 0;
        for (place, pages) in places {
            let record = match place.offset.checked_sub(at) {
                None => Err("it lies within another"),
                Some(_) if place.length > LONGEST_MEMBER => Err("it is longer than any page"),
                Some(gap) => next_record(&mut file, gap, place.length, &mut at),
            };
            // Each of them is read from it anew.
            let bytes = record.as_ref().map_or(0, |record| record.payload.len());
            effort
                .take(pages.len(), bytes)
                .map_err(|why| BundleError::Damaged { path: path.clone(), why: why.to_owned() })?;
            let record = match record {
                Ok(record) if pages.len() > MOST_PAGES_OF_HTML && is_html(&record) => {
                    Err("more pages name it than one page holds")
                }
                record => record,
            };
            work(&pages, record)?;
        }
    }
    Ok(())
}

/// Whether a record is one page for people to read, rather than a list of many.
fn is_html(record: &WarcRecord) -> bool {
    record.content_type.as_deref().is_none_or(|kind| kind.to_ascii_lowercase().contains("html"))
}

fn next_record(
    file: &mut impl Read,
    gap: u64,
    length: u64,
    at: &mut u64,
) -> Result<WarcRecord, &'static str> {
    const UNREADABLE: &str = "its file cannot be read so far";
    *at += io::copy(&mut file.take(gap), &mut io::sink()).map_err(|_| UNREADABLE)?;
    let mut member = Vec::new();
    *at += file.take(length).read_to_end(&mut member).map_err(|_| UNREADABLE)? as u64;
    read_member(&member)
}
