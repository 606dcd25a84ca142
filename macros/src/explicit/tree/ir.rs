//! A body in normal form: a tree in which each yield stands alone.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Block as SynBlock, Expr, ExprMethodCall, Label, Pat, Stmt, Token, Type};

use crate::explicit::known::by_name::{ByName, Standard};
use crate::explicit::known::known_types::Known;
use crate::lower::internal;
use crate::yields::YieldKind;

/// The number of a local.
pub(crate) type VarId = usize;
/// The number of a yield, from 1 on, in the order of the source. 0 is the start.
pub(crate) type YieldId = usize;

/// A local of the body, an argument, or an operand that the normal form has given a name.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Var {
    /// Its name, which no other local has.
    pub(crate) ident: Ident,
    pub(crate) mutability: Option<Token![mut]>,
    /// Its type, where it is written.
    pub(crate) written: Option<Type>,
    /// The type of the local that takes its place, as in `let row: Row = row;`.
    pub(crate) rebound: Option<Type>,
    /// Whether it is `Copy` for certain.
    pub(crate) copies: bool,
    /// Whether dropping it does nothing, for certain.
    pub(crate) plain: bool,
    /// What is known of the methods of its type.
    pub(crate) known: Option<Known>,
    /// Whether a call of it borrows it, for certain.
    pub(crate) borrowed_by_calls: bool,
    /// Whether its value is written as a closure.
    pub(crate) closure: bool,
    /// Whether it is a closure of which a call may move it: a method in it may take what it captures.
    pub(crate) perhaps_once: bool,
    /// Whether it is known to be a `Box`, out of which a value can be moved.
    pub(crate) boxed: bool,
    /// The names by which that, and what is known of its methods, is known.
    pub(crate) by_name: Vec<ByName>,
    /// A type like that of the items that it gives by value, where that can be seen.
    pub(crate) items: Option<Type>,
    /// Whether it is an exclusive reference, for a loop over `iter_mut()` binds it.
    pub(crate) of_iter_mut: bool,
    /// Whether it is an exclusive reference, by its type or by the methods of the standard library that give it.
    pub(crate) exclusive: bool,
    /// The iterator of the loop that binds it.
    pub(crate) source: Option<VarId>,
    /// Whether its name is a reference to it, in the generator.
    pub(crate) placed: bool,
    /// Whether it is a range of numbers.
    pub(crate) range: bool,
    /// Whether its type is known to be a number, or a range from one number to another, where it is not written.
    pub(crate) number: bool,
    /// Whether a loop takes it as it is for its iterator.
    pub(crate) enters: bool,
    /// What a yield keeps of it after its last use.
    pub(crate) rest: Rest,
    /// Whether the normal form made it.
    pub(crate) hidden: bool,
    /// Whether it has its first value behind a yield, or is what is left of another local, and has a value behind the
    /// move alone.
    pub(crate) late: bool,
    /// Whether it only passes a value on, as that of what a pattern leaves of a local.
    pub(crate) remains: bool,
    /// Whether it may be a closure of the body that a function has given back: rustc does not know yet whether that
    /// is `Fn` or `FnMut`.
    pub(crate) given_back: bool,
    /// Whether it is what is left of more than one local.
    pub(crate) joined: bool,
    /// Whether it is a tuple whose elements are locals in its place.
    pub(crate) apart: bool,
    /// What a yield delegates to, if this is the delegate.
    pub(crate) delegated: Option<Delegated>,
    /// Whether its type is that of a method of the standard library of the same name, as rustc is asked
    /// to confirm where the local is kept.
    pub(crate) assumed: bool,
    /// How a pattern binds it.
    pub(crate) bound: Bound,
    /// How its type can be made known, where the general advice does not fit.
    pub(crate) advice: Option<String>,
    /// The head of the loop whose iterator it is, where that is known not to be `Serialize`.
    pub(crate) unsaved: Option<Span>,
    /// Whether it is the iterator of a loop over a range `a..=b`.
    pub(crate) inclusive: bool,
    /// Where a method is called on it that may give a borrow of it, which a yield then keeps. rustc reports moves of
    /// the local there: so it reports one of them, and not the end of the local's scope as well.
    pub(crate) borrowed_at: Option<Span>,
    /// The call of the function itself whose generator it holds.
    pub(crate) itself: Option<TokenStream>,
    /// Whether a method of the function's own name is called on it. rustc cannot be asked about such a call, which may
    /// be one of the function itself.
    pub(crate) calls_itself: bool,
    /// Where a macro `pin!` gives it.
    pub(crate) pinned: Option<Span>,
    /// Where its name is written, if nothing in the body names it.
    pub(crate) unused: Option<Span>,
    /// What a message about it points at, if that is not its name.
    pub(crate) at: Option<Span>,
    /// The arrays in it that patterns take apart.
    pub(crate) arrays: Vec<Array>,
}

