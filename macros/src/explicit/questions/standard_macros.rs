//! The question to rustc whether a macro that is called by a name of the standard library's is the standard library's.
//!
//! ```text
//! // in                      // out
//! let shown = dbg!(local);   if false { use known_macros::*; let _ = dbg!(""); }
//! ..                         let shown = dbg!(local);
//! panic!("{local}")          if false { Given::by(|| loop { break panic!("") }).by_a_panic(); }
//! { use my::*; .. }          { use my::*; const _: fn() = || if false { use known_macros::*; .. }; .. }
//! ```
//!
//! If another macro has the name as well, the name is ambiguous. `std` and `core` have a `panic!` each, so rustc is asked
//! whether that one diverges.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Item, Macro, Path, Stmt, UseTree, parse_quote};

use crate::explicit::known::known_macros;
use crate::explicit::questions::located::located;
use crate::explicit::questions::standard;
use crate::explicit::tree::vars::Vars;

/// A use of a macro of the standard library by its name alone, which may be that of another macro.
pub(crate) fn use_by_name(invocation: &Macro) -> Option<TokenStream> {
    let name = invocation.path.get_ident()?;
    let at = Span::call_site().located_at(name.span());
    let arguments = match &*name.to_string() {
        "vec" if cfg!(feature = "alloc") => {
            let elements = known_macros::list_in(invocation).map_or(1, |elements| elements.len());
            let elements = vec![quote!(()); elements];
            quote!(#(#elements),*)
        }
        "format" if cfg!(feature = "alloc") => quote!(""),
        "assert" | "debug_assert" => quote!(true),
        "assert_eq" | "debug_assert_eq" | "matches" => quote!((), ()),
        "assert_ne" | "debug_assert_ne" => quote!(0, 1),
        "dbg" | "eprint" | "eprintln" | "print" | "println" => quote!(""),
        "stringify" => quote!(()),
        "todo" | "unimplemented" | "unreachable" => quote!(),
        "write" | "writeln" => {
            return Some(quote_spanned! {at=>
                |out: &mut dyn ::core::fmt::Write| {
                    let _ = #name!(out, "");
                }
            });
        }
        _ => return None,
    };
    Some(quote_spanned!(at=> #name!(#arguments)))
}

/// The question about one use. Nothing of it runs.
pub(crate) fn question(by_name: &TokenStream, private: &Path) -> TokenStream {
    quote! {
        if false {
            #[allow(unused_imports)]
            use #private::known_macros::*;
            let _ = #by_name;
        }
    }
}

/// The questions about the macros that the lowering of a body relies on.
pub(crate) fn of_body(private: &Path, vars: &Vars) -> TokenStream {
    vars.relied_macros.values().filter_map(|invocation| ask(private, invocation)).collect()
}

/// The question about one macro.
fn ask(private: &Path, invocation: &Macro) -> Option<TokenStream> {
    let mut invocation = invocation.clone();
    let name = invocation.path.get_ident()?;
    let here = Span::call_site().located_at(name.span());
    if name == "panic" {
        let private = located(private, here);
        let panics = quote_spanned!(here=> panic!(""));
        return Some(quote_spanned! {here=>
            if false {
                #[allow(unreachable_code, clippy::never_loop)]
                let given = #private::Given::by(|| {
                    let once = #private::StandardPanic;
                    loop {
                        #private::once(once);
                        break #panics;
                    }
                });
                given.by_a_panic();
            }
        });
    }
    if let Some(segment) = invocation.path.segments.first_mut() {
        // The lints of the user's code are for the user's call.
        segment.ident.set_span(here);
    }
    Some(question(&use_by_name(&invocation)?, private))
}

/// Asks again in each block that may import a macro or a variant of the name of one that the lowering relies on.
pub(crate) fn ask_in_blocks(statements: &mut [Stmt], private: &Path, vars: &Vars) {
    let mut blocks = Blocks { private, vars };
    for statement in statements {
        blocks.visit_stmt_mut(statement);
    }
}

struct Blocks<'a> {
    private: &'a Path,
    vars: &'a Vars,
}

impl VisitMut for Blocks<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let is_imported = |name: &str| {
            block.stmts.iter().any(|statement| match statement {
                Stmt::Item(Item::Use(import)) => imports(&import.tree, name),
                _ => false,
            })
        };
        let relied = self.vars.relied_macros.iter().filter(|(name, _)| is_imported(name));
        let mut questions: TokenStream =
            relied.filter_map(|(_, invocation)| ask(self.private, invocation)).collect();
        let believed = self.vars.believed_variants.iter().filter(|(path, _)| {
            path.segments.first().is_some_and(|first| is_imported(&first.ident.to_string()))
        });
        let variants: Vec<_> =
            believed.map(|variant| standard::of_variant(self.private, variant)).collect();
        if !variants.is_empty() {
            questions.extend(quote!(if false { #(#variants)* }));
        }
        if !questions.is_empty() {
            block.stmts.insert(0, parse_quote!(const _: fn() = || { #questions };));
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// Whether an import may be one of a macro of a name.
fn imports(tree: &UseTree, name: &str) -> bool {
    match tree {
        UseTree::Path(path) => imports(&path.tree, name),
        UseTree::Name(import) => import.ident == name,
        UseTree::Rename(import) => import.rename == name,
        UseTree::Glob(_) => true,
        UseTree::Group(group) => group.items.iter().any(|tree| imports(tree, name)),
    }
}
