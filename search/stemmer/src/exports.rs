//! The exports. JavaScript writes a word to `buffer()`, calls one of the others with its length, and finds a stem where it
//! wrote the word.
//!
//! An instance has one thread, and nothing that a call allocates is alive when the next begins. So memory is handed out from
//! one piece, start to end, and each call starts over: far less code than an allocator that takes memory back.

#![expect(unsafe_code, reason = "a border between two memories, and the allocator of one")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::{Cell, RefCell};

use crate::{ALL, Words};

/// Longest word in bytes: far more than the search ever asks for.
const LONGEST: usize = 256;
/// Memory for one call. A stem is reached in a few dozen steps, each of which may copy the word.
const ROOM: usize = 48 * 1024;

/// The one language of this module.
const LANGUAGE: Words = ALL[0];

thread_local! {
    static BUFFER: RefCell<[u8; LONGEST]> = const { RefCell::new([0; LONGEST]) };
}

/// Where the word goes, and the stem comes.
// SAFETY of the attribute, here and below: no other symbol of these names is linked.
#[unsafe(no_mangle)]
extern "C" fn buffer() -> *mut u8 {
    BUFFER.with_borrow_mut(|buffer| buffer.as_mut_ptr())
}

/// Replaces the word in the buffer with its stem and tells the length of that.
#[unsafe(no_mangle)]
extern "C" fn stem(length: usize) -> usize {
    MEMORY.start_over();
    BUFFER.with_borrow_mut(|buffer| {
        let stem = match word(buffer, length).map(|word| LANGUAGE.stem(word)) {
            // A stem is never much longer than its word; what does not fit is left as it was.
            Some(stem) if stem.len() <= LONGEST => stem.into_owned(),
            _ => return length,
        };
        buffer[..stem.len()].copy_from_slice(stem.as_bytes());
        stem.len()
    })
}

/// Whether the word in the buffer is a stop word.
#[unsafe(no_mangle)]
extern "C" fn is_stop_word(length: usize) -> bool {
    BUFFER.with_borrow(|buffer| word(buffer, length).is_some_and(|word| LANGUAGE.is_stop_word(word)))
}

fn word(buffer: &[u8; LONGEST], length: usize) -> Option<&str> {
    std::str::from_utf8(buffer.get(..length)?).ok()
}

#[global_allocator]
static MEMORY: Memory = Memory { used: Cell::new(0), room: Room([const { Cell::new(0) }; ROOM]) };

struct Memory {
    used: Cell<usize>,
    room: Room,
}

#[repr(align(16))]
struct Room([Cell<u8>; ROOM]);

impl Memory {
    fn start_over(&self) {
        self.used.set(0);
    }
}

// SAFETY: the module is compiled without threads.
unsafe impl Sync for Memory {}

// SAFETY: every piece lies inside `room`, is aligned as asked for, and overlaps none that was handed out in the same call.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.used.get().next_multiple_of(layout.align());
        let Some(piece) = self.room.0.get(start..start + layout.size()) else { return std::ptr::null_mut() };
        self.used.set(start + layout.size());
        piece.as_ptr().cast::<u8>().cast_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