impl Var {
    /// A local of the user's of which nothing is known but its name.
    pub(crate) fn new(ident: Ident, mutability: Option<Token![mut]>) -> Self {
        Self {
            ident,
            mutability,
            written: None,
            rebound: None,
            copies: false,
            plain: false,
            known: None,
            borrowed_by_calls: false,
            closure: false,
            perhaps_once: false,
            boxed: false,
            by_name: Vec::new(),
            items: None,
            of_iter_mut: false,
            exclusive: false,
            source: None,
            placed: false,
            range: false,
            number: false,
            enters: false,
            rest: Rest::Dropped,
            hidden: false,
            late: false,
            remains: false,
            joined: false,
            apart: false,
            given_back: false,
            delegated: None,
            assumed: false,
            bound: Bound::Pattern,
            advice: None,
            unsaved: None,
            inclusive: false,
            borrowed_at: None,
            itself: None,
            calls_itself: false,
            pinned: None,
            unused: None,
            at: None,
            arrays: Vec::new(),
        }
    }

    /// Whether a step can use it where it is, for it is `Copy`, or a range.
    pub(crate) fn is_copy_or_range(&self) -> bool {
        self.plain && (self.copies || self.range) && !matches!(self.written, Some(Type::Array(_)))
    }

    /// Forgets what is known by names alone.
    pub(crate) fn forget_names(&mut self) {
        if !self.by_name.is_empty() {
            (self.known, self.boxed) = (None, false);
            self.by_name.clear();
        }
    }

    /// Notes that the lowering relies on a name by which something is known.
    pub(crate) fn rely(&self, on_box: bool) {
        let names = self.by_name.iter();
        let names = names.filter(|name| (name.standard == Standard::Boxed) == on_box);
        names.for_each(|name| name.relied.set(true));
    }

    /// Whether a method may take it: it is not `Copy`, and no reference, for certain.
    pub(crate) fn may_be_taken(&self) -> bool {
        !self.plain
            && !self.copies
            && !self.calls_itself
            && !matches!(self.written, Some(Type::Reference(_)))
    }

    /// Whether it is the receiver.
    pub(crate) fn is_self(&self) -> bool {
        self.hidden && self.ident == internal("this")
    }

    /// The name that the user has written.
    pub(crate) fn name(&self) -> String {
        if self.is_self() {
            return "self".to_owned();
        }
        let written = self.ident.span().source_text();
        let name = self.ident.to_string();
        written.filter(|written| name.starts_with(&**written)).unwrap_or(name)
    }
}

/// What a yield delegates to.
#[derive(Clone, Copy)]
pub(crate) enum Delegated {
    /// A local.
    Local(VarId),
    /// Any other value.
    Value,
}

/// How a local is bound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// By a `let` with its name alone, which can be given a type.
    Let,
    /// By a `let` with a pattern.
    PatternOfLet,
    /// By the pattern of an arm, an `if let` or a loop.
    Pattern,
}

/// What a yield keeps of a local after its last use, if the local may still have to be dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The local itself.
    Whole,
    /// Nothing if rustc finds the local to be `Copy` or a reference, and the local itself otherwise.
    Dropped,
    /// The same, but for what is `Copy`: the local may hold a closure, which rustc takes to be `Copy`.
    Held,
    /// Nothing: the local is a closure that borrows what it captures. rustc is asked to confirm that.
    Closure,
    /// The same. rustc is asked where the closure is defined, as what it borrows may be moved away by the end of its
    /// scope.
    Confirmed,
}

/// A block whose scope holds yields.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) label: Option<Label>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    /// The braces, if the user has written them: by their edition, the temporaries of the tail are dropped
    /// in front of the locals or behind them.
    pub(crate) braces: Option<Span>,
    /// The functions, types and imports in it.
    pub(crate) declarations: Vec<Stmt>,
    pub(crate) parts: Vec<Part>,
    pub(crate) tail: Option<Box<Node>>,
}

/// A part of a block: what a step skips, enters, or runs from its beginning.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    /// The locals that it defines, in their order.
    pub(crate) declares: Vec<VarId>,
    /// The last yield in it, or in front of it.
    pub(crate) last: YieldId,
    /// Whether there is a yield in it.
    pub(crate) yields: bool,
}

