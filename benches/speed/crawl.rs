//! A crawl of one site beside Scrapy's: pages per second of processor, by the clock, and memory.
//!
//! `cargo bench --bench speed -- crawl --pages 5000 --scrapy PATH` needs nginx, and Scrapy where that is named. Both ask for 16
//! pages at a time of a site on loopback, without pause. Scrapy follows the links of the pages, keeps its own filter of
//! addresses that it has seen, and does nothing with what it gets; awardwire reads the sitemap, and reads, archives,
//! extracts, settles and indexes every page.

use std::fmt::Write as _;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::archive::{Archive, Article, USUAL_BYTES};
use crate::process::{children_cpu, seconds_and_memory};
use crate::random::Random;
use crate::table::Table;
use crate::{Outcome, PROGRAM};

/// Links of a page.
const LINKS: usize = 113;
/// A page is filled up to so many bytes with what pages have beside their text.
const PAGE_BYTES: usize = 28_000;

/// Crawls the site with both and prints the table.
pub fn measure(folder: &Path, pages: usize, scrapy: Option<&Path>, rounds: usize) -> Outcome<()> {
    let site = folder.join("site");
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    write_site(&site, pages, port)?;
    let _server = Nginx::start(folder, &site, port)?;
    let mut table = Table::default();
    let mut ours = Figures::default();
    let mut theirs = Figures::default();
    for round in 0..rounds {
        let library = folder.join(format!("library-{round}"));
        fs::create_dir_all(&library)?;
        fs::write(library.join("sources.toml"), sources(port))?;
        ours.note(pages, Command::new(PROGRAM).arg("--library").arg(&library).arg("crawl"))?;
        fs::remove_dir_all(&library)?;
        if let Some(scrapy) = scrapy {
            let spider = folder.join("spider.py");
            fs::write(&spider, spider_for(port, pages))?;
            theirs.note(pages, Command::new(scrapy).arg("runspider").arg(&spider).current_dir(folder))?;
        }
    }
    ours.add_to(&mut table, "`awardwire crawl`")?;
    if scrapy.is_some() {
        theirs.add_to(&mut table, "  peer: Scrapy")?;
        let share = |ours: &[f64], theirs: &[f64]| {
            ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect::<Vec<_>>()
        };
        table.add(
            "  ours, as a multiple: of processor",
            "",
            "> 2.5",
            share(&ours.per_cpu, &theirs.per_cpu),
        )?;
        table.add(
            "  ours, as a multiple: by the clock",
            "",
            "",
            share(&ours.per_second, &theirs.per_second),
        )?;
    }
    Ok(table.print()?)
}

#[derive(Default)]
struct Figures {
    per_cpu: Vec<f64>,
    per_second: Vec<f64>,
    memory: Vec<f64>,
}

impl Figures {
    fn note(&mut self, pages: usize, command: &mut Command) -> Outcome<()> {
        let before = children_cpu().ok_or("this system does not tell the time of processes")?;
        let (seconds, memory) = seconds_and_memory(command)?;
        let cpu = children_cpu().unwrap_or(before) - before;
        self.per_cpu.push(pages as f64 / cpu);
        self.per_second.push(pages as f64 / seconds);
        self.memory.extend(memory);
        Ok(())
    }

    fn add_to(&self, table: &mut Table, who: &str) -> Outcome<()> {
        let aim = if who.starts_with(' ') { "" } else { "< 250" };
        table.add(format!("{who}: pages per second of processor"), "1/s", "", self.per_cpu.clone())?;
        table.add(format!("{who}: pages per second"), "1/s", "", self.per_second.clone())?;
        Ok(table.add(format!("{who}: peak memory"), "MiB", aim, self.memory.clone())?)
    }
}

fn sources(port: u16) -> String {
    format!(
        "[settings]\ndelay_ms = 0\nper_host = 16\nconcurrency = 16\nback_days = 36500\n\n\
         [[source]]\nname = \"Site\"\nkind = \"sitemap\"\nurl = \"http://127.0.0.1:{port}/sitemap.xml\"\n\
         allow_private = true\narchive = \"page\"\n"
    )
}

