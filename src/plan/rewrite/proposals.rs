//! The first proposal stands in the root, each other in a `[[proposal]]` with the keys in which it differs from the first.

use toml_edit::{ArrayOfTables, Item, Table};

use super::parts::Part;
use super::tables::{forget_place, last_place, set, set_changed, settle};
use crate::plan::proposal::{BASE, NO_YEAR};
use crate::plan::{Content, Origin, Proposal, Stated};

/// The proposals of the file as it was read.
struct Former {
    root: Table,
    /// The tables of all proposals but the first.
    tables: Vec<Table>,
    proposals: Vec<Proposal>,
}

/// Rewrites what the proposals state but for the year of the first, their names, and which one is open. A plan without
/// proposals is one of no name.
pub(super) fn rewrite(root: &mut Table, before: &Content, now: &Content) {
    let tables = root.get("proposal").map(tables).unwrap_or_default();
    let former = Former { root: root.clone(), tables, proposals: before.all_proposals() };
    let proposals = now.all_proposals();
    let Some((first, others)) = proposals.split_first() else { return };
    // Tables that are new in the root come before those of the proposals.
    let is_tables = root.get("proposal").is_some_and(Item::is_array_of_tables);
    let taken = if is_tables { root.remove_entry("proposal") } else { None };
    for part in Part::ALL {
        former.move_to_root(root, part, first.origin);
        part.rewrite(root, former.stated(first.origin), &first.stated);
    }
    names(root, before, now);
    let tables = former.rewritten(first, others);
    if tables.is_empty() {
        root.remove("proposal");
    } else if let Some((key, _)) = taken {
        let tables = placed(tables, root);
        root.insert_formatted(&key, tables);
    } else if !tables.iter().map(Table::to_string).eq(former.tables.iter().map(Table::to_string)) {
        // A list of inline tables stays one as long as it says the same.
        let tables = placed(tables, root);
        root.insert("proposal", tables);
    }
}

/// The year that the root states: that of the first proposal.
pub(super) fn year_of_root(content: &Content) -> Option<i32> {
    let parked = content.proposals.parked().first().filter(|_| content.proposals.place() > 0);
    parked.map_or(content.year, |first| first.stated.year)
}

fn tables(item: &Item) -> Vec<Table> {
    item.clone().into_array_of_tables().map(|tables| tables.into_iter().collect()).unwrap_or_default()
}

fn placed(mut tables: Vec<Table>, root: &Table) -> Item {
    settle(&mut tables);
    if let Some(first) = tables.first_mut().filter(|first| first.position().is_none()) {
        first.set_position(last_place(root));
    }
    Item::ArrayOfTables(tables.into_iter().collect::<ArrayOfTables>())
}

/// Names the first proposal and the open one. A file that has proposals need not do so for the first.
fn names(root: &mut Table, before: &Content, now: &Content) {
    let said = |root: &Table, key: &str| {
        root.get(key).and_then(Item::as_str).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    };
    let names = now.proposals.names();
    let Some(&first) = names.first() else {
        root.remove("base");
        root.remove("open");
        return;
    };
    let (base, open) = (said(root, "base"), said(root, "open"));
    let assumed = base.is_none() && first == BASE && names.len() > 1 && before.proposals.open().is_some();
    if base.as_deref() != Some(first) && !assumed {
        set(root, "base", Some(first.into()));
    }
    if open.as_deref() != now.proposals.open() {
        set(root, "open", now.proposals.open().filter(|open| *open != first).map(Into::into));
    }
}

impl Former {
    fn stated(&self, origin: Origin) -> &Stated {
        static NOTHING: std::sync::LazyLock<Stated> = std::sync::LazyLock::new(Stated::default);
        self.proposals.get(origin.0).map_or(&NOTHING, |proposal| &proposal.stated)
    }

    /// The table that a proposal of the file has of its own; the first has none.
    fn table(&self, origin: Origin) -> Option<&Table> {
        self.tables.get(origin.0.checked_sub(1)?)
    }

    /// Puts what a proposal has of its own under a key in place of what the root has.
    fn move_to_root(&self, root: &mut Table, part: Part, origin: Origin) {
        let Some(item) = self.table(origin).and_then(|table| table.get(part.key())) else { return };
        if part.is_nothing(self.stated(origin)) {
            root.remove(part.key());
        } else {
            root.insert(part.key(), without_place(item));
        }
    }

