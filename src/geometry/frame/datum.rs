//! Geodetic datums: which of them may be laid over each other without a shift.

/// A geodetic datum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// Its usual name, such as `CGCS2000` or `Xian 1980`; the name in the file where it is none of the known.
    pub name: String,
    /// Whether it belongs to the family of geocentric datums that agree to about a metre.
    pub geocentric: bool,
}

/// What a name is known by (letters and digits only, lower case), the usual name, whether it is geocentric. The first
/// hit counts, so `newbeijing` stands before `beijing1954`.
const KNOWN: &[(&str, &str, bool)] = &[
    ("wgs1984", "WGS 84", true),
    ("wgs84", "WGS 84", true),
    ("worldgeodeticsystem1984", "WGS 84", true),
    ("china2000", "CGCS2000", true),
    ("cgcs2000", "CGCS2000", true),
    ("chinageodeticcoordinatesystem2000", "CGCS2000", true),
    ("2000国家大地坐标系", "CGCS2000", true),
    ("etrs", "ETRS89", true),
    ("europeanterrestrialreferencesystem1989", "ETRS89", true),
    ("euref89", "ETRS89", true),
    ("northamerican1983", "NAD83", true),
    ("northamericandatum1983", "NAD83", true),
    ("nad83", "NAD83", true),
    ("gda1994", "GDA94", true),
    ("gda94", "GDA94", true),
    ("geocentricdatumofaustralia1994", "GDA94", true),
    ("gda2020", "GDA2020", true),
    ("geocentricdatumofaustralia2020", "GDA2020", true),
    ("xian1980", "Xian 1980", false),
    ("xian80", "Xian 1980", false),
    ("西安", "Xian 1980", false),
    ("newbeijing", "New Beijing", false),
    ("新北京", "New Beijing", false),
    ("beijing1954", "Beijing 1954", false),
    ("beijing54", "Beijing 1954", false),
    ("北京", "Beijing 1954", false),
    ("northamerican1927", "NAD27", false),
    ("northamericandatum1927", "NAD27", false),
    ("nad27", "NAD27", false),
    ("osgb", "OSGB36", false),
    ("ordnancesurveyofgreatbritain", "OSGB36", false),
];

/// Ellipsoids by which a Chinese datum is told whatever its name says: semi-major axis, inverse flattening.
const IAG_1975: (f64, f64) = (6_378_140.0, 298.257);
const KRASSOWSKY: (f64, f64) = (6_378_245.0, 298.3);
const GRS80_AXIS: f64 = 6_378_137.0;

impl Datum {
    /// The datum of this name and ellipsoid; `shift` is the shift to WGS 84 that the definition states, in metres.
    ///
    /// The ellipsoid decides where a known name contradicts it. A datum without a known name is geocentric only if its
    /// ellipsoid is that of GRS 80 or WGS 84 and no shift above a metre is stated.
    pub fn recognise(name: &str, semi_major: f64, inverse_flattening: f64, shift: Option<f64>) -> Self {
        let plain = plain(name);
        let known = KNOWN.iter().find(|(key, _, _)| plain.contains(key));
        let on = |(a, rf): (f64, f64)| (semi_major - a).abs() < 0.5 && (inverse_flattening - rf).abs() < 1e-3;
        let geocentric_body = (semi_major - GRS80_AXIS).abs() < 0.5 && (inverse_flattening - 298.257_222).abs() < 1e-4;
        if on(IAG_1975) {
            return Self::named("Xian 1980", false);
        }
        if on(KRASSOWSKY) {
            return match known {
                Some((_, name @ ("New Beijing" | "Beijing 1954"), _)) => Self::named(name, false),
                None if !says_something_else(&plain) => Self::named("Beijing 1954", false),
                Some(_) => Self::named("Beijing 1954", false),
                None => Self::named(name, false),
            };
        }
        match known {
            Some((_, name, geocentric)) if *geocentric == geocentric_body => Self::named(name, *geocentric),
            // A name that its ellipsoid contradicts: the ellipsoid is what the coordinates were computed with.
            Some(_) if geocentric_body => Self::named("CGCS2000", true),
            _ if geocentric_body && !plain.contains("ggrs") && !plain.contains("greek") => {
                let name = if says_something_else(&plain) { name } else { "WGS 84" };
                Self::named(name, shift.is_none_or(|metres| metres < 1.0))
            }
            _ => Self::named(name, false),
        }
    }

    fn named(name: &str, geocentric: bool) -> Self {
        let name = name.trim().trim_start_matches("D_").replace('_', " ");
        Self { name, geocentric }
    }

    /// Whether layers of both may be laid over each other: the same datum, or both of the geocentric family.
    pub fn is_compatible(&self, other: &Self) -> bool {
        (self.geocentric && other.geocentric) || self == other
    }
}

/// Letters, digits and Chinese characters in lower case, so that `D_WGS_1984` and `WGS 1984` read the same.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a datum name names a place or year at all; writers put fillers where they know only the ellipsoid.
fn says_something_else(plain: &str) -> bool {
    const FILLERS: [&str; 8] =
        ["unknown", "unnamed", "userdefined", "notspecified", "custom", "krass", "kras", "basedon"];
    !plain.is_empty() && !FILLERS.iter().any(|filler| plain.contains(filler)) && plain != "grs80" && plain != "dgrs1980"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_esri_and_of_epsg_are_one_datum() {
        let esri = Datum::recognise("D_China_2000", 6_378_137.0, 298.257_222_101, None);
        let epsg = Datum::recognise("China_2000", 6_378_137.0, 298.257_222_101, None);
        assert_eq!(esri, epsg);
        assert_eq!(esri.name, "CGCS2000");
    }

    #[test]
    fn the_ellipsoid_beats_a_wrong_name() {
        assert_eq!(Datum::recognise("D_Beijing_1954", 6_378_140.0, 298.257, None).name, "Xian 1980");
        assert!(Datum::recognise("D_Xian_1980", 6_378_137.0, 298.257_222_101, None).geocentric);
    }

    #[test]
    fn only_the_geocentric_family_mixes() {
        let of = |name, a, rf| Datum::recognise(name, a, rf, None);
        let cgcs = of("D_China_2000", 6_378_137.0, 298.257_222_101);
        let wgs = of("D_WGS_1984", 6_378_137.0, 298.257_223_563);
        let xian = of("D_Xian_1980", 6_378_140.0, 298.257);
        let beijing = of("D_Beijing_1954", 6_378_245.0, 298.3);
        let new_beijing = of("New_Beijing", 6_378_245.0, 298.3);
        let pulkovo = of("Pulkovo_1942", 6_378_245.0, 298.3);
        assert!(cgcs.is_compatible(&wgs));
        let alone = [&xian, &beijing, &new_beijing, &pulkovo];
        for (i, one) in alone.iter().enumerate() {
            assert!(!one.is_compatible(&cgcs));
            for (j, other) in alone.iter().enumerate() {
                assert_eq!(one.is_compatible(other), i == j, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_stated_shift_keeps_an_unknown_datum_apart() {
        assert!(!Datum::recognise("Local_1990", 6_378_137.0, 298.257_222_101, Some(250.0)).geocentric);
        assert!(!Datum::recognise("D_GGRS_1987", 6_378_137.0, 298.257_222_101, None).geocentric);
    }
}
