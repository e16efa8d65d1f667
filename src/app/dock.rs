//! Which panels are open, on which side of the map each stands, and which of a side's is in front. Remembered.

use serde::{Deserialize, Deserializer, Serialize};

use super::Action;
use super::icon::Icon;
use crate::text::Message;

/// A panel beside the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PanelId {
    /// What is read and how it is drawn.
    Layers,
    /// Clauses with their verdicts.
    Clauses,
    /// Every finding of all clauses.
    Findings,
    /// Features of a layer, a row each.
    Table,
    /// Facts of the check as charts.
    Charts,
    /// Figures typed in.
    Figures,
    /// What was left out, repaired or assumed.
    Notices,
    /// Every step that was done.
    History,
}

/// A side of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// At its left.
    Left,
    /// At its right.
    Right,
    /// Below it.
    Bottom,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 3] = [Self::Left, Self::Right, Self::Bottom];

    /// What it is called: `app.side-left`, `app.side-right`, `app.side-bottom`.
    pub(super) fn name(self) -> Message {
        Message::new(match self {
            Self::Left => "app.side-left",
            Self::Right => "app.side-right",
            Self::Bottom => "app.side-bottom",
        })
    }
}

impl PanelId {
    /// Every panel.
    pub const ALL: [Self; 8] = [
        Self::Layers,
        Self::Clauses,
        Self::Findings,
        Self::Table,
        Self::Charts,
        Self::Figures,
        Self::Notices,
        Self::History,
    ];

    /// The action that shows and hides it.
    pub fn action(self) -> Action {
        match self {
            Self::Layers => Action::LayersPanel,
            Self::Clauses => Action::ClausesPanel,
            Self::Findings => Action::FindingsPanel,
            Self::Table => Action::TablePanel,
            Self::Charts => Action::ChartsPanel,
            Self::Figures => Action::FiguresPanel,
            Self::Notices => Action::Notices,
            Self::History => Action::History,
        }
    }

    /// The panel that an action shows and hides.
    pub(super) fn of(action: Action) -> Option<Self> {
        Self::ALL.into_iter().find(|panel| panel.action() == action)
    }

    /// Its name.
    pub(super) fn name(self) -> Message {
        self.action().label()
    }

    /// Its picture.
    pub(super) fn icon(self) -> Option<Icon> {
        self.action().icon()
    }

    /// Where it stands until it is moved, and whether it is open at first.
    fn home(self) -> (Side, bool) {
        match self {
            Self::Layers => (Side::Left, true),
            Self::Clauses => (Side::Right, true),
            Self::History => (Side::Left, false),
            Self::Findings | Self::Table | Self::Charts | Self::Figures | Self::Notices => (Side::Bottom, false),
        }
    }
}

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    panel: PanelId,
    side: Side,
    open: bool,
    /// Whether it is in front of the others of its side.
    front: bool,
}

/// The panels around the map: each once, in the order of their tabs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dock(Vec<Place>);

impl Default for Dock {
    fn default() -> Self {
        let at_home = |panel: PanelId| {
            let (side, open) = panel.home();
            Place { panel, side, open, front: open }
        };
        Self(PanelId::ALL.into_iter().map(at_home).collect())
    }
}

impl<'de> Deserialize<'de> for Dock {
    /// Panels of a later version are left out, those that are missing stand at home.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = serde_json::Value::deserialize(deserializer)?;
        let places = stored.as_array().into_iter().flatten();
        let known = places.filter_map(|place| serde_json::from_value::<Place>(place.clone()).ok());
        let mut dock = Self(Vec::new());
        for place in known.chain(Self::default().0) {
            if dock.place(place.panel).is_none() {
                dock.0.push(place);
            }
        }
        Ok(dock)
    }
}

impl Dock {
    fn place(&self, panel: PanelId) -> Option<&Place> {
        self.0.iter().find(|place| place.panel == panel)
    }

    /// Open panels of a side, in the order of their tabs.
    pub fn on(&self, side: Side) -> Vec<PanelId> {
        self.0.iter().filter(|place| place.open && place.side == side).map(|place| place.panel).collect()
    }

    /// The panel of a side that is seen.
    pub fn front(&self, side: Side) -> Option<PanelId> {
        let on = || self.0.iter().filter(|place| place.open && place.side == side);
        on().find(|place| place.front).or_else(|| on().next()).map(|place| place.panel)
    }

