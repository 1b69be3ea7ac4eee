"""`python -m valueback`."""

from valueback.main import main

main()
