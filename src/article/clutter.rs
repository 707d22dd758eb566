//! What on a page is not the article: by element, by role, by the words of its class and id, by what it says.

use scraper::node::Element;

use crate::article::page::{attribute, is_inline};

/// Words of a class or id that name something around an article. Wrappers of the whole page may carry them too, so they
/// count only for a small part of the page's text.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "ad", "addthis", "ads", "adslot", "advert", "advertisement", "advertising", "advertorial", "anzeige",
    "aside", "associated", "attribution", "author", "authors", "autor", "banner", "bio", "biography",
    "blogroll", "bookmark", "breadcrumb", "breadcrumbs", "button", "buttons", "byline", "bylines",
    "caption", "captions", "carousel", "catlinks", "chat", "citation", "comment", "commentaires",
    "commenting", "commentlist", "comments", "consent", "contact", "contributor", "contributors",
    "cookie", "cookies", "copyright", "credit", "credits", "cta", "dfp", "disclaimer", "disqus",
    "donate", "donation", "editsection", "email", "embed", "facebook", "fb", "feedback", "figcaption",
    "flag", "follow", "footer", "footnotes", "galerie", "gallery", "gdpr", "hidden", "hide", "icon",
    "icons", "infobox", "instagram", "keywords", "kicker", "kommentar", "kommentare", "labels", "legal",
    "legend", "linkbox", "linklist", "links", "loading", "login", "mailchimp", "masthead", "mehr",
    "menu", "meta", "metabar", "metadata", "modal", "more", "mostread", "nav", "navbar", "navbox",
    "navi", "navigation", "newsletter", "nocontent", "noprint", "notice", "notification", "outbrain",
    "overlay", "pager", "pagination", "partner", "pinterest", "player", "playlist", "poll",
    "popular", "popup", "postmeta", "print", "profile", "promo", "promos", "promoted", "promotion",
    "quiz", "rail", "rating", "ratings", "readmore", "recirc", "recirculation", "reco", "recommend",
    "recommendation", "recommendations", "recommended", "reference", "register", "registration",
    "relacionada", "relacionadas", "relacionados", "related", "relatedposts", "replies", "respond",
    "rss", "search", "share", "sharebar", "sharedaddy", "shariff", "sharing", "sidebar", "signin",
    "signup", "skip", "skiplink", "slider", "slideshow", "social", "socialmedia", "source", "sponsor",
    "sponsored", "subnav", "subscribe", "subscription", "suggested", "survey", "taboola", "tag",
    "tagcloud", "taglist", "tags", "teaser", "teasers", "thumb", "thumbnail", "ticker", "timestamp",
    "toc", "toggle", "tool", "toolbar", "toolbox", "tools", "tooltip", "topbar", "topics", "trending",
    "tweet", "twitter", "upsell", "utility", "video", "videos", "vote", "voting", "whatsapp", "widget",
    "widgets", "yarpp", "zergnet",
];

/// Words that say nothing for text inside them when they stand alone: layout.
const HARMLESS_BESIDE: &[&str] = &[
    "content",
    "body",
    "text",
    "articlebody",
    "entry",
    "story",
    "main",
    "paragraph",
    "copy",
    "wysiwyg",
    "lead",
    "intro",
];

/// Words that say what a thing is even beside a word of layout: "wp-caption-text", "related-content".
const ALWAYS: &[&str] =
    &["caption", "captions", "cookie", "cookies", "credit", "newsletter", "promo", "related", "sponsored"];

/// Words of what readers have written.
const COMMENT_WORDS: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "disqus",
    "kommentar",
    "kommentare",
    "commentaires",
    "comentarios",
];

/// Words of a class or id that name the article's own text.
const TEXT_WORDS: &[&str] = &[
    "articlebody",
    "articletext",
    "articlecontent",
    "entry",
    "post",
    "postbody",
    "postcontent",
    "story",
    "storybody",
    "article",
    "hentry",
    "body",
    "content",
    "text",
];

/// What an element means for the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing known against it.
    Plain,
    /// Around an article, if it holds only a small part of the page's text.
    Doubtful,
    /// Never part of an article.
    Never,
}

