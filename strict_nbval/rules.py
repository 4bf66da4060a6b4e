"""What a notebook must not hold, beyond what running it can show.

Each rule is a function from a notebook to complaints that name the cell: it yields nothing for a
notebook that keeps it. `STORED` are the rules without which a cell would be compared with nothing;
the plugin applies them to each notebook. `EXTRA` can be asked for by name.
"""

from __future__ import annotations

import ast
import html
import importlib.machinery
import json
import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

__all__ = [
    "EXTRA",
    "STORED",
    "code",
    "numbered",
    "prose",
    "read_names",
    "set_names",
    "shadows",
    "texts",
]

Rule = Callable[[NotebookNode], Iterator[str]]


# --- a notebook's parts


def numbered(notebook: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """List all cells with what a complaint calls them; the first is cell 1."""
    return [(f"cell {number}", cell) for number, cell in enumerate(notebook.cells, 1)]


def code(notebook: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """List the code cells."""
    return [(where, cell) for where, cell in numbered(notebook) if cell.cell_type == "code"]


def prose(notebook: NotebookNode) -> list[tuple[str, str]]:
    """List the texts of the Markdown cells."""
    return [
        (where, cell.source) for where, cell in numbered(notebook) if cell.cell_type == "markdown"
    ]


def texts(cell: NotebookNode) -> Iterator[str]:
    """Give what a cell shows as text, in order."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield output.text
        for mime in ("text/plain", "text/markdown", "text/latex"):
            if mime in output.get("data", {}):
                yield output.data[mime]


# --- the rules of STORED: what would be compared with nothing

#: Tags and comments of nbval and nbclient that switch running or comparing off.
OFF = {
    "skip",
    "skip-execution",
    "nbval-skip",
    "nbval-ignore-output",
    "pytest-validate-ignore-output",
}
#: Those that say that a cell raises an error. They are right where one is stored.
RAISES = {"raises-exception", "nbval-raises-exception"}


def markers(cell: NotebookNode) -> list[str]:
    """List a cell's tags, and its comments that nbval reads as tags, in the spelling of a tag."""
    tags = cell.metadata.get("tags", [])
    comments = re.findall(
        r"^\s*#+\s*((?:NBVAL|PYTEST_VALIDATE)_\w+)\s*$", cell.source, re.MULTILINE
    )
    named = [str(tag) for tag in tags] if isinstance(tags, list) else [str(tags)]
    return named + [comment.lower().replace("_", "-") for comment in comments]


def running(notebook: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """List the code cells that a kernel is asked to run: an empty one it never is."""
    return [(where, cell) for where, cell in code(notebook) if cell.source.strip()]


def something_runs(notebook: NotebookNode) -> Iterator[str]:
    """Refuse a notebook without a code cell."""
    if not running(notebook):
        yield "no code cell, so nothing to run"


def counted_from_the_top(notebook: NotebookNode) -> Iterator[str]:
    """Refuse execution counts that no run from the top gives."""
    for where, cell in code(notebook):
        if not cell.source.strip() and (cell.outputs or cell.get("execution_count") is not None):
            yield f"{where}: empty, but stored with an output or an execution count"
    found = [cell.get("execution_count") for _, cell in running(notebook)]
    wanted = list(range(1, len(found) + 1))
    if found == wanted:
        return
    if not any(found):
        yield "no cell has been run, or all outputs were cleared: run it from the top and save it"
        return
    number = next(number for number, count in zip(wanted, found, strict=True) if count != number)
    yield (
        f"{running(notebook)[number - 1][0]}: execution count {found[number - 1]}, where a run "
        f"from the top gives {number} (cells were run again, in another order, or not at all: "
        "restart the kernel, run all cells, save)"
    )


def nothing_switches_comparing_off(notebook: NotebookNode) -> Iterator[str]:
    """Refuse tags and comments under which a cell is skipped or its outputs are not compared."""
    for where, cell in code(notebook):
        fails = any(output.output_type == "error" for output in cell.outputs)
        for marker in markers(cell):
            if marker in OFF or (marker in RAISES and not fails):
                yield f"{where}: {marker!r}, a marker that switches comparing off"


def no_code_is_put_out_of_reach(notebook: NotebookNode) -> Iterator[str]:
    """Refuse raw cells that hold code; those with text for an exporter do not parse as Python."""
    for where, cell in numbered(notebook):
        if cell.cell_type == "raw" and is_code(cell.source):
            yield f"{where}: raw, so its code never runs"


def is_code(source: str) -> bool:
    """Whether a text is Python that does something; a bare word or a text is none."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return False
    plain = (ast.Name, ast.Constant)
    return any(
        not (isinstance(one, ast.Expr) and isinstance(one.value, plain)) for one in statements
    )


def prose_has_no_pasted_pictures(notebook: NotebookNode) -> Iterator[str]:
    """Refuse pictures that were pasted into a cell."""
    for where, cell in numbered(notebook):
        if cell.get("attachments"):
            yield f"{where}: an attached picture, which no code draws"


# --- the rules of EXTRA: what a notebook would load or do besides

#: Elements that run, load, frame or ask for something. An `img` or `use` is judged by its address.
ACTIVE = set(
    "animate animatemotion animatetransform applet audio base button discard embed fencedframe "
    "foreignobject form frame frameset handler iframe input isindex layer link listener meta "
    "noembed object option param plaintext portal script select set source svg:script textarea "
    "track video webview xmp".split()
)
#: Attributes whose value a browser fetches or opens by itself.
LOADS = set(
    "action archive background cite classid code codebase data dynsrc formaction from icon "
    "longdesc lowsrc manifest ping poster profile src srcdoc srcset to values xml:base".split()
)
OPENS = {"href", "xlink:href"}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=]*", re.IGNORECASE)
#: Scripts and whole pages behind an address, where a link, attribute or style may hold one.
RUNS = re.compile(
    r"""[(<\]:"'=](?:javascript|vbscript|livescript|data:(?!image/(?:png|jpeg|gif|webp);)\w)"""
)
STYLES = re.compile(r"""@import|url\((?!["']?(?:#|data:image/(?:png|jpeg|gif)))""")
ADDRESS = re.compile(r"(?:https?|ftps?|wss?|file):|(?<=[\"'(=])[/\\]{2}\w")
#: Names in the form of addresses that say what an SVG is written in; nothing is fetched from them.
NAMES = re.compile(
    r"""<!DOCTYPE[^>\[]*>|\bxmlns(?::\w+)?\s*=\s*(?:"[^"]*"|'[^']*')"""
    r"""|\brdf:resource="http://purl\.org/dc/dcmitype/StillImage\"""",
    re.IGNORECASE,
)
SHOWN = re.compile(
    r"text/(?:plain|html|markdown|latex)|image/(?:png|jpeg|gif|webp|svg\+xml)"
    r"|application/(?:json|vnd\.[\w.-]+\+(?:json|xml))"
)


class Markup(HTMLParser):
    """Reads HTML as suspiciously as it can: what stands in a style or a comment is read as well."""

    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc] # a style in an SVG may hold a script

    def __init__(self, *, links: bool) -> None:
        super().__init__()
        self.links = links  # whether an `a` may lead to another site
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes."""
        name = tag.rpartition(":")[2]
        if tag in ACTIVE or name in ACTIVE:
            self.found.append(f"<{tag}>")
        for attribute, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "")
            if attribute.startswith("on"):
                self.found.append(f"<{tag} {attribute}>")
            elif attribute in LOADS | OPENS and not self.may_hold(tag, attribute, address):
                self.found.append(f"<{tag} {attribute}={(value or '')[:40]!r}>")

    def may_hold(self, tag: str, attribute: str, address: str) -> bool:
        """Whether an address stays in the page, is a picture itself, or only waits for a click."""
        scheme = re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", address, re.IGNORECASE)
        if tag == "a" and attribute in OPENS and scheme:
            return self.links and scheme[0].lower() in ("http:", "https:", "mailto:")
        if attribute == "srcdoc":
            return False
        return not scheme or PICTURE.fullmatch(address) is not None


def active(text: str, *, links: bool) -> Iterator[str]:
    """Give what in a text a browser would run or fetch by itself."""
    reader = Markup(links=links)
    # Browsers and this parser do not agree where a comment ends, so there are no comments here.
    reader.feed(re.sub(r"<!--|--!?>|<!\[CDATA\[|<[!?]|\]\]>", " ", text) + "\n>")
    reader.close()
    yield from reader.found
    squeezed = re.sub(r"[\x00-\x20]", "", html.unescape(html.unescape(text))).lower()
    for pattern in (RUNS, STYLES):
        if found := pattern.search(squeezed):
            yield repr(squeezed[found.start() : found.end() + 20])


def outputs_load_nothing(notebook: NotebookNode) -> Iterator[str]:
    """Refuse outputs with scripts, frames, or addresses of other sites."""
    for where, cell in code(notebook):
        for kind, text in output_texts(cell):
            if not SHOWN.fullmatch(kind):
                yield f"{where}: an output of kind {kind}"
            found = [] if kind == "text/plain" else list(active(text, links=False))
            found += [
                match[0] for match in [ADDRESS.search(NAMES.sub("", html.unescape(text)))] if match
            ]
            for what in found:
                yield f"{where}: {what} in an output ({kind})"


def output_texts(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    """Give each output as text with its MIME type; pictures, which are no text, as nothing."""
    for output in cell.outputs:
        if output.output_type == "error":
            yield "text/plain", "\n".join([output.ename, output.evalue, *output.traceback])
        yield "text/plain", output.get("text", "")
        for mime, value in output.get("data", {}).items():
            picture = mime.startswith("image/") and mime != "image/svg+xml"
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield mime, "" if picture else text


def prose_loads_nothing(notebook: NotebookNode) -> Iterator[str]:
    """Refuse Markdown with scripts, frames, or pictures of other sites; links may lead there."""
    for where, text in prose(notebook):
        shown = re.sub(
            r"(?<!`)`[^`\n<]*<[^`\n]*`(?!`)", " ", text
        )  # code in a line is shown, never obeyed
        for what in active(shown, links=True):
            yield f"{where}: {what} in prose"
        far = re.search(r"^\s*\[[^\]]+\]:\s*<?(?:https?:)?//", shown, re.MULTILINE | re.IGNORECASE)
        if re.search(r"!\[[^\]]*\]\(\s*<?(?:\w+:)?//", shown) or (
            far and re.search(r"!\[[^\]]*\](?!\()", shown)
        ):
            yield f"{where}: a picture of another site in prose"


#: Modules that reach around the notebook: processes, network, imports by name, the interpreter.
OUTSIDE_MODULES = set(
    "aiohttp asyncio builtins codeop ctypes ftplib http httplib httpx imaplib imp importlib "
    "marshal multiprocessing nntplib os paramiko pathlib pickle pkgutil platform poplib posix pty "
    "requests runpy shutil signal smtplib socket socketserver ssl subprocess sys telnetlib "
    "tempfile urllib urllib2 urllib3 webbrowser xmlrpc zipimport".split()
)
#: Functions that do so, by whichever name they are reached.
OUTSIDE_NAMES = set(
    "execfile get_ipython getoutput globals import_module load_module popen read_pickle run_cell "
    "run_cell_magic run_line_magic spawn startfile system urlopen urlretrieve".split()
)
OUTSIDE_BUILTINS = {"breakpoint", "compile", "eval", "exec", "globals", "locals", "vars"}
HARMLESS = {
    "__class__",
    "__doc__",
    "__file__",
    "__init__",
    "__len__",
    "__main__",
    "__name__",
    "__version__",
}
NO_CODE = re.compile(r"^\s*%(?:matplotlib|config InlineBackend)\b.*$", re.MULTILINE)


def code_stays_inside(notebook: NotebookNode) -> Iterator[str]:
    """Refuse code that imports by name, runs texts, starts processes or opens connections."""
    for where, cell in code(notebook):
        try:
            tree = ast.parse(NO_CODE.sub("", cell.source))
        except (SyntaxError, ValueError):
            yield f"{where}: not plain Python, so what it does cannot be read"
            continue
        for what in sorted({what for node in ast.walk(tree) for what in outside(node)}):
            yield f"{where}: {what}"


def outside(node: ast.AST) -> Iterator[str]:
    """Give what a node of a syntax tree reaches that is outside the notebook."""
    for module in imported(node):
        if OUTSIDE_MODULES & set(module.split(".")):
            yield f"imports {module}"
    for used in used_names(node):
        dunder = re.fullmatch(r"__\w+__", used) and used not in HARMLESS
        # `os` may be a variable's own name; `.os` is the module that another one imported.
        reached = used in OUTSIDE_MODULES and not isinstance(node, ast.Name)
        plain = used in OUTSIDE_BUILTINS and not isinstance(node, (ast.Attribute, ast.Constant))
        if dunder or reached or plain or used in OUTSIDE_NAMES:
            yield f"uses {used}"
    yield from asked_for(node)


def imported(node: ast.AST) -> list[str]:
    """List the modules that a statement imports, or imports from."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "."] if isinstance(node, ast.ImportFrom) else []


def used_names(node: ast.AST) -> list[str]:
    """List the names that a node uses: its own, an attribute's, those imported from a module."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.Constant(value=str(text)) if re.fullmatch(r"__\w+__", text):
            return [text]
        case ast.ImportFrom(names=names):
            return [alias.name for alias in names]
        case _:
            return []


def asked_for(node: ast.AST) -> Iterator[str]:
    """Give what is reached by its name as a text, as `getattr` does."""
    function = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
    if not isinstance(node, ast.Call) or function not in ("attrgetter", "getattr", "setattr"):
        return
    for one in node.args if function == "attrgetter" else node.args[1:2]:
        if not (isinstance(one, ast.Constant) and isinstance(one.value, str)):
            yield "reaches a name that is computed"
            continue
        parts = set(one.value.split("."))
        for part in sorted(parts & (OUTSIDE_MODULES | OUTSIDE_NAMES | OUTSIDE_BUILTINS)):
            yield f"uses {part}"


def no_error_is_stored(notebook: NotebookNode) -> Iterator[str]:
    """Refuse errors, what is written to stderr, and text that overwrites itself."""
    for where, cell in code(notebook):
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"{where}: {output.get('ename', 'stderr')}"
            if "\r" in output.get("text", "") or "\b" in output.get("text", ""):
                yield f"{where}: overwrites its own text"


# --- which names a cell takes from other cells


def set_names(source: str) -> set[str]:
    r"""Give the names that a cell's code sets, imports, defines, deletes or changes in place.

    Examples
    --------
    >>> sorted(set_names("import math as m\ntable['x'] = 1\ndef half(n): return n / 2"))
    ['half', 'm', 'table']
    """
    return set().union(*(stores(statement) for statement in ast.parse(source).body))


def stores(node: ast.AST) -> set[str]:
    """Give the names that one statement sets in the scope it stands in."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            inner = [
                name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names
            ]
            return {node.name, *inner}
        case ast.Lambda():
            return set()
        case ast.Name(ctx=ast.Store() | ast.Del()):
            return {node.id}
        case (
            ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del())
        ):
            return {base_name(node)} - {""}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {alias.asname or alias.name.partition(".")[0] for alias in names}
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return {one.target.id for one in ast.walk(node) if isinstance(one, ast.NamedExpr)}
        case (
            ast.ExceptHandler(name=str(name))
            | ast.MatchAs(name=str(name))
            | ast.MatchStar(name=str(name))
        ):
            own = {name}
        case _:
            own = set()
    return own.union(*(stores(child) for child in ast.iter_child_nodes(node)))


