//! A buffer of 4 KiB that is held across yields.

use super::prelude::*;

type Input = u64;

pub(super) fn workload() -> Workload {
    Workload::new(
        "a buffer of 4 KiB",
        "held across yields, and filled anew after each 4,096 bytes that were yielded",
        Kind::Large,
        1_000_000,
        |size| {
            let blocks = (size as u64).div_ceil(4096);
            (blocks, blocks * 4096)
        },
        variants,
    )
}

/// Stands in for a read.
#[inline(never)]
fn fill(buffer: &mut [u8; 4096], block: u64) {
    buffer.fill(block as u8);
    buffer[17] = 5;
}

in_libraries! {
    [genfn genfn_pinned genfn_state nightly diapause genawaiter next_gen fauxgen remit yield_return
     corosensei generator]
    hand_written {
        struct Bytes {
            buffer: [u8; 4096],
            position: usize,
            block: u64,
            blocks: u64,
        }

        fn bytes(blocks: u64) -> Bytes {
            Bytes { buffer: [0; 4096], position: 4096, block: 0, blocks }
        }

        impl Iterator for Bytes {
            type Item = u8;

            #[inline]
            fn next(&mut self) -> Option<u8> {
                if self.position == self.buffer.len() {
                    if self.block == self.blocks {
                        return None;
                    }
                    fill(&mut self.buffer, self.block);
                    self.block += 1;
                    self.position = 0;
                }
                let byte = self.buffer[self.position];
                self.position += 1;
                Some(byte)
            }
        }
    }
    generators {
        fn bytes(blocks: u64) -> u8 {
            let mut buffer: [u8; 4096] = [0; 4096];
            for block in 0u64..blocks {
                fill(&mut buffer, block);
                let mut position: usize = 0;
                while position < 4096 {
                    yield_!(buffer[position]);
                    position += 1;
                }
            }
        }
    }
    fn run(blocks: &u64) -> u64 {
        make!(let items = bytes(*blocks));
        let mut sum = 0;
        for item in items {
            sum = mix(sum, u64::from(item));
        }
        sum
    }
}
