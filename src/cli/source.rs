//! `awardwire source`: the sources of `sources.toml`.

use std::io::{self, BufWriter, Write};

use awardwire::pipeline::{Folder, SiteRule, SourceCheck, check_sources};
use clap::{Args, Subcommand};

use crate::cli::ending::{DONE, Ending, SOME_FAILED};
use crate::cli::output::{Style, count, one_line};
use crate::cli::settings::Settings;

/// Look after the sources in `sources.toml`
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Ask each source how it really answers, and keep nothing
    ///
    /// Fetches its listing and the newest page in it, and says what the reader makes of that page: title, date, length, and
    /// whether the rule for its site still finds the text.
    #[command(after_help = "Examples:\n  awardwire source check\n  awardwire source check 'Example Wire'")]
    Check {
        /// Only these sources, by name
        #[arg(value_name = "SOURCE")]
        sources: Vec<String>,
    },
}

/// Does what is asked of the sources.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let Task::Check { sources } = &arguments.command;
    let checks = check_sources(&Folder::new(&settings.library), sources, settings.clock)?;
    let mut all_good = true;
    let mut out = BufWriter::new(io::stdout().lock());
    for check in &checks {
        all_good &= check.page.is_ok();
        writeln!(out, "{}", line(check, settings.stdout))?;
    }
    out.flush()?;
    Ok(if all_good { DONE } else { SOME_FAILED })
}

fn line(check: &SourceCheck, style: Style) -> String {
    let name = one_line(&check.name);
    let page = match &check.page {
        Ok(page) => page,
        Err(why) => return format!("{} {name}: {}", style.bad("failed"), one_line(why)),
    };
    let published =
        page.article.published.map_or("no date".to_owned(), |published| published.date.to_string());
    let rule = match page.rule {
        SiteRule::None => "",
        SiteRule::Matches => "; the rule for the site matches",
        SiteRule::MatchesNoLonger => "; the rule for the site no longer matches",
    };
    format!(
        "{} {name}: {}; newest: \"{}\", {published}, {} characters{rule}",
        style.good("read"),
        count(check.leads, "page"),
        one_line(&page.article.title),
        page.article.body.text().chars().count(),
    )
}