def base_name(node: ast.expr) -> str:
    """The name at the root of `name.attribute[key]`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def read_names(source: str) -> set[str]:
    r"""Give the names that a cell's code reads before it has set them itself.

    Examples
    --------
    >>> sorted(read_names("answer = start + 1\nprint(answer, [n for n in table])"))
    ['print', 'start', 'table']
    """
    read, _ = in_order(ast.parse(source).body, set())
    return read


def in_order(statements: list[Any], known: set[str]) -> tuple[set[str], set[str]]:
    """Read statements in order: the names read before they are set, and all that are set then."""
    read: set[str] = set()
    for statement in statements:
        read |= loads(statement, known)
        known = known | stores(statement)
    return read, known


def loads(node: ast.AST, known: set[str]) -> set[str]:
    """Give the names that a node reads and that are not known where it stands."""
    match node:
        case ast.Name(ctx=ast.Load()):
            return {node.id} - known
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
            arguments = getattr(node, "args", None)
            named = (
                {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}
                if arguments
                else set()
            )
            own = named | ({node.name} if not isinstance(node, ast.Lambda) else set())
            body = node.body if isinstance(node.body, list) else [node.body]
            own |= set().union(*(stores(one) for one in body))
            outer = [child for child in ast.iter_child_nodes(node) if child not in body]
            return set().union(
                *(loads(one, known) for one in outer), *(loads(one, known | own) for one in body)
            )
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            targets = set().union(*(stores(one.target) for one in node.generators))
            first = loads(node.generators[0].iter, known)
            return first.union(
                *(loads(child, known | targets) for child in ast.iter_child_nodes(node))
            )
        case ast.AugAssign(target=ast.Name(id=name)):
            return ({name} - known) | loads(node.value, known)
        case ast.For(target=target) | ast.AsyncFor(target=target):
            inside, _ = in_order([*node.body, *node.orelse], known | stores(target))
            return loads(node.iter, known) | inside
        case (
            ast.If() | ast.While() | ast.With() | ast.AsyncWith() | ast.Try() | ast.ExceptHandler()
        ):
            blocks = ("body", "handlers", "orelse", "finalbody")
            nested = [one for name in blocks for one in getattr(node, name, [])]
            head = [child for child in ast.iter_child_nodes(node) if child not in nested]
            bound = known.union(*(stores(child) for child in head))
            if isinstance(node, ast.ExceptHandler) and node.name:
                bound = bound | {node.name}
            inside, _ = in_order(nested, bound)
            return inside.union(*(loads(child, known) for child in head))
        case _:
            return set().union(*(loads(child, known) for child in ast.iter_child_nodes(node)))


# --- what stands beside a notebook


def shadows(folder: Path) -> Iterator[str]:
    """Complain about files beside notebooks that would be imported in place of a module.

    Parameters
    ----------
    folder : Path
        Where notebooks run; their code finds modules there first.
    """
    places = [place for place in sys.path if place and Path(place).resolve() != folder.resolve()]
    for path in sorted(folder.iterdir()):
        name = path.name.partition(".")[0]
        if not (path.suffix in (".py", ".so", ".pyd") or (path / "__init__.py").is_file()):
            continue
        spec = importlib.machinery.PathFinder.find_spec(name, places)
        origin = spec.origin if spec is not None and spec.loader is not None else None
        elsewhere = origin is not None
        own = elsewhere and Path(origin or "").resolve() in (
            path.resolve(),
            (path / "__init__.py").resolve(),
        )
        if (elsewhere and not own) or name in sys.stdlib_module_names:
            yield f"{path.name} would be imported in place of the module {name}: rename it"


STORED: list[Rule] = [
    something_runs,
    counted_from_the_top,
    nothing_switches_comparing_off,
    no_code_is_put_out_of_reach,
    prose_has_no_pasted_pictures,
]
EXTRA: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (outputs_load_nothing, prose_loads_nothing, code_stays_inside, no_error_is_stored)
}
