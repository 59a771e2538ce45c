"""This module is the style sheet of the page."""

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2529; background: #fff; max-width: 1080px;
  margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 3rem; border-bottom: 2px solid #1f6f8b } h3 { margin-top: 2rem } h4 { margin: .4rem 0 }
small { font-weight: normal; color: #5a686e }
table { border-collapse: collapse; margin: .6rem 0 } th, td { padding: .2rem .5rem; border: 1px solid #d8dfe2; text-align: left }
th { font-weight: 600; background: #f3f6f7 }
.confusion td { text-align: right; min-width: 1.6rem }
.right.s1 { background: #e4f0e0 } .right.s2 { background: #c6e2bd }
.right.s3 { background: #a3d095 } .right.s4 { background: #7fbd6d }
.wrong.s1 { background: #fae3da } .wrong.s2 { background: #f3c3b0 }
.wrong.s3 { background: #e99d80 } .wrong.s4 { background: #dd7852 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; background: #f3f6f7; padding: .6rem;
  margin: .4rem 0; unicode-bidi: plaintext }
pre.before { color: #5a686e; margin-left: 2rem }
details { border: 1px solid #d8dfe2; margin: .3rem 0; padding: .3rem .6rem } summary { cursor: pointer }
bdi { unicode-bidi: isolate }
.good { color: #2f6b1e } .bad { color: #a3320b; font-weight: 600 } .caution { background: #fdf0cf; padding: .5rem }
.measures { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0 } figcaption { max-width: 340px; color: #5a686e }
svg { max-width: 100%; height: auto } svg text { font-size: 11px; fill: #1c2529 }
.ground { fill: #eef2f3 } .bar { fill: #a9bcc3 } .bar.main, .point { fill: #1f6f8b }
.interval { stroke: #1c2529; stroke-width: 1.5 } .diagonal { stroke: #8a979c; stroke-dasharray: 4 4 }
.frame { fill: none; stroke: #8a979c } .grid { stroke: #e4e9eb }
"""
