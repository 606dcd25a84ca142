//! What a step gave is asked for, taken apart, and mapped without a `match`.

use std::collections::HashSet;

use genfn::{CoroutineState, Interrupt, Status};

type State = CoroutineState<String, Vec<u8>>;

fn yielded() -> State {
    CoroutineState::Yielded("item".to_owned())
}

fn complete() -> State {
    CoroutineState::Complete(vec![1, 2])
}

#[test]
fn it_is_either_yielded_or_complete() {
    assert!(yielded().is_yielded() && !yielded().is_complete());
    assert!(complete().is_complete() && !complete().is_yielded());
}

#[test]
fn it_gives_what_it_holds_and_not_what_it_does_not() {
    assert_eq!(yielded().yielded(), Some("item".to_owned()));
    assert_eq!(yielded().complete(), None);
    assert_eq!(complete().yielded(), None);
    assert_eq!(complete().complete(), Some(vec![1, 2]));
}

#[test]
fn what_it_holds_is_mapped_and_the_other_case_left_alone() {
    assert_eq!(yielded().map_yielded(|item| item.len()), CoroutineState::Yielded(4));
    assert_eq!(complete().map_yielded(|item| item.len()), CoroutineState::Complete(vec![1, 2]));
    assert_eq!(complete().map_complete(|bytes| bytes.len()), CoroutineState::Complete(2));
    assert_eq!(
        yielded().map_complete(|bytes| bytes.len()),
        CoroutineState::Yielded("item".to_owned()),
    );
}

#[test]
fn what_it_holds_is_borrowed() {
    let mut state = yielded();
    assert_eq!(state.as_ref().yielded().map(String::as_str), Some("item"));
    if let Some(item) = state.as_mut().yielded() {
        item.push('s');
    }
    assert_eq!(state, CoroutineState::Yielded("items".to_owned()));

    let mut state = complete();
    assert_eq!(state.as_ref().complete().map(Vec::len), Some(2));
    if let Some(bytes) = state.as_mut().complete() {
        bytes.clear();
    }
    assert_eq!(state, CoroutineState::Complete(vec![]));
}

#[test]
fn the_accessors_work_in_constants() {
    const STATE: CoroutineState<u8, u8> = CoroutineState::Complete(1);
    const COMPLETE: bool = STATE.is_complete() && !STATE.is_yielded();
    const RETURNED: Option<u8> = match STATE.as_ref() {
        CoroutineState::Complete(value) => Some(*value),
        CoroutineState::Yielded(_) => None,
    };
    assert_eq!((COMPLETE, RETURNED), (true, Some(1)));
}

#[test]
fn what_it_returns_is_nothing_where_it_is_not_said() {
    let complete: CoroutineState<u8> = CoroutineState::Complete(());
    assert_eq!(complete.complete(), Some(()));
}

#[test]
fn states_are_compared_ordered_copied_and_hashed() {
    let [first, second]: [CoroutineState<_>; 2] =
        [CoroutineState::Yielded(1), CoroutineState::Yielded(2)];
    assert!(first < second && first == CoroutineState::Yielded(1));
    assert_eq!(HashSet::from([first, second, first]).len(), 2);
    assert!(Status::Created < Status::Suspended && Status::Suspended < Status::Finished);
    assert_ne!(Interrupt::Thrown(1), Interrupt::Closed);
}
