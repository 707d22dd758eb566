//! Deals with all that proves them, as one file that travels.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;

use super::bundle_pages::Archived;
use super::exporting::Run;
use super::sharing::Sharing;
use crate::base::{ArticleId, DealId};
use crate::bundle::{
    self, ARTICLES, BundleCheck, BundleCounts, BundleWith, BundleWriter, CORRECTIONS, Manifest, PAGES,
    Packing, README, Withheld, write_readme,
};
use crate::events::{Certainty, Correction, Corrections, with_block};
use crate::export::{Closing, EventRecord, Format, Item, Kind, Preface};
use crate::library::{ExportQuestion, Library, LibraryError, Marks};
use crate::pipeline::{PipelineError, read_bundled};

/// Which deals are to travel, and with what.
#[derive(Clone, Debug)]
pub struct BundleQuestion {
    /// A query; empty for all deals.
    pub query: String,
    /// Only events found with at least this confidence count.
    pub min_confidence: f32,
    /// Of these, only events of one of these certainties; of any where there are none.
    pub certainties: Vec<Certainty>,
    /// What goes with them beside the sentences.
    pub with: BundleWith,
    /// When it is made.
    pub made: Timestamp,
    /// The day it is made on.
    pub today: Date,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
}

/// A bundle that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// How much is in it.
    pub counts: BundleCounts,
    /// What was asked for and is not in it.
    pub withheld: Vec<Withheld>,
    /// SHA-256 of its list in hexadecimal digits, which tells it from any other.
    pub digest: String,
}

impl Library {
    /// How many deals a bundle would have.
    ///
    /// # Errors
    /// When the query has a mistake, or the database fails.
    pub fn bundle_size(&self, question: &BundleQuestion) -> Result<usize, LibraryError> {
        let question = tables(question, Kind::Deals, Format::JsonLines);
        let run =
            Run { library: self, question: &question, marks: Marks::default(), sharing: Sharing::default() };
        let mut deals = 0;
        self.each_deal(&run.filter()?, |_| {
            deals += 1;
            Ok(())
        })?;
        Ok(deals)
    }

    /// Writes the deals that pass with their claims, events and articles, the pages and what proves them, all as of one
    /// moment. Texts and pages of sources that do not allow handing them on are left out; the user's tags and notes too.
    ///
    /// # Errors
    /// When the query has a mistake, the database fails, or `out` cannot be written to.
    pub fn bundle(&self, question: &BundleQuestion, out: &mut dyn Write) -> Result<Bundled, LibraryError> {
        self.store.in_one_view(|| self.write_bundle(question, out))
    }

    fn write_bundle(&self, question: &BundleQuestion, out: &mut dyn Write) -> Result<Bundled, LibraryError> {
        let mut bundle = Bundling::begin(self, question, out)?;
        bundle.tables()?;
        bundle.events()?;
        bundle.articles()?;
        bundle.pages()?;
        bundle.corrections()?;
        bundle.finish()
    }
}

/// Checks the bundle in `path`, without any library.
///
/// # Errors
/// When it is no bundle, or cannot be read.
pub fn check_bundle(path: &Path) -> Result<BundleCheck, LibraryError> {
    let read = |page: &_, record| read_bundled(page, record).ok();
    Ok(bundle::check(path, &read).map_err(PipelineError::from)?)
}

/// A bundle in the making.
struct Bundling<'a, 'w> {
    library: &'a Library,
    question: &'a BundleQuestion,
    writer: BundleWriter<'w>,
    sharing: Sharing,
    deals: BTreeSet<DealId>,
    articles: BTreeSet<ArticleId>,
    counts: BundleCounts,
    withheld: Vec<Withheld>,
    has_html_report: bool,
}

