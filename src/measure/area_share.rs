//! Share of a scope that features cover: the green-land ratio.
//!
//! What counts as green, and which part of it, is decided in `sources`; here it is clipped to the scope and counted,
//! each spot once. Green outside the scope never counts.

mod regional;
mod sources;
mod zoned;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::sources::{Counted, Source};
pub(in crate::measure) use self::zoned::shares_by_zone;
use crate::geometry::{Boxes, OverlayFailed, Region};
use crate::handle::Handle;
use crate::layer::{Item, Role};
use crate::measure::lacking::{lacking, note};
use crate::measure::lines::go_on;
use crate::measure::place::of_scope;
use crate::measure::selection::cut_to;
use crate::measure::{Input, Measured, NoFigure, Part, Place, Scope};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose areas are counted.
    pub role: Role,
    /// Whether regional green (EG) counts.
    #[serde(default)]
    pub regional: Regional,
    /// The most that regional green may add, in per cent of the rest.
    #[serde(default = "default_cap")]
    pub regional_cap: f64,
}

fn default_cap() -> f64 {
    20.0
}

/// Whether regional green (EG) counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regional {
    /// It does not.
    #[default]
    Excluded,
    /// What touches counted green or construction land does, up to the cap.
    Adjacent,
}

/// Facts behind the share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted green, each spot once.
    pub green_ha: f64,
    /// Area of the scope.
    pub area_ha: f64,
    /// Counted green by class; overlaps belong to the first of G1, G2, XG, unknown, G3, EG.
    pub by_class_ha: BTreeMap<String, f64>,
    /// Ground that more than one counted feature covers: counted once.
    pub overlap_ha: f64,
    /// Regional green inside the scope that was not counted.
    pub excluded_regional_ha: f64,
    /// Counted green inside the scope that would bring the share up to the reference figure: that part of the area,
    /// less `green_ha`. Absent where the share reaches it, or no figure is given; of an upper limit it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_ha: Option<f64>,
}

/// Measures the per cent of the scope's area. The place is the scope; it tells [`Facts::missing_ha`] too.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let scope = input.scope.ok_or_else(|| NoFigure::Missing(Message::new("measure.area-share-no-scope")))?;
    let scope_area = scope.region.area();
    if scope_area <= 0.0 {
        let message = Message::new("measure.area-share-empty-scope").with("scope", &scope.name);
        return Err(NoFigure::Missing(message));
    }
    let mut notices = Vec::new();
    let green = clipped(sources::sources(input.layers, with.role, &mut notices)?, scope, input, &mut notices)?;
    notices.extend(sources::notices(&green));

    let counted = count(&green, input.handle).map_err(failed)?;
    go_on(input)?;
    let regional =
        regional::count(input.layers, &green, &counted, with, &scope.region, input.handle).map_err(failed)?;
    go_on(input)?;
    let green_area = counted.total + regional.counted;

    let mut by_class_ha: BTreeMap<String, f64> = counted
        .by_class
        .iter()
        .map(|(class, area)| (class.code().to_owned(), SquareMetres(*area).hectares()))
        .collect();
    if with.regional == Regional::Adjacent && regional.present {
        by_class_ha.insert(Counted::Regional.code().to_owned(), SquareMetres(regional.counted).hectares());
    }
    let missing = input.at.and_then(|at| lacking(at / 100.0 * scope_area, green_area));
    let facts = Facts {
        green_ha: SquareMetres(green_area).hectares(),
        area_ha: SquareMetres(scope_area).hectares(),
        by_class_ha,
        overlap_ha: SquareMetres(counted.overlap).hectares(),
        excluded_regional_ha: SquareMetres(regional.left_out).hectares(),
        missing_ha: missing.map(|area| SquareMetres(area).hectares()),
    };
    let figure = Figure::exact(100.0 * green_area / scope_area, Unit::Percent);
    let mut place = place(scope, figure, &green, with.regional);
    note(&mut place.facts, "missing_ha", facts.missing_ha);
    Ok(Measured { figure, facts, places: vec![place], notices })
}

