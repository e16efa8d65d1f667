//! The survey of one corridor, and a memory of surveys.
//!
//! A survey follows from the shapes alone: what the corridor is made of and the obstacles that reach in. It is remembered
//! under all of them, compared corner by corner, so that what is remembered can never be stale.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use geo_types::Coord;

use super::spaces::Spaces;
use crate::geometry::along::Profile;
use crate::geometry::between::Space;
use crate::geometry::clip::Outline;
use crate::geometry::gaps::{Continuity, continuity};
use crate::geometry::narrow::narrower_than;
use crate::geometry::prepared::Prepared;
use crate::geometry::region::OverlayFailed;
use crate::geometry::strips::CrossCut;
use crate::geometry::width::{Narrowest, Passable, Passage};
use crate::geometry::{Mask, Region};

/// Corners of parcels and obstacles that are remembered, at most; a corner takes some 300 bytes.
const MOST_CORNERS: usize = 500_000;
/// What no check has asked for this many times is forgotten: a check asks once per clause and reading that speaks of corridors.
const UNASKED: u64 = 64;
/// Corridors that were only followed are remembered this long: until so many others were.
const FOLLOWED: usize = 4;
/// Sets of obstacles for which an area is remembered.
const SETS: usize = 8;
/// Limits for which a survey remembers what is narrower.
const LIMITS: usize = 4;

/// Surveys of corridors that were made before, shared by all clones: a corridor that has not changed is not surveyed
/// again. Bounded in size; which surveys it holds never changes a result.
#[derive(Clone, Debug, Default)]
pub struct Surveys {
    slots: Arc<Mutex<Vec<Slot>>>,
    /// Counts how often a check has asked.
    asked: Arc<AtomicU64>,
    /// Whether whoever asks, a check too, asks for a pointer that moves on.
    for_pointer: bool,
    /// What lies between clusters.
    pub(super) spaces: Spaces,
}

/// Obstacles that reach into an area, each with what it is to the caller.
pub(crate) type Placed<'a, T> = Vec<(T, Cow<'a, Region>)>;

/// What a corridor is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    /// Parcels, and a point per end that the plan states.
    Parcels(Vec<Region>, Vec<Coord<f64>>),
    /// The space between two clusters.
    Space(Space),
}

impl Source {
    fn prepared(&self) -> Option<Prepared> {
        match self {
            Self::Parcels(parcels, stated) => {
                let dissolved = crate::geometry::pieces::dissolved(parcels).ok()?;
                Prepared::new(dissolved, stated).ok()
            }
            Self::Space(space) => Some(Prepared::of_space(space)),
        }
    }

    fn corners(&self) -> usize {
        match self {
            Self::Parcels(parcels, _) => corners(parcels),
            Self::Space(space) => corners(std::slice::from_ref(&space.region)),
        }
    }
}

/// A corridor's area, the least recently used first.
#[derive(Debug)]
struct Slot {
    area: Arc<Area>,
    /// Whether it was followed under a pointer and never checked.
    followed: bool,
    /// When it was asked for last.
    used: u64,
}

/// A corridor dissolved and prepared.
#[derive(Debug)]
struct Area {
    source: Source,
    prepared: Arc<Prepared>,
    outline: Arc<Outline>,
    surveyed: Mutex<Vec<Surveyed>>,
}

/// A survey with the obstacles that it was made with; `None` where nothing stands between the ends to measure.
#[derive(Debug)]
struct Surveyed {
    obstacles: Vec<Region>,
    survey: Option<Arc<Survey>>,
}

/// Who asks for a survey: what a check has seen stays longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// A check.
    Check,
    /// A pointer that moves on.
    Pointer,
}

/// A corridor without its obstacles.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) area: Arc<Prepared>,
    /// The outline of its area.
    pub(crate) outline: Arc<Outline>,
    pub(crate) left: Region,
    pub(crate) passable: Passable,
    pub(crate) passage: Passage,
    pub(crate) continuity: Continuity,
    /// Numbers of the obstacles that overlay could not take out.
    pub(crate) left_out: Vec<usize>,
    cross_cut: OnceLock<Option<CrossCut>>,
    profile: OnceLock<Profile>,
    narrow: Mutex<Vec<(u64, Result<Region, OverlayFailed>)>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts something at the end of a list of bounded length.
