//! What speaks for and against two events being of one deal, each by a name that a reader understands.
//!
//! Nothing is weighed here: `matching` knows what each is worth, as learned from labelled articles
//! (`cargo bench --bench train -- deals`).

use crate::base::Features as Sink;
use crate::deals::features::{Body, Compared, Days, Instrument, Sum};
use crate::entities::AmountRole;
use crate::events::EventKind;

/// How far two figures of one sum may lie apart, as a share of the larger: one is a rounding of the other.
const ROUNDING: f64 = 0.02;
/// The same for figures in two currencies.
const CONVERSION: f64 = 0.08;

/// Notes what two events have in common and what not.
pub(super) fn note(sink: &mut impl Sink, a: &Compared, b: &Compared) {
    if a.article == b.article {
        note_within(sink, a, b);
    } else {
        note_across(sink, a, b);
    }
}

/// Of two events of one article: that it tells them apart says much.
fn note_within(sink: &mut impl Sink, a: &Compared, b: &Compared) {
    let (first, second) = kinds(a.kind, b.kind);
    let supplier = suppliers(a, b);
    let sum = sums(a, b);
    sink.note(&["told by one article"]);
    sink.note(&["told by one article: ", first, " and ", second]);
    sink.note(&["told by one article: ", first, " and ", second, ", ", supplier]);
    let group =
        if a.kind == b.kind { "told by one article as two of a kind: " } else { "told by one article: " };
    for said in [
        supplier,
        buyers(&a.buyers, &b.buyers),
        numbers(a, b),
        sum,
        time(a, b),
        programs(a, b),
        instruments(a, b),
        share_name(a.words.shared(&b.words)),
    ] {
        sink.note(&[group, said]);
    }
}

/// Of events of two articles.
fn note_across(sink: &mut impl Sink, a: &Compared, b: &Compared) {
    let (first, second) = kinds(a.kind, b.kind);
    let supplier = suppliers(a, b);
    let buyer = buyers(&a.buyers, &b.buyers);
    let number = numbers(a, b);
    let sum = sums(a, b);
    let time = time(a, b);
    let instrument = instruments(a, b);
    let program = programs(a, b);
    let around = share_name(a.words.shared(&b.words));
    let said = share_name(a.said.shared(&b.said));
    let topic = share_name(a.topic.shared(&b.topic));
    let group = if a.kind == b.kind { "of one kind: " } else { "of two kinds: " };
    sink.note(&["told by two articles"]);
    sink.note(&[first, " and ", second]);
    sink.note(&[first, " and ", second, ": ", supplier]);
    for name in [number, supplier, buyer, sum, time, instrument, program] {
        sink.note(&[name]);
        sink.note(&[group, name]);
    }
    for (place, share) in [("words around: ", around), ("words: ", said), ("articles: ", topic)] {
        sink.note(&[place, share]);
        sink.note(&[group, place, share]);
    }
    sink.note(&[supplier, ", ", buyer]);
    let lead = match (a.is_lead, b.is_lead) {
        (true, true) => "both articles are about it",
        (false, false) => "both tell it in passing",
        _ => "one tells it in passing",
    };
    sink.note(&[lead]);
    sink.note(&["words of one in the other article: ", crossed(a, b)]);
    rest(sink, a, b);
}

/// The kinds in the order of the guideline.
fn kinds(a: EventKind, b: EventKind) -> (&'static str, &'static str) {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    (first.as_str(), second.as_str())
}

fn numbers(a: &Compared, b: &Compared) -> &'static str {
    match (a.numbers.is_empty(), b.numbers.is_empty()) {
        (true, true) => "no official numbers",
        (false, false) if a.numbers.iter().any(|n| b.numbers.contains(n)) => "same official number",
        (false, false) => "different official numbers",
        _ => "only one gives an official number",
    }
}

/// How the suppliers of two events stand to each other.
pub(super) fn suppliers(a: &Compared, b: &Compared) -> &'static str {
    let (x, y) = (&a.vendors, &b.vendors);
    if x.is_empty() && y.is_empty() {
        return "no supplier named";
    }
    if x.is_empty() || y.is_empty() {
        return "only one names a supplier";
    }
    let common = x.iter().filter(|v| y.iter().any(|w| v.id == w.id)).count();
    if common > 0 {
        return match (common == x.len(), common == y.len()) {
            (true, true) => "same supplier",
            (true, false) | (false, true) => "one of several suppliers",
            (false, false) => "some suppliers in common",
        };
    }
    if x.iter().any(|v| y.iter().any(|w| v.root == w.root)) {
        return "supplier and its unit";
    }
    let is_through = |x: &Compared, y: &Compared| {
        x.via.iter().any(|via| y.vendors.iter().any(|vendor| vendor.root == via.root))
    };
    if is_through(a, b) || is_through(b, a) { "supplier and its reseller" } else { "different suppliers" }
}

/// How the buyers of two events stand to each other.
pub(super) fn buyers(x: &[Body], y: &[Body]) -> &'static str {
    if x.is_empty() && y.is_empty() {
        return "no buyer named";
    }
    if x.is_empty() || y.is_empty() {
        return "only one names a buyer";
    }
    let any = |is_so: &dyn Fn(&Body, &Body) -> bool| x.iter().any(|v| y.iter().any(|w| is_so(v, w)));
    // The most specific body stands first.
    let is_first_same = x.first() == y.first();
    if is_first_same {
        "same buyer"
    } else if any(&|v, w| v == w) {
        "a buyer in common"
    } else if any(&Body::is_near) {
        "buyer and its parent"
    } else if any(&Body::is_beside) {
        "offices of one department"
    } else {
        "different buyers"
    }
}

