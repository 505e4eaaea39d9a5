"""A company's dates for calendar programs: which there are, how they are written, and who may read them where."""
