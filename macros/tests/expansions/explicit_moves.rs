#[generator]
fn greetings(names: Vec<String>) -> impl Iterator<Item = String> + Clone {
    let mut greeting = String::from("Hello");
    yield_!(greeting.clone());
    greeting.push(' ');
    for name in names {
        let both = greeting.clone() + &name;
        yield_!(both);
    }
    drop(greeting);
    yield_!(String::new());
}
