//! `awardwire schedule`: what has the system run `awardwire update`.

use std::fs;

use crate::world::World;

#[test]
fn every_system_has_its_form() {
    let world = World::new();
    world
        .run(&["schedule", "--system", "systemd", "--at", "07:15"])
        .ends(0)
        .shows("# awardwire-update.service\n# Written by `awardwire schedule`\n[Unit]")
        .shows("OnCalendar=*-*-* 07:15:00")
        .shows("--library [WORLD]")
        .tells("--install");
    world
        .run(&["schedule", "--system", "launchd", "--every", "6h"])
        .ends(0)
        .shows("<integer>21600</integer>");
    world.run(&["schedule", "--system", "task-scheduler"]).ends(0).shows("T06:30:00</StartBoundary>");
    let line = world.run(&["schedule", "--system", "cron", "--", "--new", "a b"]).ends(0);
    line.shows("30 6 * * * ").shows("update --new 'a b'\n");
}

#[test]
fn mistakes_are_told() {
    let world = World::new();
    world.run(&["schedule", "--at", "25:00"]).ends(2).tells("06:30");
    world.run(&["schedule", "--every", "1m"]).ends(2).tells("between 5m and a week");
    world.run(&["schedule", "--name", "../x"]).ends(2).tells("letters, digits");
    world.run(&["schedule", "--system", "cron", "--install"]).fails(2, "crontab -e");
    world.run(&["schedule", "--system", "cron", "--", "--nosuch"]).fails(2, "--nosuch");
    world.run(&["schedule", "--system", "systemd", "--", "a\nb"]).fails(2, "control characters");
}

/// Only where the folder of a user's settings can be set for one run.
#[cfg(target_os = "linux")]
#[test]
fn it_is_put_in_place_and_taken_away() {
    let world = World::new();
    let folder = world.path("home/config/systemd/user");
    let run = |last: &str| {
        let arguments = ["schedule", "--system", "systemd", "--name", "aw-test", last];
        // Nothing of the machine's own is called.
        world.run_where(&arguments, &[("PATH", "nowhere")])
    };
    run("--install")
        .ends(5)
        .tells("wrote ")
        .tells("do it by hand: systemctl --user daemon-reload")
        .tells("written, but not turned on");
    let service = fs::read_to_string(folder.join("aw-test.service")).unwrap();
    assert!(service.contains("ExecStart=") && folder.join("aw-test.timer").exists());
    run("--remove").ends(0).tells("removed ");
    assert!(!folder.join("aw-test.service").exists());
    run("--remove").ends(1).tells("not in place");
    fs::write(folder.join("aw-test.timer"), "[Timer]\n# runs awardwire\nOnCalendar=daily\n").unwrap();
    run("--install").fails(2, "choose another --name");
}
