//! The CPU time of threads and processes, which neighbors on the machine do not add to.
#![expect(unsafe_code, reason = "the standard library cannot ask for CPU time")]

use std::mem::zeroed;
use std::time::Duration;

/// The CPU time this thread has used, user and system.
///
/// One call costs some hundred nanoseconds: read it once a batch, not once a request.
#[must_use]
pub fn of_this_thread() -> Duration {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// The user CPU time of all child processes that have ended and were waited for,
/// and of theirs.
#[must_use]
pub fn of_ended_children() -> Duration {
    // SAFETY: all zeros is a valid `rusage`.
    let mut usage: libc::rusage = unsafe { zeroed() };
    // SAFETY: `usage` is a `rusage` that we own.
    let result = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    assert_eq!(result, 0, "the children's CPU time cannot be read");
    let seconds = u64::try_from(usage.ru_utime.tv_sec).expect("CPU time is positive");
    let micros = u64::try_from(usage.ru_utime.tv_usec).expect("CPU time is positive");
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}

/// The CPU time that a running process has used, user and system, all of its threads.
///
/// # Panics
///
/// Panics if the process does not exist, or belongs to another user.
#[must_use]
pub fn of_process(pid: u32) -> Duration {
    let pid = libc::pid_t::try_from(pid).expect("a process id is a `pid_t`");
    let mut clock: libc::clockid_t = 0;
    // SAFETY: `clock` is a `clockid_t` that we own.
    let result = unsafe { libc::clock_getcpuclockid(pid, &raw mut clock) };
    assert_eq!(result, 0, "process {pid} has no CPU clock");
    read(clock)
}

fn read(clock: libc::clockid_t) -> Duration {
    // SAFETY: all zeros is a valid `timespec`.
    let mut time: libc::timespec = unsafe { zeroed() };
    // SAFETY: `time` is a `timespec` that we own.
    let result = unsafe { libc::clock_gettime(clock, &raw mut time) };
    assert_eq!(result, 0, "the CPU clock cannot be read");
    Duration::new(
        u64::try_from(time.tv_sec).expect("CPU time is positive"),
        u32::try_from(time.tv_nsec).expect("nanoseconds of one second"),
    )
}
