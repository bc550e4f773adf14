"""What we add to Rasa, loaded by dotted path: start-up, NLU components, channels, stores, responses."""
