//! A source of chance that gives the same numbers everywhere.
//!
//! Integers only: `ln` and `pow` of floating-point numbers differ between machines in the last bit, and one bit is
//! enough to choose another word. For the same reason this is written out rather than taken from a crate, whose next
//! version may draw differently.

/// A stream of numbers that depends on its seeds alone (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// A stream for one purpose: streams with different `seed`, `purpose` or `index` have nothing in common.
    pub(crate) fn new(seed: u64, purpose: u64, index: u64) -> Dice {
        let mut dice = Dice { state: seed };
        dice.state = dice.next().wrapping_add(purpose);
        dice.state = dice.next().wrapping_add(index);
        dice
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        scramble(self.state)
    }

    /// A number in `0..limit`, all equally likely. `limit` must not be 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(limit);
        (wide >> 64) as u64
    }

    /// A number in `first..=last`, all equally likely.
    pub(crate) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// True `percent` times in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A number in `0..limit` where the n-th is about n times rarer than the first, as words are in any language
    /// (Zipf 1949): each power of two is equally likely, and within it each number.
    pub(crate) fn rank(&mut self, limit: u64) -> u64 {
        let levels = u64::from(u64::BITS - limit.leading_zeros());
        loop {
            let size = 1 << self.below(levels);
            let rank = size - 1 + self.below(size);
            if rank < limit {
                return rank;
            }
        }
    }

    /// One of `choices`, all equally likely.
    pub(crate) fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// One of `list`, which goes from common to rare.
    pub(crate) fn common<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.rank(list.len() as u64) as usize].clone()
    }
}

/// Spreads a number over all 64 bits, so that neighbours no longer look alike.
pub(crate) fn scramble(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seeds_give_the_same_numbers_on_every_machine() {
        let mut dice = Dice::new(1, 2, 3);
        let drawn: Vec<u64> = (0..6).map(|_| dice.below(1000)).collect();
        assert_eq!(drawn, [417, 815, 624, 264, 412, 138]);
    }

    #[test]
    fn every_purpose_has_its_own_stream() {
        let first = Dice::new(1, 2, 3).below(u64::MAX);
        assert_ne!(first, Dice::new(1, 3, 2).below(u64::MAX));
        assert_ne!(first, Dice::new(2, 2, 3).below(u64::MAX));
    }

    #[test]
    fn ranks_thin_out_like_words() {
        let mut dice = Dice::new(1, 0, 0);
        let mut counts = [0_u32; 1000];
        for _ in 0..100_000 {
            counts[dice.rank(1000) as usize] += 1;
        }
        assert!(counts[0] > 5 * counts[7], "the first word is far more common than the eighth");
        assert!(counts.iter().rev().take(100).sum::<u32>() > 100, "and the rare ones do occur");
    }
}
