import ast

import pytest

from gradrepl.session.names import names


@pytest.mark.parametrize(
    ("source", "reads", "writes"),
    [
        ("b = a * 2", "a", "b"),
        ("a += b", "a b", "a"),
        ("a.grad = b", "b a", ""),
        ("a[i] = b", "b a i", ""),
        ("a, (b, *c) = d", "d", "a b c"),
        ("x: int = y", "y int", "x"),
        ("del a, b[0]", "b", "a"),
        ("import os.path, sys as s", "", "os s"),
        ("from a import b as c, d", "", "c d"),
        ("for i in r: s = i", "r i", "i s"),
        ("with f() as (a, b): c", "f c", "a b"),
        ("try:\n  a\nexcept E as e: b", "a E b", "e"),
        ("[p * q for p in r if p]", "r q", ""),
        ("{k: v for k, v in d.items() for k in w}", "d w", ""),
        ("[y := f(x) for x in xs]", "xs f", "y"),
        ("lambda a, *b, c=d: a + b + c + e", "d e", ""),
        ("@deco\ndef f(x: T = y) -> R:\n  z = w", "deco y T R", "f"),
        ("class C(B, metaclass=M):\n  a = 1\n  b = a + c", "B M c", "C"),
        ("async def g(): pass", "", "g"),
        ("match m:\n  case {'k': v, **rest}: a\n  case [x, *y] as z: b", "m a b", "rest v z x y"),
        ("print(f'{a!r:{w}}')", "print a w", ""),
        ("if (n := len(a)) > 3: n", "len a n", "n"),
    ],
)
def test_names(source, reads, writes):
    read, written = names(ast.parse(source).body[0])
    assert set(read) == set(reads.split())
    assert len(read) == len(set(read))
    assert written == tuple(writes.split())


def test_in_order_of_appearance():
    assert names(ast.parse("c(b, a, b)").body[0])[0] == ("c", "b", "a")
