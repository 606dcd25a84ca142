#[generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for word in text.split(' ') {
        if word.is_empty() {
            return;
        }
        yield_!(Ok(word.parse()?));
    }
}
