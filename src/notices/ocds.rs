//! Releases of the Open Contracting Data Standard 1.1 (<https://standard.open-contracting.org>): who publishes one, where
//! it stands, and what it says of the whole process. `ocds_dealings` has what it tells.

use serde_json::Value;

use super::json::{at, day, first_name, list, name, paragraphs, text, word};
use super::ocds_dealings::dealings;
use super::record::{Lines, Record, Said, headline};
use crate::base::Address;
use crate::entities::NumberKind;
use crate::events::Register;

/// Publishers by the prefix of their ids: the register, its name and its country.
const PUBLISHERS: &[(&str, Register, &str, &str)] = &[
    ("ocds-b5fd17-", Register::ContractsFinder, "Contracts Finder", "gb"),
    ("ocds-h6vhtk-", Register::FindATender, "Find a Tender", "gb"),
    ("ocds-r6ebe6-", Register::Ocds, "Public Contracts Scotland", "gb"),
    ("ocds-kuma6s-", Register::Ocds, "Sell2Wales", "gb"),
];

/// Lots of one tender that are written out.
const MOST_LOTS: usize = 50;
/// Classifications and places that are written out.
const MOST_ITEMS: usize = 12;

/// A release and the package it came in.
pub(super) struct Release<'v> {
    value: &'v Value,
    pub tender: &'v Value,
    parties: Vec<&'v Value>,
    pub tags: Vec<String>,
    pub register: Register,
    pub country: Option<&'static str>,
}

/// Whether an object is a release: it has the id of a process and one of its stages.
pub(super) fn is_release(value: &Value) -> bool {
    let stages = ["tender", "awards", "contracts", "planning", "tag", "parties", "buyer"];
    at(value, "ocid").is_string() && stages.iter().any(|stage| !at(value, stage).is_null())
}

/// The record of a release; `publisher` is the package's.
pub(super) fn record(value: &Value, publisher: Option<String>) -> Result<Record, &'static str> {
    let Some(ocid) = name(at(value, "ocid")) else { return Err("it has no ocid") };
    // What `export --format ocds` has made of news must not come back as a public record.
    if !at(value, "awardwire").is_null() {
        return Err("awardwire wrote it from news: it is no official record; add the articles instead");
    }
    let known = PUBLISHERS.iter().find(|(prefix, ..)| ocid.starts_with(prefix));
    let parties = list(at(value, "parties"));
    let release = Release {
        value,
        tender: at(value, "tender"),
        tags: list(at(value, "tag")).into_iter().map(word).collect(),
        register: known.map_or(Register::Ocds, |known| known.1),
        country: known.map(|known| known.3).or_else(|| country(&parties)),
        parties,
    };
    let id = name(at(value, "id"));
    let title = release.title();
    let description = release.description(&title);
    let published = day(at(value, "date"));
    // A release without an id of its own is told from the others of its process by when and what it says.
    let own_id = id.clone().unwrap_or_else(|| {
        let when = name(at(value, "date")).unwrap_or_default();
        format!("{when} {} {title} {}", release.tags.join(","), description.join(" "))
    });
    Ok(Record {
        register: release.register,
        identity: Some(format!("{ocid} {own_id}")),
        url: release.url(id.as_deref()),
        id: id.or_else(|| Some(ocid.clone())),
        publisher: known
            .map(|known| known.2.to_owned())
            .or(publisher)
            .unwrap_or_else(|| Register::Ocds.name().to_owned()),
        published,
        country: release.country,
        language: name(at(value, "language")),
        title: headline(&title),
        is_partial: false,
        description,
        classification: release.classification(),
        dealings: dealings(&release, &ocid),
        others: release.others(&ocid),
    })
}

