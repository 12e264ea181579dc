"""The offline model: reads messages by rule, picks tools, phrases their results.

`model` is the front door, `glance` what is shown while it loads. A turn goes through `reading`
(built on `words`, `accuracy`, `facts`, `asking`, `answering` and `revising`), then `planning`, then
`replies` (built on `speaking`). Each package imports only those before it; the import contract in
pyproject.toml says so.
"""
