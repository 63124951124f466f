//! Short lists kept in order while they grow.
//!
//! The standard library's sorts and trees are made for long lists; each use of them on another type would cost every
//! visitor one to three kilobytes of code.

/// Puts `new` behind the last of `list` that does not come after it. `comes_before` says whether its first argument
/// comes before the second.
pub(crate) fn insert<T>(list: &mut Vec<T>, new: T, comes_before: impl Fn(&T, &T) -> bool) {
    let mut place = list.len();
    while place > 0 && comes_before(&new, &list[place - 1]) {
        place -= 1;
    }
    list.insert(place, new);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_as_they_came() {
        let mut list = Vec::new();
        for new in [(2, 'a'), (1, 'b'), (2, 'c'), (3, 'd'), (1, 'e')] {
            insert(&mut list, new, |a, b| a.0 < b.0);
        }
        assert_eq!(list, [(1, 'b'), (1, 'e'), (2, 'a'), (2, 'c'), (3, 'd')]);
    }
}
