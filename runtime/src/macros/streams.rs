//! The macro that makes a stream where it stands.

/// Makes an asynchronous generator in place, over its environment: a
/// [`Stream`](futures_core::Stream).
///
/// It is to an `async fn` with [`#[generator]`](crate::generator) what a closure is to a function: it
/// has no name and no arguments, and uses what is in scope. What it mentions is moved in, and owned until
/// it ends. Nothing runs before the first poll.
///
/// Its caller pins it, by `std::pin::pin!` or in a box. So it is what to write where a function returns
/// another name of a boxed stream:
///
/// ```
/// use std::pin::Pin;
///
/// use futures_core::Stream;
/// use genfn::async_gen;
///
/// type Rows<'a> = Pin<Box<dyn Stream<Item = String> + Send + 'a>>;
///
/// # async fn fetch(page: u32) -> Vec<String> { vec![format!("row {page}")] }
/// fn rows<'a>(pages: u32) -> Rows<'a> {
///     Box::pin(async_gen! {
///         for page in 0..pages {
///             for row in fetch(page).await {
///                 yield_!(row);
///             }
///         }
///     })
/// }
/// # let _ = rows(1);
/// ```
///
/// # Grammar
///
/// ```text
/// stream = "async_gen!" "{" ( body | "->" type "{" body "}" ) "}"
///        | "async_gen!" "(" [ "->" type ] "{" body "}" ")"
/// body   = what stands in the body of an asynchronous generator
/// type   = a return type of one, with one bound; `_` is inferred
/// ```
///
/// rustfmt formats the second form.
///
/// # With a type
///
/// The type of the items is inferred. If they are `Result`s and `?` is to give the last one, the type
/// stands before the body:
///
/// ```
/// use std::num::ParseIntError;
/// use std::pin::pin;
///
/// use futures_core::Stream;
/// use genfn::async_gen;
///
/// let numbers = async_gen! { -> impl Stream<Item = Result<u32, ParseIntError>> {
///     for word in "1 x 3".split(' ') {
///         yield_!(Ok(word.parse()?));
///     }
/// } };
/// # let _ = pin!(numbers);
/// ```
#[macro_export]
macro_rules! async_gen {
    ($($body:tt)*) => {
        $crate::__private::async_gen!(($crate) $($body)*)
    };
}
