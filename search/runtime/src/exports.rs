//! The exports. JavaScript calls `buffer(length)` and writes there, then calls one of the others; what comes back is at
//! `output()` and `output_length()` until the next call.
//!
//! An instance has one thread, so the state is reached without locks.

use std::cell::RefCell;

use firstline_search::engine::Question;

use crate::{Outcome, Session, language, read_question};

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State { session: Session::new(language::of), input: Vec::new(), output: Vec::new() }) };
}

struct State {
    session: Session,
    input: Vec<u8>,
    output: Vec<u8>,
}

fn with<T>(run: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(run)
}

/// Makes room for the input of the next call and tells where.
// SAFETY of the attribute, here and below: no other symbol of these names is linked.
#[unsafe(no_mangle)]
extern "C" fn buffer(length: usize) -> *mut u8 {
    with(|state| {
        state.input.clear();
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Opens an index: SHA-256, then the table.
#[unsafe(no_mangle)]
extern "C" fn open() -> Outcome {
    with(|state| state.session.open(&state.input))
}

/// Hands in a part: name, then content.
#[unsafe(no_mangle)]
extern "C" fn supply() -> Outcome {
    with(|state| state.session.supply(&state.input))
}

/// Asks the question in the buffer: a query of `length` bytes, then what to narrow down to. `facets` is whether to count
/// their values.
#[unsafe(no_mangle)]
extern "C" fn ask(length: usize, limit: usize, facets: bool) -> Outcome {
    with(|state| {
        let question = Question { facets, ..read_question(&state.input, length, limit) };
        state.session.ask(&question, &mut state.output)
    })
}

/// Looks for the best passages of the first results of the last answer.
#[unsafe(no_mangle)]
extern "C" fn passages(limit: usize) -> Outcome {
    with(|state| state.session.passages(limit, &mut state.output))
}

/// Where the last answer is.
#[unsafe(no_mangle)]
extern "C" fn output() -> *const u8 {
    with(|state| state.output.as_ptr())
}

/// How long the last answer is.
#[unsafe(no_mangle)]
extern "C" fn output_length() -> usize {
    with(|state| state.output.len())
}

/// The layout of index files that this runtime reads.
#[unsafe(no_mangle)]
extern "C" fn format() -> u32 {
    crate::format()
}
