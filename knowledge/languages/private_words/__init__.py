"""Words that stand beside what says who somebody is, one file per language."""