/// A green feature and what of it lies in the scope.
#[derive(Clone, Debug)]
struct Clipped<'a> {
    source: Source<'a>,
    region: Region,
}

/// What of each feature lies in the scope; features outside are dropped.
fn clipped<'a>(
    sources: Vec<Source<'a>>,
    scope: &Scope,
    input: &Input<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Clipped<'a>>, NoFigure> {
    let areas: Vec<(Item<'_>, &Region)> = sources.iter().map(|source| (source.item, source.region)).collect();
    let cut = cut_to(&areas, &scope.region, input, notices)?;
    let kept = sources.into_iter().zip(cut).filter_map(|(source, region)| Some(Clipped { source, region: region? }));
    Ok(kept.collect())
}

/// Green that counts without regard to regional green, in m².
#[derive(Clone, Debug, Default)]
struct Count {
    total: f64,
    by_class: BTreeMap<Counted, f64>,
    overlap: f64,
    /// All ground that some counted feature decides on: regional green on it adds nothing.
    ground: Region,
    /// Features that bring some green of their own.
    green: Vec<Region>,
}

/// Counts each spot once: first whole areas, class by class, then what is left of the areas that count in part. Without
/// meaning once the job is cancelled.
fn count(green: &[Clipped<'_>], handle: &Handle) -> Result<Count, OverlayFailed> {
    let mut count = Count::default();
    let mut weighted = 0.0;
    for class in Counted::WHOLE {
        let of_class = || green.iter().filter(|clipped| clipped.source.counted == class && clipped.source.is_whole());
        if of_class().next().is_none() || handle.is_cancelled() {
            continue;
        }
        weighted += of_class().map(|clipped| clipped.region.area()).sum::<f64>();
        let before = count.ground.area();
        count.ground = Region::union(std::iter::once(&count.ground).chain(of_class().map(|clipped| &clipped.region)))?;
        let own = count.ground.area() - before;
        *count.by_class.entry(class).or_default() += own;
        count.total += own;
        count.green.extend(of_class().map(|clipped| clipped.region.clone()));
    }
    let partial = in_order(green);
    let whole = || green.iter().filter(|clipped| clipped.source.is_whole()).map(|clipped| &clipped.region);
    let own_areas = own_areas(whole(), &partial, handle)?;
    if handle.is_cancelled() {
        return Ok(count);
    }
    for (clipped, own) in partial.iter().zip(own_areas) {
        let share = clipped.source.share;
        weighted += clipped.region.area() * share;
        *count.by_class.entry(clipped.source.counted).or_default() += own * share;
        count.total += own * share;
        if share > 0.0 {
            count.green.push(clipped.region.clone());
        }
    }
    count.ground = Region::union(std::iter::once(&count.ground).chain(partial.iter().map(|clipped| &clipped.region)))?;
    count.overlap = (weighted - count.total).max(0.0);
    // Differences of sums: below rounding noise there is no overlap.
    if count.overlap <= weighted * 1e-12 {
        count.overlap = 0.0;
    }
    Ok(count)
}

/// Features that count in part, those first that keep a spot which several of them cover: by class, then the larger
/// share, whatever their order in the files.
fn in_order<'a, 'b>(green: &'b [Clipped<'a>]) -> Vec<&'b Clipped<'a>> {
    let mut partial: Vec<&Clipped<'_>> = green.iter().filter(|clipped| clipped.source.partial).collect();
    partial.sort_by(|a, b| {
        a.source.counted.cmp(&b.source.counted).then_with(|| b.source.share.total_cmp(&a.source.share))
    });
    partial
}

