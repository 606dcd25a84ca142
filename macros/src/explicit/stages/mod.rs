//! The stages of a function with an explicit state, from its tokens to those of the new function.
//!
//! | stage | reads | gives |
//! |---|---|---|
//! | `lower` | the statements | [`Lowered`](lower::Lowered): the tree and its locals |
//! | `analyze` | that | [`Analyzed`](analyze::Analyzed): what each yield keeps |
//! | `place` | both | [`Placed`](place::Placed): where each kept local lies |
//! | `write` | all of them | the new function, or the type with a name |

mod analyze;
mod lower;
mod place;
mod write;

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, TokenStream};
use syn::Path;

use crate::attribute::Arguments;
use crate::errors::Errors;
use crate::explicit::emit::state_name;
use crate::explicit::items::named;
use crate::explicit::source::asked::Asked;
use crate::explicit::source::parameters;
use crate::explicit::tree::vars::Vars;
use crate::lower::{hidden_items, imported_items};
use crate::parse::{Body, Head};
use crate::signature::Output;
use crate::tokens::Words;

pub(crate) use write::stand_in;

/// The new function. `None` if its body cannot be lowered; the errors say why.
pub(crate) fn expand(
    head: &Head,
    body: Body,
    output: &Output,
    arguments: &Arguments,
    asked: &Asked,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let braces = body.braces.clone();
    let (written, words) = (body.statements.clone(), body.words.clone());
    // It reports all that no generator may have.
    let ends_with_result = crate::lower::check(body, output, &arguments.runtime, errors);
    if !errors.is_empty() {
        return None;
    }
    // A generator with a name has items beside the function.
    let (private, import) = if arguments.name.is_some() {
        (hidden_items(&arguments.runtime), TokenStream::new())
    } else {
        imported_items(&arguments.runtime)
    };
    let function = Function {
        head,
        braces: &braces,
        words: &words,
        output,
        arguments,
        asked,
        private: &private,
        import,
        ends_with_result,
    };
    let statements = function.statements(written, errors)?;
    let mut lowered = function.lower(statements.clone(), &BTreeSet::new(), errors)?;
    let mut analyzed = function.analyze(&mut lowered);
    let parts = function.parts(&lowered, &analyzed.kept);
    if !parts.is_empty() {
        lowered = function.lower(statements, &parts, errors)?;
        analyzed = function.analyze(&mut lowered);
    }
    let placed = function.keep(&mut lowered, analyzed, errors)?;
    function.write(&lowered, placed, errors)
}

/// A function that is to become a generator with an explicit state.
struct Function<'a> {
    head: &'a Head,
    braces: &'a Group,
    words: &'a Words,
    output: &'a Output,
    arguments: &'a Arguments,
    asked: &'a Asked,
    private: &'a Path,
    /// What brings it into scope.
    import: TokenStream,
    /// Whether the last expression of the body is a `Result`, and not `()`.
    ends_with_result: bool,
}

impl Function<'_> {
    /// The name of the enum of states.
    pub(super) fn state_name(&self) -> Ident {
        self.arguments.name.as_ref().map_or_else(state_name, named::state_name)
    }

    /// Whether the fields are those that the source shows.
    pub(super) fn shows(&self) -> bool {
        self.arguments.name.is_some() || self.asked.shows()
    }

    /// Gives the lifetimes in the types of locals their names, where the types are written in the enum.
    pub(super) fn name_lifetimes(&self, vars: &mut Vars) {
        if self.arguments.name.is_some() {
            let types = vars.all.iter_mut().filter_map(|var| var.written.as_mut());
            types.for_each(|ty| parameters::fill(ty, &self.head.signature));
        }
    }
}
