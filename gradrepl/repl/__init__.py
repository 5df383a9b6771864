"""The prompt.

app           run(): the loop; App: one learner's session, the screen, and what was said last
prompt        reads with prompt_toolkit; plain reads with input() where that cannot run
validator     whether Enter runs what stands there, or opens another line
key_bindings  Enter, indentation, pasting
completer     what Tab offers, from `names`, which looks and never calls
lexer, style  colours while typing; ahead, what else is loaded meanwhile
history       what was typed, written as it is typed
settings      what the front door decides once
magics/       one file a command
"""
