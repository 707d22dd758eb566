//! What blocks say that are not the article: invitations to read on elsewhere, labels, headings of other things.

/// Beginnings of short lines that invite the reader to something else.
const INVITATIONS: &[&str] = &[
    "advertisement",
    "also read",
    "also see",
    "anzeige",
    "click here to",
    "continue reading",
    "copyright ©",
    "don't miss",
    "download the",
    "editor's note: sign up",
    "follow us",
    "follow @",
    "find out more about our",
    "get our",
    "get the latest",
    "have a tip",
    "join the conversation",
    "join us on",
    "learn more about our",
    "lea también",
    "leia também",
    "lee también",
    "lesen sie auch",
    "lesen sie hier",
    "lesen sie mehr",
    "lire aussi",
    "listen to this article",
    "mehr zum thema",
    "mehr lesen",
    "more on this",
    "more:",
    "more from",
    "most read",
    "photo:",
    "photo by",
    "image:",
    "image credit",
    "photograph:",
    "please enable",
    "read also",
    "read full",
    "read more",
    "read next",
    "read the full",
    "recommended:",
    "recommended for you",
    "related:",
    "related article",
    "related content",
    "related story",
    "related stories",
    "related video",
    "reuse this content",
    "see also:",
    "share this",
    "share on",
    "sign up",
    "sign in to",
    "story continues",
    "subscribe to",
    "subscribe now",
    "support our",
    "swipe for",
    "tags:",
    "topics:",
    "filed under",
    "posted in",
    "this article was originally",
    "to comment on this",
    "watch:",
    "watch now",
    "we use cookies",
    "weiterlesen",
    "à lire aussi",
    "quelle:",
    "© ",
    "(c) ",
    "all rights reserved",
    "enjoyed this article",
    "have something to share",
    "view comments",
    "leave a comment",
    "comments are closed",
    "article continues",
    "scroll down",
    "scroll to continue",
    "loading...",
    "view this post on",
    "a post shared by",
    "post a comment",
    "print this",
    "email this",
    "jump to",
    "skip to",
];

/// Short blocks that are labels of something that is not the article.
const LABELS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "annonce",
    "anzeige",
    "auch interessant",
    "lesen sie auch",
    "para saber más",
    "publicidad",
    "publicité",
    "pubblicità",
    "reklam",
    "reklama",
    "reklame",
    "related news",
    "share",
    "sponsored",
    "werbung",
    "empfohlener redaktioneller inhalt",
    "image",
    "photo",
    "video",
    "play video",
    "print",
    "save",
    "comments",
    "copy link",
    "facebook",
    "twitter",
    "email",
    "linkedin",
    "whatsapp",
    "article",
    "caption",
    "listen",
    "loading",
    "close",
    "back to top",
    "continue",
];

/// Headings after which nothing of the article follows.
const ENDINGS: &[&str] = &[
    "related",
    "related articles",
    "related stories",
    "related content",
    "related posts",
    "related news",
    "related topics",
    "related links",
    "related coverage",
    "read next",
    "read more",
    "more stories",
    "more news",
    "more from this author",
    "most read",
    "most popular",
    "popular now",
    "trending",
    "trending now",
    "latest news",
    "latest stories",
    "comments",
    "leave a reply",
    "leave a comment",
    "recommended",
    "recommended for you",
    "recommended stories",
    "you may also like",
    "you might also like",
    "you may like",
    "about the author",
    "about the authors",
    "share this",
    "share this article",
    "tags",
    "topics",
    "join the conversation",
    "what to read next",
    "up next",
    "editor's picks",
    "don't miss",
    "sign up for our newsletter",
    "mehr zum thema",
    "das könnte sie auch interessieren",
    "kommentare",
    "sur le même sujet",
    "à lire aussi",
    "te puede interesar",
    "noticias relacionadas",
    "más noticias",
    "about us",
    "view comments",
    "post navigation",
    "newsletter",
    "media contact",
    "follow us",
];

/// Whether a short block says that it is not the article.
pub(crate) fn is_invitation(text: &str) -> bool {
    if text.len() > 220 {
        return false;
    }
    let lower = text.to_lowercase();
    if text.len() < 40 && LABELS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric())) {
        return true;
    }
    INVITATIONS.iter().any(|invitation| lower.starts_with(invitation))
}

/// Whether a heading says that what follows is something else.
pub(crate) fn is_ending(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    ENDINGS.contains(&lower.trim_end_matches([':', '.', '…', ' ', '!']).trim())
        || lower.starts_with("more from ")
        || lower.starts_with("comments (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_and_endings() {
        assert!(is_invitation("Read more: Pentagon picks OpenAI"));
        assert!(!is_invitation("Readiness matters more than ever."));
        assert!(is_ending("Related Stories:"));
        assert!(!is_ending("Related party deals under scrutiny in Congress"));
    }
}