/// What an element's name, role, class and id say of it.
pub(crate) fn standing(element: &Element) -> Standing {
    let name = element.name();
    match name {
        "script" | "style" | "template" | "svg" | "iframe" | "button" | "input" | "select" | "option"
        | "textarea" | "object" | "embed" | "audio" | "video" | "canvas" | "map" | "figcaption" | "head"
        | "title" | "noscript" | "dialog" | "amp-ad" | "amp-embed" | "math" => return Standing::Never,
        "nav" | "footer" | "aside" | "form" | "menu" | "figure" | "picture" | "label" | "address"
        | "amp-carousel" => return Standing::Doubtful,
        // A quoted post of a social network is part of the text.
        "html" | "body" | "main" | "blockquote" => return Standing::Plain,
        _ => {}
    }
    if is_hidden(element) && is_inline(name) {
        return Standing::Never;
    }
    if is_hidden(element)
        || attribute(element, "aria-hidden") == Some("true")
        || attribute(element, "role").is_some_and(|role| {
            matches!(
                role,
                "navigation"
                    | "complementary"
                    | "banner"
                    | "contentinfo"
                    | "dialog"
                    | "alertdialog"
                    | "search"
                    | "menu"
                    | "menubar"
                    | "button"
                    | "alert"
                    | "tooltip"
                    | "toolbar"
                    | "tablist"
                    | "form"
            )
        })
        || attribute(element, "itemprop").is_some_and(|prop| {
            matches!(
                prop,
                "author"
                    | "datePublished"
                    | "dateModified"
                    | "publisher"
                    | "comment"
                    | "image"
                    | "video"
                    | "caption"
            )
        })
    {
        return Standing::Doubtful;
    }
    let named = |attr: &str| {
        attribute(element, attr).is_some_and(|value| {
            value.split_ascii_whitespace().take(40).any(|token| token.len() <= 80 && names_clutter(token))
        })
    };
    if named("class")
        || named("id")
        || named("data-testid")
        || named("data-component")
        || named("data-module")
    {
        Standing::Doubtful
    } else {
        Standing::Plain
    }
}

fn is_hidden(element: &Element) -> bool {
    attribute(element, "hidden").is_some() || attribute(element, "style").is_some_and(hides)
}

fn hides(style: &str) -> bool {
    let bare: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}

/// Whether one class or id names clutter: "share-bar", "relatedLinks", "article__tags", but not "article-body-comments-on".
fn names_clutter(token: &str) -> bool {
    let words = words(token);
    // Modifiers say how a thing looks, not what it is: "has-video", "is-hidden-mobile", "js-…", "no-comments".
    if words.first().is_some_and(|first| {
        matches!(
            first.as_str(),
            "has"
                | "is"
                | "js"
                | "no"
                | "with"
                | "without"
                | "tag"
                | "category"
                | "single"
                | "type"
                | "format"
                | "status"
                | "page"
                | "lg"
                | "md"
                | "sm"
                | "xs"
        )
    }) {
        return words.len() == 1 && words.first().is_some_and(|w| w == "tag");
    }
    let hits = words.iter().filter(|word| WORDS.binary_search(&word.as_str()).is_ok()).count();
    if words.iter().any(|word| ALWAYS.contains(&word.as_str())) {
        return true;
    }
    hits > 0 && !words.last().is_some_and(|last| HARMLESS_BESIDE.contains(&last.as_str()) && hits < 2)
}

/// The classes and ids of an element, no more of them than people write.
fn names(element: &Element) -> impl Iterator<Item = &str> {
    let attributes = ["class", "id"].into_iter().filter_map(|name| attribute(element, name));
    attributes.flat_map(str::split_ascii_whitespace).take(40)
}

/// Whether a class or the id of an element says that readers' comments stand in it.
pub(super) fn names_comments(element: &Element) -> bool {
    names(element).any(|token| {
        let words = words(token);
        !matches!(words.first().map(String::as_str), Some("no" | "has" | "is" | "js"))
            && words.iter().any(|word| COMMENT_WORDS.contains(&word.as_str()))
    })
}

/// Whether one of an element's classes, its id or its `itemprop` names the article's own text.
pub(crate) fn names_text(element: &Element) -> bool {
    if attribute(element, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody"))
        || element.name() == "article"
    {
        return true;
    }
    names(element).any(|token| {
        let words = words(token);
        let hits = words.iter().filter(|word| TEXT_WORDS.contains(&word.as_str())).count();
        hits >= 2
            || words.iter().any(|w| {
                matches!(
                    w.as_str(),
                    "articlebody"
                        | "articletext"
                        | "articlecontent"
                        | "storybody"
                        | "postbody"
                        | "postcontent"
                        | "hentry"
                )
            })
    })
}

/// The words of a class or id, lower case: cut at signs and at inner capitals.
pub(super) fn words(token: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut last_lower = false;
    for c in token.chars() {
        let ends = !c.is_ascii_alphabetic() || (last_lower && c.is_ascii_uppercase());
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        last_lower = c.is_ascii_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_for_the_search() {
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn class_names_are_judged_by_their_words() {
        for (token, is_clutter) in [
            ("share-bar", true),
            ("relatedLinks", true),
            ("article__tags", true),
            ("SocialShare_container__x1", true),
            ("article-body", false),
            ("comment-content", false),
            ("has-video", false),
            ("headline", false),
            ("uploaded", false),
            ("tag-politics", false),
        ] {
            assert_eq!(names_clutter(token), is_clutter, "{token}");
        }
    }
}
