//! Addresses of tiles with places to fill in: `https://…/{z}/{x}/{y}.png`, those of WMTS in both spellings, TMS.

use super::Tile;
use crate::text::Message;

/// Hosts whose maps are shifted by the law of their country (GCJ-02): they lie some hundred metres beside every plan.
const SHIFTED: [&str; 6] = ["autonavi.com", "amap.com", "gtimg.com", "map.qq.com", "google.cn", "bdimg.com"];

/// An address with places to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Zoom,
    Column,
    Row,
    /// Rows counted from below, as TMS does.
    RowFromBelow,
    /// One of several servers, by the tile.
    Server(Vec<String>),
    Key,
}

impl Address {
    /// Understands what was typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to type.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if !(lower.starts_with("https://") || lower.starts_with("http://")) {
            return Err(Message::new("formats.tiles-not-web"));
        }
        if lower.contains("getcapabilities") {
            return Err(Message::new("formats.tiles-capabilities"));
        }
        let completed = if lower.contains("gettile") { with_places(text) } else { text.to_owned() };
        let address = Self { parts: parts(&completed)? };
        let has = |wanted: &[Part]| address.parts.iter().any(|part| wanted.contains(part));
        if has(&[Part::Zoom]) && has(&[Part::Column]) && has(&[Part::Row, Part::RowFromBelow]) {
            Ok(address)
        } else {
            Err(Message::new("formats.tiles-no-place"))
        }
    }

    /// The address of a tile among so many rows. The key is the user's own.
    pub fn of(&self, tile: Tile, rows: u32, key: &str) -> String {
        let mut address = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => address.push_str(text),
                Part::Zoom => address.push_str(&tile.zoom.to_string()),
                Part::Column => address.push_str(&tile.column.to_string()),
                Part::Row => address.push_str(&tile.row.to_string()),
                Part::RowFromBelow => address.push_str(&rows.saturating_sub(tile.row + 1).to_string()),
                Part::Server(names) => {
                    let turn = (tile.column as usize).wrapping_add(tile.row as usize) % names.len().max(1);
                    address.push_str(names.get(turn).map_or("", String::as_str));
                }
                Part::Key => address.push_str(&encoded(key.trim(), |byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
                })),
            }
        }
        address
    }

    /// Whether it wants a key.
    pub fn needs_key(&self) -> bool {
        self.parts.contains(&Part::Key)
    }

    /// The host that is asked, without what stands for one of several servers: keys are kept by it.
    pub fn host(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                _ => text.push('\0'),
            }
        }
        let host = text.split("://").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        // `t{s}.tianditu.gov.cn` and `t3.tianditu.gov.cn` are one service.
        match host.rsplit_once('\0') {
            Some((_, known)) => known.trim_start_matches(['.', '-']).to_owned(),
            None => host.to_owned(),
        }
    }

    /// An address with a place for the key in the stead of the key that was copied with it, and that key; `None` where it holds
    /// none.
    pub fn without_key(text: &str) -> Option<(String, String)> {
        let (start, query) = text.split_once('?')?;
        let mut key = None;
        let field = |field: &str| match field.split_once('=') {
            Some((name, value))
                if KEYS.iter().any(|own| name.eq_ignore_ascii_case(own))
                    && !value.is_empty()
                    && !value.contains('{') =>
            {
                key = Some(value.to_owned());
                format!("{name}={{key}}")
            }
            _ => field.to_owned(),
        };
        let fields: Vec<String> = query.split('&').map(field).collect();
        Some((format!("{start}?{}", fields.join("&")), key?))
    }

    /// Whether the service is known to lie some hundred metres beside the plan.
    pub fn is_shifted(&self) -> bool {
        let host = self.host();
        SHIFTED.iter().any(|shifted| host == *shifted || host.ends_with(&format!(".{shifted}")))
    }
}

/// Names that services give their keys in an address.
const KEYS: [&str; 6] = ["tk", "key", "token", "apikey", "api_key", "access_token"];

/// A GetTile request with places for the tile: those of a tile that was copied are put in their stead, missing ones added.
fn with_places(text: &str) -> String {
    let (start, query) = text.split_once('?').unwrap_or((text, ""));
    let wanted = [("tilematrix", "{z}"), ("tilerow", "{y}"), ("tilecol", "{x}")];
    let mut fields: Vec<String> = Vec::new();
    let mut missing = wanted.to_vec();
    for field in query.split('&').filter(|field| !field.is_empty()) {
        let name = field.split('=').next().unwrap_or_default();
        match missing.iter().position(|(wanted, _)| name.eq_ignore_ascii_case(wanted)) {
            Some(at) => {
                let (_, place) = missing.remove(at);
                fields.push(if field.contains('{') { field.to_owned() } else { format!("{name}={place}") });
            }
            None => fields.push(field.to_owned()),
        }
    }
    fields.extend(missing.iter().map(|(name, place)| format!("{}={place}", name.to_uppercase())));
    format!("{start}?{}", fields.join("&"))
}

fn parts(text: &str) -> Result<Vec<Part>, Message> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            return Err(Message::new("formats.tiles-place-unknown").with("place", format!("{{{after}")));
        };
        parts.push(Part::Text(plain(before)));
        parts.push(part(name)?);
        rest = behind;
    }
    parts.push(Part::Text(plain(rest)));
    Ok(parts)
}

