//! Fetches a tile, and says in plain words why there is none.

use std::io::Read as _;
use std::time::Duration;

use ureq::{Agent, Error};

use crate::text::Message;

/// No tile has more bytes.
const LARGEST: u64 = 8 << 20;
/// Beginnings of pictures: PNG, JPEG, WebP.
const BEGINNINGS: [&[u8]; 3] = [b"\x89PNG", b"\xff\xd8\xff", b"RIFF"];
/// So much of what a server says is passed on.
const EXCERPT: usize = 120;
const CONNECT: Duration = Duration::from_secs(8);
const WHOLE: Duration = Duration::from_secs(20);

/// Asks servers for tiles. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Client(Agent);

/// A tile that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The picture as the server sent it; empty where it has none of this place.
    pub bytes: Vec<u8>,
}

/// Why there is no tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The server was not reached.
    Unreachable(String),
    /// It did not answer in time.
    Slow,
    /// It wants another key.
    Key(String),
    /// What the key allows is used up, or too much was asked for.
    UsedUp(String),
    /// It has a fault of its own.
    Server(u16),
    /// It has nothing there: 404.
    Nowhere,
    /// It sent something that is no picture.
    NoPicture(String),
    /// It sent a picture that cannot be decoded.
    BrokenPicture,
}

impl Refused {
    /// What to tell people, with what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::Unreachable(reason) => Message::new("formats.tiles-unreachable").with("reason", reason),
            Self::Slow => Message::new("formats.tiles-slow"),
            Self::Key(reason) => Message::new("formats.tiles-key").with("reason", reason),
            Self::UsedUp(reason) => Message::new("formats.tiles-used-up").with("reason", reason),
            Self::Server(status) => Message::new("formats.tiles-server").with("status", status),
            Self::Nowhere => Message::new("formats.tiles-nowhere"),
            Self::BrokenPicture => Message::new("formats.tiles-broken-picture"),
            Self::NoPicture(said) => Message::new("formats.tiles-no-picture").with("said", said),
        }
    }

    /// Whether asking again in a moment may help.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Slow | Self::Unreachable(_) | Self::Server(500..=599))
    }
}

impl Default for Client {
    fn default() -> Self {
        let config = Agent::config_builder()
            .user_agent(concat!("langdao/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(5)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .max_idle_connections_per_host(4);
        Self(config.build().new_agent())
    }
}

impl Client {
    /// Fetches a tile; waits for it.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fetch(&self, address: &str) -> Result<Fetched, Refused> {
        let mut response = self.0.get(address).call().map_err(|error| unreached(&error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        let read = response.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            if error.kind() == std::io::ErrorKind::TimedOut {
                Refused::Slow
            } else {
                Refused::Unreachable(error.to_string())
            }
        })?;
        answer(status, bytes)
    }
}

fn unreached(error: &Error) -> Refused {
    match error {
        Error::Timeout(_) => Refused::Slow,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Refused::Slow,
        other => Refused::Unreachable(other.to_string()),
    }
}

/// What a server's answer means.
fn answer(status: u16, bytes: Vec<u8>) -> Result<Fetched, Refused> {
    let is_picture = BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning)) && bytes.len() as u64 <= LARGEST;
    if (200..300).contains(&status) && (is_picture || bytes.is_empty()) {
        return Ok(Fetched { bytes });
    }
    let said = said(&bytes);
    let speaks = |words: &[&str]| {
        let lower = said.to_lowercase();
        words.iter().any(|word| lower.contains(word))
    };
    Err(match status {
        429 => Refused::UsedUp(said),
        // 418: 天地图 turns requests away that it takes for abuse, and keys beyond their limit.
        400..=499 if speaks(&["超限", "超出", "限额", "配额", "上限", "次数", "quota", "limit", "exceed"]) => {
            Refused::UsedUp(said)
        }
        401 | 403 | 418 => Refused::Key(said),
        404 | 410 => Refused::Nowhere,
        200..=299 | 400 if speaks(&["key", "token", "tk", "密钥", "权限", "授权", "unauthor"]) => {
            Refused::Key(said)
        }
        200..=299 => Refused::NoPicture(said),
        other => Refused::Server(other),
    })
}

/// What a server says in words: the message of JSON, the text of a page without its marks.
fn said(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(4_096)).unwrap_or_default());
    let fields = ["msg", "message", "error", "errorMessage", "resolve"];
    let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let of_json = json.and_then(|json| fields.iter().find_map(|field| Some(json.get(field)?.as_str()?.to_owned())));
    let plain = of_json.unwrap_or_else(|| without_marks(&text));
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !letter.is_control()).take(EXCERPT).collect()
}

fn without_marks(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                plain.push(' ');
            }
            letter if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, text: &str) -> Refused {
        answer(status, text.as_bytes().to_vec()).unwrap_err()
    }

    #[test]
    fn what_a_server_answers_is_told_apart() {
        let key = r#"{"code":301001,"msg":"非法Key","resolve":"请在控制台申请"}"#;
        assert_eq!(refused(403, key), Refused::Key("非法Key".to_owned()));
        assert_eq!(refused(418, "<html><body>I am a teapot</body></html>"), Refused::Key("I am a teapot".to_owned()));
        assert_eq!(refused(403, r#"{"msg":"访问次数超限"}"#), Refused::UsedUp("访问次数超限".to_owned()));
        assert_eq!(refused(429, ""), Refused::UsedUp(String::new()));
        assert_eq!(refused(404, "no such tile"), Refused::Nowhere);
        assert_eq!(refused(503, "busy"), Refused::Server(503));
        assert_eq!(refused(200, "<h1>Log in</h1>"), Refused::NoPicture("Log in".to_owned()));
        assert_eq!(refused(200, r#"{"message":"invalid token"}"#), Refused::Key("invalid token".to_owned()));
        assert_eq!(answer(200, Vec::new()), Ok(Fetched { bytes: Vec::new() }), "nothing lies there");
        assert!(answer(200, b"\x89PNG\r\n".to_vec()).is_ok());
    }

    #[test]
    fn only_what_passes_is_asked_for_again() {
        assert!(Refused::Slow.passes() && Refused::Server(502).passes());
        assert!(!Refused::Key(String::new()).passes() && !Refused::Server(302).passes() && !Refused::Nowhere.passes());
    }

    #[test]
    fn a_server_that_is_not_there_is_unreachable() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(matches!(Client::default().fetch(&format!("http://{closed}/1/2/3")), Err(Refused::Unreachable(_))));
    }
}
