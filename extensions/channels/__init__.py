"""The ways into the assistant: the web API of the widget."""
