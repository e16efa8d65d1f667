//! `compare`
use super::arguments::CompareArguments;
use super::{Failure, Status};
use crate::text::{Lang, Message};
pub(super) fn compare(_arguments: &CompareArguments, _lang: Lang) -> Result<Status, Failure> {
    Err(Message::new("cli.cancelled").into())
}
