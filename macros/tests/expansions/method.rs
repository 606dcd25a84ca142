impl Grid {
    /// The cells of a rectangle.
    #[generator]
    pub fn cells(
        &self,
        (left, top): (usize, usize),
        #[cfg(feature = "limits")] limit: usize,
        mut width: usize,
        _height: usize,
    ) -> impl PinCoroutine<Yield = Cell> + '_ {
        while width > 0 {
            width -= 1;
            yield_!(self.cell(left + width, top));
        }
    }
}
