//! Codes and values, a line each: what every part of a DXF file consists of.

use geo_types::Coord;

use super::text;

/// A growing file.
pub(super) struct Groups {
    out: String,
    next: u32,
}

/// The first handle that is counted; those below belong to tables and spaces.
const FIRST: u32 = 0x100;

impl Groups {
    pub(super) fn new() -> Self {
        Self { out: String::new(), next: FIRST }
    }

    pub(super) fn text(&mut self, code: u16, value: &str) {
        let _infallible = std::fmt::Write::write_fmt(&mut self.out, format_args!("{code:3}\r\n{value}\r\n"));
    }

    pub(super) fn texts(&mut self, values: &[(u16, &str)]) {
        for (code, value) in values {
            self.text(*code, value);
        }
    }

    pub(super) fn int(&mut self, code: u16, value: i64) {
        self.text(code, &value.to_string());
    }

    pub(super) fn ints(&mut self, values: &[(u16, i64)]) {
        for (code, value) in values {
            self.int(*code, *value);
        }
    }

    /// The shortest text that reads back as the same number.
    pub(super) fn real(&mut self, code: u16, value: f64) {
        let value = if value.is_finite() { value } else { 0.0 };
        self.text(code, &format!("{value:?}"));
    }

    pub(super) fn reals(&mut self, values: &[(u16, f64)]) {
        for (code, value) in values {
            self.real(*code, *value);
        }
    }

    /// A place on the ground, under three codes ten apart.
    pub(super) fn place(&mut self, code: u16, at: Coord<f64>) {
        self.reals(&[(code, at.x), (code + 10, at.y), (code + 20, 0.0)]);
    }

    /// A place in two numbers.
    pub(super) fn flat(&mut self, code: u16, at: Coord<f64>) {
        self.reals(&[(code, at.x), (code + 10, at.y)]);
    }

    pub(super) fn handle(&mut self, code: u16, handle: u32) {
        self.text(code, &format!("{handle:X}"));
    }

    /// A handle that nothing has yet.
    pub(super) fn new_handle(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    pub(super) fn free_handle(&self) -> u32 {
        self.next
    }

    pub(super) fn section(&mut self, name: &str, body: impl FnOnce(&mut Self)) {
        self.texts(&[(0, "SECTION"), (2, name)]);
        body(self);
        self.text(0, "ENDSEC");
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.out.push_str(&other.out);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.out.len());
        self.out.chars().for_each(|letter| text::encode(letter, &mut bytes));
        bytes
    }
}
