//! From text to tree: a recursive-descent parser of bounded depth, in time linear in the text.
//!
//! ```text
//! list   = { clause }                        parts beside each other
//! clause = both { "OR" both }
//! both   = signed { "AND" signed }
//! signed = { "-" | "+" | "NOT" } part
//! part   = "(" list ")" | phrase | field ":" value | field ":" "(" list ")" | word
//! ```

use jiff::civil::Date;

use super::cursor::{Cursor, Operator};
use super::fields::QueryField;
use super::query::{Clause, Form, Node, Query, Text, TextField};
use super::query_error::QueryError;
use super::shelf::{MOST_BYTES, Shelf};
use super::spelling::nearest;
use super::values::{Value, is_text, missing, read_value, takes_exact, takes_list};
use super::words::{read_slop, read_word};

/// How deep parentheses may be nested.
pub const MAX_DEPTH: usize = 50;

impl Query {
    /// Reads a query that names nothing of the user's own; `today` is what `7d` and `friday` are reckoned from.
    ///
    /// # Errors
    /// When it is not well formed: the error says where, and what to write instead.
    pub fn parse(text: &str, today: Date) -> Result<Self, QueryError> {
        Self::parse_with(text, today, &Shelf::default())
    }

    /// Reads a query that may name lists, saved queries and tags, which are taken in where they stand.
    ///
    /// # Errors
    /// As [`Query::parse`]; and when it names what is not on the shelf, or a saved query that leads back to itself. The
    /// place is always one of `text`, also where a saved query has the mistake.
    pub fn parse_with(text: &str, today: Date, shelf: &Shelf) -> Result<Self, QueryError> {
        let mut parser = Parser { cursor: Cursor::new(text), today, shelf, chain: Vec::new(), taken_in: 0 };
        Ok(Self { root: parser.whole(0)? })
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    today: Date,
    shelf: &'a Shelf,
    /// The saved queries within which we are.
    chain: Vec<&'a str>,
    /// The bytes of lists and saved queries taken in so far.
    taken_in: usize,
}

impl Parser<'_> {
    /// The whole text.
    fn whole(&mut self, depth: usize) -> Result<Node, QueryError> {
        let root = self.list(depth, None)?;
        if self.cursor.peek().is_none() {
            return Ok(root);
        }
        // A list ends at the end or before a closing parenthesis.
        let at = self.cursor.at();
        Err(QueryError::new("\")\" without a \"(\" before it", at..at + 1)
            .hint("take it out, or write a \"(\" before"))
    }

    /// Parts up to the end or a closing parenthesis, which is left to the caller.
    fn list(&mut self, depth: usize, field: Option<QueryField>) -> Result<Node, QueryError> {
        let mut clauses = Vec::new();
        loop {
            self.cursor.skip_white();
            if matches!(self.cursor.peek(), None | Some(')')) {
                break;
            }
            if let Some(clause) = self.clause(depth, field)? {
                clauses.push(clause);
            }
        }
        Ok(match field {
            None => beside(clauses),
            Some(field) => beside_in(field, clauses),
        })
    }

    fn clause(&mut self, depth: usize, field: Option<QueryField>) -> Result<Option<Clause>, QueryError> {
        let Some(mut clause) = self.both(depth, field)? else { return Ok(None) };
        let mut nodes = Vec::new();
        while let Some(place) = self.cursor.take(Operator::Or) {
            let Some(next) = self.both(depth, field)? else { return Err(dangling("OR", place)) };
            nodes.push(next.node);
        }
        if !nodes.is_empty() {
            nodes.insert(0, clause.node);
            clause.node = Node::Or(nodes);
        }
        Ok(Some(clause))
    }

    fn both(&mut self, depth: usize, field: Option<QueryField>) -> Result<Option<Clause>, QueryError> {
        let Some(mut clause) = self.signed(depth, field)? else { return Ok(None) };
        let mut nodes = Vec::new();
        while let Some(place) = self.cursor.take(Operator::And) {
            let Some(next) = self.signed(depth, field)? else { return Err(dangling("AND", place)) };
            nodes.push(next.node);
        }
        if !nodes.is_empty() {
            nodes.insert(0, clause.node);
            clause.node = Node::And(nodes);
        }
        Ok(Some(clause))
    }

