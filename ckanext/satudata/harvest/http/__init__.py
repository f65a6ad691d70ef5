"""Reading from a source over HTTP: `client.py` asks, `guard.py` says where to, `deadline.py` for how long.

`fetch_ahead.py` and `fetch_together.py` let connectors ask while others work. Nothing here knows what is read.
"""
