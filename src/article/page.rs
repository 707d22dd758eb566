//! A parsed page as a flat list of nodes in document order, so that every pass over it is a loop.

use scraper::node::Element;
use scraper::{Html, Node as Parsed};

/// One element or one piece of text.
pub(crate) struct Node<'a> {
    /// The element it stands in; the root's is itself.
    pub(crate) parent: usize,
    /// The index after its last descendant.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) what: What<'a>,
}

/// What a node is.
pub(crate) enum What<'a> {
    /// Characters.
    Text(&'a str),
    /// An element and its attributes.
    Element(&'a Element),
}

impl<'a> Node<'a> {
    /// The element's name, empty for text.
    pub(crate) fn name(&self) -> &'a str {
        match self.what {
            What::Element(element) => element.name(),
            What::Text(_) => "",
        }
    }

    /// The element, if it is one.
    pub(crate) fn element(&self) -> Option<&'a Element> {
        match self.what {
            What::Element(element) => Some(element),
            What::Text(_) => None,
        }
    }

    /// An attribute of the element.
    pub(crate) fn attr(&self, name: &str) -> Option<&'a str> {
        self.element().and_then(|element| attribute(element, name))
    }
}

/// An attribute of an element. [`Element::attr`] looks each name up in the table of all names first, which costs more than
/// looking at the few that the element has.
pub(crate) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let named = element
        .attrs
        .iter()
        .find(|(known, _)| *known.local == *name && known.ns.is_empty() && known.prefix.is_none());
    named.map(|(_, value)| &**value)
}

/// The nodes of a page in document order.
pub(crate) struct Page<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Page<'a> {
    /// Flattens a parsed page.
    pub(crate) fn of(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut next = html.tree.root().first_child();
        while let Some(node) = next {
            let what = match node.value() {
                Parsed::Element(element) => Some(What::Element(element)),
                Parsed::Text(text) => Some(What::Text(text)),
                _ => None,
            };
            let at = nodes.len();
            let parent = open.last().copied().unwrap_or(at);
            let is_element = matches!(what, Some(What::Element(_)));
            if let Some(what) = what {
                nodes.push(Node { parent, end: at + 1, what });
            }
            if let Some(child) = node.first_child().filter(|_| is_element) {
                open.push(at);
                next = Some(child);
                continue;
            }
            // Up to the nearest element that has a next sibling.
            let mut here = node;
            next = loop {
                if let Some(sibling) = here.next_sibling() {
                    break Some(sibling);
                }
                let Some(up) = here.parent() else { break None };
                if let Some(closed) = open.pop() {
                    let end = nodes.len();
                    if let Some(node) = nodes.get_mut(closed) {
                        node.end = end;
                    }
                }
                here = up;
            };
        }
        Self { nodes }
    }

    /// The nodes, in document order.
    pub(crate) fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// A node by its index.
    pub(crate) fn get(&self, at: usize) -> Option<&Node<'a>> {
        self.nodes.get(at)
    }

    /// The elements of a name, with their indices.
    pub(crate) fn named(&self, name: &'static str) -> impl Iterator<Item = (usize, &'a Element)> + '_ {
        self.elements().filter(move |(_, element)| element.name() == name)
    }

    /// All elements with their indices.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (usize, &'a Element)> + '_ {
        self.nodes.iter().enumerate().filter_map(|(i, node)| node.element().map(|element| (i, element)))
    }

    /// The indices of the nodes around a node, the nearest first.
    pub(crate) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), move |i| {
            self.nodes.get(*i).map(|node| node.parent).filter(|parent| parent != i)
        })
        .skip(1)
    }

    /// The last characters of the text before a node, lower case: at least `length` of them where the few nodes before
    /// it hold so many.
    pub(crate) fn text_before(&self, at: usize, length: usize) -> String {
        const NODES: usize = 6;
        let mut pieces: Vec<&str> = Vec::new();
        for node in self.nodes.get(at.saturating_sub(NODES)..at).unwrap_or_default().iter().rev() {
            if let What::Text(text) = node.what {
                pieces.push(text);
            }
            if pieces.iter().map(|piece| piece.trim().len()).sum::<usize>() >= length {
                break;
            }
        }
        pieces.reverse();
        let text = clean(&pieces.join(" ")).to_lowercase();
        let skip = text.chars().count().saturating_sub(length);
        text.chars().skip(skip).collect()
    }

    /// The first characters of the text of a node, lower case.
    pub(crate) fn text_start(&self, at: usize, length: usize) -> String {
        const NODES: usize = 12;
        let end = self.nodes.get(at).map_or(at, |node| node.end).min(at + NODES);
        let texts = self.nodes.get(at..end).unwrap_or_default().iter();
        let pieces =
            texts.filter_map(|node| if let What::Text(text) = node.what { Some(text) } else { None });
        pieces.flat_map(str::chars).flat_map(char::to_lowercase).take(length).collect()
    }

    /// The text of a node and all below it, white space squeezed.
    pub(crate) fn text(&self, at: usize) -> String {
        let end = self.nodes.get(at).map_or(at, |node| node.end);
        let mut raw = String::new();
        for node in self.nodes.get(at..end).unwrap_or_default() {
            match node.what {
                What::Text(text) => raw.push_str(text),
                What::Element(element) if !is_inline(element.name()) => raw.push(' '),
                What::Element(_) => {}
            }
        }
        clean(&raw)
    }
}

/// Whether an element stands in a line of text rather than beginning a new one.
pub(crate) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "svg"
            | "path"
            | "label"
            | "amp-img"
    ) || (name.contains('-') && !name.starts_with("amp-"))
}

/// Text as a reader sees it: printable, white space squeezed, soft hyphens and zero-width spaces out.
pub(crate) fn clean(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')).collect();
    crate::base::printable(&crate::base::squeeze(&visible))
}
