//! Words, texts and marks of Rust source: as much of the language as the rules of the architecture need to see.
//!
//! Comments vanish, and what stands in a string is a text and never a word, so neither can break a rule by itself.

/// A piece of source and the line it stands on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a piece of source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, a keyword or a number.
    Word(String),
    /// The content of a string, as it is written.
    Text(String),
    /// Any other character.
    Mark(char),
}

impl Token {
    /// Whether it is this word.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(found) if found == word)
    }

    /// Whether it is this character.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Splits source into its pieces.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source.chars().collect(), at: 0, line: 1, found: Vec::new() };
    while lexer.at < lexer.rest.len() {
        lexer.step();
    }
    lexer.found
}

struct Lexer {
    rest: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Token>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.rest.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn take(&mut self) -> char {
        let taken = self.peek(0);
        self.at += 1;
        self.line += usize::from(taken == '\n');
        taken
    }

    fn done(&self) -> bool {
        self.at >= self.rest.len()
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.found.push(Token { line, kind });
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while !self.done() && self.peek(0) != '\n' {
                    self.take();
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.text(),
            ('\'', _) => self.character_or_lifetime(),
            ('r', '"' | '#') | ('b' | 'c', '"' | 'r') if self.begins_text() => self.prefixed_text(),
            (first, _) if first.is_alphanumeric() || first == '_' => self.word(),
            (first, _) if first.is_whitespace() => {
                self.take();
            }
            _ => {
                let line = self.line;
                let mark = self.take();
                self.push(line, Kind::Mark(mark));
            }
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while !self.done() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.take();
                    continue;
                }
            }
            self.take();
            self.take();
            if depth == 0 {
                return;
            }
        }
    }

    /// Whether what stands here is `r"`, `r#"`, `b"`, `br"` and the like, not a word that begins so.
    fn begins_text(&self) -> bool {
        let prefix = if matches!(self.peek(0), 'b' | 'c') && self.peek(1) == 'r' { 2 } else { 1 };
        let raw = self.peek(prefix - 1) == 'r';
        let after = self.rest.iter().skip(self.at + prefix);
        let hashes = after.take_while(|&&next| raw && next == '#').count();
        self.peek(prefix + hashes) == '"'
    }

    fn prefixed_text(&mut self) {
        let line = self.line;
        let mut raw = false;
        while self.peek(0) != '"' && self.peek(0) != '#' {
            raw |= self.take() == 'r';
        }
        if !raw {
            return self.text();
        }
        let mut hashes = 0;
        while self.peek(0) == '#' {
            self.take();
            hashes += 1;
        }
        self.take();
        let mut content = String::new();
        while !self.done() {
            if self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#') {
                self.at += 1 + hashes;
                break;
            }
            content.push(self.take());
        }
        self.push(line, Kind::Text(content));
    }

    fn text(&mut self) {
        let line = self.line;
        self.take();
        let mut content = String::new();
        while !self.done() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                content.push(self.take());
            }
            content.push(self.take());
        }
        self.take();
        self.push(line, Kind::Text(content));
    }

    fn character_or_lifetime(&mut self) {
        self.take();
        if self.peek(0) == '\\' {
            self.take();
            self.take();
            while !self.done() && self.peek(0) != '\'' {
                self.take();
            }
            self.take();
        } else if self.peek(1) == '\'' {
            self.take();
            self.take();
        }
    }

    fn word(&mut self) {
        let line = self.line;
        if self.peek(0) == 'r' && self.peek(1) == '#' {
            self.at += 2;
        }
        let mut word = String::new();
        while self.peek(0).is_alphanumeric() || self.peek(0) == '_' {
            word.push(self.take());
        }
        self.push(line, Kind::Word(word));
    }
}
