//! `Debug` of every public type: a generator shows its status and where it is suspended.

use std::convert::Infallible;
use std::fmt::Debug;

use genfn::{
    BoxGenerator, CloseError, Coroutine, CoroutineState, Interrupt, LocalBoxGenerator, SendError,
    StartError, Status, generator, yield_,
};

/// A value with no `Debug`, of which nothing may be asked.
struct Opaque;

// The lines of the yields below, counted from here.
const HERE: u32 = line!();

#[generator]
fn steps() -> impl Coroutine<Yield = Opaque, Resume = (), Return = Opaque, Error = Opaque> + Send {
    yield_!(Opaque);
    let _ = try_yield!(Opaque);
    let several_lines = [0, {
        genfn::yield_!(Opaque);
        1
    }];
    let _ = several_lines;
    Opaque
}

const YIELDS: [u32; 3] = [HERE + 4, HERE + 5, HERE + 7];

/// What a suspended generator shows. The place costs room, so it is kept in debug builds alone.
fn suspended(name: &str, line: u32) -> String {
    if cfg!(debug_assertions) {
        format!("{name}(Suspended at {}:{line})", file!())
    } else {
        format!("{name}(Suspended)")
    }
}

fn shows_every_step<C: Coroutine<Resume = ()> + Debug>(mut coroutine: C, name: &str) {
    assert_eq!(format!("{coroutine:?}"), format!("{name}(Created)"));
    assert!(coroutine.start().is_ok());
    assert_eq!(format!("{coroutine:?}"), suspended(name, YIELDS[0]));
    for line in &YIELDS[1..] {
        assert!(coroutine.send(()).is_ok());
        assert_eq!(format!("{coroutine:?}"), suspended(name, *line));
    }
    assert!(coroutine.send(()).is_ok());
    assert_eq!(format!("{coroutine:?}"), format!("{name}(Finished)"));
}

#[test]
fn a_generator_shows_its_status_and_its_yield() {
    shows_every_step(steps(), "Generator");
}

#[test]
fn a_lent_or_boxed_generator_shows_the_same() {
    let mut owner = steps();
    shows_every_step(&mut owner, "Generator");
    assert_eq!(format!("{owner:?}"), "Generator(Finished)");
    shows_every_step(Box::new(steps()), "Generator");
}

#[test]
fn an_erased_generator_shows_its_own_name() {
    shows_every_step(BoxGenerator::new(steps()), "BoxGenerator");
    shows_every_step(LocalBoxGenerator::new(steps()), "LocalBoxGenerator");
    shows_every_step(LocalBoxGenerator::new(BoxGenerator::new(steps())), "LocalBoxGenerator");
}

#[test]
fn a_trait_object_shows_the_status_of_what_it_hides() {
    type Object<'a> =
        dyn Coroutine<Yield = Opaque, Resume = (), Return = Opaque, Error = Opaque> + 'a;
    type SendObject<'a> =
        dyn Coroutine<Yield = Opaque, Resume = (), Return = Opaque, Error = Opaque> + Send + 'a;

    shows_every_step(Box::new(steps()) as Box<Object<'_>>, "Coroutine");
    shows_every_step(Box::new(steps()) as Box<SendObject<'_>>, "Coroutine");
    shows_every_step(&mut steps() as &mut Object<'_>, "Coroutine");
}

#[test]
fn a_generator_that_was_thrown_into_or_closed_is_finished() {
    let mut thrown = steps();
    thrown.next();
    assert!(thrown.throw(Opaque).is_err());
    assert_eq!(format!("{thrown:?}"), "Generator(Finished)");

    let mut closed = steps();
    closed.next();
    assert!(closed.close().is_ok());
    assert_eq!(format!("{closed:?}"), "Generator(Finished)");
}

#[test]
fn an_imported_yield_shows_its_own_line_too() {
    #[generator]
    fn imported() -> impl Iterator<Item = u32> {
        yield_!(1);
    }

    let mut imported = imported();
    imported.next();
    assert_eq!(format!("{imported:?}"), suspended("Generator", line!() - 5));
}

#[test]
fn a_generator_over_results_shows_the_same() {
    #[generator]
    fn parsed(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
        yield_!(text.parse());
    }

    let mut parsed = parsed("1");
    assert_eq!(format!("{parsed:?}"), "Generator(Created)");
    parsed.next();
    assert_eq!(format!("{parsed:?}"), suspended("Generator", line!() - 6));
    parsed.next();
    assert_eq!(format!("{parsed:?}"), "Generator(Finished)");
}

#[test]
fn generators_are_shown_inside_of_other_values() {
    #[derive(Debug)]
    struct Source {
        #[expect(dead_code, reason = "it is read by `Debug`")]
        numbers: BoxGenerator<'static, u32>,
    }

    #[generator]
    fn empty() -> BoxGenerator<'static, u32> {
        if false {
            yield_!(0);
        }
    }

    let shown = format!("{:?}", Source { numbers: empty() });
    assert_eq!(shown, "Source { numbers: BoxGenerator(Created) }");
    assert_eq!(format!("{:?}", Some(vec![empty()])), "Some([BoxGenerator(Created)])");
}

#[test]
fn states_show_what_they_hold() {
    let yielded: CoroutineState<_, Infallible> = CoroutineState::Yielded(1);
    assert_eq!(format!("{yielded:?}"), "Yielded(1)");
    let complete: CoroutineState<Infallible, _> = CoroutineState::Complete("end");
    assert_eq!(format!("{complete:?}"), "Complete(\"end\")");
    assert_eq!(format!("{:?}", Interrupt::Thrown(1)), "Thrown(1)");
    assert_eq!(format!("{:?}", Interrupt::<Infallible>::Closed), "Closed");
    let statuses = [Status::Created, Status::Suspended, Status::Finished];
    assert_eq!(format!("{statuses:?}"), "[Created, Suspended, Finished]");
}

#[test]
fn errors_show_themselves_whatever_they_hold() {
    assert_eq!(format!("{:?}", StartError::Started), "Started");
    assert_eq!(format!("{:?}", StartError::Finished), "Finished");
    assert_eq!(format!("{:?}", SendError::NotStarted(Opaque)), "NotStarted(..)");
    assert_eq!(format!("{:?}", SendError::Finished(Opaque)), "Finished(..)");
    assert_eq!(format!("{:?}", CloseError::new(Opaque)), "CloseError(..)");
}
