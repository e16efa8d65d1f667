//! A value of a file as serde sees it; errors know their place and are sentences of the table.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserializer, Error as _, Expected, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use toml_edit::{Item, Value};

use crate::text::Message;

/// What serde found wrong, and where.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) what: Message,
    /// Path and byte offset; filled in by the innermost node that knows them.
    pub(super) place: Option<(String, usize)>,
    /// The key of the outermost table under which it lies; `None` where the table itself is at fault.
    pub(super) entry: Option<String>,
    /// The key whose absence it is.
    pub(super) missing: Option<&'static str>,
}

impl Fault {
    fn new(what: Message) -> Self {
        Self { what, place: None, entry: None, missing: None }
    }

    fn located(mut self, place: &Place) -> Self {
        if self.place.is_none() {
            self.place = Some((place.path.clone(), place.offset));
            self.entry.clone_from(&place.entry);
        }
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Message::new("toml.invalid").with("reason", message))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(
            Message::new("toml.wrong-type")
                .with_message("expected", kind_expected(&expected.to_string()))
                .with_message("found", kind_found(found)),
        )
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::new(Message::new("toml.out-of-range").with_message("found", kind_found(found)))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(Message::new("toml.wrong-length").with("found", length).with("expected", expected.to_string()))
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        Self::new(Message::new("toml.unknown-value").with("found", found).with("known", known.join(", ")))
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        Self::new(unknown_key(found, known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: Some(field), ..Self::new(Message::new("toml.missing").with("missing", field)) }
    }
}

/// The sentence for a key that nobody knows.
pub(super) fn unknown_key(found: &str, known: &[&str]) -> Message {
    if known.is_empty() {
        Message::new("toml.no-key-known").with("found", found)
    } else {
        Message::new("toml.unknown-key").with("found", found).with("known", known.join(", "))
    }
}

/// serde says what it expected in English words only: they are told apart by what they contain.
fn kind_expected(words: &str) -> Message {
    let code = match words {
        "f64" | "f32" => "number",
        "i32" | "i64" | "u32" | "u64" | "usize" => "integer",
        "a boolean" => "boolean",
        _ if words.contains("sequence") || words.contains("array") || words.contains("tuple") => "list",
        _ if words.contains("struct") || words == "a map" => "table",
        _ => "text",
    };
    Message::new(format!("toml.kind-{code}"))
}

fn kind_found(found: Unexpected<'_>) -> Message {
    let (code, value) = match found {
        Unexpected::Bool(value) => ("boolean", value.to_string()),
        Unexpected::Signed(value) => ("integer", value.to_string()),
        Unexpected::Unsigned(value) => ("integer", value.to_string()),
        Unexpected::Float(value) => ("number", value.to_string()),
        Unexpected::Seq => ("list", String::new()),
        Unexpected::Map => ("table", String::new()),
        Unexpected::Str(value) => ("text", format!("\"{value}\"")),
        other => ("text", other.to_string()),
    };
    let kind = Message::new(format!("toml.kind-{code}"));
    if value.is_empty() { kind } else { Message::new("toml.found").with_message("kind", kind).with("value", value) }
}

/// Where a value stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) offset: usize,
    pub(super) entry: Option<String>,
}

impl Place {
    /// The place of an entry of the table that stands here.
    fn child(&self, key: &str, offset: usize) -> Self {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Self { path, offset, entry: Some(self.entry.clone().unwrap_or_else(|| key.to_owned())) }
    }
}

/// A table made of entries of other tables: a clause's parameters with those of a reading over them.
pub(super) type Entries<'a> = Vec<(&'a str, usize, &'a Item)>;

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) content: Content<'a>,
    pub(super) place: Place,
}

#[derive(Clone, Debug)]
pub(super) enum Content<'a> {
    Key(&'a str),
    Item(&'a Item),
    Value(&'a Value),
    Entries(Entries<'a>),
}

impl<'a> Node<'a> {
    fn visit<V: Visitor<'a>>(content: &Content<'a>, place: &Place, visitor: V) -> Result<V::Value, Fault> {
        match content {
            Content::Key(key) => visitor.visit_borrowed_str(key),
            Content::Entries(entries) => visit_table(entries.iter().copied(), place, visitor),
            Content::Value(value) => visit_value(value, place, visitor),
            Content::Item(Item::Value(value)) => visit_value(value, place, visitor),
            Content::Item(Item::Table(table)) => {
                let keyed = table.iter().map(|(key, item)| {
                    let offset = table.key(key).and_then(toml_edit::Key::span).map_or(place.offset, |span| span.start);
                    (key, offset, item)
                });
                visit_table(keyed, place, visitor)
            }
            Content::Item(Item::ArrayOfTables(_)) => {
                Err(Fault::invalid_type(Unexpected::Other("[[ ]]"), &"a single value"))
            }
            Content::Item(Item::None) => visitor.visit_unit(),
        }
    }
}

fn visit_value<'a, V: Visitor<'a>>(value: &'a Value, place: &Place, visitor: V) -> Result<V::Value, Fault> {
    match value {
        Value::String(text) => visitor.visit_borrowed_str(text.value()),
        Value::Integer(number) => visitor.visit_i64(*number.value()),
        Value::Float(number) if !number.value().is_finite() => Err(Fault::new(Message::new("toml.not-finite"))),
        Value::Float(number) => visitor.visit_f64(*number.value()),
        Value::Boolean(flag) => visitor.visit_bool(*flag.value()),
        Value::Datetime(date) => visitor.visit_string(date.value().to_string()),
        Value::Array(values) => visitor.visit_seq(SeqDeserializer::new(values.iter().map(|value| {
            let offset = value.span().map_or(place.offset, |span| span.start);
            Node { content: Content::Value(value), place: Place { offset, ..place.clone() } }
        }))),
        Value::InlineTable(table) => {
            let keyed = table.iter().filter_map(|(key, _)| {
                let (name, item) = table.get_key_value(key)?;
                Some((name.get(), name.span().map_or(place.offset, |span| span.start), item))
            });
            visit_table(keyed, place, visitor)
        }
    }
}

fn visit_table<'a, V: Visitor<'a>>(
    entries: impl Iterator<Item = (&'a str, usize, &'a Item)>,
    place: &Place,
    visitor: V,
) -> Result<V::Value, Fault> {
    let pairs = entries.map(|(key, offset, item)| {
        let place = place.child(key, offset);
        (Node { content: Content::Key(key), place: place.clone() }, Node { content: Content::Item(item), place })
    });
    visitor.visit_map(MapDeserializer::new(pairs))
}

impl<'a> IntoDeserializer<'a, Fault> for Node<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'a> Deserializer<'a> for Node<'a> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        Self::visit(&self.content, &self.place, visitor).map_err(|fault| fault.located(&self.place))
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text = match &self.content {
            Content::Key(key) => Some(*key),
            Content::Item(item) => item.as_str(),
            Content::Value(value) => value.as_str(),
            Content::Entries(_) => None,
        };
        match text {
            Some(text) => {
                let variant: StrDeserializer<'_, Fault> = text.into_deserializer();
                visitor.visit_enum(variant).map_err(|fault| fault.located(&self.place))
            }
            // Anything but text: the visitor's complaint names what it expected.
            None => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        <W: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
