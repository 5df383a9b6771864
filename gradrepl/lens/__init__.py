"""What a statement changed, and why: pure functions from facts to facts.

snapshot.py  take: every tensor that the learner can reach, at one moment
diff.py      diff: what changed between two snapshots
situation.py Situation, what a rule is shown, and Explanation, what it says
explain.py   explain: what the rules say about a statement
origins.py   made, cuts: which operation made a tensor, and where its gradient's path was cut
reading.py   what a rule may ask of a Situation: names, facts, attributes that the source mentions
rules/       one file a topic, one small function a rule, listed in RULES
"""
