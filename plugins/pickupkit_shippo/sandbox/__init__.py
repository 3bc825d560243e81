"""A stand-in for Shippo: ``POST /pickups`` and ``POST /pickups/``, from memory. Nothing else.

``Authorization`` is ``ShippoToken shippo_test_...`` (or ``shippo_live_``), ``Bearer`` or ``JWT``;
any token is an account of its own, one that ends in ``sandbox-inactive`` does not exist. The
carrier account tells the carrier by its first letters: ``dhl...`` is DHL Express, ``ups...`` and
``fedex...`` offer no pickups, ``foreign...`` belongs to another account, any other one is USPS.

Words in ``metadata`` set a scene:

- ``sandbox:answer=error``, ``sandbox:answer=pending``: a 201 that is not confirmed, with nulls
- ``sandbox:answer=service``, ``=duplicate``, ``=company``: a rule of the carrier, in ``messages``
- ``sandbox:answer=duplicate-old``: the same with ``status`` beside it, as in older answers
- ``sandbox:answer=version``: this key has no usable API version
- ``sandbox:answer=slow``: the carrier took too long, and booked all the same
- ``sandbox:answer=429``: the rate limit, not as JSON

Two pickups with one transaction, or two of USPS for one street, ZIP and day, need no trigger.

Not established, and so this sandbox's own choice: whether ``PENDING`` occurs, the status of 400
for ``slow`` and ``duplicate-old``, and all that the modules beside this one mark as ours.
"""

from ._app import TRIGGERS, create_app

__all__ = ["TRIGGERS", "create_app"]
