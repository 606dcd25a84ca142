"""Asks Python how a generator answers, for `tests/tests/protocol` to be compared with.

Small generators, each driven by every script of up to four steps. The answers are those of
CPython 3.13, the first in which `close()` gives the value that was returned:

    python3.13 protocol.py > protocol.tsv

Each row is `body <TAB> script <TAB> outcomes <TAB> log`.

script, one letter a step:
  n  next(g)
  s  g.send(7)
  t  g.throw(E())
  c  g.close()
outcomes, one a step, joined by ' ; ':
  Y v   the generator yielded v
  R v   it returned v (StopIteration.value); on a finished generator, R None
  X e   the exception e came out
  C v   close() gave v
log: what the body recorded, the generator having been dropped at the end of the script.

A body without a prefix stands in `tests/tests/protocol/python/bodies.rs` under the same name. The prefixes
are the ways of delegating to it: see `through`, `around` and `rescuing`.
"""
import itertools


class E(Exception):
    pass


class F(Exception):
    pass


LOG = []


def count():
    yield 1
    yield 2
    yield 3


def returns():
    yield 1
    return 9


def no_yield():
    if False:
        yield 0
    return 4


def echo():
    x = yield 'ready'
    for _ in range(3):
        x = yield x
    return 'end'


def accumulate():
    total = 0
    while total < 20:
        x = yield total
        total += 5 if x is None else x
    return total


def catch_and_go_on():
    i = 0
    while i < 30:
        try:
            yield i
        except E:
            i += 10
        i += 1


def catch_and_return():
    try:
        yield 1
        yield 2
    except E:
        return 5


def clean_up_and_reraise():
    try:
        yield 1
    except E:
        yield 'cleaning'
        raise


def replace_error():
    try:
        yield 1
    except E:
        raise F()
    yield 2


def guard_is_dropped():
    LOG.append('open')
    try:
        yield 1
        yield 2
    finally:
        LOG.append('shut')


def two_guards():
    try:
        LOG.append('a')
        yield 1
        try:
            LOG.append('b')
            yield 2
        finally:
            LOG.append('-b')
        yield 3
    finally:
        LOG.append('-a')


def last_words():
    """a `finally` that yields: on every way out"""
    try:
        yield 1
    finally:
        yield 2
    yield 3


def close_with_value():
    try:
        yield 1
    except GeneratorExit:
        return 8


def ignores_close():
    try:
        yield 1
    except GeneratorExit:
        yield 2
    yield 3


def raises_on_close():
    try:
        yield 1
    except GeneratorExit:
        raise F()


def raises():
    yield 1
    raise F()


BODIES = [
    count, returns, no_yield, echo, accumulate, catch_and_go_on, catch_and_return,
    clean_up_and_reraise, replace_error, guard_is_dropped, two_guards, last_words,
    close_with_value, ignores_close, raises_on_close, raises,
]

# An error that a delegate raises while it is being closed reaches the delegating generator
# in Python; in Rust it is a returned value, dropped like any value returned on close.
DIRECT_ONLY = [raises_on_close]


def through(inner):
    """outer hands everything on: return (yield from inner())"""
    def outer():
        return (yield from inner())
    outer.__name__ = 'through_' + inner.__name__
    return outer


def around(inner):
    """outer yields before and after, and keeps the result"""
    def outer():
        x = yield 'before'
        r = yield from inner()
        y = yield 'between'
        return f'{x} {r} {y}'
    outer.__name__ = 'around_' + inner.__name__
    return outer


def rescuing(inner):
    """outer catches what inner lets out"""
    def outer():
        try:
            r = yield from inner()
        except E:
            yield 'rescued E'
            r = 'E'
        except F:
            yield 'rescued F'
            r = 'F'
        return r
    outer.__name__ = 'rescuing_' + inner.__name__
    return outer


def run(body, script):
    LOG.clear()
    g = body()
    out = []
    for op in script:
        try:
            if op == 'n':
                out.append(f'Y {next(g)}')
            elif op == 's':
                out.append(f'Y {g.send(7)}')
            elif op == 't':
                out.append(f'Y {g.throw(E())}')
            else:
                out.append(f'C {g.close()}')
        except StopIteration as e:
            out.append(f'R {e.value}')
        except (E, F, GeneratorExit, TypeError, RuntimeError) as e:
            out.append(f'X {type(e).__name__}')
    del g
    return ' ; '.join(out), ' '.join(LOG)


def main(bodies, longest):
    print('body\tscript\toutcomes\tlog')
    every = list(bodies)
    for wrap in (through, around, rescuing):
        every += [wrap(b) for b in bodies if b not in DIRECT_ONLY]
    for body in every:
        for length in range(1, longest + 1):
            for script in itertools.product('nstc', repeat=length):
                outcomes, log = run(body, script)
                print(f"{body.__name__}\t{''.join(script)}\t{outcomes}\t{log}")


if __name__ == '__main__':
    import sys
    sys.unraisablehook = lambda _: None
    main(BODIES, 4)
