//! `awardwire source add`.

use std::io::{self, BufRead, IsTerminal, Write};

use awardwire::base::Address;
use awardwire::library::{Selectors, SourceKind};
use awardwire::pipeline::{Discovery, Folder, NewSource, Offer, add_source, discover};
use clap::Args;

use crate::cli::ending::{DONE, Ending, USAGE};
use crate::cli::output::{count, eprint_line, one_line, percent, quoted};
use crate::cli::settings::Settings;
use crate::cli::table::{Cell, Column, Look, Table};

/// Add a source of your own: a feed, a sitemap, or a home page, whose feeds and sitemaps are found
///
/// Looks at what the page declares, at usual places and at robots.txt, lists what is there with what it holds, and asks which
/// to take. Nothing is fetched when --kind says what lies at the address, or CSS selectors say where on the page its articles
/// are named: then `awardwire source check NAME` shows what would come.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire source add https://www.example.gov/newsroom
  awardwire source add example.com --pick 1,3 --name 'Example Wire'
  awardwire source add https://www.example.gov/policy.html --kind page
  awardwire source add https://www.example.gov/news --item 'article.card' --link 'h3 a' --date time --next 'a[rel=next]'")]
pub struct Arguments {
    /// Its address
    #[arg(value_name = "URL")]
    url: String,
    /// What to call it [default: the host]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What lies there: feed, sitemap, page, …: it is taken as it is
    #[arg(long, value_name = "KIND", value_parser = super::kind, conflicts_with_all = ["pick", "yes"])]
    kind: Option<SourceKind>,
    #[command(flatten)]
    listing: Listing,
    /// Take these of what is found, by number
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pick: Vec<usize>,
    /// Take the first of what is found
    #[arg(long, short, conflicts_with = "pick")]
    yes: bool,
    /// What it stands with
    #[arg(long, value_name = "GROUP", add = crate::cli::complete::groups())]
    group: Option<String>,
    /// It may lie in a private network
    #[arg(long)]
    allow_private: bool,
}

/// CSS selectors of a page that lists articles.
#[derive(Args, Debug)]
#[command(next_help_heading = "A page that lists articles, by CSS selectors")]
struct Listing {
    /// One article of the list
    #[arg(long, value_name = "CSS", conflicts_with_all = ["pick", "yes"])]
    item: Option<String>,
    /// The link to the article, within its item [default: the item itself, or its first link]
    #[arg(long, value_name = "CSS", conflicts_with_all = ["pick", "yes"])]
    link: Option<String>,
    /// Its title, within its item [default: the link's text]
    #[arg(long, value_name = "CSS", conflicts_with_all = ["pick", "yes"])]
    title: Option<String>,
    /// Its date, within its item
    #[arg(long, value_name = "CSS", conflicts_with_all = ["pick", "yes"])]
    date: Option<String>,
    /// The link to the next page of the list
    #[arg(long, value_name = "CSS", conflicts_with_all = ["pick", "yes"])]
    next: Option<String>,
}

impl Listing {
    /// The selectors, where any is given.
    fn selectors(&self) -> Option<Selectors> {
        let Self { item, link, title, date, next } = self;
        let selectors = Selectors {
            item: item.clone(),
            link: link.clone(),
            title: title.clone(),
            date: date.clone(),
            next: next.clone(),
        };
        (selectors != Selectors::default()).then_some(selectors)
    }
}

/// What lies at the address, where the user says so.
fn said(arguments: &Arguments) -> Result<Option<SourceKind>, Ending> {
    match (arguments.kind, arguments.listing.selectors()) {
        (None | Some(SourceKind::Listing), Some(_)) => Ok(Some(SourceKind::Listing)),
        (Some(kind), Some(_)) => Err(Ending::usage(format!(
            "a source of kind {kind} has no CSS selectors: leave --kind out for a page that lists articles"
        ))),
        (kind, None) => Ok(kind),
    }
}

