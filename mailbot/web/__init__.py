"""The page for the office: what the rules know, shown; what a person decides, carried out through the usual doors."""
