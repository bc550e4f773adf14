"""What the clinic knows and decides: plain Python, without any chat framework."""
