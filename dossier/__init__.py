"""Compile a case folder into sanctions dossiers and FollowTheMoney publications."""

__version__ = "0.1.0"
