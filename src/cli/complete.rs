//! What shells ask while a command is typed, and the scripts that let them ask.
//!
//! A completion must never get in the way: what cannot be read is as if it were not there, and nothing is said of it.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use awardwire::library::{Completion, Library, NameKind, Wanted, completions};
use clap::{Args, CommandFactory as _, ValueEnum};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use crate::cli::complete_bash::Bash;
use crate::cli::ending::{DONE, Ending};
use crate::cli::settings::{completing_shell, library_named_in};

/// The variable by which a shell asks.
pub const VARIABLE: &str = "AWARDWIRE_COMPLETE";

const SHELLS: Shells<'static> = Shells(&[
    &Bash,
    &clap_complete::env::Elvish,
    &clap_complete::env::Fish,
    &clap_complete::env::Powershell,
    &clap_complete::env::Zsh,
]);

/// Print the script that completes commands, flags and names in a shell
///
/// Names of agencies, vendors, products and programs, ids of deals and articles, lists, saved queries, tags, sources and
/// their groups come from the library that --library or the environment names, the most frequent first, and from the bundled lists.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  source <(awardwire completions bash)                          in ~/.bashrc
  source <(awardwire completions zsh)                           in ~/.zshrc, after compinit
  awardwire completions fish | source                           in ~/.config/fish/config.fish
  awardwire completions powershell | Out-String | Invoke-Expression    in $PROFILE
  eval (awardwire completions elvish | slurp)                   in ~/.config/elvish/rc.elv

Then: awardwire profile pal<TAB>, awardwire deals --agency def<TAB>, awardwire search vendor:pal<TAB>, awardwire show d<TAB>")]
pub struct Arguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    #[value(alias = "pwsh")]
    Powershell,
    Zsh,
}

/// Prints the script.
pub fn run(arguments: &Arguments) -> Result<u8, Ending> {
    let name = match arguments.shell {
        Shell::Bash => "bash",
        Shell::Elvish => "elvish",
        Shell::Fish => "fish",
        Shell::Powershell => "powershell",
        Shell::Zsh => "zsh",
    };
    let mut script = Vec::new();
    if let Some(shell) = SHELLS.completer(name) {
        shell.write_registration(VARIABLE, "awardwire", "awardwire", "awardwire", &mut script)?;
    }
    let mut out = std::io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(DONE)
}

/// The library of the line that is being typed.
static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
/// The shell that asks.
static SHELL: OnceLock<String> = OnceLock::new();

/// Whether a shell asked, and was answered.
pub fn answered(arguments: &[OsString]) -> bool {
    let Some(shell) = completing_shell() else { return false };
    SHELL.get_or_init(|| shell);
    let words = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect::<Vec<_>>();
    LIBRARY.get_or_init(|| library_named_in(&words));
    let asked = CompleteEnv::with_factory(super::Arguments::command).var(VARIABLE).shells(SHELLS);
    // A shell has nobody to tell of a mistake.
    asked.try_complete(arguments.iter().cloned(), None).unwrap_or(true)
}

/// Names of agencies.
pub fn agencies() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| named(&[NameKind::Agency], typed))
}

/// Names of vendors.
pub fn vendors() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| named(&[NameKind::Vendor], typed))
}

/// Names of programs.
pub fn programs() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| named(&[NameKind::Program], typed))
}

/// Names of agencies and vendors.
pub fn organisations() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| answer(&ORGANISATIONS, typed.to_str().unwrap_or_default(), ""))
}

/// Ids of deals and articles.
pub fn ids() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of(Wanted::Ids, typed))
}

/// What tags and notes may be put on.
pub fn things() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let mut all = of(Wanted::Ids, typed);
        all.extend(of(ORGANISATIONS, typed));
        all
    })
}

/// The user's lists.
pub fn lists() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of(Wanted::Lists, typed))
}

/// Saved queries.
pub fn saved() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of(Wanted::Saved, typed))
}

/// Tags.
pub fn tags() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of(Wanted::Tags, typed))
}

/// Sources, quoted where the shell does not do so itself.
pub fn sources() -> ArgValueCompleter {
    ArgValueCompleter::new(in_sources)
}

/// Groups of sources.
pub fn groups() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| of(Wanted::Groups, typed))
}

/// Groups of sources, and after them the sources.
pub fn sources_and_groups() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let mut all = of(Wanted::Groups, typed);
        all.extend(in_sources(typed));
        all
    })
}

