"""Cassettes of the small provider: good ones, and each with one thing wrong."""

import json

from pickupkit.secret import Secret
from pickupkit.testing._contract import bench_of

ORIGIN = "# Recorded at a sandbox, not at the vendor."
OPERATIONS = ("create", "get", "list", "cancel", "check")


def taped(contract, operation, *, story=False):
    """Play an operation, and write down what was said; JSON is YAML, too."""
    session, given = bench_of(contract).opened(operation)
    before = 0 if story else len(session.played.sends)
    session.run(operation, *given)
    played = zip(session.played.sends[before:], session.played.answers[before:], strict=True)
    return [{"request": asked(send), "response": answered(answer)} for send, answer in played]


def asked(send):
    headers = {n: ["[filtered]" if isinstance(v, Secret) else v] for n, v in send.headers}
    body = (send.body or b"").decode()
    return {"method": send.method, "uri": send.url, "body": body, "headers": headers}


def answered(answer):
    headers = {name: [value] for name, value in answer.headers.items()}
    status = {"code": answer.status, "message": "OK"}
    return {"status": status, "headers": headers, "body": {"string": answer.content.decode()}}


def write(folder, name, exchanges, origin=ORIGIN):
    text = json.dumps({"interactions": exchanges, "version": 1}, indent=1)
    (folder / name).write_text(f"{origin}\n{text}", encoding="utf-8")


def fill(folder, contract):
    """Write a folder of good cassettes."""
    for operation in OPERATIONS:
        write(folder, f"{operation}.yaml", taped(contract, operation))
    return folder


def say(told, old, new):
    told["body"]["string"] = told["body"]["string"].replace(old, new)


EDITS = {
    "a header that everybody knows": lambda asked, _: asked["headers"].update(
        Authorization=["Basic dXNlcjpwYXNz"]
    ),
    "a header of the provider's own": lambda asked, _: asked["headers"].update(
        {"X-Key": ["another-token-9"]}
    ),
    "a cookie": lambda _, told: told["headers"].update({"Set-Cookie": ["[filtered]"]}),
    "the token of the account": lambda _, told: say(told, "A1", "acme-token-12345"),
    "a token in an answer": lambda _, told: say(told, "{", '{"access_token": "abc", '),
    "a password in a form": lambda asked, _: asked.update(body="user=books&password=hush"),
    "a key in the URL": lambda asked, _: asked.update(uri=f"{asked['uri']}?api_key=77"),
    "a token in words": lambda _, told: say(told, "A1", "Bearer abcdef012345"),
    "a token in a link": lambda _, told: told["headers"].update(
        {"Link": ['<https://api.acme.example/vans?token=abcdef012345>; rel="next"']}
    ),
    "an answer that nobody can read": lambda _, told: told["headers"].update(
        {"Content-Encoding": ["gzip"]}
    ),
    "somebody's address": lambda _, told: say(told, "A1", "kim@books.nl"),
    "another body": lambda asked, _: asked.update(body=asked["body"].replace("Utrecht", "Oss")),
    "another query": lambda asked, _: asked.update(uri=f"{asked['uri']}?page=1"),
    "another host": lambda asked, _: asked.update(uri=asked["uri"].replace("api.", "old.")),
    "another method": lambda asked, _: asked.update(method="PUT"),
    "a failure": lambda _, told: told["status"].update(code=422),
}
"""One thing wrong with the only exchange of ``create.yaml``."""


def spoil(folder, contract, how):
    """Make one thing wrong with ``create.yaml``, or beside it."""
    [booked] = taped(contract, "create")
    if how in EDITS:
        EDITS[how](booked["request"], booked["response"])
    many = {"nothing at all": 0, "more than is asked": 2}.get(how, 1)
    write(folder, "create.yaml", [booked] * many, "" if how == "no origin" else ORIGIN)
    if how == "a cassette without a case":
        write(folder, "create_on_a_feast.yaml", [booked])
    if how == "a file of another kind":
        (folder / "create.json").write_text("{}", encoding="utf-8")