    /// A table per proposal: its own, or where another has that too, a copy.
    fn rewritten(&self, first: &Proposal, others: &[Proposal]) -> Vec<Table> {
        let table = |(index, own): (usize, &Proposal)| {
            let mut table = self.table(own.origin).cloned().unwrap_or_default();
            if self.heir(own.origin, others) != Some(index) {
                forget_place(&mut table);
            }
            self.rewrite(&mut table, first, own);
            table
        };
        others.iter().enumerate().map(table).collect()
    }

    /// Which of the proposals that go on from one of the file takes its table: the one of its name, else the first.
    fn heir(&self, origin: Origin, others: &[Proposal]) -> Option<usize> {
        let name = self.proposals.get(origin.0).map(|former| former.name.as_str());
        let goes_on = |own: &Proposal| own.origin.0 == origin.0;
        let of_name = others.iter().position(|own| goes_on(own) && Some(own.name.as_str()) == name);
        of_name.or_else(|| others.iter().position(goes_on))
    }

    /// Rewrites the table of a proposal. A key that did not change stays, even where it says the same as the first.
    fn rewrite(&self, table: &mut Table, first: &Proposal, own: &Proposal) {
        let former = self.proposals.get(own.origin.0).filter(|_| self.table(own.origin).is_some());
        set_changed(table, "name", former.map(|former| former.name.as_str()), Some(&own.name));
        let before = self.stated(own.origin);
        let year = own.stated.year;
        if !table.contains_key("year") || year != before.year {
            let stated = || year.map_or_else(|| NO_YEAR.into(), |year| i64::from(year).into());
            set(table, "year", (year != first.stated.year).then(stated));
        }
        for part in Part::ALL {
            self.rewrite_part(table, part, first, own);
        }
    }

    /// What a table has no key for it had from the root, with whatever else stands there.
    fn rewrite_part(&self, table: &mut Table, part: Part, first: &Proposal, own: &Proposal) {
        let (key, before) = (part.key(), self.stated(own.origin));
        let has = table.contains_key(key);
        if has && part.is_same(before, &own.stated) {
            return;
        }
        if part.is_same(&first.stated, &own.stated) {
            table.remove(key);
        } else if part.is_nothing(&own.stated) {
            table.insert(key, part.nothing());
        } else {
            if part.is_nothing(before) {
                table.remove(key);
            } else if let Some(item) = self.root.get(key).filter(|_| !has) {
                table.insert(key, without_place(item));
            }
            part.rewrite(table, before, &own.stated);
        }
    }
}

