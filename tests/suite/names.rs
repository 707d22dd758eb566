//! Names: found by `search --entities`, suggested where nobody is so called, completed in shells.

use std::process::Stdio;

use crate::world::{Ran, World, sample};

/// The ids that a search of names gives, in order.
fn ids(world: &World, text: &str) -> Vec<String> {
    let ran = world.run(&["search", "--entities", "--format", "ids", "--", text]);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn names_are_found_by_every_spelling() {
    let world = World::with_articles();
    for (text, first) in [
        ("pentagon", "us/dod"),
        ("DoD", "us/dod"),
        ("Department of War", "us/dod"),
        ("us/dod/army", "us/dod/army"),
        ("palantir", "palantir"),
        ("palntir", "palantir"),
        ("vendor:palan", "palantir"),
        ("Quillon Systems LLC", "x/quillon-systems"),
        ("quilon systems", "x/quillon-systems"),
        ("marrow", "x/marrow-pike"),
        ("crsa", "x/continental-rail-safety-administration"),
        ("x/larkfield-analytics", "x/larkfield-analytics"),
        ("department of harbors", "x/freedonia-department-of-harbors"),
    ] {
        let found = ids(&world, text);
        let at = found.iter().position(|id| id == first);
        // Of names that answer alike, what articles name comes first; the list may hold more.
        assert!(at.is_some_and(|at| at < 3), "{text}: {found:?}");
    }
    let product =
        world.run(&["search", "--entities", "product:claude", "--format", "jsonl"]).ends(0).records();
    assert_eq!(
        (product[0]["kind"].as_str(), product[0]["parent"]["id"].as_str()),
        (Some("product"), Some("anthropic"))
    );
}

#[test]
fn what_a_name_counts_is_what_its_filters_find() {
    let world = sample();
    let hits = world.run(&["search", "--entities", "--format", "jsonl", "-n", "40"]).ends(0).records();
    assert!(hits.len() >= 20, "{}", hits.len());
    for hit in &hits {
        let clause = format!("{}:\"{}\"", hit["kind"].as_str().unwrap(), hit["id"].as_str().unwrap());
        let articles = world.run(&["search", &clause, "--format", "count"]).out;
        assert_eq!(articles.trim(), hit["articles"].to_string(), "{hit}");
        let deals = world.run(&["deals", &clause, "--format", "jsonl"]).out.lines().count();
        assert_eq!(hit["deals"], deals, "{hit}");
        let oldest =
            world.run(&["search", &clause, "--sort", "oldest", "-n", "1", "--format", "jsonl"]).records();
        let (first, published) = (hit["first"].as_str(), oldest[0]["published"].as_str());
        assert!(first.unwrap_or_default().starts_with(published.unwrap_or_default()), "{hit} {oldest:?}");
    }
    let counts: Vec<u64> = hits.iter().map(|hit| hit["articles"].as_u64().unwrap()).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
}

#[test]
fn names_have_every_format() {
    let world = World::with_articles();
    let ask = |more: &[&str]| world.run(&[&["search", "--entities", "larkfield"], more].concat());
    insta::assert_snapshot!(ask(&[]).ends(0).out);
    let json = ask(&["--format", "json"]).ends(0).json();
    assert_eq!((&json["format_version"], &json["total"]), (&1.into(), &1.into()));
    let hit = &json["hits"][0];
    assert_eq!(ask(&["--format", "jsonl"]).records().first(), Some(hit));
    assert_eq!(
        (&hit["name"], &hit["articles"], &hit["deals"]),
        (&"Larkfield Analytics".into(), &2.into(), &2.into())
    );
    assert_eq!(
        (&hit["likeness"], &hit["first"], &hit["last"]),
        (&"begins".into(), &"2026-05-04".into(), &"2026-05-06".into())
    );
    assert_eq!(
        ask(&["--format", "csv", "--fields", "id,kind,articles"]).out,
        "id,kind,articles\r\nx/larkfield-analytics,vendor,2\r\n"
    );
    assert!(
        ask(&["--format", "csv"]).out.starts_with("rank,kind,id,name,matched,likeness,parent,parent_name,")
    );
    ask(&["--format", "md"]).ends(0).shows("1. **Larkfield Analytics** · vendor");
    assert_eq!(ask(&["--format", "ids", "-0"]).out, "x/larkfield-analytics\0");
    assert_eq!(ask(&["--format", "count"]).ends(0).out, "1\n");
    let all = world.run(&["search", "--entities", "defense", "--all", "--format", "ids"]).ends(0);
    let some = world
        .run(&["search", "--entities", "defense", "-n", "3", "--offset", "2", "--format", "ids"])
        .ends(0);
    assert_eq!(all.out.lines().skip(2).take(3).collect::<Vec<_>>(), some.out.lines().collect::<Vec<_>>());
    world.run(&["search", "--entities", "zzqxqzz"]).ends(1).tells("nothing is called so");
    for (flags, says) in [
        (&["--explain"][..], "--explain is for articles"),
        (&["--facets", "agency"], "--facets is for articles"),
        (&["--sort", "newest"], "--sort is for articles"),
        (&["--vendor", "palantir"], "which no filter narrows"),
        (&["--fields", "title", "--format", "csv"], "no column is called"),
    ] {
        assert_eq!(ask(flags).fails(2, says).err.lines().count(), 1, "{flags:?}");
    }
    for text in ["", " ", "::", "(", "\u{1}", "🦀", "vendor:", "()", "'\"$(x)"] {
        let ran = world.run(&["search", "--entities", "--", text]);
        assert!(ran.code.is_some_and(|code| code <= 1), "{text:?}: {ran:?}");
    }
}

#[test]
fn a_name_nobody_has_is_answered_with_one_that_somebody_has() {
    let world = World::with_articles();
    for (arguments, says) in [
        (&["search", "vendor:palntir"][..], "no vendor is called \"palntir\"; did you mean vendor:palantir"),
        (&["search", "agency:\"deparment of defence\""], "did you mean agency:\"Department of Def"),
        (&["search", "product:cluade"], "did you mean product:claude"),
        (&["search", "program:mavne"], "did you mean program:maven"),
        (&["search", "via:palntir"], "did you mean via:palantir"),
        (&["search", "rail vendor:larkfeild"], "did you mean vendor:\"larkfield analytics\""),
        (&["search", "palntir"], "no article has \"palntir\"; did you mean palantir"),
        (&["deals", "--vendor", "palntir"], "did you mean vendor:palantir"),
        (&["deals", "agency:pentagn"], "did you mean agency:pentagon"),
        (&["timeline", "--vendor", "palntir"], "did you mean vendor:palantir"),
        (&["profile", "palntir"], "did you mean \"Palantir\""),
        (&["profile", "quilon systems"], "did you mean \"quillon systems\""),
    ] {
        world.run(arguments).ends(1).tells(says);
    }
    for arguments in [
        // A listed name is none misspelt, nor is one that an article has.
        &["search", "vendor:palantir"][..],
        &["search", "palantir"],
        &["search", "vendor:quillon type:award"],
        &["search", "vendor:zzqxqzz"],
        &["deals", "--vendor", "palantir"],
    ] {
        let ran = world.run(arguments).ends(1);
        assert!(!ran.err.contains("did you mean"), "{ran:?}");
    }
}

/// What bash is told of a line; the last word is the one that is completed.
fn completed(world: &World, shell: &str, words: &[&str]) -> Vec<String> {
    let ran = asked(world, shell, words);
    assert_eq!(ran.err, "", "{words:?}");
    assert_eq!(ran.code, Some(0));
    let parted = ran.out.split(if shell == "bash" { '\u{b}' } else { '\n' });
    // clap offers the flags where a word begins.
    parted
        .filter(|line| !line.is_empty() && (words.last() != Some(&"") || !line.starts_with("--")))
        .map(str::to_owned)
        .collect()
}

fn asked(world: &World, shell: &str, words: &[&str]) -> Ran {
    let mut command = world.command(&["--today", "2026-06-30"]);
    let mut fresh = std::process::Command::new(command.get_program());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => fresh.env(name, value),
            None => fresh.env_remove(name),
        };
    }
    let output = fresh
        .env("AWARDWIRE_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", if shell == "bash" { "\u{b}" } else { "\n" })
        .current_dir(command.get_current_dir().unwrap())
        .args(["--", "awardwire"])
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    command.stdin(Stdio::null());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn shells_complete_names_from_library_and_lists() {
    let world = World::with_articles();
    for (words, expected) in [
        (&["profile", "Pal"][..], "Palantir"),
        (&["profile", "quil"], "quillon-systems"),
        (&["profile", "x/quil"], "x/quillon-systems"),
        (&["deals", "--agency", "cont"], "continental-rail-safety-administration"),
        (&["deals", "--agency", "def"], "defense-Innovation-Unit"),
        (&["deals", "--agency=us/d"], "--agency=us/dod"),
        (&["deals", "--vendor", "=lark"], "=larkfield-analytics"),
        (&["search", "rail", "vendor:lark"], "vendor:larkfield-analytics"),
        (&["search", "(agency:cont"], "(agency:continental-rail-safety-administration"),
        (&["search", "-vendor:lark"], "-vendor:larkfield-analytics"),
        (&["search", "drone vendor:lark"], "drone vendor:larkfield-analytics"),
        (&["search", "product:clau"], "product:claude"),
        (&["search", "ven"], "vendor:"),
        (&["completions", "fi"], "fish"),
    ] {
        let found = completed(&world, "fish", words);
        let values: Vec<&str> = found.iter().map(|line| line.split('\t').next().unwrap()).collect();
        assert!(values.contains(&expected), "{words:?}: {found:?}");
        assert!(values.len() <= 50);
    }
    // What the library names comes before what only a list has; each completion is a name.
    let agencies = completed(&world, "bash", &["deals", "--agency", "c"]);
    assert_eq!((agencies.len(), agencies[0].as_str()), (50, "continental-rail-safety-administration"));
    world.run(&["deals", "--agency", &agencies[0]]).ends(0);
    world.run(&["deals", "--vendor", "quillon-systems"]).ends(0);
    world.run(&["search", "vendor:larkfield-analytics"]).ends(0);
    world.run(&["profile", "larkfield-analytics"]).ends(0);
    // Bash has cut the words at the colon, and puts in only what stands after it.
    assert_eq!(completed(&world, "bash", &["search", "vendor", ":", "lark"]), ["larkfield-analytics"]);
    assert_eq!(completed(&world, "bash", &["search", "vendor", ":"])[0], "larkfield-analytics");
    assert_eq!(completed(&world, "zsh", &["search", "vendor:lark"])[0].split(':').next(), Some("vendor\\"));
}