#[derive(Clone)]
pub(crate) enum PartKind {
    /// The arguments of the function.
    Arguments,
    /// Statements without a yield.
    Statements(Vec<Stmt>),
    /// A macro that the body defines: it names the locals that are there.
    Definition(Stmt),
    /// A `let` with a yield.
    ///
    /// `late`: the value is a block for its operands, and the local is assigned in there, so that it is
    /// there when they are dropped.
    Let { attributes: Vec<Attribute>, pattern: Pat, value: Node, diverge: Option<Expr>, late: bool },
    /// An expression with a yield.
    Expression { node: Node, semicolon: bool },
    /// Finds out which arm is taken, and binds what its pattern binds. `ends` has the last yield of
    /// each arm.
    Choose { chosen: Ident, choice: Choice, ends: Vec<YieldId> },
    /// Replaces a local after its last use by what has to be dropped of it: nothing, if it is `Copy`. These
    /// are the last parts of a group.
    ///
    /// `used`: says whether the last use has taken the local.
    Rest { local: VarId, rest: VarId, used: Option<VarId> },
    /// Puts what is left of two locals into one. `used`: says whether the last use of the second one has taken it.
    Join { before: VarId, rest: VarId, used: VarId, joined: VarId },
    /// Evaluates the value of the next item's yield, if that value moves a local. The local is then moved
    /// before the yield, and a step that resumes there need not enter its scope.
    Offer { offered: Ident, value: Expr, ty: Option<Type> },
    /// The first part of an arm: the locals of its pattern.
    Unpack { chosen: Ident, bound: Vec<VarId> },
    /// The first part of a `for` loop's body.
    Next { pattern: Pat, iterator: VarId },
    /// The first part of a `while` loop's body. `back`: as that of [`Choice::If`].
    While { condition: Expr, back: Option<Expr> },
    /// Items that a step skips together: what is moved away in them is not restored behind them.
    Group(Vec<Part>),
}

/// The head of an `if` or a `match`.
#[derive(Clone)]
pub(crate) enum Choice {
    /// `back`: the `Option` of the local that is taken from it, where the pattern does not match.
    If { condition: Expr, bound: Vec<VarId>, back: Option<Expr> },
    /// `ends`: what the patterns leave of the head is dropped in front of the arms.
    Match { head: Expr, attributes: Vec<Attribute>, arms: Vec<Arm>, ends: bool },
}

/// The pattern of an arm, with its guard, and what it binds.
#[derive(Clone)]
pub(crate) struct Arm {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pattern: Pat,
    pub(crate) bound: Vec<VarId>,
    /// The `Option` of the local that is the head, which goes back where the arm leaves it.
    pub(crate) back: Option<Expr>,
    /// Where the user's arm ends: behind it, rustc proposes the arms that are missing.
    pub(crate) end: Option<Span>,
}

#[derive(Clone)]
pub(crate) enum Node {
    /// An expression without a yield.
    Plain(Expr),
    Yield(Yield),
    Block(Block),
    /// `binds`: whether the choice is more than a `bool`. The span of `chosen` is where rustc reports the whole.
    If {
        chosen: Ident,
        binds: bool,
        then: Block,
        otherwise: Option<Box<Node>>,
    },
    /// `diverges`: whether these are the two arms of a `let .. else`, of which the last one does not end.
    Match {
        chosen: Ident,
        arms: Vec<Block>,
        diverges: bool,
    },
    /// `at`: the user's keyword.
    Loop {
        at: Span,
        attributes: Vec<Attribute>,
        label: Option<Label>,
        body: Block,
    },
}

#[derive(Clone)]
pub(crate) struct Yield {
    pub(crate) kind: YieldKind,
    /// The macro's name, where the user wrote it.
    pub(crate) name: Ident,
    /// Whether an import of the macro counts as used by it.
    pub(crate) imports: bool,
    pub(crate) value: Option<Box<Node>>,
    /// Whether the value is a block for its operands, and is assigned in there, so that it is there
    /// when they are dropped.
    pub(crate) late: bool,
    /// Where the value lies, if it was evaluated in front of the yield.
    pub(crate) offered: Option<Ident>,
    pub(crate) id: YieldId,
    /// The delegate, of a delegation.
    pub(crate) delegate: Option<VarId>,
    /// Whether it calls the function itself.
    pub(crate) calls: bool,
    /// The call of a method of the function's own name that it delegates to: it may be the method itself.
    pub(crate) perhaps: Option<Box<ExprMethodCall>>,
}

impl Yield {
    /// What it delegates to, if that is no block of statements.
    pub(crate) fn plain_delegate(&mut self) -> Option<&mut Expr> {
        self.delegate?;
        match self.value.as_deref_mut() {
            Some(Node::Plain(value)) => Some(value),
            _ => None,
        }
    }
}

impl Block {
    pub(crate) fn new() -> Self {
        Self {
            label: None,
            unsafety: None,
            braces: None,
            declarations: Vec::new(),
            parts: Vec::new(),
            tail: None,
        }
    }
}

/// An expression of a block alone.
pub(crate) fn block_expression(block: SynBlock) -> Expr {
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}

/// An array that a pattern takes apart: a local, or a part of one.
#[derive(Clone)]
pub(crate) struct Array {
    /// What the pattern matches: `place` stands for the local.
    pub(crate) of: TokenStream,
    /// A pattern that binds the array, and nothing else.
    pub(crate) pattern: Pat,
    pub(crate) at: Span,
}
