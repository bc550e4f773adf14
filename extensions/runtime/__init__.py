"""Start-up: Rasa without TensorFlow, private logging, actions in the same process, the commands."""
