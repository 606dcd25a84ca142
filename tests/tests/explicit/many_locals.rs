//! Many locals that are kept by many yields lie beside the enum of states: they are dropped as those of a
//! generator without an explicit state, and cloned with it.

#![allow(
    clippy::cast_possible_truncation,
    clippy::many_single_char_names,
    reason = "there have to be many"
)]

use genfn::generator;

use crate::assignments::alike;

alike! {
    many_locals(log) {
        let a = log.guard("a");
        yield_!(0);
        let b = log.guard("b");
        yield_!(1);
        let c = log.guard("c");
        yield_!(2);
        let d = log.guard("d");
        yield_!(3);
        let e = log.guard("e");
        yield_!(4);
        let f = log.guard("f");
        yield_!(5);
        let g = log.guard("g");
        yield_!(6);
        let h = log.guard("h");
        yield_!(7);
        let i = log.guard("i");
        yield_!(8);
        let j = log.guard("j");
        yield_!(9);
        let k = log.guard("k");
        yield_!(10);
        let l = log.guard("l");
        yield_!(11);
        let m = log.guard("m");
        yield_!(12);
        let n = log.guard("n");
        yield_!(13);
        let o = log.guard("o");
        yield_!(14);
        let p = log.guard("p");
        yield_!(15);
        let q = log.guard("q");
        yield_!(16);
        let r = log.guard("r");
        yield_!(17);
        drop(c);
        yield_!(a.1.len() as u32);
        yield_!(b.1.len() as u32);
        yield_!(d.1.len() as u32);
        yield_!(e.1.len() as u32);
        yield_!(f.1.len() as u32);
        yield_!(g.1.len() as u32);
        yield_!(h.1.len() as u32);
        yield_!(i.1.len() as u32);
        yield_!(j.1.len() as u32);
        yield_!(k.1.len() as u32);
        yield_!(l.1.len() as u32);
        yield_!(m.1.len() as u32);
        yield_!(n.1.len() as u32);
        yield_!(o.1.len() as u32);
        yield_!(p.1.len() as u32);
        yield_!(r.1.len() as u32);
        yield_!(q.1.len() as u32);
        log.note(a.1);
    }

    many_locals_some_of_which_are_moved_on_some_paths(log) {
        let mut turn = 0;
        let a = log.guard("a");
        yield_!(0);
        let b = log.guard("b");
        yield_!(1);
        let mut c = log.guard("c");
        yield_!(2);
        let d = log.guard("d");
        yield_!(3);
        let e = log.guard("e");
        yield_!(4);
        let f = log.guard("f");
        yield_!(5);
        let g = log.guard("g");
        yield_!(6);
        let h = log.guard("h");
        yield_!(7);
        let i = log.guard("i");
        yield_!(8);
        let j = log.guard("j");
        yield_!(9);
        let k = log.guard("k");
        yield_!(10);
        let l = log.guard("l");
        yield_!(11);
        let m = log.guard("m");
        yield_!(12);
        let n = log.guard("n");
        yield_!(13);
        let o = log.guard("o");
        yield_!(14);
        let p = log.guard("p");
        yield_!(15);
        let mut q = log.guard("q");
        yield_!(16);
        let r = log.guard("r");
        yield_!(17);
        while turn < 3 {
            turn += 1;
            let mut inner = log.guard("inner");
            yield_!(turn);
            if turn == 2 {
                inner = a;
                yield_!(20);
                log.note(inner.1);
                break;
            }
            yield_from!([turn, 30]);
            log.note(inner.1);
        }
        (q, c) = (c, q);
        yield_!(b.1.len() as u32);
        yield_!(d.1.len() as u32);
        yield_!(e.1.len() as u32);
        yield_!(f.1.len() as u32);
        yield_!(g.1.len() as u32);
        yield_!(h.1.len() as u32);
        yield_!(i.1.len() as u32);
        yield_!(j.1.len() as u32);
        yield_!(k.1.len() as u32);
        yield_!(l.1.len() as u32);
        yield_!(m.1.len() as u32);
        yield_!(n.1.len() as u32);
        yield_!(o.1.len() as u32);
        yield_!(p.1.len() as u32);
        yield_!(r.1.len() as u32);
        drop(c);
        yield_!(40);
        log.note(q.1);
    }
}

#[generator(state)]
fn words(mut last: String) -> impl Iterator<Item = String> + Clone {
    let a = format!("a{last}");
    yield_!(a.clone());
    let b = format!("b{last}");
    yield_!(b.clone());
    let c = format!("c{last}");
    yield_!(c.clone());
    let d = format!("d{last}");
    yield_!(d.clone());
    let e = format!("e{last}");
    yield_!(e.clone());
    let f = format!("f{last}");
    yield_!(f.clone());
    let g = format!("g{last}");
    yield_!(g.clone());
    let h = format!("h{last}");
    yield_!(h.clone());
    let i = format!("i{last}");
    yield_!(i.clone());
    let j = format!("j{last}");
    yield_!(j.clone());
    let k = format!("k{last}");
    yield_!(k.clone());
    let l = format!("l{last}");
    yield_!(l.clone());
    let m = format!("m{last}");
    yield_!(m.clone());
    let n = format!("n{last}");
    yield_!(n.clone());
    let o = format!("o{last}");
    yield_!(o.clone());
    let p = format!("p{last}");
    yield_!(p.clone());
    let q = format!("q{last}");
    yield_!(q.clone());
    let r = format!("r{last}");
    yield_!(r.clone());
    last.push('!');
    yield_!(a.clone() + &last);
    yield_!(b.clone() + &last);
    yield_!(c.clone() + &last);
    yield_!(d.clone() + &last);
    yield_!(e.clone() + &last);
    yield_!(f.clone() + &last);
    yield_!(g.clone() + &last);
    yield_!(h.clone() + &last);
    yield_!(i.clone() + &last);
    yield_!(j.clone() + &last);
    yield_!(k.clone() + &last);
    yield_!(l.clone() + &last);
    yield_!(m.clone() + &last);
    yield_!(n.clone() + &last);
    yield_!(o.clone() + &last);
    yield_!(p.clone() + &last);
    yield_!(q.clone() + &last);
    yield_!(r.clone() + &last);
}

#[test]
fn a_clone_has_locals_of_its_own() {
    let all: Vec<String> = words("x".to_owned()).collect();
    assert_eq!(all.len(), 36);
    assert_eq!((&*all[17], &*all[35]), ("rx", "rxx!"));
    for items in 0..=36 {
        let mut words = words("x".to_owned());
        for word in &all[..items] {
            assert_eq!(words.next().as_ref(), Some(word));
        }
        let clone = words.clone();
        assert_eq!(words.collect::<Vec<_>>(), all[items..]);
        assert_eq!(clone.collect::<Vec<_>>(), all[items..]);
    }
}
