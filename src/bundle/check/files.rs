//! Every file is listed with its digest, and every one that is listed is there.

use std::collections::BTreeSet;
use std::io;

use super::{BundlePart, Found};
use crate::bundle::digest::Digesting;
use crate::bundle::{ARTICLES, BundleReader, CLAIMS, DEALS, EVENTS, MANIFEST, Manifest, PAGES, README};

/// What every bundle has.
const NEEDED: &[&str] = &[README, DEALS, CLAIMS, EVENTS, ARTICLES, PAGES];

/// Compares the list with the files, both ways; whether all of it holds.
pub(super) fn check(reader: &mut BundleReader, manifest: &Manifest, found: &mut Found) -> bool {
    let before = found.count;
    let mut listed: BTreeSet<&str> = BTreeSet::from([MANIFEST]);
    for file in &manifest.files {
        let path = crate::base::printable(&file.path);
        if !listed.insert(&file.path) {
            found.fault(BundlePart::Files, &format!("{path} is listed twice"));
            continue;
        }
        if !reader.names().contains(&file.path) {
            found.fault(BundlePart::Files, &format!("{path} is listed and not there"));
            continue;
        }
        let mut digest = Digesting::default();
        let copied = reader.file(&file.path).map(|mut content| io::copy(&mut content, &mut digest));
        let bytes = digest.bytes;
        match copied {
            Ok(Ok(_)) if bytes == file.bytes && digest.hex() == file.sha256 => found.proofs.files += 1,
            Ok(Ok(_)) => {
                found
                    .fault(BundlePart::Files, &format!("{path} is not what it was when the bundle was made"));
            }
            Ok(Err(error)) => found.fault(BundlePart::Files, &format!("{path} cannot be read: {error}")),
            Err(error) => found.fault(BundlePart::Files, &error.to_string()),
        }
    }
    for name in reader.names() {
        if !listed.contains(name.as_str()) {
            found.fault(BundlePart::Files, &format!("{name} is there and not listed"));
        }
    }
    for name in NEEDED {
        if !listed.contains(name) {
            found.fault(BundlePart::Files, &format!("{name} is missing: every bundle has it"));
        }
    }
    found.count == before
}
