//! Groups that grow by joining: the bookkeeping behind "these belong together".

/// Which of a number of things belong together.
#[derive(Clone, Debug)]
pub struct UnionFind {
    parents: Vec<usize>,
}

impl UnionFind {
    /// That many things, each by itself.
    pub fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The group of a thing, named by the smallest of its members.
    pub fn find(&mut self, thing: usize) -> usize {
        let mut root = thing;
        while self.parents[root] != root {
            root = self.parents[root];
        }
        let mut next = thing;
        while self.parents[next] != root {
            next = std::mem::replace(&mut self.parents[next], root);
        }
        root
    }

    /// Puts two things into one group.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// Joins the sets of both numbers and says whether they were apart.
    pub fn join_if_apart(&mut self, a: usize, b: usize) -> bool {
        let apart = self.find(a) != self.find(b);
        self.join(a, b);
        apart
    }

    /// A number from 0 for every set, in the order of their least members, and how many there are.
    pub fn numbered(&mut self) -> (Vec<usize>, usize) {
        let mut numbers = vec![0; self.parents.len()];
        let mut count = 0;
        for member in 0..self.parents.len() {
            let root = self.find(member);
            if root == member {
                numbers[member] = count;
                count += 1;
            } else {
                numbers[member] = numbers[root];
            }
        }
        (numbers, count)
    }

    /// All groups in the order of their first members, members ascending.
    pub fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut place = vec![usize::MAX; self.parents.len()];
        for thing in 0..self.parents.len() {
            let root = self.find(thing);
            if place[root] == usize::MAX {
                place[root] = groups.len();
                groups.push(Vec::new());
            }
            groups[place[root]].push(thing);
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_the_order_of_their_first_members() {
        let mut found = UnionFind::new(5);
        found.join(4, 1);
        found.join(3, 4);
        assert_eq!(found.groups(), [vec![0], vec![1, 3, 4], vec![2]]);
    }
}