/// A copy that is written where it is put.
fn without_place(item: &Item) -> Item {
    let mut item = item.clone();
    match &mut item {
        Item::Table(table) => forget_place(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(forget_place),
        Item::None | Item::Value(_) => {}
    }
    item
}

#[cfg(test)]
mod tests {
    use crate::layer::Role;
    use crate::plan::{LayerEntry, Plan, PlanFile, TypedFigure};

    /// Keys that nobody here knows in the root and in a proposal, tables in any order, an explicit nothing.
    const PLAN: &str = r#"langdao = 1
open = "方案一"   # 正在比较
year = 2030   # 评价年份

[[layer]]
role = "road-centrelines"
source = "道路.shp"
opacity = 0.5   # of the first

[[proposal]]
name = "方案一"   # 推荐
author = "甲"
year = "none"

[[proposal.corridor]]
id = "c1"
centreline = [[0.0, 0.0], [100.0, 0.0]]
width = 60   # 加宽
note = "沿河"

[[corridor]]
id = "c1"
centreline = [[0.0, 0.0], [100.0, 0.0]]
width = 40
note = "现状"

[[proposal]] # third
name = "方案二"
layer = []
figures = { population = 9000 }

[window]
zoom = 3
"#;

    fn opened(text: &str) -> (PlanFile, Plan) {
        let file = PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}\n{text}"));
        let plan = Plan { content: file.content.clone().into(), ..Plan::default() };
        (file, plan)
    }

    /// The text after changes, which states what was to be stated.
    fn changed<R>(text: &str, change: impl FnOnce(&mut Plan) -> R) -> String {
        let (file, mut plan) = opened(text);
        change(&mut plan);
        let text = file.text_with(plan.content());
        assert_eq!(&opened(&text).0.content, &**plan.content(), "{text}");
        text
    }

    fn wider(plan: &mut Plan, width: f64) {
        let mut corridor = plan.content().drawn[0].clone();
        let crate::plan::DrawnShape::Band { width: own, .. } = &mut corridor.shape else { panic!() };
        *own = crate::plan::Width::Even(width);
        plan.commit(plan.redrawing(corridor));
    }

    #[test]
    fn what_a_proposal_does_not_state_it_has_from_the_root() {
        let (_, plan) = opened(PLAN);
        assert_eq!(plan.proposal_names(), ["现状", "方案一", "方案二"]);
        let states = |name: &str| {
            let plan = plan.showing(name).unwrap();
            let content = plan.content();
            let population = content.figures.get("population").map(|figure| figure.value);
            (content.year, content.layers.len(), content.drawn[0].shape.clone(), population)
        };
        let [base, one, two] = ["现状", "方案一", "方案二"].map(states);
        assert_eq!((base.0, base.1, base.3), (Some(2030), 1, None));
        assert_eq!((one.0, one.1, one.3), (None, 1, None));
        assert_eq!((two.0, two.1, two.3), (Some(2030), 0, Some(9000.0)));
        assert!(base.2 == two.2 && base.2 != one.2);
        assert_eq!(plan.content().proposals.open(), Some("方案一"));
    }

    #[test]
    fn a_change_of_one_proposal_changes_only_its_own_tables() {
        assert_eq!(changed(PLAN, |plan| wider(plan, 80.0)), PLAN.replace("width = 60", "width = 80"));
        let text = changed(PLAN, |plan| {
            plan.commit(plan.setting_year(Some(2035)));
            plan.commit(plan.opening_proposal("方案二"));
            plan.commit(plan.setting_figure("population", Some(TypedFigure::plain(9500.0))));
        });
        let expected =
            PLAN.replace("\"none\"", "2035").replace("9000", "9500").replace("open = \"方案一\"", "open = \"方案二\"");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_key_that_comes_to_differ_begins_as_the_one_of_the_root() {
        let text = changed(PLAN, |plan| {
            plan.commit(plan.setting_role(0, vec![Role::Walkways]));
            plan.commit(plan.opening_proposal("方案二"));
            wider(plan, 50.0);
        });
        let layer =
            "\n[[proposal.layer]]\nrole = \"walkways\"\nsource = \"道路.shp\"\nopacity = 0.5   # of the first\n";
        let corridor = "\n[[proposal.corridor]]\nid = \"c1\"\ncentreline = [[0.0, 0.0], [100.0, 0.0]]\nwidth = 50\nnote = \"现状\"\n";
        let expected = PLAN
            .replace("note = \"沿河\"\n", &format!("note = \"沿河\"\n{layer}"))
            .replace("population = 9000 }\n", &format!("population = 9000 }}\n{corridor}"))
            .replace("open = \"方案一\"", "open = \"方案二\"");
        assert_eq!(text, expected);
    }

    #[test]
    fn a_key_that_comes_to_say_the_same_as_the_root_goes_and_an_empty_one_says_so() {
        let text = changed(PLAN, |plan| wider(plan, 40.0));
        let (start, rest) = PLAN.split_once("\n[[proposal.corridor]]").unwrap();
        assert_eq!(text, format!("{start}{}", rest.split_once("\"沿河\"\n").unwrap().1));
        let text = changed(PLAN, |plan| plan.commit(plan.erasing(&["c1".to_owned()])));
        assert_eq!(text, format!("{start}corridor = []\n{}", rest.split_once("\"沿河\"\n").unwrap().1));
        let again = changed(&text, |plan| {
            let (_, before) = opened(PLAN);
            let corridor = before.content().drawn[0].clone();
            let frame = crate::formats::frame_for(Some("EPSG:4543"), &[]).unwrap();
            plan.commit(plan.setting_crs(Some("EPSG:4543".to_owned())));
            plan.commit(plan.drawing(corridor, &frame));
        });
        assert!(again.contains("[[proposal.corridor]]\nid = \"c1\"") && !again.contains("corridor = []"), "{again}");
    }

    #[test]
    fn a_change_of_the_first_proposal_leaves_the_others_with_what_they_had() {
        let text = changed(PLAN, |plan| {
            plan.commit(plan.opening_proposal("现状"));
            plan.commit(plan.removing_layer(0));
        });
        let layer = "\n[[layer]]\nrole = \"road-centrelines\"\nsource = \"道路.shp\"\nopacity = 0.5   # of the first\n";
        let own = layer.replace("[[layer]]", "[[proposal.layer]]");
        let expected = PLAN
            .replace(layer, "")
            .replace("open = \"方案一\"   # 正在比较\n", "")
            .replace("note = \"沿河\"\n", &format!("note = \"沿河\"\n{own}"));
        assert_eq!(text, expected);
    }

    #[test]
    fn a_duplicate_is_a_name_until_it_differs_and_takes_unknown_keys_along() {
        let alone =
            "langdao = 1\n\n[figures]\nx = 1   # typed\n\n[[argument]]\nclause = \"a\"\nby = \"b\"\nreason = \"c\"\n";
        let text = changed(alone, |plan| plan.commit(plan.duplicating_proposal(" 方案一 ")));
        let expected = alone.replace("langdao = 1\n", "langdao = 1\nbase = \"现状\"\nopen = \"方案一\"\n")
            + "\n[[proposal]]\nname = \"方案一\"\n";
        assert_eq!(text, expected);
        let more = changed(&text, |plan| {
            plan.commit(plan.setting_figure("y", Some(TypedFigure::plain(2.0))));
            plan.commit(plan.opening_proposal("现状"));
            plan.commit(plan.removing_argument(0));
        });
        let argument = "\n[[argument]]\nclause = \"a\"\nby = \"b\"\nreason = \"c\"\n";
        let expected = expected.replace(argument, "").replace("open = \"方案一\"\n", "")
            + "\n[proposal.figures]\nx = 1   # typed\ny = 2\n"
            + &argument.replace("[[", "[[proposal.");
        assert_eq!(more, expected);
        let twice = changed(PLAN, |plan| plan.commit(plan.duplicating_proposal("方案三")));
        assert!(twice.matches("note = \"沿河\"").count() == 2 && twice.matches("author = \"甲\"").count() == 2);
        let order = ["\"方案一\"   # 推荐", "name = \"方案三\"", "name = \"方案二\"", "[window]"];
        let places = order.map(|what| twice.find(what).unwrap_or_else(|| panic!("{what} is not in {twice}")));
        assert!(places.is_sorted(), "{twice}");
    }

    #[test]
    fn where_the_first_goes_the_next_becomes_the_root() {
        let text = changed(PLAN, |plan| {
            plan.commit(plan.deleting_proposal("现状"));
            plan.commit(plan.deleting_proposal("方案二"));
        });
        let expected = r#"langdao = 1
open = "方案一"   # 正在比较
base = "方案一"

[[layer]]
role = "road-centrelines"
source = "道路.shp"
opacity = 0.5   # of the first

[[corridor]]
id = "c1"
centreline = [[0.0, 0.0], [100.0, 0.0]]
width = 60   # 加宽
note = "沿河"

[window]
zoom = 3
"#;
        assert_eq!(text, expected);
        let two = changed(PLAN, |plan| {
            plan.commit(plan.deleting_proposal("方案一"));
            plan.commit(plan.deleting_proposal("现状"));
        });
        assert!(two.contains("population = 9000") && !two.contains("layer") && !two.contains("proposal"), "{two}");
    }

    #[test]
    fn a_list_of_inline_tables_stays_until_it_says_something_else() {
        let text = "langdao = 1\nproposal = [{ name = \"甲\", x = 1 }, { name = \"乙\" }]\nzoom = 3\n";
        assert_eq!(
            changed(text, |plan| plan.commit(plan.setting_name(Some("安宁".to_owned())))),
            format!("{text}name = \"安宁\"\n")
        );
        let named = changed(text, |plan| plan.commit(plan.renaming_proposal("乙", "丙")));
        assert!(named.contains("x = 1") && named.contains("name = \"丙\"") && !named.contains("乙"), "{named}");
    }

    #[test]
    fn new_tables_of_the_root_stand_before_those_of_the_proposals() {
        let text = "langdao = 1\n\n[[layer]]\nsource = \"a.shp\"\n\n[[proposal]]\nname = \"甲\"\nlayer = []\n";
        let more = changed(text, |plan| {
            let entry = LayerEntry { source: "b.shp".to_owned(), ..LayerEntry::default() };
            let add = crate::plan::Change::new(None, Some(Box::new(entry)));
            plan.commit(crate::plan::Edit::Layer(1, add));
            plan.commit(plan.setting_figure("x", Some(TypedFigure::plain(1.0))));
        });
        let root = "\n[[layer]]\nsource = \"b.shp\"\n\n[figures]\nx = 1\n\n[[proposal]]\nname = \"甲\"\nlayer = []\nfigures = {}\n";
        let expected = text.replace("\n[[proposal]]\nname = \"甲\"\nlayer = []\n", root);
        assert_eq!(more, expected);
    }
}