impl<'v> Release<'v> {
    pub fn get(&self, path: &str) -> &'v Value {
        at(self.value, path)
    }

    /// The names of those who buy; else of those who ask on their behalf.
    pub fn buyers(&self) -> Vec<String> {
        let buyer = name(at(self.get("buyer"), "name")).or_else(|| self.party(self.get("buyer")));
        let in_role = |role: &str| {
            let parties = self.parties.iter().filter(move |party| has_role(party, role));
            parties.filter_map(|party| name(at(party, "name"))).collect::<Vec<_>>()
        };
        let asking = || name(at(self.tender, "procuringEntity.name")).into_iter().collect::<Vec<_>>();
        let lists = [buyer.into_iter().collect(), in_role("buyer"), asking(), in_role("procuringentity")];
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// The names behind references to parties, by name or by id, each once.
    pub fn names(&self, references: &Value) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for reference in list(references) {
            let found = name(at(reference, "name")).or_else(|| self.party(reference));
            names.extend(found.filter(|found| !names.contains(found)));
        }
        names
    }

    /// The names of those who supply by their role among the parties.
    pub fn suppliers(&self) -> Vec<String> {
        let suppliers = self.parties.iter().filter(|party| has_role(party, "supplier"));
        suppliers.filter_map(|party| first_name(party, &["name", "identifier.legalName"])).collect()
    }

    /// All who take part.
    pub fn parties(&self) -> &[&'v Value] {
        &self.parties
    }

    fn party(&self, reference: &Value) -> Option<String> {
        let id = name(at(reference, "id"))?;
        let party = self.parties.iter().find(|party| name(at(party, "id")).as_ref() == Some(&id))?;
        first_name(party, &["name", "identifier.legalName"])
    }

    fn title(&self) -> String {
        let of = |list_of: &str, key: &str| {
            list(self.get(list_of))
                .into_iter()
                .find_map(|one| text(at(one, key)).filter(|title| is_worded(title)))
        };
        // Some publishers put a number there.
        let own = |value: &Value| text(value).filter(|title| is_worded(title));
        own(at(self.tender, "title"))
            .or_else(|| own(self.get("title")))
            .or_else(|| of("awards", "title"))
            .or_else(|| of("contracts", "title"))
            .or_else(|| own(self.get("planning.project")))
            .or_else(|| own(self.get("planning.budget.project")))
            .or_else(|| own(at(self.tender, "description")))
            .or_else(|| of("awards", "description"))
            .or_else(|| of("contracts", "description"))
            .or_else(|| text(at(self.tender, "title")))
            .or_else(|| {
                let awards = list(self.get("awards"));
                let supplier = awards.iter().flat_map(|award| self.names(at(award, "suppliers"))).next();
                let party = self.buyers().into_iter().next().or(supplier)?;
                Some(format!("Contracting record: {party}"))
            })
            .unwrap_or_default()
    }

    fn description(&self, title: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let of = |list_of: &str| list(self.get(list_of)).into_iter().map(|one| at(one, "description"));
        let texts = [at(self.tender, "description"), self.get("planning.rationale"), self.get("description")];
        for value in texts.into_iter().chain(of("awards")).chain(of("contracts")) {
            for paragraph in paragraphs(value) {
                if paragraph != title && !found.contains(&paragraph) && found.len() < 200 {
                    found.push(paragraph);
                }
            }
        }
        found
    }

    fn classification(&self) -> Lines {
        let mut lines = Lines::default();
        let items = [self.tender].into_iter().chain(list(self.get("awards")).into_iter().take(MOST_ITEMS));
        let items: Vec<&Value> = items.flat_map(|one| list(at(one, "items"))).take(100).collect();
        let mut classes = vec![at(self.tender, "classification")];
        classes.extend(list(at(self.tender, "additionalClassifications")));
        classes.extend(items.iter().map(|item| at(item, "classification")));
        classes.extend(items.iter().flat_map(|item| list(at(item, "additionalClassifications"))));
        for class in classes {
            let code = name(at(class, "id")).map(|id| match name(at(class, "scheme")) {
                Some(scheme) => format!("{scheme} {id}"),
                None => id,
            });
            let line = match (text(at(class, "description")), code) {
                (Some(words), Some(code)) => format!("{words} ({code})"),
                (Some(words), None) => words,
                (None, Some(code)) => code,
                (None, None) => continue,
            };
            if lines.0.len() < MOST_ITEMS && !lines.0.iter().any(|known| known.text == line) {
                lines.push("Classification", line, Said::Text);
            }
        }
        let category = name(at(self.tender, "mainProcurementCategory"));
        lines.say("Category", category);
        lines
    }

    /// Where the notice stands: by the register's own rule, else the page that a document of it names.
    fn url(&self, id: Option<&str>) -> Option<Address> {
        let by_rule = match (self.register, id) {
            (Register::ContractsFinder, Some(id)) => {
                // The notice's own UUID, a dash, and the number of the release.
                let notice = id.get(..36).filter(|notice| is_uuid(notice));
                notice.map(|notice| format!("https://www.contractsfinder.service.gov.uk/Notice/{notice}"))
            }
            (Register::FindATender, Some(id)) => {
                let is_number = id.len() == 11 && id.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                is_number.then(|| format!("https://www.find-tender.service.gov.uk/Notice/{id}"))
            }
            _ => None,
        };
        let stages = [self.get("contracts"), self.get("awards"), self.tender, self.get("planning")];
        let documents = stages.into_iter().flat_map(list).flat_map(|stage| list(at(stage, "documents")));
        let by_document = || {
            documents
                .filter(|document| word(at(document, "documentType")).ends_with("notice"))
                .filter(|document| matches!(word(at(document, "format")).as_str(), "text/html" | ""))
                .find_map(|document| Address::parse(&name(at(document, "url"))?).ok())
        };
        by_rule.and_then(|url| Address::parse(&url).ok()).or_else(by_document)
    }

    /// What the record says of itself, and the lots.
    fn others(&self, ocid: &str) -> Vec<Lines> {
        let mut own = Lines::default();
        own.say("Register", Some(self.register.name().to_owned()));
        own.number("OCID", Some(ocid.to_owned()), NumberKind::Notice, false);
        own.say("Release", name(self.get("id")));
        own.say("Stage", Some(self.tags.join(", ")));
        own.day("Published", day(self.get("date")), Said::OtherDate);
        for buyer in self.buyers() {
            own.push("Buyer", buyer, Said::Body);
        }
        for amendment in list(at(self.tender, "amendments")).into_iter().take(MOST_ITEMS) {
            let told = text(at(amendment, "description")).or_else(|| text(at(amendment, "rationale")));
            own.say("Amendment of the tender", told);
        }
        for related in list(self.get("relatedProcesses")).into_iter().take(MOST_ITEMS) {
            own.say("Related process", name(at(related, "identifier")));
        }
        let lots = list(at(self.tender, "lots"));
        let mut all = vec![own];
        for lot in lots.iter().take(MOST_LOTS) {
            let mut lines = Lines::default();
            let title = text(at(lot, "title"));
            lines.say("Lot", title.or_else(|| name(at(lot, "id"))));
            lines.say("Description of the lot", text(at(lot, "description")));
            let worth = super::json::value(at(lot, "value"));
            lines.sum("Value of the lot", worth, crate::entities::AmountRole::Award, false);
            all.push(lines);
        }
        if lots.len() > MOST_LOTS {
            let mut lines = Lines::default();
            lines.push("Further lots", (lots.len() - MOST_LOTS).to_string(), Said::Text);
            all.push(lines);
        }
        all
    }
}

