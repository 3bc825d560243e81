"""What the plugins make of recorded answers; `make record` records them anew."""
