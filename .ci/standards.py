"""Reads what `awardwire export` wrote with programs of others.

usage: standards.py CHECK FILE [SCHEMAS]

CHECK is one of ocds (SCHEMAS is the folder with the official JSON schemas), ftm, atom, ics, bibtex, csl, ris. Ends with
code 0 and a line of counts, or with what is wrong.
"""
import collections
import json
import re
import sys


def ocds(path, schemas):
    import jsonschema

    package_schema = json.load(open(f"{schemas}/release-package-schema.json"))
    release_schema = json.load(open(f"{schemas}/release-schema.json"))
    name = package_schema["properties"]["releases"]["items"]["$ref"]
    resolver = jsonschema.RefResolver.from_schema(package_schema, store={name: release_schema})
    formats = jsonschema.FormatChecker(formats=())

    @formats.checks("date-time")
    def _(text):
        return not isinstance(text, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text))

    @formats.checks("uri")
    def _(text):
        return not isinstance(text, str) or bool(re.fullmatch(r"[a-z]+:[!-~]+", text))

    package = json.load(open(path))
    validator = jsonschema.Draft4Validator(package_schema, resolver=resolver, format_checker=formats)
    faults = [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(package)]
    # What the schema does not say: closed code lists are in it, the rest is prose.
    tags = collections.Counter()
    releases = set()
    known = {"planning", "tender", "tenderUpdate", "tenderCancellation", "award", "contract", "contractAmendment", "contractTermination"}
    for release in package["releases"]:
        tags.update(release["tag"])
        if not set(release["tag"]) <= known:
            faults.append(f"tags {release['tag']}")
        if (release["ocid"], release["id"]) in releases or "#" in release["id"]:
            faults.append(f"release id {release['id']}")
        releases.add((release["ocid"], release["id"]))
        parties = {party["id"] for party in release.get("parties", [])}
        named = [release.get("buyer")] + [one for award in release.get("awards", []) for one in award.get("suppliers", [])]
        faults += [f"{one['id']} is no party of {release['id']}" for one in named if one and one["id"] not in parties]
        awards = {award["id"] for award in release.get("awards", [])}
        faults += [f"{contract['id']} is of no award" for contract in release.get("contracts", []) if contract["awardID"] not in awards]
        if not release["awardwire"]["confirmed"] and any(stage in release for stage in ("tender", "awards", "contracts")):
            faults.append(f"{release['id']} is unconfirmed and has a stage")
    return faults, f"{len(package['releases'])} releases: {dict(tags)}"


def ftm(path, _):
    from followthemoney import model

    schemas, faults, entities = collections.Counter(), [], {}
    for line in open(path, encoding="utf-8"):
        data = json.loads(line)
        schema = model.get(data["schema"])
        for name, values in data["properties"].items():
            if schema is None or name not in schema.properties or schema.properties[name].stub:
                faults.append(f"{data['schema']} has no {name}")
        if faults:
            break
        try:
            schema.validate(data)
        except Exception as error:
            faults.append(f"{data['id']}: {getattr(error, 'errors', error)}")
        entity = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            kept = entity.get(name)
            # A list of values that the model refuses or cleans away is a fault.
            if len(kept) == 0:
                faults.append(f"{data['id']} {name}: {values} is refused")
        schemas[data["schema"]] += 1
        known = entities.get(data["id"])
        if known:
            known.merge(entity)
        else:
            entities[data["id"]] = entity
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                other = entities.get(value)
                if other is None:
                    faults.append(f"{entity.id} {prop.name}: {value} is not in the file")
                elif prop.range and not other.schema.is_a(prop.range):
                    faults.append(f"{entity.id} {prop.name}: {value} is a {other.schema.name}")
    return faults, f"{len(entities)} entities: {dict(schemas)}"


def atom(path, _):
    import feedparser

    feed = feedparser.parse(open(path, "rb").read())
    faults = [str(feed.bozo_exception)] if feed.bozo else []
    if feed.version != "atom10":
        faults.append(feed.version)
    ids = collections.Counter(entry.id for entry in feed.entries)
    faults += [f"{name} stands twice" for name, count in ids.items() if count > 1]
    for entry in feed.entries:
        if not entry.get("updated_parsed") or not entry.get("title") or not entry.get("content"):
            faults.append(f"{entry.id} lacks something")
        if entry.updated > feed.feed.updated:
            faults.append(f"{entry.id} is newer than the feed")
    return faults, f"{len(feed.entries)} entries"


def ics(path, _):
    import icalendar

    raw = open(path, "rb").read()
    faults = []
    if any(len(line) > 75 for line in raw.split(b"\r\n")) or b"\n" in raw.replace(b"\r\n", b""):
        faults.append("a line is too long or badly ended")
    calendar = icalendar.Calendar.from_ical(raw)
    statuses, ids = collections.Counter(), set()
    for event in calendar.walk("VEVENT"):
        if event.errors:
            faults.append(str(event.errors))
        if event["UID"] in ids or not event["DTSTAMP"] or event.decoded("DTEND") <= event.decoded("DTSTART"):
            faults.append(f"{event['UID']}")
        ids.add(event["UID"])
        statuses[str(event["STATUS"])] += 1
    return faults, f"{len(ids)} events: {dict(statuses)}"


def bibtex(path, _):
    import bibtexparser
    from bibtexparser.bparser import BibTexParser

    text = open(path, encoding="utf-8").read()
    entries = bibtexparser.loads(text, parser=BibTexParser(common_strings=True)).entries
    keys = {entry["ID"] for entry in entries}
    faults = [] if len(keys) == len(entries) == text.count("\n@misc{") + text.startswith("@misc{") else ["entries were lost"]
    faults += [f"{entry['ID']} lacks a title" for entry in entries if not entry.get("title")]
    return faults, f"{len(entries)} entries"


def csl(path, _):
    from citeproc.source.json import CiteProcJSON

    data = json.load(open(path))
    source = CiteProcJSON(data)
    faults = [] if len(source) == len(data) else ["entries were lost"]
    return faults, f"{len(source)} entries"


def ris(path, _):
    import rispy

    text = open(path, encoding="utf-8", newline="").read()
    entries = rispy.loads(text.replace("\r\n", "\n"))
    faults = [] if len(entries) == text.count("ER  - ") else ["references were lost"]
    faults += [f"unknown tags in {entry.get('id')}" for entry in entries if entry.get("unknown_tag")]
    return faults, f"{len(entries)} references"


if __name__ == "__main__":
    check, path = sys.argv[1:3]
    faults, counts = globals()[check](path, sys.argv[3] if len(sys.argv) > 3 else None)
    print(f"{check}: {counts}")
    if faults:
        sys.exit(f"{len(faults)} faults: " + "; ".join(faults[:8]))
