"""Choose an offer."""

from collections.abc import Sequence

from pickupkit.plugin import Failure, PickupRequest, Rate, Refused


def choose(offers: Sequence[Rate], request: PickupRequest, messages: tuple[str, ...]) -> Rate:
    """Take the cheapest offer of the carrier and service asked for, within the price bound.

    Amounts of different currencies are not compared: that is refused, as is a bound in another
    currency. The carriers' own refusals are kept in the error.
    """
    if not offers:
        raise Refused("no carrier offers this pickup", failure=Failure(messages))
    fitting = [rate for rate in offers if _fits(rate, request)]
    if not fitting:
        have = ", ".join(f"{rate.carrier} {rate.service}" for rate in offers)
        wanted = " ".join(filter(None, (request.carrier, request.service)))
        raise Refused(f"{wanted} is not offered; offered are {have}", failure=Failure(messages))
    if len({rate.price.currency for rate in fitting}) > 1:
        raise Refused("the offers are in several currencies; name a carrier and service")
    best = min(fitting, key=lambda rate: rate.price.amount)
    _within(best, request)
    return best


def _fits(rate: Rate, request: PickupRequest) -> bool:
    return all(
        wanted is None or wanted.casefold() == offered.casefold()
        for wanted, offered in ((request.carrier, rate.carrier), (request.service, rate.service))
    )


def _within(rate: Rate, request: PickupRequest) -> None:
    bound = request.max_price
    if bound is None:
        return
    if bound.currency != rate.price.currency:
        raise Refused(f"max_price is in {bound.currency}, the offer in {rate.price.currency}")
    if rate.price.amount > bound.amount:
        raise Refused(f"the cheapest offer, {rate.price}, is over max_price, {bound}")
