//! Running a parser of others on a file of strangers.
//!
//! The parser runs in a thread of its own with a large stack. A panic there is an error here, and one that takes too
//! long is left alone: its thread ends with the program.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::problem::Fault;

/// How long a file may take.
const TIME: Duration = Duration::from_secs(60);
/// Nested structures are read by recursion.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Runs `parse`.
pub(super) fn run<T: Send + 'static>(parse: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    let (done, result) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(STACK_BYTES).name("parser".to_owned());
    // Nobody receives what comes too late.
    let started = thread.spawn(move || _ = done.send(parse()));
    if let Err(error) = started {
        return Err(Fault::new(1, format!("the file cannot be read ({error})"), "try again later"));
    }
    match result.recv_timeout(TIME) {
        Ok(result) => result,
        Err(RecvTimeoutError::Disconnected) => Err(Fault::new(1, "the file is damaged", "save it anew, or as text")),
        Err(RecvTimeoutError::Timeout) => {
            let what = format!("reading the file takes longer than {} s", TIME.as_secs());
            Err(Fault::new(1, what, "save the part that matters as text"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault() {
        assert_eq!(run(|| Ok(1)), Ok(1));
        let fault = run::<()>(|| panic!("as broken parsers do")).expect_err("a fault");
        assert_eq!(fault.what, "the file is damaged");
    }
}
