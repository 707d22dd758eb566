//! The parts of a pattern as it is written: the share of the usual syntax that the program's own patterns use.

/// A class of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    /// A bit for each ASCII character that is in.
    pub ascii: u128,
    /// The ranges of others that are in.
    ranges: Vec<(char, char)>,
    /// Whether the others that make words are in.
    words: bool,
    /// Whether the other letters are in.
    letters: bool,
    /// Whether the other capital letters are in.
    capitals: bool,
    /// Whether the others are in where nothing else says so, and out where it does.
    negated: bool,
}

impl Set {
    /// Every character but the end of a line.
    fn any() -> Self {
        Self { ascii: !(1 << b'\n'), negated: true, ..Self::default() }
    }

    fn digits() -> Self {
        let mut set = Self::default();
        set.add('0', '9');
        set
    }

    fn words() -> Self {
        let mut set = Self::digits();
        set.add('a', 'z');
        set.add('A', 'Z');
        set.add('_', '_');
        set.words = true;
        set
    }

    /// White space with the no-break spaces ([`super::pattern`]).
    fn spaces() -> Self {
        let mut set = Self::default();
        set.add('\t', '\r');
        set.add(' ', ' ');
        set.add('\u{a0}', '\u{a0}');
        set.add('\u{202f}', '\u{202f}');
        set
    }

    fn add(&mut self, first: char, last: char) {
        for code in first as u32..=(last as u32).min(127) {
            self.ascii |= 1 << code;
        }
        if !last.is_ascii() {
            self.ranges.push((first, last));
        }
    }

    fn join(&mut self, other: &Self) {
        self.ascii |= other.ascii;
        self.ranges.extend(&other.ranges);
        self.words |= other.words;
        self.letters |= other.letters;
        self.capitals |= other.capitals;
    }

    fn negate(&mut self) {
        self.ascii = !self.ascii;
        self.negated = true;
    }

    /// Adds the other case of what is in.
    fn fold(&mut self) {
        const LETTERS: u128 = (1 << 26) - 1;
        let letters = (self.ascii >> b'a' | self.ascii >> b'A') & LETTERS;
        self.ascii |= letters << b'a' | letters << b'A';
        for (first, last) in self.ranges.clone() {
            if first == last {
                self.ranges.extend(first.to_lowercase().map(|c| (c, c)));
                self.ranges.extend(first.to_uppercase().map(|c| (c, c)));
            }
        }
    }

    /// The one letter that is in, in both cases, or the one mark twice.
    pub fn letter(&self) -> Option<[u8; 2]> {
        let (first, last) =
            (self.ascii.trailing_zeros() as u8, 127_u8.wrapping_sub(self.ascii.leading_zeros() as u8));
        let is_one = match self.ascii.count_ones() {
            1 => true,
            2 => first.is_ascii_uppercase() && first.to_ascii_lowercase() == last,
            _ => false,
        };
        (is_one && !self.has_others()).then_some([first, last])
    }

    /// Whether a character beyond ASCII may be in.
    pub fn has_others(&self) -> bool {
        self.negated || self.words || self.letters || self.capitals || !self.ranges.is_empty()
    }

    pub fn has_byte(&self, byte: u8) -> bool {
        byte < 128 && self.ascii >> byte & 1 == 1
    }

    pub fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.has_byte(c as u8);
        }
        let is_listed = self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
        let is_of_kind = (self.words && is_of_word(c))
            || (self.letters && c.is_alphabetic())
            || (self.capitals && c.is_uppercase());
        (is_listed || is_of_kind) != self.negated
    }

    /// Whether no character is in both.
    pub fn is_apart(&self, other: &First) -> bool {
        self.ascii & other.ascii == 0 && !(self.has_others() && other.others) && !other.end
    }
}

/// What Unicode calls a character of words (UTS 18, annex C), beyond ASCII.
fn is_of_word(c: char) -> bool {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{203f}' | '\u{2040}' => true,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}' | '\u{2074}'..='\u{2089}' | '\u{2150}'..='\u{215f}' => {
            false
        }
        _ => c.is_alphanumeric(),
    }
}

/// What a match may begin with from a place on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct First {
    pub ascii: u128,
    /// Characters beyond ASCII.
    pub others: bool,
    /// Nothing at all: the match may end there.
    pub end: bool,
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Set(Set),
    Row(Vec<Node>),
    /// The first that fits counts.
    Either(Vec<Node>),
    /// A part whose place is asked for, by its number.
    Group(usize, Box<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
        is_lazy: bool,
    },
    Boundary,
    Start,
    LineStart,
    End,
}

/// Reads a pattern and the names of its groups; `None` where it uses what is not known here.
pub(super) fn parse(pattern: &str) -> Option<(Node, Vec<String>)> {
    let mut reader =
        Reader { rest: pattern, fold: false, loose: false, lines: false, groups: vec![String::new()] };
    while let Some((flags, rest)) = reader.rest.strip_prefix("(?").and_then(|rest| rest.split_once(')')) {
        if !flags.chars().all(|c| matches!(c, 'i' | 'x' | 'm')) {
            break;
        }
        reader.fold |= flags.contains('i');
        reader.loose |= flags.contains('x');
        reader.lines |= flags.contains('m');
        reader.rest = rest;
    }
    let node = reader.either()?;
    reader.rest.is_empty().then_some((node, reader.groups))
}

