//! test_logins
