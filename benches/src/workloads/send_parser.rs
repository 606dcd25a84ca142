//! A push parser: bytes in, frames out.

use super::prelude::*;
use super::send_accumulator::without_those_that_take_no_values;

type Input = Vec<u8>;

pub(super) fn workload() -> Workload {
    without_those_that_take_no_values(Workload::new(
        "send: parser",
        "takes a byte, yields a frame when it is whole: a length of two bytes, a payload, a checksum",
        Kind::InPlace,
        1_000_000,
        |size| {
            let bytes = frames(size);
            let count = bytes.len() as u64;
            (bytes, count)
        },
        variants,
    ))
}

/// What the parser knows of the frame after a byte.
#[allow(unreachable_pub)] // One library's types are public, whatever they are made of.
#[derive(Clone, Copy, PartialEq)]
pub enum Progress {
    Incomplete,
    Frame { length: u16, hash: u32 },
    Damaged,
}

/// Frames of about so many bytes, some of them damaged.
fn frames(size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(size + 64);
    let mut numbers = numbers(9);
    while bytes.len() < size {
        let length = (numbers.next().unwrap() % 60) as u16;
        bytes.extend_from_slice(&length.to_le_bytes());
        let mut checksum = 0_u8;
        for number in numbers.by_ref().take(usize::from(length)) {
            bytes.push(number as u8);
            checksum = checksum.wrapping_add(number as u8);
        }
        let damage = u8::from(numbers.next().unwrap() % 16 == 0);
        bytes.push(checksum.wrapping_add(damage));
    }
    bytes
}

in_libraries! {
    [genfn genfn_pinned genfn_state diapause genawaiter next_gen fauxgen corosensei generator]
    hand_written {
        enum State {
            Length,
            LengthHigh { low: u8 },
            Payload { length: u16, left: u16, hash: u32, checksum: u8 },
            Checksum { length: u16, hash: u32, checksum: u8 },
        }

        struct Parser {
            state: State,
        }

        fn parser() -> Parser {
            Parser { state: State::Length }
        }

        impl Parser {
            #[inline]
            fn send(&mut self, byte: u8) -> Progress {
                match &mut self.state {
                    State::Length => {
                        self.state = State::LengthHigh { low: byte };
                        Progress::Incomplete
                    }
                    State::LengthHigh { low } => {
                        let length = u16::from_le_bytes([*low, byte]);
                        self.state = if length == 0 {
                            State::Checksum { length, hash: 0, checksum: 0 }
                        } else {
                            State::Payload { length, left: length, hash: 0, checksum: 0 }
                        };
                        Progress::Incomplete
                    }
                    State::Payload { length, left, hash, checksum } => {
                        *hash = hash.wrapping_mul(31).wrapping_add(u32::from(byte));
                        *checksum = checksum.wrapping_add(byte);
                        *left -= 1;
                        if *left == 0 {
                            self.state = State::Checksum {
                                length: *length,
                                hash: *hash,
                                checksum: *checksum,
                            };
                        }
                        Progress::Incomplete
                    }
                    State::Checksum { length, hash, checksum } => {
                        let progress = if *checksum == byte {
                            Progress::Frame { length: *length, hash: *hash }
                        } else {
                            Progress::Damaged
                        };
                        self.state = State::Length;
                        progress
                    }
                }
            }
        }
    }
    coroutine fn parser() -> Progress, send u8 {
        let mut progress: Progress = Progress::Incomplete;
        loop {
            let low: u8 = yield_!(progress);
            let high: u8 = yield_!(Progress::Incomplete);
            let length: u16 = u16::from_le_bytes([low, high]);
            let mut hash: u32 = 0;
            let mut checksum: u8 = 0;
            for _ in 0u16..length {
                let byte: u8 = yield_!(Progress::Incomplete);
                hash = hash.wrapping_mul(31).wrapping_add(u32::from(byte));
                checksum = checksum.wrapping_add(byte);
            }
            let expected: u8 = yield_!(Progress::Incomplete);
            progress = if checksum == expected {
                Progress::Frame { length, hash }
            } else {
                Progress::Damaged
            };
        }
    }
    fn run(bytes: &Vec<u8>) -> u64 {
        make_coroutine!(let coroutine = parser());
        let mut sum = 0;
        for &byte in bytes {
            match send!(coroutine, byte) {
                Progress::Incomplete => {}
                Progress::Frame { length, hash } => {
                    sum = mix(sum, u64::from(length) ^ u64::from(hash));
                }
                Progress::Damaged => sum = mix(sum, 1),
            }
        }
        sum
    }
}