fn in_sources(typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_str().unwrap_or_default().replace('\\', "");
    let found =
        with_library(|library| completions(library, Wanted::Sources, typed.trim_matches(['"', '\''])));
    let shell = SHELL.get().map_or("", String::as_str);
    found.into_iter().filter_map(|one| Some(candidate(quoted(&one.value, shell)?, &one.about))).collect()
}

/// The last word of a query: a field, or the value of one.
pub fn query() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| in_query(typed.to_str().unwrap_or_default()))
}

const ORGANISATIONS: Wanted<'_> = Wanted::Names(&[NameKind::Agency, NameKind::Vendor]);

/// The fields whose values are completed.
const FIELDS: [(&str, Wanted<'_>); 9] = [
    ("agency", Wanted::Names(&[NameKind::Agency])),
    ("buyer", Wanted::Names(&[NameKind::Agency])),
    ("vendor", Wanted::Names(&[NameKind::Vendor])),
    ("supplier", Wanted::Names(&[NameKind::Vendor])),
    ("via", Wanted::Names(&[NameKind::Vendor])),
    ("product", Wanted::Names(&[NameKind::Product])),
    ("program", Wanted::Names(&[NameKind::Program])),
    ("saved", Wanted::Saved),
    ("tag", Wanted::Tags),
];

fn in_query(typed: &str) -> Vec<CompletionCandidate> {
    let start = typed.rfind(|c: char| c.is_whitespace() || c == '(').map_or(0, |at| at + 1);
    let (before, word) = typed.split_at(start.min(typed.len()));
    let signs = word.len() - word.trim_start_matches(['-', '+']).len();
    let (sign, word) = word.split_at(signs);
    let Some((field, value)) = word.split_once(':') else {
        let known = FIELDS.iter().filter(|(field, _)| !word.is_empty() && field.starts_with(word));
        return known.map(|(field, _)| CompletionCandidate::new(format!("{before}{sign}{field}:"))).collect();
    };
    let Some((_, wanted)) = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(field)) else {
        return Vec::new();
    };
    // Itself alone, without what lies below it.
    let (alone, value) = value.strip_prefix('=').map_or(("", value), |value| ("=", value));
    answer(wanted, value, &format!("{before}{sign}{field}:{alone}"))
}

fn named(kinds: &[NameKind], typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_str().unwrap_or_default();
    let (alone, value) = typed.strip_prefix('=').map_or(("", typed), |value| ("=", value));
    answer(&Wanted::Names(kinds), value, alone)
}

fn of(wanted: Wanted<'_>, typed: &OsStr) -> Vec<CompletionCandidate> {
    answer(&wanted, typed.to_str().unwrap_or_default(), "")
}

/// What goes on from `typed`, each with `before` put before it. A name may be that of a list of the user's.
fn answer(wanted: &Wanted<'_>, typed: &str, before: &str) -> Vec<CompletionCandidate> {
    let found = match (typed.strip_prefix('@'), wanted) {
        (Some(list), Wanted::Names(_)) => {
            let lists = with_library(|library| completions(library, Wanted::Lists, list));
            lists.into_iter().map(|one| Completion { value: format!("@{}", one.value), ..one }).collect()
        }
        _ => with_library(|library| completions(library, *wanted, typed)),
    };
    found.into_iter().map(|one| candidate(format!("{before}{}", one.value), &one.about)).collect()
}

fn candidate(value: String, about: &str) -> CompletionCandidate {
    // They come in the order in which they are shown.
    let about = (!about.is_empty()).then(|| about.to_owned().into());
    CompletionCandidate::new(value).help(about)
}

fn with_library<T>(ask: impl FnOnce(Option<&Library>) -> T) -> T {
    let path = LIBRARY.get().and_then(Option::as_deref);
    let library = path.filter(|path| path.is_dir()).and_then(|path: &Path| Library::peek(path).ok());
    ask(library.as_ref())
}

/// A word as the shell takes it whole; `None` for one that it could not be made to.
fn quoted(word: &str, shell: &str) -> Option<String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if word.chars().any(char::is_control) || word.starts_with('-') {
        return None;
    }
    if word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    match shell {
        "bash" => {
            let escaped = word.chars().flat_map(|c| if is_plain(c) { vec![c] } else { vec!['\\', c] });
            Some(escaped.collect())
        }
        // Curly quotes close a string there as straight ones do.
        "powershell" if !word.contains(['’', '‘', '‚', '‛']) => {
            Some(format!("'{}'", word.replace('\'', "''")))
        }
        "powershell" => None,
        // These quote what they put into the line themselves.
        _ => Some(word.to_owned()),
    }
}
