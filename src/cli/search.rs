//! `awardwire search`: ranked articles; with `--deals` the deals they tell of (`search_deals`).

use std::io::{self, BufWriter, Write};

use awardwire::export::hits::{AnswerRecord, HitDealRecord, HitField, HitRecord, write_csv, write_markdown};
use awardwire::export::write_json;
use awardwire::library::{
    Emptying, Facet, Misnamed, SearchAnswer, SearchHit, SearchOrder, SearchQuestion, Spelling,
};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::output::one_line;
use crate::cli::search_deals;
use crate::cli::search_text::{View, print_text};
use crate::cli::settings::Settings;
use crate::cli::{misnamed, search_entities};

/// Search the articles, or the deals they tell of
///
/// Plain words are ranked, articles with all of them first; "phrases", +words and fields are required. Words of nearly the
/// same meaning are looked for too and count little. Copies of a hit are folded into it. Fields: agency: vendor: product:
/// program: type: status: via: publisher: country: id: after: before: date: amount: title: body: has: is: tag: saved:. The
/// whole language is described in docs/query.md.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire search 'anthropic \"supply chain risk\" -opinion'
  awardwire search 'agency:dod vendor:(openai OR anthropic) amount:>100M after:2025-07'
  awardwire search facial recognition --facets agency,vendor,month
  awardwire search 'cancelled drone contract' --explain
  awardwire search palantir --all --format csv --fields published,title,url,value
  awardwire search --deals 'facial recognition vendor:@accounts'     the deals that the articles found tell of
  awardwire search --entities 'deparment of defence'                  who is called so
  awardwire search --entities vendor:pal --format ids
  awardwire search 'is:disputed' --format ids -0 | xargs -0 -n1 awardwire show")]
pub struct Arguments {
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Give deals instead of articles: those that the articles found tell of, where the query's fields hold for the deal itself.
    /// They stand in the order of their best articles
    #[arg(long)]
    deals: bool,
    /// Search agencies, vendors, products and programs by name instead: by alias, acronym, id or misspelt; with
    /// `vendor:NAME` of one kind only; without a name all that the articles name, the most frequent first
    #[arg(long, conflicts_with = "deals")]
    entities: bool,
    /// At most so many hits
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N", conflicts_with = "all")]
    limit: usize,
    /// All hits
    #[arg(long)]
    all: bool,
    /// Leave out so many of the first
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// The order of hits
    #[arg(long, value_enum, default_value_t = Order::Relevance, value_name = "ORDER")]
    sort: Order,
    /// Count all that matches by these: agency, vendor, product, program, type, status, month, publisher, country
    #[arg(long, value_delimiter = ',', value_name = "FACETS", value_parser = read_facet)]
    facets: Vec<Facet>,
    /// Do not look for words of nearly the same meaning (award and contract, cancelled and terminated)
    #[arg(long)]
    no_expand: bool,
    /// Tell how each word was understood, and why each hit ranks where it does
    #[arg(long)]
    explain: bool,
    /// How to print; `ids` are the articles' (or deals') ids, a line each, `count` is how many match
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    /// The columns of csv, with commas between them: rank, id, score, title, publisher, published, url, relevant, deal,
    /// deal_name, deal_status, value, currency, value_role, more_deals, copies, snippet. With --deals: rank, id, name, status,
    /// buyers, buyer_ids, vendors, vendor_ids, via, value, currency, value_role, value_confirmed, value_disputed, first, last,
    /// articles, score, beside, article, title, publisher, published, url, snippet. With --entities: rank, kind, id, name,
    /// matched, likeness, parent, parent_name, articles, deals, first, last
    #[arg(long, value_delimiter = ',', value_name = "FIELDS")]
    pub(super) fields: Vec<String>,
    /// End each id with a NUL instead of a line end, for `xargs -0`
    #[arg(short = '0', long = "null")]
    pub(super) null: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Md,
    Ids,
    Count,
}

/// Searches and prints the hits.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if !arguments.fields.is_empty() && arguments.format != Format::Csv {
        return Err(Ending::usage("--fields chooses columns: it goes with --format csv"));
    }
    if arguments.null && arguments.format != Format::Ids {
        return Err(Ending::usage("-0 goes with --format ids"));
    }
    if arguments.deals {
        return search_deals::run(arguments, settings);
    }
    if arguments.entities {
        return search_names(arguments, settings);
    }
    let fields = chosen_fields(&arguments.fields, &HitField::ALL, HitField::as_str)?;
    let library = settings.open_library()?;
    let question = question(arguments, settings);
    let limit = question.limit;
    let answer = library.search(&question)?;
    tell_of_index(answer.rebuilt, answer.behind, settings);
    let mut out = BufWriter::new(io::stdout().lock());
    print((arguments, &fields), &question, &answer, settings, &mut out)?;
    out.flush()?;
    if answer.total == 0 {
        tell_of_nothing(&answer.spellings, &answer.misnamed, &answer.emptied_by, settings);
        return Ok(NOTHING);
    }
    // A page past the end; where no hit was asked for, the counts were.
    Ok(if answer.hits.is_empty() && limit > 0 { NOTHING } else { DONE })
}

