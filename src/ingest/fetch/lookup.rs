//! Looking names up, within a time.
//!
//! The operating system's resolver knows no limit of ours: it waits for silent servers as long as it is set up to. So it
//! is asked on a thread of its own, which is left alone when the time is over and ends with the resolver's answer.

use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What `look` finds; `None` when that takes longer than `time`.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    look: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Option<io::Result<T>> {
    let (found, answer) = mpsc::channel();
    // Nobody receives what comes too late.
    let started = thread::Builder::new().name("lookup".to_owned()).spawn(move || _ = found.send(look()));
    match started {
        Ok(_) => answer.recv_timeout(time).ok(),
        Err(error) => Some(Err(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_through_and_a_silent_resolver_is_left_alone() {
        let patience = Duration::from_secs(60);
        assert_eq!(within(patience, || Ok(7)).expect("in time").expect("found"), 7);
        assert!(within(patience, || Err::<u8, _>(io::Error::other("no such name"))).expect("in time").is_err());
        let (_silent, resolver) = mpsc::channel::<u8>();
        assert!(within(Duration::from_millis(1), move || resolver.recv().map_err(io::Error::other)).is_none());
    }
}
