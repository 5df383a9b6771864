"""Lessons: known examples, replayed; the learner predicts before they look.

    model     a lesson as values
    parser    a Markdown file -> Lesson; fences reads its code, header its front matter
    source    which lesson files there are, and how they are read
    channels  stdout, warnings and exception, told apart and compared
    replay    a lesson's own statements, run on a Session
    check     do the examples still answer what the file says?   lint  is the lesson whole?
    player    where the learner stands and what comes next, pure   predict  is a prediction right?
    suspense  what the lens must not tell before a question
    progress  kept between two sittings

The content lies in `lessons/` at the root of the repository, one Markdown file a lesson.
"""
