//! `awardwire show`.

use crate::world::World;

#[test]
fn an_article_is_shown_with_its_events() {
    let world = World::with_articles();
    let id = world.id_of(&["search", "quillon", "--format", "jsonl"], "quillon-protest");
    let ran = world.run(&["show", &id]).ends(0);
    let ran = ran
        .shows("Quillon Systems protests harbor award")
        .shows("protest: ")
        .shows("Vendors")
        .shows("http://wire.example/quillon-protest");
    let short = world.run(&["show", &id[..8]]).ends(0);
    assert_eq!(short.out, ran.out, "the beginning of an id is enough");
    let record = world.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(record["source_id"], "w3");
    assert!(record["events"][0]["deal"].is_string());
}

#[test]
fn a_deal_is_shown_with_its_evidence() {
    let world = World::with_articles();
    let id = world.id_of(&["deals", "--format", "jsonl"], "40000000");
    let ran = world.run(&["show", &id, "--why"]).ends(0);
    insta::with_settings!({filters => vec![(r"\b[ad][0-9a-f]{11,15}\b", "[ID]")]}, {
        insta::assert_snapshot!(ran.out, @r#"
    Continental Rail Safety Administration – Larkfield Analytics – artificial intelligence software, 2026  [ID]
    awarded · 1 article, 1 independent origin

    Buyers    Continental Rail Safety Administration
    Vendors   Larkfield Analytics
    Subject   artificial intelligence software
    Award     $40 million by Example Wire (2026-05-04)

    award: Continental Rail Safety Administration → Larkfield Analytics, $40 million (award), 2026-05-04
      │ “The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million
      │ contract for artificial intelligence software that inspects rails.”
      Example Wire · 2026-05-04 · [ID] · http://wire.example/larkfield-award

    Why these events are one deal
      one event only
    "#);
    });
    let record = world.run(&["show", &id, "--format", "json"]).ends(0).json();
    assert_eq!(record["id"], id.as_str());
}

#[test]
fn unknown_and_ambiguous_ids_are_told() {
    let world = World::with_articles();
    for id in ["a0000000000000000", "nothing", "", "%", "a'; DROP TABLE articles; --"] {
        world.run(&["show", "--", id]).fails(2, "id");
    }
    world.run(&["show", "a"]).fails(2, "is the beginning of several ids");
    world.run(&["show"]).ends(2);
    World::new().run(&["show", "a1"]).fails(2, "there is no library");
}
