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
//! The reader is a push parser: it does not ask for input, but is sent each byte that has come,
//! wherever a chunk of the input begins and ends. By hand that is a state machine, with a state for
//! each thing that a byte can be; here it is two loops in a loop.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::{Coroutine, CoroutineState, Interrupt, generator};

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

/// Takes the bytes of frames one by one. For the last byte of a frame it yields the frame.
///
/// It is closed where the input ends, and thrown the error where the input cannot be read. It alone
/// knows how far it has come then, so it returns what is to be said of that.
#[generator]
fn frames(
    max_length: u32,
) -> impl Coroutine<Yield = Option<Vec<u8>>, Resume = u8, Return = Result<(), Corrupt>, Error = io::Error>
{
    let mut complete = None;
    let mut frame = 0;
    loop {
        frame += 1;
        let mut length = [0; 4];
        for (taken, byte) in (0..).zip(&mut length) {
            *byte = match try_yield!(complete.take()) {
                // Between two frames the input may end.
                Err(Interrupt::Closed) if taken == 0 => return Ok(()),
                sent => sent.map_err(Corrupt::cut(frame, "length", taken, 4))?,
            };
        }
        let length = u32::from_be_bytes(length);
        if length > max_length {
            let message = format!("its length is {length}, which is over {max_length}");
            return Err(Corrupt { frame, message });
        }
        let mut content = Vec::new();
        for taken in 0..length {
            let sent = try_yield!(None);
            content.push(sent.map_err(Corrupt::cut(frame, "content", taken, length))?);
        }
        complete = Some(content);
    }
}

/// Why there is no frame of this number.
#[derive(Debug)]
struct Corrupt {
    frame: u64,
    message: String,
}

impl Corrupt {
    /// It was cut off after this much of this part of it.
    fn cut(
        frame: u64,
        part: &str,
        taken: u32,
        length: u32,
    ) -> impl FnOnce(Interrupt<io::Error>) -> Self {
        move |interrupt| {
            let cause = match interrupt {
                Interrupt::Closed => "the input ends".to_owned(),
                Interrupt::Thrown(error) => format!("the input fails ({error})"),
            };
            let message = format!("{cause} after {taken} of the {length} bytes of its {part}");
            Self { frame, message }
        }
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
    let mut frames = frames(options.max_length);
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
        for &byte in &chunk[..read] {
            match frames.send(byte)? {
                CoroutineState::Yielded(None) => {}
                CoroutineState::Yielded(Some(content)) => {
                    number += 1;
                    writeln!(output, "{number}: \"{}\"", content.escape_ascii())?;
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