impl<'a, 'w> Bundling<'a, 'w> {
    fn begin(
        library: &'a Library,
        question: &'a BundleQuestion,
        out: &'w mut dyn Write,
    ) -> Result<Self, LibraryError> {
        let sharing = library.sharing()?;
        let table = tables(question, Kind::Deals, Format::JsonLines);
        let run = Run { library, question: &table, marks: Marks::default(), sharing: Sharing::default() };
        let (mut deals, mut articles) = (BTreeSet::new(), BTreeSet::new());
        library.each_deal(&run.filter()?, |deal| {
            deals.insert(deal.id.clone());
            articles.extend(deal.events.iter().map(|told| told.article.clone()));
            Ok(())
        })?;
        let counts = BundleCounts { deals: deals.len(), articles: articles.len(), ..BundleCounts::default() };
        let writer = BundleWriter::new(out, question.made);
        let (withheld, has_html_report) = (Vec::new(), false);
        Ok(Self { library, question, writer, sharing, deals, articles, counts, withheld, has_html_report })
    }

    /// Deals and claims as records and tables, and the deals as reports to read.
    fn tables(&mut self) -> Result<(), LibraryError> {
        let html = Format::from_word("html").filter(|format| format.holds(Kind::Deals));
        self.has_html_report = html.is_some();
        let reports = [Some(Format::Markdown), html].into_iter().flatten();
        let reports = reports.map(|format| (Kind::Deals, format, format!("report.{}", format.as_str())));
        let files = [Kind::Deals, Kind::Claims].into_iter().flat_map(|kind| {
            let both = [Format::JsonLines, Format::Csv];
            both.map(|format| (kind, format, format!("{}.{}", kind.as_str(), format.as_str())))
        });
        for (kind, format, name) in files.chain(reports) {
            let question = tables(self.question, kind, format);
            let library = self.library;
            let closing = self.writer.file(&name, Packing::Deflated, |out| {
                library.export_with(&question, Marks::default(), None, out)
            })?;
            if kind == Kind::Claims {
                self.counts.claims = closing.written;
            }
        }
        Ok(())
    }

    /// The events of these deals, by article.
    fn events(&mut self) -> Result<(), LibraryError> {
        let coverage = self.library.coverage(None, None, |_| false)?;
        for format in [Format::JsonLines, Format::Csv] {
            let question = tables(self.question, Kind::Events, format);
            let run = self.run(&question);
            let preface = Preface {
                kind: Kind::Events,
                query: &question.query,
                made: question.made,
                today: question.today,
                sample: question.sample,
                coverage: &coverage,
                newest: None,
            };
            let (articles, deals) = (&self.articles, &self.deals);
            let name = format!("events.{}", format.as_str());
            let written =
                self.writer.file(&name, Packing::Deflated, |out| -> Result<usize, LibraryError> {
                    let mut exporter = format.exporter();
                    exporter.begin(&preface, out)?;
                    let mut written = 0;
                    for article in articles {
                        run.with_article(article, false, |record, _| {
                            for event in EventRecord::of(record) {
                                if event.event.deal.is_some_and(|deal| deals.contains(deal)) {
                                    exporter.item(&Item::Event(&event), out)?;
                                    written += 1;
                                }
                            }
                            Ok(())
                        })?;
                    }
                    exporter.end(Closing { written, ..Closing::default() }, out)?;
                    Ok(written)
                })?;
            self.counts.events = written;
        }
        Ok(())
    }

    /// The articles that tell these deals, with their texts where these were asked for and may be handed on.
    fn articles(&mut self) -> Result<(), LibraryError> {
        let question = tables(self.question, Kind::Articles, Format::JsonLines);
        let run = self.run(&question);
        let (articles, with_text) = (&self.articles, self.question.with.text);
        let (mut texts, mut withheld) = (0, Vec::new());
        self.writer.file(ARTICLES, Packing::Deflated, |out| -> Result<(), LibraryError> {
            for article in articles {
                run.with_article(article, with_text, |record, refusal| {
                    texts += usize::from(record.article_body.is_some());
                    if let Some(why) = refusal {
                        let why = why.to_owned();
                        withheld.push(Withheld { article: article.clone(), what: "text".to_owned(), why });
                    }
                    Ok(record.write_line(out)?)
                })?;
            }
            Ok(())
        })?;
        self.counts.texts = texts;
        self.withheld.extend(withheld);
        Ok(())
    }

