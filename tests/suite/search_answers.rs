//! `awardwire search`: how answers are explained, counted, folded and written down.

use crate::world::{World, sample};

#[test]
fn words_of_like_meaning_are_found_and_told_of() {
    let world = World::with_articles();
    let found = world.run(&["search", "complaint", "--format", "ids"]);
    assert_eq!(found.code, Some(1), "no article has the word: {found:?}");
    let near = world.run(&["search", "pact", "--format", "jsonl"]).ends(0).records();
    assert!(!near.is_empty(), "agreements are pacts");
    world.run(&["search", "pact", "--no-expand"]).ends(1).tells("nothing found");
    let told = world.run(&["search", "pentagon contracts", "--explain"]);
    for words in ["The query as it was understood", "any form of", "like contract", "agency us/dod"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let json =
        sample().run(&["search", "larkfield contract", "--explain", "--format", "json"]).ends(0).json();
    let parts = json["hits"][0]["score_parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|part| part["score"].as_f64().unwrap()).sum();
    let score = json["hits"][0]["score"].as_f64().unwrap();
    assert!(
        (score / sum - 1.0).abs() < 0.04,
        "the parts make the score, but for freshness: {sum} of {score}"
    );
    assert!(json["understood"].as_array().unwrap().iter().any(|part| part["is"] == "word"));
}

#[test]
fn all_that_matches_is_counted_by_facets() {
    let json =
        sample().run(&["search", "*", "--facets", "vendor,month,type", "--format", "json"]).ends(0).json();
    let facets = json["facets"].as_array().unwrap();
    assert_eq!(facets.len(), 3);
    for facet in facets {
        for value in facet["values"].as_array().unwrap() {
            let field = if facet["facet"] == "month" { "date" } else { facet["facet"].as_str().unwrap() };
            let sign = if field == "vendor" { "=" } else { "" };
            let query = format!("{field}:{sign}\"{}\"", value["value"].as_str().unwrap());
            let count = sample().run(&["search", &query, "--format", "count"]).out;
            assert_eq!(count.trim(), value["count"].to_string(), "{query}");
        }
    }
    let text = sample().run(&["search", "*", "-n", "1", "--facets", "agency"]).ends(0);
    assert!(text.out.contains("By agency\n  ") && text.out.contains("  ##"), "{}", text.out);
    assert!(
        sample().run(&["search", "*", "-n", "0", "--facets", "type"]).ends(0).out.starts_with("By type\n")
    );
    sample().run(&["search", "*", "--offset", "1000"]).ends(1);
    sample().run(&["search", "*", "--facets", "colour"]).fails(2, "write agency, vendor");
}

#[test]
fn where_nothing_is_found_it_says_what_to_ask() {
    sample()
        .run(&["search", "+larkfeild contract"])
        .ends(1)
        .tells("no article has \"larkfeild\"; did you mean larkfield");
    sample()
        .run(&["search", "larkfield type:exclusion amount:>1"])
        .ends(1)
        .tells("without type:exclusion there would be");
}

#[test]
fn answers_go_into_tables_and_pipes() {
    let csv =
        sample().run(&["search", "larkfield", "--format", "csv", "--fields", "rank,id,value"]).ends(0).out;
    assert!(csv.starts_with("rank,id,value\r\n1,a"), "{csv}");
    let ids = sample().run(&["search", "larkfield", "--all", "--format", "ids", "-0"]).ends(0).out;
    let ids: Vec<&str> = ids.split_terminator('\0').collect();
    assert!(ids.len() >= 4 && ids.iter().all(|id| id.len() == 16), "{ids:?}");
    let markdown = sample().run(&["search", "larkfield", "--format", "md"]).ends(0).out;
    assert!(markdown.starts_with("# Articles: larkfield\n\n1. **["), "{markdown}");
    sample().run(&["search", "larkfield", "--fields", "rank"]).fails(2, "--format csv");
    sample().run(&["search", "larkfield", "-0"]).fails(2, "--format ids");
}

#[test]
fn copies_are_folded_unless_they_tell_other_sums() {
    let text = |sum: &str| {
        format!(
            "The Freedonia Department of Harbors awarded Larkfield Analytics Inc. a contract worth {sum} for artificial \
             intelligence that plans when tugs and pilots meet ships at the outer buoys, which weather and tides have made a \
             guess for as long as anyone at the harbor office can remember, its commissioner said on Monday."
        )
    };
    let line = |url: &str, sum: &str| {
        serde_json::json!({"url": url, "title": "Tugs", "published": "2026-03-03", "text": text(sum)})
            .to_string()
    };
    let lines = [
        line("http://a.example/1", "$40 million"),
        line("http://b.example/1", "$40 million"),
        line("http://c.example/1", "$56 million"),
    ];
    let world = World::new();
    world.run_with(&["add", "-"], lines.join("\n")).ends(0).tells("3 articles added");
    let hits = world.run(&["search", "tugs pilots", "--format", "jsonl"]).ends(0).records();
    assert_eq!(hits.len(), 2, "{hits:?}");
    assert_eq!(hits.iter().map(|hit| hit["copies"].as_array().unwrap().len()).sum::<usize>(), 1);
    let shown = world.run(&["search", "tugs pilots"]).ends(0);
    assert!(shown.out.contains("and 1 copy"), "{}", shown.out);
    assert_eq!(world.run(&["search", "tugs pilots", "--format", "count"]).ends(0).out, "3\n");
}

#[test]
fn articles_like_one_are_found() {
    let first = sample().run(&["search", "larkfield rail", "-n", "1", "--format", "ids"]).ends(0).out;
    let id = first.trim();
    let hits = sample().run(&["similar", id, "-n", "5", "--format", "jsonl"]).ends(0).records();
    assert!((1..=5).contains(&hits.len()));
    assert!(hits.iter().all(|hit| hit["id"] != id), "not itself");
    let text = hits[0]["title"].as_str().unwrap().to_lowercase() + hits[0]["snippet"].as_str().unwrap();
    assert!(text.to_lowercase().contains("larkfield") || text.contains("rail"), "{text}");
    assert!(sample().run(&["similar", &id[..6]]).ends(0).out.starts_with("  1. "));
    sample().run(&["similar", "zzz"]).fails(2, "zzz");
}
