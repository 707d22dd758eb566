//! What of a query a deal has to answer itself, once an article that tells of it has answered the whole.
//!
//! An article may tell of several deals: what it says in words it says of all of them, but an agency, a sum or a status is that
//! of one. So words, outlet and day of publication are answered by the article; every other field by the deal.

use crate::search::{Clause, Filter, Node};

/// The part of a query that speaks of a deal's own facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judge {
    /// `None` where nothing is asked of the deal itself.
    pub(super) root: Option<Node>,
    /// Whether the article must be asked too, since words stand as alternatives to fields or under a NOT with them.
    pub(super) asks_article: bool,
}

impl Judge {
    /// What is left of a query that holds for the article.
    pub(super) fn of(root: &Node) -> Self {
        let root = remaining(root);
        let asks_article = root.as_ref().is_some_and(speaks_of_article);
        Self { root, asks_article }
    }

    /// The part with all that the article answers put in; `ask` says whether a part holds for the article.
    pub(super) fn settled(&self, mut ask: impl FnMut(&Node) -> bool) -> Option<Node> {
        self.root.as_ref().map(|root| settled(root, &mut ask))
    }
}

/// What articles are looked for by: a query without its negative parts that speak of facts, since an article that names a
/// supplier may also tell of a deal without it.
pub(super) fn for_articles(root: &Node) -> Node {
    let is_left = |node: &Node| !matches!(node, Node::Not(inner) if speaks_of_facts(inner));
    match root {
        root if !is_left(root) => Node::Everything,
        Node::List(clauses) => {
            let left: Vec<Clause> = clauses
                .iter()
                .filter(|clause| is_left(&clause.node))
                .map(|clause| Clause { must: clause.must, node: for_articles(&clause.node) })
                .collect();
            if left.is_empty() && !clauses.is_empty() { Node::Everything } else { Node::List(left) }
        }
        Node::And(nodes) => {
            let left: Vec<Node> = nodes.iter().filter(|node| is_left(node)).map(for_articles).collect();
            if left.is_empty() { Node::Everything } else { Node::And(left) }
        }
        root => root.clone(),
    }
}

/// Whether a condition is the article's own, and no fact of a deal.
fn is_of_article(filter: &Filter) -> bool {
    matches!(filter, Filter::Publisher(_) | Filter::Published { .. })
}

fn speaks_of_facts(node: &Node) -> bool {
    match node {
        Node::Everything | Node::Text(_) => false,
        Node::Filter(filter) => !is_of_article(filter),
        Node::List(clauses) => clauses.iter().any(|clause| speaks_of_facts(&clause.node)),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(speaks_of_facts),
        Node::Not(inner) => speaks_of_facts(inner),
    }
}

fn speaks_of_article(node: &Node) -> bool {
    match node {
        Node::Everything => false,
        Node::Text(_) => true,
        Node::Filter(filter) => is_of_article(filter),
        Node::List(clauses) => clauses.iter().any(|clause| speaks_of_article(&clause.node)),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(speaks_of_article),
        Node::Not(inner) => speaks_of_article(inner),
    }
}

/// Of parts that all hold for the article, those that speak of facts. The parser bounds the depth.
fn remaining(node: &Node) -> Option<Node> {
    let all = |mut nodes: Vec<Node>| if nodes.len() == 1 { nodes.pop() } else { Some(Node::And(nodes)) };
    match node {
        node if !speaks_of_facts(node) => None,
        Node::List(clauses) => all(clauses.iter().filter_map(|clause| remaining(&clause.node)).collect()),
        Node::And(nodes) => all(nodes.iter().filter_map(remaining).collect()),
        node => Some(node.clone()),
    }
}

