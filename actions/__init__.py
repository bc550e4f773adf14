"""Custom actions: they translate between the conversation and the clinic's decisions."""