    /// A part with the signs before it; `None` where there is none before the end of the list.
    fn signed(&mut self, depth: usize, field: Option<QueryField>) -> Result<Option<Clause>, QueryError> {
        let (mut must, mut negative) = (false, false);
        let mut last_not = None;
        loop {
            self.cursor.skip_white();
            if let Some(place) = self.cursor.take(Operator::Not) {
                negative = !negative;
                last_not = Some(place);
            } else if self.cursor.take_sign('-') {
                negative = !negative;
            } else if self.cursor.take_sign('+') {
                must = true;
            } else {
                break;
            }
        }
        for (operator, name) in [(Operator::And, "AND"), (Operator::Or, "OR")] {
            if let Some(place) = self.cursor.take(operator) {
                return Err(dangling(name, place));
            }
        }
        let node = match self.cursor.peek() {
            None | Some(')') => match last_not {
                Some(place) => return Err(dangling("NOT", place)),
                None => return Ok(None),
            },
            Some('(') => self.group(depth, field)?,
            Some(quote) if Cursor::is_quote(quote) => self.quoted(depth, field)?,
            Some(_) => self.word(depth, field)?,
        };
        Ok(Some(Clause { must, node: if negative { Node::Not(Box::new(node)) } else { node } }))
    }

    fn group(&mut self, depth: usize, field: Option<QueryField>) -> Result<Node, QueryError> {
        let open = self.cursor.at();
        if depth >= MAX_DEPTH {
            return Err(QueryError::new("too many parentheses within each other", open..open + 1)
                .hint(format!("at most {MAX_DEPTH} may be open at once")));
        }
        self.cursor.bump();
        let node = self.list(depth + 1, field)?;
        if self.cursor.peek() != Some(')') {
            return Err(QueryError::new("this \"(\" is never closed", open..open + 1)
                .hint("write a \")\" where the group ends"));
        }
        self.cursor.bump();
        Ok(node)
    }

    fn quoted(&mut self, depth: usize, field: Option<QueryField>) -> Result<Node, QueryError> {
        let start = self.cursor.at();
        let words = self.cursor.quoted()?;
        let slop = match self.cursor.tilde() {
            None => 0,
            Some((digits, place)) => read_slop(digits, place)?,
        };
        let place = start..self.cursor.at();
        let text_field = match field {
            None => TextField::Any,
            Some(QueryField::Title) => TextField::Title,
            Some(QueryField::Body) => TextField::Body,
            Some(field) => {
                let value = Value { text: words, exact: false, quoted: true, place };
                return self.meaning(depth, field, &value);
            }
        };
        Ok(Node::Text(Text { field: text_field, form: Form::Phrase { words: words.to_owned(), slop } }))
    }