fn settled(node: &Node, ask: &mut impl FnMut(&Node) -> bool) -> Node {
    if !speaks_of_facts(node) {
        return if ask(node) { Node::Everything } else { Node::Not(Box::new(Node::Everything)) };
    }
    match node {
        Node::And(nodes) => Node::And(nodes.iter().map(|node| settled(node, ask)).collect()),
        Node::Or(nodes) => Node::Or(nodes.iter().map(|node| settled(node, ask)).collect()),
        Node::Not(inner) => Node::Not(Box::new(settled(inner, ask))),
        Node::List(clauses) => {
            // Of plain words beside each other one is enough, so they are asked for together.
            let (plain, required) = Node::divided(clauses);
            let mut all: Vec<Node> = required.into_iter().map(|node| settled(node, ask)).collect();
            let clause = |text: &crate::search::Text| Clause { must: false, node: Node::Text(text.clone()) };
            if !plain.is_empty() {
                let words = Node::List(plain.into_iter().map(clause).collect());
                all.push(settled(&words, ask));
            }
            Node::And(all)
        }
        Node::Everything | Node::Text(_) | Node::Filter(_) => node.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::search::Query;

    #[test]
    fn words_are_the_articles_and_fields_the_deals() {
        for (query, left, asks_article) in [
            ("", None, false),
            ("drone contract", None, false),
            ("+drone \"supply chain\" -opinion title:maven after:2026 publisher:reuters", None, false),
            ("drone OR \"supply chain\"", None, false),
            ("drone vendor:palantir", Some("vendor:palantir"), false),
            ("(drone vendor:palantir) type:award", Some("vendor:palantir AND type:award"), false),
            ("-vendor:palantir drone", Some("-vendor:palantir"), false),
            ("vendor:(palantir OR openai) drone", Some("vendor:palantir OR vendor:openai"), false),
            (
                "drone (vendor:palantir OR \"supply chain\")",
                Some("vendor:palantir OR \"supply chain\""),
                true,
            ),
            ("-(opinion vendor:palantir)", Some("-(opinion vendor:palantir)"), true),
            ("status:ended OR after:2026", Some("status:ended OR after:2026-01-01"), true),
        ] {
            let judge = Judge::of(&Query::parse(query, date(2026, 3, 17)).unwrap().root);
            let left = left.map(|left| Query::parse(left, date(2026, 3, 17)).unwrap().root.to_string());
            assert_eq!(judge.root.map(|root| root.to_string()), left, "{query}");
            assert_eq!(judge.asks_article, asks_article, "{query}");
        }
    }

    #[test]
    fn articles_are_not_kept_out_by_what_one_of_their_deals_must_not_be() {
        for (query, asked) in [
            ("drone -opinion vendor:palantir", "drone -opinion vendor:palantir"),
            ("drone -vendor:palantir", "drone"),
            ("NOT vendor:palantir", "*"),
            (
                "drone (type:award -vendor:palantir) -publisher:reuters",
                "drone (type:award) -publisher:reuters",
            ),
            ("drone AND maven AND NOT (opinion vendor:palantir)", "drone AND maven"),
            ("drone OR -vendor:palantir", "drone OR -vendor:palantir"),
        ] {
            let read = |query: &str| Query::parse(query, date(2026, 3, 17)).unwrap().root.to_string();
            let root = Query::parse(query, date(2026, 3, 17)).unwrap().root;
            let given = for_articles(&root).to_string();
            assert_eq!(read(&given), read(asked), "{query}: {given}");
        }
    }

    #[test]
    fn what_the_article_answers_is_put_in() {
        let judge = |query: &str| Judge::of(&Query::parse(query, date(2026, 3, 17)).unwrap().root);
        let no = || Node::Not(Box::new(Node::Everything));
        let vendor = judge("vendor:palantir").root.unwrap();
        let either = judge("vendor:palantir OR drone");
        assert_eq!(either.settled(|_| false), Some(Node::Or(vec![vendor.clone(), no()])));
        assert_eq!(either.settled(|_| true), Some(Node::Or(vec![vendor.clone(), Node::Everything])));
        let mut asked = Vec::new();
        let listed = judge("-(opinion editorial vendor:palantir)").settled(|node| {
            asked.push(node.to_string());
            true
        });
        assert_eq!(asked, ["(opinion editorial)"], "plain words are asked for together");
        assert_eq!(listed, Some(Node::Not(Box::new(Node::And(vec![vendor, Node::Everything])))));
        assert_eq!(judge("drone").settled(|_| false), None);
    }
}
