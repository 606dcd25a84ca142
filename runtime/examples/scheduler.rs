//! Runs jobs that wait on one another, in simulated time.
//!
//! ```text
//! $ cat jobs.txt
//! fetch    2
//! compile  4: fetch
//! manual   3: fetch
//! test     2 fails: compile
//! package  1: compile manual test?
//! publish  1: package test
//! $ cargo run -p genfn --example scheduler -- jobs.txt
//!      2 fetch is done
//!      5 manual is done
//!      6 compile is done
//!      8 test fails
//!      9 package is done
//!      9 publish fails, for it needs test
//! scheduler: jobs that were not done: 2 of 6
//! ```
//!
//! Tasks are generators, from the last example of PEP 342. A task yields what it asks of the
//! scheduler and is sent the answer; where a task fails, the failure is thrown into those that wait
//! for it. Any number of them share one thread, and nothing happens but what the scheduler does, so
//! that two runs are the same.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::{Coroutine, CoroutineState, LocalBoxGenerator, generator};

/// Runs jobs that wait on one another, in simulated time.
///
/// A job is a line `NAME TICKS`, then `fails` if it does so in the end, then a colon and the names
/// of the jobs that it needs. It fails with a job that it needs, unless a question mark follows that
/// name. Text after a # is skipped. The exit status is 1 if a job is not done.
#[derive(Parser)]
struct Options {
    /// How many jobs can run at a time
    #[arg(short, long, default_value = "2")]
    workers: NonZero<usize>,

    /// Print every step of every task
    #[arg(short, long)]
    trace: bool,

    /// The file with the jobs; standard input if there is none
    file: Option<PathBuf>,
}

/// A task: yields requests, is sent answers, and is thrown the failure of what it waits for.
///
/// The attribute reads a return type as it is written, so the tasks below write this one out.
type Task<'a> = LocalBoxGenerator<'a, Request<'a>, Answer<'a>, Outcome<'a>, Failure<'a>>;

/// How many ticks a task and what it needed took.
type Outcome<'a> = Result<u64, Failure<'a>>;

/// What a task can yield.
enum Request<'a> {
    Spawn(&'a str, Task<'a>),
    Sleep(u64),
    Wait(&'a str),
    Tell(&'a str, Message<'a>),
    Listen,
}

/// What it is sent then.
#[derive(Debug)]
enum Answer<'a> {
    Done,
    Result(u64),
    Message(Message<'a>),
}

#[derive(Clone, Copy, Debug)]
enum Message<'a> {
    /// This job would like to have a worker.
    Apply(&'a str),
    Go,
    Release,
}

/// This job failed, and what needs it does too.
#[derive(Clone, Copy, Debug)]
struct Failure<'a>(&'a str);

// The answer to a request is of the type that the request is for: that is what these two add to a
// yield. The failure of the task that is waited for goes through them to who delegates to them.

#[generator]
fn wait<'a>(
    task: &'a str,
) -> impl Coroutine<Yield = Request<'a>, Resume = Answer<'a>, Return = u64, Error = Failure<'a>> {
    match yield_!(Request::Wait(task)) {
        Answer::Result(result) => result,
        answer => unreachable!("{answer:?} is no result"),
    }
}

#[generator]
fn listen<'a>()
-> impl Coroutine<Yield = Request<'a>, Resume = Answer<'a>, Return = Message<'a>, Error = Failure<'a>>
{
    match yield_!(Request::Listen) {
        Answer::Message(message) => message,
        answer => unreachable!("{answer:?} is no message"),
    }
}

// Names of tasks that no job can have, for there are no spaces in a job's.
const BUILD: &str = "the build";
const WORKERS: &str = "the workers";

/// The first task: spawns all others, and waits for the jobs.
#[generator]
fn build<'a>(
    jobs: &'a [Job<'a>],
    count: usize,
) -> LocalBoxGenerator<'a, Request<'a>, Answer<'a>, Outcome<'a>, Failure<'a>> {
    yield_!(Request::Spawn(WORKERS, workers(count)));
    for job in jobs {
        yield_!(Request::Spawn(job.name, work(job)));
    }
    let mut longest = 0;
    for job in jobs {
        // What fails is caught, so that the others are waited for as well.
        if let Ok(ticks) = try_yield_from!(wait(job.name)) {
            longest = longest.max(ticks);
        }
    }
    Ok(longest)
}

/// Lets so many jobs work at a time, first come, first served.
#[generator]
fn workers<'a>(
    mut free: usize,
) -> LocalBoxGenerator<'a, Request<'a>, Answer<'a>, Outcome<'a>, Failure<'a>> {
    let mut queue = VecDeque::new();
    loop {
        match yield_from!(listen()) {
            Message::Apply(job) => queue.push_back(job),
            Message::Release => free += 1,
            Message::Go => {}
        }
        if free > 0 {
            if let Some(job) = queue.pop_front() {
                free -= 1;
                yield_!(Request::Tell(job, Message::Go));
            }
        }
    }
}