    /// A run of characters without white space: a word, or a field with its value.
    fn word(&mut self, depth: usize, field: Option<QueryField>) -> Result<Node, QueryError> {
        let start = self.cursor.at();
        let run = self.cursor.run();
        let place = start..self.cursor.at();
        let named = run.split_once(':').filter(|(name, rest)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic()) && !rest.starts_with("//")
        });
        if let Some((name, rest)) = named {
            let colon = start + name.len() + 1;
            match (QueryField::from_name(name), field) {
                (Some(inner), None) => return self.field_value(depth, inner, rest, start, colon),
                (Some(_), Some(outer)) => {
                    return Err(QueryError::new("a field inside the list of another field", start..colon)
                        .hint(format!("close the list of \"{}:\" before it", outer.name())));
                }
                (None, None) if !rest.is_empty() || self.cursor.peek().is_some_and(opens) => {
                    return Err(unknown_field(name, rest, start..colon));
                }
                (None, _) => {}
            }
        }
        match field {
            None => read_word(TextField::Any, run, place),
            Some(field) => self.value(depth, field, run, place),
        }
    }

    /// What follows `field:`; `rest` is the part of the run after the colon.
    fn field_value(
        &mut self,
        depth: usize,
        field: QueryField,
        rest: &str,
        start: usize,
        colon: usize,
    ) -> Result<Node, QueryError> {
        let only_sign = rest.is_empty() || rest == "=";
        match self.cursor.peek() {
            Some('(') if rest.is_empty() => self.group(depth, Some(field)),
            Some(quote) if only_sign && Cursor::is_quote(quote) => {
                if is_text(field) {
                    return self.quoted(depth, Some(field));
                }
                let from = self.cursor.at();
                let text = self.cursor.quoted()?;
                let value = Value { text, quoted: true, exact: rest == "=", place: from..self.cursor.at() };
                self.meaning(depth, field, &value)
            }
            _ if only_sign => Err(missing(field, start..colon + rest.len())),
            _ => self.value(depth, field, rest, colon..colon + rest.len()),
        }
    }

    fn value(
        &mut self,
        depth: usize,
        field: QueryField,
        text: &str,
        place: std::ops::Range<usize>,
    ) -> Result<Node, QueryError> {
        let stripped = text.strip_prefix('=').filter(|rest| !rest.is_empty());
        let exact = stripped.is_some() && takes_exact(field);
        let text = stripped.unwrap_or(text);
        self.meaning(depth, field, &Value { text, quoted: false, exact, place })
    }

    /// What a value stands for: the user's own is taken in here.
    fn meaning(&mut self, depth: usize, field: QueryField, value: &Value<'_>) -> Result<Node, QueryError> {
        let has_text = !value.text.trim().is_empty();
        if field == QueryField::Saved && has_text {
            return self.saved(depth, value);
        }
        if value.quoted || !takes_list(field) || !value.text.starts_with('@') {
            return read_value(field, value, self.today, self.shelf);
        }
        let names = self.shelf.list(value)?;
        self.take_in(names.iter().map(String::len).sum(), value)?;
        let each = names.iter().map(|name| {
            let one = Value { text: name, quoted: true, exact: value.exact, place: value.place.clone() };
            read_value(field, &one, self.today, self.shelf)
        });
        let mut nodes = each.collect::<Result<Vec<_>, _>>()?;
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) })
    }

    /// A saved query, as if it stood here in parentheses. A mistake in it is shown at its name.
    fn saved(&mut self, depth: usize, value: &Value<'_>) -> Result<Node, QueryError> {
        let (name, text) = self.shelf.query(value)?;
        if let Some(first) = self.chain.iter().position(|one| *one == name) {
            let circle: Vec<&str> = self.chain[first..].iter().copied().chain([name]).collect();
            return Err(QueryError::new("a saved query leads back to itself", value.place.clone())
                .hint(format!("saved:{}: change one of them", circle.join(" → saved:"))));
        }
        if depth >= MAX_DEPTH {
            return Err(QueryError::new("too many saved queries within each other", value.place.clone())
                .hint(format!("with parentheses at most {MAX_DEPTH} may be open at once")));
        }
        self.take_in(text.len() + 1, value)?;
        let mut chain = self.chain.clone();
        chain.push(name);
        let mut within = Parser {
            cursor: Cursor::new(text),
            today: self.today,
            shelf: self.shelf,
            chain,
            taken_in: self.taken_in,
        };
        let read = within.whole(depth + 1);
        self.taken_in = within.taken_in;
        read.map_err(|error| {
            let is_outermost = self.chain.is_empty();
            let message =
                if is_outermost { format!("in saved:{name}: {}", error.message) } else { error.message };
            QueryError { message, start: value.place.start, end: value.place.end, hint: error.hint }
        })
    }

    fn take_in(&mut self, bytes: usize, value: &Value<'_>) -> Result<(), QueryError> {
        self.taken_in = self.taken_in.saturating_add(bytes);
        if self.taken_in <= MOST_BYTES {
            return Ok(());
        }
        Err(QueryError::new("the lists and saved queries come to too much", value.place.clone())
            .hint("name fewer of them, or make them shorter"))
    }
}

/// Whether a value in quotes or a list begins with this character.
fn opens(c: char) -> bool {
    c == '(' || Cursor::is_quote(c)
}

fn unknown_field(name: &str, rest: &str, place: std::ops::Range<usize>) -> QueryError {
    let shown: String = name.chars().take(40).collect();
    let hint = if let Some(near) = nearest(name, QueryField::names()) {
        format!("did you mean {near}:?")
    } else {
        let words: String = format!("{name}:{rest}").chars().take(40).collect();
        format!("to search for the characters, write them in quotes: \"{words}\"")
    };
    QueryError::new(format!("unknown field \"{shown}:\""), place).hint(hint)
}

fn dangling(operator: &str, place: std::ops::Range<usize>) -> QueryError {
    let (message, hint) = match operator {
        "NOT" => ("NOT has nothing after it".to_owned(), "write what is not wanted: NOT opinion".to_owned()),
        _ => (
            format!("{operator} must stand between two parts"),
            format!("write both: army {operator} navy; for the word itself write it in small letters"),
        ),
    };
    QueryError::new(message, place).hint(hint)
}

