//! How a layer draws the two carriageways of a road, where names and directions do not tell.

/// Which lines beside each other are the two carriageways of one road.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carriageways {
    /// One-way lines of one name that run in opposite directions.
    #[default]
    Named,
    /// Also lines that only look alike: of one name or both without, in opposite directions or without any. Taken only
    /// where the planner says so.
    Alike,
}

impl Carriageways {
    /// The word for it in a plan file; the usual way needs none.
    pub fn stated(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::Alike => Some("alike"),
        }
    }
}
