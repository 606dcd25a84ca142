//! Finds what stands in a body where it cannot.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, ExprAsync, ExprAwait, ExprClosure, ExprConst, ExprMacro, ExprRepeat,
    ExprYield, Item, Macro, StmtMacro,
};

use crate::diagnostics::Problems;
use crate::function::Body;
use crate::yields::{YieldKind, expressions, expressions_in, makes_generator};

/// Reports misplaced yields, and what is no yield but looks like one.
///
/// What stands in a macro that is not understood is not seen here. There, each yield's expansion
/// makes rustc itself reject it if it is misplaced (`lower`).
pub(crate) fn check(body: &Body, problems: &mut Problems) {
    if let Some(statements) = &body.statements {
        let mut misuse = Misuse { problems, place: Place::Generator };
        for statement in statements {
            misuse.visit_stmt(statement);
        }
    }
}

/// The innermost thing that a yield can be misplaced in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The generator's own body: a yield belongs here.
    Generator,
    Closure,
    AsyncBlock,
    Function,
    Constant,
}

impl Place {
    /// Why a yield cannot stand here, and what to write instead.
    fn rule(self) -> Option<&'static str> {
        match self {
            Self::Generator => None,
            Self::Closure => Some(
                "cannot stand in a closure: only the generator's own body can be suspended; \
                 write a loop in place of the closure, or yield what the closure returns",
            ),
            Self::AsyncBlock => Some(
                "cannot stand in an `async` block: only the generator's own body can be \
                 suspended; yield outside of the block",
            ),
            Self::Function => Some(
                "cannot stand in a nested function: only the generator's own body can be \
                 suspended; mark the nested function `#[generator]` too, or yield what it returns",
            ),
            Self::Constant => Some(
                "cannot stand in a constant: it is evaluated when the program is compiled; \
                 compute the value in the body with `let`",
            ),
        }
    }
}

struct Misuse<'a> {
    problems: &'a mut Problems,
    place: Place,
}

impl Misuse<'_> {
    fn within(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        visit(self);
        self.place = outer;
    }
}

impl<'ast> Visit<'ast> for Misuse<'_> {
    fn visit_macro(&mut self, invocation: &'ast Macro) {
        let Some((kind, name)) = YieldKind::of_path(&invocation.path) else {
            let opaque = invocation
                .path
                .segments
                .last()
                .is_none_or(|segment| makes_generator(&segment.ident));
            if !opaque {
                for expression in expressions_in(invocation).iter().flatten() {
                    // The visitor borrows for `'ast`, which what was just parsed does not live.
                    Misuse { problems: self.problems, place: self.place }.visit_expr(expression);
                }
            }
            return;
        };
        if let Some(rule) = self.place.rule() {
            self.problems.at(name, format!("`{}` {rule}", kind.name()));
        }
        let values = expressions(invocation.tokens.clone());
        for value in values.iter().flatten() {
            Misuse { problems: self.problems, place: self.place }.visit_expr(value);
        }
        if let Some([_, second, ..]) = values.as_deref() {
            self.problems.at(
                second,
                format!("`{}` takes one value: write several as a tuple, `(a, b)`", kind.name()),
            );
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.within(Place::Closure, |this| {
            visit::visit_expr_closure(this, closure);
        });
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.within(Place::AsyncBlock, |this| {
            visit::visit_expr_async(this, block);
        });
    }

    fn visit_expr_const(&mut self, block: &'ast ExprConst) {
        self.within(Place::Constant, |this| visit::visit_expr_const(this, block));
    }

    fn visit_expr_repeat(&mut self, array: &'ast ExprRepeat) {
        self.visit_expr(&array.expr);
        self.within(Place::Constant, |this| this.visit_expr(&array.len));
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        if self.place == Place::Generator {
            self.problems.at(
                awaited.await_token,
                "a generator cannot wait for a future: its caller steps it, and nothing would \
                 resume it when the future is ready; make the values ready before the generator \
                 starts, or write a stream instead",
            );
        }
        visit::visit_expr_await(self, awaited);
    }

    fn visit_expr_yield(&mut self, yielded: &'ast ExprYield) {
        let value = yielded.expr.as_ref().map_or_else(String::new, |value| {
            value.span().source_text().unwrap_or_else(|| "..".to_owned())
        });
        self.problems.at(
            yielded.yield_token,
            format!("a yield is written as a macro in a generator: `yield_!({value})`"),
        );
        visit::visit_expr_yield(self, yielded);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(_) | Item::Static(_) => {
                self.within(Place::Constant, |this| visit::visit_item(this, item));
            }
            // A macro's definition is tokens to be used elsewhere.
            Item::Macro(_) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.nested_function(&function.attrs, Some(&function.block));
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        self.nested_function(&method.attrs, Some(&method.block));
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        self.nested_function(&method.attrs, method.default.as_ref());
    }

    fn visit_stmt_macro(&mut self, statement: &'ast StmtMacro) {
        self.visit_macro(&statement.mac);
    }

    fn visit_expr_macro(&mut self, expression: &'ast ExprMacro) {
        self.visit_macro(&expression.mac);
    }
}

impl<'ast> Misuse<'_> {
    fn nested_function(&mut self, attributes: &[Attribute], body: Option<&'ast Block>) {
        if attributes.iter().any(is_generator) {
            return;
        }
        if let Some(body) = body {
            self.within(Place::Function, |this| visit::visit_block(this, body));
        }
    }
}

/// Whether an attribute is this one: a function that has it is a generator of its own.
pub(crate) fn is_generator(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "generator")
}