fn part(name: &str) -> Result<Part, Message> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "z" | "zoom" | "tilematrix" => Part::Zoom,
        "x" | "tilecol" => Part::Column,
        "y" | "tilerow" => Part::Row,
        "-y" => Part::RowFromBelow,
        "s" => Part::Server(["a", "b", "c"].map(str::to_owned).to_vec()),
        "key" | "tk" | "token" | "apikey" => Part::Key,
        // Tiles of twice the pixels, which are not asked for.
        "r" => Part::Text(String::new()),
        // The spelling of editors of OpenStreetMap: {switch:0,1,2}.
        lower if lower.starts_with("switch:") => {
            let names = name.split_once(':').map_or("", |(_, names)| names);
            Part::Server(names.split(',').map(|name| plain(name.trim())).collect())
        }
        _ => return Err(Message::new("formats.tiles-place-unknown").with("place", format!("{{{name}}}"))),
    })
}

/// What no address may hold as it is: blanks and letters beyond ASCII.
fn plain(text: &str) -> String {
    encoded(text, |byte| byte.is_ascii_graphic())
}

fn encoded(text: &str, keeps: impl Fn(u8) -> bool) -> String {
    let byte = |byte: u8| if keeps(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILE: Tile = Tile { zoom: 3, column: 6, row: 2 };

    #[test]
    fn a_key_that_was_copied_with_an_address_is_taken_out_of_it() {
        let (address, key) =
            Address::without_key("https://t0.tianditu.gov.cn/img_w/wmts?REQUEST=GetTile&TILECOL=7&tk=MYKEY").unwrap();
        assert_eq!(key, "MYKEY");
        assert_eq!(address, "https://t0.tianditu.gov.cn/img_w/wmts?REQUEST=GetTile&TILECOL=7&tk={key}");
        for none in ["https://h/{z}/{x}/{y}.png", "https://h/{z}/{x}/{y}?tk={key}", "https://h/{z}/{x}/{y}?key=&v=1"] {
            assert_eq!(Address::without_key(none), None, "{none}");
        }
    }

    fn filled(text: &str) -> String {
        Address::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).of(TILE, 8, "a b")
    }

    fn refused(text: &str) -> String {
        Address::parse(text).unwrap_err().key
    }

    #[test]
    fn places_are_filled_in_every_spelling() {
        for (text, expected) in [
            ("https://h/{z}/{x}/{y}.png", "https://h/3/6/2.png"),
            ("http://h/{z}/{x}/{-y}.png", "http://h/3/6/5.png"),
            ("https://{s}.h/{z}/{x}/{y}{r}.png", "https://c.h/3/6/2.png"),
            ("https://t{switch:0,1,2,3}.h/{z}/{x}/{y}?tk={key}", "https://t0.h/3/6/2?tk=a%20b"),
            (
                "https://h/wmts/底图/default/w/{TileMatrix}/{TileRow}/{TileCol}.png",
                "https://h/wmts/%E5%BA%95%E5%9B%BE/default/w/3/2/6.png",
            ),
            (
                "https://h/wmts?REQUEST=GetTile&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}",
                "https://h/wmts?REQUEST=GetTile&TILEMATRIX=3&TILEROW=2&TILECOL=6",
            ),
        ] {
            assert_eq!(filled(text), expected, "{text}");
        }
    }

    #[test]
    fn the_address_of_one_tile_that_was_copied_becomes_that_of_all() {
        let copied = "https://h/wmts?request=GetTile&layer=img&tilematrix=12&tilerow=5&tilecol=7&tk=K";
        assert_eq!(filled(copied), "https://h/wmts?request=GetTile&layer=img&tilematrix=3&tilerow=2&tilecol=6&tk=K");
        let bare = "https://h/wmts?REQUEST=GetTile&LAYER=img";
        assert_eq!(filled(bare), "https://h/wmts?REQUEST=GetTile&LAYER=img&TILEMATRIX=3&TILEROW=2&TILECOL=6");
    }

    #[test]
    fn what_is_no_address_of_tiles_is_refused_with_a_reason() {
        for (text, key) in [
            ("", "formats.tiles-not-web"),
            ("file:///etc/{z}/{x}/{y}", "formats.tiles-not-web"),
            ("https://h/a.png", "formats.tiles-no-place"),
            ("https://h/{z}/{x}.png", "formats.tiles-no-place"),
            ("https://h/{z}/{x}/{y", "formats.tiles-place-unknown"),
            ("https://h/{layer}/{z}/{x}/{y}", "formats.tiles-place-unknown"),
            ("https://h/wmts?REQUEST=GetCapabilities", "formats.tiles-capabilities"),
        ] {
            assert_eq!(refused(text), key, "{text}");
        }
    }

    #[test]
    fn a_service_is_known_by_its_host_whichever_of_its_servers_answers() {
        let host = |text: &str| Address::parse(text).unwrap().host();
        assert_eq!(host("https://t{switch:0,1}.tianditu.gov.cn/{z}/{x}/{y}"), "tianditu.gov.cn");
        assert_eq!(host("https://user@tile.example.org:8080/{z}/{x}/{y}"), "tile.example.org:8080");
        assert!(Address::parse("https://wprd0{s}.is.autonavi.com/?x={x}&y={y}&z={z}").unwrap().is_shifted());
        assert!(!Address::parse("https://notamap.com/{z}/{x}/{y}").unwrap().is_shifted());
        assert!(Address::parse("https://h/{z}/{x}/{y}?tk={tk}").unwrap().needs_key());
    }
}
