"""What a terminal shows: turns, facts, graphs and tracebacks as rich renderables.

    theme      the styles, by what a thing is; colour never says it alone
    console    a Console for a terminal, a pipe or a dumb terminal
    text       escaping and wrapping of lines that hold other people's text
    facts      one line a tensor, with what changed
    turn       all that the lens adds below one statement
    graph      a drawing of `gradrepl.graph`, never wrapped
    traceback  Python's own text, coloured
    help       tables of commands
    lesson     a lesson's prose and questions

Nothing here prints: a front end prints what these functions return.
"""
