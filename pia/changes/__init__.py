"""What differs between two versions: comparison, classification, decisions, rows of 変更箇所.

version ─▶ compare ─▶ classify ─▶ judge ─▶ rows ─▶ joined ─▶ report
                      │ kinds      ▲       │ excerpt
                      │ wording    │
                      └▶ questions ┴ decisions, reasons
"""
