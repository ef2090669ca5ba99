"""What the code keeps to beside what ruff and mypy check: functions that are read at one look."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 60


def functions() -> Iterator[tuple[str, int]]:
    """Every function of the program, its tools and its benchmarks, with its lines."""
    for folder in ("dossier", "tools", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield (
                        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                        (node.end_lineno or 0) - node.lineno + 1,
                    )


def test_no_function_is_longer_than_is_read_at_one_look() -> None:
    assert len(list(functions())) > 1000
    assert [name for name, lines in functions() if lines > MOST_LINES] == []
