"""The page and the plots: what the program's JSON says, drawn. Nothing here computes a figure or a verdict."""
