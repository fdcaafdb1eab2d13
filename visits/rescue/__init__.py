"""Rescue files: what a phone could not send, encrypted for the server, carried by hand and imported by the office."""