struct Reader<'p> {
    rest: &'p str,
    /// Whether case counts for nothing.
    fold: bool,
    /// Whether white space counts for nothing.
    loose: bool,
    /// Whether every line has a beginning of its own.
    lines: bool,
    /// The names of groups, empty where they have none; the first is the whole.
    groups: Vec<String>,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        if self.loose {
            self.rest = self.rest.trim_start();
            while self.rest.starts_with('#') {
                self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
            }
        }
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn either(&mut self) -> Option<Node> {
        let mut all = vec![self.row()?];
        while self.peek() == Some('|') {
            self.take();
            all.push(self.row()?);
        }
        if all.len() == 1 { all.pop() } else { Some(Node::Either(all)) }
    }

    fn row(&mut self) -> Option<Node> {
        let mut row = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let node = self.atom()?;
            row.push(self.repeated(node)?);
        }
        Some(Node::Row(row))
    }

    fn atom(&mut self) -> Option<Node> {
        match self.take()? {
            '(' => {
                let fold = self.fold;
                let mut group = None;
                let named = self.rest.strip_prefix("?P<").or_else(|| self.rest.strip_prefix("?<"));
                if let Some((name, rest)) = named.and_then(|rest| rest.split_once('>')) {
                    self.rest = rest;
                    group = Some(self.groups.len());
                    self.groups.push(name.to_owned());
                } else if let Some(rest) = self.rest.strip_prefix("?:") {
                    self.rest = rest;
                } else if let Some(rest) = self.rest.strip_prefix("?i:") {
                    (self.rest, self.fold) = (rest, true);
                } else if let Some(rest) = self.rest.strip_prefix("?-i:") {
                    (self.rest, self.fold) = (rest, false);
                } else if self.rest.starts_with('?') {
                    return None;
                } else {
                    group = Some(self.groups.len());
                    self.groups.push(String::new());
                }
                let node = self.either()?;
                self.fold = fold;
                let node = match group {
                    Some(number) => Node::Group(number, Box::new(node)),
                    None => node,
                };
                (self.take()? == ')').then_some(node)
            }
            '[' => self.class(),
            '.' => Some(Node::Set(Set::any())),
            '^' => Some(if self.lines { Node::LineStart } else { Node::Start }),
            '$' if !self.lines => Some(Node::End),
            '\\' if self.rest.starts_with('b') && !self.rest.starts_with("b{") => {
                self.take();
                Some(Node::Boundary)
            }
            '\\' => self.escape().map(|set| self.set(set)),
            '$' | '*' | '+' | '?' | '{' => None,
            c => {
                let mut set = Set::default();
                set.add(c, c);
                Some(self.set(set))
            }
        }
    }

    fn set(&self, mut set: Set) -> Node {
        if self.fold {
            set.fold();
        }
        Node::Set(set)
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Option<Set> {
        let c = self.take()?;
        let mut set = Set::default();
        match c {
            'w' => return Some(Set::words()),
            'd' => return Some(Set::digits()),
            's' => return Some(Set::spaces()),
            'p' => {
                let rest = self.rest.strip_prefix('{')?;
                let (kind, rest) = rest.split_once('}')?;
                self.rest = rest;
                set.add('A', 'Z');
                match kind {
                    "L" => {
                        set.add('a', 'z');
                        set.letters = true;
                    }
                    // Case that counts for nothing would let small letters in.
                    "Lu" if !self.fold => set.capitals = true,
                    _ => return None,
                }
            }
            'n' => set.add('\n', '\n'),
            't' => set.add('\t', '\t'),
            'x' => {
                let code = u32::from_str_radix(self.rest.get(..2)?, 16).ok()?;
                self.rest = &self.rest[2..];
                let c = char::from_u32(code)?;
                set.add(c, c);
            }
            c if c.is_ascii_alphanumeric() => return None,
            c => set.add(c, c),
        }
        Some(set)
    }

    fn class(&mut self) -> Option<Node> {
        let mut set = Set::default();
        let is_negated = self.rest.starts_with('^');
        if is_negated {
            self.take();
        }
        loop {
            match self.peek()? {
                ']' => {
                    self.take();
                    break;
                }
                '[' => return None,
                '\\' => {
                    self.take();
                    let part = self.escape()?;
                    set.join(&part);
                }
                first => {
                    self.take();
                    let mut after = self.rest.chars();
                    match (after.next(), after.next()) {
                        (Some('-'), Some(last)) if last != ']' => {
                            if last == '\\' || last < first {
                                return None;
                            }
                            self.rest = after.as_str();
                            set.add(first, last);
                        }
                        (Some('&'), _) if first == '&' => return None,
                        _ => set.add(first, first),
                    }
                }
            }
        }
        if self.fold {
            set.fold();
        }
        if is_negated {
            set.negate();
        }
        Some(Node::Set(set))
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let (inside, rest) = self.rest[1..].split_once('}')?;
                let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
                self.rest = rest;
                let most = if most.is_empty() { None } else { Some(most.parse().ok()?) };
                return self.lazily(node, least.parse().ok()?, most);
            }
            _ => return Some(node),
        };
        self.take();
        self.lazily(node, least, most)
    }

    fn lazily(&mut self, node: Node, least: u32, most: Option<u32>) -> Option<Node> {
        let is_lazy = self.peek() == Some('?');
        if is_lazy {
            self.take();
        }
        let again = matches!(self.peek(), Some('*' | '+' | '?' | '{'));
        (!again).then(|| Node::Repeat { node: Box::new(node), least, most, is_lazy })
    }
}
