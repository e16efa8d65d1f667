//! Classes of roads in the spellings of Chinese plan data and of OpenStreetMap. Digits are never guessed.

use super::spelling::{first_contained, fold};

/// Class of a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoadClass {
    /// 快速路
    Expressway,
    /// 主干路
    Arterial,
    /// 次干路
    Secondary,
    /// 支路
    Branch,
    /// 街坊内道路
    Lane,
    /// 匝道
    Ramp,
    /// 公路
    Highway,
    /// Foot and cycle paths.
    Path,
}

use RoadClass::{Arterial, Branch, Expressway, Highway, Lane, Path, Ramp, Secondary};

/// Whole texts: canonical codes, English words and OpenStreetMap's `highway` values. Those are read as Chinese mappers
/// use them: `trunk` within a town is its expressway while `motorway` is a highway of the country; `residential` and
/// `unclassified` are public streets and so branches; ways inside a compound are `service` and so lanes.
const WHOLE: &[(&str, RoadClass)] = &[
    ("expressway", Expressway),
    ("urban expressway", Expressway),
    ("trunk", Expressway),
    ("arterial", Arterial),
    ("major arterial", Arterial),
    ("principal arterial", Arterial),
    ("primary", Arterial),
    ("secondary", Secondary),
    ("minor arterial", Secondary),
    ("collector", Secondary),
    ("branch", Branch),
    ("tertiary", Branch),
    ("residential", Branch),
    ("unclassified", Branch),
    ("local", Branch),
    ("local street", Branch),
    ("lane", Lane),
    ("service", Lane),
    ("living_street", Lane),
    ("alley", Lane),
    ("driveway", Lane),
    ("parking_aisle", Lane),
    ("ramp", Ramp),
    ("motorway_link", Ramp),
    ("trunk_link", Ramp),
    ("primary_link", Ramp),
    ("secondary_link", Ramp),
    ("tertiary_link", Ramp),
    ("residential_link", Ramp),
    ("highway", Highway),
    ("motorway", Highway),
    ("freeway", Highway),
    ("path", Path),
    ("footway", Path),
    ("footpath", Path),
    ("sidewalk", Path),
    ("pedestrian", Path),
    ("cycleway", Path),
    ("bridleway", Path),
    ("steps", Path),
    ("corridor", Path),
    ("trail", Path),
    ("greenway", Path),
    ("track", Path),
    ("快速", Expressway),
    ("主干", Arterial),
    ("次干", Secondary),
    ("巷", Lane),
    ("弄", Lane),
    ("高速", Highway),
];

/// Parts of Chinese texts, first match first: what takes a road out of the network stands before its class (快速路匝道
/// is a ramp), and the second grade of 支路 is the 街坊内道路 of GB/T 51328.
const CONTAINED: &[(&str, RoadClass)] = &[
    ("匝道", Ramp),
    ("辅路", Ramp),
    ("辅道", Ramp),
    ("步行", Path),
    ("人行", Path),
    ("自行车", Path),
    ("非机动车", Path),
    ("绿道", Path),
    ("步道", Path),
    ("慢行", Path),
    ("栈道", Path),
    ("机耕", Path),
    ("田间", Path),
    ("街坊", Lane),
    ("小区", Lane),
    ("居住区", Lane),
    ("组团路", Lane),
    ("宅间", Lane),
    ("宅前", Lane),
    ("内部", Lane),
    ("巷道", Lane),
    ("街巷", Lane),
    ("里弄", Lane),
    ("胡同", Lane),
    ("支路ⅱ", Lane),
    ("支路ii", Lane),
    ("支路2级", Lane),
    ("支路二级", Lane),
    ("ⅱ级支路", Lane),
    ("ii级支路", Lane),
    ("2级支路", Lane),
    ("二级支路", Lane),
    ("快速路", Expressway),
    ("快速干", Expressway),
    ("快速道", Expressway),
    ("主干路", Arterial),
    ("主干道", Arterial),
    ("次干路", Secondary),
    ("次干道", Secondary),
    ("支路", Branch),
    ("支道", Branch),
    ("公路", Highway),
    ("国道", Highway),
    ("省道", Highway),
    ("县道", Highway),
    ("乡道", Highway),
    ("村道", Highway),
    ("过境", Highway),
    ("农村道路", Highway),
    ("乡村道路", Highway),
];