fn remember<T>(list: &mut Vec<T>, most: usize, new: T) {
    if list.len() >= most {
        list.remove(0);
    }
    list.push(new);
}

fn corners(regions: &[Region]) -> usize {
    regions.iter().flat_map(Region::rings).map(<[_]>::len).sum()
}

impl Surveys {
    /// The same memory for a plan that is there only while a pointer moves: what a check of it adds is soon forgotten again.
    #[must_use]
    pub fn for_pointer(&self) -> Self {
        Self { for_pointer: true, ..self.clone() }
    }

    /// The survey of the corridor that this makes; `reaching` finds the obstacles that reach into its area, each with
    /// what it is to the caller. They come back in their order. `None` where overlay or the search for ends fails, or where nothing stands
    /// between the ends to measure.
    ///
    /// Nothing is locked while something is computed: two threads that ask for the same at once both compute it.
    pub(crate) fn of<'a, T>(
        &self,
        asked_for: For,
        source: Source,
        reaching: impl FnOnce(&Mask<'_>) -> Placed<'a, T>,
    ) -> Option<(Arc<Survey>, Placed<'a, T>)> {
        let asked_for = if self.for_pointer { For::Pointer } else { asked_for };
        let area = match self.known(asked_for, &source) {
            Some(known) => known,
            None => self.keep(asked_for, Area::new(source)?),
        };
        let obstacles = reaching(&Mask::with(&area.prepared.region, Arc::clone(&area.outline)));
        let regions: Vec<&Region> = obstacles.iter().map(|(_, region)| region.as_ref()).collect();
        area.survey(&regions).map(|survey| (survey, obstacles))
    }

    /// A check asks for all corridors of a plan: those that none of the last checks asked for are forgotten.
    pub(crate) fn begin(&self) {
        if !self.for_pointer {
            let now = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
            locked(&self.slots).retain(|slot| slot.used + UNASKED >= now);
        }
    }

    fn known(&self, asked_for: For, source: &Source) -> Option<Arc<Area>> {
        let mut slots = locked(&self.slots);
        let at = slots.iter().position(|slot| slot.area.source == *source)?;
        let mut slot = slots.remove(at);
        slot.followed &= asked_for == For::Pointer;
        slot.used = self.asked.load(Ordering::Relaxed);
        let area = Arc::clone(&slot.area);
        slots.push(slot);
        Some(area)
    }

    fn keep(&self, asked_for: For, area: Area) -> Arc<Area> {
        let area = Arc::new(area);
        let mut slots = locked(&self.slots);
        let used = self.asked.load(Ordering::Relaxed);
        slots.push(Slot { area: Arc::clone(&area), followed: asked_for == For::Pointer, used });
        let (mut followed, mut corners) = (0, 0);
        let mut kept: Vec<Slot> = Vec::with_capacity(slots.len());
        for slot in slots.drain(..).rev() {
            followed += usize::from(slot.followed);
            corners += slot.area.corners();
            let last = kept.is_empty();
            if last || (corners <= MOST_CORNERS && !(slot.followed && followed > FOLLOWED)) {
                kept.push(slot);
            }
        }
        kept.reverse();
        *slots = kept;
        area
    }
}

impl Area {
    fn new(source: Source) -> Option<Self> {
        let prepared = Arc::new(source.prepared()?);
        let outline = Arc::new(Outline::new(&prepared.region));
        Some(Self { source, prepared, outline, surveyed: Mutex::default() })
    }

    fn corners(&self) -> usize {
        self.source.corners() + locked(&self.surveyed).iter().map(|one| corners(&one.obstacles)).sum::<usize>()
    }