/// Does a job once what it needs is done.
#[generator]
fn work<'a>(
    job: &'a Job<'a>,
) -> LocalBoxGenerator<'a, Request<'a>, Answer<'a>, Outcome<'a>, Failure<'a>> {
    let mut longest = 0;
    for need in &job.needs {
        let ticks = if need.optional {
            // Catches the failure of that job ..
            try_yield_from!(wait(need.job)).unwrap_or(0)
        } else {
            // .. and this does not: the task ends here.
            yield_from!(wait(need.job))
        };
        longest = longest.max(ticks);
    }
    yield_!(Request::Tell(WORKERS, Message::Apply(job.name)));
    yield_from!(listen());
    yield_!(Request::Sleep(job.ticks));
    yield_!(Request::Tell(WORKERS, Message::Release));
    if job.fails { Err(Failure(job.name)) } else { Ok(longest + job.ticks) }
}

struct Job<'a> {
    line: u64,
    name: &'a str,
    ticks: u64,
    fails: bool,
    needs: Vec<Need<'a>>,
}

struct Need<'a> {
    job: &'a str,
    optional: bool,
}

/// What happened to a task, and when.
struct Event<'a> {
    tick: u64,
    task: &'a str,
    what: What<'a>,
}

enum What<'a> {
    Asks(String),
    Ends(Outcome<'a>),
    /// It waits for this task, and that will never end.
    IsStuck(&'a str),
}

/// How a task is to be resumed.
enum Resume<'a> {
    Start,
    Send(Answer<'a>),
    Throw(Failure<'a>),
}

impl<'a> From<Outcome<'a>> for Resume<'a> {
    fn from(result: Outcome<'a>) -> Self {
        result.map_or_else(Self::Throw, |ticks| Self::Send(Answer::Result(ticks)))
    }
}

/// Runs tasks in turn, from `first` on, until none can go on. Returns its result.
///
/// The scheduler is a generator, too: it yields what happens, and who iterates over it decides what
/// is told of that.
#[generator]
fn schedule<'a>(
    first: Task<'a>,
) -> impl Coroutine<Yield = Event<'a>, Return = Option<Outcome<'a>>> {
    let mut tick = 0;
    let mut tasks = HashMap::from([(BUILD, first)]);
    let mut results = HashMap::new();
    // Who goes on in this tick, in the order of their turns; and who does not.
    let mut turns = VecDeque::from([(BUILD, Resume::Start)]);
    let mut sleeping: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut listening = HashSet::new();
    let mut messages: HashMap<&str, VecDeque<Message<'_>>> = HashMap::new();
    loop {
        while let Some((task, resume)) = turns.pop_front() {
            let coroutine = tasks.get_mut(task).expect("whose turn it is has not ended");
            let state = match resume {
                Resume::Start => coroutine.start().expect("it is new"),
                Resume::Send(answer) => coroutine.send(answer).expect("it waits for this"),
                // What it does not catch, it fails with.
                Resume::Throw(failure) => coroutine
                    .throw(failure)
                    .unwrap_or_else(|failure| CoroutineState::Complete(Err(failure))),
            };
            let request = match state {
                CoroutineState::Yielded(request) => request,
                CoroutineState::Complete(result) => {
                    yield_!(Event { tick, task, what: What::Ends(result) });
                    tasks.remove(task);
                    results.insert(task, result);
                    for waiter in waiting.remove(task).unwrap_or_default() {
                        turns.push_back((waiter, result.into()));
                    }
                    continue;
                }
            };
            yield_!(Event { tick, task, what: What::Asks(request.to_string()) });
            match request {
                Request::Spawn(name, new) => {
                    tasks.insert(name, new);
                    turns.push_back((name, Resume::Start));
                    turns.push_back((task, Resume::Send(Answer::Done)));
                }
                Request::Sleep(ticks) => sleeping.entry(tick + ticks).or_default().push(task),
                Request::Wait(other) => match results.get(other) {
                    Some(&result) => turns.push_back((task, result.into())),
                    None => waiting.entry(other).or_default().push(task),
                },
                Request::Tell(other, message) => {
                    turns.push_back((task, Resume::Send(Answer::Done)));
                    if listening.remove(other) {
                        turns.push_back((other, Resume::Send(Answer::Message(message))));
                    } else {
                        messages.entry(other).or_default().push_back(message);
                    }
                }
                Request::Listen => {
                    if let Some(message) = messages.entry(task).or_default().pop_front() {
                        turns.push_back((task, Resume::Send(Answer::Message(message))));
                    } else {
                        listening.insert(task);
                    }
                }
            }
        }
        let Some((next, sleepers)) = sleeping.pop_first() else {
            break;
        };
        tick = next;
        turns.extend(sleepers.into_iter().map(|task| (task, Resume::Send(Answer::Done))));
    }
    for (other, waiters) in waiting {
        for task in waiters {
            yield_!(Event { tick, task, what: What::IsStuck(other) });
        }
    }
    results.remove(BUILD)
}