fn sums(a: &Compared, b: &Compared) -> &'static str {
    let (x, y) = match (&a.value, &b.value) {
        (Some(x), Some(y)) => (x, y),
        (None, None) => return "no sums",
        _ => return "only one gives a sum",
    };
    let is_exact = x.digits.min(y.digits) >= 3;
    if x.currency != y.currency {
        let are_near = x.dollars.zip(y.dollars).is_some_and(|(x, y)| is_near(x, y, CONVERSION));
        return if are_near { "one sum in two currencies" } else { "sums of two currencies that differ" };
    }
    if is_near(x.units, y.units, ROUNDING) {
        return match (x.role == y.role, is_exact) {
            (true, true) => "same exact sum",
            (true, false) => "same sum",
            (false, true) => "same exact sum, another role",
            (false, false) => "same sum, another role",
        };
    }
    if x.role != y.role {
        return roles(x, y);
    }
    match x.units.min(y.units) / x.units.max(y.units).max(1.0) {
        share if share >= 0.85 => "sums in one role that differ a little",
        share if share >= 0.4 => "different sums in one role",
        _ => "very different sums in one role",
    }
}

/// Whether the sums can stand beside each other in one deal: what is paid lies below what it may come to.
fn roles(x: &Sum, y: &Sum) -> &'static str {
    let (ceiling, other) = match (x.role, y.role) {
        (AmountRole::Ceiling, _) => (x, y),
        (_, AmountRole::Ceiling) => (y, x),
        _ => return "sums of two roles",
    };
    if other.units > ceiling.units * 1.02 { "a sum above the ceiling" } else { "a sum below the ceiling" }
}

fn is_near(x: f64, y: f64, share: f64) -> bool {
    (x - y).abs() <= share * x.abs().max(y.abs())
}

fn time(a: &Compared, b: &Compared) -> &'static str {
    if let (Some(x), Some(y)) = (a.own_days, b.own_days) {
        return match apart(x, y) {
            0 => "took place at the same time",
            1..=14 => "took place within two weeks",
            15..=62 => "took place within two months",
            63..=200 => "took place within half a year",
            201..=420 => "took place within a year",
            _ => "took place over a year apart",
        };
    }
    let (Some(x), Some(y)) = (a.days, b.days) else { return "a day is not known" };
    let days = apart(x, y);
    if a.is_estimated || b.is_estimated {
        return match days {
            0..=62 => "about the same time",
            63..=420 => "about within a year",
            _ => "about over a year apart",
        };
    }
    match days {
        0..=3 => "told in the same days",
        4..=21 => "told within three weeks",
        22..=90 => "told within three months",
        91..=200 => "told within half a year",
        201..=420 => "told within a year",
        _ => "told over a year apart",
    }
}

/// Days between two spans of days; 0 where they overlap.
pub(super) fn apart(a: Days, b: Days) -> i32 {
    (b.0 - a.1).max(a.0 - b.1).max(0)
}

fn programs(a: &Compared, b: &Compared) -> &'static str {
    match (a.program, b.program) {
        (Some(p), Some(q)) if p == q => "same program",
        (Some(_), Some(_)) => "different programs",
        (None, None) => "no program named",
        _ => "only one names a program",
    }
}

/// A framework is one deal, each order under it another.
fn instruments(a: &Compared, b: &Compared) -> &'static str {
    use Instrument::{Framework, Order, Plain, UnderFramework};
    match (a.instrument.min(b.instrument), a.instrument.max(b.instrument)) {
        (Plain, Plain) => "neither called an order nor a framework",
        (Plain, Framework) => "one called a framework",
        (Plain, _) => "one called an order",
        (Framework, Framework) => "both called a framework",
        (Framework, Order) => "one called a framework, one an order",
        (Order, Order) => "both called an order",
        (_, UnderFramework) => "one called an order under a framework",
        _ => "called alike",
    }
}

/// How much of what is said around one stands anywhere in the other article.
fn crossed(a: &Compared, b: &Compared) -> &'static str {
    match a.topic.shared(&b.words).max(a.words.shared(&b.topic)) {
        s if s >= 0.5 => "most",
        s if s >= 0.25 => "many",
        s if s >= 0.1 => "some",
        _ => "few",
    }
}

fn share_name(share: f32) -> &'static str {
    match share {
        s if s >= 0.6 => "nearly all in common",
        s if s >= 0.4 => "most in common",
        s if s >= 0.25 => "many in common",
        s if s >= 0.12 => "some in common",
        s if s > 0.0 => "few in common",
        _ => "none in common",
    }
}

fn rest(sink: &mut impl Sink, a: &Compared, b: &Compared) {
    if a.is_planned != b.is_planned {
        sink.note(&["one is only planned"]);
    }
    if a.sentence == b.sentence {
        sink.note(&["the same sentence"]);
    }
    if a.via.iter().any(|via| b.via.iter().any(|other| via.root == other.root)) {
        sink.note(&["through the same reseller"]);
    }
    if let (Some(x), Some(y)) = (a.classification, b.classification) {
        sink.note(&[if x == y { "same classification" } else { "different classifications" }]);
    }
    if let (Some(x), Some(y)) = (a.completion, b.completion) {
        let is_same =
            x.year() == y.year() && (x.month() == y.month() || x.month().is_none() || y.month().is_none());
        sink.note(&[if is_same { "same end" } else { "different ends" }]);
    }
}
