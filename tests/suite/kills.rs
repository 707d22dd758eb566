//! `kill -9` at random moments of a crawl: whatever is killed, the library that comes out is the one of an undisturbed crawl.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use awardwire::store::{Access, Store, StoreError};

use crate::world::{Answer, Server, World};

const SERVERS: usize = 3;
const SUPPLIERS: [&str; 7] = [
    "Larkfield Analytics Inc.",
    "Quillon Systems LLC",
    "Marrow Pike Corp.",
    "Tessaly Robotics Inc.",
    "Ondine Software LLC",
    "Brackwater Data Corp.",
    "Hollis Vale Inc.",
];
/// Printed under every article of the site, as real sites do; it is no part of the news.
const FOOT: &str =
    "Write to the desk, or read the brief that goes out to those who buy and sell software on each Monday.";

/// A stream of numbers that is the same for the same seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most.max(1)
    }
}

/// Page `n`: three tell of each contract, the second with another sum in every fourth; each tenth is no article; each
/// twelfth is word for word the page before it at another address.
fn page(n: usize) -> Answer {
    let n = if n % 12 == 11 { n - 1 } else { n };
    let contract = n / 3;
    if n % 10 == 9 {
        return Answer::new(
            "text/html; charset=utf-8",
            "<html><title>Menu</title><body><p>Nothing here.</p></body></html>",
        );
    }
    let supplier = SUPPLIERS[contract % SUPPLIERS.len()];
    let sum = 10 + contract % 89 + usize::from(n % 3 == 1 && contract % 4 == 0);
    let day = 1 + contract % 27;
    let told = match n % 3 {
        0 => format!(
            "The Continental Rail Safety Administration awarded {supplier} a ${sum} million contract, 693JJ6-26-C-{contract:04}, \
             for artificial intelligence software that inspects rails."
        ),
        1 => format!(
            "{supplier} won a ${sum} million contract (693JJ6-26-C-{contract:04}) from the Continental Rail Safety Administration \
             for machine learning that looks for cracks in rails, the agency said on Monday."
        ),
        _ => format!(
            "Under contract 693JJ6-26-C-{contract:04} the Continental Rail Safety Administration will pay {supplier} ${sum} million \
             for artificial intelligence that reads the images of its inspection trains."
        ),
    };
    let html = format!(
        "<!DOCTYPE html><html><head><title>{supplier} and the rails, part {n}</title>\
         <meta property=\"article:published_time\" content=\"2026-05-{day:02}T08:00:00Z\"></head><body><article>\
         <h1>{supplier} and the rails, part {n}</h1><p>{told}</p><p>The software of lot {n} would be tried on {} lines before it goes \
         further, and inspectors would look at what it finds in the first {} months.</p><p>{FOOT}</p></article></body></html>",
        2 + n % 5,
        3 + n % 7
    );
    Answer::new("text/html; charset=utf-8", html)
}

struct Site {
    servers: Vec<Server>,
    pages: usize,
}

impl Site {
    fn of(pages: usize) -> Self {
        let servers: Vec<Server> = (0..SERVERS).map(|_| Server::start()).collect();
        for (host, server) in servers.iter().enumerate() {
            let mut items = String::new();
            for n in (host..pages).step_by(SERVERS) {
                server.set(&format!("/{n}"), page(n));
                let url = server.url(&format!("/{n}"));
                write!(items, "<item><title>Rails</title><link>{url}</link></item>").unwrap();
            }
            let xml = format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>");
            server.set("/feed.xml", Answer::new("application/rss+xml", xml));
        }
        Self { servers, pages }
    }

    fn world(&self) -> World {
        let world = World::new();
        let mut sources = "[settings]\ndelay_ms = 0\nper_host = 4\nback_days = 36500\n\n".to_owned();
        for (host, server) in self.servers.iter().enumerate() {
            write!(
                sources,
                "[[source]]\nname = \"Host {host}\"\nkind = \"feed\"\nurl = \"{}\"\nallow_private = true\n\n",
                server.url("/feed.xml")
            )
            .unwrap();
        }
        world.write("library/sources.toml", sources);
        world
    }

    fn asked(&self) -> usize {
        self.servers.iter().map(Server::count).sum()
    }
}

