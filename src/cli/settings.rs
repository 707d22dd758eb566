//! From raw flags and the environment to settings; nothing past here sees either.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use awardwire::base::PartialDate;
use awardwire::fetch::Clock;
use awardwire::library::Library;
use awardwire::pipeline::ServiceKeys;
use awardwire::pipeline::delivery::MailSettings;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::chart::Ink;
use crate::cli::ending::Ending;
use crate::cli::output::{Style, WIDTH};

/// Flags of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// The library's folder [default: $AWARDWIRE_LIBRARY, else the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    library: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
    /// Draw bars and marks with ASCII letters only [default: where stdout is no terminal, or none for UTF-8]
    #[arg(long, global = true)]
    ascii: bool,
    /// Say less on stderr
    #[arg(short, long, global = true)]
    quiet: bool,
    /// The time zone of dates such as `friday` [default: the system's]
    #[arg(long, global = true, value_name = "ZONE")]
    tz: Option<String>,
    /// Take this day for today (for output that can be made again)
    #[arg(long, global = true, value_name = "DATE", hide = true)]
    today: Option<PartialDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// What every command needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The library's folder.
    pub library: PathBuf,
    /// The same, where it was named with --library.
    named_library: Option<PathBuf>,
    /// How stdout is styled.
    pub stdout: Style,
    /// How stderr is styled.
    pub stderr: Style,
    /// What bars and marks are drawn with.
    pub ink: Ink,
    /// Whether to leave out talk.
    pub quiet: bool,
    /// How many columns the terminal has, where stdout is one.
    columns: Option<usize>,
    /// The system's clock, or the day the user has set.
    pub clock: Clock,
    zone: TimeZone,
}

impl Settings {
    /// Checks the flags against the environment.
    ///
    /// # Errors
    /// An unknown time zone, a day that is none, or no place for a library.
    pub fn new(global: &Global) -> Result<Self, Ending> {
        let zone = match &global.tz {
            None => TimeZone::try_system().unwrap_or(TimeZone::UTC),
            Some(name) => TimeZone::get(name).map_err(|_| {
                Ending::usage(format!("no time zone is called {name:?} (write one such as Europe/London)"))
            })?,
        };
        let clock = match global.today {
            None => Clock::System,
            Some(day) => {
                let noon = day.first_day().at(12, 0, 0, 0).to_zoned(zone.clone());
                Clock::Fixed(noon.map_err(|error| Ending::usage(format!("--today: {error}")))?.timestamp())
            }
        };
        let coloured = |is_terminal: bool| match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => is_terminal && environment("NO_COLOR").is_none(),
        };
        Ok(Self {
            library: library(global)?,
            named_library: global.library.clone(),
            stdout: Style::new(coloured(std::io::stdout().is_terminal())),
            stderr: Style::new(coloured(std::io::stderr().is_terminal())),
            ink: if global.ascii || !std::io::stdout().is_terminal() || !speaks_utf8() {
                Ink::Ascii
            } else {
                Ink::Blocks
            },
            quiet: global.quiet,
            columns: std::io::stdout().is_terminal().then(columns),
            clock,
            zone,
        })
    }

    /// The day it is for the user.
    pub fn today(&self) -> Date {
        self.clock.now().to_zoned(self.zone.clone()).date()
    }

    /// Whether a person reads stdout at a terminal.
    pub fn is_terminal(&self) -> bool {
        self.columns.is_some()
    }

    /// How wide tables may be: as the terminal, else as text is set.
    pub fn width(&self) -> usize {
        self.columns.map_or(WIDTH, |columns| columns.max(60))
    }

    /// The library, opened for questions; says on stderr when its pages wait to be read again.
    pub fn open_library(&self) -> Result<Library, Ending> {
        let library = Library::open(&self.library)?;
        if library.awaits_reading()? {
            self.say(
                "what an older version had read of the pages is dropped: `awardwire reread` reads them again",
            );
        }
        Ok(library)
    }

    /// Says something on stderr, unless the user wants quiet.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            crate::cli::output::eprint_line(line);
        }
    }
}

/// Whether the terminal shows UTF-8, by the variable that decides: the first of these that is set. Windows does.
fn speaks_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(environment);
    let names_it = |locale: std::ffi::OsString| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    };
    locale.map_or(cfg!(windows), names_it)
}

