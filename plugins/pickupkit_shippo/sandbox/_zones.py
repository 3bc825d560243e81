"""The time zone that Shippo names for an address: documented in form, chosen here by state."""

from typing import Final
from zoneinfo import ZoneInfo

_STATES: Final = {
    "US/Pacific": "CA NV OR WA",
    "US/Mountain": "CO ID MT NM UT WY",
    "US/Arizona": "AZ",
    "US/Central": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "US/Eastern": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "US/Alaska": "AK",
    "US/Hawaii": "HI",
}
_BY_STATE: Final = {state: zone for zone, states in _STATES.items() for state in states.split()}


def zone_of(country: str, state: str) -> ZoneInfo:
    """Give a state's main zone; Eastern time for an unknown state, UTC for other countries."""
    if country.upper() not in ("US", "USA", "UNITED STATES"):
        return ZoneInfo("UTC")
    return ZoneInfo(_BY_STATE.get(state.upper(), "US/Eastern"))
