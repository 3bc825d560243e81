"""Tell a drift: to people, to machines, and in a pull request."""

from collections.abc import Iterator
from typing import Any

from .findings import KINDS, MEANING, Drift, Finding
from .usage import Hit, Usage

_MOST = 4


def as_text(drift: Drift, usage: Usage | None, title: str) -> str:
    """Give lines for a terminal."""
    lines = [f"{title}: {summary(drift)}"]
    for kind in KINDS:
        found = [finding for finding in drift.findings if finding.kind == kind]
        lines += ["", f"{kind.upper()}: {MEANING[kind]}"] if found else []
        for finding in found:
            lines.append(f"  {finding.place}: {finding.what}")
            lines += [f"      {line}" for line in _details(finding, usage)]
    return "\n".join(lines)


def as_markdown(drift: Drift, usage: Usage | None, title: str) -> str:
    """Give the text of a pull request."""
    lines = [f"## {title}: {summary(drift)}"]
    for kind in KINDS:
        found = [finding for finding in drift.findings if finding.kind == kind]
        lines += ["", f"### {kind.capitalize()}: {MEANING[kind]}", ""] if found else []
        for finding in found:
            box = "- [ ]" if kind in ("breaking", "new") else "-"
            lines.append(f"{box} `{finding.place}`: {finding.what}")
            lines += [f"  - {line}" for line in _details(finding, usage)]
    return "\n".join(lines)


def as_json(drift: Drift, usage: Usage | None, title: str) -> dict[str, Any]:
    """Give what `json.dumps` takes."""
    return {
        "title": title,
        "breaks": drift.breaks,
        "counts": drift.counts,
        "elsewhere": drift.elsewhere,
        "findings": [
            {
                "kind": finding.kind,
                "where": finding.where,
                "side": finding.side,
                "what": finding.what,
                "operations": list(finding.operations),
                "touches": [hit._asdict() for hit in (usage.of(finding) if usage else [])],
            }
            for finding in drift.findings
        ],
    }


def summary(drift: Drift) -> str:
    """Give the numbers."""
    told = ", ".join(f"{count} {kind}" for kind, count in drift.counts.items() if count)
    elsewhere = f"; {drift.elsewhere} in paths that are not used" if drift.elsewhere else ""
    return (told or "nothing that is used differs") + elsewhere


def _details(finding: Finding, usage: Usage | None) -> Iterator[str]:
    if finding.operations and finding.operations != (finding.where,):
        yield f"by {_few(list(finding.operations))}"
    if finding.kind == "words" or usage is None:
        return
    hits = usage.of(finding)
    for role in dict.fromkeys(hit.role for hit in hits):
        yield f"{role}: {_few(_lines([hit for hit in hits if hit.role == role]))}"
    if not hits:
        yield "nothing of ours spells it"


def _lines(hits: list[Hit]) -> list[str]:
    """Give one entry for each function, with its lines."""
    found: dict[tuple[str, str], list[str]] = {}
    for hit in hits:
        found.setdefault((hit.file, hit.inside), []).append(str(hit.line))
    return [
        f"{file}:{','.join(lines)}" + (f" {inside}" if inside else "")
        for (file, inside), lines in found.items()
    ]


def _few(words: list[str]) -> str:
    more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return ", ".join(words[:_MOST]) + more