/// What is asked of the library.
pub fn question(arguments: &Arguments, settings: &Settings) -> SearchQuestion {
    let limit = match arguments.format {
        Format::Count => 0,
        _ if arguments.all => usize::MAX,
        _ => arguments.limit,
    };
    SearchQuestion {
        query: arguments.filters.text(),
        limit,
        offset: arguments.offset,
        order: match arguments.sort {
            Order::Relevance => SearchOrder::Relevance,
            Order::Newest => SearchOrder::Newest,
            Order::Oldest => SearchOrder::Oldest,
        },
        today: settings.today(),
        snippet_chars: 280,
        expand: !arguments.no_expand,
        explain: arguments.explain,
        count_all: arguments.all || arguments.limit == 0 || arguments.format == Format::Count,
        facets: arguments.facets.clone(),
    }
}

/// Says what was done to the index, or what it may lack.
pub fn tell_of_index(rebuilt: bool, behind: bool, settings: &Settings) {
    if rebuilt {
        settings.say("the search index was missing or of another version; it was built again");
    } else if behind {
        settings.say("the search index is being brought up to date: the newest articles may be missing");
    }
}

/// Says that nothing was found, and what to ask instead.
pub fn tell_of_nothing(
    spellings: &[Spelling],
    misnamed: &[Misnamed],
    emptied_by: &[Emptying],
    settings: &Settings,
) {
    settings.say("nothing found");
    for spelling in spellings {
        let instead = spelling.instead.join(", ");
        settings.say(&format!("no article has \"{}\"; did you mean {instead}?", spelling.written));
    }
    misnamed::tell(misnamed, settings);
    for part in emptied_by {
        settings.say(&format!("without {} there would be {}", one_line(&part.part), part.without));
    }
}

fn print(
    (arguments, fields): (&Arguments, &[HitField]),
    question: &SearchQuestion,
    answer: &SearchAnswer,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let records = || -> Vec<HitRecord<'_>> {
        answer.hits.iter().enumerate().map(|(at, hit)| record(question.offset + at + 1, hit)).collect()
    };
    match arguments.format {
        Format::Text => print_text(answer, question.offset, View::of(settings), out),
        Format::Json => {
            let (hits, understood) = (records(), &answer.understood);
            let total = (answer.total, answer.total_is_exact);
            AnswerRecord::new(&question.query, total, &hits, understood, &answer.facets).write(out)
        }
        Format::Jsonl => records().iter().try_for_each(|hit| {
            write_json(hit, out)?;
            writeln!(out)
        }),
        Format::Csv => write_csv(&records(), fields, out),
        Format::Md => write_markdown(&question.query, &records(), out),
        Format::Ids => {
            let end = if arguments.null { '\0' } else { '\n' };
            answer.hits.iter().try_for_each(|hit| write!(out, "{}{end}", hit.id))
        }
        Format::Count => writeln!(out, "{}", answer.total),
    }
}

/// A hit as it is written down.
pub fn record(rank: usize, hit: &SearchHit) -> HitRecord<'_> {
    let deal = hit.deal.as_ref();
    HitRecord {
        rank,
        id: hit.id.as_str(),
        score: hit.score,
        score_parts: &hit.score_parts,
        title: &hit.title,
        title_marks: &hit.title_marks,
        publisher: hit.publisher.as_deref(),
        published: hit.published,
        url: hit.url.as_deref(),
        snippet: &hit.snippet,
        marks: &hit.marks,
        relevant: hit.relevant,
        deals: &hit.deals,
        deal: deal.map(|deal| HitDealRecord::new(&deal.id, &deal.name, deal.status, deal.headline.as_ref())),
        copies: &hit.copies,
    }
}

fn read_facet(word: &str) -> Result<Facet, String> {
    Facet::from_word(word).ok_or_else(|| format!("write {}", Facet::ALL.map(Facet::as_str).join(", ")))
}

/// The columns of these names; all where none is named.
pub fn chosen_fields<F: Copy>(
    words: &[String],
    all: &[F],
    name: fn(F) -> &'static str,
) -> Result<Vec<F>, Ending> {
    if words.is_empty() {
        return Ok(all.to_vec());
    }
    let mut chosen = Vec::with_capacity(words.len());
    for word in words {
        let Some(field) = all.iter().find(|field| name(**field) == word) else {
            let known = all.iter().map(|field| name(*field)).collect::<Vec<_>>().join(", ");
            let word = one_line(word);
            return Err(Ending::usage(format!("--fields: no column is called {word:?}; write {known}")));
        };
        chosen.push(*field);
    }
    Ok(chosen)
}

/// Searches names; what is for articles only is refused.
fn search_names(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let refused = [
        ("--explain", arguments.explain),
        ("--facets", !arguments.facets.is_empty()),
        ("--sort", arguments.sort != Order::Relevance),
        ("--no-expand", arguments.no_expand),
    ];
    if let Some((flag, _)) = refused.into_iter().find(|(_, is_given)| *is_given) {
        return Err(Ending::usage(format!("{flag} is for articles: it does not go with --entities")));
    }
    let text = arguments.filters.query.join(" ");
    if !arguments.filters.flags.text_with("").is_empty() {
        return Err(Ending::usage(
            "--entities searches names, which no filter narrows (write vendor:NAME for vendors only)",
        ));
    }
    let limit = match arguments.format {
        Format::Count => 0,
        _ if arguments.all => usize::MAX,
        _ => arguments.limit,
    };
    let (format, fields) = (arguments.format, arguments.fields.as_slice());
    let asked = search_entities::Asked {
        text,
        limit,
        offset: arguments.offset,
        format,
        fields,
        null: arguments.null,
    };
    search_entities::run(&asked, settings)
}
