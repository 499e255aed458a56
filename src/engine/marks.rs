//! A set of small numbers as bits: asked for every word of every candidate, so it must answer faster than a hash map.

/// Numbers below a limit.
#[derive(Debug, Default)]
pub struct Marks(Vec<u64>);

impl Marks {
    /// A set of the given numbers, all below `limit`.
    pub fn new(limit: usize, numbers: impl Iterator<Item = u32>) -> Self {
        let mut bits = vec![0; limit.div_ceil(64)];
        for number in numbers {
            bits[number as usize / 64] |= 1 << (number % 64);
        }
        Self(bits)
    }

    /// Whether the number is in the set.
    #[inline]
    pub fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        let marks = Marks::new(130, [0, 64, 129].into_iter());
        let held: Vec<u32> = (0..200).filter(|n| marks.has(*n)).collect();
        assert_eq!(held, [0, 64, 129]);
    }
}
