"""The picture: facts in, a graph as values, drawings and files out. Nothing here has seen a tensor.

model     Graph, Node, Edge: what every drawing reads
capture   facts of tensors, nodes and operations -> Graph; survey and past find what belongs to it,
          order puts it as it ran, fresh tells what a statement made
fold      a graph too large to read -> the same story in fewer nodes; repeats finds loops, modules
          the parts of a model, contract puts nodes together
canvas    strokes and labels on a grid of cells -> Drawing; a wrong join is an error, not a picture
caption   the words of a node; nets gathers edges into lines
draw      chooses a view by size and width:
chain       one line: `◆ a ── ● MulBackward0 ── ◉ b`
boxes       the layered view of small graphs; layers finds the places, channel the ways between
lanes       one row a node, one lane a live value
dot       Graph -> DOT text
export    Graph -> SVG, PNG, PDF, DOT files; pdf turns SVG to PDF where there is no Graphviz
"""
