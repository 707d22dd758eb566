//! `awardwire show`: one article or deal.

use std::io::{self, BufWriter, Write};

use awardwire::export::{DealRecord, Evidence, Options, Record, write_json};
use awardwire::library::Shown;
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending};
use crate::cli::settings::Settings;
use crate::cli::{show_article, show_deal, show_evidence, show_page};

/// Show one article or deal with the sentence behind every fact
///
/// The id is shown by `search` and `deals`; its beginning is enough where only one begins so.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire show d3f1\n  awardwire show a90c2 --format json\n  awardwire show a90c2 --evidence | less\n  awardwire show a90c2 --evidence --format json | jq '.marks[] | [.kind, .surface]'\n  awardwire show a90c2 --page > page.html       the bytes as they were fetched\n  awardwire show a90c2 --page --seq 1 --headers  the first text the page had, under its headers"
)]
pub struct Arguments {
    /// The id of an article (a…) or deal (d…)
    #[arg(value_name = "ID", add = crate::cli::complete::ids())]
    id: String,
    /// With a deal: say by which evidence its events were joined, and which deal comes nearest and was not
    #[arg(long)]
    why: bool,
    /// With an article: mark every fact in its text, and say by which words each slot of its events is told
    #[arg(long)]
    evidence: bool,
    /// With an article: write its page to stdout as it was fetched, byte by byte
    #[arg(long, conflicts_with_all = ["why", "evidence", "format"])]
    page: bool,
    /// With --page: first the status and headers that it came with
    #[arg(long, requires = "page")]
    headers: bool,
    /// With --page: the Nth text that the page had, from 1 [default: the newest that was read]
    #[arg(long, value_name = "N", requires = "page")]
    seq: Option<u32>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Shows it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    if arguments.page {
        let page = library.raw_page(&arguments.id, arguments.seq)?;
        return show_page::print(&page, arguments.headers, settings);
    }
    let shown = library.show(&arguments.id)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.evidence {
        let Shown::Article(shown) = &shown else {
            return Err(Ending::usage("--evidence is for an article: give the id of one (a…)"));
        };
        let evidence = Evidence::new(&shown.article, &shown.facts, &shown.deals);
        if arguments.format == Format::Json {
            write_json(&evidence, &mut out)?;
            writeln!(out)?;
        } else {
            show_evidence::print(shown, &evidence, settings.stdout, &mut out)?;
        }
        out.flush()?;
        return Ok(DONE);
    }
    match (&shown, arguments.format) {
        (Shown::Article(article), Format::Text) => {
            let said = library.said_of_article(&article.article);
            let marks = library.marks()?;
            let mark = marks.of_article(&article.article.id);
            let edits = library.edits_of_article(&article.article.id)?;
            show_article::print(article, &said, mark, &edits, settings.stdout, &mut out)?;
        }
        (Shown::Deal(deal), Format::Text) => {
            let nearest = if arguments.why { library.nearest_deal(&deal.deal)? } else { None };
            let why = arguments.why.then_some(show_deal::Why { nearest: nearest.as_ref() });
            let said = library.said_of_deal(&deal.deal);
            let marks = library.marks()?;
            let edits = library.edits_of_deal(&deal.deal)?;
            let besides =
                show_deal::Besides { said: &said, mark: marks.of_deal(&deal.deal.id), edits: &edits, why };
            show_deal::print(deal, &besides, settings, &mut out)?;
        }
        (Shown::Article(shown), Format::Json) => {
            let options = Options { all_events: true, ..Options::default() };
            let marks = library.marks()?;
            let mark = marks.of_article(&shown.article.id);
            let edits = library.edits_of_article(&shown.article.id)?;
            Record::new(&shown.article, &shown.facts, Some(&shown.deals), options)
                .with_edits(&edits)
                .with_marks(&mark.tags, &mark.notes)
                .write_line(&mut out)?;
        }
        (Shown::Deal(deal), Format::Json) => {
            let nearest = if arguments.why { library.nearest_deal(&deal.deal)? } else { None };
            let marks = library.marks()?;
            let mark = marks.of_deal(&deal.deal.id);
            let edits = library.edits_of_deal(&deal.deal)?;
            let record = DealRecord::on(&deal.deal, settings.today())
                .with_edits(&edits)
                .with_related(&deal.related)
                .with_marks(&mark.tags, &mark.notes);
            let nearest = nearest.as_ref().map(|(told, _)| told);
            write_json(&DealRecord { nearest, ..record }, &mut out)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(DONE)
}
