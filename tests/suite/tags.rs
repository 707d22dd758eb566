//! `awardwire tag` and `note`: the user's marks on deals, organisations and articles.

use std::fs;

use crate::world::World;

const DEALS: [&str; 3] = ["deals", "--format", "jsonl"];
const ARTICLES: [&str; 4] = ["export", "articles", "--format", "jsonl"];

fn file(world: &World) -> String {
    fs::read_to_string(world.library().join("notebook.toml")).unwrap_or_default()
}

fn count(world: &World, query: &str) -> String {
    let ran = world.run(&["search", query, "--format", "count"]);
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    ran.out.trim().to_owned()
}

#[test]
fn a_deal_is_found_by_its_tag_and_shown_with_its_note() {
    let world = World::with_articles();
    world.run(&["tag"]).ends(1).tells("no tags");
    world.run(&["note"]).ends(1).tells("no notes");
    world.run(&["deals", "tag:hot"]).fails(2, "there is none yet");
    let deal = world.id_of(&DEALS, "693JJ6-26-C-0012");
    world.run(&["tag", "add", &deal, "Hot", "q3", "--author", "Ada"]).ends(0).tells("2 tags added");
    world.run(&["tag", "add", &deal, "hot"]).ends(0).tells("0 tags added; 1 there already");
    world.run(&["note", &deal, "ask about \"option\" year 2"]).ends(0).tells("noted");
    assert!(
        file(&world).contains("article = \"http://wire.example/larkfield-award\"\nevent = \"award"),
        "{}",
        file(&world)
    );

    let found = world.run(&["deals", "tag:hot", "--format", "jsonl"]).ends(0).records();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], deal.as_str());
    assert_eq!(found[0]["tags"], serde_json::json!(["hot", "q3"]));
    assert_eq!(found[0]["notes"], serde_json::json!(["ask about \"option\" year 2"]));
    assert_eq!(world.run(&["deals", "has:note", "--format", "jsonl"]).ends(0).records().len(), 1);
    world.run(&["deals", "NOT tag:hot", "--format", "jsonl"]).ends(0).hides("693JJ6-26-C-0012");
    world.run(&["export", "deals", "--format", "csv"]).ends(0).shows(",tags,notes").shows("hot; q3");
    world.run(&["show", &deal]).ends(0).shows("Tags hot, q3").shows("Note ask about");
    world.run(&["show", &deal, "--format", "json"]).ends(0).shows("\"tags\":[\"hot\",\"q3\"]");
    // The article that tells of it matches too.
    assert_eq!(count(&world, "tag:hot"), "1");
    assert_eq!(count(&world, "has:note"), "1");
    world.run(&["save", "watched", "tag:hot OR has:note"]).ends(0);
    assert_eq!(count(&world, "saved:watched"), "1");

    world.run(&["tag"]).ends(0).shows("hot  1  1 deal\nq3  1  1 deal");
    world.run(&["note", &deal]).ends(0).shows("ask about");
    world.run(&["tag", "--format", "json"]).ends(0).shows("\"tag\":\"hot\"").shows("\"kind\":\"deal\"");
    world.run(&["tag", "remove", &deal, "HOT"]).ends(0).tells("1 tag removed");
    world.run(&["tag", "remove", &deal, "hot"]).ends(1).tells("there is no such tag");
    world.run(&["note", "remove", &deal]).ends(0).tells("1 note removed");
    world.run(&["deals", "tag:hot"]).fails(2, "no tag is called \"hot\"");
}

#[test]
fn organisations_and_articles_are_tagged_by_name_id_or_address() {
    let world = World::with_articles();
    world.run(&["tag", "add", "Larkfield Analytics", "rival"]).ends(0).tells("vendor");
    world.run(&["note", "Larkfield Analytics", "met them in May"]).ends(0);
    world.run(&["tag", "add", "http://wire.example/weather", "read"]).ends(0).tells("article");
    let weather = world.id_of(&ARTICLES, "Rain expected");
    world.run(&["tag", "add", &weather[..6], "later"]).ends(0);
    world
        .run(&["tag", "add", "dod", "target"])
        .ends(0)
        .tells("agency us/dod Department of Defense: 1 tag added");

    assert_eq!(count(&world, "tag:rival"), "2");
    assert_eq!(count(&world, "tag:read"), "1");
    assert_eq!(count(&world, "tag:(read OR rival)"), "3");
    world.run(&["deals", "tag:rival", "--format", "jsonl"]).ends(0).shows("Larkfield").hides("Marrow");
    world.run(&["timeline", "tag:rival"]).ends(0);
    world.run(&["digest", "tag:rival"]).ends(0).shows("Larkfield");
    let articles = world.run(&ARTICLES).ends(0).records();
    let rain = articles.iter().find(|one| one["title"] == "Rain expected").unwrap();
    assert_eq!(rain["tags"], serde_json::json!(["read", "later"]));
    world
        .run(&["profile", "Larkfield Analytics"])
        .ends(0)
        .shows("Tags       rival")
        .shows("Note       met them in May");
    world.run(&["profile", "Larkfield Analytics", "--format", "md"]).ends(0).shows("rival");
    world.run(&["show", &weather]).ends(0).shows("Tags read, later");
    world.run(&["tag"]).ends(0).shows("later  1  1 article").shows("rival  1  1 vendor");

    world.run(&["tag", "add", "Nobody At All", "x"]).fails(2, "nothing goes by \"Nobody At All\"");
    world.run(&["tag", "add", "http://wire.example/none", "x"]).fails(2, "nothing in the library has the id");
    world.run(&["tag", "add", "Larkfield Analytics", "a b"]).fails(2, "cannot be a name here");
    world.run(&["note", "Larkfield Analytics", "a\u{1b}[2Jb"]).fails(2, "control character");
    world.run(&["note", "Larkfield Analytics", " "]).fails(2, "a note is empty");
}

#[test]
fn what_matches_nothing_any_more_is_told() {
    let world = World::with_articles();
    let deal = world.id_of(&DEALS, "693JJ6-26-C-0012");
    world.run(&["tag", "add", &deal, "hot"]).ends(0);
    let gone = "\n[[entry]]\nkind = \"tag\"\nname = \"hot\"\narticle = \"http://wire.example/gone\"\n\n[[entry]]\nkind = \"note\"\n\
        value = \"x\"\narticle = \"http://wire.example/larkfield-award\"\nevent = \"protest: Nobody\"\n";
    let text = file(&world) + gone;
    world.write("library/notebook.toml", &text);
    world.run(&["tag"]).ends(0).shows("hot  1  1 deal").shows(
        "matches nothing any more: hot on http://wire.example/gone: the library does not hold the article",
    );
    world.run(&["note"]).ends(0).shows("the article tells no such event any more");
    world.run(&["tag", "--format", "json"]).ends(0).shows("does not hold the article");
    world.run(&["deals", "tag:hot", "--format", "jsonl"]).ends(0).shows(&deal);
    // A corrected deal keeps its tag.
    world.run(&["fix", "status", &deal, "ended"]).ends(0);
    world.run(&["deals", "tag:hot status:ended", "--format", "jsonl"]).ends(0).shows("693JJ6-26-C-0012");
    world.run(&["tag", "remove", "--stale"]).ends(0).tells("1 tag removed");
    world.run(&["note", "remove", "--stale"]).ends(0).tells("1 note removed");
    world.run(&["tag"]).ends(0).hides("matches nothing");
}
