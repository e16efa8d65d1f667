//! What a disk's refusal means to a planner, and what to do.

use std::io::{Error, ErrorKind};

use crate::text::Message;

/// Why the disk refused, and what to do: full, read-only, in use by another program, gone, or the system's own words.
pub fn failure(error: &Error) -> Message {
    Message::new(format!("disk.{}", code(error))).with("reason", error)
}

fn code(error: &Error) -> &'static str {
    use ErrorKind as Kind;
    if let Some(code) = error.raw_os_error().and_then(of_system) {
        return code;
    }
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "full",
        Kind::ReadOnlyFilesystem => "read-only",
        Kind::PermissionDenied => "denied",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "in-use",
        Kind::NotFound | Kind::NotADirectory => "gone",
        Kind::IsADirectory => "folder",
        Kind::InvalidFilename => "name",
        Kind::NetworkDown
        | Kind::NetworkUnreachable
        | Kind::HostUnreachable
        | Kind::NotConnected
        | Kind::StaleNetworkFileHandle
        | Kind::TimedOut
        | Kind::BrokenPipe
        | Kind::ConnectionReset
        | Kind::ConnectionAborted => "drive-gone",
        _ => "other",
    }
}

/// Numbers of a system that the standard library has no word for: on Windows a file that another program holds and the ways
/// in which a network drive goes; elsewhere a device that no longer answers.
fn of_system(number: i32) -> Option<&'static str> {
    if cfg!(windows) {
        match number {
            32 | 33 => Some("in-use"),
            51 | 53 | 55 | 59 | 64 | 67 | 121 | 1231 | 1232 => Some("drive-gone"),
            _ => None,
        }
    } else {
        // EIO, ENXIO, ENODEV
        matches!(number, 5 | 6 | 19).then_some("drive-gone")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, is_known};

    #[test]
    fn every_refusal_says_what_to_do() {
        let kinds = [
            (ErrorKind::StorageFull, "full"),
            (ErrorKind::ReadOnlyFilesystem, "read-only"),
            (ErrorKind::PermissionDenied, "denied"),
            (ErrorKind::ResourceBusy, "in-use"),
            (ErrorKind::NotFound, "gone"),
            (ErrorKind::IsADirectory, "folder"),
            (ErrorKind::InvalidFilename, "name"),
            (ErrorKind::NetworkUnreachable, "drive-gone"),
            (ErrorKind::InvalidData, "other"),
        ];
        for (kind, code) in kinds {
            let message = failure(&kind.into());
            assert_eq!(message.key, format!("disk.{code}"));
            assert!(is_known(&message.key));
            assert!(message.say(Lang::En).contains(&Error::from(kind).to_string()));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn numbers_of_the_system_are_understood() {
        let said = |number| failure(&Error::from_raw_os_error(number)).key;
        assert_eq!(
            [28, 30, 13, 5, 110].map(said),
            ["full", "read-only", "denied", "drive-gone", "drive-gone"].map(|code| format!("disk.{code}"))
        );
    }
}
