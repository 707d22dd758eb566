//! Where in a list the names with a key stand: a table of bytes that the build script makes of each bundled list, so that
//! nothing is made of them when a search begins. It must not know what a list is of.
//!
//! The table has the hashes of all keys in rising order (4 bytes each, little-endian), then the places of their names in
//! the same order. Names of other keys may have the same hash, so whoever looks one up compares the key itself.

use std::hash::Hasher as _;

use super::listed::listed_names;
use crate::base::Fnv;

/// The table of a list. A row of the list stands in it once by each key of its names; names with the same hash stand in
/// the order of the list.
pub fn key_table(text: &str) -> Vec<u8> {
    let mut keys: Vec<(usize, String, u32)> = Vec::new();
    for name in listed_names(text) {
        keys.extend(name.keys().map(|key| (name.row, key, name.start as u32)));
    }
    keys.sort_unstable();
    keys.dedup_by(|(row, key, _), (row_before, key_before, _)| row == row_before && key == key_before);
    let mut places: Vec<(u32, u32)> = keys.iter().map(|(_, key, start)| (hash(key), *start)).collect();
    places.sort_unstable();
    let hashes = places.iter().map(|(hash, _)| hash.to_le_bytes());
    hashes.chain(places.iter().map(|(_, start)| start.to_le_bytes())).flatten().collect()
}

/// Where the names begin that may have this key, in the order of the list: all that have it, seldom another.
pub fn places_in<'a>(table: &'a [u8], key: &str) -> impl Iterator<Item = usize> + use<'a> {
    let (numbers, _) = table.as_chunks::<4>();
    let (hashes, places) = numbers.split_at(numbers.len() / 2);
    let wanted = hash(key);
    let first = hashes.partition_point(|hash| u32::from_le_bytes(*hash) < wanted);
    let both = hashes.iter().zip(places).skip(first);
    both.take_while(move |(hash, _)| u32::from_le_bytes(**hash) == wanted)
        .map(|(_, place)| u32::from_le_bytes(*place) as usize)
}

fn hash(key: &str) -> u32 {
    let mut hasher = Fnv::default();
    hasher.write(key.as_bytes());
    let whole = hasher.finish();
    (whole ^ (whole >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::listed::name_at;

    proptest::proptest! {
        #[test]
        fn a_table_has_what_a_look_at_every_name_finds(
            rows in proptest::collection::vec("[a-c/]{0,3}\t[A-C ]{0,3}\t(the a|B|é|É \\[x\\]|\\PC|\\|){0,4}", 0..8),
            other in "[a-c/]{1,3}",
        ) {
            let text = format!("id\tname\taliases\n{}\n", rows.join("\n"));
            let table = key_table(&text);
            let mut keys: Vec<String> = listed_names(&text).flat_map(|name| name.keys().collect::<Vec<_>>()).collect();
            keys.push(other);
            for key in keys {
                let has_key = |start: &usize| name_at(&text, *start).is_some_and(|name| name.keys().any(|one| one == key));
                let found: Vec<usize> =
                    places_in(&table, &key).filter(has_key).filter_map(|start| name_at(&text, start)).map(|name| name.row).collect();
                let mut expected: Vec<usize> =
                    listed_names(&text).filter(|name| name.keys().any(|one| one == key)).map(|name| name.row).collect();
                expected.dedup();
                proptest::prop_assert_eq!(found, expected, "{}", key);
            }
        }

        #[test]
        fn any_bytes_can_be_asked(table in proptest::collection::vec(0_u8.., 0..40), key in "\\PC{0,4}") {
            proptest::prop_assert!(places_in(&table, &key).count() <= table.len() / 8);
        }
    }
}
