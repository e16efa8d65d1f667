//! Proposals: made, opened, named and deleted in the bar, and two of them side by side.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{Action, App, Command, Dialog, Naming};
use langdao::check::Effect;
use langdao::plan::TypedFigure;
use langdao::text::Lang;

use super::dialogs::{checked, click, fill, order, save, town};
use super::until;

type Window = Harness<'static, App>;

fn names(harness: &Window) -> Vec<String> {
    let plan = harness.state().document().plan().unwrap();
    plan.proposal_names().into_iter().map(str::to_owned).collect()
}

fn open(harness: &Window) -> Option<String> {
    let plan = harness.state().document().plan().unwrap();
    plan.content().proposals.open().map(str::to_owned)
}

/// Types the population in: half of it doubles the greenway per head.
fn populate(harness: &mut Window, people: f64) {
    let plan = harness.state().document().plan().unwrap();
    let edit = plan.setting_figure("urban_population", Some(TypedFigure::plain(people)));
    order(harness, Command::Edit(edit));
    checked(harness);
}

/// A town whose second proposal has a tenth of its people, that proposal being open.
fn two(people: f64) -> (tempfile::TempDir, Window) {
    let (folder, mut harness) = town(Lang::En);
    populate(&mut harness, people);
    click(&mut harness, "Proposals");
    click(&mut harness, "Duplicate as a new proposal…");
    click(&mut harness, "Make it");
    checked(&mut harness);
    populate(&mut harness, people / 10.0);
    (folder, harness)
}

fn compared(harness: &mut Window, with: &str) {
    order(harness, Command::CompareWith(Some(with.to_owned())));
    until(harness, |app| app.document().comparison().is_some() && app.jobs().running().is_empty());
}

fn effect(app: &App) -> Effect {
    let comparison = app.document().comparison().unwrap();
    comparison.clauses.iter().find(|clause| clause.clause == "greenway-per-capita").unwrap().effect
}

#[test]
fn a_proposal_is_made_named_opened_and_deleted_in_the_bar_and_all_of_it_is_undone() {
    let (folder, mut harness) = two(20_000.0);
    assert_eq!((names(&harness), open(&harness)), (vec!["现状".into(), "Proposal 1".into()], Some("Proposal 1".into())));
    click(&mut harness, "Proposal: Proposal 1");
    click(&mut harness, "Rename “Proposal 1”…");
    fill(&mut harness, "Name of the proposal", "现状");
    click(&mut harness, "Rename");
    assert_eq!(harness.state().session().dialog, Some(Dialog::Proposal(Naming::Rename("Proposal 1".into()))));
    fill(&mut harness, "Name of the proposal", "方案一");
    click(&mut harness, "Rename");
    assert_eq!(open(&harness).as_deref(), Some("方案一"));
    click(&mut harness, "Proposal: 方案一");
    harness.get_by_label("现状").click();
    harness.run_steps(4);
    checked(&mut harness);
    let people = |harness: &Window| {
        harness.state().document().plan().unwrap().content().figures["urban_population"].value
    };
    assert!((people(&harness) - 20_000.0).abs() < 1e-9);
    let path = folder.path().join("plan.toml");
    save(&mut harness, path.clone());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("[[proposal]]") && text.contains("方案一"), "{text}");
    click(&mut harness, "Proposal: 现状");
    click(&mut harness, "Delete “现状”");
    assert_eq!(names(&harness), ["方案一"]);
    order(&mut harness, Command::Do(Action::Undo));
    assert_eq!((names(&harness), open(&harness).as_deref()), (vec!["现状".into(), "方案一".into()], Some("现状")));
    order(&mut harness, Command::GoTo(0));
    checked(&mut harness);
    assert!(names(&harness).is_empty());
}

#[test]
fn two_proposals_stand_side_by_side_on_the_map_and_in_a_table() {
    // Half a kilometre of greenway: for 20 000 people too little, for 2 000 enough.
    let (_folder, mut harness) = two(20_000.0);
    click(&mut harness, "Proposal: Proposal 1");
    click(&mut harness, "Compare with “现状”");
    until(&mut harness, |app| app.document().comparison().is_some() && app.jobs().running().is_empty());
    assert_eq!(effect(harness.state()), Effect::Mends);
    assert!(harness.query_by_label("Map of 现状").is_some());
    let title = harness.state().document().loaded().unwrap().standard.clauses.iter();
    let title = title.clone().find(|clause| clause.id == "greenway-per-capita").unwrap().title.say(Lang::En).to_owned();
    click(&mut harness, &format!("{title}: mends"));
    assert_eq!(harness.state().session().open_clause.as_deref(), Some("greenway-per-capita"));
    // The verdict follows the edit, and the other proposal is not read again for it.
    let beside = std::sync::Arc::clone(harness.state().document().beside().unwrap());
    populate(&mut harness, 10_000.0);
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert_eq!(effect(harness.state()), Effect::Improves);
    assert!(std::sync::Arc::ptr_eq(&beside, harness.state().document().beside().unwrap()));
    click(&mut harness, "End the comparison");
    assert!(harness.state().document().comparison().is_none());
}

#[test]
fn opening_the_proposal_beside_swaps_the_sides_and_deleting_it_ends_the_comparison() {
    let (_folder, mut harness) = two(20_000.0);
    compared(&mut harness, "现状");
    let edit = harness.state().document().plan().unwrap().opening_proposal("现状");
    order(&mut harness, Command::Edit(edit));
    until(&mut harness, |app| {
        app.jobs().running().is_empty() && app.document().beside().is_some_and(|beside| beside.name == "Proposal 1")
    });
    checked(&mut harness);
    assert_eq!(effect(harness.state()), Effect::Breaks);
    let edit = harness.state().document().plan().unwrap().deleting_proposal("Proposal 1");
    order(&mut harness, Command::Edit(edit));
    until(&mut harness, |app| app.session().beside.is_none() && app.jobs().running().is_empty());
    assert!(harness.state().document().comparison().is_none());
}
