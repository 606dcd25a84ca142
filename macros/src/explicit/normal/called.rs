//! Calls with a yield in their arguments: what is called is found in front of it.
//!
//! ```text
//! // in                        // out
//! once(yield_!(x));            let operand = once;                       // an argument `impl FnOnce(..)`
//!                              let operand_2 = yield_!(x);
//!                              (operand)(operand_2);
//!
//! borrowed(yield_!(x));        let operand = yield_!(x);
//!                              if false { (*lent(&borrowed))(operand) }  // an error if the call moves it
//!                              borrowed(operand);                        // of another local, rustc is asked
//! ```

use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Expr, Token, parse_quote};

use crate::explicit::known::kinds::{self, has_yield_in_expression};
use crate::explicit::known::known_types::Known;
use crate::explicit::normal::Normal;
use crate::explicit::questions::callables;
use crate::explicit::tree::ir::Part;

impl Normal<'_> {
    /// A call: what is called is found, and moved if it can be called once, in front of the arguments.
    pub(super) fn call(
        &mut self,
        mut call: syn::ExprCall,
        later: bool,
        parts: &mut Vec<Part>,
        borrows: &mut bool,
    ) -> Expr {
        let is_local = kinds::is_place(&call.func) && self.is_in_local(&call.func);
        let var = kinds::name_of(&call.func).and_then(|name| self.vars.find(name));
        let once = var.is_some_and(|var| self.vars.all[var].known == Some(Known::Once));
        if once || has_yield_in_expression(&call.func) || !kinds::is_place(&call.func) {
            let func = self.hoist(*call.func, true, parts, borrows);
            if let (true, Some(var)) =
                (once, kinds::name_of(&func).and_then(|name| self.vars.find(name)))
            {
                self.vars.all[var].known = Some(Known::Once);
            }
            call.func = Box::new(parse_quote!((#func)));
        }
        if is_local && !once && self.changes(&call.func) {
            self.reject(
                &call.func,
                "this is found in front of the yield among the arguments, and may be changed behind it: bind \
                 it with `let` in front of the statement",
            );
        }
        self.operands(call.args.iter_mut().collect(), later, parts, borrows);
        let asked = var.is_some_and(|var| callables::is_asked(&call, &self.vars.all[var]));
        if asked && !once {
            let checked = callables::ask(&self.private, &call, &call.func, true);
            self.question(quote!({ let _ = #checked; }), parts);
        } else if is_local && !once {
            let written = call.clone();
            let called = |func: &Expr, args: &Punctuated<Expr, Token![,]>| {
                Expr::Call(syn::ExprCall {
                    func: Box::new(func.clone()),
                    args: args.clone(),
                    ..written.clone()
                })
            };
            self.check_borrows(&call.func, &call.args, called, parts);
        }
        Expr::Call(call)
    }

    /// Whether a place is in a local of the body.
    pub(super) fn is_in_local(&self, place: &Expr) -> bool {
        kinds::root_of(place).is_some_and(|name| self.vars.find(name).is_some())
    }
}
