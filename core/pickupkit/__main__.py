"""``python -m pickupkit`` is the command ``pickupkit``, where its script is not on the path."""

from pickupkit.cli import main

main(prog_name="pickupkit")
