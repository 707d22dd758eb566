//! `awardwire list`, `save` and `saved`: names and queries kept near at hand.

use std::fs;

use crate::world::World;

fn file(world: &World) -> String {
    fs::read_to_string(world.library().join("notebook.toml")).unwrap_or_default()
}

#[test]
fn a_list_stands_for_any_of_its_names() {
    let world = World::with_articles();
    world.run(&["list"]).ends(1).tells("no lists");
    let accounts = world
        .write("accounts.txt", "\u{feff}# my accounts\nLarkfield Analytics\r\n\n  Marrow Pike Corp.  \n");
    world.run(&["list", "add", "accounts", &accounts]).ends(0).tells("@accounts: 2 names added");
    world.run_with(&["list", "add", "Accounts", "-"], "larkfield analytics\nNobody Inc.\n").ends(0);
    world
        .run(&["list", "add", "accounts", "--name", "Nobody Inc."])
        .ends(0)
        .tells("0 names added; 1 there already");
    world
        .run(&["list", "show", "@accounts"])
        .ends(0)
        .shows("Larkfield Analytics\nMarrow Pike Corp.\nNobody Inc.");
    world
        .run(&["list"])
        .ends(0)
        .shows("@accounts  3 names  Larkfield Analytics, Marrow Pike Corp., Nobody Inc.");
    world.run(&["list", "--format", "json"]).ends(0).shows("\"name\":\"accounts\"");

    let titles = |arguments: &[&str]| world.run(arguments).ends(0).out;
    let either = titles(&["deals", "vendor:(\"Larkfield Analytics\" OR \"Marrow Pike Corp.\")"]);
    assert_eq!(titles(&["deals", "vendor:@accounts"]), either);
    assert_eq!(titles(&["deals", "--vendor", "@accounts"]), either);
    let found = |query: &str| titles(&["search", query, "--format", "count"]);
    assert_eq!(found("vendor:@accounts"), found("vendor:(\"Larkfield Analytics\" OR \"Marrow Pike Corp.\")"));
    assert_eq!(found("vendor:@accounts"), "2\n");
    world
        .run(&["search", "NOT vendor:@accounts", "--format", "jsonl"])
        .ends(0)
        .shows("weather")
        .hides("larkfield");
    world.run(&["export", "deals", "--vendor", "@accounts", "--format", "csv"]).ends(0).shows("Larkfield");
    world.run(&["export", "articles", "--vendor", "@accounts", "--format", "jsonl"]).ends(0).hides("weather");
    world.run(&["timeline", "vendor:@accounts"]).ends(0);
    world.run(&["digest", "--vendor", "@accounts"]).ends(0).shows("Larkfield");
    world.run(&["profile", "Larkfield Analytics", "--vendor", "@accounts"]).ends(0).shows("Larkfield");

    world.run(&["list", "remove", "accounts", "--name", "marrow pike corp."]).ends(0).tells("1 name removed");
    world.run(&["deals", "vendor:@accounts"]).ends(0).hides("Marrow");
    world
        .run(&["list", "remove", "accounts", "--name", "marrow"])
        .fails(2, "@accounts has no name \"marrow\"");
    world.run(&["list", "remove", "accounts"]).ends(0).tells("the list is gone");
    world.run(&["list", "show", "accounts"]).fails(2, "no list is called \"accounts\": there are none");
}

#[test]
fn an_unknown_list_is_told_with_its_place() {
    let world = World::with_articles();
    world.run(&["list", "add", "accounts", "--name", "Larkfield Analytics"]).ends(0);
    world.run(&["list", "add", "targets", "--name", "Army"]).ends(0);
    for command in ["search", "deals", "timeline", "digest", "doctor"] {
        let ran = world.run(&[command, "rail vendor:@acounts"]).ends(2);
        assert!(
            ran.err.contains("  rail vendor:@acounts\n              ^^^^^^^^\nhint: did you mean @accounts?"),
            "{command}: {}",
            ran.err
        );
    }
    world.run(&["search", "vendor:@nope"]).fails(2, "known are @accounts, @targets");
    world.run(&["deals", "--vendor", "@nope"]).fails(2, "no list is called \"nope\"");
    for name in ["a b", "", "@x", "a/../b", "-x"] {
        world.run(&["list", "add", "--name", "X", "--", name]).fails(2, "cannot be a name here");
    }
    world.run_with(&["list", "add", "x", "-"], "a\u{1b}[2Jb\n").fails(2, "control character");
    world.run_with(&["list", "add", "x", "-"], [0xff, 0xfe]).fails(2, "not UTF-8");
    world.run_with(&["list", "add", "x", "-"], "# nothing\n").fails(2, "no name in it");
    world.run(&["list", "add", "x", "missing.txt"]).fails(2, "missing.txt");
}

