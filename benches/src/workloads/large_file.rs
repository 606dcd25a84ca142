//! The lines of a file, one `String` each, errors included.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use tempfile::NamedTempFile;

use super::prelude::*;

type Input = NamedTempFile;

pub(super) fn workload() -> Workload {
    Workload::new(
        "lines of a file",
        "a `String` for each line, read by a `BufReader`; by hand `BufRead::lines`",
        Kind::InPlace,
        100_000,
        |size| (file(size), size as u64),
        variants,
    )
}

fn file(lines: usize) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("there is room for a temporary file");
    let mut text = String::new();
    for number in numbers(11).take(lines) {
        text.push_str(
            &"the quick brown fox jumps over the lazy dog"[..usize::try_from(number % 43).unwrap()],
        );
        text.push('\n');
    }
    file.write_all(text.as_bytes()).expect("there is room for a temporary file");
    file
}

fn open(file: &NamedTempFile) -> BufReader<File> {
    BufReader::new(file.reopen().expect("the file is there"))
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        fn lines(reader: BufReader<File>) -> io::Lines<BufReader<File>> {
            reader.lines()
        }
    }
    generators {
        fn lines(reader: BufReader<File>) -> io::Result<String> {
            let mut reader: BufReader<File> = reader;
            loop {
                let mut line = String::new();
                match reader.read_line(&mut line) {
                    Ok(0) => break,
                    Ok(_) => {
                        if line.ends_with('\n') {
                            line.pop();
                            if line.ends_with('\r') {
                                line.pop();
                            }
                        }
                        yield_!(Ok(line));
                    }
                    Err(error) => yield_!(Err(error)),
                }
            }
        }
    }
    fn run(file: &NamedTempFile) -> u64 {
        make!(let items = lines(open(file)));
        let mut sum = 0;
        for line in items {
            sum = mix(sum, line.expect("the file can be read").len() as u64);
        }
        sum
    }
}
