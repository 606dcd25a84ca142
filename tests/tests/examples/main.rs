//! The example programs print what they promise. Each test starts a program or reads a file.

mod conversation;
mod frames;
mod grep;
mod hamming;
mod knights;
mod large_file;
mod no_std;
mod primes;
mod queens;
mod quickstart;
mod readme;
mod scheduler;
mod tokens;
mod walk;
