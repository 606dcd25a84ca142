//! Checks JSON and lays it out anew.
//!
//! ```text
//! $ echo '{"tea": true, "sizes": [2,2.50]}' | cargo run -p genfn --example tokens
//! {
//!   "tea": true,
//!   "sizes": [
//!     2,
//!     2.50
//!   ]
//! }
//! $ echo '{"tea": true, "sizes": [2,2.]}' | cargo run -p genfn --example tokens
//! <stdin>:1:29: a number needs a digit here
//! ```
//!
//! Three generators, each of which pulls from the one before: `tokens` cuts the text up, `document`
//! lets through what the grammar allows, and `layout` puts white space in between. Nothing is
//! collected on the way. No value is too deep, for the parser recurs by delegation.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::{Coroutine, generator};

/// Checks JSON (RFC 8259) and lays it out anew.
///
/// Strings and numbers stay as they are written. Of a text with a mistake, what stands before it is
/// printed; then the mistake is told, with its line and column, and the exit status is 1.
#[derive(Parser)]
struct Options {
    /// Leave out all white space
    #[arg(short, long)]
    compact: bool,

    /// List the tokens with their lines and columns, whatever their order
    #[arg(short, long, conflicts_with = "compact")]
    tokens: bool,

    /// The file to read; standard input if there is none
    file: Option<PathBuf>,
}

/// A piece of the text, and where it stands.
#[derive(Clone, Copy)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    position: Position,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A bracket, a comma or a colon.
    Mark,
    /// In its quotes, with its escapes.
    String,
    Number,
    /// `true`, `false` or `null`.
    Word,
    End,
}

impl Token<'_> {
    fn instead_of(self, expected: &str) -> Mistake {
        self.position.mistake(match self.kind {
            Kind::Mark | Kind::Word => format!("expected {expected}, found `{}`", self.text),
            Kind::String => format!("expected {expected}, found a string"),
            Kind::Number => format!("expected {expected}, found a number"),
            Kind::End => format!("expected {expected}, but the input ends"),
        })
    }
}

/// Lines and columns count from 1; a column is a character.
#[derive(Clone, Copy, Debug)]
struct Position {
    line: u64,
    column: u64,
}

impl Position {
    fn mistake(self, message: impl Into<String>) -> Mistake {
        Mistake { position: self, message: message.into() }
    }
}

impl Display for Position {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

#[derive(Debug)]
struct Mistake {
    position: Position,
    message: String,
}

impl Display for Mistake {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.position, self.message)
    }
}

/// The tokens of a text. The last one is `End`, unless there is a mistake.
///
/// Where items are results, `?` and `return Err(..)` give the error as the last item.
#[generator]
fn tokens(text: &str) -> impl Iterator<Item = Result<Token<'_>, Mistake>> {
    let mut cursor = Cursor::new(text);
    loop {
        cursor.take_while(|next| matches!(next, ' ' | '\t' | '\n' | '\r'));
        let start = cursor;
        let kind = match cursor.take() {
            None => Kind::End,
            Some('[' | ']' | '{' | '}' | ',' | ':') => Kind::Mark,
            Some('"') => {
                cursor.take_string(start.position)?;
                Kind::String
            }
            Some(first @ ('-' | '0'..='9')) => {
                cursor.take_number(first)?;
                Kind::Number
            }
            Some(first) if first.is_alphanumeric() => {
                cursor.take_while(char::is_alphanumeric);
                Kind::Word
            }
            Some(other) => {
                return Err(start.position.mistake(format!("unexpected character {other:?}")));
            }
        };
        let text = start.text_until(cursor);
        if kind == Kind::Word && !matches!(text, "true" | "false" | "null") {
            return Err(start.position.mistake(format!("unknown word `{text}`")));
        }
        yield_!(Ok(Token { kind, text, position: start.position }));
        if kind == Kind::End {
            return;
        }
    }
}

