//! One requirement of a policy, as data.

use std::collections::BTreeSet;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::layer::Role;
use crate::measure::{
    area_share, attribute_limit, block_size, cluster_separation, corridor_continuity, corridor_width, feature_clusters,
    feature_count, feature_share, features_inside, land_mix, length_per_head, line_density, network_continuity,
    patch_area, service_coverage, surface_share, typed_figure, weighted_share,
};
use crate::text::Lang;
use crate::units::{Figure, Unit};

/// A title in both languages; a standard in one language may write a plain text, which then stands for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Titles {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl<'de> Deserialize<'de> for Titles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Both {
            zh: String,
            en: String,
        }

        struct OneOrBoth;

        impl<'de> Visitor<'de> for OneOrBoth {
            type Value = Titles;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("struct Titles")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Titles, E> {
                Ok(Titles { zh: text.to_owned(), en: text.to_owned() })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Titles, A::Error> {
                let Both { zh, en } = Both::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Titles { zh, en })
            }
        }

        deserializer.deserialize_any(OneOrBoth)
    }
}

impl Titles {
    /// The title in a language.
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// How binding a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// 必须
    Required,
    /// 原则上
    InPrinciple,
    /// 力争
    Aspiration,
    /// 推进: no verdict, only the fact.
    Encouraged,
}

/// Comparison of a figure with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Comparison {
    /// `>=`
    #[serde(rename = ">=")]
    AtLeast,
    /// `>`
    #[serde(rename = ">")]
    MoreThan,
    /// `<=`
    #[serde(rename = "<=")]
    AtMost,
    /// `<`
    #[serde(rename = "<")]
    LessThan,
}

/// A limit: `>= 50 m`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// How figure and limit compare.
    pub comparison: Comparison,
    /// The limit.
    pub limit: f64,
    /// What both are in.
    pub unit: Unit,
}

/// Which counties a clause binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applies {
    /// Every county.
    All,
    /// These counties only.
    To(Vec<String>),
}

/// What a clause is in a county that it does not bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Other {
    /// The value is shown without limit.
    Info,
    /// Nothing is computed.
    NotApplicable,
}

/// A way of measuring with its parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Share of a scope that features cover: the green-land ratio.
    AreaShare(area_share::Parameters),
    /// The largest value of an attribute, each feature by itself: red-line widths, storeys.
    AttributeLimit(attribute_limit::Parameters),
    /// Size of the blocks between streets.
    BlockSize(block_size::Parameters),
    /// Neighbouring clusters and what lies between them.
    ClusterSeparation(cluster_separation::Parameters),
    /// Continuity of corridors: how many are broken, and at which gaps.
    CorridorContinuity(corridor_continuity::Parameters),
    /// Net width of corridors: the widest single strip that passes between obstacles from end to end.
    CorridorWidth(corridor_width::Parameters),
    /// Size of the largest group of features that lie close together: demolished buildings.
    FeatureClusters(feature_clusters::Parameters),
    /// Number of features that something holds of: new homes above 100 m.
    FeatureCount(feature_count::Parameters),
    /// Share of features that something holds of, by number, floor area or another weight.
    FeatureShare(feature_share::Parameters),
    /// Features that lie where none should: construction in water or hazard areas.
    FeaturesInside(features_inside::Parameters),
    /// How homes and other uses mix in the blocks between streets.
    LandMix(land_mix::Parameters),
    /// Length of lines in a scope per 10 000 people: the greenway length per head.
    LengthPerHead(length_per_head::Parameters),
    /// Length of lines per area of a scope: the road-network density.
    LineDensity(line_density::Parameters),
    /// Continuity of a network of lines: separate pieces, gaps, dead ends.
    NetworkContinuity(network_continuity::Parameters),
    /// Area of contiguous patches: the hard surface of plazas.
    PatchArea(patch_area::Parameters),
    /// Share of homes that reach a facility or a park within a distance.
    ServiceCoverage(service_coverage::Parameters),
    /// Share of a scope whose surface lets water through.
    SurfaceShare(surface_share::Parameters),
    /// A figure that the planner types in.
    TypedFigure(typed_figure::Parameters),
    /// Share of features by weight within units: the demolished share of floor area.
    WeightedShare(weighted_share::Parameters),
}

