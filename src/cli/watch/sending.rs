//! One output is given its alerts.

use std::io::{self, Write};
use std::path::Path;

use awardwire::base::sha256_hex;
use awardwire::export::alerts::{
    MailHead, mail, write_atom, write_calendar, write_json, write_markdown, write_slack, write_teams,
    write_text,
};
use awardwire::library::{AlertReport, Delivery, Library, NewSince};
use awardwire::pipeline::delivery::{
    FileKind, HookTemplate, Output, post, run_command, send_mail, webhook_address, write_file,
};

use crate::cli::settings::{Settings, is_sample, mail_settings};

/// Who sends a mail that is only kept as a file, where nobody is named.
const NOBODY: &str = "awardwire@localhost";

/// Gives an output what it waits for; says on one line why it could not.
pub fn send(
    output: &Output,
    report: &AlertReport,
    delivery: &Delivery,
    library: &Library,
    settings: &Settings,
) -> Result<(), String> {
    match output {
        Output::File { path } => to_file(path, report, delivery, library, settings),
        Output::Webhook { url, template, allow_private } => {
            let body = written(|out| match template {
                HookTemplate::Raw => write_json(report, out),
                HookTemplate::Slack => write_slack(report, out),
                HookTemplate::Teams => write_teams(report, out),
            })?;
            post(&webhook_address(url, *allow_private)?, &body, settings.clock)
        }
        Output::Mail { to } => {
            let mail_settings = mail_settings();
            let from = mail_settings.sender();
            let from = from.as_deref().ok_or(
                "nobody is named as its sender: set AWARDWIRE_MAIL_FROM to a mail address, and AWARDWIRE_SMTP_URL to a server",
            )?;
            send_mail(&mail_settings, from, to, &message(report, from, to, settings)?)
        }
        Output::Eml { dir } => {
            std::fs::create_dir_all(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
            let from = mail_settings().sender().unwrap_or_else(|| NOBODY.to_owned());
            let message = message(report, &from, &from, settings)?;
            let digest: String = sha256_hex(&message).chars().take(8).collect();
            let name = format!("awardwire-{}-{digest}.eml", settings.clock.now().strftime("%Y%m%dT%H%M%SZ"));
            write_file(&dir.join(name), &message)
        }
        Output::Exec { command } => run_command(command, written(|out| write_json(report, out))?),
    }
}

fn to_file(
    path: &Path,
    report: &AlertReport,
    delivery: &Delivery,
    library: &Library,
    settings: &Settings,
) -> Result<(), String> {
    let kind = FileKind::of(path).ok_or("its name does not say which form it is to have")?;
    let shown = if kind.shows_all() {
        library.watches_shown_by(delivery, settings.today()).map_err(|error| error.to_string())?
    } else {
        delivery.watches.clone()
    };
    let names: Vec<String> = shown.iter().map(|watch| watch.name.clone()).collect();
    let all = if kind.shows_all() {
        let rows = library.newest_alerts(&shown).map_err(|error| error.to_string())?;
        let made =
            library.alert_report(&rows, &shown, NewSince::Last, settings.clock.now(), settings.today());
        let mut all = made.map_err(|error| error.to_string())?;
        all.sample = is_sample(&settings.library);
        Some(all)
    } else {
        None
    };
    let report = all.as_ref().unwrap_or(report);
    let bytes = written(|out| match kind {
        FileKind::Atom => write_atom(report, &names, &path.to_string_lossy(), out),
        FileKind::Calendar => write_calendar(report, &names, out),
        FileKind::Json => write_json(report, out),
        FileKind::Markdown => write_markdown(report, out),
        FileKind::Text => write_text(report, out),
    })?;
    write_file(path, &bytes)
}

fn message(report: &AlertReport, from: &str, to: &str, settings: &Settings) -> Result<Vec<u8>, String> {
    mail(report, &MailHead { from, to, at: settings.clock.now() }).map_err(|error| error.to_string())
}

fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
