//! The tree of a well-known text (WKT 1 as GDAL and Esri write it, WKT 2): names, ellipsoids and numbers that the
//! projection parser does not hand out. Reads any text without failing hard; nesting and length are bounded.

/// No coordinate system needs more text.
const LONGEST: usize = 64 * 1024;
const DEEPEST: usize = 24;

/// One `KEYWORD[...]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node<'a> {
    /// The keyword in upper case.
    pub(super) keyword: String,
    /// Texts and numbers inside it, in order, without quotes.
    pub(super) values: Vec<&'a str>,
    /// Nodes inside it.
    pub(super) nodes: Vec<Node<'a>>,
    /// The text of the node from keyword to bracket.
    pub(super) text: &'a str,
}

impl<'a> Node<'a> {
    /// The first node of a text; whatever follows its closing bracket is left out.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let mut cursor = Cursor { text, at: 0 };
        cursor.node(0)
    }

    /// Its name: the first value.
    pub(super) fn name(&self) -> &'a str {
        self.values.first().copied().unwrap_or_default()
    }

    /// The value at a place as a number.
    pub(super) fn number(&self, place: usize) -> Option<f64> {
        self.values.get(place)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The first node inside it, at any depth, with one of these keywords.
    pub(super) fn find(&self, keywords: &[&str]) -> Option<&Self> {
        self.nodes
            .iter()
            .find_map(|node| if keywords.contains(&node.keyword.as_str()) { Some(node) } else { node.find(keywords) })
    }

    /// The node directly inside it with one of these keywords.
    pub(super) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.nodes.iter().find(|node| keywords.contains(&node.keyword.as_str()))
    }

    /// The EPSG number that the node itself bears.
    pub(super) fn epsg(&self) -> Option<u32> {
        let bearer = self.nodes.iter().rev().find(|node| {
            matches!(node.keyword.as_str(), "AUTHORITY" | "ID") && node.name().eq_ignore_ascii_case("EPSG")
        })?;
        bearer.values.get(1)?.trim().parse().ok()
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    fn node(&mut self, depth: usize) -> Option<Node<'a>> {
        self.peek()?;
        let start = self.at;
        let keyword = self.bare();
        if depth > DEEPEST || keyword.is_empty() || !matches!(self.peek(), Some('[' | '(')) {
            return None;
        }
        self.at += 1;
        let mut node = Node { keyword: keyword.to_ascii_uppercase(), values: Vec::new(), nodes: Vec::new(), text: "" };
        loop {
            match self.peek()? {
                ']' | ')' => break,
                ',' => self.at += 1,
                '"' => node.values.push(self.quoted()?),
                _ => self.value_or_node(&mut node, depth)?,
            }
        }
        self.at += 1;
        node.text = self.text.get(start..self.at)?;
        Some(node)
    }

    fn value_or_node(&mut self, node: &mut Node<'a>, depth: usize) -> Option<()> {
        let before = self.at;
        let bare = self.bare();
        if bare.is_empty() {
            return None;
        }
        if matches!(self.peek(), Some('[' | '(')) {
            self.at = before;
            node.nodes.push(self.node(depth + 1)?);
        } else {
            node.values.push(bare);
        }
        Some(())
    }

    fn bare(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find([',', '[', ']', '(', ')', '"']).unwrap_or(rest.len());
        self.at += end;
        rest[..end].trim()
    }

    fn quoted(&mut self) -> Option<&'a str> {
        self.at += 1;
        let rest = self.rest();
        let end = rest.find('"')?;
        self.at += end + 1;
        Some(&rest[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_first_node_is_left_out() {
        let node = Node::read("GEOGCS[\"A\",DATUM[\"B\",SPHEROID[\"C\",1.0,2.0]]],VERTCS[\"D\"]").unwrap();
        assert_eq!(node.text, "GEOGCS[\"A\",DATUM[\"B\",SPHEROID[\"C\",1.0,2.0]]]");
        assert_eq!(node.find(&["SPHEROID"]).unwrap().number(2), Some(2.0));
    }

    #[test]
    fn deep_or_broken_texts_are_refused() {
        assert!(Node::read(&"A[".repeat(10_000)).is_none());
        for broken in ["", "[", "A", "A[", "A[\"", "A[\"b", "]]", "A[b(]", "A[[[", "\u{feff}"] {
            assert!(Node::read(broken).is_none() || broken == "A[b(]", "{broken}");
        }
    }

    #[test]
    fn the_number_is_that_of_the_node_and_not_of_its_parts() {
        let node = Node::read("PROJCS[\"A\",GEOGCS[\"B\",AUTHORITY[\"EPSG\",\"4490\"]],AUTHORITY[\"EPSG\",\"4543\"]]")
            .unwrap();
        assert_eq!(node.epsg(), Some(4543));
        assert_eq!(Node::read("PROJCRS[\"A\",ID[\"EPSG\",4543]]").unwrap().epsg(), Some(4543));
    }
}
