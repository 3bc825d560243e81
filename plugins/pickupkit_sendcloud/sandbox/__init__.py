"""A stand-in for Sendcloud: pickups of the API v3 below ``/api/v3``, from memory.

A credential is Basic, public key and secret key, or a Bearer token. Any public key is an account of
its own; ``sandbox-inactive`` is refused. Paths work with and without a final slash.

A pickup is ``ANNOUNCING`` when created and moves on when it is read: see `_records`.

Words in ``reference`` set a scene for that pickup:

- ``sandbox:create=429``: the rate limit, an empty body
- ``sandbox:create=429-told``: the same with ``hit_rate_limit`` and an integer as status, as
  Sendcloud's support endpoints have it
- ``sandbox:create=announcement``: the carrier refuses, ``parcel_announcement_error``
- ``sandbox:create=announcement-object``: the same, ``errors`` is one object and no list
- ``sandbox:answer=sparse``: the 201 has no status, times or tracking number, as FedEx's example
- ``sandbox:announce=failed``: the first read finds ``FAILED``
- ``sandbox:announce=slow``: the first read still finds ``ANNOUNCING``, the second ``CREATED``
- ``sandbox:cancel=200``: the carrier agrees
- ``sandbox:cancel=202``: Support cancels by hand; a later read finds ``CANCELLED``
- ``sandbox:cancel=202-failed``, ``=202-rejected``: it finds ``CANCELLATION_FAILED`` or
  ``CANCELLATION_REJECTED``
- ``sandbox:cancel=409``: not cancellable, the status stays
- ``sandbox:cancel=409-failed``: the carrier refuses, the status becomes ``FAILED``
- ``sandbox:cancel=409-data``, ``=409-failed-data``: the same, the body holds the pickup
- ``sandbox:totals=required``: top-level ``quantity`` and ``total_weight`` are demanded
- ``sandbox:totals=refused``: they are unknown fields

Not established, and so this sandbox's own choice: which carrier answers a cancel how (see
`_carriers`), bodies of 409, the order of lists, what the other modules mark as ours. A second
cancel, or one after the slot has begun, gets 409 and changes nothing.
"""

from ._app import TRIGGERS, create_app

__all__ = ["TRIGGERS", "create_app"]
