"""What the assistant costs: disk, start, memory, milliseconds a turn, training; `make bench` runs it."""
