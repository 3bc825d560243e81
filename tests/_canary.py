"""The canaries, who would repeat them, and where to look for them."""

import base64
import copy
import json
import pickle
from collections.abc import Mapping
from types import ModuleType

from attrs import evolve

from pickupkit import Secret
from pickupkit.plugin import Account
from pickupkit.plugin.sandbox import JSONResponse, PlainTextResponse, Route, Starlette
from pickupkit.registry import Registry
from tests.cassettes._asked import BY_PROVIDER

KEYS = {
    "easypost": {"api_key": "EZAKcanary0001kiwi"},
    "sendcloud": {"public_key": "canary0002public", "secret_key": "canary0003secret"},
    "shippo": {"api_token": "shippo_live_canary0004"},
}
PERSON = {
    "name": "Canaria Vogelsang",
    "company": "Zeisig Imports",
    "line1": "Finkenweg 4711",
    "line2": "Hinterhaus Amsel",
    "phone": "+12125550177",
    "email": "canaria@birds.example",
}
SECRETS = [value for keys in KEYS.values() for value in keys.values()]
SECRETS += [base64.b64encode(value.encode()).decode().rstrip("=")[:-1] for value in SECRETS]
SECRETS += [base64.b64encode(b"canary0002public:canary0003secret").decode()]
PERSONAL = [*PERSON.values(), "2125550177", "Canaria", "Finkenweg", "Amsel"]


def secrets_in(text):
    return [secret for secret in SECRETS if secret in text]


def personal_in(text):
    return [value for value in PERSONAL if value.casefold() in text.casefold()]


def request_of(provider):
    plain = BY_PROVIDER[provider]
    return evolve(plain, address=evolve(plain.address, **PERSON))


def credential_of(provider):
    """Give the header that carries the keys."""
    bound = Registry().get(provider)
    keys = {name: Secret(value) for name, value in KEYS[provider].items()}
    account = Account("shop", provider, bound.settings(**keys))
    return bound.connect(account).headers["Authorization"].reveal()


def gossip(provider):
    """Give a vendor's error body that repeats the whole address and the credentials."""
    told = (*PERSON.values(), "0012125550177", *KEYS[provider].values(), credential_of(provider))
    said = " / ".join(told)
    return {
        "easypost": {"error": {"code": said, "message": said, "errors": [{"field": said}, said]}},
        "sendcloud": {"errors": [{"code": said, "detail": said, "source": {"pointer": said}}]},
        "shippo": {"detail": said, "address": [said], "messages": [{"text": said}], said: [said]},
    }[provider]


def gossiping():
    """Make vendors that answer ``/<provider>/<status>/…`` so; 200 is a success that is none."""

    async def answer(request):
        provider, status = request.path_params["provider"], request.path_params["status"]
        if status == 204:
            return PlainTextResponse(json.dumps(gossip(provider))[:-9], 200)
        return JSONResponse(gossip(provider), status, headers={"x-request-id": "1"})

    methods = ["GET", "POST"]
    return Starlette(
        routes=[Route("/{provider}/{status:int}/{rest:path}", answer, methods=methods)]
    )


def held(thing, seen=None):
    """Walk all that can be reached by attributes and items, and give what is text."""
    seen = {} if seen is None else seen
    if id(thing) in seen or isinstance(thing, type | ModuleType):
        return
    seen[id(thing)] = thing
    if isinstance(thing, str | bytes | bytearray):
        yield thing if isinstance(thing, str) else bytes(thing).decode(errors="replace")
    elif isinstance(thing, Mapping):
        for pair in list(thing.items()):
            yield from held(pair, seen)
    elif isinstance(thing, list | tuple | set | frozenset):
        for item in thing:
            yield from held(item, seen)
    elif type(thing).__module__.partition(".")[0].startswith("pickupkit"):
        for name in attributes(thing):
            yield from held(getattr(thing, name, None), seen)


def attributes(thing):
    slots = [getattr(kind, "__slots__", ()) for kind in type(thing).__mro__]
    names = [name for each in slots for name in ((each,) if isinstance(each, str) else each)]
    return [*names, *getattr(thing, "__dict__", {})]


def pickled(thing):
    """Pickle it, if it lets itself be pickled."""
    try:
        return pickle.dumps(thing).decode(errors="replace")
    except (TypeError, AttributeError, pickle.PicklingError):
        return ""


def copied(thing):
    try:
        return repr(copy.deepcopy(thing))
    except (TypeError, AttributeError):
        return ""


def shown(thing):
    return "\n".join((repr(thing), str(thing), format(thing) if isinstance(thing, str) else ""))