/// The area of each feature that neither whole green nor an earlier feature covers, in m².
///
/// Each is compared with the features near it and not with their union, which may be one web across the town.
fn own_areas<'a>(
    whole: impl Iterator<Item = &'a Region>,
    partial: &[&Clipped<'_>],
    handle: &Handle,
) -> Result<Vec<f64>, OverlayFailed> {
    let ranked: Vec<(&Region, Option<usize>)> = whole
        .map(|region| (region, None))
        .chain(partial.iter().enumerate().map(|(rank, clipped)| (&clipped.region, Some(rank))))
        .collect();
    let boxes = Boxes::new(ranked.iter().map(|(region, _)| region.bounds()));
    partial
        .par_iter()
        .enumerate()
        .map(|(rank, clipped)| {
            let Some(bounds) = clipped.region.bounds().filter(|_| !handle.is_cancelled()) else { return Ok(0.0) };
            let near = boxes.meeting(&bounds).into_iter().map(|number| ranked[number]);
            let claimed: Vec<&Region> =
                near.filter(|(_, other)| other.is_none_or(|other| other < rank)).map(|(region, _)| region).collect();
            if claimed.is_empty() {
                return Ok(clipped.region.area());
            }
            Ok(clipped.region.difference(&Region::union(claimed)?)?.area())
        })
        .collect()
}

/// The scope as the place of the figure, with the features counted and those left out.
fn place(scope: &Scope, figure: Figure, green: &[Clipped<'_>], regional: Regional) -> Place {
    let part = |clipped: &Clipped<'_>| match clipped.source.counted {
        Counted::Regional if regional == Regional::Excluded => Part::LeftOut,
        _ => Part::Counted,
    };
    let of_part = |wanted: Part| -> Vec<Item<'_>> {
        green.iter().filter(|clipped| part(clipped) == wanted).map(|clipped| clipped.source.item).collect()
    };
    of_scope(scope, figure, &of_part(Part::Counted), &of_part(Part::LeftOut))
}

