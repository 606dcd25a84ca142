//! Many locals that are kept by many yields lie beside the enum of states: they are dropped as those of a
//! generator without an explicit state, and cloned with it.

#![allow(
    clippy::cast_possible_truncation,
    clippy::many_single_char_names,
    clippy::too_many_lines,
    reason = "there have to be many"
)]

use genfn::generator;

use crate::assignments::alike;

alike! {
    many_arms(log) {
        let mut turn = 0;
        loop {
            turn += 1;
            match turn {
                1 => {
                    let guard = log.guard("1");
                    yield_!(1);
                    log.note(guard.1);
                }
                2 => {
                    let guard = log.guard("2");
                    yield_!(2);
                    log.note(guard.1);
                }
                3 => {
                    let guard = log.guard("3");
                    yield_!(3);
                    log.note(guard.1);
                }
                4 => {
                    let guard = log.guard("4");
                    yield_!(4);
                    log.note(guard.1);
                }
                5 => {
                    let guard = log.guard("5");
                    yield_!(5);
                    log.note(guard.1);
                }
                6 => {
                    let guard = log.guard("6");
                    yield_!(6);
                    log.note(guard.1);
                }
                7 => {
                    let guard = log.guard("7");
                    yield_!(7);
                    log.note(guard.1);
                }
                8 => {
                    let guard = log.guard("8");
                    yield_!(8);
                    log.note(guard.1);
                }
                9 => {
                    let guard = log.guard("9");
                    yield_!(9);
                    log.note(guard.1);
                }
                10 => {
                    let guard = log.guard("10");
                    yield_!(10);
                    log.note(guard.1);
                }
                11 => {
                    let guard = log.guard("11");
                    yield_!(11);
                    log.note(guard.1);
                }
                12 => {
                    let guard = log.guard("12");
                    yield_!(12);
                    log.note(guard.1);
                }
                13 => {
                    let guard = log.guard("13");
                    yield_!(13);
                    log.note(guard.1);
                }
                14 => {
                    let guard = log.guard("14");
                    yield_!(14);
                    log.note(guard.1);
                }
                15 => {
                    let guard = log.guard("15");
                    yield_!(15);
                    log.note(guard.1);
                }
                16 => {
                    let guard = log.guard("16");
                    yield_!(16);
                    log.note(guard.1);
                }
                17 => {
                    let guard = log.guard("17");
                    yield_!(17);
                    log.note(guard.1);
                }
                18 => {
                    let guard = log.guard("18");
                    yield_!(18);
                    log.note(guard.1);
                }
                19 => {
                    let guard = log.guard("19");
                    yield_!(19);
                    log.note(guard.1);
                }
                20 => {
                    let guard = log.guard("20");
                    yield_!(20);
                    log.note(guard.1);
                }
                21 => {
                    let guard = log.guard("21");
                    yield_!(21);
                    log.note(guard.1);
                }
                22 => {
                    let guard = log.guard("22");
                    yield_!(22);
                    log.note(guard.1);
                }
                23 => {
                    let guard = log.guard("23");
                    yield_!(23);
                    log.note(guard.1);
                }
                24 => {
                    let guard = log.guard("24");
                    yield_!(24);
                    log.note(guard.1);
                }
                25 => {
                    let guard = log.guard("25");
                    yield_!(25);
                    log.note(guard.1);
                }
                26 => {
                    let guard = log.guard("26");
                    yield_!(26);
                    log.note(guard.1);
                }
                27 => {
                    let guard = log.guard("27");
                    yield_!(27);
                    log.note(guard.1);
                }
                28 => {
                    let guard = log.guard("28");
                    yield_!(28);
                    log.note(guard.1);
                }
                29 => {
                    let guard = log.guard("29");
                    yield_!(29);
                    log.note(guard.1);
                }
                30 => {
                    let guard = log.guard("30");
                    yield_!(30);
                    log.note(guard.1);
                }
                31 => {
                    let guard = log.guard("31");
                    yield_!(31);
                    log.note(guard.1);
                }
                32 => {
                    let guard = log.guard("32");
                    yield_!(32);
                    log.note(guard.1);
                }
                33 => {
                    let guard = log.guard("33");
                    yield_!(33);
                    log.note(guard.1);
                }
                34 => {
                    let guard = log.guard("34");
                    yield_!(34);
                    log.note(guard.1);
                }
                35 => {
                    let guard = log.guard("35");
                    yield_!(35);
                    log.note(guard.1);
                }
                36 => {
                    let guard = log.guard("36");
                    yield_!(36);
                    log.note(guard.1);
                }
                37 => {
                    let guard = log.guard("37");
                    yield_!(37);
                    log.note(guard.1);
                }
                38 => {
                    let guard = log.guard("38");
                    yield_!(38);
                    log.note(guard.1);
                }
                39 => {
                    let guard = log.guard("39");
                    yield_!(39);
                    log.note(guard.1);
                }
                40 => {
                    let guard = log.guard("40");
                    yield_!(40);
                    log.note(guard.1);
                }
                _ => break,
            }
        }
    }
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