/// Parts of a query beside each other.
fn beside(mut clauses: Vec<Clause>) -> Node {
    match clauses.len() {
        0 => Node::Everything,
        1 if !clauses[0].must || !clauses[0].node.is_ranked() => clauses.remove(0).node,
        _ => Node::List(clauses),
    }
}

/// Values of one field beside each other: any of them, or, of words, all of them.
fn beside_in(field: QueryField, clauses: Vec<Clause>) -> Node {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for clause in clauses {
        match clause.node {
            node @ Node::Not(_) => unwanted.push(node),
            node => wanted.push(node),
        }
    }
    if !is_text(field) && wanted.len() > 1 {
        wanted = vec![Node::Or(wanted)];
    }
    wanted.append(&mut unwanted);
    if wanted.len() > 1 { Node::And(wanted) } else { wanted.pop().unwrap_or(Node::Everything) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Filter, Node};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Query, QueryError> {
        Query::parse(text, date(2026, 3, 17))
    }

    /// The tree, short enough to compare.
    fn shown(node: &Node) -> String {
        let all = |nodes: &[Node], between: &str| nodes.iter().map(shown).collect::<Vec<_>>().join(between);
        match node {
            Node::Everything => "*".into(),
            Node::Text(text) => {
                let field = match text.field {
                    TextField::Any => "",
                    TextField::Title => "title:",
                    TextField::Body => "body:",
                };
                match &text.form {
                    Form::Word(word) => format!("{field}{word}"),
                    Form::Phrase { words, slop } => format!("{field}'{words}'~{slop}"),
                    Form::Prefix(start) => format!("{field}{start}*"),
                    Form::Fuzzy { word, distance } => format!("{field}{word}~{distance}"),
                }
            }
            Node::Filter(Filter::Named(kind, name)) => {
                format!("{kind:?}{}{}", if name.exact { "=" } else { ":" }, name.text)
            }
            Node::Filter(filter) => format!("{filter:?}"),
            Node::List(clauses) => {
                let clause = |c: &Clause| format!("{}{}", if c.must { "+" } else { "" }, shown(&c.node));
                format!("[{}]", clauses.iter().map(clause).collect::<Vec<_>>().join(" "))
            }
            Node::And(nodes) => format!("({})", all(nodes, " & ")),
            Node::Or(nodes) => format!("({})", all(nodes, " | ")),
            Node::Not(node) => format!("!{}", shown(node)),
        }
    }

    #[test]
    fn queries_become_trees() {
        for (text, expected) in [
            ("", "*"),
            ("  * ", "*"),
            ("army", "army"),
            ("+army", "[+army]"),
            ("anthropic \"supply chain risk\" -opinion", "[anthropic 'supply chain risk'~0 !opinion]"),
            ("\"task order\"~3 procure* palntir~ x~2", "['task order'~3 procure* palntir~1 x~2]"),
            ("“curly quotes”", "'curly quotes'~0"),
            ("a b OR c AND d e", "[a (b | (c & d)) e]"),
            ("a || b && NOT c", "(a | (b & !c))"),
            ("NOT NOT a", "a"),
            ("- a -", "a"),
            ("(a (b) c)", "[a b c]"),
            ("-(a OR b) c", "[!(a | b) c]"),
            ("or and not", "[or and not]"),
            ("title:maven body:\"x y\"~2", "[title:maven body:'x y'~2]"),
            ("title:(a b)", "(title:a & title:b)"),
            ("agency:=dod", "Agency=dod"),
            ("AGENCY:\"Department of War\"", "Agency:Department of War"),
            (
                "vendor:(openai OR \"scale ai\" anthropic)",
                "((Vendor:openai | Vendor:scale ai) | Vendor:anthropic)",
            ),
            ("vendor:(openai -anthropic)", "(Vendor:openai & !Vendor:anthropic)"),
            ("is:disputed", "Has(Disputed)"),
            ("-is:reviewed", "!Has(Reviewed)"),
            ("is:unreviewed", "Has(Unreviewed)"),
            ("type:Award", "Kind(Award)"),
            ("id:FA8615-19-C-6058", "Id(\"FA8615-19-C-6058\")"),
            ("after:7d", "Published { from: Some(2026-03-10), to: None }"),
            ("before:2026-03", "Published { from: None, to: Some(2026-02-28) }"),
            ("date:2025-12..2026-01", "Published { from: Some(2025-12-01), to: Some(2026-01-31) }"),
            ("after:\"last month\"", "Published { from: Some(2026-02-01), to: None }"),
            ("https://a.example/x 10:30 note: end", "[https://a.example/x 10:30 note: end]"),
        ] {
            assert_eq!(read(text).map(|query| shown(&query.root)).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn mistakes_point_at_their_place() {
        for (text, place, hint) in [
            ("a:(^", "a:", "quotes"),
            ("vender:openai", "vender:", "vendor:"),
            ("x (a b", "(", "\")\""),
            ("a b) c", ")", "take it out"),
            ("say \"half", "\"", "second \""),
            ("army OR", "OR", "army OR navy"),
            ("AND army", "AND", "small letters"),
            ("army NOT", "NOT", "not wanted"),
            ("agency: dod", "agency:", "agency:dod"),
            ("agency:\"\"", "\"\"", "agency:dod"),
            ("type:awrad", "awrad", "type:award"),
            ("status:gone", "gone", "sought"),
            ("after:soon", "soon", "7d"),
            ("date:2026..2025", "2026..2025", "earlier"),
            ("amount:>much", ">much", ">200M"),
            ("country:france", "france", "country:gb"),
            ("pro*cure", "pro*cure", "pro*"),
            ("word~7", "word~7", "word~2"),
            ("\"a b\"~1000", "~1000", "small number"),
            ("vendor:(title:x)", "title:", "close the list"),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!(&text[error.start..error.end], place, "{text}: {error}");
            assert!(error.hint.as_ref().is_some_and(|shown| shown.contains(hint)), "{text}: {error:?}");
            assert!(error.render(text).contains('^'));
        }
    }

    #[test]
    fn depth_is_bounded_and_length_is_not() {
        for hostile in
            ["(", ")", "-(", "+", "NOT ", "\"", "a:(", "vendor:(", "~", "*", "- ", "a OR ", "((a) "]
        {
            let _ = read(&hostile.repeat(100_000));
        }
        let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(read(&nested(MAX_DEPTH + 1)).unwrap_err().start, MAX_DEPTH);
        assert!(read(&"(a) ".repeat(100_000)).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_are_answered_in_time(bytes in proptest::collection::vec(any::<u8>(), 0..6000)) {
            check_pace(&String::from_utf8_lossy(&bytes))?;
        }

        #[test]
        fn what_repeats_is_answered_in_time(
            part in "[-+(\\[\"a: ~*.=$,OR]{1,12}",
            after in "[)\" a]{0,3}",
            times in 1_usize..1500,
        ) {
            check_pace(&format!("{}{}", part.repeat(times), after.repeat(times)))?;
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC*") {
            check_spans(&text)?;
        }

        #[test]
        fn any_mix_of_marks_is_answered(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("("), Just(")"), Just("\""), Just("“"), Just(" "), Just("-"), Just("+"), Just("OR "),
                    Just(" AND "), Just("NOT "), Just("vendor:"), Just("title:"), Just("amount:>"), Just("date:"),
                    Just(".."), Just("="), Just("*"), Just("~"), Just("2"), Just("é"), Just("a"), Just(":"), Just("$"),
                ],
                0..24,
            ),
        ) {
            check_spans(&parts.concat())?;
        }
    }

    /// The promise is a millisecond for each kilobyte; a program built for tests may take some more. The least of several
    /// times counts, since others use the machine too.
    fn check_pace(text: &str) -> Result<(), TestCaseError> {
        let once = || {
            let begun = std::time::Instant::now();
            std::hint::black_box(read(text).is_ok());
            begun.elapsed()
        };
        let least = (0..5).map(|_| once()).min().unwrap_or_default();
        let kilobytes = text.len().div_ceil(1024).max(1) as u32;
        let slower = if cfg!(debug_assertions) { 10 } else { 1 };
        prop_assert!(least <= std::time::Duration::from_millis(1) * kilobytes * slower, "{least:?}");
        Ok(())
    }

    fn check_spans(text: &str) -> Result<(), TestCaseError> {
        if let Err(error) = read(text) {
            prop_assert!(text.get(error.start..error.end).is_some(), "{:?} in {:?}", error, text);
            error.render(text);
        }
        Ok(())
    }
}
