//! `awardwire show`: one article or deal.

use std::io::{self, BufWriter, Write};

use awardwire::export::{DealRecord, Evidence, Options, Record, write_json};
use awardwire::library::Shown;
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending};
use crate::cli::settings::Settings;
use crate::cli::{show_article, show_deal, show_evidence};

/// Show one article or deal with the sentence behind every fact
///
/// The id is shown by `search` and `deals`; its beginning is enough where only one begins so.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire show d3f1\n  awardwire show a90c2 --format json\n  awardwire show a90c2 --evidence | less\n  awardwire show a90c2 --evidence --format json | jq '.marks[] | [.kind, .surface]'"
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
            show_article::print(article, &said, mark, settings.stdout, &mut out)?;
        }
        (Shown::Deal(deal), Format::Text) => {
            let nearest = if arguments.why { library.nearest_deal(&deal.deal)? } else { None };
            let why = arguments.why.then_some(show_deal::Why { nearest: nearest.as_ref() });
            let said = library.said_of_deal(&deal.deal);
            let marks = library.marks()?;
            show_deal::print(deal, &said, marks.of_deal(&deal.deal.id), why, settings, &mut out)?;
        }
        (Shown::Article(shown), Format::Json) => {
            let options = Options { all_events: true, ..Options::default() };
            let marks = library.marks()?;
            let mark = marks.of_article(&shown.article.id);
            Record::new(&shown.article, &shown.facts, Some(&shown.deals), options)
                .with_marks(&mark.tags, &mark.notes)
                .write_line(&mut out)?;
        }
        (Shown::Deal(deal), Format::Json) => {
            let nearest = if arguments.why { library.nearest_deal(&deal.deal)? } else { None };
            let marks = library.marks()?;
            let mark = marks.of_deal(&deal.deal.id);
            let record = DealRecord::on(&deal.deal, settings.today())
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
