//! Reads frames, each of which is four bytes of length and so many bytes of content.
//!
//! ```text
//! $ printf 'hello\n\nworld\n' | cargo run -p genfn --example frames -- --encode > words.frames
//! $ cargo run -p genfn --example frames -- words.frames
//! 1: "hello"
//! 2: ""
//! 3: "world"
//! $ head -c 12 words.frames | cargo run -p genfn --example frames
//! 1: "hello"
//! frames: <stdin>: frame 2: the input ends after 3 of the 4 bytes of its length
//! ```
//!
//! The reader is a push parser: it does not ask for input, but is lent each chunk that has come,
//! wherever the chunk begins and ends. By hand that is a state machine, with a state for each thing
//! that a byte can be; here it is two loops in a loop.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::mem;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::coroutine::Borrowed;
use genfn::{Coroutine, CoroutineExt, CoroutineState, Interrupt, generator};

/// Reads frames, each of which is four bytes of length, the highest first, and so many bytes of
/// content.
///
/// Prints the content of each frame, with escapes for what is not ASCII text. Input that ends within
/// a frame, or has one that is too long, is an error; the frames before it are printed, and the exit
/// status is 1.
#[derive(Parser)]
struct Options {
    /// Make a frame of each line instead, and write the frames to standard output
    #[arg(short, long)]
    encode: bool,

    /// How long the content of a frame can be
    #[arg(short, long, value_name = "BYTES", default_value_t = 1 << 20)]
    max_length: u32,

    /// How much to read at a time
    #[arg(short, long, value_name = "BYTES", default_value = "65536")]
    chunk_size: NonZero<usize>,

    /// The file to read; standard input if there is none
    file: Option<PathBuf>,
}

/// What a step of the reader has done with its chunk.
#[derive(Default)]
struct Step {
    /// How many bytes it has used. The rest is to be sent again.
    used: usize,
    /// The frame that these bytes complete.
    frame: Option<Vec<u8>>,
}

/// Takes the bytes of frames in chunks.
///
/// It is closed where the input ends, and thrown the error where the input cannot be read. It alone
/// knows how far it has come then, so it returns what is to be said of that.
#[generator]
fn frames(
    max_length: u32,
) -> impl Coroutine<Yield = Step, Resume = Borrowed<[u8]>, Return = Result<(), Corrupt>, Error = io::Error>
{
    let mut step = Step::default();
    for frame in 1.. {
        let mut length = Vec::new();
        while length.len() < 4 {
            step.used = match try_yield!(mem::take(&mut step)) {
                // Between two frames the input may end.
                Err(Interrupt::Closed) if length.is_empty() => return Ok(()),
                Err(interrupt) => return Err(Corrupt::cut(frame, "length", &length, 4, interrupt)),
                Ok(chunk) => chunk.with(|bytes| fill(&mut length, bytes, 4)),
            };
        }
        let length = length.iter().fold(0, |length, &byte| length << 8 | u32::from(byte));
        if length > max_length {
            let message = format!("its length is {length}, which is over {max_length}");
            return Err(Corrupt { frame, message });
        }
        let mut content = Vec::new();
        while content.len() < length as usize {
            step.used = match try_yield!(mem::take(&mut step)) {
                Err(interrupt) => {
                    return Err(Corrupt::cut(frame, "content", &content, length, interrupt));
                }
                Ok(chunk) => chunk.with(|bytes| fill(&mut content, bytes, length as usize)),
            };
        }
        step.frame = Some(content);
    }
    Ok(())
}

/// Fills `part` with `bytes` until it is `length` long, and tells how many that took.
fn fill(part: &mut Vec<u8>, bytes: &[u8], length: usize) -> usize {
    let used = bytes.len().min(length - part.len());
    part.extend_from_slice(&bytes[..used]);
    used
}

/// Why there is no frame of this number.
#[derive(Debug)]
struct Corrupt {
    frame: u64,
    message: String,
}

impl Corrupt {
    /// It was cut off when this much of this part of it was there.
    fn cut(
        frame: u64,
        part: &str,
        taken: &[u8],
        length: u32,
        interrupt: Interrupt<io::Error>,
    ) -> Self {
        let cause = match interrupt {
            Interrupt::Closed => "the input ends".to_owned(),
            Interrupt::Thrown(error) => format!("the input fails ({error})"),
        };
        let message = format!("{cause} after {} of the {length} bytes of its {part}", taken.len());
        Self { frame, message }
    }
}

impl Display for Corrupt {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "frame {}: {}", self.frame, self.message)
    }
}

impl Error for Corrupt {}

/// Prints the frames in `input`.
fn decode(mut input: impl Read, options: &Options, output: &mut dyn Write) -> Result<(), Stop> {
    let mut frames = frames(options.max_length).borrowing();
    frames.start()?;
    let mut number = 0;
    let mut chunk = vec![0; options.chunk_size.get()];
    let end = 'input: loop {
        let read = match input.read(&mut chunk) {
            Ok(0) => break frames.close()?,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => break frames.throw(error)?.complete(),
        };
        let mut rest = &chunk[..read];
        while !rest.is_empty() {
            match frames.send(rest)? {
                CoroutineState::Yielded(step) => {
                    rest = &rest[step.used..];
                    if let Some(content) = step.frame {
                        number += 1;
                        writeln!(output, "{number}: \"{}\"", content.escape_ascii())?;
                    }
                }
                CoroutineState::Complete(end) => break 'input Some(end),
            }
        }
    };
    Ok(end.unwrap_or(Ok(()))?)
}

/// Writes a frame for each line of `input`.
fn encode(input: impl Read, options: &Options, output: &mut dyn Write) -> Result<(), Stop> {
    for (number, line) in (1..).zip(BufReader::new(input).split(b'\n')) {
        let line = line.map_err(|error| format!("line {number}: {error}"))?;
        match u32::try_from(line.len()) {
            Ok(length) if length <= options.max_length => {
                output.write_all(&length.to_be_bytes())?;
                output.write_all(&line)?;
            }
            _ => {
                let (length, max_length) = (line.len(), options.max_length);
                Err(format!("line {number}: its length is {length}, which is over {max_length}"))?;
            }
        }
    }
    Ok(())
}

/// An [`io::Error`] of the output, or what is wrong with the input.
type Stop = Box<dyn Error>;

fn run(options: &Options) -> Result<(), Stop> {
    let input: Box<dyn Read> = match &options.file {
        Some(file) => Box::new(File::open(file).map_err(|error| error.to_string())?),
        None => Box::new(io::stdin().lock()),
    };
    let mut output = BufWriter::new(io::stdout().lock());
    let ran = if options.encode {
        encode(input, options, &mut output)
    } else {
        decode(input, options, &mut output)
    };
    // Whatever became of the input: what was found until then is told.
    output.flush()?;
    ran
}

fn main() -> ExitCode {
    let options = Options::parse();
    let Err(stop) = run(&options) else {
        return ExitCode::SUCCESS;
    };
    match stop.downcast::<io::Error>() {
        // As with `head`: that nobody reads on is no failure.
        Ok(error) if error.kind() == ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Ok(error) => eprintln!("frames: cannot write to standard output: {error}"),
        Err(error) => {
            let name = options.file.as_deref().map_or("<stdin>".into(), Path::to_string_lossy);
            eprintln!("frames: {name}: {error}");
        }
    }
    ExitCode::FAILURE
}
