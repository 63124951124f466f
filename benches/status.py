#!/usr/bin/env python3
"""What a large status page costs: build time with and without it, and the weight of its pages.

    benches/status.py [--incidents 5000] [--components 200] [--articles 1000] [--runs 5] [--firstline PATH]

It makes a corpus with `cargo xtask corpus`, builds it in turns with one that has the articles alone, and prints medians as a
Markdown table. Brotli figures need the `brotli` program and are left out without it.
"""

import argparse
import gzip
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Pages that a visitor may open first, and the files that machines fetch again and again.
FILES = [
    "status/index.html",
    "status/history/index.html",
    "status/history/2026/11/index.html",
    "status/components/c0/index.html",
    "index.html",
    "contact/index.html",
    "status/feed.xml",
    "status/feed.json",
    "status/maintenance.ics",
    "record.json",
    "api/v2/summary.json",
    "api/v2/incidents.json",
]


def corpus(folder, articles, incidents, components):
    command = ["cargo", "run", "--quiet", "--package", "xtask", "--", "corpus"]
    command += ["--articles", str(articles), "--out", str(folder)]
    if incidents:
        command += ["--incidents", str(incidents), "--components", str(components)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def build(firstline, project, out):
    """Wall seconds, CPU seconds and peak megabytes of one build into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    os.sync()
    started = time.monotonic()
    process = subprocess.Popen(
        [firstline, "build", "--root", project, "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, code, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    # 1: findings, 3: a promise of the made-up history is late. The site is written all the same.
    if os.waitstatus_to_exitcode(code) not in (0, 1, 3):
        sys.exit("the build failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def weight(path):
    text = path.read_bytes()
    small = len(gzip.compress(text, 9, mtime=0))
    brotli = shutil.which("brotli")
    best = len(subprocess.run([brotli, "-c", "-q", "11", path], capture_output=True, check=True).stdout) if brotli else None
    return len(text), small, best


def kilobytes(number):
    return "" if number is None else f"{number / 1000:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--incidents", type=int, default=5000)
    parser.add_argument("--components", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5, help="runs that count (default 5)")
    parser.add_argument("--firstline", type=pathlib.Path, help="this binary instead of a fresh one")
    given = parser.parse_args()
    firstline = given.firstline or ROOT / "target/release/firstline"
    if not given.firstline:
        subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain, full, out = folder / "plain", folder / "full", folder / "out"
        corpus(plain, given.articles, 0, 0)
        corpus(full, given.articles, given.incidents, given.components)
        contestants = [(f"{given.articles:,} articles", plain), (f"and {given.incidents:,} incidents, {given.components} components", full)]
        rows = {name: [] for name, _ in contestants}
        for turn in range(given.runs + 1):
            for name, project in contestants:
                cost = build(firstline, project, out)
                if turn:
                    rows[name].append(cost)
        print("| | wall s | CPU s | peak memory MB |\n|---|---|---|---|")
        for name, costs in rows.items():
            wall, cpu, peak = (statistics.median(column) for column in zip(*costs))
            print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
        print("\n| file | kB | gzip | Brotli |\n|---|---|---|---|")
        for name in FILES:
            print(f"| `{name}` | {' | '.join(kilobytes(number) for number in weight(out / name))} |")


if __name__ == "__main__":
    main()