fn spider_for(port: u16, pages: usize) -> String {
    format!(
        "import scrapy\n\n\n\
         class Site(scrapy.Spider):\n    name = 'site'\n    start_urls = ['http://127.0.0.1:{port}/p/0.html']\n    \
         custom_settings = {{'CONCURRENT_REQUESTS': 16, 'CONCURRENT_REQUESTS_PER_DOMAIN': 16, 'DOWNLOAD_DELAY': 0,\n        \
         'ROBOTSTXT_OBEY': False, 'LOG_LEVEL': 'ERROR', 'TELNETCONSOLE_ENABLED': False, 'COOKIES_ENABLED': False}}\n    \
         seen = 0\n\n    \
         def parse(self, response):\n        Site.seen += 1\n        yield {{'url': response.url, 'title': response.css('h1::text').get()}}\n        \
         for link in response.css('a::attr(href)').getall():\n            yield response.follow(link)\n\n    \
         def closed(self, reason):\n        assert Site.seen == {pages}, Site.seen\n"
    )
}

/// Pages that look as those of news sites do: a menu, a headline, a date, paragraphs, links to other articles.
fn write_site(site: &Path, pages: usize, port: u16) -> Outcome<()> {
    fs::create_dir_all(site.join("p"))?;
    let articles: Vec<Article> = Archive::new(USUAL_BYTES)?.take(pages).collect();
    let mut random = Random::new(113);
    let mut sitemap = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (number, article) in articles.iter().enumerate() {
        let day = &article.published;
        writeln!(
            sitemap,
            "<url><loc>http://127.0.0.1:{port}/p/{number}.html</loc><lastmod>{day}</lastmod></url>"
        )?;
        // The next one, so that all are reached, and others by chance.
        let mut links = vec![(number + 1) % pages];
        links.extend((1..LINKS).map(|_| random.below(pages)));
        fs::write(site.join(format!("p/{number}.html")), page(article, &articles, &links)?)?;
    }
    sitemap.push_str("</urlset>\n");
    Ok(fs::write(site.join("sitemap.xml"), sitemap)?)
}

fn page(article: &Article, articles: &[Article], links: &[usize]) -> Outcome<String> {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (title, day) = (plain(&article.title), &article.published);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta property=\"og:title\" content=\"{}\"><meta property=\"article:published_time\" content=\"{day}T12:00:00Z\">\n</head><body>\n",
        title.replace('"', "&quot;")
    );
    let (menu, related) = links.split_at(links.len().min(40));
    out.push_str("<header class=\"site-header\"><nav class=\"menu\"><ul>\n");
    for link in menu {
        writeln!(out, "<li class=\"menu-item\"><a href=\"/p/{link}.html\">Section {link}</a></li>")?;
    }
    write!(
        out,
        "</ul></nav></header>\n<main><article><h1>{title}</h1><time datetime=\"{day}\">{day}</time>\n"
    )?;
    for paragraph in article.text.split('\n').filter(|line| !line.trim().is_empty()) {
        writeln!(out, "<p>{}</p>", plain(paragraph))?;
    }
    out.push_str("</article></main>\n<aside class=\"related-stories\"><h2>More stories</h2><ul>\n");
    for link in related {
        let title = articles.get(*link).map(|other| plain(&other.title)).unwrap_or_default();
        writeln!(
            out,
            "<li class=\"related-story card card--small\"><a href=\"/p/{link}.html\">{title}</a></li>"
        )?;
    }
    out.push_str(
        "</ul></aside>\n<footer class=\"site-footer\"><p>All rights reserved.</p></footer>\n<script>\n",
    );
    while out.len() < PAGE_BYTES {
        out.push_str(
            "window.dataLayer=window.dataLayer||[];window.dataLayer.push({event:'view',section:'news'});\n",
        );
    }
    out.push_str("</script>\n</body></html>\n");
    Ok(out)
}

struct Nginx(Child);

impl Nginx {
    fn start(folder: &Path, site: &Path, port: u16) -> Outcome<Self> {
        let folder: PathBuf = folder.canonicalize()?;
        let config = folder.join("nginx.conf");
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {}/temp;", folder.display()));
        fs::write(
            &config,
            format!(
                "daemon off;\nworker_processes 1;\npid {0}/nginx.pid;\nerror_log {0}/nginx.log;\nevents {{ worker_connections 256; }}\n\
                 http {{ types {{ text/html html; application/xml xml; }} access_log off; {1}\n\
                 server {{ listen 127.0.0.1:{port}; root {2}; }} }}\n",
                folder.display(),
                temporary.join(" "),
                site.canonicalize()?.display()
            ),
        )?;
        let child = Command::new("nginx").arg("-c").arg(&config).stderr(Stdio::null()).spawn();
        let child = Self(child.map_err(|error| format!("nginx could not be started: {error}"))?);
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(child);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("nginx does not answer: see {}/nginx.log", folder.display()).into())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Killed outright, the master leaves its worker behind.
        let asked = Command::new("kill").arg(self.0.id().to_string()).status();
        if asked.is_err() {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
