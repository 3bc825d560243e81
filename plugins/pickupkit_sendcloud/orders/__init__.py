"""Orders of the account's shops, by Sendcloud's API v3."""