    /// The records of pages, the list of pages, and each of them to look at.
    fn pages(&mut self) -> Result<(), LibraryError> {
        let mut archived = Archived::new(self.library, &self.articles, &self.sharing)?;
        if self.question.with.pages {
            archived.write_records(&mut self.writer, self.question.made)?;
        }
        let pages = archived.into_pages();
        self.counts.pages = pages.iter().filter(|page| page.record.is_some()).count();
        self.withheld.extend(pages.iter().filter_map(|page| {
            let why = page.withheld.clone()?;
            Some(Withheld { article: page.article.clone(), what: "page".to_owned(), why })
        }));
        self.writer.file(PAGES, Packing::Deflated, |out| -> Result<(), LibraryError> {
            for page in &pages {
                crate::export::write_json(page, out)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        })?;
        for page in &pages {
            let is_whole = page.record.is_some() && !page.excerpt;
            let shown = self.library.page_to_show(&page.article, is_whole, self.question.sample)?;
            self.writer.file(&bundle::page_file(&page.article), Packing::Deflated, |out| {
                crate::export::archived::write(&shown, out)
            })?;
        }
        Ok(())
    }

    /// The user's word on these articles and on the organisations they name.
    fn corrections(&mut self) -> Result<(), LibraryError> {
        if !self.question.with.corrections {
            return Ok(());
        }
        let entries = self.corrections_about()?;
        self.counts.corrections = entries.len();
        if entries.is_empty() {
            return Ok(());
        }
        let text = entries.iter().fold(String::new(), |text, entry| with_block(&text, entry));
        self.writer.file(CORRECTIONS, Packing::Deflated, |out| out.write_all(text.as_bytes()))?;
        Ok(())
    }

    /// The corrections that are about one of these articles, as they stand in the user's file. Each article is loaded once:
    /// there may be a hundred thousand of them, and thousands of corrections.
    fn corrections_about(&self) -> Result<Vec<Correction>, LibraryError> {
        let corrections = self.library.folder.read_corrections()?;
        let mut waiting = Vec::with_capacity(corrections.entries().len());
        for (place, entry) in corrections.entries().iter().enumerate() {
            let alone = Corrections::of(vec![entry.clone()])
                .map_err(|error| PipelineError::Correction(error.to_string()))?;
            waiting.push((place, alone));
        }
        let mut found = BTreeSet::new();
        for article in &self.articles {
            if waiting.is_empty() {
                break;
            }
            let Some((article, facts)) = self.library.store.article(article)? else { continue };
            waiting.retain(|(place, alone)| {
                let is_about = alone.are_about(&article, &facts);
                if is_about {
                    found.insert(*place);
                }
                !is_about
            });
        }
        Ok(found.into_iter().filter_map(|place| corrections.entries().get(place).cloned()).collect())
    }

    fn finish(mut self) -> Result<Bundled, LibraryError> {
        let question = self.question;
        let coverage = serde_json::to_value(self.library.coverage(None, None, |_| false)?)
            .map_err(std::io::Error::other)?;
        let manifest = Manifest {
            format: bundle::FORMAT.to_owned(),
            format_version: bundle::FORMAT_VERSION,
            awardwire: env!("CARGO_PKG_VERSION").to_owned(),
            read_by: self.library.store.derived_stamp()?,
            query: question.query.clone(),
            made: question.made,
            sample: question.sample,
            with: question.with,
            counts: self.counts,
            files: Vec::new(),
            withheld: self.withheld.clone(),
            coverage,
        };
        let has_html_report = self.has_html_report;
        self.writer.file(README, Packing::Deflated, |out| write_readme(&manifest, has_html_report, out))?;
        let digest = self.writer.finish(manifest)?;
        Ok(Bundled { counts: self.counts, withheld: self.withheld, digest })
    }

    fn run<'r>(&self, question: &'r ExportQuestion) -> Run<'r>
    where
        'a: 'r,
    {
        let sharing = self.sharing.clone();
        Run { library: self.library, question, marks: Marks::default(), sharing }
    }
}

/// The question of one table.
fn tables(question: &BundleQuestion, kind: Kind, format: Format) -> ExportQuestion {
    ExportQuestion {
        kind,
        format,
        query: question.query.clone(),
        min_confidence: question.min_confidence,
        certainties: question.certainties.clone(),
        order: None,
        limit: None,
        with_text: question.with.text,
        reviewed_only: false,
        made: question.made,
        today: question.today,
        sample: question.sample,
    }
}