    /// Whether a panel is seen.
    pub fn is_shown(&self, panel: PanelId) -> bool {
        self.place(panel).is_some_and(|place| self.front(place.side) == Some(panel))
    }

    /// The side of a panel, open or not.
    pub fn side(&self, panel: PanelId) -> Side {
        self.place(panel).map_or(panel.home().0, |place| place.side)
    }

    /// Opens a panel and puts it in front.
    pub fn show(&mut self, panel: PanelId) {
        let side = self.side(panel);
        for place in self.0.iter_mut().filter(|place| place.side == side) {
            place.front = place.panel == panel;
            place.open |= place.front;
        }
    }

    /// Closes a panel; the one before it on its side comes to the front.
    pub fn close(&mut self, panel: PanelId) {
        let side = self.side(panel);
        let on = self.on(side);
        let was_front = self.front(side) == Some(panel);
        if let Some(place) = self.0.iter_mut().find(|place| place.panel == panel) {
            (place.open, place.front) = (false, false);
        }
        let at = on.iter().position(|other| *other == panel);
        let next = at.and_then(|at| at.checked_sub(1).and_then(|before| on.get(before)).or_else(|| on.get(at + 1)));
        if let (true, Some(next)) = (was_front, next) {
            self.show(*next);
        }
    }

    /// Shows a panel that is not seen, closes one that is.
    pub fn toggle(&mut self, panel: PanelId) {
        if self.is_shown(panel) {
            self.close(panel);
        } else {
            self.show(panel);
        }
    }

    /// Puts a panel last on a side, open and in front.
    pub fn move_to(&mut self, panel: PanelId, side: Side) {
        self.close(panel);
        self.0.retain(|place| place.panel != panel);
        self.0.push(Place { panel, side, open: true, front: true });
        self.show(panel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_first_layers_stand_left_and_clauses_right() {
        let dock = Dock::default();
        assert_eq!(dock.on(Side::Left), [PanelId::Layers]);
        assert_eq!(dock.on(Side::Right), [PanelId::Clauses]);
        assert_eq!(dock.on(Side::Bottom), []);
    }

    #[test]
    fn a_panel_that_lies_behind_another_comes_to_the_front_before_it_closes() {
        let mut dock = Dock::default();
        dock.show(PanelId::Table);
        dock.show(PanelId::Findings);
        assert_eq!(dock.front(Side::Bottom), Some(PanelId::Findings));
        dock.toggle(PanelId::Table);
        assert_eq!(dock.front(Side::Bottom), Some(PanelId::Table));
        dock.toggle(PanelId::Table);
        assert_eq!(dock.on(Side::Bottom), [PanelId::Findings]);
        assert!(dock.is_shown(PanelId::Findings));
    }

    #[test]
    fn a_moved_panel_is_seen_where_it_went_and_stays_there_when_it_is_opened_again() {
        let mut dock = Dock::default();
        dock.move_to(PanelId::Layers, Side::Right);
        assert_eq!(dock.on(Side::Left), []);
        assert_eq!(dock.on(Side::Right), [PanelId::Clauses, PanelId::Layers]);
        assert!(dock.is_shown(PanelId::Layers));
        dock.close(PanelId::Layers);
        assert!(dock.is_shown(PanelId::Clauses));
        dock.show(PanelId::Layers);
        assert_eq!(dock.side(PanelId::Layers), Side::Right);
    }

    #[test]
    fn a_remembered_dock_knows_no_panel_twice_and_none_too_few() {
        let text = r#"[{"panel":"table","side":"left","open":true,"front":true},
            {"panel":"globe","side":"left","open":true,"front":true},
            {"panel":"table","side":"right","open":true,"front":true}]"#;
        let dock: Dock = serde_json::from_str(text).unwrap();
        assert_eq!(dock.0.len(), PanelId::ALL.len());
        assert_eq!(dock.side(PanelId::Table), Side::Left);
        let again: Dock = serde_json::from_str(&serde_json::to_string(&dock).unwrap()).unwrap();
        assert_eq!(again, dock);
        assert_eq!(serde_json::from_str::<Dock>("3").unwrap(), Dock::default());
    }
}
