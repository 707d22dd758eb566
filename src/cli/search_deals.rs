//! `awardwire search --deals`: the deals that the articles found tell of.

use std::io::{self, BufWriter, Write};

use awardwire::export::deal_hits::{
    DealAnswerRecord, DealHitArticle, DealHitField, DealHitRecord, days, write_csv, write_markdown,
};
use awardwire::export::{Party, write_json};
use awardwire::library::{DealHit, DealSearchAnswer, Facet, OrgRef, SearchQuestion, Standing, Status};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{count, link, one_line, wrapped};
use crate::cli::search::{Arguments, Format, chosen_fields, question, tell_of_index, tell_of_nothing};
use crate::cli::search_explain;
use crate::cli::search_text::{View, print_facet, sum_at_a_glance};
use crate::cli::settings::Settings;

/// Searches and prints the deals.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let fields = chosen_fields(&arguments.fields, &DealHitField::ALL, DealHitField::as_str)?;
    let question = question(arguments, settings);
    if question.facets.contains(&Facet::Product) {
        return Err(Ending::usage(
            "a deal does not keep which products are named: leave out the facet product, or --deals",
        ));
    }
    let library = settings.open_library()?;
    let answer = library.search_deals(&question)?;
    tell_of_index(answer.rebuilt, answer.behind, settings);
    let mut out = BufWriter::new(io::stdout().lock());
    print(arguments, &question, &answer, &fields, settings, &mut out)?;
    out.flush()?;
    if answer.total == 0 {
        if answer.articles == 0 {
            tell_of_nothing(&answer.spellings, &answer.misnamed, &answer.emptied_by, settings);
        } else {
            let articles = count(answer.articles, "article");
            settings.say(&format!(
                "no deal found: {articles} found, telling of none that holds to the query's fields; without --deals they are shown"
            ));
        }
        return Ok(NOTHING);
    }
    // A page past the end; where no hit was asked for, the counts were.
    Ok(if answer.hits.is_empty() && question.limit > 0 { NOTHING } else { DONE })
}

fn print(
    arguments: &Arguments,
    question: &SearchQuestion,
    answer: &DealSearchAnswer,
    fields: &[DealHitField],
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let records = || -> Vec<DealHitRecord<'_>> {
        answer.hits.iter().enumerate().map(|(at, hit)| record(question.offset + at + 1, hit)).collect()
    };
    match arguments.format {
        Format::Text => print_text(answer, question.offset, View::of(settings), out),
        Format::Json => {
            let hits = records();
            DealAnswerRecord {
                total: answer.total,
                total_is_exact: answer.total_is_exact,
                articles: answer.articles,
                understood: &answer.understood,
                facets: &answer.facets,
                ..DealAnswerRecord::new(&question.query, &hits)
            }
            .write(out)
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

fn parties(orgs: &[OrgRef]) -> Vec<Party<'_>> {
    orgs.iter().map(|org| Party { canonical: &org.name, id: &org.id }).collect()
}

fn record(rank: usize, hit: &DealHit) -> DealHitRecord<'_> {
    let sum = hit.headline.as_ref();
    DealHitRecord {
        rank,
        id: &hit.id,
        name: &hit.name,
        status: hit.status,
        buyers: parties(&hit.buyers),
        vendors: parties(&hit.vendors),
        via: parties(&hit.via),
        value: sum.map(|sum| sum.money.amount),
        currency: sum.map(|sum| sum.money.currency),
        value_role: sum.map(|sum| sum.role),
        value_confirmed: sum.is_some_and(|sum| sum.standing != Standing::Unconfirmed),
        value_disputed: sum.is_some_and(|sum| sum.disputed),
        first: hit.first,
        last: hit.last,
        articles: hit.articles,
        score: hit.score,
        score_parts: &hit.score_parts,
        beside: hit.beside,
        article: DealHitArticle {
            id: &hit.article,
            title: &hit.title,
            title_marks: &hit.title_marks,
            publisher: hit.publisher.as_deref(),
            published: hit.published,
            url: hit.url.as_deref(),
        },
        snippet: &hit.snippet,
        marks: &hit.marks,
    }
}

fn print_text(answer: &DealSearchAnswer, offset: usize, view: View, out: &mut dyn Write) -> io::Result<()> {
    search_explain::understood(&answer.understood, view.width, view.style, out)?;
    for (at, hit) in answer.hits.iter().enumerate() {
        print_hit(offset + at + 1, hit, view, out)?;
    }
    answer.facets.iter().try_for_each(|facet| print_facet(facet, view, out))?;
    let shown = answer.hits.len();
    if shown > 0 && (answer.total > shown || !answer.total_is_exact) {
        let least = if answer.total_is_exact { "" } else { "at least " };
        let rest = format!("{shown} of {least}{} shown", count(answer.total, "deal"));
        writeln!(out, "{}", view.style.faint(&rest))?;
    }
    Ok(())
}

fn print_hit(number: usize, hit: &DealHit, view: View, out: &mut dyn Write) -> io::Result<()> {
    const INDENT: &str = "     ";
    let View { width, style, .. } = view;
    writeln!(out, "{number:>3}. {}", style.strong(&one_line(&hit.name)))?;
    let mut facts = vec![style.id(hit.id.as_str())];
    facts.push(match hit.status {
        Some(status) => Status::as_str(status).to_owned(),
        None => style.doubt("unconfirmed"),
    });
    facts.extend(hit.headline.as_ref().map(|sum| sum_at_a_glance(sum, style)));
    facts.extend(days(hit.first, hit.last));
    facts.push(count(hit.articles, "article"));
    writeln!(out, "{}", wrapped(&facts.join(" · "), INDENT, width))?;
    let via = if hit.via.is_empty() { String::new() } else { format!(", via {}", names(&hit.via)) };
    let parties = format!("{} → {}{via}", names(&hit.buyers), names(&hit.vendors));
    writeln!(out, "{}", wrapped(&parties, INDENT, width))?;
    writeln!(out, "{}", wrapped(&style.marked(&hit.snippet, &hit.marks), INDENT, width))?;
    let title = style.marked(&hit.title, &hit.title_marks);
    let title = match &hit.url {
        Some(url) if view.has_links() => link(url, &title),
        _ => title,
    };
    let mut source = vec![title];
    source.extend(hit.publisher.as_deref().map(one_line));
    source.extend(hit.published.map(|date| date.to_string()));
    source.push(style.id(hit.article.as_str()));
    writeln!(out, "{INDENT}{}", source.join(" · "))?;
    if let Some(url) = &hit.url
        && !view.has_links()
    {
        writeln!(out, "{INDENT}{}", style.faint(&one_line(url)))?;
    }
    if !hit.score_parts.is_empty() {
        search_explain::score(hit.score, &hit.score_parts, width, style, out)?;
        if hit.beside {
            let why = "held back: its article tells of another deal that answers more of the words";
            writeln!(out, "{}", wrapped(&style.faint(why), INDENT, width))?;
        }
    }
    writeln!(out)
}

fn names(orgs: &[OrgRef]) -> String {
    let each: Vec<String> = orgs.iter().map(|org| one_line(&org.name)).collect();
    if each.is_empty() { "–".to_owned() } else { each.join("; ") }
}
