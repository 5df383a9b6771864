"""The JSON document, and the schema that describes it."""

import dataclasses
import json
from importlib import resources

import pytest

from gradrepl.graph.document import to_json
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.observe.facts import SavedFacts
from tests.graph.dags import random_dag
from tests.graph.test_views import HOSTILE, SEVERED, SQUARE
from tests.graph.validating import problems

SCHEMA = json.loads(resources.files("gradrepl.graph").joinpath("graph.schema.json").read_bytes())


@pytest.mark.parametrize("graph", [SEVERED, SQUARE, Graph(), *map(random_dag, range(20))])
def test_a_document_is_what_the_schema_says(graph: Graph) -> None:
    assert problems(json.loads(to_json(graph)), SCHEMA) == []


@pytest.mark.parametrize(
    ("where", "kind"),
    [("node", Node), ("edge", Edge), ("saved", SavedFacts)],
)
def test_the_schema_knows_every_field(where: str, kind: type) -> None:
    fields = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]  # they are
    assert list(SCHEMA["$defs"][where]["properties"]) == fields
    assert SCHEMA["$defs"][where]["required"] == fields


def test_a_wrong_document_is_told() -> None:
    document = json.loads(to_json(SEVERED))
    document["nodes"][0]["role"] = "leave"
    document["nodes"][1]["shape"] = [1, -1]
    document["edges"][0]["target"] = None
    del document["hidden"]
    document["extra"] = 1
    assert len(problems(document, SCHEMA)) == 5


@pytest.mark.parametrize("name", HOSTILE)
def test_every_name_comes_back_as_it_was(name: str) -> None:
    text = to_json(Graph((Node("n0", "leaf", name, (name,)),)))
    assert all(char.isprintable() or char == "\n" for char in text)
    assert json.loads(text)["nodes"][0]["names"] == [name]
    assert text.encode("utf-8")
    assert "权重" in to_json(SQUARE)
