"""A stand-in for EasyPost: ``/v2/pickups`` as test mode answers, from memory.

A key is the user of a Basic credential with an empty password, or a Bearer token. Any key is an
account of its own; ``sandbox-inactive`` is the key that was switched off.

Words in ``reference`` set a scene for that pickup:

- ``sandbox:create=inconsistent``: create is refused, ``PICKUP.BATCH_CARRIER.INCONSISTENT``
- ``sandbox:create=429``, ``sandbox:create=500``: the rate limit, an error of the server
- ``sandbox:create=fields``, ``=suggestion``, ``=keyed``, ``=texts``, ``=listed``, ``=bare``: it is
  refused with details in another form each; ``sandbox:create=codeless``: a 500 without a code
- ``sandbox:rates=none``: no carrier quotes; 200 without rates, a system error in ``messages``
- ``sandbox:rates=mixed``: USPS refuses, UPS quotes
- ``sandbox:rates=late``: create takes 2 s; meanwhile others see the pickup without rates
- ``sandbox:buy=400``: the carrier fails, ``PICKUP.BUY.FAILED``; the pickup stays ``unknown``
- ``sandbox:buy=422``: the rate is gone, ``PICKUP.BUY.NO_MATCHING_RATES``; nothing was begun
- ``sandbox:buy=429``: the rate limit; nothing was begun
- ``sandbox:buy=slow``: buy takes 2 s; meanwhile ``unknown`` with a newer ``updated_at``
- ``sandbox:cancel=failed``: cancel is refused, ``PICKUP.CANCEL.FAILED``

Beside these, a window past its cutoff and an address outside the US get no rates. An entry of
``carrier_accounts`` whose id begins with ``ca_ups`` is a UPS account, any other one USPS.

Not established, and so this sandbox's own choice: a second buy or cancel and a cancel before buy
(422 ``PICKUP.STATUS.INVALID``), what the error table marks so.
"""

from ._app import create_app
from ._request import TRIGGERS

__all__ = ["TRIGGERS", "create_app"]