    fn survey(&self, obstacles: &[&Region]) -> Option<Arc<Survey>> {
        let same = |known: &&Surveyed| known.obstacles.iter().eq(obstacles.iter().copied());
        if let Some(known) = locked(&self.surveyed).iter().find(same) {
            return known.survey.clone();
        }
        let survey = Survey::new(self, obstacles).map(Arc::new);
        let obstacles = obstacles.iter().map(|&region| region.clone()).collect();
        remember(&mut locked(&self.surveyed), SETS, Surveyed { obstacles, survey: survey.clone() });
        survey
    }
}

impl Survey {
    fn new(of: &Area, obstacles: &[&Region]) -> Option<Self> {
        let area = &of.prepared;
        let (left, left_out) = taken_out(area, obstacles);
        let passable = area.passable(&left);
        let passage = passable.passage();
        if passage == Passage::Unwalled {
            return None;
        }
        let continuity = continuity(area, &passable, &passage);
        Some(Self {
            area: Arc::clone(area),
            outline: Arc::clone(&of.outline),
            left,
            passable,
            passage,
            continuity,
            left_out,
            cross_cut: OnceLock::new(),
            profile: OnceLock::new(),
            narrow: Mutex::default(),
        })
    }

    /// The narrowest place of the passage; `None` where it is broken.
    pub(crate) fn narrowest(&self) -> Option<Narrowest> {
        match self.passage {
            Passage::Open(place) => Some(place),
            Passage::Touching(_) | Passage::Apart | Passage::Unwalled => None,
        }
    }

    /// Where all strips side by side come to least; `None` where the passage is broken.
    pub(crate) fn cross_cut(&self) -> Option<&CrossCut> {
        self.narrowest()?;
        self.cross_cut.get_or_init(|| self.passable.cross_cut()).as_ref()
    }

    /// The two sides of the narrowest place, of the largest gap of a broken corridor, or a point in its middle where
    /// there is neither.
    pub(crate) fn worst_place(&self) -> [Coord<f64>; 2] {
        let gap = || self.continuity.gaps.last().map(|gap| gap.between);
        let middle = || self.area.axis.first().and_then(|line| line.get(line.len() / 2)).copied().unwrap_or_default();
        self.narrowest().map(|place| place.between).or_else(gap).unwrap_or_else(|| [middle(); 2])
    }

    /// The part of the passage that is narrower than a width.
    pub(crate) fn too_narrow(&self, width: f64) -> Result<Region, OverlayFailed> {
        let key = width.to_bits();
        if let Some((_, known)) = locked(&self.narrow).iter().find(|(known, _)| *known == key) {
            return known.clone();
        }
        let runs: Vec<Vec<Coord<f64>>> = self.area.faces.iter().map(|face| face.run.clone()).collect();
        let found = narrower_than(&self.passable, &runs, width);
        remember(&mut locked(&self.narrow), LIMITS, (key, found.clone()));
        found
    }

    /// The width along its axis.
    pub(crate) fn profile(&self) -> &Profile {
        if let Some(known) = self.profile.get() {
            return known;
        }
        let gaps = self.continuity.gaps.iter().map(|gap| Narrowest { width: 0.0, between: gap.between });
        let places: Vec<Narrowest> = self.narrowest().map_or_else(|| gaps.collect(), |place| vec![place]);
        let found = Profile::new(&self.area, &self.left, &self.passable, &places);
        self.profile.get_or_init(|| found)
    }
}

