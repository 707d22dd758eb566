//! When two addresses name one page: one pure function.
//!
//! The URL standard's parser has done a part of it before: lower case of scheme and host, default ports, dot segments. What
//! is done here must hold on any site; a page's own word (`rel=canonical`) says the rest.

use std::borrow::Cow;

use url::Url;

use crate::base::address_keys::is_key;

/// Query parameters that follow a reader around and never choose the page.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "rdt_cid",
    "igshid",
    "igsh",
    "mibextid",
    "epik",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_ga",
    "_gl",
    "_openstat",
    "_hsenc",
    "_hsmi",
    "__hstc",
    "__hssc",
    "__hsfp",
    "hsctatracking",
    "ref_src",
    "ref_url",
    "__source",
    "__twitter_impression",
    "cmpid",
    "s_cid",
    "icid",
    "ncid",
    "ocid",
    "smid",
    "smtyp",
    "spm",
    "sref",
    "srnd",
    "taid",
    "tpcc",
    "trk",
    "trkcampaign",
    "vero_id",
    "vero_conv",
    "wt_mc",
    "xtor",
    "ito",
    "ftag",
    "feedtype",
    "feedname",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_kwcid",
    "ef_id",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "mbid",
    "nltr_id",
    "soc_src",
    "soc_trk",
    "share_id",
];
const TRACKING_PREFIXES: &[&str] =
    &["utm_", "at_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "stm_", "itm_"];
/// Parameters that track only with such a value: elsewhere they may choose the page.
const TRACKING_VALUES: &[(&str, &[&str])] = &[
    ("ref", &["rss", "feed", "twitter", "facebook", "linkedin", "newsletter", "email", "home", "homepage"]),
    ("source", &["rss", "feed", "twitter", "facebook", "linkedin", "newsletter", "email"]),
    ("src", &["rss", "feed"]),
    ("from", &["rss", "feed"]),
    ("partner", &["rss"]),
    ("emc", &["rss"]),
    ("cmp", &["rss", "rsslink"]),
    ("rss", &["1", "yes", "true"]),
];
/// Names under which servers carry a session in the address.
const SESSIONS: &[&str] = &[
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "sessionid",
    "session_id",
    "sessid",
    "sid",
    "cfid",
    "cftoken",
    "zenid",
    "oscsid",
    "viewstate",
];
/// The id of a session is at least this long; a shorter value may be the number of a story.
const SHORTEST_SESSION: usize = 12;
/// Parameters that ask for a page by AMP, and the values that do so.
const AMP: &[(&str, &[&str])] =
    &[("amp", &["", "1", "true"]), ("outputtype", &["amp"]), ("output", &["amp"]), ("view", &["amp"])];

/// The address that stands for all spellings of it, whoever asks for it.
pub(super) fn canonical(url: &Url) -> Url {
    without_keys(&to_ask(url))
}

/// The address without the keys in it.
pub(super) fn without_keys(url: &Url) -> Url {
    let mut url = url.clone();
    retain_parameters(&mut url, |pair| !is_key(pair));
    url
}

/// The address that stands for all spellings of it which a server answers alike: with the keys that it asks for.
pub(super) fn to_ask(url: &Url) -> Url {
    let mut url = out_of_cache(url).unwrap_or_else(|| url.clone());
    url.set_fragment(None);
    retain_parameters(&mut url, |pair| !is_passing(pair));
    let host = url.domain().and_then(main_host);
    if let Some(host) = host {
        // What cannot be set is left as it is.
        let _ = url.set_host(Some(&host));
    }
    let path = main_path(url.path());
    if path != url.path() {
        url.set_path(&path);
    }
    if let Some(query) = url.query().map(shortest) {
        url.set_query(Some(&query));
    }
    url
}

/// Keeps the pairs of the query that `keep` says yes to; a query without pairs goes.
pub(super) fn retain_parameters(url: &mut Url, keep: impl Fn(&str) -> bool) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && keep(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(kept.as_str()));
}

/// The name in `name=value`, as written.
pub(super) fn parameter_name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

/// Whether a pair of a query follows the reader, carries a session or asks for AMP.
fn is_passing(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let has = |table: &[(&str, &[&str])]| {
        table.iter().any(|(known, values)| *known == name && values.contains(&value.as_str()))
    };
    name.is_empty()
        || TRACKING.contains(&name.as_str())
        || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || has(TRACKING_VALUES)
        || has(AMP)
        || is_session(&name, &value)
}

/// `name` and `value` in lower case.
fn is_session(name: &str, value: &str) -> bool {
    // ASP's own name goes on with letters that differ from server to server.
    let is_named = SESSIONS.contains(&name) || name.starts_with("aspsessionid");
    is_named && value.len() >= SHORTEST_SESSION && value.bytes().any(|b| b.is_ascii_digit())
}

