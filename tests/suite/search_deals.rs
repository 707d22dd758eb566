//! `awardwire search --deals`: articles found, deals given.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::{World, sample};

fn deals(world: &World, arguments: &[&str]) -> Vec<Value> {
    let ran = world.run(&[&["search", "--deals", "--format", "jsonl", "-n", "1000"], arguments].concat());
    assert_eq!(ran.code, Some(i32::from(ran.out.is_empty())), "{arguments:?}: {ran:?}");
    ran.records()
}

fn ids(records: &[Value]) -> BTreeSet<String> {
    records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

/// One article that tells of two deals, and one that tells of the second alone.
fn two_in_one() -> World {
    let line = |url: &str, title: &str, text: &str| {
        serde_json::json!({"url": url, "title": title, "published": "2026-03-03", "text": text}).to_string()
    };
    let palantir = "The Army awarded Palantir a $40 million contract for artificial intelligence that plans repairs, W9113M-26-C-0001.";
    let larkfield = "The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $7 million contract, \
                     693JJ6-26-C-0012, for machine learning software that inspects rails.";
    let lines = [
        line(
            "http://a.example/1",
            "Two contracts for AI",
            &format!("{larkfield}\n\n{palantir} Officials spoke of drudgery."),
        ),
        line("http://b.example/1", "Rails", larkfield),
    ];
    let world = World::new();
    world.run_with(&["add", "-"], lines.join("\n")).ends(0).tells("2 articles added");
    world
}

#[test]
fn a_field_holds_for_the_deal_and_not_for_its_article() {
    let world = two_in_one();
    let of = |query: &str| -> Vec<String> {
        let vendor = |hit: &Value| hit["vendors"][0]["id"].as_str().unwrap().to_owned();
        deals(&world, &[query]).iter().map(vendor).collect()
    };
    assert_eq!(of("drudgery").len(), 2, "what is said in words is said of both");
    assert_eq!(of("vendor:palantir"), ["palantir"]);
    assert_eq!(of("drudgery amount:>30M"), ["palantir"]);
    assert_eq!(of("drudgery -vendor:palantir").len(), 1);
    assert!(!of("drudgery -vendor:palantir").contains(&"palantir".to_owned()));
    assert_eq!(of("agency:army \"spoke of drudgery\""), ["palantir"]);
    assert_eq!(of("id:W9113M-26-C-0001"), ["palantir"]);
    assert_eq!(of("drudgery (vendor:palantir OR \"inspects robots\")"), ["palantir"]);
    assert_eq!(of("(vendor:palantir OR drudgery)").len(), 2);
    assert_eq!(of("NOT (vendor:palantir drudgery)").len(), 1);
    // The article has both, no deal has.
    let none = world.run(&["search", "--deals", "vendor:palantir amount:<10M", "--format", "ids"]).ends(1);
    none.tells("1 article found, telling of none that holds");
    // Whose facts answer the words comes before what is told beside it, whichever the article tells first.
    for (word, first) in [("palantir contract", true), ("larkfield contract", false)] {
        let hits = deals(&world, &[word]);
        assert_eq!(hits.len(), 2);
        assert_eq!(hits[0]["vendors"][0]["id"] == "palantir", first, "{word}: {hits:?}");
    }
}

#[test]
fn deals_are_those_that_the_ledger_has() {
    let ledger = |query: &str| ids(&sample().run(&["deals", query, "--format", "jsonl"]).records());
    let all = ledger("");
    assert_eq!(ids(&deals(sample(), &["*"])), all, "an empty query tells of every deal");
    for query in
        ["vendor:larkfield", "agency:dod", "type:protest", "status:barred", "amount:>40B", "NOT type:award"]
    {
        let found = ids(&deals(sample(), &[query]));
        assert!(!found.is_empty() && found.is_subset(&ledger(query)), "{query}: {found:?}");
    }
    assert_eq!(
        ids(&deals(sample(), &["--vendor", "larkfield"])),
        ids(&deals(sample(), &["vendor:larkfield"]))
    );
}

#[test]
fn each_deal_comes_once_with_its_facts_and_the_sentence_that_tells_of_it() {
    let hits = deals(sample(), &["larkfield contract"]);
    assert_eq!(ids(&hits).len(), hits.len());
    let first = &hits[0];
    assert_eq!(first["rank"], 1);
    assert_eq!(first["vendors"][0]["canonical"], "Larkfield Analytics");
    assert_eq!(first["status"], "awarded");
    assert!(
        first["value"].is_number() && first["currency"] == "USD" && first["articles"].as_u64().unwrap() > 1
    );
    let snippet = first["snippet"].as_str().unwrap();
    let marks = first["marks"].as_array().unwrap();
    assert!(!marks.is_empty());
    for mark in marks {
        let range = mark["start"].as_u64().unwrap() as usize..mark["end"].as_u64().unwrap() as usize;
        let word = snippet[range].to_lowercase();
        assert!(word.starts_with("larkfield") || word.starts_with("contract"), "{word}");
    }
    let article = first["article"]["id"].as_str().unwrap();
    sample().run(&["show", article]).ends(0).shows("Larkfield");
    assert!(first["article"]["url"].as_str().unwrap().starts_with("http"));
}

#[test]
fn formats_pages_and_counts_agree() {
    let run = |more: &[&str]| sample().run(&[&["search", "--deals", "contract"], more].concat());
    let json = run(&["--format", "json", "-n", "3"]).ends(0).json();
    assert_eq!(json["format_version"], 1);
    assert_eq!(json["total_is_exact"], true);
    assert_eq!(json["hits"].as_array().unwrap(), &run(&["--format", "jsonl", "-n", "3"]).records());
    let all = run(&["--all", "--format", "ids"]).ends(0).out;
    let all: Vec<&str> = all.lines().collect();
    assert_eq!(json["total"], all.len());
    assert_eq!(run(&["--format", "count"]).ends(0).out.trim(), all.len().to_string());
    let mut paged: Vec<String> = Vec::new();
    for page in 0..all.len().div_ceil(4) {
        let offset = (page * 4).to_string();
        paged.extend(
            run(&["-n", "4", "--offset", &offset, "--format", "ids"]).ends(0).out.lines().map(str::to_owned),
        );
    }
    assert_eq!(paged, all, "pages make the whole");
    run(&["--offset", "1000"]).ends(1);
    let nul = run(&["--all", "--format", "ids", "-0"]).ends(0).out;
    assert_eq!(nul.split_terminator('\0').collect::<Vec<_>>(), all);
    let csv = run(&["--format", "csv", "--fields", "rank,id,buyers,value_role,article"]).ends(0).out;
    assert!(csv.starts_with(&format!("rank,id,buyers,value_role,article\r\n1,{},", all[0])), "{csv}");
    let md = run(&["--format", "md"]).ends(0).out;
    assert!(md.starts_with("# Deals: contract\n\n1. **"), "{md}");
    let text = run(&["-n", "2"]).ends(0);
    assert!(text.out.contains(&format!("2 of {} deals shown", all.len())), "{}", text.out);
    run(&["--format", "csv", "--fields", "rank,colour"])
        .fails(2, "no column is called \"colour\"; write rank, id, name");
    run(&["--fields", "rank"]).fails(2, "--format csv");
    run(&["-0"]).fails(2, "--format ids");
}

#[test]
fn order_facets_and_reasons() {
    let dates = |order: &str| -> Vec<String> {
        let hits = deals(sample(), &["contract", "--sort", order]);
        hits.iter().map(|hit| hit["article"]["published"].as_str().unwrap().to_owned()).collect()
    };
    assert!(dates("newest").is_sorted_by(|a, b| a >= b) && dates("oldest").is_sorted());
    let facets = ["search", "--deals", "*", "--facets", "vendor,status,type,month", "--format", "json"];
    let json = sample().run(&facets).ends(0).json();
    for facet in json["facets"].as_array().unwrap() {
        let field = if facet["facet"] == "month" { "date" } else { facet["facet"].as_str().unwrap() };
        for value in facet["values"].as_array().unwrap() {
            let sign = if field == "vendor" { "=" } else { "" };
            let query = format!("{field}:{sign}\"{}\"", value["value"].as_str().unwrap());
            let count = sample().run(&["search", "--deals", &query, "--format", "count"]).out;
            assert_eq!(count.trim(), value["count"].to_string(), "{query}");
        }
    }
    let text = sample().run(&["search", "--deals", "*", "-n", "0", "--facets", "agency"]).ends(0).out;
    assert!(text.starts_with("By agency\n  "), "{text}");
    sample().run(&["search", "--deals", "*", "--facets", "product"]).fails(2, "does not keep which products");
    let told = sample().run(&["search", "--deals", "larkfield", "--explain"]).ends(0).out;
    assert!(told.contains("The query as it was understood") && told.contains("score "), "{told}");
}

#[test]
fn mistakes_and_nothing_end_as_a_search_does() {
    sample().run(&["search", "--deals", "+larkfeild contract"]).ends(1).tells("did you mean larkfield");
    sample().run(&["search", "--deals", "type:awrad"]).fails(2, "did you mean type:award?");
    let world = World::with_articles();
    world.run(&["search", "--deals", "rain farmers", "--format", "ids"]).ends(1).tells("1 article found");
    world.run(&["search", "--deals", "quillon", "--color", "never"]).ends(0).hides("\u{1b}");
}

#[test]
fn of_very_many_articles_only_as_many_are_read_as_it_takes() {
    let line = |n: usize| {
        let text = format!(
            "The Army awarded Palantir a ${n} million contract, W9113M-26-C-{n:04}, for artificial intelligence."
        );
        let published = format!("2026-{:02}-{:02}", n % 6 + 1, n % 27 + 1);
        serde_json::json!({"url": format!("http://m.example/{n}"), "title": format!("Deal {n}"), "published": published, "text": text})
            .to_string()
    };
    let world = World::new();
    let lines: Vec<String> = (1..=1010).map(line).collect();
    world.run_with(&["add", "-"], lines.join("\n")).ends(0);
    let run = |more: &[&str]| world.run(&[&["search", "--deals", "contract"], more].concat()).ends(0);
    let json = run(&["--format", "json"]).json();
    assert_eq!((&json["total_is_exact"], &json["articles"]), (&Value::Bool(false), &Value::from(1010)));
    let total: usize = run(&["--format", "count"]).out.trim().parse().unwrap();
    assert!(json["total"].as_u64().unwrap() < total as u64);
    run(&["-n", "1"]).shows("1 of at least ");
    let all = run(&["--all", "--format", "ids"]).out;
    assert_eq!(all.lines().count(), total);
    let page: Vec<String> =
        run(&["--offset", "30", "-n", "25", "--format", "ids"]).out.lines().map(str::to_owned).collect();
    assert_eq!(
        page,
        all.lines().skip(30).take(25).collect::<Vec<_>>(),
        "a page is the same, however much was read"
    );
    assert_eq!(run(&["type:award", "--format", "json", "--facets", "vendor"]).json()["total_is_exact"], true);
}
