//! Structs that are made of the rest of a local: whether the order matters in which the local's other fields are dropped.
//! It is that of the type, which the macro does not see. No question runs.

use crate::explicit::keep::Probe;

/// No field has a destructor.
pub struct NoField;

/// One field may have a destructor.
pub struct OneField;

/// Several fields may have destructors.
pub struct SeveralFields;

/// An exclusive reference has no destructor.
pub trait ReferenceField {
    /// The answer.
    fn field_of_the_generator(&self) -> NoField {
        NoField
    }
}

impl<T: ?Sized> ReferenceField for &&Probe<&mut T> {}

/// What is `Copy` has no destructor.
pub trait CopyField {
    /// The answer.
    fn field_of_the_generator(&self) -> NoField {
        NoField
    }
}

impl<T: Copy> CopyField for &Probe<T> {}

/// Anything else may have one.
pub trait OtherField {
    /// The answer.
    fn field_of_the_generator(&self) -> OneField {
        OneField
    }
}

impl<T> OtherField for Probe<T> {}

/// The answers for two fields.
pub trait Beside<Other> {
    /// The answer for both.
    type Both;
}

impl<Other> Beside<Other> for NoField {
    type Both = Other;
}

impl Beside<NoField> for OneField {
    type Both = Self;
}

impl Beside<OneField> for OneField {
    type Both = SeveralFields;
}

impl<Other> Beside<Other> for SeveralFields {
    type Both = Self;
}

/// The answer for two fields.
#[must_use]
pub fn both_fields<A: Beside<B>, B>(_: &A, _: &B) -> A::Both {
    crate::explicit::state::lost()
}

/// One order is as good as another.
#[diagnostic::on_unimplemented(
    message = "several fields of this local are left, and they are dropped in the order of the type, which an explicit \
               state does not know",
    label = "the struct is made of the rest of this",
    note = "take the local apart in front of this, as by `let Name {{ first, second, rest }} = local;`, and make the struct \
            of these",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait AnyOrder {}

impl AnyOrder for NoField {}
impl AnyOrder for OneField {}

/// Asks for it.
pub const fn any_order<T: AnyOrder>(_: &T) {}
