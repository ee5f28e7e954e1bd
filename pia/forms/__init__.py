"""Forms as data: which items an edition prints, in what order, under which labels."""
