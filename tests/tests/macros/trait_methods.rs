//! A trait that says `-> impl Iterator` is implemented by generator methods, and used through
//! generics and, erased, through a trait object.

use std::collections::BTreeMap;

use genfn::{BoxGenerator, Coroutine, LocalBoxGenerator, Status, generator};

trait Source {
    fn items(&self) -> impl Iterator<Item = u32>;

    /// Each item with those before it.
    fn sums(&self) -> impl Iterator<Item = u32> {
        genfn::gen_! {
            let mut sum = 0;
            for item in self.items() {
                sum += item;
                yield_!(sum);
            }
        }
    }
}

struct Countdown(u32);

impl Source for Countdown {
    #[generator]
    fn items(&self) -> impl Iterator<Item = u32> {
        for number in (1..=self.0).rev() {
            yield_!(number);
        }
    }
}

struct Named(BTreeMap<&'static str, u32>);

impl Source for Named {
    #[generator]
    fn items(&self) -> impl Iterator<Item = u32> {
        yield_from!(self.0.values().copied());
    }
}

/// The one that needs no body of its own.
impl Source for Vec<u32> {
    fn items(&self) -> impl Iterator<Item = u32> {
        self.iter().copied()
    }
}

fn largest<S: Source>(source: &S) -> Option<u32> {
    source.items().max()
}

fn total(source: &impl Source) -> u32 {
    source.items().sum()
}

#[test]
fn a_generator_method_implements_it() {
    assert_eq!(Countdown(3).items().collect::<Vec<_>>(), [3, 2, 1]);
    let named = Named(BTreeMap::from([("b", 2), ("a", 1)]));
    assert_eq!(named.items().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn generic_code_uses_it() {
    assert_eq!(largest(&Countdown(3)), Some(3));
    assert_eq!(total(&Countdown(3)), 6);
    assert_eq!(total(&vec![1, 2]), 3);
    assert_eq!(Countdown(3).sums().collect::<Vec<_>>(), [3, 5, 6]);
}

#[test]
fn where_the_type_is_known_it_is_a_coroutine() {
    let source = Countdown(2);
    let mut items = source.items();
    items.next();
    assert_eq!(items.status(), Status::Suspended);
    assert_eq!(items.close(), Ok(None));
}

/// The same for trait objects: the type that a method returns has a name.
trait DynSource {
    fn boxed_items(&self) -> BoxGenerator<'_, u32>;
}

impl DynSource for Countdown {
    #[generator]
    fn boxed_items(&self) -> BoxGenerator<'_, u32> {
        yield_from!(self.items());
    }
}

impl DynSource for Named {
    fn boxed_items(&self) -> BoxGenerator<'_, u32> {
        BoxGenerator::new(self.items())
    }
}

#[test]
fn trait_objects_use_it_through_a_box_generator() {
    let sources: [Box<dyn DynSource>; 2] =
        [Box::new(Countdown(2)), Box::new(Named(BTreeMap::from([("only", 7)])))];
    let items = sources.iter().flat_map(|source| source.boxed_items());
    assert_eq!(items.collect::<Vec<_>>(), [2, 1, 7]);

    let mut items = sources[0].boxed_items();
    assert_eq!(items.next(), Some(2));
    assert_eq!(items.close(), Ok(None));
    assert_eq!(items.next(), None);
}

/// Whatever is a `Source` can be used through a trait object, too, where nothing has to be `Send`.
trait LocalSource {
    fn local_items(&self) -> LocalBoxGenerator<'_, u32>;
}

impl<S: Source> LocalSource for S {
    #[generator]
    fn local_items(&self) -> LocalBoxGenerator<'_, u32> {
        yield_from!(self.items());
    }
}

#[test]
fn a_blanket_impl_erases_every_source() {
    let sources: [&dyn LocalSource; 2] = [&Countdown(2), &vec![7, 8]];
    let items = sources.iter().flat_map(|source| source.local_items());
    assert_eq!(items.collect::<Vec<_>>(), [2, 1, 7, 8]);
}