/// Lets a crawl run until the site was asked so many more things, and a moment longer, and kills it; whether it still ran.
fn kill_after(site: &Site, world: &World, requests: usize, moment: Duration) -> bool {
    let until = site.asked() + requests;
    let mut child: Child =
        world.command(&["crawl", "-q"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while site.asked() < until && child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_mins(5), "the crawl does not go on");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(moment);
    let ran = child.try_wait().unwrap().is_none();
    // SIGKILL.
    child.kill().unwrap();
    child.wait().unwrap();
    ran
}

/// All that a user can get out of a library, and what it keeps of pages.
fn contents(world: &World) -> BTreeMap<&'static str, String> {
    let mut contents = BTreeMap::new();
    for what in ["articles", "deals", "events"] {
        let all = ["export", what, "--format", "jsonl", "--with-text"];
        contents.insert(what, world.run(&all[..if what == "articles" { 5 } else { 4 }]).ends(0).out);
    }
    // Scores also know what lies deleted in the index's files until they are merged.
    let found =
        world.run(&["search", "rails", "-n", "5000", "--sort", "newest", "--format", "jsonl"]).ends(0);
    let found =
        found.records().into_iter().map(|hit| format!("{} {} {}\n", hit["id"], hit["deals"], hit["snippet"]));
    contents.insert("found", found.collect());
    let store = Store::open(&world.library(), Access::Read).unwrap();
    let mut versions = Vec::new();
    let each = store.for_each_version(|version| {
        versions.push(format!("{} {} {}", version.page, version.seq, version.content_sha256));
        Ok::<_, StoreError>(())
    });
    each.unwrap();
    versions.sort();
    contents.insert("pages", versions.join("\n"));
    contents
}

fn first_difference(one: &str, other: &str) -> String {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let at = (0..one.len().max(other.len())).find(|&n| one.get(n) != other.get(n)).unwrap_or_default();
    format!("{} and {} lines; line {at}:\n{:?}\n{:?}", one.len(), other.len(), one.get(at), other.get(at))
}

/// Kills a crawl `kills` times, lets it end, and compares; gives back the requests that the kills cost.
fn check(pages: usize, kills: usize, seed: u64) -> usize {
    let site = Site::of(pages);
    let undisturbed = site.world();
    undisturbed.run(&["crawl"]).ends(0).tells(&format!("{pages} pages fetched"));
    let asked = site.asked();
    let expected = contents(&undisturbed);
    undisturbed.run(&["doctor", "--store"]).ends(0).tells("in order");
    let lines = |what: &str| expected[what].lines().count();
    assert_eq!(lines("pages"), pages);
    assert!(lines("deals") >= pages / 4, "{} deals", lines("deals"));
    assert!(lines("events") >= 2 * lines("deals"), "{} events", lines("events"));
    assert!(expected["articles"].contains("The software of lot 5 would be tried"));
    assert!(!expected["articles"].contains(FOOT), "what the site prints under each article is no news");

    let world = site.world();
    let mut dice = Dice(seed);
    let begun = site.asked();
    for kill in 0..kills {
        // So that the crawl comes to its end after the last of them.
        let requests = dice.below((site.pages * 5 / 4 / kills) as u64) as usize;
        let moment = Duration::from_micros(dice.below(60_000));
        assert!(kill_after(&site, &world, requests, moment), "the crawl had ended before kill {kill}");
        if kill % 10 == 0 {
            world.run(&["doctor", "--store"]);
        }
    }
    world.run(&["crawl"]).ends(0);
    world.run(&["crawl"]).ends(0).tells("0 pages fetched");
    let ran = world.run(&["doctor", "--store"]).ends(0).tells("in order");
    assert!(!ran.err.contains("caught up"), "{}", ran.err);
    for (what, found) in contents(&world) {
        assert!(
            found == expected[what],
            "{what}, seed {seed}: {}",
            first_difference(&expected[what], &found)
        );
    }
    site.asked() - begun - asked
}

#[test]
fn a_crawl_that_is_killed_again_and_again_gives_the_library_of_an_undisturbed_one() {
    check(150, 12, 7);
}

/// `cargo test --release --test suite -- --ignored kills --nocapture`
#[test]
#[ignore = "takes minutes: docs/crawling.md says how it is run"]
fn fifty_kills_of_two_thousand_pages() {
    let begun = Instant::now();
    let more = check(2_000, 50, 20_260_630);
    println!(
        "50 kills of 2,000 pages: {more} requests more than undisturbed, {:.0} s",
        begun.elapsed().as_secs_f64()
    );
}
