"""What stands between the engine and an exchange."""