impl Measure {
    /// The way's id in standard files and results.
    pub fn id(&self) -> &'static str {
        match self {
            Self::AreaShare(_) => "area-share",
            Self::AttributeLimit(_) => "attribute-limit",
            Self::BlockSize(_) => "block-size",
            Self::ClusterSeparation(_) => "cluster-separation",
            Self::CorridorContinuity(_) => "corridor-continuity",
            Self::CorridorWidth(_) => "corridor-width",
            Self::FeatureClusters(_) => "feature-clusters",
            Self::FeatureCount(_) => "feature-count",
            Self::FeatureShare(_) => "feature-share",
            Self::FeaturesInside(_) => "features-inside",
            Self::LandMix(_) => "land-mix",
            Self::LengthPerHead(_) => "length-per-head",
            Self::LineDensity(_) => "line-density",
            Self::NetworkContinuity(_) => "network-continuity",
            Self::PatchArea(_) => "patch-area",
            Self::ServiceCoverage(_) => "service-coverage",
            Self::SurfaceShare(_) => "surface-share",
            Self::TypedFigure(_) => "typed-figure",
            Self::WeightedShare(_) => "weighted-share",
        }
    }

    /// The unit of its figure.
    pub fn unit(&self) -> Unit {
        match self {
            Self::CorridorWidth(_) => Unit::Metre,
            Self::LengthPerHead(_) => Unit::KmPer10k,
            Self::LineDensity(_) => Unit::KmPerKm2,
            Self::AttributeLimit(with) => with.attribute.unit(),
            Self::BlockSize(_) | Self::FeatureClusters(_) | Self::PatchArea(_) => Unit::Hectare,
            Self::ClusterSeparation(_)
            | Self::CorridorContinuity(_)
            | Self::FeatureCount(_)
            | Self::FeaturesInside(_)
            | Self::NetworkContinuity(_) => Unit::Count,
            Self::AreaShare(_)
            | Self::FeatureShare(_)
            | Self::LandMix(_)
            | Self::ServiceCoverage(_)
            | Self::SurfaceShare(_)
            | Self::WeightedShare(_) => Unit::Percent,
            Self::TypedFigure(with) => with.unit(),
        }
    }
}

/// One legitimate other way to read a clause: its measure with other parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Stable id within the clause.
    pub id: String,
    /// Name for people.
    pub title: Titles,
    /// Its parameters as the file states them: `boundary = "half"`.
    pub stated: Vec<String>,
    /// The measure with this reading's parameters.
    pub measure: Measure,
}

/// One requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Stable kebab-case id.
    pub id: String,
    /// Name for people.
    pub title: Titles,
    /// Number in the policy, such as `（五）`.
    pub number: String,
    /// What the policy calls the part with that number, where the file says so.
    pub chapter: Option<Titles>,
    /// The policy's own words.
    pub quote: String,
    /// How binding it is.
    pub strength: Strength,
    /// Target year, where the policy names one.
    pub year: Option<i32>,
    /// Which counties it binds.
    pub applies: Applies,
    /// What it is elsewhere.
    pub other: Other,
    /// Whether a recorded argument can justify a miss (原则上, 确需…应严格充分论证).
    pub arguable: bool,
    /// The role of its scope layer.
    pub scope: Option<Role>,
    /// The limit; `None` for clauses that only list a fact.
    pub test: Option<Test>,
    /// The default reading.
    pub measure: Measure,
    /// Other readings, in order.
    pub readings: Vec<Reading>,
    /// Whether its figure may be typed in instead of being measured.
    pub figure: bool,
    /// Numbers of other documents to hold the figure beside; they decide nothing.
    pub references: Vec<Reference>,
}

/// A number of another document, which decides nothing here.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The number, as a limit.
    pub test: Test,
    /// The document.
    pub source: Titles,
}

impl Clause {
    /// Keys of the figures that the planner can type in for it: of the clause itself, and of what its measures take.
    pub fn figure_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = if self.figure { vec![self.id.clone()] } else { Vec::new() };
        let measures = std::iter::once(&self.measure).chain(self.readings.iter().map(|reading| &reading.measure));
        for measure in measures {
            let taken = match measure {
                Measure::LengthPerHead(with) => vec![with.population.clone()],
                Measure::TypedFigure(with) => with.keys(&self.id),
                _ => Vec::new(),
            };
            keys.extend(taken);
        }
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        keys
    }

    /// The bound of a figure that is shown as its value: the one that a miss would be proved by last, unless nothing
    /// bounds the figure on that side.
    pub fn shown(&self, figure: Figure) -> f64 {
        let (wanted, other) = match self.test.map(|test| test.comparison) {
            Some(Comparison::AtMost | Comparison::LessThan) => (figure.high, figure.low),
            _ => (figure.low, figure.high),
        };
        if wanted.is_finite() { wanted } else { other }
    }
}
