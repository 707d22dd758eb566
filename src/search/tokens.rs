//! From text to terms: one way of cutting words for the index, the queries and the snippets.

use std::ops::Range;

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RawTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer,
    TokenizerManager,
};

use super::free_words::FreeWords;
use super::query::Text;
use super::stems::Stems;

/// Name of the chain that stems, in the index's schema.
pub(super) const STEMMED: &str = "words_en_1";
/// Name of the chain that does not, in the index's schema.
pub(super) const EXACT: &str = "words_1";

/// Longer words are no words; they keep their position but have no term.
const MAX_WORD_BYTES: usize = 64;

/// Words folded to lower-case ASCII, with their English stem.
pub(super) fn stemmed() -> TextAnalyzer {
    TextAnalyzer::from(WordTokenizer::new(Some(Stems::default())))
}

/// Words folded to lower-case ASCII.
pub(super) fn exact() -> TextAnalyzer {
    TextAnalyzer::from(WordTokenizer::new(None))
}

/// Both chains under their names, beside tantivy's own (ids are terms as they are).
pub(super) fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(STEMMED, stemmed());
    manager.register(EXACT, exact());
    manager
}

/// Every term of `text`, in order.
pub(super) fn terms(analyzer: &mut TextAnalyzer, text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    analyzer.token_stream(text).process(&mut |token| out.push(token.clone()));
    out
}

/// A word of a text, as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutWord {
    /// The word folded to lower-case ASCII, or the stem of that.
    pub text: String,
    /// Its place among the words of the text, from 0; words too long to count keep theirs.
    pub position: usize,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Cuts words as the index does, for those who compare without it.
#[derive(Clone)]
pub struct WordCutter {
    stemmed: TextAnalyzer,
    exact: TextAnalyzer,
}

impl Default for WordCutter {
    fn default() -> Self {
        Self { stemmed: stemmed(), exact: exact() }
    }
}

impl WordCutter {
    /// The words of a text by their English stems, in order.
    pub fn stems(&mut self, text: &str) -> Vec<CutWord> {
        cut(&mut self.stemmed, text)
    }

    /// Shows what [`WordCutter::stems`] gives, word by word: the stem, its place among the words, its bytes. For whole texts, since
    /// nothing is copied.
    pub fn each_stem(&mut self, text: &str, show: impl FnMut(&str, usize, Range<usize>)) {
        each(&mut self.stemmed, text, show);
    }

    /// Shows what [`WordCutter::folded`] gives, as [`WordCutter::each_stem`] does.
    pub fn each_folded(&mut self, text: &str, show: impl FnMut(&str, usize, Range<usize>)) {
        each(&mut self.exact, text, show);
    }

    /// The words of a text in the form they have there, folded to lower-case ASCII, in order.
    pub fn folded(&mut self, text: &str) -> Vec<CutWord> {
        cut(&mut self.exact, text)
    }

    /// Plain words of a query that stand beside each other, read as the index reads them.
    pub fn free_words<'q>(&mut self, texts: &[&'q Text]) -> FreeWords<'q> {
        FreeWords::read(texts, &mut self.stemmed)
    }
}

fn each(analyzer: &mut TextAnalyzer, text: &str, mut show: impl FnMut(&str, usize, Range<usize>)) {
    let mut stream = analyzer.token_stream(text);
    stream.process(&mut |token| show(&token.text, token.position, token.offset_from..token.offset_to));
}

fn cut(analyzer: &mut TextAnalyzer, text: &str) -> Vec<CutWord> {
    let mut words = Vec::new();
    each(analyzer, text, |text, position, range| {
        words.push(CutWord { text: text.to_owned(), position, range });
    });
    words
}

/// Cuts text into runs of letters and digits, and keeps together what readers take for one word:
/// `U.S.` is `US`, `1,000` is `1000`, `1.5` stays, `O'Brien` is `OBrien`, and `Army's` is `Army`.
/// The words are folded, and stemmed if so wished: in one go, as nearly all of them are ASCII and many come often.
#[derive(Clone)]
struct WordTokenizer {
    token: Token,
    stems: Option<Stems>,
    /// For what is not ASCII.
    folding: TextAnalyzer,
}

impl WordTokenizer {
    fn new(stems: Option<Stems>) -> Self {
        let folding = TextAnalyzer::builder(RawTokenizer::default());
        let folding = folding.filter(LowerCaser).filter(AsciiFoldingFilter).build();
        Self { token: Token::default(), stems, folding }
    }
}