/// The text that is left, and where it begins.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    rest: &'t str,
    position: Position,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text, position: Position { line: 1, column: 1 } }
    }

    fn take(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next()?;
        self.rest = characters.as_str();
        if character == '\n' {
            self.position = Position { line: self.position.line + 1, column: 1 };
        } else {
            self.position.column += 1;
        }
        Some(character)
    }

    fn take_if(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        self.rest.starts_with(wanted) && self.take().is_some()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.take_if(&wanted) {}
    }

    fn skip(&mut self, characters: usize) {
        (0..characters).for_each(|_| _ = self.take());
    }

    fn text_until(self, end: Self) -> &'t str {
        &self.rest[..self.rest.len() - end.rest.len()]
    }

    /// What follows the first character of a number.
    fn take_number(&mut self, first: char) -> Result<(), Mistake> {
        let zero = first == '0' || (first == '-' && self.take_if(|next| next == '0'));
        if zero && self.rest.starts_with(|next: char| next.is_ascii_digit()) {
            return Err(self.position.mistake("a number does not begin with 0 and a digit"));
        }
        if first == '-' && !zero {
            self.take_digits()?;
        } else if !zero {
            self.take_while(|next| next.is_ascii_digit());
        }
        if self.take_if(|next| next == '.') {
            self.take_digits()?;
        }
        if self.take_if(|next| matches!(next, 'e' | 'E')) {
            self.take_if(|next| matches!(next, '+' | '-'));
            self.take_digits()?;
        }
        Ok(())
    }

    fn take_digits(&mut self) -> Result<(), Mistake> {
        if !self.take_if(|next| next.is_ascii_digit()) {
            return Err(self.position.mistake("a number needs a digit here"));
        }
        self.take_while(|next| next.is_ascii_digit());
        Ok(())
    }

    /// What follows the quote at `start`.
    fn take_string(&mut self, start: Position) -> Result<(), Mistake> {
        loop {
            let position = self.position;
            match self.take() {
                Some('"') => return Ok(()),
                Some('\\') => self.take_escape(position)?,
                Some(control @ '\0'..='\x1F') => {
                    let message = format!("{control:?} has to be escaped in a string");
                    return Err(position.mistake(message));
                }
                Some(_) => {}
                None => return Err(start.mistake("this string has no end")),
            }
        }
    }

    /// What follows the backslash at `start`.
    fn take_escape(&mut self, start: Position) -> Result<(), Mistake> {
        match self.take() {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(()),
            Some('u') => {
                let mut units = vec![self.take_unit(start)?];
                // A character above U+FFFF is two escapes: a surrogate pair.
                if matches!(units[0], 0xD800..0xDC00) && self.rest.starts_with("\\u") {
                    self.skip(2);
                    units.push(self.take_unit(start)?);
                }
                match String::from_utf16(&units) {
                    Ok(_) => Ok(()),
                    Err(_) => Err(start.mistake("half of a surrogate pair")),
                }
            }
            _ => Err(start.mistake("unknown escape")),
        }
    }

    fn take_unit(&mut self, start: Position) -> Result<u16, Mistake> {
        let digits = self.rest.get(..4).filter(|digits| !digits.starts_with('+'));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        self.skip(4);
        unit.ok_or_else(|| start.mistake("`\\u` needs four hexadecimal digits"))
    }
}

/// What the parser pulls from.
trait Tokens<'t>: Iterator<Item = Result<Token<'t>, Mistake>> {
    fn pull(&mut self) -> Result<Token<'t>, Mistake> {
        self.next().expect("nothing is pulled after the end or a mistake")
    }
}

impl<'t, I: Iterator<Item = Result<Token<'t>, Mistake>>> Tokens<'t> for I {}

/// The tokens of one value and nothing else.
///
/// A mistake is what it returns, not an item: `?` is then what it is in every function.
#[generator]
fn document<'t>(
    mut tokens: impl Tokens<'t>,
) -> impl Coroutine<Yield = Token<'t>, Return = Result<(), Mistake>> {
    let first = tokens.pull()?;
    yield_from!(value(first, &mut tokens))?;
    let end = tokens.pull()?;
    if end.kind != Kind::End {
        return Err(end.instead_of("the end of the input"));
    }
    Ok(())
}