#[test]
fn a_saved_query_stands_for_itself_in_parentheses() {
    let world = World::with_articles();
    world.run(&["saved"]).ends(1).tells("no saved queries");
    world.run(&["list", "add", "accounts", "--name", "Larkfield Analytics"]).ends(0);
    world
        .run(&["save", "rail", "rail", "--vendor", "@accounts"])
        .ends(0)
        .tells("saved:rail is (rail) vendor:@accounts");
    world.run(&["save", "big", "saved:rail amount:>50M"]).ends(0);
    let found = |query: &str| world.run(&["search", query, "--format", "count"]).ends(0).out;
    assert_eq!(found("saved:rail"), "2\n");
    assert_eq!(found("saved:big"), "1\n");
    assert_eq!(found("has:vendor -saved:rail"), "1\n");
    world.run(&["deals", "saved:big", "--format", "csv"]).ends(0).shows("55000000").hides("40000000");
    world.run(&["export", "articles", "saved:big", "--format", "jsonl"]).ends(0).shows("larkfield-sum");
    world.run(&["digest", "saved:big"]).ends(0);
    world.run(&["timeline", "saved:big"]).ends(0).shows("2026");

    world.run(&["save", "rail", "saved:big"]).fails(2, "leads back to itself");
    world.run(&["save", "x", "type:awrad"]).fails(2, "did you mean type:award?");
    world.run(&["save", "x", "saved:nope"]).fails(2, "no saved query is called \"nope\"");
    world.run(&["save", "x"]).fails(2, "write the query after its name");
    world.run(&["save", "x y", "rail"]).fails(2, "cannot be a name here");
    world.run(&["save", "rail", "inspection"]).ends(0).tells("it was (rail) vendor:@accounts");
    world.run(&["saved"]).ends(0).shows("saved:big  saved:rail amount:>50M\nsaved:rail  inspection");
    world.run(&["saved", "remove", "rail"]).ends(0).tells("removed saved:rail, which was inspection");
    // What rests on it says so where it is used.
    let ran = world.run(&["search", "drone saved:big"]).ends(2);
    assert!(ran.err.contains("in saved:big: no saved query is called \"rail\""), "{}", ran.err);
    assert!(ran.err.contains("  drone saved:big\n              ^^^"), "{}", ran.err);
    world.run(&["saved", "remove", "rail"]).fails(2, "no saved query is called \"rail\"");
}

#[test]
fn the_file_is_changed_a_block_at_a_time() {
    let world = World::with_articles();
    world.run(&["list", "add", "accounts", "--name", "Palantir", "--author", "Ada"]).ends(0);
    insta::assert_snapshot!(file(&world), @r#"
    # What you keep near at hand, one block each: names of lists, saved queries, tags and notes.
    # `awardwire list`, `save`, `tag` and `note` write it; they add and take out blocks and change nothing else.

    [[entry]]
    kind = "list"
    name = "accounts"
    value = "Palantir"
    author = "Ada"
    time = "2026-06-30T12:00:00Z"
    "#);
    let mine = "\n# mine\n[[ entry ]]  # kept\nkind='saved'\nname = \"Z\"\nvalue = '''rail'''\n\n[[entry]]\nkind='saved'\nname = 'z'\nvalue = 'rain'\n# the end";
    let before = file(&world) + mine;
    world.write("library/notebook.toml", &before);
    world.run(&["saved"]).ends(0).shows("saved:z  rain\n  also kept under this name, and not counted: rail");
    world.run(&["list", "add", "accounts", "--name", "OpenAI"]).ends(0);
    assert!(file(&world).starts_with(&before));
    world.run(&["list", "remove", "accounts", "--name", "OpenAI"]).ends(0);
    assert_eq!(file(&world).trim_end(), before);
    world.run(&["saved", "remove", "z"]).ends(0);
    assert!(
        file(&world).ends_with("time = \"2026-06-30T12:00:00Z\"\n\n# mine\n# the end\n"),
        "{}",
        file(&world)
    );

    // A mistake in the file stops what needs it, and nothing else.
    world.write("library/notebook.toml", "[[entry]]\nkind = 'list'\nname = 'x'\n");
    world.run(&["list"]).fails(2, "entry 1: give a value");
    world.run(&["search", "vendor:@x"]).fails(2, "notebook.toml");
    world.run(&["search", "rail"]).ends(0);
}
