//! `awardwire search`: ranked articles.

use std::io::{self, BufWriter, Write};

use awardwire::base::DealId;
use awardwire::export::write_json;
use awardwire::library::{SearchAnswer, SearchHit, SearchOrder, SearchQuestion};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::output::{Style, WIDTH, one_line, wrapped};
use crate::cli::search_explain;
use crate::cli::settings::Settings;

/// Search the articles
///
/// Plain words are ranked, articles with all of them first; "phrases", +words and fields are required. Fields: agency:
/// vendor: product: program: type: status: via: publisher: country: id: after: before: date: amount: title: body:
/// has: is:. The whole language is described in docs/query.md.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire search 'anthropic \"supply chain risk\" -opinion'\n  awardwire search 'agency:dod vendor:(openai OR anthropic) amount:>100M after:2025-07'"
)]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    /// At most so many hits
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Leave out so many of the first
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// The order of hits
    #[arg(long, value_enum, default_value_t = Order::Relevance, value_name = "ORDER")]
    sort: Order,
    /// Do not look for words of nearly the same meaning (award and contract, cancelled and terminated)
    #[arg(long)]
    no_expand: bool,
    /// Tell how each word was understood, and why each hit ranks where it does
    #[arg(long)]
    explain: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
}

/// Searches and prints the hits.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let question = SearchQuestion {
        query: arguments.filters.text(),
        limit: arguments.limit,
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
    };
    let answer = library.search(&question)?;
    if answer.rebuilt {
        settings.say("the search index was missing or of another version; it was built again");
    } else if answer.behind {
        settings.say("the search index is being brought up to date: the newest articles may be missing");
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print_text(&answer, arguments.offset, settings.stdout, &mut out)?,
        Format::Json => {
            write_json(&answer.hits, &mut out)?;
            writeln!(out)?;
        }
        Format::Jsonl => {
            for hit in &answer.hits {
                write_json(hit, &mut out)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    if answer.hits.is_empty() {
        settings.say("nothing found");
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// Prints hits for reading.
pub fn print_text(answer: &SearchAnswer, offset: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    search_explain::understood(&answer.understood, style, out)?;
    for (i, hit) in answer.hits.iter().enumerate() {
        print_hit(offset + i + 1, hit, style, out)?;
    }
    let shown = answer.hits.len();
    if answer.total > shown {
        let rest = format!("{shown} of {} articles shown", answer.total);
        writeln!(out, "{}", style.faint(&rest))?;
    }
    Ok(())
}

fn print_hit(number: usize, hit: &SearchHit, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let title = style.marked(&hit.title, &hit.title_marks);
    writeln!(out, "{number:>3}. {}", style.strong(&title))?;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(hit.publisher.as_deref().map(one_line));
    facts.extend(hit.published.map(|date| date.to_string()));
    facts.push(style.id(hit.id.as_str()));
    if !hit.deals.is_empty() {
        let deals: Vec<&str> = hit.deals.iter().take(3).map(DealId::as_str).collect();
        let more =
            if hit.deals.len() > 3 { format!(" and {} more", hit.deals.len() - 3) } else { String::new() };
        facts.push(format!("deals {}{more}", deals.join(", ")));
    }
    writeln!(out, "     {}", facts.join(" · "))?;
    if let Some(url) = &hit.url {
        writeln!(out, "     {}", style.faint(&one_line(url)))?;
    }
    writeln!(out, "{}", wrapped(&style.marked(&hit.snippet, &hit.marks), "     ", WIDTH))?;
    if !hit.score_parts.is_empty() {
        search_explain::score(hit.score, &hit.score_parts, style, out)?;
    }
    writeln!(out)
}