/// Adds.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let address = address(&arguments.url)?;
    let folder = Folder::new(&settings.library);
    if let Some(kind) = said(arguments)? {
        return add(arguments, &[(kind, address)], &folder, settings);
    }
    settings.say(&format!("looking at {}", one_line(address.as_str())));
    let found = discover(&folder, &address, arguments.allow_private, settings.clock)?;
    for (name, url) in &found.known {
        settings.say(&format!("{} is the source {:?} already", one_line(url.as_str()), one_line(name)));
    }
    if found.offers.is_empty() {
        return nothing_found(&found, &address);
    }
    let mut out = io::stdout().lock();
    table(&found.offers, settings).print(settings.stdout, &mut out)?;
    out.flush()?;
    drop(out);
    let chosen = match (arguments.yes, arguments.pick.as_slice()) {
        (true, _) => vec![1],
        (false, []) if io::stdin().is_terminal() => ask(found.offers.len())?,
        (false, []) => {
            settings.say("nothing added: choose with --pick N, or the first with --yes");
            return Ok(USAGE);
        }
        (false, picks) => picks.to_vec(),
    };
    let mut picked = Vec::new();
    for number in chosen {
        let offer = number.checked_sub(1).and_then(|at| found.offers.get(at)).ok_or_else(|| {
            Ending::usage(format!(
                "there is no number {number}: {} found",
                count(found.offers.len(), "listing")
            ))
        })?;
        picked.push((offer.kind, offer.url.clone()));
    }
    if picked.is_empty() {
        settings.say("nothing added");
        return Ok(DONE);
    }
    add(arguments, &picked, &folder, settings)
}

/// As typed; without a scheme it is https.
fn address(typed: &str) -> Result<Address, Ending> {
    let typed = typed.trim();
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    Address::parse(&whole).map_err(|error| Ending::usage(error.to_string()))
}

fn nothing_found(found: &Discovery, address: &Address) -> Result<u8, Ending> {
    match &found.error {
        // The crawl's own words name the key of the file; here there is a flag.
        Some(error) => {
            let error = error
                .replace("set allow_private = true on the source to read it", "--allow-private allows it");
            Err(Ending::usage(error))
        }
        None if !found.known.is_empty() => Ok(DONE),
        None => Err(Ending::usage(format!(
            "no feed or sitemap found at {address}: take the page itself with --kind page, or say by CSS selectors where it \
             lists articles (--item, --link, …; docs/services.md)"
        ))),
    }
}

fn add(
    arguments: &Arguments,
    picked: &[(SourceKind, Address)],
    folder: &Folder,
    settings: &Settings,
) -> Result<u8, Ending> {
    for (kind, url) in picked {
        let host = url.host();
        let name = arguments.name.as_deref().unwrap_or_else(|| host.strip_prefix("www.").unwrap_or(host));
        let source = NewSource {
            name: name.to_owned(),
            kind: *kind,
            url: url.clone(),
            selectors: arguments.listing.selectors(),
            group: arguments.group.clone(),
            allow_private: arguments.allow_private,
        };
        let name = add_source(folder, &source)?;
        settings.say(&format!("added {} ({kind} {})", one_line(&name), one_line(url.as_str())));
        if *kind == SourceKind::Listing {
            settings.say(&format!("`awardwire source check {}` shows what it gives", quoted(&name)));
        }
    }
    Ok(DONE)
}

fn table(offers: &[Offer], settings: &Settings) -> Table {
    let columns = vec![
        Column::figure(""),
        Column::fixed("KIND"),
        // An address that is cut cannot be told from its like.
        Column::flexible("ADDRESS", 60),
        Column::figure("ITEMS"),
        Column::figure("DATED"),
        Column::fixed("NEWEST"),
        Column::flexible("FOUND", 10),
    ];
    let rows = offers.iter().enumerate().map(|(at, offer)| {
        let items = match offer.listings {
            0 => offer.items.to_string(),
            listings => format!("{listings} lists"),
        };
        let dated = percent(offer.dated, offer.items);
        let title = offer.title.as_deref().map(|title| format!(": {}", one_line(title))).unwrap_or_default();
        vec![
            Cell::new((at + 1).to_string(), Look::Strong),
            Cell::plain(offer.kind.as_str()),
            Cell::new(one_line(offer.url.as_str()), Look::Id),
            Cell::plain(items),
            Cell::plain(dated),
            Cell::plain(offer.newest.map(|date| date.date.to_string()).unwrap_or_default()),
            Cell::new(format!("{}{title}", offer.found.as_str()), Look::Faint),
        ]
    });
    Table::new(columns, rows.collect(), settings.width())
}

/// Asks which; an empty line takes the first, `n` none.
fn ask(offers: usize) -> Result<Vec<usize>, Ending> {
    loop {
        eprint_line(&format!("which to add, such as 1 or 1,2 (of {offers})? [1, n for none]"));
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Vec::new());
        }
        match line.trim() {
            "" => return Ok(vec![1]),
            "n" | "no" | "none" | "q" => return Ok(Vec::new()),
            text => {
                let numbers: Result<Vec<usize>, _> =
                    text.split(',').map(|part| part.trim().parse()).collect();
                if let Ok(numbers) = numbers
                    && numbers.iter().all(|number| (1..=offers).contains(number))
                {
                    return Ok(numbers);
                }
            }
        }
    }
}
