//! Random bodies do as streams what they do as `async fn`s: in every poll, dropped, closed and with a
//! panic at each.

#[test]
fn every_poll_is_a_place_to_drop_to_close_and_to_panic() {
    let figures = genfn_differential_streams::compare_all();
    println!("{figures}");
    assert!(figures.runs > figures.bodies * 20, "{figures}");
}
