//! Services that are offered by name. 天地图 needs a key of the user's own (<https://console.tianditu.gov.cn>).

use super::Grid;
use crate::text::Message;

/// A service that is offered by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The sentence that is its name.
    name: &'static str,
    /// What the service calls the pictures.
    layer: &'static str,
    /// What it calls the names that lie above them.
    names: &'static str,
}

/// Maps of 天地图: streets, aerial photos, relief.
pub const SERVICES: [Service; 3] = [
    Service { name: "formats.tiles-service-vector", layer: "vec", names: "cva" },
    Service { name: "formats.tiles-service-image", layer: "img", names: "cia" },
    Service { name: "formats.tiles-service-terrain", layer: "ter", names: "cta" },
];

/// Whom its maps are owed to, by its terms of use.
pub const OWED_TO: &str = "天地图 · 国家地理信息公共服务平台";
/// The deepest zoom that it serves throughout.
pub const DEEPEST: u8 = 18;

impl Service {
    /// Its name.
    pub fn name(self) -> Message {
        Message::new(self.name)
    }

    /// The address of its pictures, or of the names above them, in a grid.
    pub fn address(self, names: bool, grid: Grid) -> String {
        let layer = if names { self.names } else { self.layer };
        let set = if grid == Grid::Mercator { 'w' } else { 'c' };
        format!(
            "https://t{{switch:0,1,2,3,4,5,6,7}}.tianditu.gov.cn/{layer}_{set}/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0\
             &LAYER={layer}&STYLE=default&TILEMATRIXSET={set}&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={{key}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tiles::{Address, Tile};

    #[test]
    fn the_addresses_of_tianditu_are_those_that_it_documents() {
        let tile = Tile { zoom: 12, column: 3_211, row: 706 };
        let address = Address::parse(&SERVICES[1].address(true, Grid::Cgcs2000)).unwrap();
        assert!(address.needs_key());
        assert_eq!(
            address.of(tile, 2_048, "0123abcd"),
            "https://t5.tianditu.gov.cn/cia_c/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=cia&STYLE=default\
             &TILEMATRIXSET=c&FORMAT=tiles&TILEMATRIX=12&TILEROW=706&TILECOL=3211&tk=0123abcd"
        );
        assert_eq!(address.host(), "tianditu.gov.cn");
    }
}
