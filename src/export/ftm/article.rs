//! An article as a document, and whom it names.

use super::entity::{Entity, Schema, article_id, hashed, organisation};
use crate::base::Address;
use crate::export::deal_facts::{DealSource, PageProof};
use crate::export::record::Record;
use crate::export::record_parts::RecordOrganisation;

/// The languages of the news that is read most, by the codes that the schema asks for (ISO 639-3).
const LANGUAGES: &[(&str, &str)] = &[
    ("en", "eng"),
    ("fr", "fra"),
    ("de", "deu"),
    ("es", "spa"),
    ("it", "ita"),
    ("pt", "por"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("sv", "swe"),
    ("da", "dan"),
    ("no", "nor"),
    ("nb", "nob"),
    ("fi", "fin"),
    ("et", "est"),
    ("lv", "lav"),
    ("lt", "lit"),
    ("cs", "ces"),
    ("sk", "slk"),
    ("hu", "hun"),
    ("ro", "ron"),
    ("bg", "bul"),
    ("el", "ell"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ru", "rus"),
    ("ar", "ara"),
    ("he", "heb"),
    ("fa", "fas"),
    ("hi", "hin"),
    ("ja", "jpn"),
    ("ko", "kor"),
    ("zh", "zho"),
    ("vi", "vie"),
    ("th", "tha"),
    ("id", "ind"),
];

/// The article, the organisations it names, and a link to each.
pub(super) fn entities(record: &Record<'_>) -> Vec<Entity> {
    let mut article = Entity::new(article_id(record.id), Schema::Article);
    article.add("title", record.title);
    article.add_all("author", record.authors);
    article.add_all("publisher", record.publisher);
    article.add_all("publishedAt", record.published.as_deref().map(|said| said.get(..10).unwrap_or(said)));
    article.add_all("sourceUrl", record.url.map(Address::as_str));
    article.add_all("country", record.country);
    let language = LANGUAGES.iter().find(|(two, _)| record.language == Some(*two));
    article.add_all("language", language.map(|(_, three)| three));
    article.add_all("keywords", record.keywords);
    article.add_all("bodyText", record.article_body);
    add_proof(&mut article, record.proof.as_ref());
    let mut entities = vec![article];
    let agencies = record.agencies.iter().map(|one| (one, true));
    for (named, is_body) in agencies.chain(record.vendors.iter().map(|one| (one, false))) {
        let organisation = organisation(named.id, named.canonical, is_body);
        entities.push(mention(record, named, &organisation));
        entities.push(organisation);
    }
    entities
}

/// The article as a deal knows it. What is known of it beyond that is of the same id, and readers put both together.
pub(super) fn short(source: &DealSource<'_>) -> Entity {
    let mut article = Entity::new(article_id(source.article), Schema::Article);
    article.add("title", source.title);
    article.add_all("publisher", source.publisher);
    article.add_all("publishedAt", source.published);
    article.add_all("sourceUrl", source.url);
    add_proof(&mut article, source.proof.as_ref());
    article
}

fn add_proof(article: &mut Entity, proof: Option<&PageProof>) {
    let Some(proof) = proof else { return };
    article.add("retrievedAt", proof.fetched.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    let archived = if proof.archived { "archived page" } else { "page" };
    article.add("notes", format!("{archived} sha256:{}", proof.page_digest));
    article.add("notes", format!("title and text {}", proof.text_digest));
}

fn mention(record: &Record<'_>, named: &RecordOrganisation<'_>, organisation: &Entity) -> Entity {
    let id = hashed("mention", &[record.id.as_str(), organisation.id()]);
    let mut mention = Entity::new(id, Schema::Mention);
    mention.add("document", article_id(record.id));
    mention.add("resolved", organisation.id());
    mention.add("name", named.canonical);
    mention.add_all("name", named.mentions.iter().map(|place| place.surface));
    mention.add_all("contextCountry", record.country);
    mention
}