#[test]
fn shells_complete_ids_lists_queries_tags_and_sources() {
    let world = World::with_articles();
    world.run(&["list", "add", "accounts", "--name", "Palantir"]).ends(0);
    world.run(&["save", "big", "amount:>1M"]).ends(0);
    world.run(&["tag", "add", "Palantir", "rival"]).ends(0);
    world.sources(
        "[[source]]\nname = \"Example Wire\"\nkind = \"feed\"\nurl = \"http://wire.example/feed\"\n\n[[source]]\nname = \"Evil $(touch owned) 'q' `x`\"\nkind = \"feed\"\nurl = \"http://evil.example/feed\"\n",
    );
    let bash = |words: &[&str]| completed(&world, "bash", words);
    assert_eq!(bash(&["list", "show", ""]), ["accounts"]);
    assert_eq!(bash(&["deals", "--vendor", "@"]), ["@accounts"]);
    assert_eq!(bash(&["search", "saved:b"]), ["saved:big"]);
    assert_eq!(bash(&["saved", "remove", "b"]), ["big"]);
    assert_eq!(bash(&["search", "tag:"]), ["tag:rival"]);
    assert_eq!(bash(&["crawl", "Exa"]), ["Example\\ Wire"]);
    assert_eq!(bash(&["crawl", "Ev"]), ["Evil\\ \\$\\(touch\\ owned\\)\\ \\'q\\'\\ \\`x\\`"]);
    let powershell = completed(&world, "powershell", &["crawl", "Ev"]);
    assert_eq!(powershell[0].split('\t').next(), Some("'Evil $(touch owned) ''q'' `x`'"));
    // Groups come first, each with how many sources are in it; where only a name will do there is none.
    for words in
        [&["crawl", "us-o"][..], &["source", "enable", "us-o"], &["source", "check", "--group", "us-o"]]
    {
        let found = completed(&world, "fish", words);
        assert!(found.len() == 1 && found[0].starts_with("us-oversight\t"), "{words:?}: {found:?}");
    }
    let names = bash(&["source", "disable", "uk"]);
    assert!(names[0] == "uk" && names.contains(&"UKAuthority".to_owned()), "{names:?}");
    assert!(bash(&["source", "remove", "us-o"]).is_empty());
    let ids = bash(&["show", ""]);
    assert!(ids.len() >= 6 && ids.len() <= 50, "{ids:?}");
    for id in &ids {
        world.run(&["show", id]).ends(0);
    }
    assert!(bash(&["open", "a"]).iter().all(|id| id.starts_with('a')));
    let other = World::new();
    let library = world.library();
    let elsewhere = ["--library", library.to_str().unwrap(), "list", "show", ""];
    assert_eq!(completed(&other, "bash", &elsewhere), ["accounts"]);
}

