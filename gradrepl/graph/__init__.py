"""The picture: facts in, a graph as values, drawings and files out. Nothing here has seen a tensor.

model    Graph, Node, Edge: what every drawing reads
capture  facts of tensors, nodes and operations -> Graph, severed edges included
fold     a graph too large to read -> the same story in fewer nodes
canvas   strokes and labels on a grid of cells -> Drawing; a wrong join is an error, never a picture
chain    the view of one line: `◆ a ── ● MulBackward0 ── ◉ b`
boxes    the layered view of small graphs
lanes    one row a node, one lane a live value
draw     chooses the view by size and width
dot      Graph -> DOT text
export   Graph -> SVG, PNG, PDF, DOT files
"""
