//! The tokens of a text: words, numbers, punctuation. They borrow from it.

use super::prelude::*;

type Input = String;

#[allow(unreachable_pub)] // One library's types are public, whatever they are made of.
#[derive(Clone, Copy)]
pub enum Token<'a> {
    Word(&'a str),
    Number(u64),
    Symbol(u8),
}

pub(super) fn workload() -> Workload {
    Workload::new(
        "tokenizer",
        "words, numbers and symbols of a `&str`",
        Kind::InPlace,
        400_000,
        |size| {
            let text = text(size);
            let tokens = hand_written::tokens(&text).count() as u64;
            (text, tokens)
        },
        variants,
    )
}

/// An expression language of about so many bytes.
fn text(size: usize) -> String {
    let mut text = String::with_capacity(size + 16);
    let mut numbers = numbers(7);
    while text.len() < size {
        let number = numbers.next().unwrap();
        match number % 7 {
            0 => text.push_str("while "),
            1 => text.push_str("total "),
            2 => text.push_str(&(number >> 50).to_string()),
            3 => text.push_str(" + "),
            4 => text.push('('),
            5 => text.push_str(");\n"),
            _ => text.push_str("x1 "),
        }
    }
    text
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        pub(super) struct Tokens<'a> {
            text: &'a str,
            position: usize,
        }

        pub(super) fn tokens(text: &str) -> Tokens<'_> {
            Tokens { text, position: 0 }
        }

        impl<'a> Iterator for Tokens<'a> {
            type Item = Token<'a>;

            #[inline]
            fn next(&mut self) -> Option<Token<'a>> {
                let bytes = self.text.as_bytes();
                while self.position < bytes.len() {
                    let start = self.position;
                    let first = bytes[start];
                    self.position += 1;
                    if first.is_ascii_alphabetic() {
                        while self.position < bytes.len()
                            && bytes[self.position].is_ascii_alphanumeric()
                        {
                            self.position += 1;
                        }
                        return Some(Token::Word(&self.text[start..self.position]));
                    } else if first.is_ascii_digit() {
                        let mut number = u64::from(first - b'0');
                        while self.position < bytes.len()
                            && bytes[self.position].is_ascii_digit()
                        {
                            number = number * 10 + u64::from(bytes[self.position] - b'0');
                            self.position += 1;
                        }
                        return Some(Token::Number(number));
                    } else if !first.is_ascii_whitespace() {
                        return Some(Token::Symbol(first));
                    }
                }
                None
            }
        }
    }
    generators {
        fn tokens<'a>(text: &'a str) -> Token<'a> {
            let mut position: usize = 0;
            while position < text.len() {
                let start = position;
                let first = text.as_bytes()[start];
                position += 1;
                if first.is_ascii_alphabetic() {
                    while position < text.len()
                        && text.as_bytes()[position].is_ascii_alphanumeric()
                    {
                        position += 1;
                    }
                    yield_!(Token::Word(&text[start..position]));
                } else if first.is_ascii_digit() {
                    let mut number = u64::from(first - b'0');
                    while position < text.len() && text.as_bytes()[position].is_ascii_digit() {
                        number = number * 10 + u64::from(text.as_bytes()[position] - b'0');
                        position += 1;
                    }
                    yield_!(Token::Number(number));
                } else if !first.is_ascii_whitespace() {
                    yield_!(Token::Symbol(first));
                }
            }
        }
    }
    fn run(text: &String) -> u64 {
        make!(let items = tokens(text));
        let mut sum = 0;
        for item in items {
            sum = mix(sum, match item {
                Token::Word(word) => word.len() as u64,
                Token::Number(number) => number,
                Token::Symbol(symbol) => u64::from(symbol),
            });
        }
        sum
    }
}
