"""How fast: measured on the installed wheel."""
