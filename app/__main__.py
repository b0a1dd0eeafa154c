"""`python -m app` is the command `backchannel`."""

from app.cli import main

main()
