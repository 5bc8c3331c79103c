"""A paper read from top to bottom: what each line and each table says, as events, folded into what was found."""
