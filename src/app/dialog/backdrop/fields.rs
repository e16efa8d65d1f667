//! What is typed and chosen of a map from the net.

use super::BackdropOrder;
use crate::app::dialog::frame::stated;
use crate::app::panel::View;
use crate::app::{Command, Settings};
use crate::formats::tiles::{Address, DEEPEST, Grid, OWED_TO, SERVICES, Service};
use crate::plan::{Backdrop, Edit};
use crate::text::{Lang, Message};

/// Where the map comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// An address that is typed.
    Own,
    /// A service by its index.
    Service(usize),
}

/// What is typed and chosen.
#[derive(Debug)]
pub(in crate::app) struct Fields {
    pub(super) choice: Choice,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) grid: Grid,
    pub(super) attribution: String,
    pub(super) max_zoom: String,
    pub(super) opacity: u8,
    /// Whether names lie above the pictures of a service.
    pub(super) names: bool,
    pub(super) key: String,
    /// The host that the key is of.
    key_of: String,
    pub(super) on: bool,
    /// What the plan states now.
    before: Option<Backdrop>,
}

impl Fields {
    /// What the plan states; a service by name where it is new.
    pub(in crate::app) fn of(view: &View<'_>, index: Option<usize>) -> Self {
        let backdrops = view.document.plan().map_or(&[][..], |plan| plan.content().backdrops.as_slice());
        let before = index.and_then(|index| backdrops.get(index)).cloned();
        let Backdrop { name, address, grid, max_zoom, attribution, opacity } = before.clone().unwrap_or_default();
        Self {
            choice: if before.is_some() { Choice::Own } else { Choice::Service(0) },
            on: view.settings.shows(&address),
            name,
            address,
            grid,
            attribution: attribution.unwrap_or_default(),
            max_zoom: max_zoom.map(|zoom| zoom.to_string()).unwrap_or_default(),
            opacity,
            names: true,
            key: String::new(),
            key_of: String::new(),
            before,
        }
    }

    fn service(&self) -> Option<Service> {
        match self.choice {
            Choice::Own => None,
            Choice::Service(index) => SERVICES.get(index).copied(),
        }
    }

    fn parsed(&self) -> Result<Address, Message> {
        Address::parse(&self.service().map_or_else(|| self.address.clone(), |own| own.address(false, self.grid)))
    }

    pub(super) fn needs_key(&self) -> bool {
        self.parsed().is_ok_and(|address| address.needs_key())
    }

    pub(super) fn host(&self) -> String {
        self.parsed().map(|address| address.host()).unwrap_or_default()
    }

    /// Shows the key that is known of the service whose address was typed.
    pub(super) fn remember_key(&mut self, settings: &Settings) {
        let host = self.host();
        if host != self.key_of {
            self.key = settings.tile_keys.get(&host).cloned().unwrap_or_default();
            self.key_of = host;
        }
    }

    /// Takes a key that was pasted with the address out of it: it belongs to this computer, not to the plan.
    pub(super) fn take_key_out(&mut self) {
        if let Some((address, key)) = Address::without_key(&self.address).filter(|_| self.choice == Choice::Own) {
            (self.address, self.key) = (address, key);
            self.key_of = self.host();
        }
    }

    /// The deepest zoom; none where nothing is typed.
    pub(super) fn deepest(&self) -> Result<Option<u8>, ()> {
        match stated(&self.max_zoom) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(zoom @ 1..=24) => Ok(Some(zoom)),
                _ => Err(()),
            },
        }
    }

    /// The maps that these fields are, the lowest first.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn backdrops(&self, lang: Lang) -> Result<Vec<Backdrop>, Message> {
        let Self { grid, opacity, .. } = *self;
        if let Some(service) = self.service() {
            let of = |names: bool| Backdrop {
                name: if names {
                    Message::new("app.backdrop-names-of").with_message("service", service.name()).say(lang)
                } else {
                    service.name().say(lang)
                },
                address: service.address(names, grid),
                grid,
                max_zoom: Some(DEEPEST),
                attribution: Some(OWED_TO.to_owned()),
                opacity,
            };
            return Ok([false, true].into_iter().filter(|names| !names || self.names).map(of).collect());
        }
        let address = self.parsed()?;
        let max_zoom = self.deepest().map_err(|()| Message::new("app.backdrop-zoom-wrong"))?;
        Ok(vec![Backdrop {
            name: stated(&self.name).unwrap_or_else(|| address.host()),
            address: self.address.trim().to_owned(),
            grid,
            max_zoom,
            attribution: stated(&self.attribution),
            opacity,
        }])
    }

    /// What is to be done.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub(super) fn commands(&self, view: &View<'_>, index: Option<usize>) -> Result<Vec<Command>, Message> {
        let Some(plan) = view.document.plan() else { return Ok(Vec::new()) };
        let stated = self.backdrops(view.lang)?;
        let next = plan.content().backdrops.len();
        let mut edits: Vec<Edit> = Vec::new();
        let mut commands = Vec::new();
        if let Some(before) =
            self.before.as_ref().filter(|before| stated.iter().all(|own| own.address != before.address))
        {
            commands.push(Command::Backdrop(BackdropOrder::Switch(before.address.clone(), false)));
        }
        for (offset, backdrop) in stated.into_iter().enumerate() {
            let switch = BackdropOrder::Switch(backdrop.address.clone(), self.on);
            commands.push(Command::Backdrop(switch));
            edits.push(plan.setting_backdrop(Some(index.unwrap_or(next) + offset), backdrop));
        }
        if self.needs_key() && view.settings.tile_keys.get(&self.key_of).is_none_or(|known| *known != self.key) {
            let order = BackdropOrder::Key { host: self.key_of.clone(), key: self.key.trim().to_owned() };
            commands.push(Command::Backdrop(order));
        }
        edits.retain(|edit| !edit.is_empty());
        let edit = match edits.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            [first, ..] => Some(Edit::Batch(first.label(), edits)),
        };
        commands.extend(edit.map(Command::Edit));
        Ok(commands)
    }
}