/// The tokens of the value that begins with `first`.
///
/// The recursion takes no stack: the outermost generator keeps the frames of all its delegates. So
/// a million brackets are read like one.
#[generator]
fn value<'t>(
    first: Token<'t>,
    tokens: &mut impl Tokens<'t>,
) -> impl Coroutine<Yield = Token<'t>, Return = Result<(), Mistake>> {
    let (close, comma_or_close) = match (first.kind, first.text) {
        (Kind::String | Kind::Number | Kind::Word, _) => {
            yield_!(first);
            return Ok(());
        }
        (_, "[") => ("]", "`,` or `]`"),
        (_, "{") => ("}", "`,` or `}`"),
        _ => return Err(first.instead_of("a value")),
    };
    yield_!(first);
    let mut next = tokens.pull()?;
    if next.text == close {
        yield_!(next);
        return Ok(());
    }
    loop {
        if close == "}" {
            if next.kind != Kind::String {
                return Err(next.instead_of("a name in quotes"));
            }
            yield_!(next);
            let colon = tokens.pull()?;
            if colon.text != ":" {
                return Err(colon.instead_of("`:`"));
            }
            yield_!(colon);
            next = tokens.pull()?;
        }
        yield_from!(value(next, tokens))?;
        next = tokens.pull()?;
        match next.text {
            "," => yield_!(next),
            text if text == close => break,
            _ => return Err(next.instead_of(comma_or_close)),
        }
        next = tokens.pull()?;
    }
    yield_!(next);
    Ok(())
}

/// The texts of the tokens, with white space in between: one element a line.
#[generator]
fn layout<'t>(tokens: impl Iterator<Item = Token<'t>>) -> impl Iterator<Item = &'t str> {
    let mut previous = "";
    let mut depth = 0;
    for Token { text, .. } in tokens {
        if matches!(text, "]" | "}") {
            depth -= 1;
        }
        match (previous, text) {
            ("[", "]") | ("{", "}") => {}
            ("[" | "{" | ",", _) | (_, "]" | "}") => {
                yield_!("\n");
                yield_from!(std::iter::repeat_n("  ", depth));
            }
            (":", _) => yield_!(" "),
            _ => {}
        }
        if matches!(text, "[" | "{") {
            depth += 1;
        }
        yield_!(text);
        previous = text;
    }
}

/// Prints what `options` ask for, and gives the mistake that it ended at.
fn print(text: &str, options: &Options, mut output: impl Write) -> io::Result<Option<Mistake>> {
    let mut mistake = None;
    if options.tokens {
        for token in tokens(text) {
            match token {
                Ok(Token { kind, text, position }) => {
                    let (position, kind) = (position.to_string(), format!("{kind:?}"));
                    writeln!(output, "{position:<8}{kind:<8}{text}")?;
                }
                Err(error) => mistake = Some(error),
            }
        }
    } else {
        let mut document = document(tokens(text));
        if options.compact {
            for token in &mut document {
                write!(output, "{}", token.text)?;
            }
        } else {
            for piece in layout(&mut document) {
                write!(output, "{piece}")?;
            }
        }
        writeln!(output)?;
        // A loop leaves behind what the generator returned.
        mistake = document.take_return().and_then(Result::err);
    }
    output.flush()?;
    Ok(mistake)
}

fn read(file: Option<&Path>) -> io::Result<Vec<u8>> {
    let Some(file) = file else {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        return Ok(bytes);
    };
    fs::read(file)
}

/// The bytes as text, which JSON has to be in UTF-8.
fn decode(bytes: &[u8]) -> Result<&str, Mistake> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let mut cursor = Cursor::new(&valid);
        cursor.take_while(|_| true);
        cursor.position.mistake("this is not UTF-8")
    })
}

fn run(options: &Options) -> Result<(), String> {
    let file = options.file.as_deref();
    let name = file.map_or("<stdin>".into(), Path::to_string_lossy);
    let bytes = read(file).map_err(|error| format!("tokens: cannot read {name}: {error}"))?;
    let text = decode(&bytes).map_err(|mistake| format!("{name}:{mistake}"))?;
    match print(text, options, BufWriter::new(io::stdout().lock())) {
        Ok(None) => Ok(()),
        Ok(Some(mistake)) => Err(format!("{name}:{mistake}")),
        // As with `head`: that nobody reads on is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("tokens: cannot write to standard output: {error}")),
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
