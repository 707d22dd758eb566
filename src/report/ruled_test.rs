//! Deals of which the user has said something: sums and statements.

use super::samples::quarter;
use super::*;
use crate::base::{Currency, Money};
use crate::deals::{DealRuling, EventRef, Ruled, Rulings, Said, Status, apply_rulings};
use crate::entities::AmountRole;
use crate::events::EventValue;

#[test]
fn the_users_word_on_a_deal_goes_before_what_its_articles_say() {
    let mut disputed = super::samples::deals(&quarter()).into_iter().find(|deal| deal.disputed).unwrap();
    let event = EventRef::of(&disputed.events[0]);
    let ruling = |ruled| DealRuling { event: event.clone(), ruled, said: Said::default() };
    let sum = |amount: i64| {
        let money = Money::new(amount.into(), Currency::USD);
        Ruled::Value(EventValue { money, low: None, role: AmountRole::Award, is_apiece: false })
    };
    let deals = vec![ruling(sum(1)), ruling(Ruled::Status(Status::Changed)), ruling(sum(50_000_000))];
    let mut rulings = Rulings { deals, ..Rulings::default() };
    apply_rulings(&mut disputed, &rulings);
    assert_eq!(disputed.status, Some(Status::Changed));
    let sums: Vec<String> = disputed.values.iter().map(|value| value.money.to_string()).collect();
    assert_eq!(sums, ["$50 million", "$48 million", "$84 million"]);
    assert_eq!(disputed.rulings.len(), 2, "the later word counts");
    let all = totals([&disputed]);
    assert_eq!((all.len(), all[0].standing, all[0].disputed), (1, Standing::Confirmed, 0));
    assert_eq!(all[0].money.to_string(), "$50 million");
    assert_eq!(
        statement(&disputed, None).text(),
        "The Army awarded Larkfield a contract worth $50 million (the user's word) (reported 2 March 2026)."
    );
    // A sum that articles say too keeps them; of a deal that was called off it is no headline.
    rulings.deals = vec![ruling(sum(84_000_000)), ruling(Ruled::Status(Status::Ended))];
    apply_rulings(&mut disputed, &rulings);
    assert_eq!(
        (disputed.values[0].articles.len(), disputed.values[0].money.to_string()),
        (1, "$84 million".into())
    );
    assert_eq!(totals([&disputed])[0].standing, Standing::Ended);
}