/// Whether a title has a word in it.
fn is_worded(title: &str) -> bool {
    title.chars().filter(|c| c.is_alphabetic()).count() > 2
}

/// Where it is worked on, as far as the items say it in words.
pub(super) fn place(items: &Value) -> Option<String> {
    let mut places: Vec<String> = Vec::new();
    for item in list(items).into_iter().take(100) {
        let delivery = list(at(item, "deliveryAddresses")).into_iter().filter_map(|address| {
            let region = first_name(address, &["locality", "region"]).filter(|region| !is_code(region));
            region.or_else(|| first_name(address, &["countryName"]))
        });
        let described = text(at(item, "deliveryLocation.description")).filter(|place| place.len() <= 120);
        for place in described.into_iter().chain(delivery) {
            if places.len() < 5 && !places.contains(&place) {
                places.push(place);
            }
        }
    }
    (!places.is_empty()).then(|| places.join("; "))
}

fn has_role(party: &Value, role: &str) -> bool {
    list(at(party, "roles")).into_iter().any(|one| word(one) == role)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// "UKM82": a region's code, not its name.
fn is_code(region: &str) -> bool {
    region.len() <= 6 && region.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// The country of the first party that names one.
fn country(parties: &[&Value]) -> Option<&'static str> {
    let country = |party: &&Value| {
        let printed = first_name(party, &["address.country", "address.countryName"])?.to_lowercase();
        Some(match printed.as_str() {
            "gb" | "uk" | "united kingdom" | "england" | "scotland" | "wales" | "northern ireland" => "gb",
            "us" | "usa" | "united states" | "united states of america" => "us",
            "ca" | "canada" => "ca",
            "au" | "australia" => "au",
            "nz" | "new zealand" => "nz",
            "ie" | "ireland" => "ie",
            "fr" | "france" => "fr",
            "de" | "germany" => "de",
            _ => return None,
        })
    };
    parties.iter().find_map(country)
}
