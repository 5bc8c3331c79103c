"""Signing in without a password: access tokens of Microsoft 365, Google Workspace or any provider of OAuth 2.0.

`tokens` is what connections ask; behind it stands one source, made by `sources` from the configuration. The libraries
of the providers are the extra `oauth`; they load where a source needs them.
"""
