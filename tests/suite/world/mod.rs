//! A place of its own for each test: a library, files, and the program with a clean environment.

pub mod files;
mod server;
pub mod zips;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use assert_cmd::Command;
use tempfile::TempDir;

pub use server::{Answer, Asked, Server};

/// The day that every run takes for today, so that output can be made again.
pub const TODAY: &str = "2026-06-30";

/// Four articles of invented organisations: two tell of one contractor, one of a protest, one of the weather.
pub const ARTICLES: &str = r#"{"id":"w1","url":"http://wire.example/larkfield-award","publisher":"Example Wire","published":"2026-05-04","title":"Larkfield Analytics wins rail inspection contract","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $40 million contract, 693JJ6-26-C-0012, for artificial intelligence software that inspects rails.\n\nThe contract was signed on May 4, 2026."}
{"id":"w2","url":"http://post.example/larkfield-sum","publisher":"Example Post","published":"2026-05-06","title":"Rail inspectors turn to machine learning","text":"The Continental Rail Safety Administration awarded Larkfield Analytics Inc. a $55 million contract, 693JJ6-26-C-0031, for artificial intelligence software that inspects rails, the Example Post has learned."}
{"id":"w3","url":"http://wire.example/quillon-protest","publisher":"Example Wire","published":"2026-06-01","title":"Quillon Systems protests harbor award","text":"Quillon Systems LLC filed a bid protest over the artificial intelligence contract that the Freedonia Department of Harbors awarded to Marrow Pike Corp. in March 2026."}
{"id":"w4","url":"http://wire.example/weather","publisher":"Example Wire","published":"2026-06-02","title":"Rain expected","text":"Rain is expected over the western hills on Tuesday. Farmers welcome it after a dry spring."}
"#;

/// A temporary folder with a library in it.
pub struct World {
    folder: TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl World {
    /// An empty place; the library does not exist yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A place whose library holds [`ARTICLES`].
    pub fn with_articles() -> Self {
        static MADE: OnceLock<World> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let world = Self::lasting("articles");
            world.run_with(&["add", "-"], ARTICLES).ends(0);
            world
        });
        let world = Self::new();
        copy(&made.library(), &world.library());
        world
    }

    /// A place with a library as another has it.
    pub fn copy_of(other: &Self) -> Self {
        let world = Self::new();
        copy(&other.library(), &world.library());
        world
    }

    /// A place for a static, which is never dropped: it lies in the build's own folder, and is made anew each time.
    fn lasting(name: &str) -> Self {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if place.exists() {
            fs::remove_dir_all(&place).unwrap();
        }
        fs::create_dir_all(&place).unwrap();
        Self { folder: tempfile::Builder::new().prefix("world").tempdir_in(&place).unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn library(&self) -> PathBuf {
        self.path("library")
    }

    /// Writes a file, and gives back its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes the library's `sources.toml`; settings that make a test quick stand in it.
    pub fn sources(&self, sources: &str) {
        self.write(
            "library/sources.toml",
            format!("[settings]\ndelay_ms = 0\ntimeout_s = 10\nback_days = 36500\n\n{sources}"),
        );
    }

    /// The program, to be started in this place.
    pub fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_awardwire"));
        for name in
            ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "http_proxy", "https_proxy", "HTTP_PROXY", "all_proxy"]
        {
            command.env_remove(name);
        }
        command
            // No test opens a browser.
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("BROWSER")
            .env_remove("WSL_DISTRO_NAME")
            .env("AWARDWIRE_LIBRARY", self.library())
            .env("AWARDWIRE_DEMO", self.path("demo"))
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CONFIG_HOME", self.path("home/config"))
            .env("TZ", "UTC")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        if !arguments.contains(&"--today") {
            command.args(["--today", TODAY]);
        }
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs the program where these stand in its environment.
    pub fn run_where(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut command = self.command(arguments);
        command.envs(environment.iter().copied());
        self.ran(Command::from_std(command))
    }

    /// Runs the program with something on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = Command::from_std(self.command(arguments));
        command.write_stdin(input.as_ref());
        self.ran(command)
    }

    fn ran(&self, mut command: Command) -> Ran {
        let output = command.output().unwrap();
        let shown = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            text.replace(self.folder.path().to_str().unwrap(), "[WORLD]")
        };
        Ran { code: output.status.code(), out: shown(&output.stdout), err: shown(&output.stderr) }.sane()
    }

    /// The id of the article or deal whose JSON line holds these words.
    pub fn id_of(&self, list: &[&str], words: &str) -> String {
        let ran = self.run(list);
        let line =
            ran.out.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {ran:?}"));
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        record["id"].as_str().unwrap().to_owned()
    }
}

impl Ran {
    /// No run ends in a panic, whatever it is asked.
    fn sane(self) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert!(self.code.is_some_and(|code| code <= 5), "{self:?}");
        self
    }

    /// The exit code must be this one.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// stdout must hold these words.
    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(self.out.contains(words), "no {words:?} on stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// stdout must not hold these words.
    #[track_caller]
    pub fn hides(self, words: &str) -> Self {
        assert!(!self.out.contains(words), "{words:?} on stdout:\n{}", self.out);
        self
    }

    /// stderr must hold these words.
    #[track_caller]
    pub fn tells(self, words: &str) -> Self {
        assert!(self.err.contains(words), "no {words:?} on stderr:\n{}\nstdout:\n{}", self.err, self.out);
        self
    }

    /// A failure: nothing on stdout, one clear line on stderr, this exit code.
    #[track_caller]
    pub fn fails(self, code: i32, words: &str) -> Self {
        let ran = self.ends(code).tells(words);
        assert_eq!(ran.out, "", "{}", ran.err);
        let lines: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error:")).collect();
        assert_eq!(lines.len(), 1, "{}", ran.err);
        ran
    }

    /// stdout as JSON records, one a line.
    #[track_caller]
    pub fn records(&self) -> Vec<serde_json::Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A library with the labelled sample articles, made once for all tests that only read.
pub fn sample() -> &'static World {
    static SAMPLE: OnceLock<World> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let world = World::lasting("sample");
        let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/sample.jsonl");
        world.run(&["add", gold.to_str().unwrap()]).ends(0);
        world
    })
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Whether the system lets this user write where nobody may: a test of permissions tells nothing then.
pub fn may_write_anywhere(world: &World) -> bool {
    let folder = world.path("closed");
    fs::create_dir_all(&folder).unwrap();
    let mut permissions = fs::metadata(&folder).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&folder, permissions).unwrap();
    fs::write(folder.join("x"), b"x").is_ok()
}