impl Display for Request<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spawn(task, _) => write!(formatter, "spawns {task}"),
            Self::Sleep(ticks) => write!(formatter, "sleeps for {ticks}"),
            Self::Wait(task) => write!(formatter, "waits for {task}"),
            Self::Tell(task, Message::Apply(_)) => write!(formatter, "applies to {task}"),
            Self::Tell(task, Message::Go) => write!(formatter, "tells {task} to go"),
            Self::Tell(task, Message::Release) => write!(formatter, "releases one of {task}"),
            Self::Listen => formatter.write_str("listens"),
        }
    }
}

impl Display for Event<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { tick, task, what } = self;
        write!(formatter, "{tick:>6} {task} ")?;
        match what {
            What::Asks(request) => formatter.write_str(request),
            What::Ends(Ok(_)) => formatter.write_str("is done"),
            What::Ends(Err(Failure(cause))) if cause == task => formatter.write_str("fails"),
            What::Ends(Err(Failure(cause))) => write!(formatter, "fails, for it needs {cause}"),
            What::IsStuck(other) => write!(formatter, "waits for {other} for ever"),
        }
    }
}

/// The jobs in a text, or what is wrong with it and where.
fn parse(text: &str) -> Result<Vec<Job<'_>>, String> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.split('#').next().unwrap_or_default();
        if content.trim().is_empty() {
            continue;
        }
        let (job, needs) = content.split_once(':').unwrap_or((content, ""));
        let (name, ticks, fails) = match job.split_whitespace().collect::<Vec<_>>()[..] {
            [name, ticks] => (name, ticks, false),
            [name, ticks, "fails"] => (name, ticks, true),
            _ => return Err(format!("{line}: a job is NAME TICKS or NAME TICKS fails")),
        };
        let Ok(ticks) = ticks.parse::<u32>() else {
            return Err(format!("{line}: {ticks:?} is not a number of ticks"));
        };
        if jobs.iter().any(|job| job.name == name) {
            return Err(format!("{line}: there is a job {name} already"));
        }
        let needs = needs.split_whitespace().map(|need| match need.strip_suffix('?') {
            Some(job) => Need { job, optional: true },
            None => Need { job: need, optional: false },
        });
        jobs.push(Job { line, name, ticks: ticks.into(), fails, needs: needs.collect() });
    }
    for Job { line, needs, .. } in &jobs {
        if let Some(need) = needs.iter().find(|need| !jobs.iter().any(|job| job.name == need.job)) {
            return Err(format!("{line}: there is no job {}", need.job));
        }
    }
    Ok(jobs)
}

/// Prints what happens, and gives how many jobs were not done.
fn run(jobs: &[Job<'_>], options: &Options, output: &mut impl Write) -> io::Result<usize> {
    let mut undone = jobs.len();
    let mut end = 0;
    let mut events = schedule(build(jobs, options.workers.get()));
    for event in &mut events {
        let is_end = !matches!(event.what, What::Asks(_));
        let is_job = !matches!(event.task, BUILD | WORKERS);
        if options.trace || is_end && is_job {
            writeln!(output, "{event}")?;
        }
        if let (What::Ends(Ok(_)), true) = (event.what, is_job) {
            undone -= 1;
        }
        end = event.tick;
    }
    // What the loop left behind is the result of the first task.
    if let Some(Some(Ok(longest))) = events.take_return() {
        if undone == 0 {
            writeln!(output, "Done after {end} ticks; the longest chain of jobs takes {longest}.")?;
        }
    }
    output.flush()?;
    Ok(undone)
}

fn read(file: Option<&Path>) -> io::Result<String> {
    file.map_or_else(|| io::read_to_string(io::stdin()), fs::read_to_string)
}

fn main() -> ExitCode {
    let options = Options::parse();
    let file = options.file.as_deref();
    let name = file.map_or("<stdin>".into(), Path::to_string_lossy);
    let text = match read(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("scheduler: cannot read {name}: {error}");
            return ExitCode::from(2);
        }
    };
    let jobs = match parse(&text) {
        Ok(jobs) => jobs,
        Err(mistake) => {
            eprintln!("{name}:{mistake}");
            return ExitCode::from(2);
        }
    };
    match run(&jobs, &options, &mut io::stdout().lock()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(undone) => {
            eprintln!("scheduler: jobs that were not done: {undone} of {}", jobs.len());
            ExitCode::FAILURE
        }
        // As with `head`: that nobody reads on is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scheduler: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
    }
}