fn failed(_: OverlayFailed) -> NoFigure {
    NoFigure::Missing(Message::new("measure.overlay-failed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Shape;
    use crate::measure::fixture::{Plan, moved, rectangle};

    const DEFAULT: Parameters = Parameters { role: Role::Green, regional: Regional::Excluded, regional_cap: 20.0 };
    const ADJACENT: Parameters = Parameters { role: Role::Green, regional: Regional::Adjacent, regional_cap: 20.0 };

    /// A built-up area of 100 × 100 m and a green layer: an area of n m² is n/100 per cent.
    fn plan() -> Plan {
        Plan::new().scope(rectangle(0.0, 0.0, 100.0, 100.0)).layer(
            "green.shp",
            &[Role::Green],
            &["class", "green_share"],
        )
    }

    fn percent(plan: &Plan, with: &Parameters) -> f64 {
        measure(&plan.input(), with).unwrap().figure.low
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10 * expected.abs(), "{value} instead of {expected}");
    }

    fn codes(measured: &Measured<Facts>) -> Vec<&'static str> {
        measured.notices.iter().map(|notice| notice.code).collect()
    }

    #[test]
    fn the_missing_area_is_the_limits_part_of_the_scope_less_what_counts() {
        // One hectare: 38.9 per cent are 3890 m².
        let with_width = |width: f64| {
            let mut plan = plan().with(Shape::Area(rectangle(0., 0., width, 100.)), &["G1"]);
            plan.at = Some(38.9);
            measure(&plan.input(), &DEFAULT).unwrap()
        };
        let short = with_width(30.0);
        close(short.facts.missing_ha.unwrap(), 0.089);
        assert_eq!(short.places[0].facts["missing_ha"].as_f64(), short.facts.missing_ha);
        for enough in [38.9, 45.0] {
            assert_eq!(with_width(enough).facts.missing_ha, None);
        }
        let plan = plan().with(Shape::Area(rectangle(0., 0., 30., 100.)), &["G1"]);
        assert_eq!(measure(&plan.input(), &DEFAULT).unwrap().facts.missing_ha, None, "without a reference figure");
    }

    #[test]
    fn parks_protective_and_attached_green_count_whole_and_inside_the_scope_only() {
        let plan = plan()
            .with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G1"])
            .with(Shape::Area(rectangle(30., 0., 10., 50.)), &["G2"])
            .with(Shape::Area(rectangle(90., 0., 20., 50.)), &["XG"])
            .with(Shape::Area(rectangle(200., 0., 20., 50.)), &["G1"]);
        let measured = measure(&plan.input(), &DEFAULT).unwrap();
        close(measured.figure.low, 20.0);
        close(measured.facts.by_class_ha["G1"], 0.1);
        close(measured.facts.by_class_ha["G2"], 0.05);
        close(measured.facts.by_class_ha["XG"], 0.05);
        close(measured.facts.area_ha, 1.0);
        close(measured.facts.green_ha, 0.2);
        assert!(measured.notices.is_empty());
    }

    #[test]
    fn exactly_at_the_limit_is_exactly_the_limit_far_from_the_origin() {
        let plan = Plan::new()
            .scope(rectangle(34_500_000.0, 3_087_000.0, 1000.0, 1000.0))
            .layer("green.shp", &[Role::Green], &["class"])
            .with(Shape::Area(rectangle(34_500_000.0, 3_087_000.0, 389.0, 1000.0)), &["G1"]);
        close(percent(&plan, &DEFAULT), 38.9);
    }

    #[test]
    fn a_value_that_rounds_to_the_limit_stays_below_it() {
        let plan = plan().with(Shape::Area(rectangle(0., 0., 38.86, 100.)), &["G1"]);
        close(percent(&plan, &DEFAULT), 38.86);
    }

    #[test]
    fn a_plaza_counts_with_its_planted_share_and_an_unstated_share_is_none() {
        let planted = plan().with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G3", "70"]);
        close(percent(&planted, &DEFAULT), 7.0);
        // The edition of 2002 calls protective green G3: its reader gives G2, which counts whole.
        let protective = plan().with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G2", "70"]);
        close(percent(&protective, &DEFAULT), 10.0);
        let unstated = plan().with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G3", ""]);
        let measured = measure(&unstated.input(), &DEFAULT).unwrap();
        assert!(measured.figure.low.abs() < 1e-12);
        assert_eq!(codes(&measured), ["share-unstated"]);
        assert_eq!(measured.notices[0].row, Some(0));
    }

    #[test]
    fn attached_green_over_a_park_counts_once_and_belongs_to_the_park() {
        let plan = plan()
            .with(Shape::Area(rectangle(10., 0., 20., 50.)), &["XG"])
            .with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G1"]);
        let measured = measure(&plan.input(), &DEFAULT).unwrap();
        close(measured.figure.low, 15.0);
        close(measured.facts.by_class_ha["G1"], 0.1);
        close(measured.facts.by_class_ha["XG"], 0.05);
        close(measured.facts.overlap_ha, 0.05);
    }

    #[test]
    fn a_plaza_adds_its_share_only_where_nothing_else_counts() {
        // 1000 m² of plaza at 40 %, half of it under a park; a second plaza at 80 % over 250 m² of the free half.
        let plan = plan()
            .with(Shape::Area(rectangle(0., 0., 20., 50.)), &["G3", "40"])
            .with(Shape::Area(rectangle(0., 0., 10., 50.)), &["G1"])
            .with(Shape::Area(rectangle(10., 0., 10., 25.)), &["G3", "80"]);
        close(percent(&plan, &DEFAULT), 5.0 + 2.5 * 0.8 + 2.5 * 0.4);
        close(percent(&plan.reversed(), &DEFAULT), 5.0 + 2.5 * 0.8 + 2.5 * 0.4);
    }

    #[test]
    fn unknown_classes_count_as_urban_green_with_a_notice_per_value() {
        let plan = plan()
            .with(Shape::Area(rectangle(0., 0., 10., 10.)), &["park"])
            .with(Shape::Area(rectangle(10., 0., 10., 10.)), &["wood"])
            .with(Shape::Area(rectangle(20., 0., 10., 10.)), &["park"]);
        let measured = measure(&plan.input(), &DEFAULT).unwrap();
        close(measured.figure.low, 3.0);
        close(measured.facts.by_class_ha["unknown"], 0.03);
        assert_eq!(codes(&measured), ["class-unknown", "class-unknown"]);
        let said = measured.notices[0].message.say(crate::text::Lang::En);
        assert!(said.contains("park") && said.contains('2'), "{said}");
    }

    #[test]
    fn a_layer_without_a_class_field_counts_whole_with_a_notice() {
        let plan = Plan::new()
            .scope(rectangle(0.0, 0.0, 100.0, 100.0))
            .layer("green.shp", &[Role::Green], &[])
            .area(rectangle(0., 0., 10., 10.))
            .area(rectangle(5., 0., 10., 10.));
        let measured = measure(&plan.input(), &DEFAULT).unwrap();
        close(measured.figure.low, 1.5);
        assert_eq!(codes(&measured), ["class-field-missing"]);
    }

    #[test]
    fn a_feature_of_several_parts_with_a_hole_counts_as_drawn() {
        let ring = rectangle(0., 0., 20., 20.).difference(&rectangle(5., 5., 10., 10.)).unwrap();
        let both = Region::union([&ring, &rectangle(50., 0., 10., 10.)]).unwrap();
        close(percent(&plan().with(Shape::Area(both), &["G1"]), &DEFAULT), 4.0);
    }

    #[test]
    fn construction_land_lets_regional_green_count_where_land_use_is_loaded() {
        // The park lies far off; land whose use is not known does not help.
        for (code, expected) in [("0701", 22.0), ("?", 20.0)] {
            let plan = plan()
                .with(Shape::Area(rectangle(0., 0., 40., 50.)), &["G1"])
                .with(Shape::Area(rectangle(60., 0., 4., 50.)), &["EG"])
                .layer("land.shp", &[Role::LandUse], &["class"])
                .with(Shape::Area(rectangle(64., 0., 20., 50.)), &[code]);
            close(percent(&plan, &ADJACENT), expected);
        }
    }

    /// 2000 m² of park and, beside it, `width` × 50 m of regional green.
    fn with_regional(width: f64, gap: f64) -> Plan {
        plan()
            .with(Shape::Area(rectangle(0., 0., 40., 50.)), &["G1"])
            .with(Shape::Area(rectangle(40. + gap, 0., width, 50.)), &["EG"])
    }

    #[test]
    fn regional_green_counts_in_its_reading_only_and_at_most_to_the_cap() {
        let quarter = with_regional(10.0, 0.0);
        close(percent(&quarter, &DEFAULT), 20.0);
        close(percent(&quarter, &ADJACENT), 24.0);
        let tenth = with_regional(4.0, 0.0);
        close(percent(&tenth, &ADJACENT), 22.0);
        let measured = measure(&quarter.input(), &ADJACENT).unwrap();
        close(measured.facts.by_class_ha["EG"], 0.04);
        close(measured.facts.excluded_regional_ha, 0.01);
        let measured = measure(&quarter.input(), &DEFAULT).unwrap();
        close(measured.facts.excluded_regional_ha, 0.05);
        assert_eq!(measured.places[0].features[1].1, Part::LeftOut);
    }

    #[test]
    fn regional_green_must_touch_what_counts() {
        close(percent(&with_regional(4.0, 1.0), &ADJACENT), 22.0);
        close(percent(&with_regional(4.0, 1.5), &ADJACENT), 20.0);
    }

    #[test]
    fn a_regional_patch_in_two_parcels_counts_like_one() {
        let parcels = plan()
            .with(Shape::Area(rectangle(0., 0., 40., 50.)), &["G1"])
            .with(Shape::Area(rectangle(40., 0., 2., 50.)), &["EG"])
            .with(Shape::Area(rectangle(42., 0., 2., 50.)), &["EG"]);
        close(percent(&parcels, &ADJACENT), percent(&with_regional(4.0, 0.0), &ADJACENT));
    }

    #[test]
    fn regional_green_within_a_park_adds_nothing() {
        let plan = plan()
            .with(Shape::Area(rectangle(0., 0., 40., 50.)), &["G1"])
            .with(Shape::Area(rectangle(10., 10., 10., 10.)), &["EG"]);
        close(percent(&plan, &ADJACENT), 20.0);
    }

    #[test]
    fn a_land_use_layer_alone_feeds_green_by_code_and_by_stated_share() {
        let plan = Plan::new()
            .scope(rectangle(0.0, 0.0, 100.0, 100.0))
            .layer("land.shp", &[Role::LandUse], &["class", "green_share"])
            .with(Shape::Area(rectangle(0., 0., 10., 50.)), &["G1", ""])
            .with(Shape::Area(rectangle(10., 0., 20., 50.)), &["0701", "35"])
            .with(Shape::Area(rectangle(30., 0., 20., 50.)), &["09", ""])
            .with(Shape::Area(rectangle(50., 0., 10., 50.)), &["G3", "40"]);
        let measured = measure(&plan.input(), &DEFAULT).unwrap();
        close(measured.figure.low, 5.0 + 3.5 + 2.0);
        close(measured.facts.by_class_ha["XG"], 0.035);
        assert!(measured.notices.is_empty(), "{:?}", measured.notices);
        // With a green layer the parcels say nothing.
        let both =
            plan.layer("green.shp", &[Role::Green], &["class"]).with(Shape::Area(rectangle(0., 0., 10., 10.)), &["G1"]);
        close(percent(&both, &DEFAULT), 1.0);
    }

    #[test]
    fn without_scope_or_green_there_is_no_figure() {
        let missing = |plan: &Plan| match measure(&plan.input(), &DEFAULT) {
            Err(NoFigure::Missing(message)) => message.key,
            other => panic!("{other:?}"),
        };
        let mut no_scope = plan();
        no_scope.scope = None;
        assert_eq!(missing(&no_scope), "measure.area-share-no-scope");
        assert_eq!(missing(&plan().scope(Region::default())), "measure.area-share-empty-scope");
        let no_green = Plan::new().scope(rectangle(0.0, 0.0, 100.0, 100.0));
        assert_eq!(missing(&no_green), "measure.area-share-no-green");
        assert!(percent(&plan(), &DEFAULT).abs() < 1e-12, "a green layer without green is a figure of 0");
    }

    #[test]
    fn a_cancelled_job_gives_no_figure() {
        let plan = with_regional(4.0, 0.0);
        plan.handle.cancel();
        assert_eq!(measure(&plan.input(), &DEFAULT), Err(NoFigure::Cancelled));
    }

    #[test]
    fn turning_moving_and_reordering_the_plan_changes_nothing() {
        let plan = plan()
            .with(Shape::Area(rectangle(-10., 0., 20., 50.)), &["G1"])
            .with(Shape::Area(rectangle(5., 10., 20., 50.)), &["XG"])
            .with(Shape::Area(rectangle(15., 20., 30., 50.)), &["G3", "35"])
            .with(Shape::Area(rectangle(45., 20., 10., 60.)), &["EG"]);
        for with in [DEFAULT, ADJACENT] {
            let figure = percent(&plan, &with);
            let far = percent(&plan.map_corners(moved), &with);
            assert!((far - figure).abs() < 1e-8 * figure, "{far} {figure}");
            close(percent(&plan.reversed(), &with), figure);
        }
    }
}
