//! Drives barter's Engine through simulated time; what a run records; fingerprint.
#![forbid(unsafe_code)]