/// An area without obstacles, and the numbers of those that overlay cannot take out.
fn taken_out(area: &Prepared, obstacles: &[&Region]) -> (Region, Vec<usize>) {
    let together = Region::union(obstacles.iter().copied()).and_then(|obstacles| area.without(&obstacles));
    if let Ok(left) = together {
        return (left, Vec::new());
    }
    let (mut left, mut failed) = (area.region.clone(), Vec::new());
    for (number, obstacle) in obstacles.iter().enumerate() {
        match left.difference(obstacle) {
            Ok(less) => left = less,
            Err(OverlayFailed) => failed.push(number),
        }
    }
    (left, failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fixture::rectangle;

    fn ask(surveys: &Surveys, asked_for: For, width: f64, obstacles: &[Region]) -> Arc<Survey> {
        let near = |_: &Mask<'_>| obstacles.iter().map(|region| ((), Cow::Borrowed(region))).collect();
        let parcels = Source::Parcels(vec![rectangle(0.0, 0.0, 1000.0, width)], Vec::new());
        surveys.of(asked_for, parcels, near).unwrap().0
    }

    fn is_known(surveys: &Surveys, survey: &Arc<Survey>, width: f64) -> bool {
        Arc::ptr_eq(survey, &ask(surveys, For::Pointer, width, &[]))
    }

    #[test]
    fn a_corridor_that_has_not_changed_is_not_surveyed_again_and_a_clone_knows_it_too() {
        let surveys = Surveys::default();
        let first = ask(&surveys, For::Check, 60.0, &[]);
        assert!(is_known(&surveys.clone(), &first, 60.0));
        let building = [rectangle(490.0, 20.0, 20.0, 20.0)];
        let narrowed = ask(&surveys, For::Check, 60.0, &building);
        assert!((narrowed.narrowest().unwrap().width - 20.0).abs() < 1e-9);
        assert!(is_known(&surveys, &first, 60.0), "both sets of obstacles are known");
    }

    #[test]
    fn what_was_checked_stays_while_drafts_come_and_go() {
        let surveys = Surveys::default();
        let checked = ask(&surveys, For::Check, 60.0, &[]);
        let draft = ask(&surveys, For::Pointer, 100.0, &[]);
        let committed = ask(&surveys, For::Pointer, 110.0, &[]);
        ask(&surveys, For::Check, 110.0, &[]);
        for step in 0..10 {
            ask(&surveys, For::Pointer, 70.0 + f64::from(step), &[]);
        }
        assert!(is_known(&surveys, &checked, 60.0) && is_known(&surveys, &committed, 110.0));
        assert!(!is_known(&surveys, &draft, 100.0));
        assert!(locked(&surveys.slots).len() <= 2 + FOLLOWED);
    }

    #[test]
    fn checks_of_draft_positions_do_not_pile_up() {
        let surveys = Surveys::default();
        let checked = ask(&surveys, For::Check, 60.0, &[]);
        let moving = surveys.for_pointer();
        assert!(is_known(&moving, &checked, 60.0), "the memory is shared");
        for step in 0..10 {
            ask(&moving.clone(), For::Check, 70.0 + f64::from(step), &[]);
        }
        assert_eq!(locked(&surveys.slots).len(), 1 + FOLLOWED);
        let committed = ask(&surveys, For::Check, 79.0, &[]);
        for step in 0..10 {
            ask(&moving, For::Check, 90.0 + f64::from(step), &[]);
        }
        assert!(is_known(&surveys, &checked, 60.0) && is_known(&surveys, &committed, 79.0));
    }

    #[test]
    fn what_no_check_asked_for_lately_is_forgotten_and_what_each_asks_for_stays() {
        let surveys = Surveys::default();
        let (old, every) = (ask(&surveys, For::Check, 60.0, &[]), ask(&surveys, For::Check, 70.0, &[]));
        for _ in 0..=UNASKED {
            surveys.for_pointer().begin();
            surveys.begin();
            assert!(Arc::ptr_eq(&every, &ask(&surveys, For::Check, 70.0, &[])));
        }
        assert_eq!(locked(&surveys.slots).len(), 1);
        assert!(!is_known(&surveys, &old, 60.0));
    }

    #[test]
    fn what_is_too_narrow_and_how_wide_it_is_along_is_found_once() {
        let survey = ask(&Surveys::default(), For::Check, 40.0, &[]);
        let first = survey.too_narrow(50.0).unwrap();
        assert!((first.area() - 40_000.0).abs() < 200.0);
        assert_eq!(survey.too_narrow(50.0).unwrap(), first);
        assert!(survey.too_narrow(30.0).unwrap().is_empty());
        assert!(std::ptr::eq(survey.profile(), survey.profile()));
        assert_eq!(survey.profile().stretches(50.0).len(), 1);
    }
}
