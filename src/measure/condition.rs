//! What must hold of a feature for it to be looked at, or to be counted: words of standard files such as `new`, `home`,
//! `stars >= 1`.
