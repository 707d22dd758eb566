//! `awardwire profile`.

use crate::world::{ARTICLES, World, sample};

#[test]
fn a_vendor_that_no_list_knows_is_found_in_deals() {
    let world = World::with_articles();
    let ran = world.run(&["profile", "larkfield"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
        Larkfield Analytics
          What       vendor
          Id         x/larkfield-analytics

        Sums
          alone on its side  2 deals
                             confirmed    award $95M in 2 deals
                             unconfirmed  none

        By year
        2026  ## 2      award $95M in 2 deals

        Deals
        DEAL          STATUS    VALUE  ROLE   BUYER                   VENDOR               LAST TOLD   AR/OR
        [ID]  awarded  $55M    award  Continental Rail Safe…  Larkfield Analytics  2026-05       1/1
        [ID]  awarded  $40M    award  Continental Rail Safe…  Larkfield Analytics  2026-05-04    1/1

        Buyers
        NAME                                    DEALS  ALONE
        Continental Rail Safety Administration      2  $95M award

        Won and begun
        WHEN         WHAT     WHO                                          VALUE  ROLE   AR/OR  DEAL
         2026-05     * award  Continental Rail Safety Administration → L…   $55M  award    1/1  [ID]
         2026-05-04  * award  Continental Rail Safety Administration → L…   $40M  award    1/1  [ID]
        ~ the day of the first article: none tells the event's own; ? not confirmed; AR/OR articles/origins

        Latest news
        PUBLISHED   BY            TITLE                                              ARTICLE
        2026-05-06  Example Post  Rail inspectors turn to machine learning           [ID]
        2026-05-04  Example Wire  Larkfield Analytics wins rail inspection contract  [ID]

        Coverage
          4 articles (3 relevant, 0 in part only), published 2026-05-04 to 2026-06-02
          4 articles supplied by the user
          0 sources read, 0 failing, 0 never read
        "#);
    });
    world.run(&["profile", "x/larkfield-analytics"]).ends(0).shows("Larkfield Analytics");
    world.run(&["profile", "quillon"]).ends(0).shows("Protested");
    world.run(&["profile", "zeppelin works"]).ends(1).tells("no agency or vendor is called");
}

#[test]
fn an_agency_is_told_with_its_tree() {
    let world = sample();
    let json = world.run(&["profile", "pentagon", "--format", "json"]).ends(0).json();
    assert_eq!(json["subject"]["id"], "us/dod");
    assert_eq!(json["subject"]["side"], "agency");
    assert!(json["subject"]["units"].as_array().unwrap().iter().any(|unit| unit["id"] == "us/dod/army"));
    let deals = json["deals"].as_array().unwrap();
    let buyers = deals.iter().flat_map(|deal| deal["buyers"].as_array().unwrap());
    assert!(buyers.clone().any(|org| org["id"] == "us/dod/army"), "its offices' deals are its own");
    assert_eq!(json["rivals"], serde_json::json!([]));
    assert!(json["partners"].as_array().unwrap().iter().any(|one| one["canonical"] == "Anthropic"));
    assert!(json["coverage"]["articles"].as_u64() > Some(20));
    assert!(json["ai_uses"].is_null());
    let narrow =
        world.run(&["profile", "pentagon", "--type", "exclusion", "--format", "json"]).ends(0).json();
    assert!(narrow["deals"].as_array().unwrap().len() < deals.len());
    assert!(narrow["timeline"].as_array().unwrap().iter().all(|event| event["type"] == "exclusion"));
    let listed = world.run(&["profile", "NASA"]).ends(0).tells("no deal of it passes");
    assert!(listed.out.contains("us/nasa") && listed.out.contains("Coverage"), "{}", listed.out);
}

#[test]
fn a_vendor_has_buyers_rivals_and_doubt_beside_its_sums() {
    let json = sample().run(&["profile", "anthropic", "--format", "json"]).ends(0).json();
    let rivals: Vec<&str> =
        json["rivals"].as_array().unwrap().iter().map(|rival| rival["canonical"].as_str().unwrap()).collect();
    assert!(rivals.contains(&"OpenAI") && !rivals.contains(&"Anthropic"), "{rivals:?}");
    let ran = sample().run(&["profile", "anthropic"]).ends(0);
    for part in
        ["Sums", "unconfirmed", "By year", "Deals", "Buyers", "Ended and barred", "Latest news", "Coverage"]
    {
        assert!(ran.out.contains(part), "{part}:\n{}", ran.out);
    }
    for line in ran.out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    sample()
        .run(&["profile", "anthropic", "--format", "md"])
        .ends(0)
        .shows("# Anthropic")
        .shows("- unconfirmed: ");
}

#[test]
fn a_page_stands_alone() {
    let page = sample().run(&["profile", "palantir", "--format", "html"]).ends(0).out;
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"));
    for outside in ["<script", "<link", "<img", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<table>").count(), page.matches("</table>").count());
    let world = World::new();
    let hostile = ARTICLES.lines().next().unwrap().replace("Example Wire", "<script>alert(1)</script>");
    world.run_with(&["add", "-"], hostile).ends(0);
    let page = world.run(&["profile", "larkfield", "--format", "html"]).ends(0).out;
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
}

#[test]
fn namesakes_are_told_apart() {
    let world = World::new();
    let line = ARTICLES.lines().next().unwrap();
    let other = line
        .replace("Larkfield Analytics", "Larkfield Robotics")
        .replace("wire.example/larkfield-award", "wire.example/robots")
        .replace("\"w1\"", "\"w7\"");
    world.run_with(&["add", "-"], format!("{line}\n{other}")).ends(0);
    let ran = world.run(&["profile", "larkfield"]).fails(2, "may stand for several");
    assert!(
        ran.err.contains("x/larkfield-analytics") && ran.err.contains("x/larkfield-robotics"),
        "{}",
        ran.err
    );
    world.run(&["profile", "larkfield robotics"]).ends(0).shows("Larkfield Robotics");
    world.run(&["profile"]).ends(2).tells("NAME");
    World::new().run(&["profile", "x"]).fails(2, "there is no library");
}
