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
view      which part of a graph is wanted, and what is said of its nodes
layered   Graph -> Scene, with places that Graphviz finds; rails -> Scene, the lanes; legend, below
scene     boxes, lines and words at their places; typeset measures, palette paints
svg       Scene -> SVG; placed -> DOT for dots and PDF; pdf -> PDF where there is no Graphviz
dot       Graph -> DOT text; document -> JSON, of which graph.schema.json tells
export    Graph -> files in all of these formats; renderer finds and runs the programs
"""