/// The page that a copy in an AMP cache was made of: `https://www-a-example.cdn.ampproject.org/c/s/www.a.example/story`
/// and `https://www.google.com/amp/s/www.a.example/story`. The `s` is for https.
fn out_of_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let path = url.path();
    let rest = if host.ends_with(".cdn.ampproject.org") {
        ["/c/", "/v/", "/wp/"].iter().find_map(|start| path.strip_prefix(start))?
    } else if matches!(host, "www.google.com" | "google.com") {
        path.strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let page = Url::parse(&format!("{scheme}://{rest}{query}")).ok()?;
    // A word without a dot is no host.
    page.host_str().is_some_and(|host| host.contains('.')).then_some(page)
}

/// The host of the same site for all readers, where this is one for phones or for AMP.
fn main_host(host: &str) -> Option<String> {
    let site = psl::domain_str(host)?;
    let labels = host.strip_suffix(site)?.strip_suffix('.')?;
    let is_special = |label: &str| matches!(label, "m" | "mobile" | "amp" | "wap");
    if is_special(labels) {
        return Some(format!("www.{site}"));
    }
    // As in `en.m.wikipedia.org`, `m.news.example.com` and `amp.www.example.com`.
    let kept: Vec<&str> = labels.split('.').filter(|label| !is_special(label)).collect();
    (kept.len() < labels.split('.').count()).then(|| format!("{}.{site}", kept.join(".")))
}

/// The path without the id of a session and without a sign of AMP, in its shortest encoding.
fn main_path(path: &str) -> String {
    let mut segments: Vec<Cow<'_, str>> =
        path.split('/').filter(|segment| !is_aspnet_session(segment)).map(without_session).collect();
    // Whatever is left of it is no further sign.
    while without_amp(&mut segments) {}
    let path = segments.join("/");
    shortest(if path.is_empty() { "/" } else { &path })
}

/// Takes a sign of AMP off the end of a path; whether there was one.
fn without_amp(segments: &mut Vec<Cow<'_, str>>) -> bool {
    // `/story/amp` and `/story/amp/`: a part of AMP's own below a story. `/amp` alone may be a page about it.
    let is_closed = segments.last().is_some_and(|last| last.is_empty());
    let at = segments.len().saturating_sub(1 + usize::from(is_closed));
    if at > 1 && segments.get(at).is_some_and(|segment| segment == "amp") {
        segments.remove(at);
        return true;
    }
    let Some(segment) = segments.get_mut(at) else { return false };
    let story = segment.strip_suffix(".amp.html").map(|story| format!("{story}.html"));
    let story = story.or_else(|| segment.strip_suffix(".amp").map(str::to_owned)).filter(|s| s.len() > 5);
    let Some(story) = story else { return false };
    *segment = Cow::Owned(story);
    true
}

/// `/(S(lit3py55t21z5v55vlm25s55))/`, as ASP.NET writes it.
fn is_aspnet_session(segment: &str) -> bool {
    let inner = segment.strip_prefix("(S(").or_else(|| segment.strip_prefix("(s("));
    inner
        .and_then(|inner| inner.strip_suffix("))"))
        .is_some_and(|id| id.len() >= SHORTEST_SESSION && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `/story;jsessionid=1A530637289A03B07199A44E8D531427`.
fn without_session(segment: &str) -> Cow<'_, str> {
    let mut parts = segment.split(';');
    let start = parts.next().unwrap_or_default();
    let kept: Vec<&str> = parts
        .filter(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            !is_session(&name.to_ascii_lowercase(), &value.to_ascii_lowercase())
        })
        .collect();
    if kept.len() == segment.matches(';').count() {
        return Cow::Borrowed(segment);
    }
    Cow::Owned(std::iter::once(start).chain(kept).collect::<Vec<_>>().join(";"))
}

