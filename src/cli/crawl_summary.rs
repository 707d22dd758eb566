//! What a crawl did and what it is about to do, in lines.

use awardwire::pipeline::{CrawlReport, Plan, SourceReport};

use crate::cli::output::{Style, count, one_line, quoted};

/// So many reasons are told why pages gave nothing.
const MOST_REASONS: usize = 6;

/// What of a service's records was not taken.
fn left_out(source: &SourceReport) -> String {
    let off_field = (source.left_out > 0).then(|| format!(", {} not of the field", source.left_out));
    let unread = source
        .refused
        .first()
        .map(|first| format!(", {} unreadable ({})", source.refused.len(), one_line(first)));
    off_field.unwrap_or_default() + &unread.unwrap_or_default()
}

/// How many of its pages gave nothing.
fn in_vain(source: &SourceReport) -> String {
    if source.in_vain == 0 {
        return String::new();
    }
    format!("; {} of {} gave nothing", source.in_vain, count(source.pages as usize, "page"))
}

/// What a crawl did, in lines.
pub fn summary(report: &CrawlReport, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = report
        .sources
        .iter()
        .map(|source| match &source.error {
            Some(error) => {
                format!("  {} {}: {}", style.bad("failed"), one_line(&source.name), one_line(error))
            }
            None if source.unchanged => {
                let name = one_line(&source.name);
                format!("  {} {name}: not changed since it was last read", style.good("read"))
            }
            None => format!(
                "  {} {}: {} new, {} known{}{}",
                style.good("read"),
                one_line(&source.name),
                source.new_leads,
                source.known_leads,
                left_out(source),
                in_vain(source)
            ),
        })
        .collect();
    for source in &report.sources {
        if let Some(new_url) = &source.moved_to {
            let (name, url) = (one_line(&source.name), one_line(new_url.as_str()));
            let word = style.doubt("moved");
            let quoted = quoted(&source.name);
            lines.push(format!("  {word} {name} is at {url} now: `awardwire source accept {quoted}`"));
        }
    }
    let counts = report.counts;
    lines.push(format!(
        "{} fetched: {} new ({} relevant, {}), {} changed, {} unchanged; {} refused, {} disallowed by robots.txt, {} failed",
        count(report.fetched as usize, "page"),
        counts.new,
        counts.relevant,
        count(counts.events as usize, "event"),
        counts.changed,
        counts.known,
        counts.refused,
        report.disallowed,
        report.failed,
    ));
    if counts.forgotten > 0 {
        lines.push(format!(
            "  {} kept out since you had them forgotten (`awardwire forget --list`)",
            count(counts.forgotten as usize, "page")
        ));
    }
    if !report.refusals.is_empty() {
        let mut reasons: Vec<(&String, &u64)> = report.refusals.iter().collect();
        reasons.sort_by(|a, b| b.1.cmp(a.1));
        let reasons = reasons.iter().map(|(reason, pages)| format!("{} ({pages})", one_line(reason)));
        lines.push(format!("  gave nothing: {}", reasons.take(MOST_REASONS).collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// What is to be fetched, in lines.
pub fn plan_lines(plan: &Plan) -> Vec<String> {
    let hours = plan.at_least.as_secs_f64() / 3600.0;
    let time = match plan.at_least.as_secs() {
        0..60 => "less than a minute".to_owned(),
        seconds @ 60..3600 => format!("at least {}", count(seconds.div_ceil(60) as usize, "minute")),
        _ => format!("at least {hours:.1} hours"),
    };
    let gigabytes = plan.bytes as f64 / 1e9;
    let size = if gigabytes < 0.1 {
        format!("{:.1} MB", plan.bytes as f64 / 1e6)
    } else {
        format!("{gigabytes:.1} GB")
    };
    let pages = count(plan.pages as usize, "page");
    let mut lines =
        vec![format!("to fetch: {pages} of {}, {time}, about {size}", count(plan.hosts as usize, "host"))];
    let named = plan
        .sources
        .iter()
        .map(|(name, pages)| format!("  {} {}", count(*pages as usize, "page"), one_line(name)));
    lines.extend(named);
    lines
}
