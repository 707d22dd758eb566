//! Reasons and changes in plain words and figures.

use crate::article::Article;
use crate::base::Field;
use crate::deals::Deal;
use crate::pipeline::DealStanding;
use crate::report::{
    AlertChange, Because, FoundFact, Standing, standing_of_sum, status_in_words, sum_in_words,
};
use crate::search::NameKind;
use crate::watch::{Found, Reason};

/// What stands otherwise.
pub(super) fn changes(was: &DealStanding, is: &DealStanding) -> Vec<AlertChange> {
    let mut found = Vec::new();
    if was.status != is.status {
        let word = |standing: &DealStanding| Some(status_in_words(standing.status).to_owned());
        found.push(AlertChange { what: "status".to_owned(), old: word(was), new: word(is) });
    }
    let sum = |standing: &DealStanding| standing.sum.as_ref().map(sum_in_words);
    let (old, new) = (sum(was), sum(is));
    if old != new {
        found.push(AlertChange { what: "sum".to_owned(), old, new });
    }
    let disputed = |standing: &DealStanding| standing.sum.as_ref().is_some_and(|sum| sum.disputed);
    if !disputed(was) && disputed(is) {
        found.push(AlertChange { what: "sources disagree on the sum".to_owned(), old: None, new: None });
    }
    found
}

/// Why a query holds for the article, or for a deal that it tells, which says how firmly sums stand.
pub(super) fn because(reasons: &[Reason], article: &Article, deal: Option<&Deal>) -> Vec<Because> {
    let fact = |found: &Found| FoundFact { standing: standing(found, deal), ..fact(found, article) };
    let one = |reason: &Reason| Because {
        clause: reason.clause.clone(),
        found: reason.found.iter().map(fact).collect(),
    };
    reasons.iter().map(one).collect()
}

fn standing(found: &Found, deal: Option<&Deal>) -> Option<Standing> {
    match (found, deal) {
        (Found::Sum { role, money }, Some(deal)) => standing_of_sum(deal, *role, money),
        _ => None,
    }
}

fn fact(found: &Found, article: &Article) -> FoundFact {
    let plain = |kind, text: String| FoundFact { kind, text, id: None, span: None, standing: None };
    match found {
        Found::Words(span) => FoundFact {
            kind: if span.field == Field::Title { "title" } else { "body" },
            text: span.of(&article.title, article.body.text()).to_owned(),
            id: None,
            span: Some(*span),
            standing: None,
        },
        Found::Said { text, start, end } => {
            plain("told", text.get(*start..*end).unwrap_or_default().to_owned())
        }
        Found::Thing { kind, id, name } => {
            let kind = match kind {
                NameKind::Agency => "agency",
                NameKind::Vendor => "vendor",
                NameKind::Product => "product",
                NameKind::Program => "program",
            };
            FoundFact { kind, text: name.clone(), id: Some(id.clone()), span: None, standing: None }
        }
        Found::Via { id, name } => {
            FoundFact { kind: "via", text: name.clone(), id: Some(id.clone()), span: None, standing: None }
        }
        Found::Kind(kind) => plain("type", kind.as_str().to_owned()),
        Found::Status(status) => plain("status", status.as_str().to_owned()),
        Found::Sum { role: Some(role), money } => plain("sum", format!("{money} {}", role.as_str())),
        Found::Sum { role: None, money } => plain("sum", money.to_string()),
        Found::Published(date) => plain("published", date.to_string()),
        Found::Happened(date) => plain("happened", date.to_string()),
        Found::Publisher(name) => plain("publisher", name.clone()),
        Found::Id(id) => plain("id", id.clone()),
        Found::Number(number) => plain("contract number", number.clone()),
        Found::Country(code) => plain("country", code.clone()),
        Found::Trait(sort) => plain("has", sort.as_str().to_owned()),
        Found::Kept(written) => plain("of yours", written.clone()),
    }
}