/// Percent-encoded letters, digits, `-`, `.`, `_` and `~` written out, other triplets in upper case (RFC 3986 section 6.2.2).
fn shortest(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = after;
        let Some(digits) = after.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())) else {
            out.push('%');
            continue;
        };
        rest = after.get(2..).unwrap_or_default();
        match u8::from_str_radix(digits, 16).map(char::from) {
            Ok(c) if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') => out.push(c),
            _ => {
                out.push('%');
                out.push_str(&digits.to_ascii_uppercase());
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::base::Address;

    /// Each spelling with what stands for it; `=` where it stands for itself.
    const CASES: &[(&str, &str)] = &[
        // What the URL standard does.
        ("HTTP://News.Example:80/a#top", "http://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "="),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://news.example/a?api_key=s3cret&id=4", "https://news.example/a?id=4"),
        ("https://news.example/a?key=annual-report", "="),
        ("https://news.example/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example/a/%2e%2e/b", "https://news.example/b"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://news.example/a#!/story/1", "https://news.example/a"),
        // Percent-encoding.
        ("https://news.example/%7Ejoe/%61-b%2fc%c3%a9", "https://news.example/~joe/a-b%2Fc%C3%A9"),
        ("https://news.example/a%", "="),
        ("https://news.example/story-1.amp.amp", "https://news.example/story-1"),
        ("https://news.example/a%zz?q=%2", "="),
        ("https://news.example/a?q=%41%26b", "https://news.example/a?q=A%26b"),
        // Case and slashes of a path may choose the page.
        ("https://news.example/A/", "="),
        ("https://news.example//a", "="),
        // Tracking.
        ("http://news.example/a?utm_source=x&id=3", "http://news.example/a?id=3"),
        ("https://news.example/a?fbclid=1", "https://news.example/a"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example/a?&&id=3&", "https://news.example/a?id=3"),
        ("https://news.example/a?UTM_Medium=rss&b=2&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/a?partner=rss&emc=rss", "https://news.example/a"),
        ("https://news.example/a?ref=rss&source=twitter", "https://news.example/a"),
        ("https://news.example/?ref=117&source=sam", "="),
        ("https://news.example/a?partner=7", "="),
        ("https://news.example/a?mod=news&id=3", "="),
        // Sessions.
        ("https://news.example/a;jsessionid=1A530637289A03B0", "https://news.example/a"),
        ("https://news.example/a;v=2;jsessionid=1A530637289A03B0?x=1", "https://news.example/a;v=2?x=1"),
        ("https://news.example/a;v=2/b", "="),
        ("https://news.example/a?PHPSESSID=0f9a8b7c6d5e4f3a2b1c&id=1", "https://news.example/a?id=1"),
        ("https://news.example/a?ASPSESSIONIDQQ=ABCDEFGH1234IJKL", "https://news.example/a"),
        ("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a", "https://news.example/a"),
        ("https://news.example/a?sid=1234", "="),
        ("https://news.example/a?sid=award-of-the-year", "="),
        ("https://news.example/(S)/a", "="),
        // AMP.
        ("https://news.example/story/amp", "https://news.example/story"),
        ("https://news.example/story/amp/", "https://news.example/story/"),
        ("https://news.example/story.amp.html", "https://news.example/story.html"),
        ("https://news.example/2026/story-of-it.amp", "https://news.example/2026/story-of-it"),
        ("https://news.example/story?amp", "https://news.example/story"),
        ("https://news.example/story?amp=1&id=3", "https://news.example/story?id=3"),
        ("https://news.example/story?outputType=amp", "https://news.example/story"),
        ("https://amp.news-site.com/story", "https://www.news-site.com/story"),
        (
            "https://www-news-site-com.cdn.ampproject.org/c/s/www.news-site.com/story/amp?id=3",
            "https://www.news-site.com/story?id=3",
        ),
        ("https://news-site-com.cdn.ampproject.org/v/news-site.com/a", "http://news-site.com/a"),
        ("https://www.google.com/amp/s/www.news-site.com/story", "https://www.news-site.com/story"),
        ("https://www.google.com/amp/help", "="),
        ("https://news.example/amp", "="),
        ("https://news.example/amp/", "="),
        ("https://news.example/amp/story", "="),
        ("https://news.example/guitar-amp?amp=marshall", "="),
        ("https://amp.dev/about", "="),
        // Phones.
        ("https://m.news-site.co.uk/a", "https://www.news-site.co.uk/a"),
        ("https://mobile.news-site.com:8443/a", "https://www.news-site.com:8443/a"),
        ("https://en.m.wikipedia.org/wiki/GAO", "https://en.wikipedia.org/wiki/GAO"),
        ("https://m.de/a", "="),
        ("https://mobile.de/a", "="),
        ("https://m.co.uk/a", "="),
        ("https://mail.news-site.com/a", "="),
        ("http://127.0.0.1:8000/amp", "="),
        ("http://[::1]/a", "="),
    ];

    #[test]
    fn spellings_of_one_page_are_one_address() {
        for (spelled, expected) in CASES {
            let expected = if *expected == "=" { spelled } else { expected };
            let found = Address::parse(spelled).unwrap().canonical();
            assert_eq!(found.as_str(), *expected, "{spelled}");
            assert_eq!(found.canonical(), found, "{spelled} again");
        }
    }

    proptest! {
        #[test]
        fn what_is_canonical_stays_so(
            host in "(www\\.|m\\.|amp\\.m\\.|)(news\\.example|a\\.co\\.uk|cdn\\.ampproject\\.org|google\\.com)",
            path in "(/|amp|;|sid=|%|%7e|%25|4|1|a|\\.amp|\\.html|s|c|\\(S\\(){0,12}",
            query in "(&|=|%|%3d|utm_a|amp|ref|rss|sid|a|1){0,8}",
        ) {
            if let Ok(address) = Address::parse(&format!("https://{host}/{path}?{query}")) {
                let once = address.canonical();
                prop_assert_eq!(once.canonical(), once);
            }
        }
    }
}