/// Whether a folded text speaks of a railway.
pub(super) fn is_railway(text: &str) -> bool {
    RAILWAYS.iter().any(|word| text.contains(word))
}

/// Railways are no roads, whatever else their text says.
const RAILWAYS: &[&str] = &["铁路", "铁道", "轨道", "地铁", "轻轨", "railway", "railroad"];

impl RoadClass {
    /// Every class with its canonical code.
    pub const ALL: [(Self, &'static str); 8] = [
        (Expressway, "expressway"),
        (Arterial, "arterial"),
        (Secondary, "secondary"),
        (Branch, "branch"),
        (Lane, "lane"),
        (Ramp, "ramp"),
        (Highway, "highway"),
        (Path, "path"),
    ];

    /// Its canonical code, such as `arterial`.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, code)| code)
    }

    /// Its name for people.
    pub fn name(self) -> crate::text::Message {
        crate::text::Message::new(format!("layer.road-{}", self.code()))
    }

    /// The class that a text names; `None` when it is not understood. A railway is not a road.
    pub fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        if let Some(&(_, class)) = WHOLE.iter().find(|(word, _)| *word == text) {
            return Some(class);
        }
        if is_railway(&text) {
            return None;
        }
        first_contained(&text, CONTAINED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_class_names_are_understood() {
        for (text, expected) in [
            ("快速路", Expressway),
            ("城市快速路", Expressway),
            ("主干路", Arterial),
            ("主干道", Arterial),
            ("Ⅰ级主干路", Arterial),
            ("交通性主干路", Arterial),
            ("次干路", Secondary),
            ("城市次干道", Secondary),
            ("支路", Branch),
            ("Ⅰ级支路", Branch),
            ("Ⅱ级支路", Lane),
            ("支路II级", Lane),
            ("街坊路", Lane),
            ("街坊内道路", Lane),
            ("小区路", Lane),
            ("内部道路", Lane),
            ("匝道", Ramp),
            ("快速路匝道", Ramp),
            ("主干路辅路", Ramp),
            ("公路", Highway),
            ("高速公路", Highway),
            ("国道", Highway),
            ("省道", Highway),
            ("县道", Highway),
            ("乡道", Highway),
            ("步行街", Path),
            ("人行道", Path),
            ("自行车专用路", Path),
            ("绿道", Path),
        ] {
            assert_eq!(RoadClass::read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn canonical_codes_read_back_as_themselves_in_any_case_and_width() {
        for (class, code) in RoadClass::ALL {
            assert_eq!(RoadClass::read(code), Some(class));
            assert_eq!(RoadClass::read(&code.to_uppercase()), Some(class));
        }
        assert_eq!(RoadClass::read("ｂｒａｎｃｈ　"), Some(Branch));
    }

    #[test]
    fn openstreetmap_values_follow_their_use_in_towns() {
        for (text, expected) in [
            ("motorway", Highway),
            ("trunk", Expressway),
            ("primary", Arterial),
            ("secondary", Secondary),
            ("tertiary", Branch),
            ("residential", Branch),
            ("unclassified", Branch),
            ("living_street", Lane),
            ("service", Lane),
            ("secondary_link", Ramp),
            ("footway", Path),
            ("steps", Path),
            ("track", Path),
        ] {
            assert_eq!(RoadClass::read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn digits_railways_and_unbuilt_roads_have_no_class() {
        for text in ["1", "2", "01", "", "铁路", "轨道交通", "rail", "ferry", "construction", "road", "干路", "其他"]
        {
            assert_eq!(RoadClass::read(text), None, "{text}");
        }
    }
}
