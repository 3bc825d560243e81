"""Choose an offer."""

from collections.abc import Sequence

from pickupkit.plugin import Failure, PickupRequest, Rate, Refused


def choose(offers: Sequence[Rate], request: PickupRequest, messages: tuple[str, ...]) -> Rate:
    """Take the cheapest offer of the carrier and service asked for, within the price bound.

    A buy names carrier and service alone. Where two accounts of a carrier offer one service, either
    may be bought: the dearer offer is what is compared and told. Amounts of different currencies
    are not compared: that is refused, as is a bound in another currency. The carriers' own refusals
    are kept in the error.
    """
    failure = Failure(messages)
    if not offers:
        raise Refused("no carrier offers this pickup", failure=failure)
    fitting = [rate for rate in offers if _fits(rate, request)]
    if not fitting:
        have = ", ".join(f"{rate.carrier} {rate.service}" for rate in offers)
        wanted = " ".join(filter(None, (request.carrier, request.service)))
        raise Refused(f"{wanted} is not offered; offered are {have}", failure=failure)
    if len({rate.price.currency for rate in fitting}) > 1:
        said = "offers are in several currencies; name carrier, service or carrier_account"
        raise Refused(said, failure=failure)
    best = min(_dearest(fitting), key=lambda rate: rate.price.amount)
    _within(best, request, failure)
    return best


def _fits(rate: Rate, request: PickupRequest) -> bool:
    return all(
        wanted is None or wanted.casefold() == offered.casefold()
        for wanted, offered in ((request.carrier, rate.carrier), (request.service, rate.service))
    )


def _dearest(offers: Sequence[Rate]) -> list[Rate]:
    """Give the dearest offer of each carrier and service, which a buy cannot tell apart."""
    found: dict[tuple[str, str], Rate] = {}
    for rate in sorted(offers, key=lambda rate: rate.price.amount):
        found[rate.carrier.casefold(), rate.service.casefold()] = rate
    return list(found.values())


def _within(rate: Rate, request: PickupRequest, failure: Failure) -> None:
    bound = request.max_price
    if bound is None:
        return
    if bound.currency != rate.price.currency:
        said = f"max_price is in {bound.currency}, the offer in {rate.price.currency}"
        raise Refused(said, failure=failure)
    if rate.price.amount > bound.amount:
        said = f"the cheapest offer, {rate.price}, is over max_price, {bound}"
        raise Refused(said, failure=failure)