struct WordStream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
    stems: Option<&'a mut Stems>,
    folding: &'a mut TextAnalyzer,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        let Self { token, stems, folding } = self;
        WordStream { text, at: 0, token, stems: stems.as_mut(), folding }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if !self.next_word() {
                return false;
            }
            if self.token.text.len() >= MAX_WORD_BYTES {
                continue;
            }
            self.fold();
            if self.token.text.is_empty() {
                continue;
            }
            if let Some(stems) = &mut self.stems {
                stems.put_stem(&mut self.token.text);
            }
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

impl WordStream<'_> {
    /// Brings the next word into the token, as it is written.
    fn next_word(&mut self) -> bool {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        let rest = &self.text[self.at..];
        let begin = run_of(rest, false);
        self.at += begin;
        self.token.offset_from = self.at;
        if begin == rest.len() {
            return false;
        }
        loop {
            let rest = &self.text[self.at..];
            let run = &rest[..run_of(rest, true)];
            self.token.text.push_str(run);
            self.at += run.len();
            self.token.offset_to = self.at;
            match joint(run, &rest[run.len()..]) {
                Joint::None => return true,
                Joint::Join { mark, kept } => {
                    if kept {
                        self.token.text.push_str(&rest[run.len()..run.len() + mark]);
                    }
                    self.at += mark;
                }
                Joint::Skip(bytes) => {
                    self.at += bytes;
                    return true;
                }
            }
        }
    }

    fn fold(&mut self) {
        let text = &mut self.token.text;
        if text.is_ascii() {
            text.make_ascii_lowercase();
            return;
        }
        let word = std::mem::take(text);
        let mut folded = self.folding.token_stream(&word);
        if folded.advance() {
            std::mem::swap(text, &mut folded.token_mut().text);
        }
    }
}

/// The bytes at the beginning of a text that are letters and digits, or that are not.
fn run_of(text: &str, alphanumeric: bool) -> usize {
    let differs = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric() != alphanumeric;
    let ascii = text.bytes().position(|byte| differs(&byte)).unwrap_or(text.len());
    match text.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => {
            let rest = &text[ascii..];
            ascii + rest.find(|c: char| c.is_alphanumeric() != alphanumeric).unwrap_or(rest.len())
        }
        _ => ascii,
    }
}

/// What comes after a run of letters and digits.
enum Joint {
    /// The word ends.
    None,
    /// The word goes on after a mark of so many bytes, which is kept or not.
    Join { mark: usize, kept: bool },
    /// The word ends, and so many bytes after it (a possessive s) are passed over.
    Skip(usize),
}

fn joint(run: &str, after: &str) -> Joint {
    let mut chars = after.chars();
    let (Some(mark), Some(next)) = (chars.next(), chars.next()) else { return Joint::None };
    if !next.is_alphanumeric() {
        return Joint::None;
    }
    let ends_after_next = !chars.next().is_some_and(char::is_alphanumeric);
    let last = run.chars().next_back();
    match mark {
        ',' | '.' if last.is_some_and(|c| c.is_ascii_digit()) && next.is_ascii_digit() => {
            Joint::Join { mark: 1, kept: mark == '.' }
        }
        '.' if ends_after_next && next.is_alphabetic() && is_letter(run) => {
            Joint::Join { mark: 1, kept: false }
        }
        '\'' | '’' if last.is_some_and(char::is_alphabetic) && next.is_alphabetic() => {
            if ends_after_next && matches!(next, 's' | 'S') {
                Joint::Skip(mark.len_utf8() + 1)
            } else {
                Joint::Join { mark: mark.len_utf8(), kept: false }
            }
        }
        _ => Joint::None,
    }
}

/// Whether the run is one letter, as in an abbreviation with periods.
fn is_letter(run: &str) -> bool {
    let mut chars = run.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_readers_see_them() {
        for (text, expected) in [
            ("The U.S. Army's $1,000.50 deal.", "the us army 1000.50 deal"),
            ("U.K. e.g. Ph.D. O’Brien’s", "uk eg ph d obrien"),
            ("FA8615-19-C-6058, AT&T; end.Next", "fa8615 19 c 6058 at t end next"),
            ("Société Straße 日本", "societe strasse 日本"),
            ("", ""),
            ("1, 2. 3' 4", "1 2 3 4"),
        ] {
            let words: Vec<String> = terms(&mut exact(), text).into_iter().map(|token| token.text).collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
        let stems: Vec<String> =
            terms(&mut stemmed(), "contracts procured").into_iter().map(|t| t.text).collect();
        assert_eq!(stems, ["contract", "procur"]);
    }

    #[test]
    fn offsets_point_at_the_text() {
        let text = "über U.S. Army’s x";
        let shown: Vec<&str> =
            terms(&mut stemmed(), text).iter().map(|t| &text[t.offset_from..t.offset_to]).collect();
        assert_eq!(shown, ["über", "U.S", "Army", "x"]);
    }
}
