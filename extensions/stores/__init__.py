"""Where conversations are kept, and the lock that keeps the turns of one conversation in order."""