/// How many columns the terminal has; as text is set, where it does not say.
fn columns() -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// The folder of the demo's own library: as --library or $AWARDWIRE_DEMO say, else beside the user's.
pub fn demo_library(settings: &Settings) -> PathBuf {
    let named = settings.named_library.clone().or_else(|| environment("AWARDWIRE_DEMO").map(PathBuf::from));
    match named {
        Some(folder) => folder,
        None => data_folder().map_or_else(|| std::env::temp_dir().join("awardwire-demo"), |f| f.join("demo")),
    }
}

/// Marks a folder as the demo's own, so that nothing else is ever removed and its answers are known as samples.
pub const SAMPLE_MARK: &str = "SAMPLE-DATA.txt";

/// Whether a library is the demo's.
pub fn is_sample(library: &Path) -> bool {
    library.join(SAMPLE_MARK).exists()
}

fn library(global: &Global) -> Result<PathBuf, Ending> {
    let chosen = global.library.clone().or_else(|| environment("AWARDWIRE_LIBRARY").map(PathBuf::from));
    chosen.or_else(|| data_folder().map(|folder| folder.join("library"))).ok_or_else(|| {
        Ending::usage("this system has no place for data: name the library's folder with --library")
    })
}

fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "awardwire").map(|dirs| dirs.data_dir().to_owned())
}

/// A number from 0 to 1.
pub fn share(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// What the system calls the user, where it says so.
pub fn user_name() -> Option<String> {
    let name = environment("USER").or_else(|| environment("USERNAME"))?.into_string().ok()?;
    (name.chars().count() <= 200 && !name.chars().any(char::is_control)).then_some(name)
}

/// Whether there is a screen to open a browser on, or a browser that the user has named. Only where windows come from a
/// display server does the environment say so.
pub fn has_display() -> bool {
    const TELLING: [&str; 4] = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"];
    let is_always_there = cfg!(any(windows, target_os = "macos"));
    is_always_there || TELLING.iter().any(|name| environment(name).is_some())
}

/// The shell that asks for completions, where one does.
pub fn completing_shell() -> Option<String> {
    let shell = environment(super::complete::VARIABLE)?.into_string().ok().filter(|shell| shell != "0")?;
    let name = std::path::Path::new(&shell).file_stem()?.to_str()?;
    Some(
        if name.starts_with("pwsh") || name.starts_with("powershell") { "powershell" } else { name }
            .to_owned(),
    )
}

/// Which word of its line bash wants completed.
pub fn completion_index() -> usize {
    let index = environment("_CLAP_COMPLETE_INDEX").and_then(|index| index.into_string().ok());
    index.and_then(|index| index.parse().ok()).unwrap_or(0)
}

/// The library of a line that is still being typed: as it names it, else as the environment does.
pub fn library_named_in(words: &[std::ffi::OsString]) -> Option<PathBuf> {
    let mut named = None;
    // Bash hands the sign over as a word of its own.
    let mut words = words.iter().filter(|word| *word != "=");
    while let Some(word) = words.next() {
        if word == "--library" {
            named = words.next().map(|word| as_shells_read(word));
        } else if let Some(folder) = word.to_str().and_then(|word| word.strip_prefix("--library=")) {
            named = Some(as_shells_read(folder.as_ref()));
        }
    }
    let global =
        Global { library: named, color: Colour::Never, ascii: false, quiet: true, tz: None, today: None };
    library(&global).ok()
}

/// A path as it is typed: within quotes, or with `~` for the user's folder.
fn as_shells_read(word: &std::ffi::OsStr) -> PathBuf {
    let Some(text) = word.to_str() else { return PathBuf::from(word) };
    let quoted = ['\'', '"'].iter().find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark));
    match (quoted, text.strip_prefix("~/"), environment("HOME")) {
        (Some(quoted), ..) => PathBuf::from(quoted),
        (None, Some(below), Some(home)) => PathBuf::from(home).join(below),
        _ => PathBuf::from(text.replace("\\ ", " ")),
    }
}

/// The user's keys for services that ask for one.
pub fn service_keys() -> ServiceKeys {
    ServiceKeys::read(|name| environment(name)?.into_string().ok())
}

/// The server that takes the user's mail.
pub fn mail_settings() -> MailSettings {
    let text = |name| environment(name).and_then(|value| value.into_string().ok());
    MailSettings {
        url: text("AWARDWIRE_SMTP_URL"),
        password: text("AWARDWIRE_SMTP_PASSWORD"),
        from: text("AWARDWIRE_MAIL_FROM"),
    }
}

/// A variable of the environment that is set and not empty.
fn environment(name: &str) -> Option<std::ffi::OsString> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the room, and the file, that reads the environment"
    )]
    std::env::var_os(name).filter(|value| !value.is_empty())
}
