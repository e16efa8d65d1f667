//! Groups and layers as a tree, a line each: a group stands where the first of its layers does, and holds all of them.

use super::listed::Listed;

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node<'a> {
    Group(Group<'a>),
    /// A layer, so many groups deep.
    Layer(&'a Listed, usize),
}

/// A group of layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group<'a> {
    /// Its name with those of the groups around it, `/` between them.
    pub(super) path: String,
    /// How many groups are around it.
    pub(super) depth: usize,
    /// All that is in it, in groups or not.
    pub(super) layers: Vec<&'a Listed>,
    /// Whether what is in it is listed.
    pub(super) open: bool,
}

impl Group<'_> {
    pub(super) fn name(&self) -> &str {
        last_of(&self.path)
    }

    /// The group around it.
    pub(super) fn around(&self) -> Option<&str> {
        around(&self.path)
    }
}

impl Node<'_> {
    /// The path of the group that it stands in.
    pub(super) fn parent(&self) -> Option<&str> {
        match self {
            Node::Layer(listed, _) => listed.group.as_deref(),
            Node::Group(group) => around(&group.path),
        }
    }

    /// The indices of its layers in the plan: the first and the last; none of what is drawn in the plan.
    pub(super) fn entries(&self) -> Option<(usize, usize)> {
        match self {
            Node::Layer(listed, _) => listed.entry.map(|entry| (entry, entry)),
            Node::Group(group) => {
                let entries = || group.layers.iter().filter_map(|layer| layer.entry);
                entries().min().zip(entries().max())
            }
        }
    }
}

/// The group around a group.
pub(super) fn around(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(around, _)| around)
}

/// The last part of a path.
pub(super) fn last_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The lines of the tree; of folded groups none but their own.
pub(super) fn tree<'a>(listed: &'a [Listed], is_open: &dyn Fn(&str) -> bool) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    add(&mut nodes, &listed.iter().collect::<Vec<_>>(), "", 0, is_open);
    nodes
}

/// Adds layers that all stand in a group, the root being none.
fn add<'a>(
    nodes: &mut Vec<Node<'a>>,
    layers: &[&'a Listed],
    within: &str,
    depth: usize,
    is_open: &dyn Fn(&str) -> bool,
) {
    let mut seen: Vec<&str> = Vec::new();
    for layer in layers {
        let Some(part) = next_part(layer, within) else {
            nodes.push(Node::Layer(layer, depth));
            continue;
        };
        if seen.contains(&part) {
            continue;
        }
        seen.push(part);
        let path = if within.is_empty() { part.to_owned() } else { format!("{within}/{part}") };
        let own: Vec<&Listed> = layers.iter().copied().filter(|other| next_part(other, within) == Some(part)).collect();
        let open = is_open(&path);
        nodes.push(Node::Group(Group { path: path.clone(), depth, layers: own.clone(), open }));
        if open {
            add(nodes, &own, &path, depth + 1, is_open);
        }
    }
}

/// The group of a layer within a group, where it is in one.
fn next_part<'a>(layer: &'a Listed, within: &str) -> Option<&'a str> {
    let rest = layer.group.as_deref()?.strip_prefix(within)?;
    rest.trim_start_matches('/').split('/').next().filter(|part| !part.is_empty())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::listed::Came;
    use super::*;

    pub(in super::super) fn listed(layers: &[(&str, &str)]) -> Vec<Listed> {
        let line = |(entry, (name, group)): (usize, &(&str, &str))| Listed {
            entry: Some(entry),
            came: Came::Waiting,
            name: (*name).to_owned(),
            second: None,
            source: (*name).to_owned(),
            key: (*name).to_owned(),
            nth: 0,
            group: (!group.is_empty()).then(|| (*group).to_owned()),
        };
        layers.iter().enumerate().map(line).collect()
    }

    /// The tree as text: two blanks a depth, groups in brackets with their counts.
    pub(in super::super) fn drawn(nodes: &[Node<'_>]) -> Vec<String> {
        let line = |node: &Node<'_>| match node {
            Node::Layer(layer, depth) => format!("{}{}", "  ".repeat(*depth), layer.name),
            Node::Group(group) => format!("{}[{} {}]", "  ".repeat(group.depth), group.name(), group.layers.len()),
        };
        nodes.iter().map(line).collect()
    }

    #[test]
    fn a_group_stands_where_its_first_layer_does_and_holds_all_of_them() {
        let listed = listed(&[("a", ""), ("b", "现状"), ("c", "现状/道路"), ("d", ""), ("e", "现状")]);
        let open = tree(&listed, &|_| true);
        assert_eq!(drawn(&open), ["a", "[现状 3]", "  b", "  [道路 1]", "    c", "  e", "d"]);
        let folded = tree(&listed, &|path| path != "现状");
        assert_eq!(drawn(&folded), ["a", "[现状 3]", "d"]);
    }

    #[test]
    fn groups_of_one_beginning_are_told_apart() {
        let listed = listed(&[("a", "现状"), ("b", "现状图"), ("c", "甲/现状")]);
        let nodes = tree(&listed, &|_| true);
        assert_eq!(drawn(&nodes), ["[现状 1]", "  a", "[现状图 1]", "  b", "[甲 1]", "  [现状 1]", "    c"]);
        assert_eq!(nodes[5].parent(), Some("甲"));
        assert_eq!(nodes[6].parent(), Some("甲/现状"));
    }
}