#[test]
fn a_library_that_is_not_there_or_broken_is_passed_over_in_silence() {
    let world = World::new();
    assert!(completed(&world, "bash", &["profile", "palan"]).contains(&"palantir".to_owned()));
    assert!(completed(&world, "bash", &["profile", ""]).is_empty());
    assert!(completed(&world, "bash", &["show", ""]).is_empty());
    assert_eq!(completed(&world, "bash", &["source", "enable", "us-o"]), ["us-oversight"]);
    assert!(!world.library().exists(), "asking makes no library");
    world.write("library/awardwire.db", "this is no database");
    assert!(completed(&world, "bash", &["show", "d"]).is_empty());
    assert!(completed(&world, "bash", &["profile", "palan"]).contains(&"palantir".to_owned()));
    let broken = World::with_articles();
    broken.write("library/notebook.toml", "not = [toml");
    broken.write("library/sources.toml", "not = [toml");
    assert!(completed(&broken, "bash", &["list", "show", ""]).is_empty());
    assert!(completed(&broken, "bash", &["crawl", ""]).is_empty());
}

#[test]
fn nothing_that_a_library_holds_reaches_the_shell_as_more_than_a_word() {
    let world = World::new();
    let evil = r#"{"id":"e1","url":"http://wire.example/evil","published":"2026-05-04","title":"$(touch owned) `reboot` wins","text":"The Department of Energy awarded Evil $(touch owned) Systems Inc. a $40 million contract for artificial intelligence software.\n\nThe Department of Energy awarded O'Hara \"Quote\" & Sons LLC a $50 million contract for artificial intelligence software.\n\nThe Department of Energy awarded Larkfield Analytics Inc. a $60 million contract for artificial intelligence software."}"#;
    world.run_with(&["add", "-"], evil).ends(0);
    world.write(
        "library/corrections.toml",
        "[[correction]]\naction = \"alias\"\nkind = \"vendor\"\nof = \"Palantir\"\nvalue = \"Zed $(touch owned) `x` ; rm\"\n\n[[correction]]\naction = \"alias\"\nkind = \"vendor\"\nof = \"Palantir\"\nvalue = \"Zed `x` ; 'rm'\"\n",
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for words in [
            &["profile", "e"][..],
            &["profile", "zed"],
            &["profile", "o"],
            &["deals", "--vendor", ""],
            &["show", ""],
        ] {
            for line in completed(&world, shell, words) {
                let value = line.split('\t').next().unwrap();
                // zsh has the description behind a colon.
                let value = if shell == "zsh" { value.split(':').next().unwrap() } else { value };
                let is_plain = |c: char| c.is_alphanumeric() || "-_./=@".contains(c);
                assert!(
                    value.starts_with("--") || value.chars().all(is_plain),
                    "{shell} {words:?}: {line:?}"
                );
                assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
            }
        }
    }
    assert_eq!(completed(&world, "bash", &["profile", "zed"]), ["zed-x-rm"]);
    assert!(completed(&world, "bash", &["profile", "lark"]).contains(&"larkfield-analytics".to_owned()));
}

#[test]
fn each_shell_has_its_script() {
    let world = World::new();
    for (shell, part) in [
        ("bash", "complete -o nospace"),
        ("zsh", "compdef"),
        ("fish", "complete --keep-order"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "arg-completer"),
    ] {
        world.run(&["completions", shell]).ends(0).shows(part).shows("AWARDWIRE_COMPLETE");
    }
    world.run(&["completions", "tcsh"]).fails(2, "tcsh");
}
